"""What fixes must leave as it is: the words and targets that GitHub shows, and other links."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any, Final

from curator.diagnostic import Edit
from curator.document import Document
from curator.fixer.edits import Moves
from curator.nodes import (
    Break,
    Cell,
    Code,
    CodeBlock,
    Emphasis,
    FootnoteDefinition,
    FootnoteReference,
    FrontMatter,
    Heading,
    HtmlComment,
    HtmlTag,
    HtmlText,
    Image,
    Item,
    Link,
    Node,
    Quote,
    Strong,
    Table,
    Text,
    decode,
    decode_html,
)
from curator.toc import marked_blocks

_VISIBLE: Final = frozenset("#%&@")
"""Punctuation that is part of names all the same, such as C#."""
_SIGNS: Final = frozenset("$<=>^`|~→←−")
"""Symbols that part words as punctuation does."""
_LINE_END = re.compile(r"\r\n|\r|\n")


class _Fate(dict[int, str | None]):
    """What becomes of a character: itself, a blank, or nothing; filled as they are met."""

    def __missing__(self, point: int) -> str | None:
        character = chr(point)
        category = unicodedata.category(character)
        fate: str | None = character
        if character.isspace() or category[0] == "Z":
            fate = " "
        elif category in ("Cc", "Cf"):
            fate = None
        elif character in _SIGNS or (category[0] == "P" and character not in _VISIBLE):
            fate = " "
        self[point] = fate
        return fate


_FATE = _Fate()


class Rendering:
    """What GitHub shows of a document, as far as fixes may not change it.

    ``shown`` holds, in order, the words, without control and format characters, white space
    and punctuation; the targets of links and images; and for each heading, list item, table
    cell, quote and block of code that it begins. Contents between markers are left out.
    """

    __slots__ = ("shown",)

    def __init__(self, document: Document) -> None:
        walk = _Walk(document)
        walk.run()
        self.shown: tuple[str, ...] = tuple(walk.shown)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rendering) and self.shown == other.shown

    def __hash__(self) -> int:
        return hash(self.shown)


_INLINE: Final = (
    *(Text, Code, Emphasis, Strong, Break, Link, Image, FootnoteReference),
    *(HtmlTag, HtmlText, HtmlComment),
)
_PHRASING: Final = frozenset(
    "a abbr b code del em font i ins kbd mark s span strong sub sup u".split()
)
"""Tags that do not part the words on their two sides."""
_TARGETS: Final = ("href", "src", "alt", "id", "name")


class _Walk:
    """One walk over a tree that gathers what is shown."""

    def __init__(self, document: Document) -> None:
        self.text = document.source.text
        self.root = document.syntax.root
        self.shown: list[str] = []
        self._line: list[str] = []
        self._skipped = marked_blocks(document)
        self._skipped_starts = [span.start for span in self._skipped]

    def run(self) -> None:
        """Walk the whole tree; a word ends where its block or link does, not where a mark does."""
        visits: dict[type[Node], Callable[[Any], object]] = {
            Text: lambda node: self._line.append(decode(self._raw(node))),
            HtmlText: lambda node: self._line.append(decode_html(self._raw(node))),
            Code: lambda node: self._line.append(node.value),
            Break: lambda _: self._line.append(" "),
            Link: lambda node: self._mark(node.url),
            Image: lambda node: self._mark(node.url),
            HtmlTag: self._tag,
            FootnoteReference: lambda node: self._mark(f"^{node.key}"),
            FootnoteDefinition: lambda node: self._mark(f"^{node.key}:"),
            Heading: lambda node: self._mark(f"h{node.depth}"),
            Item: lambda node: self._mark(f"item {node.checked}"),
            Quote: lambda node: self._mark(f"quote {node.alert}"),
            Table: lambda node: self._mark(f"table {node.columns}"),
            Cell: lambda node: None if node.extra else self._mark("cell"),
            CodeBlock: self._code_block,
            FrontMatter: lambda node: self._mark(self._raw(node)),
        }
        stack: list[Node] = [self.root]
        while stack:
            node = stack.pop()
            if not isinstance(node, _INLINE):
                self._flush()
                if self._is_marked(node):
                    continue
            visit = visits.get(type(node))
            if visit is not None:
                visit(node)
            if node.children and not (isinstance(node, Cell) and node.extra):
                stack.extend(reversed(node.children))
        self._flush()

    def _raw(self, node: Node) -> str:
        return self.text[node.start : node.end]

    def _is_marked(self, node: Node) -> bool:
        """Whether a block stands in contents that markers enclose."""
        at = bisect_right(self._skipped_starts, node.start) - 1
        return at >= 0 and node is not self.root and node.end <= self._skipped[at].end

    def _flush(self) -> None:
        if self._line:
            self.shown += "".join(self._line).translate(_FATE).split()
            self._line = []

    def _mark(self, what: str) -> None:
        self._flush()
        self.shown.append(f"[{what}]")

    def _tag(self, node: HtmlTag) -> None:
        if node.name not in _PHRASING:
            self._line.append(" ")
        for name in _TARGETS:
            value = node.attributes.get(name)
            if value is not None:
                self._mark(value.value)

    def _code_block(self, node: CodeBlock) -> None:
        self._mark("code")
        lines = _LINE_END.split(self._raw(node))
        if node.fence is not None:
            lines = lines[1:-1] if node.closed else lines[1:]
        # Without the margins that other blocks put before them.
        self.shown += filter(None, (" ".join(line.strip("> \t").split()) for line in lines))


def lost_links(
    before: Document, after: Document, edits: Sequence[Edit], *, removed: int = 0
) -> bool:
    """Whether ``edits`` took more links out of a document than the ``removed`` ones.

    A link that no edit touches has to be where it was moved to, if only as the target of one
    that is around it now. Of the others there have to be as many as there were; where they lead
    may have changed.
    """
    moves = Moves(edits)
    starts = [link.span.start for link in after.links]
    touched = 0
    for link in before.links:
        if moves.touches(*link.span):
            touched += 1
            continue
        start = moves.moved(link.span.start)
        at = bisect_right(starts, start) - 1
        if at < 0 or after.links[at].span.end <= start:
            return True
        if starts[at] != start and after.links[at].url != link.url:
            return True
    return len(after.links) < len(before.links) - min(removed, touched)
