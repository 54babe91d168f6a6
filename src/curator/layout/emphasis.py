"""The marks of emphasis, ``*`` and ``_``: which one a list uses, and where another may go."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, NamedTuple

from curator.diagnostic import Edit
from curator.document import Document
from curator.document.mathematics import math_spans
from curator.layout.lines import text_blocks
from curator.markdown.characters import character_class
from curator.nodes import Cell, Emphasis, Heading, Node, Paragraph, Strong, Text
from curator.source import Source, Span

_OPENING: Final = {
    (Emphasis, "_"): re.compile(r"_(?<![^\W_]_)(?=\S)"),
    (Emphasis, "*"): re.compile(r"\*(?<!\*\*)(?=[^\s*]|\*\*[^\s*])"),
    (Strong, "_"): re.compile(r"__(?<![^\W_]__)(?=\S)"),
    (Strong, "*"): re.compile(r"\*\*(?=\S)"),
}
"""Where emphasis may begin: an underscore inside a word opens none.

The mark comes first, so that the search for it is one for a character.
"""
_LOOSE: Final = {
    "*": re.compile(r"\\.|(?<!\s)\*|\*(?!\s)"),
    "_": re.compile(r"\\.|(?<!\w)_|_(?!\w)"),
}
"""What could be taken for a mark, among the characters of a text."""
_STRUCK: Final = re.compile(r"[*_]~|~[*_]")
"""Marks beside those of struck out text, past which GitHub's parser looks."""
_MARKS: Final = "*_"
_LEAVES: Final = (Paragraph, Heading, Cell)
_START: Final = attrgetter("start")


class Mismatch(NamedTuple):
    """Emphasis with another mark than the list's: its place, both marks, and the edits if any."""

    span: Span
    mark: str
    expected: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """One emphasis, its mark, and whether it may take the other one."""

    node: Node
    mark: str
    convertible: bool


def mismatched_marks(document: Document, kind: type[Emphasis | Strong]) -> Iterator[Mismatch]:
    """The emphases of ``kind`` that have another mark than most of their kind in the file.

    Of two that are equally frequent, the first one used counts. Where an asterisk stands that
    an underscore cannot replace, inside a word, asterisks are expected everywhere. What is
    mathematics is no emphasis.
    """
    # Asterisks are looked for last: nearly every list has some.
    if not all(_is_used(document, kind, mark) for mark in "_*"):
        return
    leaves = text_blocks(document.syntax.root)
    places = [place for leaf in leaves for place in _places(document.source, leaf, kind)]
    expected = _expected(places)
    size = 2 if kind is Strong else 1
    for place in places:
        if place.mark != expected:
            start, end = place.node.span
            new = expected * size
            edits = (Edit(Span(start, start + size), new), Edit(Span(end - size, end), new))
            yield Mismatch(
                place.node.span, place.mark, expected, edits if place.convertible else ()
            )


def _expected(places: Sequence[_Place]) -> str:
    marks = [place.mark for place in places]
    if any(place.mark == "*" and not place.convertible for place in places):
        return "*"
    # Of two equal counts, the first mark that was met.
    return max(dict.fromkeys(marks), key=marks.count, default="*")


def _is_used(document: Document, kind: type[Node], mark: str) -> bool:
    """Whether a file has emphasis of ``kind`` with ``mark``."""
    text = document.source.text
    last: Node | None = None
    for match in _OPENING[kind, mark].finditer(text):
        leaf = _leaf_at(document.syntax.root, match.start())
        if leaf is not None and leaf is not last:
            if any(isinstance(node, kind) and text[node.start] == mark for node in leaf.walk()):
                return True
            last = leaf
    return False


def _leaf_at(root: Node, offset: int) -> Node | None:
    """The block of text around ``offset``."""
    node = root
    while not isinstance(node, _LEAVES):
        at = bisect_right(node.children, offset, key=_START) - 1
        if at < 0 or node.children[at].end <= offset:
            return None
        node = node.children[at]
    return node


