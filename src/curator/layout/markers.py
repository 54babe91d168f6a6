"""Which lists are marked otherwise than most of their file, and what would mark them alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal, NamedTuple

from curator.diagnostic import Edit
from curator.layout.margins import InnerList, OuterList, gap_behind, inner_lists, items_of
from curator.layout.rereading import is_same_list
from curator.nodes import Item, ListBlock, Node
from curator.source import Source, Span

_AMBIGUOUS: Final = frozenset("-*+_=#>`~0123456789")
"""What an item may begin with so that another marker before it makes it another block."""


@dataclass(frozen=True, slots=True, eq=False)
class OddList:
    """Items whose marker ``wanted`` is not, all of one outermost list, in reading order.

    ``lists`` are the same items, those of each list by themselves. ``edits`` are in order; none
    where the items would become another block. ``joined`` is whether they make one list with
    another that they touch.
    """

    items: Sequence[Item]
    bullet: str
    wanted: str
    edits: Sequence[Edit]
    joined: bool
    lists: Sequence[Sequence[Item]]

    def foremost(self, touches: Callable[[Span], bool]) -> Item:
        """The item at which these are told: the first of a list that a change wrote as a whole.

        Without such a list it is one that the change does not touch: whoever added an item to
        a list took the sign that the list had, and could not have taken another.
        """
        old = None
        for items in self.lists:
            left = next((item for item in items if not touches(item.marker)), None)
            if left is None:
                return items[0]
            old = old or left
        return old or self.items[0]


def odd_lists(
    source: Source, outers: Sequence[OuterList], *, ordered: bool, by_depth: bool
) -> Iterator[OddList]:
    """The lists whose bullet or delimiter is not that of most items of the file.

    The first to come where two are equally many. With ``by_depth`` a file may have another one
    at each depth, and then goes by that where most of its lists with lists in them do so; it is
    right as soon as there is one at each depth. Lists that are deeper than all with signs by
    depth then keep a sign that they have throughout.
    """
    found = [
        (outer, [inner for inner in inner_lists(outer) if inner.node.ordered is ordered])
        for outer in outers
    ]
    counts: dict[int, Counter[str]] = {}
    for _, inners in found:
        for inner in inners:
            counter = counts.setdefault(inner.depth if by_depth else 0, Counter())
            counter[inner.node.bullet] += len(inner.node.children)
    if all(len(counter) == 1 for counter in counts.values()):
        return
    reach = _reach_of_signs_by_depth([inners for _, inners in found]) if by_depth else None
    if by_depth and reach is None:
        total = sum(counts.values(), Counter[str]())
        counts = dict.fromkeys(counts, total)
    best = {depth: counter.most_common(1)[0][0] for depth, counter in counts.items()}
    for outer, inners in found:
        if reach is not None and _is_deep_and_uniform(inners, reach):
            continue
        odd = [
            _Odd(inner, wanted)
            for inner in inners
            if (wanted := best[inner.depth if by_depth else 0]) != inner.node.bullet
        ]
        yield from _judged(source, outer, odd)


def _reach_of_signs_by_depth(found: Sequence[Sequence[InnerList]]) -> int | None:
    """The greatest depth of lists with signs by depth, if most items in deep lists have such."""
    varied = uniform = reach = 0
    for inners in found:
        deepest = max((inner.depth for inner in inners), default=0)
        if len({inner.depth for inner in inners}) > 1:
            items = sum(len(inner.node.children) for inner in inners)
            if len({inner.node.bullet for inner in inners}) > 1:
                varied += items
                reach = max(reach, deepest)
            else:
                uniform += items
    return reach if varied > uniform else None


def _is_deep_and_uniform(inners: Sequence[InnerList], reach: int) -> bool:
    """Whether a list goes deeper than ``reach`` with one sign at all of its depths."""
    deeper = any(inner.depth > reach for inner in inners)
    return deeper and len({inner.node.bullet for inner in inners}) == 1


class _Odd(NamedTuple):
    """A list and the sign that it ought to have."""

    inner: InnerList
    wanted: str


def _judged(source: Source, outer: OuterList, odd: Sequence[_Odd]) -> Iterator[OddList]:
    """The odd lists of an outermost one: those beside another list, and the rest together."""
    alone: dict[tuple[str, str], list[list[Item]]] = {}
    for inner, wanted in odd:
        beside = _beside(source, inner)
        if beside is None:
            lists = alone.setdefault((inner.node.bullet, wanted), [])
            lists.append(list(items_of(inner.node)))
        else:
            yield _joined(source, inner.node, wanted, beside)
    for (bullet, wanted), lists in alone.items():
        items = sorted(chain.from_iterable(lists), key=lambda item: item.start)
        edits = [_edit(item, wanted) for item in items]
        same = is_same_list(source, outer, edits)
        yield OddList(items, bullet, wanted, edits if same else (), joined=False, lists=lists)


def _edit(item: Item, wanted: str) -> Edit:
    return Edit(Span(item.marker.end - 1, item.marker.end), wanted)


def _beside(source: Source, inner: InnerList) -> Literal["touching", "apart"] | None:
    """Whether there is a list of the same sort next to it, and a blank line between them."""
    node = inner.node
    above, below = _sibling(node, inner.above), _sibling(node, inner.below)
    if above is None and below is None:
        return None
    touching = (above is None or _touch(source, above, node)) and (
        below is None or _touch(source, node, below)
    )
    return "touching" if touching else "apart"


def _sibling(node: ListBlock, other: Node | None) -> ListBlock | None:
    alike = isinstance(other, ListBlock) and other.ordered is node.ordered
    return other if alike and isinstance(other, ListBlock) else None


def _touch(source: Source, one: ListBlock, two: ListBlock) -> bool:
    return source.line_at(one.end) + 1 == source.line_at(two.start)


def _joined(source: Source, node: ListBlock, wanted: str, beside: str) -> OddList:
    """A list next to another, of which it becomes a part if they touch."""
    items = list(items_of(node))
    text = source.text
    plain = all(
        text[end : end + 1] not in _AMBIGUOUS
        for end in (gap_behind(text, item).end for item in items)
    )
    edits = [_edit(item, wanted) for item in items] if plain and beside == "touching" else ()
    return OddList(items, node.bullet, wanted, edits, joined=True, lists=[items])
