"""Which lines a change touched, and how that is kept through edits of our own."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.change import Change, after_edits, change_of
from curator.line_diff import differing
from curator.source import Source, Span

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "- x", "é"]), max_size=12)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def touched(before: str | None, after: str) -> list[str]:
    """The text of every touched line."""
    change = change_of(None if before is None else Source("a.md", before), Source("a.md", after))
    return lines_in(change, Source("a.md", after))


def lines_in(change: Change, source: Source) -> list[str]:
    numbers = range(1, source.line_count + 1)
    return [
        source.line_text(number)
        for number in numbers
        if change.touches(Span(source.line_span(number).start, source.line_span(number).start))
    ]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (None, "a\nb\n", ["a", "b"]),
        (None, "", [""]),
        ("a\nb\nc\n", "a\nb\nc\n", []),
        ("a\nb\nc\n", "a\r\nb\r\nc\r\n", []),
        ("a\nb\nc\n", "\ufeffa\nb\nc\n", []),
        ("a\nb\nc", "a\nb\nc\n", []),
        ("a\nb\nc\n", "a\nc\n", []),
        ("a\nb\nc\n", "a\nx\nb\nc\n", ["x"]),
        ("a\nb\nc\n", "a\r\nx\r\nc\r\n", ["x"]),
        ("a\nb\nc\n", "c\na\nb\n", ["c"]),
        ("a\nb\n", "a\nb\nc", ["c"]),
        # As in GitHub's view of the change: what comes later in the new text was moved.
        ("a\nb\nz\n", "x\nb\na\nz\n", ["x", "a"]),
        ("a\nb\nc\nd\ne\nz\n", "a\nc\ny\nb\ne\nz\n", ["y", "b"]),
        # As many lines as can be were not touched, be they apart from one another.
        ("1\n2\nx\n3\ny\n4\nz\nv\nw\n", "v\nw\n1\nA\n2\nB\n3\nC\n4\n", [*"vwABC"]),
        ("", "a\n", ["a"]),
    ],
)
def test_lines_that_are_touched(before: str | None, after: str, lines: list[str]) -> None:
    assert touched(before, after) == lines


@given(LINES, LINES, ENDS, ENDS)
def test_untouched_lines_stood_there_in_this_order(
    old: list[str], new: list[str], end: str, other: str
) -> None:
    before, after = Source("a", end.join(old)), Source("a", other.join(new))
    change = change_of(before, after)
    numbers = range(1, after.line_count + 1)
    kept = [
        after.line_text(number)
        for number in numbers
        if not change.touches(Span(after.line_span(number).start, after.line_span(number).start))
    ]
    stood = iter([before.line_text(number) for number in range(1, before.line_count + 1)])
    assert all(line in stood for line in kept)
    assert list(change.touched) == sorted(change.touched)
    assert all(one.end < two.start for one, two in pairwise(change.touched))


@given(LINES, ENDS)
def test_nothing_is_touched_where_nothing_changed(lines: list[str], end: str) -> None:
    text = end.join(lines)
    assert change_of(Source("a", text), Source("a", text)).touched == ()


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((2, 3), True),
        ((2, 2), True),
        ((3, 4), True),
        ((0, 2), False),
        ((4, 5), False),
        ((4, 4), False),
    ],
)
def test_a_span_stands_on_a_touched_line(span: tuple[int, int], expected: bool) -> None:
    change = change_of(Source("a", "a\nc\n"), Source("a", "a\nb\nc\n"))
    assert change.touched == (Span(2, 4),)
    assert change.touches(Span(*span)) is expected


def test_the_end_of_the_text_belongs_to_its_last_line() -> None:
    text = "a\nb"
    assert change_of(Source("a", "a\n"), Source("a", text)).touches(Span(3, 3))
    assert not change_of(Source("a", "b"), Source("a", text)).touches(Span(3, 3))


def test_an_address_that_is_new() -> None:
    change = change_of(Source("a", "- [x](https://a.org/1)\n"), Source("a", ""))
    assert change.adds("https://a.org/2")
    assert not change.adds("https://a.org/1")
    assert change.adds("https://a.org/")
    assert not change.adds("http://a.org/1")
    assert change.adds_text("[y]")
    assert not change.adds_text("[x]")


@pytest.mark.parametrize(
    ("given", "edited", "lines"),
    [
        ("a\nX\nb\n", "a\nY\nb\n", ["Y"]),
        ("a\nX\nb\n", "z\na\nX\nb\n", ["X"]),
        ("a\nX\nb\n", "A\nX\nB\n", ["X"]),
        ("a\nX\nb\n", "a\nb\n", []),
        ("X\na\nb\n", "a\nb\nX\n", ["X"]),
        ("X\na\nb\n", "X\nb\na\n", ["X"]),
    ],
)
def test_a_change_is_kept_through_edits(given: str, edited: str, lines: list[str]) -> None:
    source, made = Source("a", given), Source("a", edited)
    change = after_edits(change_of(Source("a", "a\nb\n"), source), source, made)
    assert lines_in(change, made) == lines
    assert change.before == "a\nb\n"


@given(LINES, LINES)
def test_edits_never_touch_what_was_not(old: list[str], new: list[str]) -> None:
    source, made = Source("a", "\n".join(old)), Source("a", "\n".join(new))
    assert after_edits(Change(()), source, made).touched == ()
    whole = after_edits(change_of(None, source), source, made)
    assert lines_in(whole, made) == [made.line_text(n) for n in range(1, made.line_count + 1)]


def test_the_cost_of_a_comparison_does_not_explode() -> None:
    """Equal lines everywhere are the worst for whoever compares all with all."""
    old, new = ["x"] * 5_000, ["x", "y"] * 5_000
    parts = differing(old, new)
    assert sum(part.new_end - part.new_start for part in parts) >= 5_000