def _places(source: Source, leaf: Node, kind: type[Node]) -> Iterator[_Place]:
    """The emphases of ``kind`` in a block of text, with what they could become."""
    text = source.text
    if not any(text.find(mark, leaf.start, leaf.end) >= 0 for mark in _MARKS):
        return
    emphases = list(_emphases(leaf))
    if not any(isinstance(node, kind) for node, _ in emphases):
        return
    size = 2 if kind is Strong else 1
    math = math_spans(text, leaf.start, leaf.end)
    parents = {id(node): parent for node, parent in emphases}
    holding = {id(parent) for parent in parents.values() if parent is not None}
    taken = {mark: _is_taken(text, leaf, mark) for mark in _MARKS}
    loose = {text[node.start] for node, _ in emphases if _is_loose(text, leaf, node)}
    for node, parent in emphases:
        if isinstance(node, kind) and not _is_within(math, node.span):
            mark = text[node.start]
            other = "_" if mark == "*" else "*"
            # What touches a letter or a mark may both open and close: no nesting is sure then.
            sure = other not in loose or (parent is None and id(node) not in holding)
            run = max(_run(text, node.start), _run(text, node.end - 1))
            # Of a longer run, such as that of `***x***`, the rest must be one emphasis as well.
            sure = sure and (run == size or (run == 3 and not taken[mark]))
            fits = sure and not taken[other] and _fits(text, leaf, node, parents, other)
            yield _Place(node, mark, fits)


def _is_within(spans: Sequence[Span], span: Span) -> bool:
    at = bisect_right(spans, span.start, key=_START) - 1
    return at >= 0 and span.end <= spans[at].end


def _run(text: str, at: int) -> int:
    """How many equal marks stand around ``at``; no more than seven are counted."""
    before, behind = text[max(at - 3, 0) : at], text[at : at + 4]
    mark = text[at]
    left, right = len(before) - len(before.rstrip(mark)), len(behind) - len(behind.lstrip(mark))
    return left + right


def _emphases(leaf: Node) -> Iterator[tuple[Node, Node | None]]:
    """All emphases below a block in reading order, each with the nearest one around it."""
    stack: list[tuple[Node, Node | None]] = [(child, None) for child in reversed(leaf.children)]
    while stack:
        node, around = stack.pop()
        if isinstance(node, (Emphasis, Strong)):
            yield node, around
            around = node
        stack.extend((child, around) for child in reversed(node.children))


def _is_taken(text: str, leaf: Node, mark: str) -> bool:
    """Whether ``mark`` is left over in a block, where it could pair with a new one."""
    if _STRUCK.search(text, leaf.start, leaf.end):
        return True
    for node in leaf.walk():
        if isinstance(node, Text) and text.find(mark, node.start, node.end) >= 0:
            found = _LOOSE[mark].finditer(text, node.start, node.end)
            if any(match.group() == mark for match in found):
                return True
    return False


def _around(text: str, leaf: Node, node: Node) -> tuple[str, str]:
    """The classes of the characters before and behind a node."""
    before = character_class(text[node.start - 1]) if node.start > leaf.start else "space"
    after = character_class(text[node.end]) if node.end < leaf.end else "space"
    return before, after


def _is_loose(text: str, leaf: Node, node: Node) -> bool:
    """Whether emphasis touches a letter, or more of its own mark, on its outside."""
    beside = text[max(node.start - 1, 0) : node.start] + text[node.end : node.end + 1]
    return "other" in _around(text, leaf, node) or text[node.start] in beside


def _fits(text: str, leaf: Node, node: Node, parents: Mapping[int, Node | None], mark: str) -> bool:
    """Whether a node would be the same emphasis with ``mark``, going by what touches it.

    ``parents`` are the emphases around those of the block, by ``id``.
    """
    size = 2 if isinstance(node, Strong) else 1
    parent = parents[id(node)]
    outer = parent if parent is not None and _is_all_of(parent, node) else None
    first = node.children[0] if len(node.children) == 1 else None
    nested = isinstance(first, (Emphasis, Strong)) and type(first) is not type(node)
    within = text[node.start + size] + text[node.end - size - 1]
    if not nested and any(character in _MARKS for character in within):
        return False
    edge = outer or node
    beside = text[max(edge.start - 1, leaf.start) : edge.start] + text[edge.end : edge.end + 1]
    if any(character in "*_~" for character in beside):
        return False
    if mark == "_" and "other" in _around(text, leaf, node):
        return False
    return parents[id(edge)] is None or _around(text, leaf, edge) == ("space", "space")


def _is_all_of(parent: Node, node: Node) -> bool:
    """Whether ``node`` is all that emphasis of the other kind holds, as in ``**_x_**``."""
    size = 2 if isinstance(parent, Strong) else 1
    touches = parent.start + size == node.start and node.end + size == parent.end
    return touches and type(parent) is not type(node)
