r"""The table of contents does not agree with the headings.

## Why it matters

Readers of a long list begin at its contents. An entry that leads nowhere leaves them where
they are; a section that the contents do not name is not found at all. Both happen when a
heading is added, renamed or removed and the contents are forgotten.

```markdown bad
## Contents

- [Books](#books)
- [Online courses](#courses)

## Books

## Online courses
```

```markdown fixed
## Contents

- [Books](#books)
- [Online courses](#online-courses)

## Books

## Online courses
```

An entry without target is an error, and where more than ten entries of one table mean no
heading that there is, they are one. An entry whose anchor differs from the heading's only in its
case works on GitHub and is reported as info. A heading that is missing is a warning, and only
where the contents list nearly all others of its depth that follow them: contents that leave
out a whole level are meant so. Nothing is missed before the contents, below a heading none of
whose several subsections is listed (then neither is a sole one of another), in sections of words
without a link or a picture, in `License`, `Contributing` and other sections that usually end a
list, in headings written as HTML, and in those marked with `<!-- omit in toc -->`. Of several
contents in one file, each is held to its own chapter. Where an entry has the name of a heading
that is missing and leads to another one, the warning is about that entry.

```markdown good
## Contents

- [Books](#books)
- [Videos](#talks)

## Books

### For beginners

## Videos <a name="talks"></a>

## License
```

The preset `strict` also reports, as info, entries whose text is not that of their heading, and
entries that stand in another order than the headings.

## Options

`share` is the part of the headings of one depth that the contents have to list before the
others count as missing. With `1.0` nothing is ever missing.

## Fix safety

The fix changes where a link leads, to the heading that has the very words of the entry or
that differs in its case only, and is therefore unsafe.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Related, Severity, shortened
from curator.document import HeadingRecord, Link
from curator.fragments import (
    fragment_span,
    is_built_in,
    read_fragment,
    unspaced_anchors,
    with_anchor,
)
from curator.rule import Context, Rule, option
from curator.source import Span
from curator.toc import (
    Outline,
    Table,
    Unlisted,
    bare_words,
    is_apart,
    read_tables,
    share_a_word,
)


@dataclass(frozen=True, slots=True)
class Options:
    """What contents are expected to list."""

    share: float = option(
        0.9,
        "The part of the headings of one depth that is listed where others count as missing.",
        least=0.5,
        most=1.0,
    )


RULE = Rule(
    severity=Severity.ERROR,
    category="structure",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
    options=Options,
    awesome_lint=("awesome-toc",),
)

_LONGEST_NAME: Final = 200
"""Letters of a heading by which a row is found that names it."""
_MOST_ALIKE: Final = 10
"""Entries of one table that are reported singly where nothing is like their anchors."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report entries of contents without target, and headings that contents leave out."""
    if not ctx.document.contents:
        return
    outline = Outline(ctx.document)
    tables = read_tables(outline)
    listed = frozenset[int]().union(*(table.listed for table in tables))
    broken = _Broken(ctx, outline, Unlisted(outline, listed))
    for table in tables:
        yield from broken.entries(table)
    left = _expected(outline, tables, listed, broken.meant)
    absent = _Absent(left, _excused(outline, listed), _Misled(outline, tables))
    for table in tables:
        yield from _missing(ctx, outline, table, absent)
        if ctx.preset == "strict":
            yield from _differences(ctx, outline, table)


# ---------------------------------------------------------------- entries without target


class _Broken:
    """The entries that lead nowhere, with ``meant``, the headings they probably mean."""

    def __init__(self, ctx: Context, outline: Outline, unlisted: Unlisted) -> None:
        self.ctx = ctx
        self.outline = outline
        self.unlisted = unlisted
        self.meant: set[int] = set()
        self._seen: set[Span] = set()

    @cached_property
    def _told(self) -> frozenset[str]:
        """The anchors that are missing for a reason of which missing-heading-space tells."""
        asked = "missing-heading-space" in self.ctx.beside
        return unspaced_anchors(self.ctx.source.text) if asked else frozenset()

    def entries(self, table: Table) -> Iterator[Diagnostic]:
        """Report those of a table, each place where an address is written once."""
        lost: list[tuple[Span, Link]] = []
        targets = {row.heading for row in table.rows}
        for number, (link, _) in enumerate(table.rows):
            fragment = read_fragment(link.url)
            if self.outline.anchors.has(link.url) or is_built_in(fragment):
                continue
            address = self.ctx.document.address_of(link) or link.span
            if address in self._seen:
                continue  # by reference: one definition is one mistake
            self._seen.add(address)
            if fragment in self._told:
                continue
            span = fragment_span(self.ctx.source, address)
            other = self.outline.anchors.in_other_case(link.url)
            if other is not None:
                yield _in_other_case(self.ctx, link, span, other)
                continue
            words = bare_words(link.text)
            named = self.outline.by_words.get(words, []) if words else []
            sure = len(named) == 1 and named[0] not in targets
            at = named[0] if sure else None
            if not named:
                at = self.unlisted.meant(table, number)
            if at is None or not self.outline.headings[at].slug:
                lost.append((span, link))
                continue
            self.meant.add(at)
            if not named and not self._is_like(link, at):
                lost.append((span, link))
                continue
            anchor = self.outline.headings[at].slug
            yield self.ctx.found(
                span,
                f"{_no_heading(link)}, did you mean '#{shortened(anchor)}'?",
                key=link.url,
                fix=_fix(self.ctx, span, anchor) if sure else None,
            )
        yield from _lost(self.ctx, lost)

    def _is_like(self, link: Link, at: int) -> bool:
        """Whether more than its place says that a row means a heading.

        What stands where the row's section stood may be another one that was put there.
        """
        heading = self.outline.headings[at]
        return share_a_word(
            f"{link.text} {read_fragment(link.url)}", f"{heading.text} {heading.slug}"
        )


