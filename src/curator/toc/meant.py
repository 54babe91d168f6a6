"""The heading that a row of contents means whose anchor leads nowhere, or may mean."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from difflib import get_close_matches
from functools import cached_property
from typing import Final

from curator.document import Link
from curator.document.labels import names_contents
from curator.fragments import read_fragment
from curator.toc.outline import Outline, bare_words, stems
from curator.toc.tables import Table

_NUMBER = re.compile(r"\d+")
_CLOSE: Final = 0.85
_CLOSE_SHORT: Final = 0.8
"""What is close enough in anchors of five or six letters that begin alike: all but one."""
_SHORT: Final = range(5, 7)
_LONGEST_COMPARED: Final = 120
_MOST_COMPARED: Final = 2_000
"""Pairs of anchors compared letter by letter in one file, about."""
_MOST_BETWEEN: Final = 50
"""Headings between two that are listed among which one is looked for."""
_MOST_ASKED: Final = 300
"""Headings with a word of a row that are looked at; with more, one of them is believed."""
_MOST_SIMILAR: Final = 5_000
"""Names compared with those of rows that are to go in one file, about."""
_SIMILAR: Final = 0.7
"""How like a row's words those of a heading are that may have been meant."""


def are_close(fragment: str, anchor: str) -> bool:
    """Whether two anchors differ in few letters."""
    longest = max(len(fragment), len(anchor))
    cutoff = _CLOSE_SHORT if len(bare_words(fragment)) in _SHORT else _CLOSE
    return longest <= _LONGEST_COMPARED and bool(
        get_close_matches(bare_words(fragment), [bare_words(anchor)], cutoff=cutoff)
    )


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
        words = bare_words(fragment)
        close = get_close_matches(words, anchors, n=1, cutoff=_CLOSE)
        if not close and len(words) in _SHORT:
            alike = [each for each in anchors if each[0:1] == words[0] and len(each) == len(words)]
            close = get_close_matches(words, alike, n=2, cutoff=_CLOSE_SHORT)
        return anchors[close[0]] if len(close) == 1 else None

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


class Similar:
    """The names of all headings with an anchor, to find those that others are much like.

    In one file names are compared some thousand times, then one is believed to be like another.
    """

    def __init__(self, outline: Outline) -> None:
        self._headings = outline.headings
        self._compared = 0

    def has(self, words: str, is_free: Callable[[int], bool]) -> bool:
        """Whether some letters more or less make ``words`` the name of a heading that is free."""
        if not words or len(words) > _LONGEST_COMPARED:
            return False
        names = self._by_letter.get(words[0], [])
        self._compared += len(names)
        if self._compared > _MOST_SIMILAR:
            return bool(names)
        free = [name for name, at in names if is_free(at)]
        return bool(get_close_matches(words, free, n=1, cutoff=_SIMILAR))

    @cached_property
    def _by_letter(self) -> dict[str, list[tuple[str, int]]]:
        """Names by their first letters."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for at, heading in enumerate(self._headings):
            words = bare_words(heading.text)
            if words and heading.slug and len(words) <= _LONGEST_COMPARED:
                found[words[0]].append((words, at))
        return found


class Unled:
    """The headings with an anchor that no row of a table leads to, or will lead to.

    Also those in items, quotes and HTML, of which no fix makes a row: each may be the section
    of a row that leads nowhere. ``taken`` are those with a row.
    """

    def __init__(
        self, outline: Outline, table: Table, taken: Set[int | None], similar: Similar
    ) -> None:
        self._outline = outline
        self._similar = similar
        self._headings = outline.headings
        self._taken = taken
        self._depths = {self._headings[at].depth for at in table.listed}
        self._title = 0 if table.after and self._headings[0].depth == 1 else None

    def may_be(self, link: Link) -> bool:
        """Whether one of them may be what a row names.

        At a depth that has rows it is enough that they have a word in common; at another one
        all words of one have to be in the other.
        """
        fragment = read_fragment(link.url)
        names = [frozenset(stems(link.text)), frozenset(stems(fragment))]
        asked = 0
        for stem in sorted(frozenset().union(*names)):
            for at in self._outline.by_stem.get(stem, ()):
                asked += 1
                if asked > _MOST_ASKED or (self._is_free(at) and self._has(at, names)):
                    return True
        words = {bare_words(link.text), bare_words(fragment)}
        return any(self._similar.has(each, self._is_free) for each in sorted(words))

    def _is_free(self, at: int) -> bool:
        heading = self._headings[at]
        known = at in self._taken or at == self._title
        return not known and bool(heading.slug) and not names_contents(heading.text)

    def _has(self, at: int, names: Sequence[Set[str]]) -> bool:
        if self._headings[at].depth in self._depths:
            return True
        words = frozenset(stems(self._headings[at].text))
        return any(name and (name <= words or words <= name) for name in names)
