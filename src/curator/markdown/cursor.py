"""A reader of one line that counts columns, with tab stops at every fourth."""

from __future__ import annotations

import re

_BLANKS = re.compile(r"[ \t]*+")


class Cursor:
    """Where the reading of a line stands.

    ``pos`` is the offset of the next character, ``next`` that of the next one that is no
    blank (``end`` if there is none), ``character`` that character or nothing, ``indent`` the
    columns between them. A tab may be passed in part: ``pos`` stays on it and ``column``
    stands inside it.
    """

    __slots__ = ("blank", "character", "column", "end", "indent", "next", "pos", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = self.column = self.end = self.next = self.indent = 0
        self.blank = True
        self.character = ""

    def begin(self, start: int, end: int) -> None:
        """Start on the line ``text[start:end]``, its newline left out."""
        self.pos, self.end, self.column = start, end, 0
        self._look()

    def _look(self) -> None:
        text, pos, end = self.text, self.pos, self.end
        if pos < end and text[pos] not in " \t":
            at = pos
        else:
            match = _BLANKS.match(text, pos, end)
            at = match.end() if match else pos
        self.next = at
        self.blank = at >= end
        self.character = "" if at >= end else text[at]
        if at == pos:
            self.indent = 0
        elif "\t" in text[pos:at]:
            self.indent = self._column_at(at) - self.column
        else:
            self.indent = at - pos

    def _column_at(self, at: int) -> int:
        column = self.column
        for character in self.text[self.pos : at]:
            column += 4 - column % 4 if character == "\t" else 1
        return column

    def advance(self, columns: int) -> None:
        """Pass ``columns`` columns of blanks, tabs in part if need be."""
        text, pos, end = self.text, self.pos, self.end
        while columns > 0 and pos < end:
            if text[pos] == "\t":
                width = 4 - self.column % 4
                if width > columns:
                    self.column += columns
                    break
                self.column += width
                columns -= width
            else:
                self.column += 1
                columns -= 1
            pos += 1
        self.pos = pos
        self._look()

    def jump(self, pos: int) -> None:
        """Go on at ``pos``, behind ``next``, over characters that are no tabs or are not split."""
        self.column = self._column_at(pos)
        self.pos = pos
        self._look()

    def pass_quote_marker(self) -> None:
        """Pass ``>`` at ``next`` and one column of blank after it."""
        self.jump(self.next + 1)
        if self.pos < self.end and self.text[self.pos] in " \t":
            self.advance(1)

    def pass_item_marker(self, marker_end: int) -> int:
        """Pass a list marker that begins at ``next``; the columns that continue the item.

        One to four columns of blank after the marker belong to it; five or more begin
        indented code behind one column (CommonMark 0.31.2, section 5.2).
        """
        before = self.indent + marker_end - self.next
        self.jump(marker_end)
        blank = 1 if self.blank or self.indent > 4 else self.indent
        self.advance(blank)
        return before + blank

    def trimmed_end(self) -> int:
        """The end of the line without trailing blanks."""
        end, text = self.end, self.text
        while end > self.next and text[end - 1] in " \t":
            end -= 1
        return end
