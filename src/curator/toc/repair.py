"""How differences between contents and headings are mended, by the smallest edits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from typing import Final, NamedTuple

from curator.diagnostic import Edit, shortened
from curator.document import Link
from curator.fragments import read_fragment, with_anchor
from curator.nodes import HtmlBlock
from curator.source import Span
from curator.toc.differences import Difference
from curator.toc.generate import MOST_PLACES, contents_of, newline_of
from curator.toc.layout import Line, read_lines, subtree_end
from curator.toc.manner import Manner
from curator.toc.markers import MarkedBlock
from curator.toc.meant import Similar, Unled
from curator.toc.numbers import Numbers
from curator.toc.outline import Outline, bare_words, share_a_word
from curator.toc.places import Inserted, Places, removals
from curator.toc.tables import Table

_TAG = re.compile(r"<[^<>]{0,200}>")
_LINE_END = re.compile(r"[\r\n]+")
_REMARK = re.compile(r"[(（][^()（）]*+[)）]\s*$")
"""What a heading adds in brackets, such as "(videos)", and rows often leave out."""
_LONGEST_NAME: Final = 200
_MOVING: Final = frozenset(("broken", "missing", "repeated", "unwanted"))
_MOST_LOST: Final = 0.5
"""The part of hand-written rows that may be taken out at once."""


class Correction(NamedTuple):
    """Edits that mend one difference, with a title in the imperative.

    ``removed`` is the number of links that they take out of the text. A ``safe`` one changes
    only what a program wrote between its marks.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool
    removed: int = 0


def corrections(
    outline: Outline, differences: Sequence[Difference]
) -> dict[Difference, Correction]:
    """What mends each difference, as far as that is plain; all go together."""
    found: dict[Difference, Correction] = {}
    tables: dict[Span, list[Difference]] = defaultdict(list)
    empty = sum(each.kind == "empty" for each in differences)
    for each in differences:
        if each.table is not None:
            tables[each.table.span].append(each)
        elif each.block is not None and empty <= MOST_PLACES:
            filled = _filled(outline, each.block)
            found |= {} if filled is None else {each: filled}
    texts, similar = _Texts(outline), Similar(outline)
    for given in tables.values():
        if given[0].table is not None:
            found |= _TableRepair(outline, given[0].table, given, texts, similar).found()
    return found


def _filled(outline: Outline, block: MarkedBlock) -> Correction | None:
    """Contents for a marked block that is empty."""
    document = outline.document
    opening = Span(block.span.start, block.inner.start)
    outer = (node for node in document.syntax.root.children if isinstance(node, HtmlBlock))
    if not any(node.span.covers(opening) for node in outer):
        return None  # within a list or a quote
    above = document.heading_index(block.inner.end)
    rows = contents_of(outline, 0 if above is None else above + 1)
    if not rows:
        return None
    written = document.source[block.inner]
    start = block.inner.start + len(written.rstrip())
    newline = newline_of(document.source)
    edit = Edit(Span(start, block.inner.end), f"{newline * 2}{rows}{newline * 2}")
    return Correction("Write the contents", (edit,), safe=True)


