"""The source line of a finding with its span underlined, cut to the width of a terminal."""

from __future__ import annotations

from typing import NamedTuple

from curator.reporters import cells
from curator.reporters.escape import visible
from curator.source import Source, Span


class Excerpt(NamedTuple):
    """A line as shown, where the span begins in it and how far it goes, in cells."""

    line: int
    text: str
    start: int
    length: int


def excerpt(source: Source, span: Span, width: int) -> Excerpt:
    """The first line of ``span``, at most ``width`` cells of it around the span.

    A span over several lines is shown to the end of its first. Costs no more than the
    window, however long the line is.
    """
    number = source.line_at(span.start)
    line = source.line_span(number)
    start = min(max(span.start, line.start), line.end)
    end = min(max(span.end, start), line.end)
    left_edge = max(line.start, start - 2 * width)
    before = _shown(source.text[left_edge:start], 0)
    marked = _shown(source.text[start : min(end, start + 2 * width)], cells.width(before))
    after_start = cells.width(before) + cells.width(marked)
    after = _shown(source.text[end : min(line.end, end + 2 * width)], after_start)
    if left_edge > line.start:
        before = cells.ELLIPSIS + before
    if after_start + cells.width(after) > width:
        before, marked, after = _window(before, marked, after, width)
    return Excerpt(
        number, (before + marked + after).rstrip(), cells.width(before), max(cells.width(marked), 1)
    )


def _shown(piece: str, start: int) -> str:
    return cells.expand_tabs("\t".join(map(visible, piece.split("\t"))), start)


def _window(before: str, marked: str, after: str, width: int) -> tuple[str, str, str]:
    """Cut the three parts to ``width`` cells: the marked one first, then what is around it."""
    kept = min(cells.width(before), width // 4)
    if cells.width(marked) > width - kept:
        return cells.cut_start(before, kept), cells.cut(marked, width - kept), ""
    room = width - cells.width(marked)
    right = min(cells.width(after), max(room // 2, room - cells.width(before)))
    return cells.cut_start(before, room - right), marked, cells.cut(after, right) if right else ""
