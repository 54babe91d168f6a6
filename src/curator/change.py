"""What a change did to one file: the lines it touched, and what stood there before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from curator.line_diff import Part, differing
from curator.source import Source, Span

_PIECES = re.compile(r"""[^\s()<>\[\]"']+""")
_SCHEME = re.compile(r"\Ahttps?://", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[^\[\]]*\]")


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
        """Whether ``url``, as it is written, did not occur whole in the text before.

        One that is asked over https now, and was not then, is none that was added.
        """
        return not occurrences(self.before, url)

    def adds_text(self, bracketed: str) -> bool:
        """Whether the text of a link, with its brackets, did not occur in the text before."""
        return bracketed not in _written(self.before).bracketed


def _pieces(text: str) -> Iterator[str]:
    """The pieces of a text that may be addresses, without a scheme of the web."""
    return (_SCHEME.sub("", piece[0]) for piece in _PIECES.finditer(text))


class _Written:
    """What was written in a text, to be asked for many addresses."""

    def __init__(self, text: str) -> None:
        self.pieces = Counter(_pieces(text))
        self.bracketed = frozenset(_BRACKETED.findall(text))


def occurrences(text: str, url: str) -> int:
    """How often ``url`` is written whole in ``text``, over http or https."""
    pieces = _written(text).pieces
    return min((pieces[piece] for piece in _pieces(url)), default=0)


@lru_cache(maxsize=2)  # all rules judge one file, as it is and as it was, before the next
def _written(text: str) -> _Written:
    return _Written(text)


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

    A line that an edit moved is touched if it was. Any other that it made stands for those it
    replaced, or else for its neighbours: it is touched if one of them was.
    """
    if given.text == edited.text:
        return change
    old, new = _lines(given), _lines(edited)
    parts = differing(old, new)
    moved = _taken_out(change, given, old, parts)
    touched: list[int] = []
    at = new_at = 0
    for part in [*parts, Part(len(old), len(old), len(new), len(new))]:
        kept = zip(range(at, part.start), range(new_at, part.new_start), strict=True)
        touched += (now for then, now in kept if change.touches(_span(given, then, then + 1)))
        stood = change.touches(_stood_for(given, part))
        for number in range(part.new_start, part.new_end):
            known = moved.get(new[number])
            if known.popleft() if known else stood:
                touched.append(number)
        at, new_at = part.end, part.new_end
    lines = (Part(number, number, number, number + 1) for number in touched)
    return Change(tuple(_spans(edited, lines)), change.before)


def _taken_out(
    change: Change, given: Source, old: Sequence[str], parts: Iterable[Part]
) -> dict[str, deque[bool]]:
    """Whether each line that is no longer in its place was touched, by its text."""
    found: dict[str, deque[bool]] = {}
    for part in parts:
        for number in range(part.start, part.end):
            if old[number].strip():
                touched = change.touches(_span(given, number, number + 1))
                found.setdefault(old[number], deque()).append(touched)
    return found


def _stood_for(given: Source, part: Part) -> Span:
    """The lines that the new ones of ``part`` stand for."""
    if part.start < part.end:
        return _span(given, part.start, part.end)
    return _span(given, max(part.start - 1, 0), min(part.end + 1, given.line_count))


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