class _Texts:
    """The short lines of a document, to see whether what a row names is there, but no heading."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline

    def names(self, words: str) -> bool:
        """Whether a line says only this, be it a label in bold or in a tag."""
        return words in self._lines

    @cached_property
    def _lines(self) -> frozenset[str]:
        text = self._outline.document.source.text
        lines = (_TAG.sub("", line[:_LONGEST_NAME]) for line in _LINE_END.split(text))
        return frozenset(map(bare_words, lines))


class _Move(NamedTuple):
    """The rows that go from a table, those that come, and their numbers."""

    cut: dict[int, Span]
    inserted: Sequence[Inserted]
    counted: Numbers


def _may_be_there(each: Difference, unled: Unled) -> bool:
    return each.kind == "broken" and each.link is not None and unled.may_be(each.link)


class _TableRepair:
    """The repair of one table: which rows go, which lead elsewhere, and which are new."""

    def __init__(
        self,
        outline: Outline,
        table: Table,
        differences: Sequence[Difference],
        texts: _Texts,
        similar: Similar,
    ) -> None:
        self.outline = outline
        self.source = outline.document.source
        self.table = table
        self.differences = differences
        self.texts = texts
        self.similar = similar

    @cached_property
    def lines(self) -> list[Line]:
        """Its rows as they are written; none where that is not plain."""
        return read_lines(self.outline.document, self.table) or []

    @cached_property
    def manner(self) -> Manner:
        """How its rows are worded."""
        return Manner(self.outline, self.lines)

    def found(self) -> dict[Difference, Correction]:
        """The corrections of the differences of this table."""
        found: dict[Difference, Correction] = {}
        aimed: dict[int, int] = {}
        for each in self.differences:
            correction = self._led(each)
            if correction is not None:
                found[each] = correction
                if each.row is not None and each.heading is not None:
                    aimed[each.row] = each.heading
        if any(each.kind in _MOVING for each in self.differences):
            found |= self._moved(found, aimed)
        if not found:
            found |= self._ordered()
        return found

    def _correction(self, title: str, edits: Sequence[Edit], removed: int = 0) -> Correction:
        safe = self.table.marked
        return Correction(title, tuple(edits), safe, 0 if safe else removed)

    # --------------------------------------------------------------- where rows lead

    def _led(self, each: Difference) -> Correction | None:
        """The row of a difference led where it should lead, or called as it should be."""
        link = each.link
        if link is None:
            return None
        if each.kind == "case":
            return self._aimed(each.span, each.anchor)
        if each.heading is None:
            return None
        anchor = self.outline.headings[each.heading].slug
        if each.kind == "misled":
            return self._aimed(each.span, anchor)
        if each.kind == "text":
            return self._named(link, each.heading)
        if each.kind != "broken" or not self._may_be_listed(each):
            return None
        aimed = self._aimed(each.span, anchor)
        if aimed is None or not self._is_renamed(link, each.heading):
            return aimed
        level = next((line.level for line in self.lines if line.link is link), None)
        named = self._named(link, each.heading) if self.manner.names(level) else None
        return named and self._correction(named.title, (*named.edits, *aimed.edits))

    def _may_be_listed(self, each: Difference) -> bool:
        """Whether a row may lead to a heading of which only its place says that it is meant."""
        return each.like or (each.heading in self.outline.listable and bool(self.lines))

    def _aimed(self, span: Span, anchor: str) -> Correction | None:
        text = with_anchor(self.source[span], anchor)
        if text is None:
            return None
        return self._correction(f"Lead to '#{shortened(anchor)}'", (Edit(span, text),))

    def _named(self, link: Link, at: int) -> Correction | None:
        if link.kind not in ("inline", "reference"):
            return None
        title = f"List '{shortened(self.outline.headings[at].text)}' in its place"
        return self._correction(title, (Edit(link.text_span, self.manner.words(at)),))

    def _is_renamed(self, link: Link, at: int) -> bool:
        """Whether text and anchor of a row are of an old name, rather than the anchor mistyped."""
        heading = self.outline.headings[at]
        name, words = bare_words(link.text), bare_words(heading.text)
        if name in (words, bare_words(_REMARK.sub("", heading.text))):
            return False
        if name in words and self.manner.often_short:
            return False
        old = name == bare_words(read_fragment(link.url))
        return old or not share_a_word(link.text, heading.text)

    # -------------------------------------------------------------- rows come and go

    def _moved(
        self, found: dict[Difference, Correction], aimed: dict[int, int]
    ) -> dict[Difference, Correction]:
        """The rows taken out that lead nowhere, and those put in for headings without one."""
        if not self.lines:
            return {}
        at = {id(line.row): index for index, line in enumerate(self.lines) if line.row}
        numbers = {number: at.get(id(row)) for number, row in enumerate(self.table.rows)}
        missing = {each.heading: each for each in self.differences if each.kind == "missing"}
        wanted = [at for at in missing if at is not None]
        unled = self._unled(set())
        gone = {
            line: each
            for each in self.differences
            if each not in found and (line := self._gone(each, numbers, unled)) is not None
        }
        if not self.table.marked and len(gone) > _MOST_LOST * len(self.lines):
            gone = {}
        move = self._planned(gone, wanted, numbers, aimed)
        unplaced = set(wanted).difference(*(group.headings for group in move.inserted))
        if gone and unplaced:
            unled = self._unled(unplaced)
            gone = {line: each for line, each in gone.items() if not _may_be_there(each, unled)}
            move = self._planned(gone, wanted, numbers, aimed)
        result: dict[Difference, Correction] = {}
        for index, span in move.cut.items():
            name = shortened(self.lines[index].link.text)
            edits = (Edit(span, ""), *move.counted.behind_cut.get(index, ()))
            result[gone[index]] = self._correction(f"Remove '{name}'", edits, 1)
        for group in move.inserted:
            listed = self._listed(group, move.counted)
            result |= {missing[at]: listed for at in group.headings}
        return result

    def _planned(
        self,
        gone: Iterable[int],
        wanted: Sequence[int],
        numbers: dict[int, int | None],
        aimed: dict[int, int],
    ) -> _Move:
        """What becomes of the table if the lines ``gone`` go and rows for ``wanted`` come."""
        cut = removals(self.lines, gone)
        targets = {
            index: aimed.get(number, self.table.rows[number].heading)
            for number, index in numbers.items()
            if index is not None and index not in cut
        }
        foreign = {index: None for index, line in enumerate(self.lines) if line.row is None}
        counted = Numbers(self.source, self.lines, cut.keys())
        places = Places(self.outline, self.lines, {**targets, **foreign}, self.manner)
        return _Move(cut, places.inserted(wanted, counted), counted)

    def _unled(self, unplaced: Set[int]) -> Unled:
        """The headings without a row, those ``unplaced`` among them, which can get none."""
        meant = {each.heading for each in self.differences}
        taken = (self.table.listed | meant) - unplaced
        return Unled(self.outline, self.table, taken, self.similar)

    def _listed(self, group: Inserted, counted: Numbers) -> Correction:
        """The new rows of one place, which come together."""
        names = [shortened(self.outline.headings[at].text, 40) for at in group.headings]
        more = f" and {len(names) - 1} more" if names[1:] else ""
        behind = (edit for at in group.headings for edit in counted.behind_new.get(at, ()))
        return self._correction(f"List '{names[0]}'{more}", (group.edit, *behind))

    def _gone(self, each: Difference, numbers: dict[int, int | None], unled: Unled) -> int | None:
        """The line of a row that is to go, if it may."""
        link = each.link
        if link is None or each.row is None:
            return None
        line = numbers.get(each.row)
        if each.kind in ("repeated", "unwanted"):
            return line
        if each.kind != "broken" or each.doubtful or each.heading is not None:
            return None
        if unled.may_be(link) or (not self.table.marked and self._is_labelled(link)):
            return None
        return line

    def _is_labelled(self, link: Link) -> bool:
        """Whether what a row written by hand names may be there as a label."""
        words = bare_words(link.text)
        return not words or (not self.outline.by_words.get(words) and self.texts.names(words))

    # ------------------------------------------------------------------------- order

    def _ordered(self) -> dict[Difference, Correction]:
        """The rows of one list put in the order of the headings, those below them with them."""
        wanted = next((each for each in self.differences if each.kind == "order"), None)
        if wanted is None:
            return {}
        for edits in self._sorted_lists():
            return {wanted: self._correction("Put in the order of the headings", edits)}
        return {}

    def _sorted_lists(self) -> Iterator[list[Edit]]:
        groups: dict[int, list[int]] = defaultdict(list)
        for index, line in enumerate(self.lines):
            groups[line.group].append(index)
        for members in groups.values():
            headings = [row.heading if (row := self.lines[m].row) else None for m in members]
            known = [at for at in headings if at is not None]
            if len(known) < len(members) or known == sorted(known):
                continue
            spans = [self._subtree(index) for index in members]
            order = sorted(range(len(members)), key=known.__getitem__)
            yield [
                Edit(span, self.source[spans[other]])
                for span, other in zip(spans, order, strict=True)
                if spans[other] != span
            ]

    def _subtree(self, index: int) -> Span:
        last = self.lines[subtree_end(self.lines, index) - 1]
        return Span(self.lines[index].lead.start, last.stop)
