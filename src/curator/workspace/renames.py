"""Which file of before a new one was, by what the two have in common."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from typing import Final

MOST_FILES: Final = 2_000
"""Old files that are looked at."""
_MOST_COMPARED: Final = 100
"""New files, and old ones, that are compared line by line: each with each."""
ALIKE: Final = 0.5
"""The share of their lines that two versions of one file have in common, as git has it."""


def find_renamed(new: Mapping[str, str], gone: Mapping[str, str]) -> dict[str, str]:
    """For each of the ``new`` files the one that it was among those that are ``gone``.

    Both are texts by their paths. Every file of before became one new file at most; those that
    are most alike go first.
    """
    renamed = _moved(new, gone)
    taken = {*renamed.values()}
    left = [path for path in gone if path not in taken][:_MOST_COMPARED]
    lines = {path: _lines(gone[path]) for path in left}
    pairs: list[tuple[float, str, str]] = []
    for path in [path for path in new if path not in renamed][:_MOST_COMPARED]:
        own = _lines(new[path])
        for old, its in lines.items():
            alike = _alike(own, its)
            if alike >= ALIKE:
                pairs.append((-alike, path, old))
    for _, path, old in sorted(pairs):
        if path not in renamed and old not in taken:
            renamed[path] = old
            taken.add(old)
    return renamed


def _moved(new: Mapping[str, str], gone: Mapping[str, str]) -> dict[str, str]:
    """The files whose text is that of another one: mostly a folder that was renamed."""
    places: dict[str, deque[str]] = {}
    for old, text in sorted(gone.items()):
        places.setdefault(text, deque()).append(old)
    found: dict[str, str] = {}
    for path, text in sorted(new.items()):
        if text.strip() and places.get(text):
            found[path] = places[text].popleft()
    return found


def _lines(text: str) -> Counter[str]:
    return Counter(line for part in text.split("\n") if (line := part.strip()))


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """The share of lines that both have, from 0 to 1."""
    most = max(one.total(), other.total())
    return (one & other).total() / most if most else 0.0
