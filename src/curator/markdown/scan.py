"""What the inline rules write down while they read a leaf: marks, runs, brackets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mistune import InlineState

from curator.markdown.budget import Budget
from curator.markdown.emphasis import Run, pairs
from curator.markdown.leaf import Leaf
from curator.nodes import Definition, Emphasis, FootnoteDefinition, Node, Strong

Mark = tuple[int, int, int, Node, int, int]
"""Start, minus end and number of a construct, its node, and its content's start and end.

Sorted, marks stand in reading order, outer ones before what they hold. Content that starts
at -1 is none: the node is complete.
"""


@dataclass(slots=True)
class Bracket:
    """An opening ``[`` or ``![``: where its content starts, the runs and marks before it."""

    start: int
    image: bool
    runs: int
    marks: int
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """What references may point to: definitions and footnotes by normalised label."""

    definitions: Mapping[str, Definition]
    footnotes: Mapping[str, FootnoteDefinition]


class Scan(InlineState):
    """mistune's state for one leaf, with what this package notes about positions."""

    def __init__(self, leaf: Leaf, names: Names, budget: Budget) -> None:
        super().__init__({})
        self.src = leaf.text
        self.leaf = leaf
        self.names = names
        self.budget = budget
        self.marks: list[Mark] = []
        self.runs: list[Run] = []
        self.open: list[Bracket] = []
        # Openers of links below this height of the stack are inside the text of a link.
        self.dead = 0

    def put(self, start: int, end: int, node: Node) -> int:
        """Note a complete construct; returns ``end``."""
        self.marks.append((start, -end, len(self.marks), node, -1, -1))
        return end

    def wrap(self, start: int, end: int, node: Node, inner: tuple[int, int]) -> None:
        """Note a construct whose children are to be made of ``inner``."""
        self.marks.append((start, -end, len(self.marks), node, *inner))

    def pair_runs(self, first: int) -> None:
        """Pair the runs from number ``first`` on; they are used up afterwards."""
        runs = self.runs[first:]
        if len(runs) > 1:
            for start, end, used in pairs(runs):
                node = (Strong if used == 2 else Emphasis)(*self.leaf.span(start, end))
                self.wrap(start, end, node, (start + used, end - used))
        del self.runs[first:]
