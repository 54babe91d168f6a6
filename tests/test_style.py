"""The consensus of a list: at least ten entries of a kind and depth, and four in five agree."""

from __future__ import annotations

import pytest

from curator.style import Style
from tests.document.outline import read


def _list(lines: list[str]) -> Style:
    return Style(read("\n".join(lines) + "\n"))


def test_nine_entries_are_no_consensus() -> None:
    style = _list([f"- [e{i}](u:{i}) - Some text." for i in range(9)])
    assert style.consensus(style.document.entries[0], style.separator) is None


def test_ten_entries_are() -> None:
    style = _list([f"- [e{i}](u:{i}) - Text that describes." for i in range(10)])
    entry = style.document.entries[0]
    assert style.consensus(entry, style.separator) == " - "
    assert style.consensus(entry, style.full_stop) is True
    assert style.consensus(entry, style.capital) is True
    assert style.consensus(entry, style.marker) == "-"
    assert style.consensus(entry, style.described) is True


def test_four_in_five_are_enough_and_less_is_silent() -> None:
    for odd, agreed in ((2, " - "), (3, None)):
        lines = [f"- [e{i}](u:{i}) - Text." for i in range(10 - odd)]
        lines += [f"- [o{i}](u:o{i}): Text." for i in range(odd)]
        style = _list(lines)
        assert style.consensus(style.document.entries[0], style.separator) == agreed


def test_a_short_section_asks_the_file() -> None:
    lines = ["# A", *(f"- [e{i}](u:{i}) - Text." for i in range(12)), "# B", "- [z](u:z): Text."]
    style = _list(lines)
    assert style.consensus(style.document.entries[-1], style.separator) == " - "


def test_a_short_section_that_does_otherwise_throughout_is_left_alone() -> None:
    lines = ["# A", *(f"- [e{i}](u:{i}) - Text." for i in range(20))]
    lines += ["# B", "- [x](u:x): Text.", "- [y](u:y): Text.", "- [z](u:z) - Text."]
    style = _list(lines)
    assert style.consensus(style.document.entries[-1], style.separator) is None


def test_depths_and_kinds_are_apart() -> None:
    lines = [f"- [e{i}](u:{i}) - Text.\n  - [n{i}](v:{i}): Text." for i in range(10)]
    style = _list(lines)
    top, nested = style.document.entries[0], style.document.entries[1]
    assert style.consensus(top, style.separator) == " - "
    assert style.consensus(nested, style.separator) == ": "


def test_each_section_may_have_its_own() -> None:
    lines = ["# A", *(f"- [e{i}](u:{i}) - Text." for i in range(10))]
    lines += ["# B", *(f"- [f{i}](v:{i}): Text." for i in range(10))]
    style = _list(lines)
    first, last = style.document.entries[0], style.document.entries[-1]
    assert style.consensus(first, style.separator) == " - "
    assert style.consensus(last, style.separator) == ": "
    assert style.consensus(first, style.separator, whole=0.9) is None


def test_the_whole_file_and_the_section_may_both_have_to_agree() -> None:
    lines = ["# A", *(f"- [e{i}](u:{i}) - Text." for i in range(30))]
    lines += ["# B", *(f"- [f{i}](v:{i}) - Text{'' if i < 3 else '.'}" for i in range(10))]
    style = _list(lines)
    first, last = style.document.entries[0], style.document.entries[-1]
    assert style.consensus(first, style.full_stop, whole=0.9) is True
    assert style.consensus(last, style.full_stop, whole=0.9) is None
    assert style.consensus(first, style.full_stop, whole=0.95) is None


@pytest.mark.parametrize(
    ("line", "separator"),
    [
        ("[a](u) - Text.", " - "),
        ("[a](u)- Text.", "- "),
        ("[a](u)  -  Text.", " - "),
        ("[a](u)：文字。", "："),
        ("**[a](u)** — Text.", " — "),
        ("[a](u) -> Text.", " -> "),
        ("[a](u) :tada: (2019) `MIT` [[code](v)] ![b](i.png) - Text.", " - "),
        ("[a](u) 🎉: Text.", ": "),
        ('<a href="u">a</a> – Text.', " – "),
        ("[a](u)\n  - Text.", None),
        ("[a](u) Finds things that were lost.", " "),
        ("[a](u) Jane Doe and John Doe", None),
        ("[a](u) by Jane Doe, who wrote it.", None),
        ("[a](u), 2019", None),
        ("[a](u) (2019) Finds things that were lost.", None),
        ("[a](u) and [b](v) - Text.", None),
        ("[a](u) - [b](v) - [c](w)", None),
        ("[a](u):", None),
        ("**[a](u):** Text.", None),
        ("2019: [a](u) - Text.", None),
    ],
)
def test_separators(line: str, separator: str | None) -> None:
    style = _list([f"- {line}"])
    assert style.separator(style.document.entries[0]) == separator


