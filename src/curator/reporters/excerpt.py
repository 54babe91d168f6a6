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


def excerpt(source: Source, span: Span, width: int, ellipsis: str = cells.ELLIPSIS) -> Excerpt:
    """The first line of ``span``, at most ``width`` cells of it around the span.

    A span over several lines is shown to the end of its first. Costs no more than the
    window, however long the line is.
    """
    number = source.line_at(span.start)
    line = source.line_span(number)
    start = min(max(span.start, line.start), line.end)
    end = min(max(span.end, start), line.end)
    before = shown_before(source, Span(line.start, start), width, ellipsis)
    marked = shown(source.text[start : min(end, start + 2 * width)], cells.width(before))
    after_start = cells.width(before) + cells.width(marked)
    after = shown(source.text[end : min(line.end, end + 2 * width)], after_start)
    if after_start + cells.width(after) > width:
        kept = kept_before(cells.width(before), cells.width(marked), cells.width(after), width)
        before = cells.cut_start(before, kept, ellipsis)
        room = width - cells.width(before)
        left = room - cells.width(marked)
        marked = cells.cut(marked, room, ellipsis)
        after = cells.cut(after, left, ellipsis) if left > 0 else ""
    text = (before + marked + after).rstrip()
    return Excerpt(number, text, cells.width(before), max(cells.width(marked), 1))


def shown(piece: str, start: int) -> str:
    """A piece of a line made harmless, as it looks from cell ``start`` on."""
    return cells.expand_tabs("\t".join(map(visible, piece.split("\t"))), start)


def shown_before(source: Source, span: Span, width: int, ellipsis: str = cells.ELLIPSIS) -> str:
    """The last characters of ``span``, a beginning of a line, with more than ``width`` cells."""
    left_edge = max(span.start, span.end - 2 * width)
    text = shown(source.text[left_edge : span.end], 0)
    return ellipsis + text if left_edge > span.start else text


def kept_before(before: int, marked: int, after: int, width: int) -> int:
    """How many cells of what stands ``before`` the marked part to keep, if not all fits.

    The marked part first, then what is around it.
    """
    if marked > width - min(before, width // 4):
        return min(before, width // 4)
    room = width - marked
    return room - min(after, max(room // 2, room - before))
