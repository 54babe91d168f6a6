"""The consensus of a list: at least ten entries of a kind and depth, and four in five agree."""

from __future__ import annotations

from curator.style import Style
from tests.document.outline import read


def _list(lines: list[str]) -> Style:
    return Style(read("\n".join(lines) + "\n"))


def test_nine_entries_are_no_consensus() -> None:
    style = _list([f"- [e{i}](u:{i}) - Text." for i in range(9)])
    assert style.consensus(style.document.entries[0], style.separator) is None


def test_ten_entries_are() -> None:
    style = _list([f"- [e{i}](u:{i}) - Text." for i in range(10)])
    entry = style.document.entries[0]
    assert style.consensus(entry, style.separator) == "-"
    assert style.consensus(entry, style.full_stop) is True
    assert style.consensus(entry, style.capital) is True
    assert style.consensus(entry, style.marker) == "-"
    assert style.consensus(entry, style.described) is True


def test_four_in_five_are_enough_and_less_is_silent() -> None:
    for odd, agreed in ((2, "-"), (3, None)):
        lines = [f"- [e{i}](u:{i}) - Text." for i in range(10 - odd)]
        lines += [f"- [o{i}](u:o{i}): Text." for i in range(odd)]
        style = _list(lines)
        assert style.consensus(style.document.entries[0], style.separator) == agreed


def test_a_short_section_asks_the_file() -> None:
    lines = ["# A", *(f"- [e{i}](u:{i}) - Text." for i in range(12)), "# B", "- [z](u:z): Text."]
    style = _list(lines)
    assert style.consensus(style.document.entries[-1], style.separator) == "-"


def test_depths_and_kinds_are_apart() -> None:
    lines = [f"- [e{i}](u:{i}) - Text.\n  - [n{i}](v:{i}): Text." for i in range(10)]
    style = _list(lines)
    top, nested = style.document.entries[0], style.document.entries[1]
    assert style.consensus(top, style.separator) == "-"
    assert style.consensus(nested, style.separator) == ":"


def test_each_section_may_have_its_own() -> None:
    lines = ["# A", *(f"- [e{i}](u:{i}) - Text." for i in range(10))]
    lines += ["# B", *(f"- [f{i}](v:{i}): Text." for i in range(10))]
    style = _list(lines)
    assert style.consensus(style.document.entries[0], style.separator) == "-"
    assert style.consensus(style.document.entries[-1], style.separator) == ":"
