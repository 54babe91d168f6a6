"""The lines that a fix replaces: put into the text they make what the edits make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.reporters.replaced import Replaced, fixes_by_line, replaced, together
from curator.source import Source, Span


def made(text: str, *edits: tuple[int, int, str]) -> tuple[Replaced, ...]:
    fix = Fix("x", tuple(Edit(Span(a, b), new) for a, b, new in edits), Applicability.SAFE)
    return replaced(Source("a.md", text), fix)


@pytest.mark.parametrize(
    ("text", "edits", "lines"),
    [
        ("abc\n", [(0, 1, "x")], [Replaced(1, ("abc",), ("xbc",))]),
        ("a\nb\nc\n", [(2, 4, "")], [Replaced(2, ("b",), ())]),
        ("a\nb", [(1, 3, "")], [Replaced(2, ("b",), ())]),
        ("a\r\nb\r\n", [(3, 3, "x\r\n")], [Replaced(2, (), ("x",))]),
        ("a\rb\r", [(2, 2, "\r")], [Replaced(2, (), ("",))]),
        ("a\nb\nc\n", [(1, 2, " ")], [Replaced(1, ("a", "b"), ("a b",))]),
        ("a\nb\nc\n", [(4, 5, "y"), (0, 1, "x")],
         [Replaced(1, ("a",), ("x",)), Replaced(3, ("c",), ("y",))]),
        ("a b c\n", [(1, 2, ""), (3, 4, "")], [Replaced(1, ("a b c",), ("abc",))]),
        ("\ufeffa\n", [(0, 1, "")], [Replaced(1, ("\ufeffa",), ("a",))]),
        ("a\r\nb\n", [(1, 3, "\n")], []),
        ("a\r\nb\n", [(1, 2, "")], []),
        ("a\nb\n", [(1, 1, "\r")], []),
        ("a\n", [(0, 1, "a")], []),
        ("a", [], []),
    ],
)  # fmt: skip
def test_lines(text: str, edits: list[tuple[int, int, str]], lines: list[Replaced]) -> None:
    assert list(made(text, *edits)) == lines


def test_what_is_too_much_is_not_shown() -> None:
    assert made("a\n" * 4, *((2 * n, 2 * n + 1, "b") for n in range(4))) == ()
    assert made("a" * 3_000, (0, 1, "b")) == ()
    assert made("a", (0, 1, "b" * 3_000)) == ()
    assert made("a" * 50, *((n, n, "b") for n in range(50))) == ()


def test_edits_that_cannot_be_applied_together_are_not_shown() -> None:
    assert made("abc", (0, 2, "x"), (1, 3, "y")) == ()


@given(
    st.text(st.sampled_from("ab\r\n"), max_size=12),
    st.lists(st.integers(0, 12), min_size=2, max_size=6),
    st.text(st.sampled_from("xa\n\r"), max_size=3),
)
def test_the_lines_make_what_the_edits_make(text: str, cuts: list[int], new: str) -> None:
    offsets = sorted(min(cut, len(text)) for cut in cuts)
    edits = [(a, b, new) for a, b in zip(offsets[::2], offsets[1::2], strict=False)]
    after = text
    for start, end, _ in reversed(edits):
        after = after[:start] + new + after[end:]
    changes = made(text, *edits)
    # A newline may be made of what an edit leaves in one line and what stands before or after.
    if not changes or after.count("\r\n") != text.count("\r\n"):
        return
    lines = lines_of(text)
    for change in reversed(changes):
        at = change.line - 1
        assert lines[at : at + len(change.removed)] == list(change.removed)
        lines[at : at + len(change.removed)] = change.added
    assert [line for line in lines if line] == [line for line in lines_of(after) if line]


def lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def test_a_line_is_shown_as_all_of_its_fixes_leave_it() -> None:
    source = Source("a.md", "one two three\nfour\n")

    def found(edit: tuple[int, int, str], much: Applicability = Applicability.SAFE) -> Diagnostic:
        start, end, text = edit
        span = Span(start, end)
        fix = Fix("x", (Edit(span, text),), much)
        return Diagnostic("x", Severity.ERROR, "x", span, "x", fix=fix)

    unsafe, shown = Applicability.UNSAFE, Applicability.DISPLAY
    findings = [
        found((0, 3, "1")),
        found((4, 7, "2"), unsafe),
        found((13, 13, ".")),
        found((8, 13, "3"), shown),
        found((13, 14, "")),
        found((14, 18, "4")),
    ]
    fixes = fixes_by_line(source, findings)
    lines = [
        replaced(source, together(source, each.fix, fixes))[0].added
        for each in findings
        if each.fix is not None
    ]
    assert lines == [
        ("1 two three.",),
        ("1 2 three.",),
        ("1 two three.",),
        ("one two 3",),
        ("one two threefour",),
        ("4",),
    ]
