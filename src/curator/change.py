"""What a change did to one file: the lines it touched, and what stood there before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from curator.line_diff import Part, differing
from curator.source import Source, Span


@dataclass(frozen=True, slots=True)
class Change:
    """The touched lines of a text, and the text ``before``, which is empty for a new file.

    ``touched`` are spans of whole lines with their ends, in order and apart from one another.
    """

    touched: tuple[Span, ...]
    before: str = ""
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(span.start for span in self.touched))

    def touches(self, span: Span) -> bool:
        """Whether ``span`` stands on a touched line, be it with one character.

        An empty span stands on the line that its offset is in.
        """
        at = bisect_right(self._starts, max(span.end - 1, span.start)) - 1
        return at >= 0 and self.touched[at].end > span.start

    def adds(self, url: str) -> bool:
        """Whether ``url``, as it is written, did not occur in the text before."""
        return url not in self.before


def change_of(before: Source | None, after: Source) -> Change:
    """What turned ``before`` into ``after``; ``None`` where there was no such file.

    Lines are compared without their ends, so that another newline style touches none.
    """
    if before is None:
        return Change((Span(0, len(after.text) + 1),))
    parts = differing(_lines(before), _lines(after))
    return Change(tuple(_spans(after, parts)), before.text)


def after_edits(change: Change, given: Source, edited: Source) -> Change:
    """``change``, which is of ``given``, for a text that edits of ours made of that.

    A line that an edit made stands for those it replaced, or else for its neighbours: it is
    touched if one of them was.
    """
    if given.text == edited.text:
        return change
    kept: list[Part] = []
    at = new_at = 0
    for part in differing(_lines(given), _lines(edited)):
        kept += _unchanged(at, part.start, new_at)
        kept.append(part)
        at, new_at = part.end, part.new_end
    kept += _unchanged(at, given.line_count, new_at)
    touched = (part for part in kept if change.touches(_stood_for(given, part)))
    return Change(tuple(_spans(edited, touched)), change.before)


def _stood_for(given: Source, part: Part) -> Span:
    """The lines that the new ones of ``part`` stand for."""
    if part.start < part.end:
        return _span(given, part.start, part.end)
    return _span(given, max(part.start - 1, 0), min(part.end + 1, given.line_count))


def _unchanged(start: int, end: int, new_start: int) -> Iterator[Part]:
    """Lines that stayed, one part each."""
    for number in range(end - start):
        old, new = start + number, new_start + number
        yield Part(old, old + 1, new, new + 1)


def _lines(source: Source) -> list[str]:
    """The lines without their ends, the one after a final newline left out."""
    return [source.line_text(number) for number in range(1, source.line_count + 1)]


def _spans(source: Source, parts: Iterable[Part]) -> Iterator[Span]:
    """The lines that are new in ``parts``, those that meet as one span."""
    start = end = -1
    for part in parts:
        if part.new_start == part.new_end:
            continue
        span = _span(source, part.new_start, part.new_end)
        if span.start == end:
            end = span.end
            continue
        if start >= 0:
            yield Span(start, end)
        start, end = span
    if start >= 0:
        yield Span(start, end)


def _span(source: Source, start: int, end: int) -> Span:
    """Lines ``[start, end)``, from 0; the last line of a text goes on to its end."""
    starts: Sequence[int] = source.line_starts
    last = len(source.text) + 1
    first = starts[start] if start < len(starts) else last
    # The byte order mark belongs to no line, and to the first one for whoever touches it.
    return Span(0 if start == 0 else first, starts[end] if end < source.line_count else last)
