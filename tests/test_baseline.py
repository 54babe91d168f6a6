"""Baselines: what is written is read again, and each finding is counted once, whatever moves."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.baseline import (
    MAX_SIZE,
    Baseline,
    Recorded,
    read_baseline,
    to_record,
    written,
)
from curator.config.choices import Selection
from curator.diagnostic import Diagnostic, Severity
from curator.engine import lint, settings_for
from curator.errors import CuratorError
from curator.markdown import parse
from curator.report import FileReport, Report
from curator.rules import INDEX
from curator.source import Source, Span
from curator.workspace import Located, gather
from tests.documents import Document, cases

NASTY = (
    "::error::x", "##[error]x", "a\nb\r\nc", "%0A", "|`</details>@all<script>", "\x1b[31m\x9b",
    "\u202e\u2066\u200b\u2028\ufeff", "\udcff\ud800", "𝔘\U000e0041", "\\\"'", "\x00", "",
)  # fmt: skip


@dataclass(frozen=True)
class Whole:
    """A run that judges all but the rules and the paths that it is told to leave alone."""

    away: Collection[str] = ()

    def place(self, path: str) -> str | None:
        return None if path == "<stdin>" else path

    def judges(self, recorded: Recorded) -> bool:
        return recorded.rule not in self.away and recorded.path not in self.away


def found(key: str, at: int = 0, rule: str = "rule") -> Diagnostic:
    return Diagnostic(rule, Severity.ERROR, f"about {key}", Span(at, at), f"{rule}:{key}")


def report(*keys: str, path: str = "list.md") -> Report:
    source = Source(path, "x\n" * len(keys))
    file = FileReport(source, tuple(found(key, at * 2) for at, key in enumerate(keys)))
    return Report((file,), {"dead-link": INDEX["dead-link"]})


def record(given: Report) -> Baseline:
    """What a file has from a report, by way of its bytes."""
    return read_baseline(written(to_record(given, Whole())).encode(), "base.json")


def keys(given: Report) -> list[str]:
    return [each.key.removeprefix("rule:") for _, each in given.diagnostics()]


def test_what_is_recorded_is_left_out_and_counted() -> None:
    left = record(report("a", "b")).apply(report("a", "c", "b"), Whole())
    assert (keys(left), left.baselined, left.notices) == (["c"], 2, ())


def test_what_no_longer_occurs_is_told_with_its_line() -> None:
    left = record(report("a", "b")).apply(report("b"), Whole())
    assert [(note.path, note.line) for note in left.notices] == [("base.json", 4), ("base.json", 0)]
    assert "rule in list.md (about a)" in left.notices[0].message
    assert "curator baseline --output base.json" in left.notices[1].message


def test_many_that_no_longer_occur_are_counted() -> None:
    base = record(report(*(f"k{number}" for number in range(14))))
    notices = base.apply(report(), Whole()).notices
    assert len(notices) == 11
    assert notices[-1].message.startswith("and 4 more; ")


def test_what_was_not_judged_is_not_told() -> None:
    base = record(report("a"))
    for away in ("rule", "list.md"):
        assert base.apply(report(), Whole((away,))).notices == ()


def test_of_three_alike_two_stay_when_one_is_repaired() -> None:
    base = record(report("a", "a#2", "a#3"))
    matched = base.match(report("a", "a#2"), Whole())
    assert keys(matched.report) == []
    assert [each.key for each in matched.missing] == ["rule:a#3"]


def test_a_number_that_belongs_to_a_key_is_no_count() -> None:
    base = record(report("page#2"))
    assert keys(base.apply(report("page#3"), Whole())) == ["page#3"]
    assert keys(base.apply(report("page"), Whole())) == ["page"]


def test_of_many_alike_the_one_that_a_change_added_is_told() -> None:
    base = record(report("a", "a#2"))
    head = report("a", "a#2", "a#3")  # the first is new
    file = head.files[0]
    chosen = replace(file, diagnostics=file.diagnostics[:1], elsewhere=2)
    left = base.apply(head, Whole(), replace(head, files=(chosen,), since="main"))
    assert (keys(left), left.elsewhere, left.baselined, left.since) == (["a"], 0, 2, "main")
    assert left.notices == ()


def test_a_change_is_not_told_of_what_is_recorded_on_its_lines() -> None:
    base = record(report("a"))
    head = report("a", "b")
    file = head.files[0]
    chosen = replace(file, diagnostics=file.diagnostics[:1], elsewhere=1)
    left = base.apply(head, Whole(), replace(head, files=(chosen,)))
    assert (keys(left), left.elsewhere, left.baselined) == ([], 1, 1)


def test_files_and_rules_are_kept_apart() -> None:
    base = record(report("a"))
    assert keys(base.apply(report("a", path="other.md"), Whole())) == ["a"]
    other = Baseline("base.json", (Recorded("list.md", "another", "rule:a"),))
    assert keys(other.apply(report("a"), Whole())) == ["a"]


def test_text_without_a_place_is_never_left_out() -> None:
    base = Baseline("base.json", (Recorded("<stdin>", "rule", "rule:a"),))
    assert keys(base.apply(report("a", path="<stdin>"), Whole())) == ["a"]
    assert list(to_record(report("a", path="<stdin>"), Whole())) == []


def test_findings_of_online_rules_are_not_recorded() -> None:
    given = report("a")
    (file,) = given.files
    given = replace(given, files=(replace(file, diagnostics=(found("u", rule="dead-link"),)),))
    assert list(to_record(given, Whole())) == []


# ------------------------------------------------------------------------- the file


def test_the_file_has_one_finding_a_line_in_order() -> None:
    text = written([Recorded("b.md", "r", "r:1", "two"), Recorded("a.md", "r", "r:2", "one")])
    assert text == (
        '{\n  "version": 1,\n  "findings": [\n'
        '    {"path": "a.md", "rule": "r", "key": "r:2", "message": "one"},\n'
        '    {"path": "b.md", "rule": "r", "key": "r:1", "message": "two"}\n'
        "  ]\n}\n"
    )
    assert written([]) == '{\n  "version": 1,\n  "findings": []\n}\n'


texts = st.one_of(st.sampled_from(NASTY), st.text(st.characters(), max_size=20))
records = st.builds(Recorded, texts, texts, texts, texts)


@given(st.lists(records, max_size=8))
def test_any_text_goes_there_and_back(given: list[Recorded]) -> None:
    text = written(given)
    assert all(one.isprintable() for one in text if one != "\n")
    again = read_baseline(text.encode(), "base.json").recorded
    assert set(again) == set(given)
    assert written(again) == text
    rows = text.split("\n")
    for each in again:
        assert json.loads(rows[each.line - 1].rstrip(","))["key"] == each.key


@given(st.lists(st.sampled_from("ab"), max_size=8), st.lists(st.sampled_from("ab"), max_size=8))
def test_each_entry_is_for_one_finding(before: list[str], after: list[str]) -> None:
    old, new = numbered(before), numbered(after)
    matched = record(report(*old)).match(report(*new), Whole())
    for key in "ab":
        surplus = after.count(key) - before.count(key)
        assert sum(each[0] == key for each in keys(matched.report)) == max(surplus, 0)
        missing = [each for each in matched.missing if each.key.startswith(f"rule:{key}")]
        assert len(missing) == max(-surplus, 0)
    assert matched.report.baselined == len(matched.found)


def numbered(given: Sequence[str]) -> list[str]:
    """Keys as the engine numbers those that are alike."""
    counts = [given[: at + 1].count(key) for at, key in enumerate(given)]
    return [
        key if count == 1 else f"{key}#{count}" for key, count in zip(given, counts, strict=True)
    ]


def test_a_key_of_any_length_is_short_in_the_file() -> None:
    long = "x" * 5_000
    given = report(long, f"{long}#2", f"{long}y")
    base = record(given)
    assert max(len(each.key) for each in base.recorded) < 400
    assert keys(base.apply(given, Whole())) == []
    assert keys(base.apply(report(f"{long}z"), Whole())) == [f"{long}z"]


ENTRY = '{"path": "a.md", "rule": "r", "key": "r:1"}'
BROKEN = {
    "": "is no baseline: the file is empty",
    "# A list\n": "line 1, column 1: not valid JSON",
    '{"version": 1,\n "findings": [}': "line 2, column ",
    "[]": "is no baseline: it names no version",
    '{"findings": []}': "is no baseline: it names no version",
    '{"version": "1"}': "is no baseline: its version is no number from 1",
    '{"version": true}': "is no baseline: its version is no number from 1",
    '{"version": 2, "things": {}}': "is a baseline of version 2, and this curator knows only 1",
    '{"version": 1}': "is no baseline: it has no list of findings",
    '{"version": NaN}': "NaN is no number",
    '{"version": 1, "findings": [3]}': "finding 1: is no finding",
    f'{{"version": 1, "findings": [\n{ENTRY},\n{{"path": "a.md", "rule": 3}}]}}': (
        "line 3: 'rule' is no text"
    ),
    '{"version": 1, "findings": [{"path": "a.md"}]}': "finding 1: 'rule' is missing",
    "[" * 200_000: "not usable JSON: too many brackets",
    '{"version": ' + "1" * 5_000 + "}": "not usable JSON",
    f'{{"version": 1, "findings": [\n{ENTRY},\n<<<<<<< HEAD\n=======\n{ENTRY}\n>>>>>>> x\n]}}': (
        "line 3: a merge is not finished here"
    ),
    '{"version": 1, "findings": []}\0': "looks like a binary file",
}


@pytest.mark.parametrize(("text", "said"), BROKEN.items(), ids=range(len(BROKEN)))
def test_what_is_no_baseline_is_told_in_one_line(text: str, said: str) -> None:
    with pytest.raises(CuratorError) as caught:
        read_baseline(text.encode(), "base.json")
    assert str(caught.value).startswith("base.json: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


def test_a_file_is_bounded_and_utf8() -> None:
    for data, said in ((b" " * (MAX_SIZE + 1), "more than the"), (b"{\xff}", "not UTF-8")):
        with pytest.raises(CuratorError, match=said):
            read_baseline(data, "base.json")


def test_a_file_may_be_laid_out_otherwise() -> None:
    text = written(to_record(report("a", "b"), Whole()))
    for other in (json.dumps(json.loads(text)), text.replace("\n", "\r\n"), "\ufeff" + text):
        base = read_baseline(other.encode(), "base.json")
        assert keys(base.apply(report("a", "b"), Whole())) == []


def test_unknown_fields_and_missing_messages_are_passed_over() -> None:
    text = '{"$schema": 3, "version": 1, "findings": [{"path": "p", "rule": "r", "key": "k",'
    assert read_baseline(f'{text} "since": 3}}]}}'.encode(), "base.json").recorded == (
        Recorded("p", "r", "k"),
    )


# --------------------------------------------------------------------- on real lists


def checked(text: str) -> Report:
    """What the strictest preset finds in a text."""
    document = parse(Source("list.md", text))
    settings = settings_for(INDEX, Selection("strict")).offline()
    (files,) = gather([Located(document, None)])
    file = lint(document, settings, files, date(2026, 1, 1))
    return Report((file,), {rule.name: rule for rule in settings.rules})


@cache
def checked_document(document: Document) -> Report:
    return checked(document.text())


@pytest.mark.parametrize("document", cases("fixtures", "corpus"))
def test_with_the_baseline_just_written_nothing_is_found(document: Document) -> None:
    given = checked_document(document)
    left = record(given).apply(given, Whole())
    assert list(left.diagnostics()) == []
    assert left.notices == ()
    assert left.baselined == len(given.files[0].diagnostics)


@pytest.mark.parametrize("document", cases("fixtures", "corpus"))
def test_an_entry_is_stale_exactly_if_its_finding_is_gone(document: Document) -> None:
    given = checked_document(document)
    (file,) = given.files
    base = record(given)
    step = max(len(file.diagnostics) // 5, 1)
    for at in range(0, len(file.diagnostics), step):
        rest = file.diagnostics[:at] + file.diagnostics[at + 1 :]
        matched = base.match(replace(given, files=(replace(file, diagnostics=rest),)), Whole())
        assert list(matched.report.diagnostics()) == []
        assert len(matched.missing) == 1


LIST = """\
# Things

- [One](#nowhere) - The first.
- [Two](https://example.org/2) - The second.
- [Three](#nowhere) - The third.
- [Four](#gone) - The fourth.
- [Five](https://example.org/5) - The fifth.
- [Six](https://example.org/6) - The sixth.
- [Seven](https://example.org/7) - The seventh.
"""


def test_lines_above_change_nothing() -> None:
    base = record(checked(LIST))
    assert base.recorded
    more = LIST.replace("# Things\n", "# Things\n\nWords about them, in a sentence.\n")
    left = base.apply(checked(more), Whole())
    assert (list(left.diagnostics()), left.notices) == ([], ())


def test_a_repaired_entry_is_stale_and_a_new_one_found() -> None:
    base = record(checked(LIST))
    left = base.match(checked(LIST.replace("#gone", "https://example.org/4")), Whole())
    assert {each.key for each in left.missing} == {"broken-anchor:#gone"}
    left = base.match(checked(LIST.replace("#gone", "#lost")), Whole())
    assert [each.key for _, each in left.report.diagnostics()] == ["broken-anchor:#lost"]
