"""What tables of contents and headings do not agree on."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from curator.document import Link
from curator.fragments import fragment_span, is_built_in, read_fragment
from curator.source import Span
from curator.toc.apart import is_apart
from curator.toc.markers import MarkedBlock, commented_blocks
from curator.toc.meant import Unlisted, are_close
from curator.toc.outline import Outline, bare_words, share_a_word
from curator.toc.tables import Row, Table, read_tables

Kind = Literal[
    "case", "broken", "many", "missing", "misled", "text", "order", "repeated", "unwanted", "empty"
]

UNWANTED: Final = frozenset(("Contributing", "Footnotes", "Related Lists"))
"""Sections that the contents of an awesome list leave out; of ``awesome-toc`` of awesome-lint."""

_LONGEST_NAME: Final = 200
"""Letters of a heading by which a row is found that names it."""
MOST_ALIKE: Final = 10
"""Entries of one table that are told singly where nothing is like their anchors."""
_MARKED_SHARE: Final = 0.5
"""A program lists all headings: what is missing was added since."""


@dataclass(frozen=True, slots=True)
class Expectations:
    """What contents are held to.

    ``share`` of the headings of one depth have to be listed before the others are missing.
    ``told`` are anchors that are known to be missing for another reason. With ``strict`` texts
    and order count, with ``awesome`` all that awesome-lint asks for. With ``singly`` entries
    that lead nowhere are told one by one, however many they are.
    """

    share: float = 0.9
    told: Set[str] = frozenset()
    strict: bool = False
    awesome: bool = False
    singly: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """A difference between contents and headings, at ``span``.

    ``table`` is missing where a marked block is empty. ``row`` is the number of a row in it,
    ``heading`` the index of the heading that it means or that is missing, which is ``like``
    the row's own words or only in its place. In a ``doubtful`` one it may be one of several.
    ``before`` is the row that it should not follow. ``anchor`` is an existing one in another
    case, ``others`` are further entries of which the
    same is true, ``block`` is the marked block that is empty.
    """

    kind: Kind
    span: Span
    table: Table | None = None
    row: int | None = None
    heading: int | None = None
    like: bool = True
    doubtful: bool = False
    before: int | None = None
    anchor: str = ""
    others: Sequence[Span] = ()
    block: MarkedBlock | None = None

    @property
    def link(self) -> Link | None:
        """The link of the row."""
        if self.table is None or self.row is None:
            return None
        return self.table.rows[self.row].link


def find_differences(outline: Outline, expected: Expectations) -> list[Difference]:
    """All differences of a document, table by table."""
    tables = read_tables(outline)
    listed = frozenset[int]().union(*(table.listed for table in tables))
    broken = _Broken(outline, Unlisted(outline, listed), expected)
    found = [difference for table in tables for difference in broken.entries(table)]
    left = _expected(outline, tables, listed, broken.meant)
    absent = _Absent(left, _excused(outline, listed), _Misled(outline, tables))
    for table in tables:
        if expected.awesome and _is_awesome(table):
            found += _awesome(outline, table, absent.misled, broken.meant)
            continue
        found += _missing(outline, table, absent, expected.share)
        if expected.strict:
            found += _texts(outline, table, table.rows, short=True)
            found += _order(outline, table, table.rows)
    found += (Difference("empty", block.span, block=block) for block in empty_blocks(outline))
    return found


# ---------------------------------------------------------------- entries without target


class _Broken:
    """The entries that lead nowhere, with ``meant``, the headings they probably mean."""

    def __init__(self, outline: Outline, unlisted: Unlisted, expected: Expectations) -> None:
        self.outline = outline
        self.unlisted = unlisted
        self.meant: set[int] = set()
        self._told = expected.told
        self._singly = expected.singly
        self._seen: set[Span] = set()

    def entries(self, table: Table) -> Iterator[Difference]:
        """Those of a table, each place where an address is written once."""
        document = self.outline.document
        lost: list[Difference] = []
        targets = {row.heading for row in table.rows}
        for number, (link, _) in enumerate(table.rows):
            fragment = read_fragment(link.url)
            if self.outline.anchors.has(link.url) or is_built_in(fragment):
                continue
            address = document.address_of(link) or link.span
            if address in self._seen:
                continue  # by reference: one definition is one mistake
            self._seen.add(address)
            if fragment in self._told:
                continue
            span = fragment_span(document.source, address)
            other = self.outline.anchors.in_other_case(link.url)
            if other is not None:
                yield Difference("case", span, table, number, anchor=other)
                continue
            at, like, doubtful = self._meant(table, number, targets)
            if at in self.meant:
                at, doubtful = None, True
            if at is not None:
                self.meant.add(at)
            found = Difference("broken", span, table, number, at, like=like, doubtful=doubtful)
            if at is None or not like:
                lost.append(found)
            else:
                yield found
        if len(lost) > MOST_ALIKE and not self._singly:
            others = [each.span for each in lost[1:]]
            yield Difference("many", lost[0].span, table, lost[0].row, others=others)
        else:
            yield from lost

    def _meant(
        self, table: Table, number: int, targets: Set[int | None]
    ) -> tuple[int | None, bool, bool]:
        """The heading that a row means, whether more than its place says so, and doubts.

        What stands where the row's section stood may be another one that was put there.
        """
        link = table.rows[number].link
        words = bare_words(link.text)
        named = self.outline.by_words.get(words, []) if words else []
        if named:
            free = [at for at in named if at not in targets]
            at = free[0] if len(free) == 1 else _only_between(table, number, free)
            if at is None or not self.outline.headings[at].slug:
                return None, True, bool(free)
            return at, True, False
        at = self.unlisted.meant(table, number)
        if at is None or not self.outline.headings[at].slug:
            return None, False, False
        heading = self.outline.headings[at]
        fragment = read_fragment(link.url)
        mine, its = f"{link.text} {fragment}", f"{heading.text} {heading.slug}"
        return at, share_a_word(mine, its) or are_close(fragment, heading.slug), False


def _only_between(table: Table, number: int, free: Sequence[int]) -> int | None:
    """The one of some headings that stands between those of a row's neighbours."""
    rows = table.rows
    before = rows[number - 1].heading if number else table.after - 1
    after = rows[number + 1].heading if number + 1 < len(rows) else None
    if before is None or (after is None and number + 1 < len(rows)):
        return None
    found = [at for at in free if before < at and (after is None or at < after)]
    return found[0] if len(found) == 1 else None


