"""How the rows of contents are written: the lines that they take, and how these nest."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from curator.document import Document, Link
from curator.nodes import Break, HtmlTag, Item, ListBlock, Node, Paragraph
from curator.nodes import Link as LinkNode
from curator.source import Source, Span
from curator.toc.tables import Row, Table

_MARGIN = re.compile(r"[ \t>]*+")
_GAP = re.compile(r"(?:[ \t>]*+(?:\r\n|\r|\n))++[ \t>]*+")
_WORD = re.compile(r"\w")
_WRAPS: Final = ("**", "__", "*", "_")


class Line(NamedTuple):
    """A row as it is written: an item of one line with one link.

    ``row`` is ``None`` where that leads to another file. ``level`` counts the lists around
    its own, ``parent`` is the index of the line it stands below or -1, ``group`` numbers its
    list and ``block`` the outermost one. The line goes from ``start`` to ``stop``, its end
    excluded; ``lead`` and ``tail`` are what stands on the two sides of the link.
    """

    link: Link
    row: Row | None
    level: int
    parent: int
    group: int
    block: int
    start: int
    stop: int
    marker: Span
    lead: Span
    tail: Span


class NewLine(NamedTuple):
    """A row to come, for a heading, behind the line at index ``after``, or -1 before all.

    ``like`` is the index of the line that it is written like, ``below`` the new row that it
    stands below, if any. ``group`` names its list: the number of one that there is, else what
    the new one hangs from.
    """

    heading: int
    after: int
    level: int
    like: int
    below: NewLine | None
    group: tuple[str, int]


class Wrapping(NamedTuple):
    """What surrounds a link in its line: ``wrap`` around all, signs within, ``hug`` at the link.

    The outer and the inner marks are such as of bold. ``trail`` are the blanks at the end.
    """

    wrap: str
    lead: str
    hug: str
    tail: str
    trail: str


def wrapping(source: Source, line: Line) -> Wrapping:
    """What surrounds the link of a line."""
    lead, behind = source[line.lead], source[line.tail]
    tail = behind.rstrip()
    trail = behind[len(tail) :]
    for mark in _WRAPS:
        size = len(mark)
        if lead.endswith(mark) and tail.startswith(mark):
            return Wrapping("", lead[:-size], mark, tail[size:], trail)
        if lead.startswith(mark) and tail.endswith(mark):
            return Wrapping(mark, lead[size:], "", tail[:-size], trail)
    return Wrapping("", lead, "", tail, trail)


def read_lines(document: Document, table: Table) -> list[Line] | None:
    """The lines of contents, ``None`` where some item is anything but one line with one link.

    Beside the link there may be signs, and words that all lines have.
    """
    lines: list[Line] = []
    reader = _Reader(document, table)
    for number, contents in enumerate(table.blocks):
        block = _list_at(document.syntax.root, contents.span)
        if block is None:
            return None
        for line in reader.lines(block, number, len(lines)):
            if line is None:
                return None
            lines.append(line)
    return lines if lines and _are_bare(document.source, lines) else None


def _are_bare(source: Source, lines: Sequence[Line]) -> bool:
    """Whether no line says anything besides its link that others do not."""
    around = [wrapping(source, line) for line in lines]
    said = ({each.lead for each in around}, {each.tail for each in around})
    return all(len(each) == 1 or not any(map(_WORD.search, each)) for each in said)


def gap_between(source: Source, one: Line, other: Line) -> str | None:
    """What parts two lines: the end of the first, and the blank lines up to the second."""
    gap = source[Span(one.stop, other.start)]
    return gap if _GAP.fullmatch(gap) else None


def _list_at(root: Node, span: Span) -> ListBlock | None:
    node: Node | None = root
    while node is not None and node.children:
        at = bisect_right(node.children, span.start, key=lambda child: child.start) - 1
        node = node.children[at] if at >= 0 and node.children[at].end >= span.end else None
        if isinstance(node, ListBlock) and node.span == span:
            return node
    return None


class _Reader:
    """Reads lists of rows; ``groups`` counts the lists met."""

    def __init__(self, document: Document, table: Table) -> None:
        self.source = document.source
        self.rows = {id(row.link.node): row for row in table.rows}
        self.links = {id(link.node): link for contents in table.blocks for link in contents.links}
        self.groups = 0

    def lines(self, block: ListBlock, number: int, count: int) -> Iterator[Line | None]:
        """The lines of an outermost list, ``count`` of others being before; ``None`` at a flaw."""
        waiting: list[tuple[Node, int, int, int]] = []
        self._await(waiting, block, 0, -1)
        while waiting:
            item, level, parent, group = waiting.pop()
            line = self._line(item, (level, parent, group, number))
            yield line
            if line is None:
                return
            for inner in reversed(item.children[1:]):
                self._await(waiting, inner, level + 1, count)
            count += 1

    def _await(
        self, waiting: list[tuple[Node, int, int, int]], block: Node, level: int, parent: int
    ) -> None:
        self.groups += 1
        waiting += ((item, level, parent, self.groups) for item in reversed(block.children))

    def _line(self, item: Node, place: tuple[int, int, int, int]) -> Line | None:
        inside = item.children
        if not isinstance(item, Item) or item.checked is not None or not inside:
            return None
        words = inside[0]
        if not isinstance(words, Paragraph) or not all(
            isinstance(x, ListBlock) for x in inside[1:]
        ):
            return None
        node = _only_link(words)
        link = self.links.get(id(node))
        bounds = self.source.line_span(self.source.line_at(item.start))
        if node is None or link is None or words.end > bounds.end:
            return None
        if not _MARGIN.fullmatch(self.source.text, bounds.start, item.marker.start):
            return None
        lead, tail = Span(words.start, node.start), Span(node.end, bounds.end)
        row = self.rows.get(id(node))
        return Line(link, row, *place, *bounds, item.marker, lead, tail)


def _only_link(words: Paragraph) -> LinkNode | None:
    """The link of a paragraph that has one, written inline, and no second line."""
    found: LinkNode | None = None
    for node in words.walk():
        if isinstance(node, Break) or (isinstance(node, HtmlTag) and node.name == "a"):
            return None
        if type(node) is LinkNode:
            if found is not None or node.form != "inline":
                return None
            found = node
    return found


def subtree_end(lines: Sequence[Line], at: int) -> int:
    """The index of the first line behind all that stand below a line."""
    end = at + 1
    while end < len(lines) and lines[end].level > lines[at].level:
        end += 1
    return end
