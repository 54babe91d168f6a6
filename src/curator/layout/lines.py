"""Blocks in reading order, the lines they stand on, and what of a text is taken as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from curator.document.mathematics import math_spans
from curator.nodes import (
    Cell,
    CodeBlock,
    FootnoteDefinition,
    FrontMatter,
    Heading,
    HtmlBlock,
    HtmlComment,
    Item,
    ListBlock,
    Node,
    Paragraph,
    Quote,
    Root,
)
from curator.source import Source, Span

_BARE_MARKER = re.compile(r"(?:[ \t>]*+(?:[-*+]|\d{1,9}[.)])(?=[ \t]|\Z))++[ \t]*+")
_BLANK: Final = " \t\r\n"
CONTAINERS: Final[frozenset[type[Node]]] = frozenset(
    {Root, ListBlock, Item, Quote, FootnoteDefinition}
)
"""The kinds of blocks that hold blocks."""


def walk_blocks(root: Node) -> Iterator[Node]:
    """The blocks of a tree in reading order, without the words, rows and tags in them."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        if type(node) in CONTAINERS:
            stack.extend(reversed(node.children))


def text_blocks(root: Node) -> Iterator[Node]:
    """The blocks of a tree that hold words, in reading order; not cells that GitHub drops."""
    stack = [root]
    while stack:
        node = stack.pop()
        if not isinstance(node, (Paragraph, Heading, Cell)):
            stack.extend(reversed(node.children))
        elif not (isinstance(node, Cell) and node.extra):
            yield node


def line_start(source: Source, offset: int) -> int:
    """Where the line begins that holds ``offset``."""
    return source.line_starts[source.line_at(offset) - 1]


def line_end(source: Source, offset: int) -> int:
    """Where the line ends that holds ``offset``, its newline not included."""
    return source.line_span(source.line_at(offset)).end


def trailing_blanks(source: Source) -> list[Span]:
    """The spaces and tabs at the end of each line that has some, lines of nothing else included."""
    text, first = source.text, source.line_starts[0]
    ends = []
    for needle in (" \n", "\t\n", " \r", "\t\r"):
        at = text.find(needle)
        while at >= 0:
            ends.append(at + 1)
            at = text.find(needle, at + 2)
    if text.endswith((" ", "\t")):
        ends.append(len(text))
    found = []
    for end in sorted(ends):
        start = end - 1
        while start > first and text[start - 1] in " \t":
            start -= 1
        found.append(Span(start, end))
    return found


def blank_runs(source: Source) -> Iterator[tuple[int, int]]:
    """The first and the last of blank lines that follow one another, counted from 1."""
    text, starts = source.text, source.line_starts
    first, last = 0, -1
    for number, (start, end) in enumerate(pairwise((*starts, len(text))), start=1):
        # What follows the last newline is empty and no line.
        if start < end and text[start] in _BLANK and not text[start:end].strip(_BLANK):
            if number != last + 1:
                if first:
                    yield first, last
                first = number
            last = number
    if first:
        yield first, last


def newline_of(source: Source) -> str:
    """The newline for a line that is added: the file's own, LF where it has several."""
    return "\n" if source.newline == "mixed" else source.newline


def verbatim_spans(source: Source, root: Node) -> list[Span]:
    """What white space means something in: code, HTML, comments, front matter, mathematics.

    The spans are in reading order and do not overlap. Code that is never closed goes on to the
    next block.
    """
    text = source.text
    mathematics, comments = "$$" in text, "<!--" in text
    spans: list[Span] = []
    unclosed: int | None = None
    for node in walk_blocks(root):
        if unclosed is not None:
            spans.append(Span(unclosed, node.start))
            unclosed = None
        if isinstance(node, Paragraph):
            if mathematics or comments:
                spans += _in_paragraph(source, node)
        elif isinstance(node, CodeBlock) and not node.closed:
            unclosed = node.start
        elif isinstance(node, (CodeBlock, HtmlBlock, FrontMatter)):
            spans.append(node.span)
    if unclosed is not None:
        spans.append(Span(unclosed, len(text)))
    return spans


def _in_paragraph(source: Source, node: Paragraph) -> list[Span]:
    """Comments and mathematics within a paragraph, which do not overlap."""
    text = source.text
    found = [span for span in math_spans(text, node.start, node.end) if text[span.start + 1] == "$"]
    if text.find("<!--", node.start, node.end) >= 0:
        found += [each.span for each in node.walk() if isinstance(each, HtmlComment)]
    apart: list[Span] = []
    for span in sorted(found):
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart


def note_spans(source: Source, root: Node) -> list[Span]:
    """Each footnote as far as the block behind it, in reading order.

    GitHub ends a footnote at a line that holds nothing but blanks, yet not at one that is
    empty: there every blank line has to stay as it is.
    """
    if "[^" not in source.text:
        return []
    spans: list[Span] = []
    open_note: Node | None = None
    for node in walk_blocks(root):
        if open_note is not None and node.start >= open_note.end:
            spans.append(Span(open_note.start, node.start))
            open_note = None
        if open_note is None and isinstance(node, FootnoteDefinition):
            open_note = node
    if open_note is not None:
        spans.append(Span(open_note.start, len(source.text)))
    return spans


def is_bare_marker(line: str) -> bool:
    """Whether ``line`` holds only the marker of an item, or several, and no text yet.

    Below it GitHub takes a line of blanks into the item, and not one that is empty.
    """
    return _BARE_MARKER.fullmatch(line) is not None


def within(spans: Sequence[Span], offset: int) -> bool:
    """Whether one of ``spans``, in reading order and apart, holds ``offset``."""
    index = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return index >= 0 and offset < spans[index].end
