"""The heading that a row of contents means whose anchor leads nowhere."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Set
from difflib import get_close_matches
from functools import cached_property
from typing import Final

from curator.fragments import read_fragment
from curator.toc.outline import Outline, bare_words
from curator.toc.tables import Table

_NUMBER = re.compile(r"\d+")
_CLOSE: Final = 0.85
_LONGEST_COMPARED: Final = 120
_MOST_COMPARED: Final = 2_000
"""Pairs of anchors compared letter by letter in one file, about."""
_MOST_BETWEEN: Final = 50
"""Headings between two that are listed among which one is looked for."""


class Unlisted:
    """The headings that no contents list, to find the one that a row means."""

    def __init__(self, outline: Outline, listed: Set[int]) -> None:
        self._headings = outline.headings
        self._all = [index for index in range(len(self._headings)) if index not in listed]
        self._compared = 0

    def meant(self, table: Table, number: int) -> int | None:
        """The heading with an anchor like that of a row, else the one between its neighbours'."""
        alike = self._alike(read_fragment(table.rows[number].link.url))
        if alike is not None:
            return alike
        before = table.rows[number - 1].heading if number else None
        after = table.rows[number + 1].heading if number + 1 < len(table.rows) else None
        return self._between(before, after)

    @cached_property
    def _by_numbers(self) -> dict[tuple[str, ...], dict[str, int]]:
        """By the numbers in their anchors: another date or number is another heading."""
        found: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
        for index in self._all:
            anchor = self._headings[index].slug
            if len(anchor) <= _LONGEST_COMPARED:
                found[tuple(_NUMBER.findall(anchor))].setdefault(bare_words(anchor), index)
        return found

    def _alike(self, fragment: str) -> int | None:
        """The heading whose anchor differs from the fragment in few letters."""
        if len(fragment) > _LONGEST_COMPARED or self._compared > _MOST_COMPARED:
            return None
        anchors = self._by_numbers.get(tuple(_NUMBER.findall(fragment)), {})
        self._compared += len(anchors)
        close = get_close_matches(bare_words(fragment), anchors, n=1, cutoff=_CLOSE)
        return anchors[close[0]] if close else None

    def _between(self, before: int | None, after: int | None) -> int | None:
        """The one heading of their depth between two that neighbouring rows lead to."""
        if before is None or after is None:
            return None
        first, last = bisect_left(self._all, before), bisect_left(self._all, after)
        if last - first > _MOST_BETWEEN:
            return None
        depths = {self._headings[before].depth, self._headings[after].depth}
        found = [at for at in self._all[first:last] if self._headings[at].depth in depths]
        return found[0] if len(found) == 1 else None