# ---------------------------------------------------------------------- missing headings


class _Absent(NamedTuple):
    """What no contents list: the headings by depth, and those of which nothing is said.

    ``misled`` are the rows that name one of them.
    """

    left: dict[int, list[int]]
    excused: Set[int]
    misled: _Misled


def _expected(
    outline: Outline, tables: Sequence[Table], listed: Set[int], meant: Set[int]
) -> dict[int, list[int]]:
    """By depth, the headings that no contents list although they might.

    Left out are those of the contents, of sections that are never listed, and those below one
    heading of which none is listed: that was a decision, unless it is one below a listed one.
    """
    known = listed | meant | {table.after - 1 for table in tables}
    places = _places(outline)
    below = Counter(places)
    below_listed = {places[at] for at in listed}
    left: dict[int, list[int]] = defaultdict(list)
    for index, heading in enumerate(outline.headings):
        if index in known or index not in outline.listable:
            continue
        place = places[index]
        alone = below[place] == 1 and place[0] in listed
        decided = place not in below_listed and not alone
        if not decided and bare_words(heading.text) and not is_apart(heading.text):
            left[heading.depth].append(index)
    return left


def _excused(outline: Outline, listed: Set[int]) -> frozenset[int]:
    """Headings that count as left out, and of which nothing is said.

    Remarks, and the sole heading below a listed one where the contents leave out all that is
    below another.
    """
    places = _places(outline)
    below_listed = {places[at] for at in listed}
    counts = Counter(places[at] for at in outline.listable if places[at][0] in listed)
    unlisted = {place: count for place, count in counts.items() if place not in below_listed}
    passed = {depth for (_, depth), count in unlisted.items() if count > 1}
    return frozenset(
        at
        for at in outline.listable
        if outline.is_remark(at) or (unlisted.get(places[at]) == 1 and places[at][1] in passed)
    )


def _places(outline: Outline) -> list[tuple[int, int]]:
    """For each heading the one it stands under, and its own depth."""
    return list(zip(outline.parents, (h.depth for h in outline.headings), strict=True))


def _missing(outline: Outline, table: Table, absent: _Absent, share: float) -> Iterator[Difference]:
    """Headings that are not listed although nearly all others of their depth are."""
    if table.span.start in outline.omitted:
        return
    scope = table.scope(outline)
    listed = Counter(outline.headings[at].depth for at in table.listed if at in scope)
    if table.marked:
        share = min(share, _MARKED_SHARE)
    for depth, count in sorted(listed.items()):
        among = absent.left.get(depth, [])
        first, last = bisect_left(among, scope.start), bisect_left(among, scope.stop)
        if count < share * (count + last - first):
            continue
        for at in among[first:last]:
            if at not in absent.excused:
                yield _unlisted(outline, table, at, absent.misled)
        del among[first:last]  # told once


