"""Which file of before a new one was, by what the two have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

MOST_FILES: Final = 100
"""New files for which an old one is sought, and old ones that are looked at."""
ALIKE: Final = 0.5
"""The share of their lines that two versions of one file have in common, as git has it."""


def find_renamed(new: Mapping[str, str], gone: Mapping[str, str]) -> dict[str, str]:
    """For each of the ``new`` files the one that it was among those that are ``gone``.

    Both are texts by their paths. Every file of before became one new file at most; those that
    are most alike go first.
    """
    lines = {path: _lines(text) for path, text in list(gone.items())[:MOST_FILES]}
    pairs: list[tuple[float, str, str]] = []
    for path, text in list(new.items())[:MOST_FILES]:
        own = _lines(text)
        for old, its in lines.items():
            alike = _alike(own, its)
            if alike >= ALIKE:
                pairs.append((-alike, path, old))
    renamed: dict[str, str] = {}
    for _, path, old in sorted(pairs):
        if path not in renamed and old not in renamed.values():
            renamed[path] = old
    return renamed


def _lines(text: str) -> Counter[str]:
    return Counter(line for part in text.split("\n") if (line := part.strip()))


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """The share of lines that both have, from 0 to 1."""
    most = max(one.total(), other.total())
    return (one & other).total() / most if most else 0.0
