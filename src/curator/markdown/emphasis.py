"""Emphasis: runs of ``*`` and ``_`` paired in time linear in their number.

mistune's own pass copies what lies between each pair and looks through all earlier runs for
every closing one, which is quadratic on ``*a *a … a* a*``. This is the algorithm of
CommonMark 0.31.2 ("An algorithm for parsing nested emphasis and links") on positions only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curator.markdown.characters import character_class


@dataclass(slots=True)
class Run:
    """A run of ``count`` unused marks at ``start``; ``size`` is how many there were."""

    start: int
    count: int
    mark: str
    opens: bool
    closes: bool
    size: int


def delimiter_run(text: str, start: int, end: int) -> Run | None:
    """The run ``text[start:end]``, or nothing if it can neither open nor close."""
    left_at, right_at = start - 1, end
    # Strikethrough makes GitHub's parser look past tildes on both sides.
    while left_at > 0 and text[left_at] == "~":
        left_at -= 1
    while right_at < len(text) - 1 and text[right_at] == "~":
        right_at += 1
    before = character_class(text[left_at]) if start else "space"
    after = character_class(text[right_at]) if end < len(text) else "space"
    left = after == "other" or (after == "punctuation" and before != "other")
    right = before == "other" or (before == "punctuation" and after != "other")
    mark = text[start]
    if mark == "_":
        left, right = (
            left and (not right or before == "punctuation"),
            right and (not left or after == "punctuation"),
        )
    if not left and not right:
        return None
    return Run(start, end - start, mark, left, right, end - start)


def pairs(runs: Sequence[Run]) -> Iterator[tuple[int, int, int]]:
    """The emphases among ``runs``, inner before outer: start, end and 1 or 2 marks a side."""
    openers: list[Run] = []
    # For each kind of closing run the place before which no opener fits it.
    floors: dict[tuple[str, bool, int], int] = {}
    for closer in runs:
        while closer.closes and closer.count:
            kind = closer.mark, closer.opens, closer.size % 3
            at = _opener(openers, closer, floors.get(kind, -1))
            if at < 0:
                floors[kind] = closer.start
                break
            opener = openers[at]
            del openers[at + 1 :]
            used = 2 if opener.count > 1 and closer.count > 1 else 1
            opener.count -= used
            closer.count -= used
            yield opener.start + opener.count, closer.start + used, used
            closer.start += used
            if not opener.count:
                openers.pop()
        if closer.opens and closer.count:
            openers.append(closer)


def _opener(openers: Sequence[Run], closer: Run, floor: int) -> int:
    for at in range(len(openers) - 1, -1, -1):
        opener = openers[at]
        if opener.start < floor:
            break
        if opener.mark == closer.mark and not (
            (opener.closes or closer.opens)
            and (opener.size + closer.size) % 3 == 0
            and (opener.size % 3 or closer.size % 3)
        ):
            return at
    return -1
