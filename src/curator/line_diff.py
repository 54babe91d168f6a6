"""Which lines of a text are others than those of an earlier one."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

SMALL: Final = 40_000
"""Pairs of lines up to which a part is compared in every detail."""
_MOST_PARTS: Final = 40
"""Times that a part is divided again."""


class Part(NamedTuple):
    """Lines ``[start, end)`` of the old text, from 0, and those of the new one in their place."""

    start: int
    end: int
    new_start: int
    new_end: int


def differing(old: Sequence[str], new: Sequence[str]) -> list[Part]:
    """The parts in which two sequences of lines differ, in order.

    Lines that both texts have just once are matched first and divide the rest, as in Bram
    Cohen's patience diff; only small parts are compared in every detail, so that the cost
    does not grow faster than the texts.
    """
    changes: list[Part] = []
    stack = [(Part(0, len(old), 0, len(new)), 0)]
    while stack:
        whole, depth = stack.pop()
        part = _trimmed(whole, old, new)
        size = (part.end - part.start) * (part.new_end - part.new_start)
        if not size:
            if part.start < part.end or part.new_start < part.new_end:
                changes.append(part)
        elif size <= SMALL:
            changes += _compared(part, old, new)
        else:
            pairs = _unique(part, old, new) if depth < _MOST_PARTS else []
            if pairs:
                stack += [(each, depth + 1) for each in reversed(_between(part, pairs))]
            else:
                changes.append(part)
    return changes


def _trimmed(part: Part, old: Sequence[str], new: Sequence[str]) -> Part:
    """A part without the equal lines at its beginning and its end."""
    start, end, new_start, new_end = part
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    return Part(start, end, new_start, new_end)


def _compared(part: Part, old: Sequence[str], new: Sequence[str]) -> Iterator[Part]:
    """The parts beside as many equal lines as there can be.

    Of lines that changed places one is as good as the other. What is taken for moved is what
    stood first in the old text, as git takes it: that is what GitHub shows of a pull request.
    """
    start, end, new_start, new_end = part
    common = _common(old[start:end], new[new_start:new_end])
    at, there = start, new_start
    while at < end or there < new_end:
        begun, new_begun = at, there
        while (at < end or there < new_end) and not (
            at < end and there < new_end and old[at] == new[there]
        ):
            left, new_left = end - at, new_end - there
            if left and (not new_left or common[left - 1][new_left] == common[left][new_left]):
                at += 1
            else:
                there += 1
        yield Part(begun, at, new_begun, there)
        while at < end and there < new_end and old[at] == new[there]:
            at, there = at + 1, there + 1


def _common(old: Sequence[str], new: Sequence[str]) -> list[list[int]]:
    """How many lines the last n of ``old`` and the last m of ``new`` can share, by n and m."""
    rows = [[0] * (len(new) + 1)]
    backwards = new[::-1]
    for line in reversed(old):
        below, row = rows[-1], [0]
        for number, other in enumerate(backwards):
            row.append(below[number] + 1 if line == other else max(row[number], below[number + 1]))
        rows.append(row)
    return rows


def _unique(part: Part, old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The most lines that stand once in both texts, in the same order in both."""
    start, end, new_start, new_end = part
    counts = Counter(old[start:end])
    new_counts = Counter(new[new_start:new_end])
    places = {line: at for at, line in enumerate(new[new_start:new_end], new_start)}
    pairs = [
        (at, places[line])
        for at, line in enumerate(old[start:end], start)
        if counts[line] == 1 and new_counts.get(line) == 1
    ]
    # The longest rising sequence of the second numbers, by patience sorting.
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        pile = bisect_left(tops, there)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [there]
        ends[pile : pile + 1] = [number]
    kept: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        kept.append(pairs[number])
        number = before[number]
    return kept[::-1]


def _between(part: Part, pairs: Sequence[tuple[int, int]]) -> list[Part]:
    """What stands between lines that were matched."""
    parts: list[Part] = []
    at, there = part.start, part.new_start
    for one, two in [*pairs, (part.end, part.new_end)]:
        parts.append(Part(at, one, there, two))
        at, there = one + 1, two + 1
    return parts
