"""Entries that denote the same thing, and how sure it is that they repeat one another."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from curator.diagnostic import Applicability, Edit, Fix, shortened
from curator.document import Document, Entry, Link, Section
from curator.facts import Files, Occurrence
from curator.nodes import HtmlBlock, Item, Row, ThematicBreak
from curator.source import Span
from curator.titles import Likeness, compare_titles, is_name, shared_words

HABIT: Final = 3
"""Repeats in other sections of one list from which on they are taken for meant."""

_LOOKED_AT = 8
"""Earlier mentions of one thing that a later one is compared with, in and outside its section."""

_ROW_LINKS = 64
"""Links of a table row that are looked at to tell it from another row."""

_LONGEST_MARKER = 8
"""Characters before a bare address that may be a list marker and a task box."""

_SENTENCE = 3
"""Words before its link that make a nested bullet a remark."""

_ONE_WORK = 0.35
"""The share of words from which titles cut out of running text may be one and the same."""

_WORD = re.compile(r"[^\W\d_]+")
_SWALLOWED = re.compile(r"[\r\n] {0,3}#{1,6}[ \t]+[^\s#]")
_VERBATIM = re.compile(r"<(?:!|\?|(?:pre|script|style|textarea)\b)", re.IGNORECASE)
"""The beginning of a block of HTML whose lines are nothing but text, or nothing at all."""
_LICENCE = re.compile(
    r"[/_.-]licen[cs]es?(?![a-z])|\blicen[cs]es?[/_.-]|creativecommons\.org/", re.IGNORECASE
)
_TIMELINE = re.compile(
    r"(?:(?:the|our|some|all|latest|recent|recently|project|important|paper|daily|weekly|monthly"
    r"|version|repo|repository|list) )*"
    r"(?:news|updates?|updated|updating|highlights?|announcements?|change ?logs?|changes"
    r"|what(?: i)? ?s new|release notes?"
    r"|(?:how to )?cit(?:e|ing|ations?)|bib ?tex"
    r"|新闻|最新动态|动态|更新|更新日志|更新记录|最近更新|引用|引用格式)"
    r"(?: (?:log|logs|history|and|updates?|news|announcements?|highlights?|changes"
    r"|us|this|our|the|work|paper|papers|survey|repo|repository|project|list|if|you|use))*"
    r"(?: (?:of|from|at) .*)?"
)


class Kinship(IntEnum):
    """What two entries that link the same paper or page are to one another."""

    APART = 0
    """Two things that share an address: benchmarks of one paper, an entry and its details."""
    CONFLICT = 1
    """Their titles name different works: one of the addresses is wrong, or a title."""
    LIKELY = 2
    """One thing under two names, or under one that is not sure."""
    CERTAIN = 3
    """One thing under one name."""


class _Linked(NamedTuple):
    """What an entry links, by keys; ``main`` is its first or primary paper, or nothing.

    ``beside`` are all links but those of people, of a row with very many only the first.
    """

    papers: frozenset[str]
    main: str
    beside: frozenset[str]


@lru_cache(maxsize=1024)
def _linked(entry: Entry) -> _Linked:
    """What ``entry`` links, worked out once however many mentions it is compared with."""
    papers = [link.identity.key for link in entry.papers]
    main = papers[0] if papers else ""
    if entry.link is not None and entry.link.identity.is_paper:
        main = entry.link.identity.key
    others = (link.identity.key for link in entry.links if link.role != "person")
    return _Linked(frozenset(papers), main, frozenset(islice(others, _ROW_LINKS)))


class Mention(NamedTuple):
    """An entry that denotes something, the link by which it does, and its section."""

    entry: Entry
    link: Link
    section: Section

    @property
    def untitled(self) -> bool:
        """Whether nothing but the link says what this is."""
        return not self.entry.title

    @property
    def bare(self) -> bool:
        """Whether the entry is nothing but an address."""
        label = self.link.span.start - self.entry.span.start
        unlabelled = self.link.role is None and label <= _LONGEST_MARKER
        return self.untitled and self.link.bare and unlabelled

    @property
    def below_heading(self) -> bool:
        """Whether the title is that of the heading above."""
        return self.entry.title_kind == "heading"

    @property
    def named(self) -> bool:
        """Whether the title may be a nickname."""
        return is_name(self.entry.title)

    @property
    def datum(self) -> bool:
        """Whether this is a table row about a thing with a name, its paper only the source."""
        return self.entry.kind == "row" and self.entry.title_kind == "text" and self.named

    @property
    def trusted(self) -> bool:
        """Whether the title is marked as one, rather than cut out of running text."""
        return self.entry.title_kind in ("link", "bold", "quoted")

    @property
    def main(self) -> bool:
        """Whether this is the entry's first or primary paper rather than a further one."""
        return self.link.identity.key == _linked(self.entry).main


