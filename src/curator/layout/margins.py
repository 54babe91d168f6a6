"""Where the items of lists stand, and what moves along when their markers change their width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from curator.diagnostic import Edit
from curator.nodes import (
    CodeBlock,
    FootnoteDefinition,
    Item,
    ListBlock,
    Node,
    Quote,
    Root,
)
from curator.source import Source, Span

_CONTAINERS: Final = (ListBlock, Item, Quote, FootnoteDefinition)
_QUOTE_MARK = re.compile(r" {0,3}> ?")
_BLANKS = re.compile(r"[ \t]*+")
_TAB: Final = 4
_CODE_GAP: Final = 5
"""Columns of blank behind a marker from which on they begin indented code."""


@dataclass(frozen=True, slots=True, eq=False)
class OuterList:
    """A list that stands in no other list; one in a quote of its own counts as outermost.

    ``quotes`` is how many quotes there are around it; ``above`` and ``below`` are the blocks
    next to it. ``plain`` is whether it stands in nothing but those quotes.
    """

    node: ListBlock
    quotes: int
    plain: bool
    above: Node | None
    below: Node | None

    @property
    def top(self) -> bool:
        """Whether the list stands in nothing at all."""
        return self.plain and not self.quotes


class InnerList(NamedTuple):
    """A list, how many lists there are around it, and the blocks next to it."""

    node: ListBlock
    depth: int
    above: Node | None
    below: Node | None


def outer_lists(root: Root, skipped: Sequence[Span] = ()) -> Iterator[OuterList]:
    """The outermost lists of a tree in reading order, less those that begin in ``skipped``."""
    stack: list[tuple[Node, int, bool, bool]] = [(root, 0, True, False)]
    pairs: dict[int, tuple[Node | None, Node | None]] = {}
    while stack:
        node, quotes, plain, listed = stack.pop()
        if isinstance(node, ListBlock) and not listed:
            if any(span.start <= node.start < span.end for span in skipped):
                continue
            yield OuterList(node, quotes, plain, *pairs[id(node)])
        if isinstance(node, Quote):
            quotes, listed = quotes + 1, False
        elif not isinstance(node, Root):
            plain = False
            listed = listed or isinstance(node, ListBlock)
        children = node.children
        if not listed:
            pairs |= ((id(child), beside) for child, beside in _lists_beside(children))
        found = [child for child in children if isinstance(child, _CONTAINERS)]
        stack += ((child, quotes, plain, listed) for child in reversed(found))


def _lists_beside(
    children: Sequence[Node],
) -> Iterator[tuple[ListBlock, tuple[Node | None, Node | None]]]:
    """The lists among blocks, each with the blocks before and behind it."""
    for index, child in enumerate(children):
        if isinstance(child, ListBlock):
            above = children[index - 1] if index else None
            below = children[index + 1] if index + 1 < len(children) else None
            yield child, (above, below)


def inner_lists(outer: OuterList) -> Iterator[InnerList]:
    """A list and those in it, in reading order, but none in a quote."""
    stack = [InnerList(outer.node, 0, outer.above, outer.below)]
    while stack:
        inner = stack.pop()
        yield inner
        stack += [
            InnerList(child, inner.depth + 1, *beside)
            for item in reversed(inner.node.children)
            for child, beside in reversed(list(_lists_beside(item.children)))
        ]


def items_of(node: ListBlock) -> Iterator[Item]:
    """The items of a list."""
    return (item for item in node.children if isinstance(item, Item))


def items_within(outer: OuterList) -> Iterator[Item]:
    """The items of a list and of those in it, in reading order, but none in a quote."""
    stack: list[Node] = [outer.node]
    while stack:
        node = stack.pop()
        if isinstance(node, Item):
            yield node
        found = [child for child in node.children if isinstance(child, (ListBlock, Item))]
        stack.extend(reversed(found))


def gap_behind(text: str, item: Item) -> Span:
    """The blanks behind an item's marker; none where its text begins on a later line."""
    start = item.marker.end
    match = _BLANKS.match(text, start)
    end = match.end() if match else start
    return Span(start, end) if text[end : end + 1] not in ("", "\r", "\n") else Span(start, start)


def box_of(item: Item) -> Span | None:
    """The box of a task, such as ``[x]``."""
    if item.checked is None or not item.children:
        return None
    start = item.children[0].start
    return Span(start, start + 3)


class Standing(NamedTuple):
    """Where an item stands on its line.

    ``margin`` is the offset behind the marks of the quotes around the list, from where columns
    are counted, from 0. ``column`` is the marker's and ``content`` the one that further lines
    have to reach to belong to the item (CommonMark 0.31.2, section 5.2). ``code`` is whether
    the item begins with indented code.
    """

    line: int
    margin: int
    column: int
    gap: Span
    content: int
    code: bool


def standing(source: Source, outer: OuterList, item: Item) -> Standing | None:
    """Where an item of ``outer`` stands, ``None`` where tabs or other blocks are in the way."""
    text, line = source.text, source.line_at(item.start)
    margin = margin_of(source, line, outer.quotes)
    if margin is None or not outer.plain:
        return None
    gap = gap_behind(text, item)
    before = text[margin : gap.end]
    if outer.quotes and "\t" in before:
        return None
    column = _width(text[margin : item.start])
    width = _width(before) - _width(text[margin : gap.start])
    code = width >= _CODE_GAP
    if code or not width:
        width = 1
    content = column + gap.start - item.start + width
    return Standing(line, margin, column, gap, content, code)


