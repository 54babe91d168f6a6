"""A change is told of what it did, whatever the rule: of no old mistake, and of each new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from random import Random

import pytest

from curator.change import Change, change_of
from curator.diagnostic import Diagnostic, Preset, Severity
from curator.document import Document, Entry
from curator.engine import Selection, Settings, lint, settings_for
from curator.engine.answerable import answerable
from curator.facts import NoFiles
from curator.markdown import parse
from curator.report import FileReport
from curator.rules._index import INDEX
from curator.source import Source, Span
from tests import documents

TODAY = date(2026, 11, 21)
PATH = "README.md"


def judge(text: str, settings: Settings, change: Change) -> FileReport:
    found = lint(parse(Source(PATH, text)), settings, NoFiles(), TODAY, change=change)
    assert not found.crashes
    return found


def told(old: FileReport, after: str, settings: Settings) -> tuple[Diagnostic, ...]:
    """What a change to ``after`` is answerable for; ``old`` is what was found before it."""
    change = change_of(old.source, Source(PATH, after))
    return answerable(judge(after, settings, change), old, {PATH: change}).diagnostics


def test_a_line_with_many_findings_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole file can be one line: a copy of it for each finding would be all of the memory."""
    text = "# L\n\n" + "[a](htp://e.org) " * 50
    spans = [Span(at, at + 3) for at in range(10, 400)]
    found = [Diagnostic("some-rule", Severity.ERROR, "x", span, "some-rule:x") for span in spans]
    old, new = (FileReport(Source(PATH, text), tuple(found[some:])) for some in (1, 0))
    read: list[int] = []
    line_text = Source.line_text

    def reading(source: Source, line: int) -> str:
        read.append(line)
        return line_text(source, line)

    monkeypatch.setattr(Source, "line_text", reading)
    assert len(answerable(new, old, {PATH: Change((), text)}).diagnostics) == 1
    assert read == [3, 3]


# ------------------------------------------------------------ mistakes that stand many times


@dataclass(frozen=True, slots=True)
class Many:
    """A list that makes one mistake again and again: ``line`` is written each time."""

    rule: str
    line: str
    head: str = "# Woods\n\n"
    tail: str = ""

    def text(self, numbers: list[int]) -> str:
        return self.head + "".join(map(self.one, numbers)) + self.tail

    def one(self, number: int) -> str:
        return self.line.format(number) + "\n"