def _in_other_case(ctx: Context, link: Link, span: Span, anchor: str) -> Diagnostic:
    return ctx.found(
        span,
        f"the anchor is written '#{shortened(anchor)}': another case works on GitHub only",
        key=link.url,
        severity=Severity.INFO,
        fix=_fix(ctx, span, anchor),
    )


def _lost(ctx: Context, lost: Sequence[tuple[Span, Link]]) -> Iterator[Diagnostic]:
    """Report entries that mean no heading there is; a whole table of them, once."""
    if len(lost) > _MOST_ALIKE:
        span, link = lost[0]
        yield ctx.found(
            span,
            f"{len(lost)} entries of these contents lead to no heading or id,"
            f" the first to '#{shortened(read_fragment(link.url))}'",
            key=link.url,
            related=[Related(place, "another one") for place, _ in lost[1 : _MOST_ALIKE + 1]],
        )
        return
    for span, link in lost:
        yield ctx.found(span, _no_heading(link), key=link.url)


def _no_heading(link: Link) -> str:
    return f"no heading or id makes the anchor '#{shortened(read_fragment(link.url))}'"


def _fix(ctx: Context, span: Span, anchor: str) -> Fix | None:
    text = with_anchor(ctx.source[span], anchor)
    if text is None:
        return None
    title = f"Lead to '#{shortened(anchor)}'"
    return Fix(title, (Edit(span, text),), Applicability.UNSAFE)


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


def _missing(ctx: Context, outline: Outline, table: Table, absent: _Absent) -> Iterator[Diagnostic]:
    """Report headings that are not listed although nearly all others of their depth are."""
    if table.span.start in outline.omitted:
        return
    scope = table.scope(outline)
    listed = Counter(outline.headings[at].depth for at in table.listed if at in scope)
    share = ctx.options(Options).share
    for depth, count in sorted(listed.items()):
        among = absent.left.get(depth, [])
        first, last = bisect_left(among, scope.start), bisect_left(among, scope.stop)
        if count < share * (count + last - first):
            continue
        for at in among[first:last]:
            if at not in absent.excused:
                yield _unlisted(ctx, table, outline.headings[at], absent.misled.row_of(at))
        del among[first:last]  # told once


def _unlisted(ctx: Context, table: Table, heading: HeadingRecord, row: Link | None) -> Diagnostic:
    """The finding about a heading that is not listed, or whose ``row`` leads to another one."""
    anchor = shortened(heading.slug)
    if row is not None:
        return ctx.found(
            fragment_span(ctx.source, ctx.document.address_of(row) or row.span),
            f"this entry leads to another heading than the one it names: write '#{anchor}'",
            key=f"{row.url} {heading.text}",
            severity=Severity.WARNING,
            related=[Related(heading.span, "the heading it names")],
        )
    return ctx.found(
        heading.span,
        f"the contents do not list this heading: add '[{shortened(heading.text)}](#{anchor})'",
        key=heading.text,
        severity=Severity.WARNING,
        related=[Related(table.span, "the contents")],
    )


class _Misled:
    """The rows of contents that name one heading and lead to another one."""

    def __init__(self, outline: Outline, tables: Sequence[Table]) -> None:
        self._outline = outline
        self._rows: dict[str, Link] = {}
        for link, at in (row for table in tables for row in table.rows):
            name = bare_words(link.text)
            if name and at is not None and not self._called(at).startswith(name):
                self._rows.setdefault(name, link)

    def row_of(self, at: int) -> Link | None:
        """The row that names a heading, or all but the end of its name."""
        words = self._called(at)
        if not self._rows:
            return None
        parts = (words[:length] for length in range(len(words), len(words) * 2 // 3, -1))
        return next((self._rows[part] for part in parts if part in self._rows), None)

    def _called(self, at: int) -> str:
        return bare_words(self._outline.headings[at].text)[:_LONGEST_NAME]


# ----------------------------------------------------------------------- text and order


def _differences(ctx: Context, outline: Outline, table: Table) -> Iterator[Diagnostic]:
    """Report entries that are not called as their headings are, and the first out of order.

    A part of a heading's words is a short form of it.
    """
    rows = [(link, at) for link, at in table.rows if at is not None and outline.is_own(link, at)]
    for link, at in rows:
        title = outline.headings[at].text
        name, words = bare_words(link.text), bare_words(title)
        if name and words and name not in words and words not in name:
            yield ctx.found(
                link.text_span,
                f"the heading of this entry is '{shortened(title)}'",
                key=f"{link.url} text",
                severity=Severity.INFO,
            )
    for (one, earlier), (other, later) in pairwise(rows):
        if later < earlier:
            yield ctx.found(
                other.span,
                f"the contents list '{shortened(other.text)}' after '{shortened(one.text)}',"
                " whose section comes later",
                key=f"{other.url} order",
                severity=Severity.INFO,
            )
            return
