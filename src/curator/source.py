"""The exact text of one file, and the way from offsets to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Literal, NamedTuple

from curator.errors import BinaryFileError, FileTooLargeError, NotUtf8Error

MAX_FILE_SIZE = 2_000_000
"""Bytes a file may have unless the caller raises the limit (about two seconds of parsing)."""

Newline = Literal["\n", "\r\n", "\r", "mixed"]

_LINE_END = re.compile(r"\r\n|\r|\n")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of character offsets into a source's text."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


class Position(NamedTuple):
    """A place as people count: ``line`` and ``column`` from 1, columns in code points."""

    line: int
    column: int


class Source:
    """One file: its path for messages, its decoded text, and facts of its encoding.

    ``text`` is exactly what the file holds, byte order mark and newlines included, so that
    an edit is a splice of it. Lines end at LF, CRLF or a lone CR and at nothing else:
    ``str.splitlines`` also splits at U+2028 and others, which GitHub does not.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @classmethod
    def from_bytes(cls, path: str, data: bytes, *, max_size: int = MAX_FILE_SIZE) -> Source:
        """Decode ``data`` as UTF-8.

        Raises:
            FileTooLargeError: more than ``max_size`` bytes.
            BinaryFileError: a NUL byte.
            NotUtf8Error: not valid UTF-8; carries the byte offset.
        """
        if len(data) > max_size:
            raise FileTooLargeError(path, len(data), max_size)
        if b"\0" in data:
            raise BinaryFileError(path)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise NotUtf8Error(path, data, error.start) from error
        return cls(path, text)

    def __getitem__(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def __repr__(self) -> str:
        return f"Source({self.path!r}, {len(self.text)} characters)"

    @property
    def bom(self) -> bool:
        """Whether the text begins with a byte order mark."""
        return self.text.startswith("\ufeff")

    @cached_property
    def newline(self) -> Newline:
        """The newline style; LF for a text without newlines."""
        if "\r" not in self.text:
            return "\n"
        styles = {match.group() for match in _LINE_END.finditer(self.text)}
        if len(styles) > 1:
            return "mixed"
        return "\r\n" if "\r\n" in styles else "\r"

    @cached_property
    def line_starts(self) -> list[int]:
        """Offsets of the first character of each line; the byte order mark belongs to none."""
        text, first = self.text, int(self.bom)
        if "\r" in text:
            return [first, *(match.end() for match in _LINE_END.finditer(text))]
        starts, at = [first], text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        return starts

    def line_at(self, offset: int) -> int:
        """The line, counted from 1, that holds ``offset``."""
        return max(bisect_right(self.line_starts, offset), 1)

    def position(self, offset: int) -> Position:
        """Line and column of ``offset``, columns in code points."""
        line = self.line_at(offset)
        return Position(line, max(offset - self.line_starts[line - 1], 0) + 1)

    def utf16_column(self, offset: int) -> int:
        """The column of ``offset`` in UTF-16 code units from 1, as SARIF and editors count."""
        line, column = self.position(offset)
        pairs = self._surrogate_pairs
        before = bisect_left(pairs, self.line_starts[line - 1])
        return column + max(bisect_left(pairs, offset) - before, 0)

    @cached_property
    def _surrogate_pairs(self) -> list[int]:
        """Offsets of the characters that take two code units each."""
        return [match.start() for match in _ASTRAL.finditer(self.text)]

    def line_span(self, line: int) -> Span:
        """The span of ``line`` (from 1) without its newline."""
        starts = self.line_starts
        start = starts[line - 1]
        end = starts[line] if line < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def line_text(self, line: int) -> str:
        """The text of ``line`` (from 1) without its newline."""
        return self[self.line_span(line)]

    @property
    def line_count(self) -> int:
        """How many lines there are; a final newline does not open another one."""
        starts = self.line_starts
        return len(starts) - (starts[-1] == len(self.text) and len(starts) > 1)
