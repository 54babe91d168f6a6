"""Reading of tables of contents: their rows, and the headings that they list."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from curator.document import Contents, Document, Link
from curator.source import Span
from curator.toc.markers import commented_blocks
from curator.toc.outline import Outline, bare_words

_LINE_END = re.compile(r"[\r\n]+")
_MOST_NAMESAKES: Final = 64
"""Headings of one name that a row may mean."""


class Row(NamedTuple):
    """A row of contents, and the heading that its anchor leads to, by index."""

    link: Link
    heading: int | None


class Table(NamedTuple):
    """Contents: lists that no heading parts.

    ``rows`` are those that lead to a place in the file. ``listed`` are the headings that a row
    leads to or, where its anchor is broken or it has none, names. ``after`` is the index of the
    first heading behind the contents. ``marked`` ones stand between the comments of a program.
    """

    span: Span
    rows: Sequence[Row]
    listed: set[int]
    after: int
    blocks: Sequence[Contents]
    marked: bool = False

    def scope(self, outline: Outline) -> range:
        """The headings that the contents are about: of the chapter they lead into, or all below."""
        led = [row.heading for row in self.rows if row.heading is not None]
        return outline.chapter(self.after, max(led or self.listed, default=-1))


def read_tables(outline: Outline) -> list[Table]:
    """The tables of contents of a document, in reading order."""
    if not outline.document.contents:
        return []
    return [_read(outline, *blocks) for blocks in _together(outline.document)]


def _together(document: Document) -> Iterator[tuple[list[Contents], bool]]:
    """The blocks of contents, those together that stand under one heading; whether marked."""
    marked = [block.inner for block in commented_blocks(document)]

    def place(block: Contents) -> tuple[int | None, int | None]:
        at = bisect_right(marked, block.span.start, key=lambda span: span.start) - 1
        inside = at >= 0 and marked[at].covers(block.span)
        return document.heading_index(block.span.start), at if inside else None

    for (_, mark), blocks in groupby(document.contents, key=place):
        yield list(blocks), mark is not None


def _read(outline: Outline, blocks: Sequence[Contents], marked: bool) -> Table:  # noqa: FBT001
    source = outline.document.source
    links = [link for block in blocks for link in block.links]
    rows = [Row(link, outline.heading_of(link)) for link in links if link.internal]
    listed = {row.heading for row in rows if row.heading is not None}
    led = {row.link.span: row.heading for row in rows if row.heading is not None}
    names = {bare_words(link.text) for link in links if link.span not in led}
    for block in blocks:
        names.update(map(bare_words, _LINE_END.split(source[block.span])))
    for name in filter(None, names):
        listed.update(outline.by_words.get(name, [])[:_MOST_NAMESAKES])
    for link in links:
        if (at := led.get(link.span)) is not None and (name := bare_words(link.text)):
            listed.update(_namesakes(outline, name, at))
    after = bisect_left(outline.starts, blocks[-1].span.end)
    span = Span(blocks[0].span.start, blocks[-1].span.end)
    return Table(span, rows, listed, after, blocks, marked)


def _namesakes(outline: Outline, name: str, at: int) -> Iterator[int]:
    """The headings that a row names, of the depth of the one it leads to if that has the name."""
    named = outline.by_words.get(name, [])[:_MOST_NAMESAKES]
    headings = outline.headings
    own = bare_words(headings[at].text) == name
    return (i for i in named if not own or headings[i].depth == headings[at].depth)
