"""Entries that denote one thing: which take part, and which rule speaks of a pair."""

from __future__ import annotations

from collections import Counter

import pytest

from curator.diagnostic import Severity
from curator.document import Document as Parsed
from curator.document import Entry
from curator.facts import NoFiles
from curator.markdown import parse
from curator.repeats import (
    Earlier,
    Entries,
    Kinship,
    Mention,
    are_equal_rows,
    are_unlike_rows,
    is_timeline,
    kinship,
    paper_mentions,
    share_a_paper,
    swallowed_headings,
)
from curator.rule import Context
from curator.source import Source, Span
from curator.style import Style
from curator.titles import Likeness, compare_titles
from tests.documents import Document, cases
from tests.rules.runner import TODAY, check, rule_info, rule_module

PAPER = "https://arxiv.org/abs/1706.03762"


@pytest.mark.parametrize(
    "title",
    [
        "News",
        "🔥 Latest News",
        "📢 News & Updates",
        "Recent updates",
        "What's New?",
        "Changelog",
        "Change Log",
        "Release notes",
        "✨ Highlights of Our Group",
        "Citation",
        "How to cite this work",
        "Citing this survey",
        "BibTeX",
        "更新日志",
        "最新动态",
    ],
)
def test_sections_that_repeat_what_others_list(title: str) -> None:
    assert is_timeline(title)


@pytest.mark.parametrize(
    "title",
    [
        "Fake News Detection",
        "News Recommendation",
        "Newsletters",
        "Citation Analysis",
        "Model Updates in Federated Learning",
        "Papers",
        "New Methods",
        "2024",
        "",
    ],
)
def test_sections_that_only_sound_like_it(title: str) -> None:
    assert not is_timeline(title)


def titles(text: str) -> list[str]:
    return [entry.title for entry, _ in Entries(parse(Source("README.md", text)))]


def test_subsections_of_news_are_news_and_remarks_are_no_entries() -> None:
    text = f"""# List

## News

### May

- [A talk]({PAPER})

## Papers

- [Sparse codes]({PAPER})
  - It extends the ideas of [another]({PAPER}).
  - [Dense codes]({PAPER})
"""
    assert titles(text) == ["Sparse codes", "Dense codes"]


SWALLOWED = f"""## Papers

- [One title of many words]({PAPER})

<a name="talks" />
## Talks

- [One title of many words]({PAPER})
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SWALLOWED, ["## Talks"]),
        (SWALLOWED.replace("\n", "\r\n"), ["## Talks"]),
        (SWALLOWED.replace("\n", "\r"), ["## Talks"]),
        ('<a name="a" />\n\n## Papers\n', []),
        ("<div>\n#Papers\n#### \n</div>\n", []),
        ("<!--\n## Papers\n-->\n", []),
        ("<pre>\n# comment\n</pre>\n", []),
        ("```sh\n# comment\n```\n", []),
        ('<a name="a" />\n## A\n  ### B\n\n## C\n', ["## A", "  ### B"]),
    ],
)
def test_headings_that_a_block_of_html_swallows(text: str, expected: list[str]) -> None:
    found = swallowed_headings(parse(Source("README.md", text)))
    assert len(found) == len(expected)
    for at, heading in zip(found, expected, strict=True):
        assert text[at:].lstrip("\n").startswith(heading)


def test_a_swallowed_heading_begins_a_section() -> None:
    document = parse(Source("README.md", SWALLOWED))
    earlier = Earlier(document)
    first, second = mentions(SWALLOWED, document)
    key = first.link.identity.key
    earlier.add(key, first)
    assert first.section is second.section
    assert list(earlier.near(key, second)) == []
    assert list(earlier.far(key, second)) == [first]


def mentions(text: str, document: Parsed | None = None) -> list[Mention]:
    document = document or parse(Source("README.md", text))
    return [m for entry, section in Entries(document) for m in paper_mentions(entry, section)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (f"[Long title of a paper]({PAPER})", f"[Long title of a paper]({PAPER})", "CERTAIN"),
        (f"[Long title of a paper]({PAPER})", f"[Long title]({PAPER})", "LIKELY"),
        (f"[Long title of a paper]({PAPER})", f"[GPT-3]({PAPER})", "LIKELY"),
        (f"[GPT-2]({PAPER})", f"[GPT-3]({PAPER})", "APART"),
        (f"[Long title of a paper]({PAPER})", f"[Some other work at all]({PAPER})", "CONFLICT"),
        (f"[pdf]({PAPER})", f"[Long title of a paper]({PAPER})", "APART"),
        (PAPER, f"[Long title of a paper]({PAPER})", "LIKELY"),
        (PAPER, PAPER, "LIKELY"),
    ],
)
def test_kinship_in_one_section(first: str, second: str, expected: str) -> None:
    one, other = mentions(f"- {first}\n- {second}\n")
    assert kinship(one, other).name == expected
    assert kinship(other, one).name == expected


def test_an_entry_mentions_each_paper_once() -> None:
    text = f"- [Attention]({PAPER}) [[pdf]({PAPER}v2)] [[paper](https://doi.org/10.1145/3292500)]\n"
    keys = [mention.link.identity.key for mention in mentions(text)]
    assert keys == ["arxiv:1706.03762", "doi:10.1145/3292500"]
    assert [mention.main for mention in mentions(text)] == [True, False]


def test_kinship_orders_doubt_below_certainty() -> None:
    assert Kinship.APART < Kinship.CONFLICT < Kinship.LIKELY < Kinship.CERTAIN


@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_one_rule_speaks_of_a_pair(document: Document) -> None:
    """No link gets a warning or an error from two of the rules about repeats."""
    parsed = document.tree()
    style = Style(parsed)
    rules = ("duplicate-link", "duplicate-paper", "conflicting-paper-titles")
    spans: Counter[Span] = Counter()
    for name in rules:
        context = Context(parsed, style, NoFiles(), TODAY, rule_info(name))
        found = rule_module(name).check(context)
        spans.update(f.span for f in found if f.severity >= Severity.WARNING)
    assert [span for span, count in spans.items() if count > 1] == []


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("duplicate-paper", "- [Some {n} title of many words]({paper})\n"),
        ("duplicate-paper", "## Section {n}\n\n- [One title of many words]({paper})\n"),
        ("duplicate-paper", "## Section {n}\n\n- [Some {n} title of many words]({paper})\n"),
        ("conflicting-paper-titles", "- [Some {n} title of many words]({paper})\n"),
        ("conflicting-paper-titles", "- [One title of many words ({n})]({paper})\n"),
        ("duplicate-link", "- [Some {n} title](https://example.org/page)\n"),
        ("duplicate-link", "- [{n}ame](https://example.org/page)\n"),
        ("duplicate-link", "- [page](https://example.org/x) - Something about {n}.\n"),
        ("duplicate-link", "<a name='{n}' />\n## {n}\n\n- [page](https://example.org/x)\n\n"),
        ("duplicate-link", "## Section {n}\n\n- [Some {n} title](https://example.org/page)\n"),
    ],
)
def test_comparisons_grow_with_the_list(
    rule: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many entries share one address, each is compared with a few others only."""
    compared = 0

    def counting(first: str, second: str) -> Likeness:
        nonlocal compared
        compared += 1
        return compare_titles(first, second)

    rules = ("duplicate_link", "duplicate_paper", "conflicting_paper_titles")
    for module in ("repeats", *(f"rules.{name}" for name in rules)):
        monkeypatch.setattr(f"curator.{module}.compare_titles", counting, raising=False)
    entries = 600
    numbers = (chr(0x4E00 + n) for n in range(entries))
    check(rule, "".join(line.format(n=n, paper=PAPER) for n in numbers))
    assert compared <= 40 * entries


