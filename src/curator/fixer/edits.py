"""Edits of a text: which of them go together, what they make of it, and where places move to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from curator.diagnostic import Edit
from curator.source import Span


def _order(edit: Edit) -> tuple[int, int, str]:
    return edit.span.start, edit.span.end, edit.text


def _collide(one: Edit, two: Edit) -> bool:
    """Whether an edit and a later one are about the same characters or the same gap.

    Edits may touch. Which of two insertions into one gap comes first would be a guess.
    """
    if one.span == two.span:
        return True
    return one.span.end > two.span.start


class EditSet:
    """Edits of one text that are not in each other's way, in the order of their places."""

    def __init__(self) -> None:
        self._edits: list[Edit] = []

    def add(self, edits: Iterable[Edit]) -> bool:
        """Take all of ``edits``, or none and return false where one of them is in the way.

        An edit that is here already is not taken twice.
        """
        new = sorted({edit for edit in edits if not self._has(edit)}, key=_order)
        if any(_collide(one, two) for one, two in pairwise(new)) or any(map(self._collides, new)):
            return False
        for edit in new:
            insort(self._edits, edit, key=_order)
        return True

    def _place(self, edit: Edit) -> int:
        return bisect_left(self._edits, _order(edit), key=_order)

    def _has(self, edit: Edit) -> bool:
        at = self._place(edit)
        return at < len(self._edits) and self._edits[at] == edit

    def _collides(self, edit: Edit) -> bool:
        at = self._place(edit)
        before, after = self._edits[max(at - 1, 0) : at], self._edits[at : at + 1]
        return any(_collide(other, edit) for other in before) or any(
            _collide(edit, other) for other in after
        )

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All of them."""
        return tuple(self._edits)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """``text`` with ``edits`` made, which are in order and not in each other's way."""
    pieces, at = [], 0
    for edit in edits:
        pieces += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*pieces, text[at:]])


class Moves:
    """Where the characters of a text are once ``edits``, in order, were made."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._starts = [edit.span.start for edit in edits]
        self._ends = [edit.span.end for edit in edits]
        grown = (len(edit.text) - (edit.span.end - edit.span.start) for edit in edits)
        self._shifts = [0, *accumulate(grown)]

    def touches(self, start: int, end: int) -> bool:
        """Whether an edit changes something between two places."""
        at = bisect_right(self._ends, start)
        return at < len(self._starts) and self._starts[at] < end

    def moved(self, offset: int) -> int:
        """Where the character at ``offset`` is now, which no edit touched."""
        return offset + self._shifts[bisect_right(self._ends, offset)]

    def carried(self, edits: Iterable[Edit]) -> tuple[Edit, ...]:
        """Other edits of the text, none of which is in the way of these, for what it is now."""
        return tuple(Edit(self._carried(edit.span), edit.text) for edit in edits)

    def _carried(self, span: Span) -> Span:
        """A span without what was put in at its ends."""
        start = self.moved(span.start)
        if span.start == span.end:
            return Span(start, start)
        return Span(start, span.end + self._shifts[bisect_left(self._starts, span.end)])
