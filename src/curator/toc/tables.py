"""Reading of tables of contents: their rows, and the headings that they list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from curator.document import Contents, Document, Link
from curator.source import Span
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
    first heading behind the contents.
    """

    span: Span
    rows: Sequence[Row]
    listed: set[int]
    after: int

    def scope(self, outline: Outline) -> range:
        """The headings that the contents are about: of the chapter they lead into, or all below."""
        last = max((row.heading for row in self.rows if row.heading is not None), default=-1)
        return outline.chapter(self.after, last)


def read_tables(outline: Outline) -> list[Table]:
    """The tables of contents of a document, in reading order."""
    return [_read(outline, blocks) for blocks in _together(outline.document)]


def _together(document: Document) -> Iterator[list[Contents]]:
    """The blocks of contents, those of them together that stand under one heading."""
    for _, blocks in groupby(
        document.contents, key=lambda block: document.heading_index(block.span.start)
    ):
        yield list(blocks)


def _read(outline: Outline, blocks: Sequence[Contents]) -> Table:
    source = outline.document.source
    links = [link for block in blocks for link in block.links]
    rows = [Row(link, outline.heading_of(link)) for link in links if link.internal]
    names = {bare_words(link.text) for link in links}
    for block in blocks:
        names.update(map(bare_words, _LINE_END.split(source[block.span])))
    listed = {row.heading for row in rows if row.heading is not None}
    for name in filter(None, names):
        listed.update(outline.by_words.get(name, [])[:_MOST_NAMESAKES])
    after = bisect_left(outline.starts, blocks[-1].span.end)
    return Table(Span(blocks[0].span.start, blocks[-1].span.end), rows, listed, after)