@lru_cache(maxsize=1024)
def is_timeline(title: str) -> bool:
    """Whether a section of this title tells news or how to cite, and repeats what others list."""
    words = " ".join(_WORD.findall(title[:200].lower()))
    return _TIMELINE.fullmatch(words) is not None


class Entries:
    """The entries of a document that take part in the search for repeats.

    Sections of news, updates and citation are left out, for they repeat what other sections
    list, and so are remarks below an entry: bullets that mention something in a sentence.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._exempt: dict[int, bool] = {}

    def __iter__(self) -> Iterator[tuple[Entry, Section]]:
        for entry in self.document.entries:
            section = self.document.section_of(entry)
            if not self._is_exempt(section) and not self._is_remark(entry):
                yield entry, section

    def _is_remark(self, entry: Entry) -> bool:
        if self.document.parent_of(entry) is None or entry.link is None:
            return False
        before = self.document.source.text[entry.span.start : entry.link.span.start]
        return entry.title_kind == "link" and len(_WORD.findall(before)) >= _SENTENCE

    def _is_exempt(self, section: Section) -> bool:
        trail: list[Section] = []
        while id(section) not in self._exempt:
            trail.append(section)
            if section is self.document.root:
                break
            if is_timeline(section.title):
                self._exempt[id(section)] = True
                break
            section = self.document.section_of(section)
        verdict = self._exempt.get(id(section), False)
        for passed in trail:
            self._exempt[id(passed)] = verdict
        return verdict


def swallowed_headings(document: Document) -> tuple[int, ...]:
    """Where blocks of HTML hold lines that were meant as headings, in order.

    A tag on a line of its own, such as ``<a name="cpp" />``, opens a block that lasts to the
    next blank line (CommonMark 0.31.2, section 4.6), and a ``## C++`` below it is plain text.
    Its author, who sees a section begin there, does not think of the entries before and after
    as of one section.
    """
    text = document.source.text
    return tuple(
        match.start() + 1
        for block in document.syntax.root.children
        if isinstance(block, HtmlBlock) and not _VERBATIM.match(text, block.start)
        for match in _SWALLOWED.finditer(text, block.start, block.end)
    )


def rulers(document: Document) -> tuple[int, ...]:
    """Where rulers (``----``) stand that part a list into groups, in order."""
    children = document.syntax.root.children
    return tuple(node.start for node in children if isinstance(node, ThematicBreak))


def paper_mentions(entry: Entry, section: Section) -> list[Mention]:
    """One mention for each paper that ``entry`` is about, in reading order."""
    by_key: dict[str, Mention] = {}
    for link in entry.papers:
        by_key.setdefault(link.identity.key, Mention(entry, link, section))
    return list(by_key.values())


def page_mention(entry: Entry, section: Section) -> Mention | None:
    """``entry`` by the link that it is about, if that is a page that should not recur.

    Papers are none: they are ``paper_mentions``.
    """
    link = entry.link
    if link is None or link.internal or link.badge or link.role == "person":
        return None
    identity = link.identity
    if identity.is_paper or not identity.value or _LICENCE.search(identity.value):
        return None
    mention = Mention(entry, link, section)
    # A link that only says "website", below a heading or in a list of its own, is a detail.
    return None if mention.untitled and not mention.bare else mention


class Earlier:
    """The mentions met so far, by what they denote and where; for a reader in document order.

    A heading that a block of HTML swallows begins a section here. So does one that is an entry,
    for what stands below it (two papers may have one demo), and a ruler between such headings,
    which parts them into groups.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._swallowed = swallowed_headings(document)
        self._rulers = rulers(document)
        self._by_key: dict[str, list[Mention]] = {}
        self._by_section: dict[tuple[str, int, int, str, int], list[Mention]] = {}

    def add(self, key: str, mention: Mention) -> None:
        """Remember ``mention`` as one of ``key``."""
        self._by_key.setdefault(key, []).append(mention)
        self._by_section.setdefault((key, *self._place(mention)), []).append(mention)

    def _place(self, mention: Mention) -> tuple[int, int, str, int]:
        """What is equal for the mentions of one section."""
        entry, at = mention.entry, mention.entry.span.start
        part = bisect_left(self._swallowed, at) if self._swallowed else 0
        if entry.kind == "heading":
            return id(mention.section), part, "ruler", bisect_left(self._rulers, at)
        return id(mention.section), part, "heading", self.document.heading_index(at) or 0

    def near(self, key: str, mention: Mention) -> Iterator[Mention]:
        """The first mentions of ``key`` in the section of ``mention``, parents left out."""
        found = self._by_section.get((key, *self._place(mention)))
        return self._beside(mention, islice(found, _LOOKED_AT)) if found else iter(())

    def far(self, key: str, mention: Mention) -> Iterator[Mention]:
        """The first mentions of ``key`` in other sections, parents left out."""
        found = self._by_key.get(key)
        if not found:
            return iter(())
        first, place = islice(found, 2 * _LOOKED_AT), self._place(mention)
        others = (other for other in first if self._place(other) != place)
        return self._beside(mention, islice(others, _LOOKED_AT))

    def _beside(self, mention: Mention, others: Iterable[Mention]) -> Iterator[Mention]:
        above = {id(mention.entry)}
        parent = self.document.parent_of(mention.entry)
        while parent is not None:
            above.add(id(parent))
            parent = self.document.parent_of(parent)
        below = mention.entry.span  # where it is looked at behind those, as one that is added
        return (
            other
            for other in others
            if id(other.entry) not in above and not below.covers(other.entry.span)
        )


