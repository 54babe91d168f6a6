"""Every rule finds, in the cases of its file, exactly what the file says, and at that place."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.runner import CASES, Case, as_lines, cases, check, fix, rule_names

ALL = [(path.stem, case) for path in sorted(CASES.glob("*.md")) for case in cases(path)]


def parameters(pairs: list[tuple[str, Case]]) -> list[Any]:
    return [
        pytest.param(name, case, id=f"{name}:{case.line}-{case.title.replace(' ', '-')}")
        for name, case in pairs
    ]


@pytest.mark.parametrize(("name", "case"), parameters(ALL))
def test_case(name: str, case: Case) -> None:
    document, found = check(
        name, case.text, case.files, options=case.options, web=case.web, before=case.before
    )
    assert as_lines(document, found) == case.expected
    if case.fixed is not None:
        assert fix(document, found) == case.fixed


def test_every_file_of_cases_is_of_a_rule() -> None:
    assert {path.stem for path in CASES.glob("*.md")} <= set(rule_names())


@pytest.mark.parametrize("name", rule_names())
def test_every_rule_has_cases(name: str) -> None:
    assert (CASES / f"{name}.md").exists()


@pytest.mark.parametrize(
    ("name", "case"), parameters([pair for pair in ALL if "\r" not in pair[1].text])
)
def test_windows_newlines_change_nothing(name: str, case: Case) -> None:
    """Lines, columns and messages are the same in a file whose lines end in CRLF."""
    files = {path: text.replace("\n", "\r\n") for path, text in case.files.items()}
    text = case.text.replace("\n", "\r\n")
    before = None if case.before is None else case.before.replace("\n", "\r\n")
    document, found = check(name, text, files, options=case.options, web=case.web, before=before)
    assert as_lines(document, found) == case.expected
    if case.fixed is not None:
        assert fix(document, found) == case.fixed.replace("\n", "\r\n")