TABLE = "# Woods\n\n| Name | What |\n| --- | --- |\n| [Oak](https://example.org/oak) | Tree |\n"
TICKED = "".join(f"- [x] Done {number}\n" for number in range(40)) + "\n## More\n\n"
CONTENTS = "# Woods\n\n## Contents\n\n"
MANY = [
    Many("conflicting-paper-titles", "- [Trees {0}{0}{0}](https://arxiv.org/abs/1706.03762)"),
    Many("duplicate-heading", "## Same\n\nText {0}."),
    Many("duplicate-link", "- [Oak](https://example.org/oak) - Tree {0}."),
    Many("duplicate-paper", "- [Oak](https://arxiv.org/abs/1706.03762) - Tree {0}."),
    Many("duplicate-title", "- [A survey of the trees](https://example.org/{0})"),
    Many("empty-link-target", "- Entry {0} [[code]()]"),
    Many("empty-link-text", "- Entry {0} [![](https://example.org/{0}.png)](https://a.org/{0})"),
    Many("hard-tab", "- Entry {0}\n\t- Below"),
    Many("inconsistent-cell-padding", "|[E {0}](https://a.org/{0})|x|", f"{TABLE}\n" * 40 + TABLE),
    Many("inconsistent-checkbox", "- [X] Done {0}", TICKED),
    Many("inconsistent-markers", "* [E {0}](https://a.org/{0})", TICKED),
    Many("inconsistent-ordered-marker", "1) Entry {0}", TICKED.replace("-", "1.")),
    Many("indented-list", "  - [E {0}](https://a.org/{0})"),
    Many("indented-table", "  | [E {0}](https://a.org/{0}) | x |", TABLE),
    Many("insecure-url", "- [E {0}](http://a.org/)"),
    Many("lazy-quote-line", "a line {0}", "# Woods\n\n> Quoted\n"),
    Many("lost-table-cell", "| [E {0}](https://a.org/{0}) | x | lost {0} |", TABLE),
    Many("misnumbered-list", "9. Entry {0}", "# Woods\n\n1. Entry\n"),
    Many("missing-blank-line", "## Part {0}\nText {0}.\n"),
    Many("missing-table-pipes", "[E {0}](https://a.org/{0}) | x", TABLE),
    Many("multiple-titles", "# Title {0}\n\nText."),
    Many("repeated-blank-lines", "Text {0}\n\n", tail="End.\n"),
    Many("skipped-heading-level", "## Part {0}\n\n#### Below {0}\n\nText."),
    Many("stale-toc", "- [Part {0}](#part-{0})", CONTENTS, "\n## Other\n\nText.\n"),
    Many("tab-after-marker", "-\t[E {0}](https://a.org/{0})"),
    Many("trailing-whitespace", "- [E {0}](https://a.org/{0}) "),
    Many("undefined-reference", "- [Entry {0}][label] - A tree.", tail="- [a][b]\n\n[b]: /c\n"),
    Many("unindented-continuation", "a line {0}", "# Woods\n\n- Entry\n"),
    Many("unlinked-paper", "- Entry {0} arXiv:1706.03762"),
    Many("url-shortener", "- [Entry {0}](https://bit.ly/3abCdEf)"),
    Many("wide-checkbox", "- [ ]   Entry {0}"),
    Many("wide-list-marker", "-   [E {0}](https://a.org/{0})"),
]
NAMES_A_KIND = {"conflicting-paper-titles", "duplicate-title"}
FOLLOWS_ITS_LIST = {"inconsistent-markers", "inconsistent-ordered-marker"}
"""With the sign that is right elsewhere, an item would begin a list of its own."""


