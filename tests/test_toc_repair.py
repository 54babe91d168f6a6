"""Contents that were right, are broken in many ways, and come back as they were."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.source import Span
from curator.toc import Outline, contents_of, read_lines, read_tables
from tests.documents import Document, cases
from tests.toc_breaking import NESTED, NUMBERED, OWN, lint, mend, places, read, spliced

ALL = [
    *(pytest.param(text, id=name) for name, text in OWN.items()),
    *cases("fixtures", "corpus"),
]


def text_of(given: str | Document) -> str:
    return given if isinstance(given, str) else given.text()


def findings(text: str, **options: object) -> list[str]:
    return [found.message for found in lint(read(text), **options).diagnostics]


@pytest.mark.parametrize("given", ALL)
def test_a_row_that_was_dropped_comes_back(given: str | Document) -> None:
    text = text_of(given)
    for place in places(text):
        if not place.is_named:
            continue
        broken = spliced(text, place.whole, "")
        mended = mend(broken)
        if mended != broken:
            assert mended == text
        elif isinstance(given, str):
            assert not findings(broken)


@pytest.mark.parametrize("text", OWN.values())
def test_rows_that_are_next_to_one_another_come_back_together(text: str) -> None:
    _, first, second, *_ = places(text)
    assert second.at == first.at + 1
    assert mend(spliced(text, Span(first.whole.start, second.whole.end), "")) == text


@pytest.mark.parametrize("given", ALL)
def test_a_row_that_was_added_goes(given: str | Document) -> None:
    text = text_of(given)
    for place in places(text):
        line = text[place.line.start : place.line.stop]
        link = text[place.line.link.span.start : place.line.link.span.end]
        bogus = line.replace(link, "[Qwzzk](#qwzzk)")
        gap = text[place.lines[0].stop : place.lines[1].start]
        if gap.strip("\r\n"):
            continue
        broken = spliced(text, Span(place.line.stop, place.line.stop), gap + bogus)
        expected = text
        if place.line.group == place.lines[0].group and text is NUMBERED:
            expected = text  # the number is that of its neighbour: nothing to count on
        assert mend(broken) == expected


@pytest.mark.parametrize("given", ALL)
def test_rows_that_were_swapped_are_put_in_order_where_order_counts(given: str | Document) -> None:
    text = text_of(given)
    if findings(text, preset="strict"):
        return
    for place in places(text):
        following = place.lines[place.at + 1] if place.at + 1 < len(place.lines) else None
        if following is None or following.group != place.line.group:
            continue
        behind = place.lines[place.at + 2] if place.at + 2 < len(place.lines) else None
        if behind is not None and behind.level > following.level:
            continue
        one = Span(place.line.lead.start, place.line.stop)
        other = Span(following.lead.start, following.stop)
        words = text[one.start : one.end], text[other.start : other.end]
        broken = spliced(spliced(text, other, words[0]), one, words[1])
        assert mend(broken, preset="strict") == text
        assert mend(broken) == broken


@pytest.mark.parametrize("given", ALL)
def test_a_row_follows_its_heading_when_that_is_renamed(given: str | Document) -> None:
    text = text_of(given)
    for place in places(text):
        heading = place.document.headings[place.heading]
        words = text[heading.span.start : heading.span.end]
        label = place.outline.label(place.heading)
        shown = text[slice(*place.line.link.text_span)]
        if label != heading.text or label not in words or label != shown:
            continue
        renamed = f"{label}s"
        slug = f"{heading.slug}s"
        if len(label) < 8:
            continue  # hardly like it any more
        broken = spliced(text, heading.span, words.replace(label, renamed))
        mended = mend(broken)
        if mended != broken and "%" not in place.line.link.url:
            row = place.line.link.span
            moved = len(broken) - len(text) if heading.span.start < row.start else 0
            row = Span(row.start + moved, row.end + moved)
            assert mended == spliced(broken, row, f"[{renamed}](#{slug})")


@pytest.mark.parametrize("given", ALL)
def test_an_anchor_gets_its_letters_back(given: str | Document) -> None:
    text = text_of(given)
    for place in places(text):
        span = place.line.link.destination
        assert span is not None
        anchor = text[span.start : span.end]
        heading = place.document.headings[place.heading]
        for wrong in (anchor.upper(), f"{anchor}x", anchor.replace("-", "_")):
            other = wrong.partition("#")[2] in place.document.anchors
            if wrong == anchor or other or not anchor.endswith(f"#{heading.slug}"):
                continue
            mended = mend(spliced(text, span, wrong))
            assert mended in (text, spliced(text, span, wrong))
            assert mended == text or not isinstance(given, str)


@pytest.mark.parametrize("given", ALL)
def test_a_row_goes_with_its_heading(given: str | Document) -> None:
    text = text_of(given)
    for place in places(text):
        heading = place.document.headings[place.heading].span
        if text.count(text[heading.start : heading.end]) > 1 or place.line.level == 0:
            continue
        broken = spliced(text, heading, "Words.")
        mended = mend(broken)
        if mended != broken:
            gone = spliced(text, place.whole, "")
            assert mended == gone.replace(text[heading.start : heading.end], "Words.")


@pytest.mark.parametrize("given", ALL)
def test_a_new_section_is_listed_in_its_place(given: str | Document) -> None:
    text = text_of(given)
    for place in places(text):
        heading = place.document.headings[place.heading]
        new = f"{'#' * heading.depth} Qwzzk\n\n- [New](https://example.org/new)\n\n"
        if heading.html:
            continue
        broken = spliced(text, Span(heading.span.start, heading.span.start), new)
        mended = mend(broken)
        if mended == broken:
            assert not isinstance(given, str)
            continue
        (table, *_) = [t for t in read_tables(Outline(read(mended))) if len(t.rows) > 3]
        listed = [row.link.url for row in table.rows]
        assert listed[listed.index("#qwzzk") + 1] == place.line.link.url
        assert Counter(mended) - Counter(broken) >= Counter("[Qwzzk](#qwzzk)")


@pytest.mark.parametrize("given", ALL)
def test_a_heading_of_the_same_name_makes_no_trouble(given: str | Document) -> None:
    text = text_of(given)
    for place in places(text):
        heading = place.document.headings[place.heading].span
        again = text[heading.start : heading.end]
        mended = mend(f"{text.rstrip()}\n\n{again}\n\n- [New](https://example.org/new)\n")
        assert not [message for message in findings(mended) if "no heading" in message]


def test_numbers_that_are_not_in_order_are_left_alone() -> None:
    broken = NUMBERED.replace("3. ", "7. ")
    assert mend(broken) == broken
    short = broken.replace("2. **[Second part](#second-part)**\n\n", "")
    assert mend(short) == broken


def test_numbers_are_counted_on() -> None:
    short = NUMBERED.replace("2. **[Second part](#second-part)**\n\n", "")
    short = short.replace("3. **", "2. **").replace("4. **", "3. **")
    assert mend(short) == NUMBERED


def test_corpora_have_contents_to_break() -> None:
    assert sum(1 for _ in places(NESTED)) > 4


# ----------------------------------------------------------------------------- generated

NAMES = st.lists(
    st.text("abcXYZ 019-_.`*[]&<>⚙️é论#!", min_size=1, max_size=9).map(
        lambda text: " ".join(text.split())
    ),
    min_size=1,
    max_size=7,
)


def documents() -> st.SearchStrategy[str]:
    def made(names: list[str], depths: list[int], marks: tuple[str, str]) -> str:
        heads = [
            f"{'#' * depth} {name} x\n\n- [x](https://example.org/{at})\n"
            for at, (name, depth) in enumerate(zip(names, [2, *depths], strict=False))
        ]
        return f"# T\n\n{marks[0]}\n\n{marks[1]}\n\n" + "\n".join(heads)

    depths = st.lists(st.sampled_from([2, 2, 3, 3, 4]), min_size=12, max_size=12)
    marks = st.sampled_from([("<!-- toc -->", "<!-- tocstop -->"), ("<!--ts-->", "<!--te-->")])
    return st.builds(made, NAMES, depths, marks)


@given(documents())
def test_generated_contents_agree_with_the_headings(text: str) -> None:
    mended = mend(text)
    assert not findings(mended)


def _rows(text: str) -> Iterator[Span]:
    document = read(text)
    for table in read_tables(Outline(document)):
        for line in read_lines(document, table) or []:
            yield Span(line.start, min(line.stop + 1, len(text)))


@given(documents(), st.lists(st.integers(0, 30), max_size=4))
def test_generated_contents_are_mended_where_rows_were_lost(text: str, lost: list[int]) -> None:
    mended = mend(text)
    broken = mended
    for number in sorted(set(lost), reverse=True):
        rows = list(_rows(mended))
        if number < len(rows):
            broken = spliced(broken, rows[number], "")
    again = mend(broken)
    assert not [message for message in findings(again) if "no heading" in message]


# --------------------------------------------------------------------------------- truth


@pytest.mark.parametrize("document", cases("corpus"))
def test_anchors_of_generated_contents_are_true(document: Document) -> None:
    outline = Outline(document.tree())
    slugs = {heading["slug"] for heading in document.read_truth()["headings"]}
    rows = contents_of(outline, 0)
    links = read(f"{rows}\n").links
    assert [link.url for link in links if link.url[1:] not in slugs] == []
    starts = [heading.slug for heading in outline.headings]
    order = [starts.index(link.url[1:]) for link in links]
    assert order == sorted(order)
    assert bisect_left(order, len(starts)) == len(order)