def _unlisted(outline: Outline, table: Table, at: int, misled: _Misled) -> Difference:
    """A heading that is not listed, or whose row leads to another one."""
    number = misled.row_of(table, at)
    if number is None:
        return Difference("missing", outline.headings[at].span, table, heading=at)
    link = table.rows[number].link
    address = outline.document.address_of(link) or link.span
    span = fragment_span(outline.document.source, address)
    return Difference("misled", span, table, number, at)


class _Misled:
    """The rows of contents that name one heading and lead to another one."""

    def __init__(self, outline: Outline, tables: Sequence[Table]) -> None:
        self._outline = outline
        self._rows: dict[int, dict[str, int]] = {}
        for table in tables:
            known = self._rows.setdefault(table.span.start, {})
            for number, (link, at) in enumerate(table.rows):
                name = bare_words(link.text)
                if name and at is not None and not self._called(at).startswith(name):
                    known.setdefault(name, number)

    def row_of(self, table: Table, at: int) -> int | None:
        """The number of the row that names a heading, or all but the end of its name."""
        rows: Mapping[str, int] = self._rows[table.span.start]
        if not rows:
            return None
        words = self._called(at)
        parts = (words[:length] for length in range(len(words), len(words) * 2 // 3, -1))
        return next((rows[part] for part in parts if part in rows), None)

    def _called(self, at: int) -> str:
        return bare_words(self._outline.headings[at].text)[:_LONGEST_NAME]


# ----------------------------------------------------------------------- text and order


def _own(outline: Outline, table: Table, kept: Sequence[Row]) -> Iterator[tuple[int, Link, int]]:
    """The rows that lead to headings by their own anchors, with their numbers and headings."""
    wanted = set(map(id, kept))
    for number, row in enumerate(table.rows):
        leads = row.heading is not None and outline.is_own(row.link, row.heading)
        if leads and row.heading is not None and id(row) in wanted:
            yield number, row.link, row.heading


def _texts(
    outline: Outline, table: Table, kept: Sequence[Row], *, short: bool
) -> Iterator[Difference]:
    """Entries that are not called as their headings are, though a ``short`` form may do."""
    for number, link, at in _own(outline, table, kept):
        name, words = bare_words(link.text), bare_words(outline.headings[at].text)
        if not name or not words or name == words:
            continue
        if not short or (name not in words and words not in name):
            yield Difference("text", link.text_span, table, number, at)


def _order(outline: Outline, table: Table, kept: Sequence[Row]) -> Iterator[Difference]:
    """The first entry out of order."""
    for (before, _, earlier), (number, link, later) in pairwise(_own(outline, table, kept)):
        if later < earlier:
            yield Difference("order", link.span, table, number, later, before=before)
            return


# ------------------------------------------------------------------ what awesome-lint asks


def _is_awesome(table: Table) -> bool:
    """Whether awesome-lint would look at these contents, were they called ``Contents``."""
    heading = table.blocks[0].heading
    return heading is not None and heading.depth == 2


def _awesome(
    outline: Outline, table: Table, misled: _Misled, meant: Set[int]
) -> Iterator[Difference]:
    """Every heading of the second level is listed once, in order; so are those below, if one is."""
    listed = {row.heading for row in table.rows} | meant
    parents = {outline.parents[at] for at in listed if at is not None}
    for at in range(table.after, len(outline.headings)):
        if at in listed or not _is_asked_for(outline, at, parents):
            continue
        yield _unlisted(outline, table, at, misled)
    seen: set[int] = set()
    kept: list[Row] = []
    for number, row in enumerate(table.rows):
        if row.link.text in UNWANTED:
            yield Difference("unwanted", row.link.span, table, number)
        elif row.heading in seen:
            yield Difference("repeated", row.link.span, table, number, row.heading)
        else:
            kept.append(row)
            seen.update(() if row.heading is None else (row.heading,))
    yield from _texts(outline, table, kept, short=False)
    yield from _order(outline, table, kept)


def _is_asked_for(outline: Outline, at: int, parents: Set[int]) -> bool:
    heading, parent = outline.headings[at], outline.parents[at]
    if at not in outline.listable or not bare_words(heading.text) or heading.text in UNWANTED:
        return False
    if heading.depth == 2:
        return True
    below = parent >= 0 and outline.headings[parent].depth == 2
    return heading.depth == 3 and below and parent in parents


# ------------------------------------------------------------------------ marked blocks


def empty_blocks(outline: Outline) -> Iterator[MarkedBlock]:
    """Marked blocks between whose comments there is nothing but a title and other comments."""
    document = outline.document
    links = [link.span.start for link in document.links]
    for block in commented_blocks(document):
        first = bisect_left(links, block.inner.start)
        inside = document.links[first : bisect_left(links, block.inner.end)]
        if not any(link.internal for link in inside):
            yield block
