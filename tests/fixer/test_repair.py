"""Repair in rounds: what is applied, what is dropped, what is named, and how often all is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.document import Document
from curator.fixer import MAX_ROUNDS, Repaired, repair
from curator.markdown import parse
from curator.report import FileReport
from curator.source import Source, Span

SAFE, UNSAFE, DISPLAY = Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY

Finder = Callable[[str], Iterator[Diagnostic]]


def finder(
    rule: str, pattern: str, new: str, applicability: Applicability = SAFE, removed: int = 0
) -> Finder:
    """A rule that finds a pattern and would write something else."""

    def find(text: str) -> Iterator[Diagnostic]:
        for match in re.finditer(pattern, text):
            span = Span(*match.span())
            fix = Fix(f"Write {new!r}", (Edit(span, match.expand(new)),), applicability, removed)
            yield Diagnostic(rule, Severity.ERROR, "no", span, f"{rule}:{match[0]}", fix=fix)

    return find


class Linter:
    """Runs finders, and counts how often."""

    def __init__(self, *finders: Finder) -> None:
        self.finders = finders
        self.runs = 0

    def __call__(self, document: Document) -> FileReport:
        self.runs += 1
        text = document.source.text
        found = [each for find in self.finders for each in find(text)]
        return FileReport(document.source, tuple(sorted(found, key=lambda each: each.span)))


def run(text: str, *finders: Finder, wanted: Applicability = SAFE) -> Repaired:
    return repair(parse(Source("README.md", text)), Linter(*finders), wanted)


def applied(repaired: Repaired) -> list[str]:
    return [each.rule for each in repaired.applied]


def test_nothing_to_do_gives_the_same_source() -> None:
    document = parse(Source("README.md", "one\n"))
    linter = Linter(finder("x", "absent", "y"))
    repaired = repair(document, linter, SAFE)
    assert repaired.source is document.source
    assert (repaired.rounds, repaired.applied, linter.runs) == (0, (), 1)


def test_all_fixes_that_do_not_overlap_are_applied_in_one_round() -> None:
    linter = Linter(finder("stop", r"(?m)(?<=\w)$", "."))
    repaired = repair(parse(Source("README.md", "- a\n- b\n- c\n")), linter, SAFE)
    assert repaired.source.text == "- a.\n- b.\n- c.\n"
    assert (repaired.rounds, len(repaired.applied), linter.runs) == (1, 3, 2)
    assert repaired.report.source.text == repaired.source.text
    assert repaired.report.diagnostics == ()


def test_what_overlaps_has_its_turn_in_the_next_round() -> None:
    repaired = run("a--b\n", finder("one", "a--", "a-"), finder("two", "-b", " b"))
    assert repaired.source.text == "a b\n"
    assert repaired.rounds == 2


@pytest.mark.parametrize(
    ("wanted", "text"), [(SAFE, "one: two\n"), (UNSAFE, "one: three\n"), (DISPLAY, "1: three\n")]
)
def test_only_fixes_that_are_trusted_enough_are_applied(wanted: Applicability, text: str) -> None:
    finders = (
        finder("safe", ";", ":"),
        finder("unsafe", "two", "three", UNSAFE),
        finder("display", "one", "1", DISPLAY),
    )
    assert run("one; two\n", *finders, wanted=wanted).source.text == text


def test_safe_fixes_are_judged_by_themselves() -> None:
    """A fix that says it is safe and is not is dropped, also where unsafe ones are wanted."""
    finders = (finder("liar", "one", "1"), finder("unsafe", "two", "three", UNSAFE))
    repaired = run("one two\n", *finders, wanted=UNSAFE)
    assert repaired.source.text == "one three\n"
    assert [(each.rule, each.line) for each in repaired.dropped] == [("liar", 1)]


def test_a_fix_that_breaks_the_law_is_dropped_and_the_others_apply() -> None:
    text = "".join(f"- word{number};\n" for number in range(40)) + "- bad;\n- last;\n"
    finders = (finder("stop", r"(?<=\d|t);", "."), finder("liar", "bad;", "good."))
    repaired = run(text, *finders)
    assert repaired.source.text == text.replace("bad;", "BAD").replace(";", ".").replace(
        "BAD", "bad;"
    )
    assert [(each.rule, each.line) for each in repaired.dropped] == [("liar", 41)]
    assert len(repaired.applied) == 41
    assert [each.rule for each in repaired.report.diagnostics] == ["liar"]


def test_fixes_that_break_the_law_only_together_are_not_both_applied() -> None:
    """Each of two marks alone changes nothing that is shown; both make code of what is between."""
    finders = (finder("one", r"\.a", ".`a"), finder("two", r"\(u\),", "(u)`"))
    repaired = run("x.a and [b](u), y\n", *finders)
    assert repaired.source.text in ("x.`a and [b](u), y\n", "x.a and [b](u)` y\n")


def test_a_rule_that_only_breaks_the_law_costs_a_bounded_number_of_trials(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parses = []

    def counting(source: Source) -> Document:
        parses.append(source.path)
        return parse(source)

    monkeypatch.setattr("curator.fixer.rounds.parse", counting)
    text = "".join(f"word{number}\n\n" for number in range(500))
    repaired = run(text, finder("liar", r"word(\d+)", r"other\1"))
    assert repaired.source.text == text
    assert len(repaired.dropped) == 500
    assert len(parses) < 300


def test_rules_that_fight_are_named_and_nothing_changes() -> None:
    document = parse(Source("README.md", "a-b, c\n"))
    finders = (finder("dash", "-", ":"), finder("colon", ":", "-"), finder("comma", ",", ";"))
    repaired = repair(document, Linter(*finders), SAFE)
    assert repaired.source is document.source
    assert repaired.fighting == ("colon", "dash")
    assert repaired.applied == ()
    assert {each.rule for each in repaired.report.diagnostics} == {"dash", "comma"}


def test_a_rule_that_never_ends_is_named() -> None:
    repaired = run("a\n", finder("more", r"a", "a."))
    assert repaired.fighting == ("more",)
    assert repaired.rounds == MAX_ROUNDS


def test_many_rounds_that_come_to_an_end_are_no_fight() -> None:
    repaired = run("a " + "," * 9 + "b\n", finder("one", ",(?=b)", ""))
    assert repaired.fighting == ()
    assert (repaired.source.text, repaired.rounds) == ("a b\n", 9)


def test_an_unsafe_fix_may_take_links_only_as_it_says() -> None:
    text = "- [a](https://a.org)\n- [b](https://b.org)\n"
    pattern = r"- \[b\].*\n"
    kept = run(text, finder("cut", pattern, "", UNSAFE), wanted=UNSAFE)
    assert kept.source.text == text
    assert [each.rule for each in kept.dropped] == ["cut"]
    cut = run(text, finder("cut", pattern, "", UNSAFE, removed=1), wanted=UNSAFE)
    assert cut.source.text == "- [a](https://a.org)\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_and_byte_order_mark_survive(newline: str) -> None:
    text = "\ufeff# T\n\n- a\n- b\n".replace("\n", newline)
    repaired = run(text, finder("stop", r"(?<=- \w)(?!\.)", "."))
    assert repaired.source.text == "\ufeff# T\n\n- a.\n- b.\n".replace("\n", newline)


def test_a_fix_that_would_take_the_byte_order_mark_is_dropped() -> None:
    repaired = run("\ufeff a\n", finder("mark", "\ufeff ", ""))
    assert repaired.source.text == "\ufeff a\n"
    assert [each.rule for each in repaired.dropped] == ["mark"]


def test_a_fix_that_changes_nothing_is_none() -> None:
    assert applied(run("a\n", finder("same", "a", "a"))) == []
