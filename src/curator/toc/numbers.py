"""The numbers of ordered contents when rows come and go."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise

from curator.diagnostic import Edit
from curator.source import Source
from curator.toc.layout import Line, NewLine, subtree_end

_NUMBER = re.compile(r"(\d{1,9})([.)])")


class Numbers:
    """The markers of new rows, and the edits that count on in the rows behind them.

    Such edits go with the last row of a list that comes or goes: ``behind_new`` by its
    heading, ``behind_cut`` by its index.
    """

    def __init__(self, source: Source, lines: Sequence[Line], cut: Set[int]) -> None:
        self._source = source
        self._lines = lines
        self._cut = cut
        self._markers: dict[int, str] = {}
        self._groups: dict[tuple[str, int], list[int]] = defaultdict(list)
        for index, line in enumerate(lines):
            self._groups["list", line.group].append(index)
        self.behind_new: dict[int, list[Edit]] = {}
        self.behind_cut: dict[int, list[Edit]] = {}

    def marker(self, new: NewLine) -> str:
        """The marker of a new row."""
        own = self._markers.get(new.heading)
        return self._source[self._lines[new.like].marker] if own is None else own

    def plan(self, new: Iterable[NewLine]) -> None:
        """Count the rows of all lists that change."""
        coming: dict[tuple[str, int], list[NewLine]] = defaultdict(list)
        for each in new:
            coming[each.group].append(each)
        changing = {("list", self._lines[index].group) for index in self._cut} | coming.keys()
        for group in changing:
            self._count(self._groups.get(group, []), coming.get(group, []))

    def _count(self, old: Sequence[int], new: Sequence[NewLine]) -> None:
        numbers = [self._number(index) for index in old] or [self._number(new[0].like)]
        if any(number is None for number in numbers):
            return  # bullets
        known = [number for number in numbers if number is not None]
        steps = {other - one for one, other in pairwise(known)}
        step = 0 if steps == {0} else 1
        before = sum(each.after < old[0] for each in new) if old and step else 0
        first = known[0] - before if known[0] > before else known[0]
        first = first if old else 1
        counts = steps <= {0, 1} and len(steps) <= 1
        order = sorted([*((i, 0, i) for i in old), *((n.after, 1, n.heading) for n in new)])
        edits: list[Edit] = []
        value = first - step
        last: tuple[int, int, int] | None = None
        for place in order:
            index, is_new, name = place
            if not is_new and index in self._cut:
                last = place
                continue
            value += step
            if is_new:
                last = place
                self._markers[name] = f"{value}{self._sign(old, new)}"
            elif not counts:
                value = self._number(index) or 0
            elif value != self._number(index):
                edits.append(Edit(self._lines[index].marker, f"{value}{self._sign(old, new)}"))
        if last is not None and counts and not self._moves(edits):
            behind = self.behind_new if last[1] else self.behind_cut
            behind[last[2]] = edits

    def _number(self, index: int) -> int | None:
        match = _NUMBER.fullmatch(self._source[self._lines[index].marker])
        return int(match[1]) if match else None

    def _sign(self, old: Sequence[int], new: Sequence[NewLine]) -> str:
        return self._source[self._lines[old[0] if old else new[0].like].marker][-1]

    def _moves(self, edits: Sequence[Edit]) -> bool:
        """Whether a marker would get wider or narrower above rows that are indented by it."""
        wider = {e.span.start for e in edits if len(e.text) != e.span.end - e.span.start}
        return bool(wider) and any(
            line.marker.start in wider and subtree_end(self._lines, index) > index + 1
            for index, line in enumerate(self._lines)
        )