@pytest.mark.parametrize(
    ("text", "closing", "before_tail"),
    [
        ("It is text.", ".", ""),
        ("It is text!", "!", ""),
        ("它是文字。", "。", ""),
        ('It is "text."', ".", ""),
        ("It is text. 🎉", ".", ""),
        ("It is text. `MIT` `Go`", ".", ""),
        ("It is text. [Source](v)", ".", ""),
        ("It is text (so it is.)", ".", ""),
        ("It is text.&rlm;", ".", ""),
        ("It is text. | ICML 2020", ".", ""),
        ("यह पाठ है।", "।", ""),
        ("នេះគឺជាអត្ថបទ។", "។", ""),
        ("It is text", "", "It is text"),
        ("It is **text**", "", "It is **text**"),
        ('It is "text"', "", 'It is "text"'),
        ("It is text :tada: 🎉", "", "It is text"),
        ("It is text [MIT] [[code](v)] ![b](https://img.shields.io/b.svg)", "", "It is text"),
        ("It is text ([code](v))", "", "It is text"),
        ("It is C++ <b>text</b>", "", "It is C++ <b>text"),
        ("It is text&rlm;&#8206;", "", "It is text"),
        ("It is text | NSDI' 26", "", "It is text"),
        ("It is text | OSDI 25", "", "It is text"),
        ("It is text | Go 25", "", "It is text | Go 25"),
        ("It is a | b of 2026 texts", "", "It is a | b of 2026 texts"),
        ("यह पाठ है", "", "यह पाठ है"),
        ("It is text in `code`", None, ""),
        ("It is like [this](v)", None, ""),
        ("It is <code>text</code>", None, ""),
        ("It is text (of a kind)", None, ""),
        ("It is at https://example.org", None, ""),
        ("It is:", None, ""),
        ("It is text.<br>More text at [this](v)", None, ""),
    ],
)
def test_endings(text: str, closing: str | None, before_tail: str) -> None:
    style = _list([f"- [a](u) - {text}"])
    wording = style.wording(style.document.entries[0])
    assert wording is not None
    assert wording.closing == closing
    if closing == "":
        assert style.document.source.text[wording.gap.end : wording.end] == before_tail


@pytest.mark.parametrize(
    ("text", "before_tail"),
    [
        ("It is text (of a kind)", "It is text (of a kind)"),
        ("It is text ([code](v)) 🎉", "It is text ([code](v))"),
        ("*It is text [PDF]*", "*It is text [PDF]*"),
        ("It is text. (MIT)&rlm;", "It is text. (MIT)"),
        ("It is text (of a kind) 2019", None),
        ("It is text (so it is.)", None),
        ("It is text (of a kind) [here](v)", None),
    ],
)
def test_brackets_at_the_end(text: str, before_tail: str | None) -> None:
    style = _list([f"- [a](u) - {text}"])
    wording = style.wording(style.document.entries[0])
    assert wording is not None
    shown = style.document.source.text[wording.gap.end : wording.tail]
    assert (None if wording.tail is None else shown) == before_tail


def test_words_behind_other_blocks_leave_the_ending_in_doubt() -> None:
    style = _list(["- [a](u) - It is text", "", "  And it goes on."])
    wording = style.wording(style.document.entries[0])
    assert wording is not None
    assert wording.closing is None


@pytest.mark.parametrize("unit", ["[x](u) ", '"', "](", ") ", "(", ":a:", "🎉", "`c` ", "[x] "])
def test_long_lines_cost_no_more_than_their_length(unit: str) -> None:
    """Every part of a line is looked at a bounded number of times, or this takes minutes."""
    style = _list([f"- [a](u) - Text {unit * 10_000}"])
    for entry in style.document.entries:
        style.wording(entry)
