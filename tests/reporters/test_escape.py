"""Escaping: nothing that acts on a terminal or a runner passes, and readable text stays."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.reporters.escape import (
    encodable,
    json_visible,
    message,
    visible,
    workflow,
    workflow_json,
)

anything = st.text(
    st.characters() | st.sampled_from("\x1b\n\r\t\x9b\u202e\u2066\u2028\ud800:#[ \ufeff\u3000"),
    max_size=60,
)


@given(anything)
def test_what_acts_on_a_terminal_is_written_out(text: str) -> None:
    for safe in (visible(text), message(text)):
        assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in safe)
        assert not any(unicodedata.bidirectional(c) in BIDI for c in safe)


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 中 🚀", "plain é 中 🚀"),
        ("\x1b[31m", "\\u{1b}[31m"),
        ("a\r\n\tb", "a b"),
        ("\u202eevil\u2069", "\\u{202e}evil\\u{2069}"),
        ("zero\u200bwidth", "zero\\u{200b}width"),
        ("\udce9", "\\u{dce9}"),
        (
            "👩\u200d🔬 ❤\ufe0f می\u200cخواهم \u200fعربي",
            "👩\u200d🔬 ❤\ufe0f می\u200cخواهم \u200fعربي",
        ),
    ],
)
def test_messages(text: str, shown: str) -> None:
    assert message(text) == shown


def is_command(line: str) -> bool:
    """What GitHub's runner takes for a command (actions/runner, ActionCommand.cs)."""
    return line.lstrip().lstrip("\ufeff").lstrip().startswith("::") or "##[" in line


@given(st.lists(anything.map(visible), max_size=4).map("\n".join))
def test_no_line_is_a_command(text: str) -> None:
    assert not any(is_command(line) for line in workflow(text).split("\n"))


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("::error::x", "\\u{3a}:error::x"),
        ("a::b\n \t::c", "a::b\n \t\\u{3a}:c"),
        ("\u3000::x", "\u3000\\u{3a}:x"),
        ("std::vector", "std::vector"),
        ("x ##[error]", "x ##\\u{5b}error]"),
        ("## [x]", "## [x]"),
    ],
)
def test_commands_are_defused(text: str, sent: str) -> None:
    assert workflow(text) == sent


@given(anything)
def test_json_means_the_same_to_a_runner(text: str) -> None:
    written = json.dumps({"a": text}, ensure_ascii=False, indent=2)
    sent = workflow_json(written)
    assert json.loads(sent) == {"a": text}
    assert not any(is_command(line) for line in sent.split("\n"))


@given(anything)
def test_encodable_text_has_a_utf8_form_and_changes_nothing_else(text: str) -> None:
    safe = encodable(text)
    safe.encode("utf-8")
    assert len(safe) == len(text)
    assert all(a == b or "\ud800" <= b <= "\udfff" for a, b in zip(safe, text, strict=True))


@given(anything | st.text(st.sampled_from('\\"\x7f\x9b\u202e\U000e0041a'), max_size=20))
def test_json_means_the_same_without_what_acts_on_a_terminal(text: str) -> None:
    written = json.dumps({"a": text}, ensure_ascii=False, indent=2)
    sent = json_visible(written)
    assert json.loads(sent) == {"a": text}
    assert all(visible(line) == line for line in sent.split("\n"))
