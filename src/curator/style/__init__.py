"""The consensus of a list: what nearly all of its entries do, read off their own lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Final

from curator.document import Document, Entry
from curator.nodes import Item
from curator.style.wording import Wording, read_wording

__all__ = ["ENOUGH", "SHARE", "Style", "Wording"]

SHARE: Final = 0.8
"""The share of entries that have to agree."""
ENOUGH: Final = 10
"""The entries of one kind and depth that have to be there for a consensus."""

Feature = Callable[[Entry], Hashable | None]

# A word that is no name; in scripts without case or blanks a few letters.
_PROSE = re.compile(r"(?<![^\W\d_])[a-zа-яё]{2,}|[^\W\d_a-zA-Zа-яёА-ЯЁ]{2}")
_LONGEST_LOOK = 200


class Style:
    """The consensus of one document.

    Asked first of the entry's own section, then, where that is too small to say, of the
    whole file, each time among the entries of the same kind at the same depth; silent
    (``None``) where fewer than ``ENOUGH`` of them have the feature or fewer than ``SHARE``
    agree, and where most of a small section does otherwise than the file.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._counts: dict[tuple[Feature, int, str, int], Counter[Hashable]] = {}
        self._wordings: dict[int, Wording | None] = {}

    def consensus(self, entry: Entry, feature: Feature, *, whole: float = 0.0) -> Hashable | None:
        """What ``feature`` is for nearly all entries like ``entry``.

        With ``whole``, so large a share of those of the file has to agree as well: what one
        section does is chance where the file as a whole cares neither way.
        """
        document = self.document
        section = document.section_of(entry)
        own = self._count(feature, entry, id(section), lambda: section.entries)
        if own.total() >= ENOUGH and not whole:
            return _agreed(own, SHARE)
        others = self._count(feature, entry, id(document), lambda: document.entries)
        if others.total() < ENOUGH:
            return None
        value = _agreed(others, max(whole, SHARE))
        if own.total() >= ENOUGH:
            return value if _agreed(own, SHARE) == value else None
        against = own.total() - own[value]
        return None if against > 1 and 2 * against > own.total() else value

    def _count(
        self, feature: Feature, entry: Entry, scope: int, entries: Callable[[], Iterable[Entry]]
    ) -> Counter[Hashable]:
        key = (feature, scope, entry.kind, entry.depth)
        if key not in self._counts:
            alike = (e for e in entries() if e.kind == entry.kind and e.depth == entry.depth)
            self._counts[key] = Counter(v for e in alike if (v := feature(e)) is not None)
        return self._counts[key]

    # ------------------------------------------------------------------------ features

    def wording(self, entry: Entry) -> Wording | None:
        """How the entry's own lines go on behind the link they open with, where that is sure."""
        wording = self._read(entry)
        return wording if wording is not None and wording.sure else None

    def _read(self, entry: Entry) -> Wording | None:
        if id(entry) not in self._wordings:
            self._wordings[id(entry)] = read_wording(self.document.source, entry)
        return self._wordings[id(entry)]

    def separator(self, entry: Entry) -> str | None:
        """What parts title and description, blanks included: `` - `` or ``: ``.

        Nothing but one blank where a description follows at once; ``None`` without one.
        """
        wording = self.wording(entry)
        return wording.separator if wording else None

    def parting(self, entry: Entry) -> str | None:
        """As ``separator``, and one blank also where other words than a description follow.

        A list in which many names are followed by words at once, be it ``by Ada Lovelace``,
        has no one way to part them, though each of these may be right.
        """
        wording = self._read(entry)
        return wording.separator if wording else None

    def full_stop(self, entry: Entry) -> bool | None:
        """Whether the description surely ends as a sentence does; ``None`` without one."""
        wording = self.wording(entry)
        return bool(wording.closing) if wording else None

    def described(self, entry: Entry) -> bool:
        """Whether the entry has a description in running words, not just a name or a date."""
        return len(_PROSE.findall(entry.description, 0, _LONGEST_LOOK)) >= 2

    def marker(self, entry: Entry) -> str | None:
        """The bullet or delimiter of a list item."""
        node = entry.node
        return self.document.source.text[node.marker.end - 1] if isinstance(node, Item) else None

    def capital(self, entry: Entry) -> bool | None:
        """Whether the description begins with a capital; ``None`` where case says nothing."""
        first = next((c for c in entry.description if c.isalnum()), "")
        if first.upper() == first.lower():
            return None
        return first.isupper()


def _agreed(counts: Counter[Hashable], share: float) -> Hashable | None:
    value, count = counts.most_common(1)[0]
    return value if count >= share * counts.total() else None