def margin_of(source: Source, line: int, quotes: int) -> int | None:
    """The offset behind the marks of ``quotes`` quotes; ``None`` if the line has fewer."""
    at = source.line_starts[line - 1]
    for _ in range(quotes):
        match = _QUOTE_MARK.match(source.text, at)
        if match is None:
            return None
        at = match.end()
    return at


def indent_of(source: Source, margin: int) -> tuple[Span, int]:
    """The blanks from ``margin`` on, and their columns."""
    match = _BLANKS.match(source.text, margin)
    end = match.end() if match else margin
    return Span(margin, end), _width(source.text[margin:end])


def _width(text: str) -> int:
    return len(text.expandtabs(_TAB)) if "\t" in text else len(text)


# ------------------------------------------------------------------------ what moves along


@dataclass(slots=True)
class Changes:
    """What items get: other markers and gaps by ``id``; ``to_margin`` moves the list itself."""

    markers: dict[int, str] = field(default_factory=dict)
    gaps: dict[int, str] = field(default_factory=dict)
    to_margin: bool = False


class _Move(NamedTuple):
    """An item, where it stands, and where it will."""

    item: Item
    now: Standing
    last_line: int
    column: int
    marker: str
    gap: str
    content: int


def relaid(source: Source, outer: OuterList, changes: Changes) -> tuple[Edit, ...] | None:
    """The edits that give items their new markers and gaps, and move what is in them along.

    Every further line of an item keeps its distance from the item's content; lazy lines keep
    theirs from what they reach. Edits of a line with a marker reach from its margin to its
    content, so that two such fixes of one list never go together. ``None`` where that cannot
    be done without doubt. Whether what follows the list is still apart is for
    ``curator.layout.rereading`` to say.
    """
    moves = _moves(source, outer, changes)
    if moves is None:
        return None
    code = {
        line
        for block in _code_blocks(outer.node)
        for line in range(source.line_at(block.start), source.line_at(block.end) + 1)
    }
    edits: list[Edit] = []
    active: list[_Move] = []
    at, text = 0, source.text
    for line in range(moves[0].now.line, source.line_at(outer.node.end) + 1):
        while active and active[-1].last_line < line:
            active.pop()
        begun = at
        while at < len(moves) and moves[at].now.line == line:
            at += 1
        if begun < at:
            edits += _head(text, moves[begun:at])
            active += moves[begun:at]
            continue
        margin = margin_of(source, line, outer.quotes)
        if margin is None:
            continue
        blanks, column = indent_of(source, margin)
        if text[blanks.end : blanks.end + 1] in ("", "\r", "\n"):
            continue
        mover = next((move for move in reversed(active) if move.now.content <= column), None)
        shift = mover.content - mover.now.content if mover else 0
        if shift:
            if "\t" in text[blanks.start : blanks.end] and (outer.quotes or line in code):
                return None
            edits.append(Edit(blanks, " " * (column + shift)))
    return tuple(edits)


def _moves(source: Source, outer: OuterList, changes: Changes) -> list[_Move] | None:
    """Where all items of a list and of those in it go, in reading order."""
    moves: list[_Move] = []
    # What is still to be read, with the columns at which the content around it begins.
    stack: list[tuple[Node, int, int, bool]] = [(outer.node, 0, 0, True)]
    while stack:
        node, before, after, first = stack.pop()
        if isinstance(node, ListBlock):
            stack += ((item, before, after, first) for item in reversed(node.children))
        elif isinstance(node, Item):
            now = standing(source, outer, node)
            if now is None:
                return None
            column = 0 if first and changes.to_margin else after + now.column - before
            move = _moved(source, node, now, column, changes)
            if move is None:
                return None
            moves.append(move)
            lists = [child for child in node.children if isinstance(child, ListBlock)]
            stack += ((child, now.content, move.content, False) for child in reversed(lists))
    return moves


def _moved(
    source: Source, item: Item, now: Standing, column: int, changes: Changes
) -> _Move | None:
    written = source[now.gap]
    marker = changes.markers.get(id(item), source[item.marker])
    gap = changes.gaps.get(id(item), written)
    last_line = source.line_at(max(item.end - 1, item.start))
    end = column + len(marker)
    width = 1 if now.code or not gap else _width(" " * end + gap) - end
    if (now.code and (gap != written or "\t" in gap)) or (width >= _CODE_GAP and not now.code):
        return None
    return _Move(item, now, last_line, column, marker, gap, end + width)


def _head(text: str, moves: Sequence[_Move]) -> Iterator[Edit]:
    """The edit of a line on which items begin, from its margin to the content of the last."""
    first = moves[0]
    column = first.now.column
    blanks = text[first.now.margin : first.item.start]
    if first.column != column:
        blanks = " " * first.column
    span = Span(first.now.margin, moves[-1].now.gap.end)
    head = blanks + "".join(move.marker + move.gap for move in moves)
    if text[span.start : span.end] != head:
        yield Edit(span, head)


def _code_blocks(node: Node) -> Iterator[CodeBlock]:
    """The blocks of code in a list."""
    stack = [node]
    while stack:
        at = stack.pop()
        if isinstance(at, CodeBlock):
            yield at
        elif isinstance(at, _CONTAINERS):
            stack.extend(at.children)
