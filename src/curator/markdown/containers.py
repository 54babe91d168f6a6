"""The containers that are open while lines are read: quotes, list items, footnotes."""

from __future__ import annotations

from dataclasses import dataclass

from curator.nodes import Definition, FootnoteDefinition, Item, ListBlock, Node, Quote, Root

MAX_NESTING = 30
"""Containers inside one another; what is deeper stays text. Real lists nest to 13."""

Container = Root | Quote | Item | FootnoteDefinition


@dataclass(slots=True)
class OpenList:
    """A list that may get another item; ``last_line`` is the last line of its last item."""

    node: ListBlock
    items: list[Node]
    last_line: int


@dataclass(slots=True)
class Box:
    """An open container.

    ``width`` is the columns that continue an item, counted from the container's own column;
    ``last_line`` the last line that belongs to the content; ``list`` the list at the end of
    the children while it may go on.
    """

    node: Container
    children: list[Node]
    width: int
    last_line: int
    list: OpenList | None = None
    holder: OpenList | None = None

    def add(self, child: Node, line: int) -> None:
        """Append ``child``, which begins on ``line``; a gap before it makes the list loose."""
        gap = bool(self.children) and line > self.last_line + 1
        # What was nothing but definitions leaves no gap in GitHub's reading.
        if self.holder is not None and gap and not isinstance(self.children[-1], Definition):
            self.holder.node.tight = False
        self.children.append(child)
        self.list = None

    def close(self, parent: Box) -> None:
        """Settle the ends: of the node, of its list, and what the parent knows of lines."""
        node = self.node
        if self.children:
            node.end = max(node.end, self.children[-1].end)
        parent.last_line = max(parent.last_line, self.last_line)
        if self.holder is not None:
            self.holder.last_line = self.last_line
            self.holder.node.end = node.end


def list_kind(marker: str) -> tuple[bool, str]:
    """Whether a marker is a number, and the character that tells lists apart."""
    return len(marker) > 1, marker[-1]
