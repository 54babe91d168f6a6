"""What a fix leaves: the lines, what is new in them, and words where lines would not do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.diagnostic import Applicability, Edit, Fix
from curator.reporters.cells import width
from curator.reporters.correction import Correction, correction
from curator.reporters.excerpt import excerpt
from curator.source import Source, Span


def made(text: str, *edits: tuple[int, int, str], near: int = 0, cells: int = 80) -> Correction:
    source, span = Source("a.md", text), Span(near, near)
    fix = Fix("x", tuple(Edit(Span(a, b), new) for a, b, new in edits), Applicability.SAFE)
    return correction(source, fix, (span, excerpt(source, span, cells)), cells)


def drawn(found: Correction) -> list[str]:
    """The corrected lines, what is new in braces."""
    return [
        f"{line.number} " + "".join(f"{{{p.text}}}" if p.new else p.text for p in line.parts)
        for line in found.lines
    ]


@pytest.mark.parametrize(
    ("text", "edits", "lines", "words"),
    [
        ("a [b](htp://c)\n", [(6, 14, "http://c)")], ["1 a [b](ht{t}p://c)"], ""),
        ("- a - Does x\n", [(12, 12, ".")], ["1 - a - Does x{.}"], ""),
        ("a <!-- x -->\nb\n", [(1, 12, "")], ["1 a"], ""),
        ("one\ntwo\nthree\n", [(4, 8, "")], [], "removes line 2"),
        ("one\ntwo\nthree\n", [(3, 7, "")], [], "removes line 2"),
        ("one\r\ntwo\r\nthree", [(5, 15, "")], [], "removes lines 2 to 3"),
        ("one", [(0, 3, "")], [], "removes line 1"),
        ("one\ntwo\nthree\nfour\n", [(0, 4, ""), (8, 14, "")], [], "removes 2 lines"),
        ("one\ntwo\n", [(0, 0, "zero\n")], ["1 {zero}"], ""),
        ("one\ntwo\n", [(3, 3, "\nmore")], ["1 {more}"], ""),
        ("one\ntwo\n", [(4, 4, "\n")], ["2 "], ""),
        ("one two\n", [(3, 4, "\n")], ["1 one", "1 two"], ""),
        ("one\ntwo\n", [(3, 4, " ")], ["1 one{ }two"], ""),
        ("one\ntwo\n", [(0, 4, "one!\n")], ["1 one{!}"], ""),
        ("[a] (b)\n", [(0, 0, "("), (3, 4, ""), (7, 7, ")")], ["1 {(}[a](b){)}"], ""),
        ("a\nb\nc\nd\n", [(0, 1, "x"), (6, 7, "y")], ["1 {x}", "4 {y}"], ""),
        ("a\nb\nc\nd\n", [(0, 1, "x"), (2, 4, "")], ["1 {x}"], "removes line 2"),
        ("a\nb\nc\nd\ne", [(0, 9, "a b c d")], [], "changes 5 lines"),
        ("a\n", [(1, 1, "\nb\nc\nd\ne")], [], "adds 4 lines"),
        ("a\n", [(0, 1, "b\nc\nd\ne")], [], "writes 4 lines"),
        ("a\n", [(0, 1, "b" * 30_000)], [], "changes 1 line"),
        ("same\n", [(0, 4, "same")], [], ""),
        ("both\n", [(0, 3, "x"), (2, 4, "y")], [], ""),
        ("a\n", [], [], ""),
        ("\ufeffone\ntwo\n", [(0, 5, "")], [], "removes line 1"),
    ],
)
def test_what_a_fix_leaves(
    text: str, edits: list[tuple[int, int, str]], lines: list[str], words: str
) -> None:
    found = made(text, *edits)
    assert (drawn(found), found.words) == (lines, words)


def test_hostile_text_is_written_out() -> None:
    found = made("a\x1b[31m b\n", (7, 7, " \u202e::error::\x07"))
    assert drawn(found) == ["1 a\\u{1b}[31m { \\u{202e}::error::\\u{7}}b"]


def test_the_change_stands_below_what_it_changes() -> None:
    text = "x" * 200 + " [name](htps://example.org) " + "y" * 200 + "\n"
    source = Source("a.md", text)
    span = Span(text.index("htps"), text.index(")"))
    shown = excerpt(source, span, 60)
    fix = Fix("x", (Edit(span, "https://example.org"),), Applicability.UNSAFE)
    (line,) = correction(source, fix, (span, shown), 60).lines
    corrected = "".join(part.text for part in line.parts)
    assert corrected.index("(ht") == shown.text.index("(ht")
    assert [part.text for part in line.parts if part.new] == ["t"]
    assert len(corrected) == 60


def test_a_change_on_another_line_is_shown_around_itself() -> None:
    text = "here\n" + "x" * 500 + "old" + "y" * 500
    (line,) = made(text, (505, 508, "new"), cells=40).lines
    assert line.number == 2
    assert [part.text for part in line.parts if part.new] == ["new"]
    assert sum(width(part.text) for part in line.parts) == 40


texts = st.text(st.sampled_from("ab \t中🚀\u0301\x1b\n\r"), max_size=60)


@given(texts, st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=3), st.data())
def test_a_correction_always_fits(
    start: str, changes: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    text, edits = start, []
    for old, new, after in changes:
        edits.append((len(text), len(text) + len(old), new))
        text += old + after
    near = data.draw(st.integers(0, len(text)))
    limit = data.draw(st.integers(20, 50))
    found = made(text, *edits, near=near, cells=limit)
    assert len(found.lines) <= 3
    for line in found.lines:
        assert sum(width(part.text) for part in line.parts) <= limit
        assert not any("\n" in part.text or "\x1b" in part.text for part in line.parts)
        assert line.number <= Source("a.md", text).line_count + 1
