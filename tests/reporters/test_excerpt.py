"""Cells and excerpts: the marks stand below the span, however wide the characters are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from curator.reporters.cells import cut, cut_start, expand_tabs, pad, width
from curator.reporters.excerpt import excerpt
from curator.source import Source, Span

texts = st.text(st.sampled_from("ab é中🚀\u0301\u200d❤\ufe0fع"), max_size=40)


@given(texts, st.integers(2, 30))
def test_cut_text_fits_and_is_a_part(text: str, limit: int) -> None:
    head, tail = cut(text, limit), cut_start(text, limit)
    assert width(head) <= limit
    assert width(tail) <= limit
    assert text.startswith(head.removesuffix("…")) or head == text
    assert text.endswith(tail.removeprefix("…")) or tail == text
    if width(text) <= limit and len(text) <= limit:
        assert head == tail == text
    assert len(pad(head, limit)) == len(head) + limit - width(head)


def test_cutting_costs_no_more_than_the_window() -> None:
    class Counted(str):
        __slots__ = ()

        def __iter__(self):  # type: ignore[no-untyped-def]
            raise AssertionError("the whole text is looked at")

    assert len(cut(Counted("中" * 1_000_000), 20)) < 20


@pytest.mark.parametrize(
    ("text", "start", "shown"),
    [
        ("\ta", 0, "    a"),
        ("a\tb", 0, "a   b"),
        ("中\tb", 0, "中  b"),
        ("\t", 3, " "),
        ("ab", 9, "ab"),
    ],
)
def test_tabs_go_to_the_next_stop(text: str, start: int, shown: str) -> None:
    assert expand_tabs(text, start) == shown


def marked(text: str, part: str, limit: int = 80) -> str:
    """The cells of an excerpt that are underlined."""
    start = text.index(part)
    shown = excerpt(Source("a.md", text), Span(start, start + len(part)), limit)
    assert wcswidth(shown.text) <= limit
    at = 0
    picked = ""
    for character in shown.text:
        if shown.start <= at < shown.start + shown.length:
            picked += character
        at += wcswidth(character)
    return picked


@pytest.mark.parametrize(
    ("text", "part", "picked"),
    [
        ("- [a](b)", "[a]", "[a]"),
        ("- 中文 [中](b) 🚀", "[中]", "[中]"),
        ("\t- [a]\t(b)", "[a]\t(b)", "[a]   (b)"),
        ("e\u0301e\u0301 [x]", "[x]", "[x]"),
        ("🚀🚀 [x]", "[x]", "[x]"),
        ("a \x1b[31m b", "\x1b", "\\u{1b}"),
        ("one\r\n[two\r\nthree]", "[two\r\nthree]", "[two"),
        ("\ufeff# A", "#", "#"),
    ],
)
def test_the_span_is_what_is_marked(text: str, part: str, picked: str) -> None:
    assert marked(text, part) == picked


def test_a_long_line_is_shown_around_the_span() -> None:
    text = "a" * 300 + " [here] " + "b" * 300
    shown = excerpt(Source("a.md", text), Span(301, 307), 40)
    assert marked(text, "[here]", 40) == "[here]"
    assert shown.text.startswith("…a")
    assert shown.text.endswith("b…")
    assert len(shown.text) == 40
    assert marked("- " + "[x]" * 100, "[x]" * 100, 20) == ("[x]" * 100)[:17] + "…"
    assert marked("a" * 50 + "[x]", "[x]", 20) == "[x]"
    assert marked("[x]" + "a" * 50, "[x]", 20) == "[x]"


@given(st.text(st.sampled_from("ab \t中🚀\u0301\x1b\n\r"), max_size=80), st.data())
def test_an_excerpt_always_fits(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    limit = data.draw(st.integers(20, 50))
    shown = excerpt(Source("a.md", text), Span(start, end), limit)
    assert width(shown.text) <= limit
    assert shown.length >= 1
    assert shown.start + shown.length <= limit + 1
    assert shown.line == Source("a.md", text).line_at(start)


def test_a_line_of_a_megabyte_is_not_read_whole() -> None:
    text = "x" * 1_000_000 + "[here]" + "中" * 1_000_000
    assert marked(text, "[here]") == "[here]"
