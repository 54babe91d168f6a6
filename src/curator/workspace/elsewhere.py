"""What the files of a run list, so that a file can be told what earlier ones have already.

Files may be read by several processes. Each says which keys its lists have (``Listing``); a
``Comparison`` of these names the keys that several lists share, asks for the entries with just
those, and hands every file what the files before it have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from curator.document import Document, Entry, Link, Section
from curator.facts import Occurrence
from curator.nodes import Node
from curator.repeats import Entries, Mention, page_mention, paper_mentions
from curator.source import Span
from curator.workspace.translations import originals

MAX_OCCURRENCES = 8
"""Occurrences of one thing that are remembered of one list, and told of all earlier lists."""

# Whoever asks is told no entry of its own list, of which this many are remembered as well.
_MAX_REMEMBERED = 2 * MAX_OCCURRENCES

# Files that many repositories have about themselves, in the form ``originals`` gives to names.
_ABOUT_THE_REPOSITORY = frozenset(
    "changelog code-of-conduct contributing issue-template license licence maintainers"
    " pull-request-template".split()
)

_NO_SPAN = Span(0, 0)
_NO_NODE = Node(0, 0)

Told = Mapping[str, Sequence[Occurrence]]
"""Entries by the key that they have in common with an entry of another file."""


class Located(NamedTuple):
    """A document of the run and the absolute path of its file; ``None`` if it lies nowhere.

    ``is_list`` says whether other files of the run should not repeat its entries.
    """

    document: Document
    path: Path | None
    is_list: bool = True


class Listed(NamedTuple):
    """A file as far as a ``Comparison`` has to know it: as ``Located``, with its keys only."""

    path: Path | None
    is_list: bool
    keys: Iterable[str]


class Listing:
    """What a document lists by its keys, as far as another file could list it."""

    def __init__(self, document: Document) -> None:
        self._source = document.source
        self._by_key: dict[str, list[Mention]] = {}
        for entry, section in Entries(document):
            mentions = paper_mentions(entry, section)
            page = page_mention(entry, section)
            if page is not None:
                mentions.append(page)
            for mention in mentions:
                # What a relative link denotes depends on the file it stands in.
                if mention.link.identity.scheme != "path":
                    found = self._by_key.setdefault(mention.link.identity.key, [])
                    if len(found) < MAX_OCCURRENCES:
                        found.append(mention)

    @property
    def keys(self) -> tuple[str, ...]:
        """The ``Identity.key`` of everything listed, each once."""
        return tuple(self._by_key)

    def occurrences(self, keys: Set[str]) -> dict[str, tuple[Occurrence, ...]]:
        """The first entries with each of ``keys``, which are among its own, in reading order.

        They are copies without what is below them, their descriptions, and the places of their
        parts, so that they are small and stay when the document goes.
        """
        copies = _Copies()
        return {
            key: tuple(self._occurrence(mention, copies) for mention in self._by_key[key])
            for key in sorted(keys)
        }

    def _occurrence(self, mention: Mention, copies: _Copies) -> Occurrence:
        return Occurrence(
            self._source.path,
            self._source.line_at(mention.entry.span.start),
            copies.entry(mention.entry),
            copies.link(mention.link),
            copies.section(mention.section),
        )


class _Copies:
    """Pieces of one document detached from it, one copy of each."""

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}
        self._links: dict[int, Link] = {}
        self._sections: dict[int, Section] = {}

    def entry(self, entry: Entry) -> Entry:
        copy = self._entries.get(id(entry))
        if copy is None:
            copy = self._entries[id(entry)] = Entry(
                kind=entry.kind,
                span=entry.span,
                title=entry.title,
                title_kind=entry.title_kind,
                title_span=None,
                link=None if entry.link is None else self.link(entry.link),
                links=tuple(self.link(link) for link in entry.links),
                description="",
                description_span=None,
                separator=None,
                node=_NO_NODE,
                depth=entry.depth,
            )
        return copy

    def link(self, link: Link) -> Link:
        copy = self._links.get(id(link))
        if copy is None:
            copy = self._links[id(link)] = Link(
                kind=link.kind,
                url=link.url,
                text=link.text,
                span=link.span,
                text_span=_NO_SPAN,
                destination=None,
                title=None,
                node=_NO_NODE,
                internal=link.internal,
                image=link.image,
                badge=link.badge,
                role=link.role,
                _identity=link.identity,  # worked out now, once for all files that compare
            )
        return copy

    def section(self, section: Section) -> Section:
        copy = self._sections.get(id(section))
        if copy is None:
            copy = self._sections[id(section)] = replace(section, entries=(), sections=())
        return copy


class Comparison:
    """Which files of a run list the same things; by number of the file, from 0.

    A file without a place is left out, for nothing tells whether it is a translation of another,
    and so are contribution guidelines and their like.
    """

    def __init__(self, files: Sequence[Listed]) -> None:
        self._files = files

    @cached_property
    def _originals(self) -> dict[int, int]:
        """For each list a number that its translations share."""
        paths = {
            at: file.path
            for at, file in enumerate(self._files)
            if file.is_list and file.path is not None
        }
        known: dict[tuple[str, ...], int] = {}
        names = originals(list(paths.values()))
        return {
            at: known.setdefault(name, len(known))
            for at, name in zip(paths, names, strict=True)
            if name[-1] not in _ABOUT_THE_REPOSITORY
        }

    @cached_property
    def _sharing(self) -> dict[str, list[int]]:
        """For each key of different lists the files that have it, in order."""
        having: dict[str, list[int]] = {}
        if len(set(self._originals.values())) < 2:
            return having
        for at in self._originals:
            for key in self._files[at].keys:
                having.setdefault(key, []).append(at)
        return {
            key: files
            for key, files in having.items()
            if len(files) > 1 and len({self._originals[at] for at in files}) > 1
        }

    def wanted(self) -> list[frozenset[str]]:
        """For each file the keys whose entries ``earlier`` has to be given."""
        wanted: list[set[str]] = [set() for _ in self._files]
        for key, files in self._sharing.items():
            of_list: Counter[int] = Counter()
            asked = 0
            for at in files[:-1]:  # nobody comes after the last
                of_list[self._originals[at]] += 1
                if of_list[self._originals[at]] <= MAX_OCCURRENCES:
                    wanted[at].add(key)
                    asked += 1
                if asked == _MAX_REMEMBERED:
                    break
        return [frozenset(keys) for keys in wanted]

    def earlier(self, told: Sequence[Told]) -> list[dict[str, tuple[Occurrence, ...]]]:
        """For each file the first entries in the files before it, by keys it has itself.

        ``told`` are the entries of each file with the keys that are ``wanted``. Translations of
        a file are left out. At most ``MAX_OCCURRENCES`` are told of one key, however many
        there are.
        """
        answers: list[dict[str, tuple[Occurrence, ...]]] = [{} for _ in self._files]
        for key, files in self._sharing.items():
            remembered = self._remembered(key, files, told)
            for asking in files[1:]:
                found: list[Occurrence] = []
                for at, occurrence in remembered:
                    if at >= asking or len(found) == MAX_OCCURRENCES:
                        break
                    if self._originals[at] != self._originals[asking]:
                        found.append(occurrence)
                if found:
                    answers[asking][key] = tuple(found)
        return answers

    def _remembered(
        self, key: str, files: Sequence[int], told: Sequence[Told]
    ) -> list[tuple[int, Occurrence]]:
        """So many entries with a key that each file finds among them the first of other lists."""
        remembered: list[tuple[int, Occurrence]] = []
        of_list: Counter[int] = Counter()
        for at in files:
            for occurrence in told[at].get(key, ()):
                of_list[self._originals[at]] += 1
                if of_list[self._originals[at]] <= MAX_OCCURRENCES:
                    remembered.append((at, occurrence))
            if len(remembered) >= _MAX_REMEMBERED:
                break
        return remembered


def are_comparable(paths: Iterable[Path | None]) -> bool:
    """Whether there are several files with a place, without which there is nothing to compare."""
    return sum(path is not None for path in paths) > 1


def earlier_entries(located: Sequence[Located]) -> list[dict[str, tuple[Occurrence, ...]]]:
    """For each document the first entries in the documents before it, by keys it has itself."""
    if not are_comparable(item.path for item in located):
        return [{} for _ in located]
    listings = [Listing(item.document) if item.is_list else None for item in located]
    files = [
        Listed(item.path, item.is_list, listing.keys if listing else ())
        for item, listing in zip(located, listings, strict=True)
    ]
    comparison = Comparison(files)
    told = [
        listing.occurrences(keys) if listing else {}
        for listing, keys in zip(listings, comparison.wanted(), strict=True)
    ]
    return comparison.earlier(told)
