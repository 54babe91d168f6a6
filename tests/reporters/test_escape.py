"""Escaping: nothing that acts on a terminal or a runner passes, and readable text stays."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.reporters.escape import (
    command_data,
    command_property,
    defused,
    encodable,
    exact,
    json_visible,
    markdown,
    markdown_code,
    markdown_fence,
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


@given(anything)
def test_a_line_of_a_file_keeps_its_tabs_and_nothing_else_that_acts(text: str) -> None:
    assert exact(text).replace("\t", "\\u{9}") == visible(text)


@given(anything)
def test_nothing_in_a_command_is_another_one(text: str) -> None:
    assert "##[" not in defused(text)
    assert defused(text).replace("##\\u{5b}", "##[") == text or "##\\u{5b}" in text


@pytest.mark.parametrize(
    ("text", "data", "value"),
    [
        ("plain", "plain", "plain"),
        ("a: b, c", "a: b, c", "a%3A b%2C c"),
        ("100%\r\n", "100%25%0D%0A", "100%25%0D%0A"),
        ("%0A", "%250A", "%250A"),
        ("::error::", "::error::", "%3A%3Aerror%3A%3A"),
    ],
)
def test_commands_are_written_as_the_toolkit_does(text: str, data: str, value: str) -> None:
    assert (command_data(text), command_property(text)) == (data, value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no heading makes 'x', did you mean \"y\"?", "no heading makes 'x', did you mean \"y\"?"),
        ("is on line 12 (arxiv:1706.03762)", "is on line 12 (`arxiv:1706.03762`)"),
        ("write '[a](b)'?", "write '`[a](b)`'?"),
        ("2,000 of 3.5 don't well-known … 中文 é", "2,000 of 3.5 don't well-known … 中文 é"),
        ("- x - y", "`-` x - y"),
        ("1. x 1. y", "`1.` x 1. y"),
        ("defaced, effaced2 deface", "`defaced`, `effaced2` deface"),
        ("a`b ``c", "``a`b`` ``` ``c ```"),
        (":) :+1: (", ":) `:+1`: ("),
        ("@octocat, #1 GH-1 a/b#1", "`@octocat`, `#1` `GH-1` `a/b#1`"),
        ("www.example.org a@b.org", "`www.example.org` `a@b.org`"),
        ("<b> </b>", "`<b>` `</b>`"),
        ("\u202ex\n# y", "`\\u{202e}x` `#` y"),
        ("", ""),
    ],
)
def test_only_what_markdown_or_github_would_take_otherwise_is_code(text: str, shown: str) -> None:
    assert markdown(text) == shown


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a", "`a`"),
        ("a`b", "``a`b``"),
        ("`a`", "`` `a` ``"),
        (" a ", "`  a  `"),
        ("", "` `"),
        ("a\nb", "`a b`"),
    ],
)
def test_code(text: str, code: str) -> None:
    assert markdown_code(text) == code


def test_a_fence_that_nothing_closes() -> None:
    assert markdown_fence([]) == markdown_fence(["a`b"]) == "```"
    assert markdown_fence(["a", "x ```` y"]) == "`````"
