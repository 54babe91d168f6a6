"""The text of one leaf block as the inline parser reads it, and the way back to the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from curator.source import Span


class PositionError(Exception):
    """A construct could not be placed exactly: an error of this package, never of the text."""


def without_nul(text: str) -> str:
    """``text`` with NUL as U+FFFD, which CommonMark asks for; offsets stay as they are."""
    return text.replace("\0", "\ufffd") if "\0" in text else text


class Leaf:
    """Text put together from pieces of the source, lines joined by LF, prefixes left out.

    Piece ``k`` begins at ``starts[k]`` in ``text`` and at ``places[k]`` in the source; inside
    a piece characters correspond one to one.
    """

    __slots__ = ("places", "source_text", "starts", "text")

    def __init__(
        self, source_text: str, text: str, starts: Sequence[int], places: Sequence[int]
    ) -> None:
        self.source_text = source_text
        self.text = without_nul(text)
        self.starts = starts
        self.places = places

    @classmethod
    def of_span(cls, source_text: str, start: int, end: int) -> Leaf:
        """A leaf that is one piece of one line."""
        return cls(source_text, source_text[start:end], (0,), (start,))

    @classmethod
    def of_lines(cls, source_text: str, lines: Sequence[tuple[int, int]]) -> Leaf:
        """A leaf of several lines, each given by its span without prefix and newline."""
        if len(lines) == 1:
            return cls.of_span(source_text, *lines[0])
        starts, places, parts, length = [0], [lines[0][0]], [], 0
        before = lines[0][0] - 1
        for start, end in lines:
            # Lines that follow one another with nothing but LF between them are one piece.
            if length and (start != before + 1 or source_text[before] != "\n"):
                starts.append(length)
                places.append(start)
            parts.append(source_text[start:end])
            length += end - start + 1
            before = end
        return cls(source_text, "\n".join(parts), starts, places)

    def at(self, offset: int) -> int:
        """The place in the source of the character at ``offset``."""
        starts = self.starts
        if len(starts) == 1:
            return self.places[0] + offset
        piece = bisect_right(starts, offset) - 1
        return self.places[piece] + offset - starts[piece]

    def span(self, start: int, end: int) -> Span:
        """The span in the source of ``text[start:end]``.

        Where the text runs over lines the span holds the prefixes between them too.
        """
        if len(self.starts) == 1:
            place = self.places[0]
            return Span(place + start, place + end)
        if end <= start:
            place = self.at(start)
            return Span(place, place)
        return Span(self.at(start), self.after(end))

    def after(self, end: int) -> int:
        """The place in the source behind the character before ``end``, CRLF taken whole."""
        place = self.at(end - 1) + 1
        if self.text[end - 1] == "\n" and self.source_text.startswith("\r\n", place - 1):
            return place + 1
        return place

    def part(self, start: int, end: int) -> Leaf:
        """The leaf of ``text[start:end]``."""
        if len(self.starts) == 1:
            return Leaf(self.source_text, self.text[start:end], (0,), (self.places[0] + start,))
        first = bisect_right(self.starts, start) - 1
        last = max(bisect_right(self.starts, end - 1), first + 1)
        starts = [0, *(at - start for at in self.starts[first + 1 : last])]
        places = [self.at(start), *self.places[first + 1 : last]]
        return Leaf(self.source_text, self.text[start:end], starts, places)
