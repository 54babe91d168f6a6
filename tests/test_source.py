"""Source: exact text, lines and columns, newline styles, and what is refused."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import BinaryFileError, CuratorError, FileTooLargeError, NotUtf8Error
from curator.source import Position, Source, Span

BOM = "\ufeff"

# Characters at which str.splitlines also splits, and GitHub does not.
NO_LINE_ENDS = ["\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]

texts = st.text(
    st.sampled_from(["a", "é", "中", "😀", " ", "\t", "\n", "\r", *NO_LINE_ENDS, BOM]), max_size=40
) | st.lists(st.sampled_from(["\n", "\r", "\r\n", "a", "😀"]), max_size=30).map("".join)


def reference_lines(text: str) -> list[tuple[int, int, int]]:
    """Start, end and end with newline of every line, by the plainest loop there is."""
    lines, at = [], int(text.startswith(BOM))
    start = at
    while at < len(text):
        size = 2 if text.startswith("\r\n", at) else int(text[at] in "\r\n")
        if size:
            lines.append((start, at, at + size))
            start = at + size
        at += size or 1
    return [*lines, (start, len(text), len(text))]


def test_decodes_utf8_exactly() -> None:
    text = "\ufeff# Título\r\nline\u2028same line\rlast 😀"
    source = Source.from_bytes("a.md", text.encode())
    assert source.text == text
    assert source.path == "a.md"
    assert source.bom
    assert source.line_count == 3


def test_refuses_invalid_utf8_with_the_byte_offset() -> None:
    with pytest.raises(NotUtf8Error, match=r"^list\.md: not UTF-8 .*offset 5\)$") as caught:
        Source.from_bytes("list.md", "é a ".encode() + b"\xff\xfe")
    assert caught.value.offset == 5


@pytest.mark.parametrize(("before", "line"), [(b"", 1), (b"a\nb", 2), (b"a\r\nb\rc\r", 4)])
def test_refuses_invalid_utf8_with_the_line(before: bytes, line: int) -> None:
    with pytest.raises(NotUtf8Error, match=rf"\(line {line}, invalid byte") as caught:
        Source.from_bytes("list.md", before + b"\xff\n")
    assert caught.value.line == line


@pytest.mark.parametrize(
    "data",
    [b"\xc3", b"\x80", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", "é".encode("latin-1")],
    ids=["cut", "continuation", "overlong", "surrogate", "too-large", "latin-1"],
)
def test_every_kind_of_invalid_utf8_is_refused(data: bytes) -> None:
    with pytest.raises(NotUtf8Error) as caught:
        Source.from_bytes("a.md", b"ok " + data)
    assert caught.value.offset == 3


def test_refuses_binary_files() -> None:
    with pytest.raises(BinaryFileError, match=r"a\.png"):
        Source.from_bytes("a.png", b"\x89PNG\0")


def test_refuses_utf16_as_binary_or_invalid() -> None:
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        with pytest.raises(CuratorError):
            Source.from_bytes("a.md", "# Hi".encode(encoding))


def test_refuses_files_over_the_limit() -> None:
    assert Source.from_bytes("a.md", b"12345", max_size=5).text == "12345"
    with pytest.raises(FileTooLargeError, match="6 bytes, more than the limit of 5"):
        Source.from_bytes("a.md", b"123456", max_size=5)


@given(st.binary(max_size=60))
def test_bytes_are_decoded_exactly_or_refused_with_one_line(data: bytes) -> None:
    try:
        source = Source.from_bytes("a.md", data)
    except CuratorError as error:
        message = str(error)
    else:
        assert source.text.encode() == data
        return
    assert message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("", "\n"),
        ("one line", "\n"),
        ("a\nb\n", "\n"),
        ("a\r\nb\r\n", "\r\n"),
        ("a\rb\r", "\r"),
        ("a\r\nb\n", "mixed"),
        ("a\rb\n", "mixed"),
        ("a\r\r\nb\r\n", "mixed"),
        ("a\n\rb", "mixed"),
        ("a\u2028b\u0085c", "\n"),
    ],
)
def test_newline_style(text: str, style: str) -> None:
    assert Source("a.md", text).newline == style


@pytest.mark.parametrize("character", NO_LINE_ENDS)
def test_lines_end_at_newlines_only(character: str) -> None:
    source = Source("a.md", f"a{character}b\nc")
    assert source.line_count == 2
    assert source.line_text(1) == f"a{character}b"


def test_byte_order_mark_has_no_column() -> None:
    source = Source("a.md", BOM + "ab\ncd")
    assert source.position(0) == Position(1, 1)
    assert source.position(1) == Position(1, 1)
    assert source.position(2) == Position(1, 2)
    assert source.position(4) == Position(2, 1)
    assert source.line_text(1) == "ab"
    assert source.line_span(1) == Span(1, 3)


def test_a_byte_order_mark_elsewhere_is_a_character() -> None:
    source = Source("a.md", "a" + BOM + "b")
    assert not source.bom
    assert source.position(2) == Position(1, 3)


def test_positions_in_crlf_and_lone_cr() -> None:
    source = Source("a.md", "ab\r\ncd\refg\n")
    places = [source.position(offset) for offset in (0, 2, 4, 6, 7, 10, 11)]
    assert places == [(1, 1), (1, 3), (2, 1), (2, 3), (3, 1), (3, 4), (4, 1)]
    assert [source.line_text(n) for n in (1, 2, 3)] == ["ab", "cd", "efg"]
    assert source.line_count == 3


def test_columns_count_code_points_and_utf16_units() -> None:
    source = Source("a.md", "x\n😀é😀z")
    z = source.text.index("z")
    assert source.position(z) == Position(2, 4)
    assert source.utf16_column(z) == 6
    assert source.utf16_column(source.text.index("é")) == 3


def test_final_newline_opens_no_line() -> None:
    assert [Source("a.md", text).line_count for text in ("", "a", "a\n", "a\n\n", "\n")] == [
        1,
        1,
        1,
        2,
        1,
    ]


def test_spans() -> None:
    outer, inner, after = Span(2, 9), Span(3, 9), Span(9, 12)
    assert outer.covers(inner)
    assert outer.covers(outer)
    assert not inner.covers(outer)
    assert outer.overlaps(inner)
    assert not outer.overlaps(after)
    assert not after.overlaps(outer)
    assert Source("a.md", "0123456789")[Span(3, 5)] == "34"


@given(texts)
def test_line_table_equals_the_plain_loop(text: str) -> None:
    source = Source("a.md", text)
    lines = reference_lines(text)
    assert source.line_starts == [start for start, _, _ in lines]
    for number, (start, end, _) in enumerate(lines, start=1):
        assert source.line_span(number) == Span(start, end)


@given(texts)
def test_every_offset_has_a_position_that_leads_back(text: str) -> None:
    source = Source("a.md", text)
    first = int(source.bom)
    places = [source.position(offset) for offset in range(first, len(text) + 1)]
    assert all(before < after for before, after in itertools.pairwise(places))
    for offset, (line, column) in enumerate(places, start=first):
        assert source.line_starts[line - 1] + column - 1 == offset
        assert source.line_at(offset) == line
        start = source.line_starts[line - 1]
        units = len(text[start:offset].encode("utf-16-le")) // 2
        assert source.utf16_column(offset) == units + 1
