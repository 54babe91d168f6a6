"""The consensus of a list: what nearly all of its entries do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Final

from curator.document import Document, Entry
from curator.nodes import Item

SHARE: Final = 0.8
"""The share of entries that have to agree."""
ENOUGH: Final = 10
"""The entries of one kind and depth that have to be there for a consensus."""

Feature = Callable[[Entry], Hashable | None]

_STOPS = frozenset(".!?…。！？")
_CLOSERS = "\"'”’)]}»」』）】*_`"


class Style:
    """The consensus of one document.

    Asked first of the entry's own section, then of the whole file, each time among
    the entries of the same kind at the same depth; silent (``None``) where fewer than
    ``ENOUGH`` of them have the feature or fewer than ``SHARE`` agree.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._known: dict[tuple[Feature, int, str, int], Hashable | None] = {}

    def consensus(self, entry: Entry, feature: Feature) -> Hashable | None:
        """What ``feature`` is for nearly all entries like ``entry``."""
        section = self.document.section_of(entry)
        local = self._agreed(feature, entry, id(section), lambda: section.entries)
        if local is not None:
            return local
        return self._agreed(feature, entry, id(self.document), lambda: self.document.entries)

    def _agreed(
        self, feature: Feature, entry: Entry, scope: int, entries: Callable[[], Iterable[Entry]]
    ) -> Hashable | None:
        key = (feature, scope, entry.kind, entry.depth)
        if key not in self._known:
            alike = (e for e in entries() if e.kind == entry.kind and e.depth == entry.depth)
            counts = Counter(value for e in alike if (value := feature(e)) is not None)
            total = counts.total()
            agreed: Hashable | None = None
            if total >= ENOUGH:
                value, count = counts.most_common(1)[0]
                agreed = value if count >= SHARE * total else None
            self._known[key] = agreed
        return self._known[key]

    # ------------------------------------------------------------------------ features

    def separator(self, entry: Entry) -> str | None:
        """What parts title and description, such as ``-`` or ``:``; ``None`` if undecided."""
        if entry.description_span is None:
            return None
        return self.document.source[entry.separator] if entry.separator else ""

    def marker(self, entry: Entry) -> str | None:
        """The bullet or delimiter of a list item."""
        node = entry.node
        return self.document.source.text[node.marker.end - 1] if isinstance(node, Item) else None

    def described(self, entry: Entry) -> bool:
        """Whether the entry has a description."""
        return bool(entry.description)

    def full_stop(self, entry: Entry) -> bool | None:
        """Whether the description ends as a sentence does; ``None`` without one."""
        if not entry.description or entry.description_span is None:
            return None
        return entry.description.rstrip(_CLOSERS + " ")[-1:] in _STOPS

    def capital(self, entry: Entry) -> bool | None:
        """Whether the description begins with a capital; ``None`` where case says nothing."""
        first = next((c for c in entry.description if c.isalnum()), "")
        if first.upper() == first.lower():
            return None
        return first.isupper()