@pytest.mark.parametrize("many", MANY, ids=lambda many: many.rule)
@pytest.mark.parametrize("number", [2, 30])
def test_one_more_is_told_and_of_those_before_none(many: Many, number: int) -> None:
    """However many there are, and wherever the new one stands: it is told once, at its place."""
    settings = settings_for(INDEX, Selection("strict", select=(many.rule,)))
    numbers = list(range(1, number + 1))
    old = judge(many.text(numbers), settings, Change(()))
    if many.rule in NAMES_A_KIND and number > 2:
        pytest.skip("what recurs so often names a kind of thing")
    assert old.diagnostics
    for at in (0, number // 2, number):
        if many.rule == "duplicate-heading" and at < number:
            continue  # which of lines that are alike is the new one, nobody can tell
        found = told(old, many.text([*numbers[:at], 99, *numbers[at:]]), settings)
        start = len(many.text(numbers[:at])) - len(many.tail)
        added = Span(start, start + len(many.one(99)))
        expected = [] if many.rule in FOLLOWS_ITS_LIST else [True]
        assert [added.overlaps(each.span) for each in found] == expected, found


@pytest.mark.parametrize("many", MANY, ids=lambda many: many.rule)
@pytest.mark.parametrize("number", [4, 7, 30])
def test_who_takes_one_out_is_told_of_no_other(many: Many, number: int) -> None:
    """Seven are told in one finding and six are told singly by some rules, and so on."""
    settings = settings_for(INDEX, Selection("strict", select=(many.rule,)))
    numbers = list(range(1, number + 1))
    old = judge(many.text(numbers), settings, Change(()))
    if many.rule in NAMES_A_KIND:
        pytest.skip("what recurs so often names a kind of thing")
    for at in (0, number // 2, number - 1):
        assert told(old, many.text([*numbers[:at], *numbers[at + 1 :]]), settings) == ()


TOC = settings_for(INDEX, Selection("recommended", select=("stale-toc",)))


def contents(rows: Iterable[int], headings: Iterable[int], more: str = "") -> str:
    listed = "".join(f"- [A{number}](#a{number})\n" for number in rows)
    parts = "".join(f"## A{number}\n\n- [a](https://a.org/{number})\n\n" for number in headings)
    return f"# Woods\n\n## Contents\n\n{listed}\n{parts}{more}"


def test_who_adds_a_heading_that_makes_a_share_is_told_of_no_other() -> None:
    """Nine of ten are listed now, so that the tenth counts as missing; it never was listed."""
    odd = "## Odd\n\n- [a](https://a.org)\n"
    old = judge(contents(range(8), range(8), odd), TOC, Change(()))
    after = contents(range(9), range(9), odd)
    assert not old.diagnostics
    assert len(judge(after, TOC, Change(())).diagnostics) == 1
    assert told(old, after, TOC) == ()


def test_who_renames_the_title_is_not_told_of_more_titles_and_who_adds_one_is() -> None:
    rest = "A list.\n\n# Trees\n\n# Shrubs\n"
    settings = settings_for(INDEX, Selection("recommended", extend_select=("multiple-titles",)))
    old = judge("# Woods\n\n" + rest, settings, Change(()))
    assert not told(old, "# Awesome Woods\n\n" + rest, settings)
    untitled = judge("# Trees\n\n- An entry.\n", settings, Change(()))
    (found,) = told(untitled, "# Woods\n\n# Trees\n\n- An entry.\n", settings)
    assert found.rule == "multiple-titles"


def test_a_heading_that_is_no_longer_listed_is_told() -> None:
    old = judge(contents(range(20), range(20)), TOC, Change(()))
    (found,) = told(old, contents(range(1, 20), range(20)), TOC)
    assert "'[A0](#a0)'" in found.message


def test_a_heading_that_is_added_and_not_listed_is_told_alone() -> None:
    """The row of another heading, added as well, is in the contents that the finding is of."""
    old = judge(contents([*range(19)], range(20)), TOC, Change(()))
    assert len(old.diagnostics) == 1
    (found,) = told(old, contents([*range(19), 30], [*range(20), 30, 31]), TOC)
    assert "'[A31](#a31)'" in found.message


def test_the_heading_that_breaks_contents_with_many_broken_rows_is_told() -> None:
    old = judge(contents(range(20), [18, 19]), TOC, Change(()))
    found = told(old, contents(range(20), [18, 77]), TOC)
    assert [each.message for each in found if "'#a19'" in each.message]


def test_order_is_judged_of_what_is_added_unless_it_is_asked_for() -> None:
    names = ("Alder", "Beech", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Oak", "Birch")
    rows = [f"- [{name}](https://a.org/{name}) - A tree.\n" for name in names]
    before, after = "# Woods\n\n" + "".join(rows[:-1]), "# Woods\n\n" + "".join(rows)
    preset = settings_for(INDEX, Selection("recommended"))
    asked = settings_for(INDEX, Selection("recommended", extend_select=("unsorted-section",)))
    for settings, found in ((preset, []), (asked, ["unsorted-section"])):
        whole = lint(parse(Source(PATH, after)), settings, NoFiles(), TODAY)
        assert [each.rule for each in whole.diagnostics] == found
        (added,) = told(judge(before, settings, Change(())), after, settings)
        assert added.rule == "unsorted-section"


# ------------------------------------------------------------------------------ real lists

FEW = 3
"""Entries that a document has to have for one to be added in their manner."""
LARGEST = 40_000
DOCUMENTS = documents.cases("fixtures", "corpus")
DUPLICATES = {"duplicate-link", "duplicate-paper", "duplicate-title", "conflicting-paper-titles"}
LEFT_EMPTY = {"empty-section", "too-small-section", "unused-definition", "broken-anchor"}
CONTENTS_RULES = {"stale-toc", "broken-anchor", "empty-section"}
"""Under some names, such as that of the contents, a heading may have nothing under it."""


def first_line(document: Document, entry: Entry) -> Span:
    """The line of an entry, with its end."""
    source = document.source
    line = source.line_at(entry.span.start)
    end = source.line_starts[line] if line < source.line_count else len(source.text)
    return Span(source.line_starts[line - 1], end)


def plain_entries(document: Document, old: FileReport) -> list[Entry]:
    """Entries on one line each of which nothing is found."""
    source = document.source
    found = [each.span for each in old.diagnostics]
    found += [related.span for each in old.diagnostics for related in each.related]
    lines = {source.line_at(span.start) for span in found}
    return [
        entry
        for entry in document.entries
        if entry.kind in ("item", "row")
        and not entry.children
        and entry.link is not None
        and entry.link.destination is not None
        and entry.link.text_span == entry.title_span
        and len(entry.links) == 1
        and source.line_at(entry.span.start) == source.line_at(max(entry.span.end - 1, 0))
        and source.line_at(entry.span.start) not in lines
    ]


def like(document: Document, entry: Entry) -> str:
    """The line of a new entry that is written as ``entry`` is."""
    assert entry.link is not None
    assert entry.link.destination is not None
    text, line = document.source.text, first_line(document, entry)
    title, address = entry.link.text_span, entry.link.destination
    name = "Quorvel Zappa" if entry.title[:1].isupper() else "quorvel-zappa"
    new = f"{text[line.start : title.start]}{name}{text[title.end : address.start]}"
    return f"{new}https://quorvel.example/zappa{text[address.end : line.end]}"


@pytest.mark.parametrize("preset", ["recommended", "awesome"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_change_of_a_real_list(document: documents.Document, preset: Preset) -> None:
    """An entry in the list's manner is welcome, a copy a duplicate; to take one out is fine."""
    text = document.text()
    if len(text) > LARGEST:
        pytest.skip("a long list, which is tried now and then by hand")
    settings = settings_for(INDEX, Selection(preset)).offline()
    old = judge(text, settings, Change(()))
    parsed = parse(Source(PATH, text))
    entries = plain_entries(parsed, old)
    if len(entries) < FEW:
        pytest.skip("too few entries on a line of their own of which nothing is found")
    entry = Random(document.name).choice(entries)
    line = first_line(parsed, entry)
    above, row, below = text[: line.start], text[line.start : line.end], text[line.end :]
    unsorted = {"unsorted-section"}  # the made-up name may stand anywhere
    added = told(old, above + row + like(parsed, entry) + below, settings)
    assert {each.rule for each in added} <= unsorted
    copied = told(old, above + row + row + below, settings)
    assert {each.rule for each in copied} <= DUPLICATES
    removed = told(old, above + below, settings)
    assert {each.rule for each in removed} <= LEFT_EMPTY


@pytest.mark.parametrize("preset", ["recommended", "awesome"])
@pytest.mark.parametrize("document", documents.cases("corpus"))
def test_a_renamed_heading_is_told_in_the_contents(
    document: documents.Document, preset: Preset
) -> None:
    text = document.text()
    if len(text) > LARGEST:
        pytest.skip("a long list, which is tried now and then by hand")
    settings = settings_for(INDEX, Selection(preset)).offline()
    old = judge(text, settings, Change(()))
    parsed = parse(Source(PATH, text))
    anchors = {link.url for contents in parsed.contents for link in contents.links}
    headings = [
        each
        for each in parsed.headings
        if f"#{each.slug}" in anchors and not each.html and text.count(each.text) == 2
    ]
    if not headings:
        pytest.skip("no contents that list headings")
    heading = Random(document.name).choice(headings)
    at = text.index(heading.text, heading.span.start)
    after = f"{text[:at]}Quorvel Zappa{text[at + len(heading.text) :]}"
    found = told(old, after, settings)
    assert found
    assert {each.rule for each in found} <= CONTENTS_RULES
