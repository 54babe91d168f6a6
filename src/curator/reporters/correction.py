"""The lines that a fix would leave, cut to the width of a terminal, with what is new in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from curator.diagnostic import Edit, Fix
from curator.reporters import cells
from curator.reporters.excerpt import Excerpt, kept_before, shown, shown_before
from curator.source import Source, Span

MOST_LINES = 3
"""A fix that changes more lines than these is told in words."""
_MOST_TEXT = 20_000
"""Characters that an edit may replace or put in to be shown."""
_LINE_END = re.compile(r"\r\n|\r|\n")


class Part(NamedTuple):
    """A part of a corrected line as shown; ``new`` if the fix puts it there."""

    text: str
    new: bool


class CorrectedLine(NamedTuple):
    """A line as the fix leaves it, and the number of the line it is made of."""

    number: int
    parts: tuple[Part, ...]


class Correction(NamedTuple):
    """What a fix does: the lines it leaves, and in words what these do not show."""

    lines: tuple[CorrectedLine, ...] = ()
    words: str = ""


class _Lines(NamedTuple):
    """Lines of the source by number, both included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1


class _Hunk(NamedTuple):
    """Edits that share lines with one another, and these lines."""

    lines: _Lines
    edits: tuple[Edit, ...]


_Piece = Span | str
"""A piece of a corrected line: kept from the source, or put in by an edit."""


class _Made(NamedTuple):
    """A corrected line in full, and the number of the first line of its hunk."""

    number: int
    pieces: list[_Piece]


class _Window(NamedTuple):
    """Where corrected lines are shown: below an excerpt, in so many cells."""

    source: Source
    near: tuple[Span, Excerpt]
    width: int
    ellipsis: str


def correction(
    source: Source, fix: Fix, near: tuple[Span, Excerpt], width: int, ellipsis: str = cells.ELLIPSIS
) -> Correction:
    """What ``fix`` makes of ``source``, to be shown below the excerpt ``near`` of a span.

    Costs no more than the edits and the window, however long the lines are.
    """
    edits = sorted(fix.edits, key=lambda edit: edit.span)
    if any(one.span.end > two.span.start for one, two in pairwise(edits)):
        return Correction()  # nothing that could be applied
    edits = [edit for edit in (_trimmed(source.text, edit) for edit in edits) if _size(edit)]
    removed = [(edit, _whole_lines(source, edit)) for edit in edits]
    gone = [lines for _, lines in removed if lines is not None]
    hunks = _hunks(source, [edit for edit, lines in removed if lines is None])
    count = sum(hunk.lines.size for hunk in hunks)
    long = any(_size(edit) > _MOST_TEXT for hunk in hunks for edit in hunk.edits)
    if count > MOST_LINES or long:
        return Correction((), _amount("changes", count + sum(lines.size for lines in gone)))
    made = [line for hunk in hunks for line in _made(source, hunk)]
    if len(made) > MOST_LINES:
        adds = all(edit.span.start == edit.span.end for hunk in hunks for edit in hunk.edits)
        return Correction((), _amount("adds" if adds else "writes", len(made)))
    window = _Window(source, near, width, ellipsis)
    lines = tuple(CorrectedLine(line.number, _fitted(line, window)) for line in made)
    return Correction(lines, _removal(gone))


def _size(edit: Edit) -> int:
    return max(edit.span.end - edit.span.start, len(edit.text))


def _trimmed(text: str, edit: Edit) -> Edit:
    """``edit`` without the characters at its ends that it leaves as they are."""
    if _size(edit) > _MOST_TEXT:
        return edit
    (start, end), new = edit.span, edit.text
    old = text[start:end]
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    return Edit(Span(start + head, end - tail), new[head : len(new) - tail])


