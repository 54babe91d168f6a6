"""The typed section tree: links, entries, sections and the document that holds them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Literal, NamedTuple

from curator.identity import Identity, identify
from curator.nodes import Definition, Node, Syntax
from curator.nodes import Link as LinkNode
from curator.source import Source, Span

LinkKind = Literal["inline", "reference", "autolink", "bare", "html"]
Role = Literal["paper", "code", "project", "media", "data", "text", "edition", "person"]
TitleKind = Literal["link", "bold", "quoted", "heading", "text"]
EntryKind = Literal["item", "row", "heading", "paragraph", "quote"]
SectionKind = Literal["root", "heading", "label", "group", "details"]


@dataclass(slots=True, eq=False)
class Link:
    """A link or an image, in Markdown or HTML.

    ``span`` is the whole construct (for HTML the opening tag). ``text_span`` is what stands
    between the brackets. ``destination`` is the target as written; a reference link has
    none of its own, its definition does. ``text`` is what a reader sees, empty where that
    is an image, whose alternative text is then ``alt``. ``internal`` links lead to a place
    in this very file (``#fragment``).
    """

    kind: LinkKind
    url: str
    text: str
    span: Span
    text_span: Span
    destination: Span | None
    title: Span | None
    node: Node
    internal: bool = False
    image: bool = False
    alt: str = ""
    badge: bool = False
    role: Role | None = None
    _identity: Identity | None = None

    @property
    def identity(self) -> Identity:
        """What the link denotes, whatever its spelling."""
        if self._identity is None:
            self._identity = identify(self.url)
        return self._identity

    @property
    def bare(self) -> bool:
        """Whether the text is nothing but the target itself."""
        return self.kind in ("autolink", "bare")


class Address(NamedTuple):
    """A target where it is written: decoded, its place, its link or ``None`` for a definition."""

    url: str
    span: Span
    link: Link | None


@dataclass(slots=True, eq=False)
class Entry:
    """One resource of the list.

    ``links`` are its own, in reading order, those of ``children`` (entries below it) not
    among them. ``link`` is the primary one. ``title`` is empty where the entry names none;
    ``title_kind`` says where it was found. ``description`` is the prose about it, without
    trailing badges, tags, role links and bracketed links; where it stands on the entry's
    own lines, ``description_span`` is its place and ``separator`` what parts it from the
    title. ``depth`` counts the lists, from 0, around a list item.
    """

    kind: EntryKind
    span: Span
    title: str
    title_kind: TitleKind | None
    title_span: Span | None
    link: Link | None
    links: tuple[Link, ...]
    description: str
    description_span: Span | None
    separator: Span | None
    node: Node
    depth: int = 0
    children: tuple[Entry, ...] = ()

    def walk(self) -> Iterator[Entry]:
        """This entry and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def papers(self) -> tuple[Link, ...]:
        """The links that say which paper the entry is about.

        The primary link and those in the paper's role, where they denote a paper; links
        in the running text of a description are context.
        """
        return tuple(
            link
            for link in self.links
            if (link is self.link or link.role == "paper") and link.identity.is_paper
        )


@dataclass(slots=True, eq=False)
class Section:
    """A part of the list with a name, its entries and its subsections.

    ``depth`` is the heading's (1 to 6), 0 for the other kinds. ``title_span`` is the
    construct that names it: the heading, the label, the group's own text, the summary.
    """

    kind: SectionKind
    title: str
    span: Span
    title_span: Span | None = None
    depth: int = 0
    slug: str | None = None
    entries: tuple[Entry, ...] = ()
    sections: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()

    def walk_entries(self) -> Iterator[Entry]:
        """All entries of this section and below, nested ones included, by section."""
        for section in self.walk():
            for entry in section.entries:
                yield from entry.walk()


@dataclass(frozen=True, slots=True)
class HeadingRecord:
    """A heading with its anchor; ``html`` for ``<h1>`` to ``<h6>``.

    ``anchor_text`` is what GitHub makes the anchor of: ``text`` with all of its white space.
    """

    depth: int
    text: str
    slug: str
    span: Span
    html: bool = False
    anchor_text: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents: ``span`` of its lists, the links in it, its heading if it has one."""

    span: Span
    links: tuple[Link, ...]
    heading: HeadingRecord | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the tree; ``entry`` is ``None`` outside entries."""

    section: Section
    entry: Entry | None = None


@dataclass(eq=False)
class Document:
    """One parsed list. The tree points downwards; upward questions are asked of this object."""

    source: Source
    syntax: Syntax
    title: str
    root: Section
    links: tuple[Link, ...]
    images: tuple[Link, ...]
    headings: tuple[HeadingRecord, ...]
    anchors: frozenset[str]
    contents: tuple[Contents, ...]
    definitions: dict[str, Definition] = field(default_factory=dict)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """All sections below the root, in reading order."""
        return tuple(self.root.walk())[1:]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, nested ones included, in reading order."""
        return tuple(sorted(self.root.walk_entries(), key=lambda entry: entry.span))

    @cached_property
    def _places(self) -> dict[int, Place]:
        places: dict[int, Place] = {}
        for section in self.root.walk():
            for child in section.sections:
                places[id(child)] = Place(section)
            for top in section.entries:
                places[id(top)] = Place(section)
                for entry in top.walk():
                    for child_entry in entry.children:
                        places[id(child_entry)] = Place(section, entry)
                    for link in entry.links:
                        places[id(link)] = Place(section, entry)
        return places

    def section_of(self, piece: Entry | Link | Section) -> Section:
        """The innermost section around an entry, a section, or a link of an entry.

        A link outside entries belongs to the innermost section whose span covers it.
        """
        place = self._places.get(id(piece))
        if place is not None:
            return place.section
        index = bisect_right(self._section_starts, piece.span.start) - 1
        section = self.sections[index] if index >= 0 else self.root
        while section is not self.root and not section.span.covers(piece.span):
            section = self._places[id(section)].section
        return section

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.span.start for section in self.sections]

    def entry_of(self, link: Link) -> Entry | None:
        """The entry a link belongs to, if any."""
        place = self._places.get(id(link))
        return place.entry if place else None

    @cached_property
    def _entry_starts(self) -> list[int]:
        return [entry.span.start for entry in self.entries]

    def entry_at(self, offset: int) -> Entry | None:
        """The innermost entry around ``offset``, if any."""
        index = bisect_right(self._entry_starts, offset) - 1
        entry = self.entries[index] if index >= 0 else None
        while entry is not None and offset >= entry.span.end:
            entry = self.parent_of(entry)
        return entry

    def parent_of(self, entry: Entry) -> Entry | None:
        """The entry that ``entry`` stands below, if any."""
        place = self._places.get(id(entry))
        return place.entry if place else None

    def siblings_of(self, entry: Entry) -> tuple[Entry, ...]:
        """The entries of the same list or table as ``entry``, itself included."""
        parent = self.parent_of(entry)
        return parent.children if parent else self.section_of(entry).entries

    @cached_property
    def _contents_links(self) -> frozenset[int]:
        return frozenset(id(link) for block in self.contents for link in block.links)

    def in_contents(self, link: Link) -> bool:
        """Whether ``link`` is a row of a table of contents."""
        return id(link) in self._contents_links

    def address_of(self, link: Link) -> Span | None:
        """Where the target of ``link`` is written, be it in the definition it refers to."""
        if link.destination is not None or not isinstance(link.node, LinkNode):
            return link.destination
        definition = self.definitions.get(link.node.key or "")
        return definition.destination if definition else None

    def addresses(self, *, images: bool = False) -> Iterable[Address]:
        """Every target where it is written: in links, in definitions, in ``images`` if asked.

        A definition comes once, behind the links, however many of them refer to it.
        """
        return chain(self._addresses, self._image_addresses) if images else self._addresses

    @cached_property
    def _addresses(self) -> tuple[Address, ...]:
        definitions = (
            Address(each.url, each.destination, None) for each in self.definitions.values()
        )
        return (*_written_in(self.links), *definitions)

    @cached_property
    def _image_addresses(self) -> tuple[Address, ...]:
        return tuple(_written_in(self.images))

    @cached_property
    def _heading_starts(self) -> list[int]:
        return [heading.span.start for heading in self.headings]

    def heading_index(self, offset: int) -> int | None:
        """The index in ``headings`` of the last heading at or before ``offset``."""
        index = bisect_right(self._heading_starts, offset) - 1
        return index if index >= 0 else None


def _written_in(links: Iterable[Link]) -> Iterator[Address]:
    for link in links:
        if link.destination is not None:
            yield Address(link.url, link.destination, link)