def test_entries_keeps_reading_order() -> None:
    text = "".join(f"- [Title {n}](https://example.org/{n})\n" for n in range(30))
    found: list[Entry] = [entry for entry, _ in Entries(parse(Source("README.md", text)))]
    assert found == sorted(found, key=lambda entry: entry.span)


def test_the_papers_of_an_entry_are_worked_out_a_few_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not once for each mention of them."""
    read = 0
    papers = vars(Entry)["papers"].fget

    def counting(entry: Entry) -> object:
        nonlocal read
        read += 1
        return papers(entry)

    monkeypatch.setattr(Entry, "papers", property(counting))
    links = "".join(f"[paper](https://arxiv.org/abs/1706.{10_000 + n}) " for n in range(300))
    titles = ("[Title of one long thing](https://e.org)", f"[Another long title]({PAPER})")
    text = "".join(f"- {title} {links}\n" for title in titles)
    for rule in ("duplicate-link", "duplicate-paper", "conflicting-paper-titles"):
        check(rule, text)
    assert read <= 20


def test_the_main_paper_is_the_primary_link_or_the_first_paper() -> None:
    links = "[paper](https://arxiv.org/abs/1810.04805) [pdf](https://arxiv.org/abs/2005.14165)"
    found = mentions(f"- [Title of one thing]({PAPER}) {links} [pdf]({PAPER}v2)\n")
    assert [mention.main for mention in found] == [True, False, False]
    found = mentions(f"- [Title of one thing](https://e.org) {links}\n")
    assert [mention.main for mention in found] == [True, False]


def rows(*cells: str) -> list[Entry]:
    text = "| Title | Links |\n|-|-|\n" + "".join(f"| Some title | {cell} |\n" for cell in cells)
    return list(parse(Source("README.md", text)).entries)


@pytest.mark.parametrize(
    ("one", "other", "equal", "unlike"),
    [
        ("[pdf](u)", "[pdf](u)", True, False),
        ("[pdf](u) [code](v)", "[pdf](u)", False, False),
        ("[pdf](u) [code](v)", "[pdf](u) [code](w)", False, True),
        ("[pdf](u) [code](v)", "[code](v) [pdf](u)", True, False),
    ],
)
def test_rows_are_told_apart_by_their_links(
    one: str, other: str, equal: bool, unlike: bool
) -> None:
    first, second = rows(one, other)
    assert are_equal_rows(first, second) is are_equal_rows(second, first) is equal
    assert are_unlike_rows(first, second) is are_unlike_rows(second, first) is unlike


def test_entries_share_a_paper() -> None:
    other = "[pdf](https://arxiv.org/abs/1810.04805)"
    one, two, three = rows(f"[pdf]({PAPER})", f"{other} [paper]({PAPER}v2)", other)
    assert share_a_paper(one, two)
    assert share_a_paper(two, three)
    assert not share_a_paper(one, three)