def _common(one: str, two: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == two[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _whole_lines(source: Source, edit: Edit) -> _Lines | None:
    """The lines that ``edit`` takes out, if it takes out whole ones and nothing else."""
    start, end = edit.span
    if edit.text or start == end:
        return None
    first, last = source.line_at(start), source.line_at(end)
    begin, finish = source.line_span(first), source.line_span(last)
    if start <= begin.start:
        if end == finish.start:
            return _Lines(first, last - 1) if last > first else None
        return _Lines(first, last) if end == len(source.text) else None
    if last > first and (start, end) == (begin.end, finish.end):
        return _Lines(first + 1, last)
    return None


def _removal(gone: Sequence[_Lines]) -> str:
    if not gone:
        return ""
    if len(gone) > 1:
        return _amount("removes", sum(lines.size for lines in gone))
    first, last = gone[0]
    return f"removes line {first}" if first == last else f"removes lines {first} to {last}"


def _amount(verb: str, count: int) -> str:
    return f"{verb} {count:,} line" + "s" * (count != 1)


def _hunks(source: Source, edits: Sequence[Edit]) -> list[_Hunk]:
    hunks: list[_Hunk] = []
    for edit in edits:
        lines = _Lines(source.line_at(edit.span.start), source.line_at(edit.span.end))
        if hunks and lines.first <= hunks[-1].lines.last:
            before, others = hunks.pop()
            hunks.append(_Hunk(_Lines(before.first, lines.last), (*others, edit)))
        else:
            hunks.append(_Hunk(lines, (edit,)))
    return hunks


def _made(source: Source, hunk: _Hunk) -> Iterator[_Made]:
    """The lines that the edits leave, less those that stood there before just so."""
    whole = Span(source.line_span(hunk.lines.first).start, source.line_span(hunk.lines.last).end)
    lines: list[list[_Piece]] = [[]]
    at = whole.start
    for edit in hunk.edits:
        head, *rest = _LINE_END.split(edit.text)
        lines[-1] += [Span(at, edit.span.start), head]
        lines += [[text] for text in rest]
        at = edit.span.end
    lines[-1].append(Span(at, whole.end))
    for line in lines:
        if not _stood_there(source, line):
            yield _Made(hunk.lines.first, line)


def _stood_there(source: Source, line: Sequence[_Piece]) -> bool:
    """Whether a corrected line is one of the source from its start to its end."""
    if any(isinstance(piece, str) and piece for piece in line):
        return False
    kept = [piece for piece in line if isinstance(piece, Span) and piece.start < piece.end]
    return len(kept) == 1 and kept[0] == source.line_span(source.line_at(kept[0].start))


def _fitted(line: _Made, window: _Window) -> tuple[Part, ...]:
    """``line`` as shown in the window: what is new in it, and some of what is around."""
    source, _, width, ellipsis = window
    first, *_, last = _new(line.pieces) * 2
    lead = line.pieces[0] if isinstance(line.pieces[0], Span) else Span(0, 0)
    before = shown_before(source, lead, width, ellipsis)
    at = ends = start = cells.width(before)
    parts: list[Part] = []
    for index, piece in enumerate(line.pieces[first:], first):
        text = shown(_beginning(source, piece, width), at)
        parts.append(Part(text, isinstance(piece, str)))
        at += cells.width(text)
        ends = at if index <= last else ends
    if at > width:
        kept = _aligned(line.number, lead, window)
        if kept is None:
            kept = kept_before(start, ends - start, at - ends, width)
        before = cells.cut_start(before, kept, ellipsis)
        parts = _cut(parts, width - cells.width(before), ellipsis)
    parts = [Part(before, new=False), *parts]
    if not parts[-1].new:
        parts[-1] = Part(parts[-1].text.rstrip(), new=False)
    return tuple(part for part in parts if part.text)


def _new(pieces: Sequence[_Piece]) -> list[int]:
    """The positions of the pieces that edits put in, be they empty."""
    return [index for index, piece in enumerate(pieces) if isinstance(piece, str)]


def _beginning(source: Source, piece: _Piece, width: int) -> str:
    """As much of a piece as could be shown."""
    if isinstance(piece, str):
        return piece[: 2 * width]
    return source.text[piece.start : min(piece.end, piece.start + 2 * width)]


def _aligned(number: int, lead: Span, window: _Window) -> int | None:
    """How many cells to keep before the first change to stand just below the excerpt.

    ``None`` if the line is another one, or if the change would be out of sight then.
    """
    source, (span, excerpt), width, _ = window
    low, high = sorted((span.start, lead.end))
    if number != excerpt.line or lead.start >= lead.end or high - low > 2 * width:
        return None
    moved = cells.width(shown(source.text[low:high], 0))
    kept = excerpt.start + (moved if lead.end > span.start else -moved)
    return kept if 0 <= kept <= width * 3 // 4 else None


def _cut(parts: Sequence[Part], room: int, ellipsis: str) -> list[Part]:
    """The first of ``parts`` that fit ``room`` cells, with an ellipsis if there are more."""
    if sum(cells.width(part.text) for part in parts) <= room:
        return list(parts)
    kept: list[Part] = []
    for text, new in parts:
        size = cells.width(text)
        if size >= room:
            # The space stands for what follows, so that what just fits is cut as well.
            kept.append(Part(cells.cut(f"{text} ", room, ellipsis), new))
            break
        kept.append(Part(text, new))
        room -= size
    return kept
