"""Where rows go in contents, and where new ones come."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from curator.diagnostic import Edit
from curator.source import Span
from curator.toc.generate import newline_of
from curator.toc.layout import Line, NewLine, gap_between, subtree_end
from curator.toc.manner import Manner
from curator.toc.numbers import Numbers
from curator.toc.outline import Outline

_SURE: Final = 0.8
_WIDEST: Final = 3
"""Blanks that a list may be indented beyond the text of the row above it."""


class Inserted(NamedTuple):
    """New rows in one place: the headings they are for, and the edit that writes them."""

    headings: Sequence[int]
    edit: Edit


def removals(lines: Sequence[Line], gone: Iterable[int]) -> dict[int, Span]:
    """What is to be cut out for lines to go, by their indices, in order.

    A line stays where one below it does, and where all of its block would go.
    """
    wanted, marked = set(gone), set[int]()
    for index in sorted(wanted, reverse=True):
        if all(below in marked for below in range(index + 1, subtree_end(lines, index))):
            marked.add(index)
    last = {line.block: at for at, line in enumerate(lines) if at not in marked}
    cut: dict[int, Span] = {}
    for at in sorted(marked):
        line = lines[at]
        if line.block not in last:
            continue
        if at > last[line.block]:
            cut[at] = Span(lines[at - 1].stop, line.stop)
        else:
            cut[at] = Span(line.start, lines[at + 1].start)
    return cut


class Places:
    """The places of one table: ``targets`` are the headings of its lines that stay, by index."""

    def __init__(
        self,
        outline: Outline,
        lines: Sequence[Line],
        targets: Mapping[int, int | None],
        manner: Manner,
    ) -> None:
        self._outline = outline
        self._source = outline.document.source
        self._lines = lines
        self._manner = manner
        self._targets = targets
        self._by_heading = sorted((at, i) for i, at in targets.items() if at is not None)
        self._siblings: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        self._levels: dict[int, Counter[int]] = defaultdict(Counter)
        for at, index in self._by_heading:
            depth = outline.headings[at].depth
            self._siblings[outline.parents[at], depth].append((at, index))
            self._levels[depth][lines[index].level] += 1
        self._line_of = dict(reversed(self._by_heading))

    def inserted(self, headings: Sequence[int], numbers: Numbers) -> list[Inserted]:
        """The new rows for headings, those together that come in one place."""
        places: dict[int, list[NewLine]] = defaultdict(list)
        placed: dict[int, NewLine] = {}
        for at in sorted(headings):
            new = self._placed(at, placed)
            if new is not None:
                placed[at] = new
                places[new.after].append(new)
        numbers.plan(new for after in sorted(places) for new in places[after])
        written = (self._written(places[after], numbers) for after in sorted(places))
        return [group for group in written if group is not None]

    # ------------------------------------------------------------------------- place

    def _placed(self, at: int, placed: Mapping[int, NewLine]) -> NewLine | None:
        """The row for a heading in its place; ``placed`` are the new ones before it."""
        level = self._level(at)
        if level is None:
            return None
        below = placed.get(self._outline.parents[at])
        if below is not None:
            after = below.after if level == below.level + 1 else None
        else:
            after = self._after(at, level)
        if after is None:
            return None
        sibling = None if below is not None else self._sibling(after, level)
        alike = (index for index, line in enumerate(self._lines) if line.level == level)
        like = next(alike, None) if sibling is None else sibling
        if like is None:
            return None
        if sibling is not None:
            group = ("list", self._lines[sibling].group)
        elif below is not None:
            group = ("below new", below.heading)
        else:
            group = ("below", self._above(after, level))
        return NewLine(at, after, level, like, below, group)

    def _after(self, at: int, level: int) -> int | None:
        """The index of the line that a row for a heading comes behind, -1 for none."""
        before = bisect_left(self._by_heading, (at, -1)) - 1
        if before < 0:
            return -1 if level == 0 else None
        index = self._by_heading[before][1]
        if self._lines[index].level < level - 1:
            return None
        last, end = index, index + 1
        while end < len(self._lines) and self._lines[end].level > level:
            last = end if end in self._targets else last
            end += 1
        parent = self._line_of.get(self._outline.parents[at])
        above = self._above(last, level)
        if level > 0 and (above < 0 or parent not in (None, above)):
            return None
        return last if self._is_sure(at, last) else None

    def _above(self, index: int, level: int) -> int:
        """The line that a new one of some level stands below, if it comes behind another one."""
        while index >= 0 and self._lines[index].level >= level:
            index = self._lines[index].parent
        return index

    def _level(self, at: int) -> int | None:
        """The level of the row for a heading: that of its siblings, else of others of its depth."""
        depth = self._outline.headings[at].depth
        siblings = self._siblings.get((self._outline.parents[at], depth), [])
        if siblings:
            near = bisect_left(siblings, (at, -1))
            levels = {self._lines[i].level for _, i in siblings[max(near - 1, 0) : near + 1]}
            return levels.pop() if len(levels) == 1 else None
        counts = self._levels.get(depth)
        if not counts:
            return None
        level, count = counts.most_common(1)[0]
        return level if count >= _SURE * counts.total() else None

    def _is_sure(self, at: int, last: int) -> bool:
        """Whether a new row belongs to the list that it would end, not to the next one."""
        behind = next((i for i in range(last + 1, len(self._lines)) if i in self._targets), None)
        if behind is None or self._lines[behind].block == self._lines[last].block:
            return True
        before, after = self._targets.get(last), self._targets.get(behind)
        if before is None or after is None:
            return False
        parent = self._outline.parents[at]
        return self._is_under(parent, before) and not self._is_under(parent, after)

    def _is_under(self, parent: int, at: int) -> bool:
        """Whether a heading stands below another one, at any depth."""
        return 0 <= parent < at < self._outline.ends[parent]

    def _sibling(self, after: int, level: int) -> int | None:
        """A line of the list that a new one comes into, if there is such a list."""
        for at in range(after, -1, -1):
            if self._lines[at].level == level:
                return at
            if self._lines[at].level < level:
                break
        for at in range(after + 1, len(self._lines)):
            if self._lines[at].level == level:
                return at
            if self._lines[at].level < level:
                break
        return None

    # ----------------------------------------------------------------------- writing

    def _written(self, new: Sequence[NewLine], numbers: Numbers) -> Inserted | None:
        """The edit that puts rows behind a line, or before all."""
        after = new[0].after
        gap = self._gap(max(after, 0))
        margins: dict[int, str] = {}
        texts: list[str] = []
        for each in new:
            like = self._lines[each.like]
            content = self._manner.content(each.heading, like)
            if content is None:
                return None
            margin = margins[each.heading] = self._margin(each, margins)
            behind = self._source[Span(like.marker.end, like.lead.start)]
            texts.append(f"{margin}{numbers.marker(each)}{behind}{content}")
        headings = [each.heading for each in new]
        if after < 0:
            start = self._lines[0].start
            return Inserted(headings, Edit(Span(start, start), "".join(t + gap for t in texts)))
        stop = self._lines[after].stop
        return Inserted(headings, Edit(Span(stop, stop), "".join(gap + t for t in texts)))

    def _margin(self, new: NewLine, margins: Mapping[int, str]) -> str:
        """What stands before the marker: as in the line like it, where that nests."""
        like = self._lines[new.like]
        margin = self._margin_of(like)
        if new.level == 0 or new.group == ("list", like.group):
            return margin
        if new.below is not None:
            above, outer = self._lines[new.below.like], margins[new.below.heading]
        else:
            above = self._lines[self._above(new.after, new.level)]
            outer = self._margin_of(above)
        if "\t" in margin + outer:
            return margin
        text = len(outer) + above.lead.start - above.marker.start
        return (
            margin if text <= len(margin) <= text + _WIDEST else outer + " " * (text - len(outer))
        )

    def _margin_of(self, line: Line) -> str:
        return self._source[Span(line.start, line.marker.start)]

    def _gap(self, at: int) -> str:
        """What parts lines around one: a newline, and blank lines in loose lists."""
        lines = self._lines
        for one, other in ((at, at + 1), (at - 1, at)):
            if one >= 0 and other < len(lines) and lines[one].block == lines[other].block:
                gap = gap_between(self._source, lines[one], lines[other])
                if gap is not None:
                    return gap
        return newline_of(self._source)
