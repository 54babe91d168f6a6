"""Whether a list is still read as the same blocks and words once it has been edited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from curator.diagnostic import Edit
from curator.layout.margins import OuterList
from curator.markdown.blocks import BlockPhase
from curator.markdown.budget import Budget
from curator.nodes import (
    CodeBlock,
    Definition,
    Heading,
    Item,
    ListBlock,
    Node,
    Paragraph,
    Quote,
    Table,
)
from curator.source import Source, Span

_TAB: Final = 4
_LINE_END = re.compile(r"\r\n|\r|\n")
_DIGITS = re.compile(r"\d+")

Shape = list[tuple[int, str, object, str]]


def is_same_list(source: Source, outer: OuterList, edits: Sequence[Edit]) -> bool:
    """Whether ``edits``, in order and within a list, leave the blocks and their words alone.

    Markers and numbers aside. The list is read before and after, with the line of a paragraph
    that it follows and the next line that is not blank, since what is there may become a part
    of it. The cost is that of reading the blocks of the list twice.
    """
    window = _window(source, outer)
    if any(not window.covers(edit.span) for edit in edits):
        return False
    before = source[window]
    pieces, at = [], window.start
    for edit in edits:
        pieces += [source.text[at : edit.span.start], edit.text]
        at = edit.span.end
    after = "".join([*pieces, source.text[at : window.end]])
    shape = _shape(before)
    items = sum(isinstance(node, Item) for node in outer.node.walk())
    return sum(kind == Item.kind for _, kind, *_ in shape) >= items and shape == _shape(after)


def _window(source: Source, outer: OuterList) -> Span:
    """The lines of the list and of what touches it."""
    node, above = outer.node, outer.above
    first, last = source.line_at(node.start), source.line_at(node.end)
    if isinstance(above, Paragraph) and source.line_at(above.end) == first - 1:
        first -= 1
    while last < source.line_count:
        last += 1
        if source.line_text(last).strip("> \t"):
            break
    return Span(source.line_starts[first - 1], source.line_span(last).end)


def _shape(text: str) -> Shape:
    """All blocks of ``text`` in reading order: how deep, which, what they hold.

    Inline markup is not read: where the text of a block is the same, so is what is in it.
    """
    source = Source("", text)
    phase = BlockPhase(source, Budget.for_text(text))
    phase.run()
    texts = {id(pending.node): pending.leaf.text for pending in phase.pending}
    shape: Shape = []
    stack: list[tuple[Node, int]] = [(phase.root, 0)]
    while stack:
        node, depth = stack.pop()
        shape.append((depth, node.kind, _content(source, node), texts.get(id(node), "")))
        stack.extend((child, depth + 1) for child in reversed(node.children))
    return shape


def _content(source: Source, node: Node) -> object:
    """What tells a block apart from others of its kind, beside its text."""
    match node:
        case ListBlock():
            return node.ordered, node.tight, node.ordered and _first_number(source, node)
        case Item():
            return node.checked
        case Heading():
            return node.depth
        case Quote():
            return node.alert
        case CodeBlock():
            return node.info, tuple(_code(source, node))
        case Table():
            return node.columns
        case Definition():
            return node.url, node.key
        case _:
            return None


def _first_number(source: Source, node: ListBlock) -> int:
    match = _DIGITS.match(source.text, node.start)
    return int(match.group()) if match else 0


def _code(source: Source, node: CodeBlock) -> Iterator[tuple[int, str]]:
    """The lines of a block of code, with the columns by which they are farther in than it."""
    start = source.line_span(source.line_at(node.start)).start
    column = len(source.text[start : node.start].expandtabs(_TAB))
    first, *others = _LINE_END.split(source[node.span])
    yield 0, first
    for line in others:
        content = line.lstrip(" \t")
        if content:
            margin = line[: len(line) - len(content)].expandtabs(_TAB)
            yield max(len(margin) - column, 0), content
