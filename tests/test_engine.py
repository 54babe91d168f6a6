"""The engine: which rules run, and what it makes of their findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator import engine
from curator.diagnostic import Category, Diagnostic, Preset, RuleInfo, Severity
from curator.engine import linting
from curator.engine.linting import LoadedRule
from curator.errors import CuratorError
from curator.facts import NoFiles
from curator.markdown import parse
from curator.report import FileReport
from curator.rule import Context
from curator.rules import INDEX
from curator.source import Source, Span

TODAY = date(2026, 11, 21)


def run(text: str, *names: str) -> FileReport:
    settings = engine.settings_for(INDEX, engine.Selection(select=names))
    return engine.lint(parse(Source("README.md", text)), settings, NoFiles(), TODAY)


def keys(report: FileReport) -> list[str]:
    return [diagnostic.key for diagnostic in report.diagnostics]


def test_a_repeated_key_is_numbered() -> None:
    assert keys(run("[a](#x) [b](#x) [c](#x)\n", "broken-anchor")) == [
        "broken-anchor:#x",
        "broken-anchor:#x#2",
        "broken-anchor:#x#3",
    ]


def test_a_number_is_passed_over_that_is_a_key_by_itself() -> None:
    assert keys(run("[a](#x) [b](#x) [c](#x#2)\n", "broken-anchor")) == [
        "broken-anchor:#x",
        "broken-anchor:#x#3",
        "broken-anchor:#x#2",
    ]


def test_a_numbered_key_that_is_repeated_is_numbered_too() -> None:
    assert keys(run("[a](#x#2) [b](#x#2) [c](#x) [d](#x)\n", "broken-anchor")) == [
        "broken-anchor:#x#2",
        "broken-anchor:#x#2#2",
        "broken-anchor:#x",
        "broken-anchor:#x#3",
    ]


@given(st.lists(st.sampled_from(["x", "x#2", "x#3", "x#2#2", "x#02", "y"]), max_size=12))
def test_each_key_names_one_finding(written: list[str]) -> None:
    found = keys(run(" ".join(f"[a](#{fragment})" for fragment in written) + "\n", "broken-anchor"))
    assert len(set(found)) == len(found) == len(written)
    kept = {f"broken-anchor:#{fragment}" for fragment in written}
    assert kept <= set(found)  # the first of each keeps its key


def test_a_rule_that_fails_is_a_crash_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(context: Context) -> Iterator[Diagnostic]:
        yield context.found(Span(0, 1), "found before it fails", key="a")
        raise ValueError("no\nreason")

    checks = {"curator.rules.broken_anchor": failing}
    load = engine.load_rule

    def replaced(module: str) -> LoadedRule:
        rule, check = load(module)
        return LoadedRule(rule, checks.get(module, check))

    monkeypatch.setattr(linting, "load_rule", replaced)
    report = run("[a](#x) [b](htps://e.org)\n", "broken-anchor", "malformed-link")
    assert [crash.rule for crash in report.crashes] == ["broken-anchor"]
    assert report.crashes[0].error.startswith("ValueError: no reason at ")
    assert [diagnostic.rule for diagnostic in report.diagnostics] == ["malformed-link"]


def test_findings_stand_in_reading_order() -> None:
    text = "[b](htps://e.org/b) [a](#x) [c](ada@e.org)\n"
    report = run(text, "broken-anchor", "email-without-mailto", "malformed-link")
    found = [diagnostic.rule for diagnostic in report.diagnostics]
    assert found == ["malformed-link", "broken-anchor", "email-without-mailto"]


def _info(name: str, category: Category, *presets: Preset) -> RuleInfo:
    return RuleInfo(name, "", Severity.ERROR, category, presets, None, online=False)


def _index() -> dict[str, RuleInfo]:
    rules = (
        _info("a-link", "links", "recommended", "strict"),
        _info("b-text", "text", "strict"),
        _info("c-text", "text", "recommended"),
    )
    return {rule.name: rule for rule in rules}


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (engine.Selection(), ["a-link", "c-text"]),
        (engine.Selection(preset="strict"), ["a-link", "b-text"]),
        (engine.Selection(select=("b-text",)), ["b-text"]),
        (engine.Selection(ignore=("a-link",)), ["c-text"]),
        (engine.Selection(select=("c-text", "a-link"), ignore=("a-link",)), ["c-text"]),
        (engine.Selection(preset="papers"), []),
    ],
)
def test_rules_are_selected_by_preset_and_name(
    selection: engine.Selection, expected: list[str]
) -> None:
    assert [rule.name for rule in engine.select_rules(_index(), selection)] == expected


def test_an_unknown_rule_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(CuratorError, match="unknown rule 'a-lnk', did you mean 'a-link'"):
        engine.select_rules(_index(), engine.Selection(ignore=("a-lnk",)))


@pytest.mark.parametrize(
    ("entries", "named", "expected"), [(4, False, 1), (4, True, 3), (5, False, 3)]
)
def test_a_file_of_few_entries_is_a_list_only_if_it_is_named(
    entries: int, named: bool, expected: int
) -> None:
    document = parse(
        Source("a.md", "".join(f"- [A {n}](https://e.org/{n})\n" for n in range(entries)))
    )
    settings = engine.Settings(rules=tuple(_index().values()))
    assert len(settings.for_document(document, named=named).rules) == expected
