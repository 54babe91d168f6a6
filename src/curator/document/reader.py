"""What the readers of entries share: links by place, inline pieces, and the making of one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from curator.document.heads import Head
from curator.document.model import Entry, EntryKind, Link
from curator.document.pieces import Piece, pieces_of
from curator.nodes import ListBlock, Node, plain_text
from curator.source import Source


class Reader:
    """Reads entries out of one document's nodes.

    ``links`` are the document's in reading order, ``by_node`` the same by their node's ``id``.
    """

    def __init__(self, source: Source, links: Sequence[Link], by_node: Mapping[int, Link]) -> None:
        self.source = source
        self.by_node = by_node
        self._links = links
        self._starts = [link.span.start for link in links]

    def links_in(self, node: Node, *, lists: bool = True) -> list[Link]:
        """The links below ``node`` in reading order; nested lists left out on request."""
        if lists:
            return self._between(node.start, node.end)
        found: list[Link] = []
        start = node.start
        for child in node.children:
            if isinstance(child, ListBlock):
                found.extend(self._between(start, child.start))
                start = child.end
        found.extend(self._between(start, node.end))
        return found

    def _between(self, start: int, end: int) -> list[Link]:
        first = bisect_left(self._starts, start)
        return list(self._links[first : bisect_left(self._starts, end, first)])

    def pieces(self, nodes: Sequence[Node]) -> list[Piece]:
        """The inline content of ``nodes``, flattened."""
        return pieces_of(self.source, nodes, self.by_node)

    def entry(
        self,
        kind: EntryKind,
        node: Node,
        head: Head,
        links: Sequence[Link],
        notes: Sequence[Node] = (),
        depth: int = 0,
        children: Sequence[Entry] = (),
    ) -> Entry:
        """An entry; without a description on its own lines, ``notes`` below it are that."""
        description = head.description
        if not description and notes:
            described = (plain_text(self.source, note) for note in notes)
            description = " ".join(" ".join(described).split())
        return Entry(
            kind=kind,
            span=node.span,
            title=head.title,
            title_kind=head.title_kind,
            title_span=head.title_span,
            link=head.link,
            links=tuple(links),
            description=description,
            description_span=head.description_span,
            separator=head.separator,
            node=node,
            depth=depth,
            children=tuple(children),
        )