def are_unlike_rows(one: Entry, other: Entry) -> bool:
    """Whether two table rows each link something that the other does not.

    Rows for the recordings of one course, or for datasets of one paper, share a link and
    differ in the others.
    """
    if not one.kind == other.kind == "row":
        return False
    first, second = _linked(one).beside, _linked(other).beside
    return not (first <= second or second <= first)


def are_equal_rows(one: Entry, other: Entry) -> bool:
    """Whether two table rows link the very same things."""
    return one.kind == other.kind == "row" and _linked(one).beside == _linked(other).beside


def share_a_paper(one: Entry, other: Entry) -> bool:
    """Whether two entries are about one paper, or about several with one among them."""
    return not _linked(one).papers.isdisjoint(_linked(other).papers)


def kinship(one: Mention, other: Mention) -> Kinship:
    """What two entries are that link the same paper; the order of the two does not matter."""
    if one.untitled or other.untitled or one.below_heading or other.below_heading:
        return _by_place(one, other)
    likeness = compare_titles(one.entry.title, other.entry.title)
    if likeness is Likeness.SAME:
        apart = (one.datum and other.datum) or are_unlike_rows(one.entry, other.entry)
        return Kinship.APART if apart else Kinship.CERTAIN
    if one.datum or other.datum:
        return Kinship.APART
    if likeness is Likeness.ALIKE:
        return Kinship.LIKELY
    if not (one.main and other.main):
        return Kinship.APART
    names = one.named + other.named
    if names:
        return Kinship.APART if names == 2 else Kinship.LIKELY
    doubtful = not (one.trusted and other.trusted)
    if doubtful and shared_words(one.entry.title, other.entry.title) > _ONE_WORK:
        return Kinship.LIKELY
    return Kinship.CONFLICT


def _by_place(one: Mention, other: Mention) -> Kinship:
    """The case where no title can be compared.

    A link that only says ``pdf`` belongs to whatever stands beside it, and so does one below
    a heading; a bare address is an entry of its own.
    """
    if one.section is not other.section:
        return Kinship.LIKELY
    if one.below_heading or other.below_heading:
        return Kinship.APART
    told = all(mention.bare or not mention.untitled for mention in (one, other))
    return Kinship.LIKELY if told else Kinship.APART


def find_elsewhere(
    files: Files, mention: Mention, repeats: Callable[[Mention, Mention], bool]
) -> Occurrence | None:
    """The first entry of an earlier file that ``mention`` repeats, as ``repeats`` judges it."""
    for found in files.elsewhere(mention.link.identity.key):
        if repeats(mention, Mention(found.entry, found.link, found.section)):
            return found
    return None


def also_listed(mention: Mention, found: Occurrence, thing: str) -> str:
    """The message that an entry stands in another file as well; ``thing`` is what it links."""
    title, other = mention.entry.title, found.entry.title
    what = f"'{shortened(title)}'" if title else f"this {thing}"
    place = f"in '{found.path}' on line {found.line}"
    if title and other and compare_titles(title, other) is not Likeness.SAME:
        place += f" as '{shortened(other)}'"
    key = shortened(mention.link.identity.key.removeprefix("url:"))
    return f"{what} is also listed {place} ({key})"


def removal(document: Document, entry: Entry) -> Fix | None:
    """The lines of an item or row taken out: to be shown, for any of two may be the one to stay.

    ``None`` for entries that have others below them, or that share a line with something else.
    """
    node, source = entry.node, document.source
    if not isinstance(node, (Item, Row)) or entry.children:
        return None
    last = source.line_at(max(node.end - 1, node.start))
    start = source.line_span(source.line_at(node.start)).start
    end = source.line_span(last).end
    around = source.text[start : node.start] + source.text[node.end : end]
    if around.strip():
        return None
    behind = source.line_starts[last] if last < len(source.line_starts) else end
    edit = Edit(Span(start, behind), "")
    return Fix("Remove the entry", (edit,), Applicability.DISPLAY, removed_links=len(entry.links))
