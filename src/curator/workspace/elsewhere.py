"""What the files of a run list, so that a file can be told what earlier ones have already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from curator.document import Document
from curator.facts import Occurrence
from curator.repeats import Entries, page_mention, paper_mentions
from curator.workspace.translations import originals

MAX_OCCURRENCES = 8
"""Occurrences of one thing that are remembered of one list, and told of all earlier lists."""

# Files that many repositories have about themselves, in the form ``originals`` gives to names.
_ABOUT_THE_REPOSITORY = frozenset(
    "changelog code-of-conduct contributing issue-template license licence maintainers"
    " pull-request-template".split()
)


class Located(NamedTuple):
    """A document of the run and the absolute path of its file; ``None`` if it lies nowhere.

    ``is_list`` says whether other files of the run should not repeat its entries.
    """

    document: Document
    path: Path | None
    is_list: bool = True


class Catalogue:
    """What the lists of a run list, found out when it is first asked for.

    A file without a place is left out, for nothing tells whether it is a translation of another,
    and so are contribution guidelines and their like.
    """

    def __init__(self, located: Sequence[Located]) -> None:
        self._located = located

    def before(self, number: int, key: str) -> tuple[Occurrence, ...]:
        """The first entries with this key in the files before file ``number``, in their order.

        Translations of that file are left out. At most ``MAX_OCCURRENCES`` are told, however
        many there are.
        """
        original = self._originals.get(number)
        if original is None:
            return ()
        found: list[Occurrence] = []
        for at, occurrence in self._by_key.get(key, ()):
            if at >= number or len(found) == MAX_OCCURRENCES:
                break
            if self._originals[at] != original:
                found.append(occurrence)
        return tuple(found)

    @cached_property
    def _originals(self) -> dict[int, int]:
        """For each list, by the number of its file, a number that its translations share."""
        paths = {
            at: found.path
            for at, found in enumerate(self._located)
            if found.is_list and found.path is not None
        }
        known: dict[tuple[str, ...], int] = {}
        names = originals(list(paths.values()))
        return {
            at: known.setdefault(name, len(known))
            for at, name in zip(paths, names, strict=True)
            if name[-1] not in _ABOUT_THE_REPOSITORY
        }

    @cached_property
    def _by_key(self) -> dict[str, list[tuple[int, Occurrence]]]:
        by_key: dict[str, list[tuple[int, Occurrence]]] = {}
        if len(set(self._originals.values())) < 2:
            return by_key
        # With a bound for each list, no look-up goes past many entries of the list that asks.
        counts: Counter[tuple[str, int]] = Counter()
        for at, original in self._originals.items():
            for key, occurrence in _occurrences(self._located[at].document):
                counts[key, original] += 1
                if counts[key, original] <= MAX_OCCURRENCES:
                    by_key.setdefault(key, []).append((at, occurrence))
        return by_key


def _occurrences(document: Document) -> Iterator[tuple[str, Occurrence]]:
    """What ``document`` lists by its keys, as far as another file could list it, in order."""
    source = document.source
    for entry, section in Entries(document):
        page = page_mention(entry, section)
        mentions = paper_mentions(entry, section)
        if page is not None:
            mentions.append(page)
        for _, link, _ in mentions:
            identity = link.identity
            # What a relative link denotes depends on the file it stands in.
            if identity.scheme != "path":
                line = source.line_at(entry.span.start)
                yield identity.key, Occurrence(source.path, line, entry, link, section)
