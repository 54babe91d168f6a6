"""A syntax tree as plain values that stay equal when only the left margin of lines changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from curator import nodes
from curator.nodes import Attribute, Node
from curator.source import Source, Span

# Where a break ends depends on the margin of the next line; its line says enough.
_UNPLACED = (nodes.Break, nodes.Root)

_WORDS = re.compile(r"\S(?:.*\S)?", re.DOTALL)


class Places:
    """Offsets as (line, characters from there to the end of the line).

    Markers, indents and byte order marks stand at the start of lines, newlines and trailing
    blanks at the end; the characters between do not change when a document is wrapped.
    """

    def __init__(self, source: Source, *, first_line: int = 1) -> None:
        self.source = source
        self.first_line = first_line

    def of(self, offset: int) -> tuple[int, int]:
        """The place of one offset; lines count from ``first_line``."""
        line = self.source.line_at(offset)
        rest = self.source.text[offset : self.source.line_span(line).end].rstrip(" \t")
        return line - self.first_line, len(rest)

    def value(self, value: Any) -> Any:
        """A node's field: spans as places, text with its white space as single blanks."""
        if isinstance(value, Span):
            return self.of(value.start), self.of(value.end)
        if isinstance(value, Attribute):
            return self.value(value.value), self.value(value.span)
        if isinstance(value, dict):
            return {name: self.value(inner) for name, inner in value.items()}
        if isinstance(value, str):
            return " ".join(value.split())
        return value

    def words(self, node: Node) -> tuple[Any, ...]:
        """Where the words of a text begin and end; the white space around them is margin."""
        found = _WORDS.search(self.source.text, node.start, node.end)
        return () if found is None else (self.of(found.start()), self.of(found.end()))

    def row(self, depth: int, node: Node) -> tuple[Any, ...]:
        """One node without its children."""
        if isinstance(node, _UNPLACED):
            return depth, node.kind, self.of(node.start)[0]
        if isinstance(node, nodes.HtmlText):
            return depth, node.kind, *self.words(node)
        rest = [
            (name.name, self.value(getattr(node, name.name)))
            for name in fields(node)
            if name.name not in {"start", "end", "children"}
        ]
        return depth, node.kind, self.of(node.start), self.of(node.end), *rest


def skeleton(
    source: Source, top: Iterable[Node], *, first_line: int = 1, hard: bool = True
) -> Iterator[tuple[Any, ...]]:
    """All nodes of ``top`` and below as rows, in reading order.

    ``hard`` says whether rows of breaks tell hard from soft ones.
    """
    places = Places(source, first_line=first_line)
    stack = [(0, node) for node in top][::-1]
    while stack:
        depth, node = stack.pop()
        row = places.row(depth, node)
        if hard and isinstance(node, nodes.Break):
            row = (*row, node.hard)
        yield row
        stack.extend((depth + 1, child) for child in reversed(node.children))
