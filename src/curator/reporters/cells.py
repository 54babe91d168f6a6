"""Text measured in the cells of a terminal: wide characters take two, combining ones none."""

from __future__ import annotations

ELLIPSIS = "…"
TAB = 4
"""Cells from one tab stop to the next."""


def width(text: str) -> int:
    """How many cells ``text`` takes; it has to be free of control characters."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 - most lines are ASCII and need no tables

    return max(wcswidth(text), 0)


def cut(text: str, limit: int, ellipsis: str = ELLIPSIS) -> str:
    """The beginning of ``text`` that fits ``limit`` cells, with an ellipsis if it was cut."""
    if len(text) <= limit // 2 or (len(text) <= _most(limit) and width(text) <= limit):
        return text
    room = max(limit - width(ellipsis), 0)
    return text[: _fitting(text, room)] + ellipsis[:limit]


def cut_start(text: str, limit: int, ellipsis: str = ELLIPSIS) -> str:
    """The end of ``text`` that fits ``limit`` cells, with an ellipsis if it was cut."""
    if len(text) <= limit // 2 or (len(text) <= _most(limit) and width(text) <= limit):
        return text
    room = max(limit - width(ellipsis), 0)
    kept = _fitting(text[::-1], room)
    return ellipsis[:limit] + (text[len(text) - kept :] if kept else "")


def _most(limit: int) -> int:
    """More characters than this are cut whatever their width: combining marks are free."""
    return 8 * limit + 8


def _fitting(text: str, room: int) -> int:
    """How many of the first characters of ``text`` fit ``room`` cells."""
    if text[:room].isascii():
        return min(room, len(text))
    from wcwidth import wcwidth  # noqa: PLC0415 - as above

    used = 0
    for index, character in enumerate(text[: _most(room)]):
        used += 1 if " " <= character <= "~" else max(wcwidth(character), 0)
        if used > room:
            return index
    return min(len(text), _most(room))


def expand_tabs(text: str, start: int = 0) -> str:
    """``text``, printed from cell ``start`` on, with spaces to the next tab stop for tabs."""
    if "\t" not in text:
        return text
    parts: list[str] = []
    at = start
    pieces = text.split("\t")
    for piece in pieces[:-1]:
        at += width(piece)
        blanks = TAB - at % TAB
        parts += [piece, " " * blanks]
        at += blanks
    return "".join([*parts, pieces[-1]])


def wrap(text: str, first: int, rest: int) -> list[str]:
    """``text`` as lines broken between words, the first of ``first`` cells, others of ``rest``.

    The first line is empty if no word fits it. A word that is longer than a line stays whole
    if it is ASCII, as an address is to be copied; others have no spaces and are broken.
    """
    lines, line, used, room = [], "", 0, first
    for index, word in enumerate(text.split(" ")):
        cells = width(word)
        if not index and cells <= room:
            line, used = word, cells
            continue
        if index and used + 1 + cells <= room:
            line, used = f"{line} {word}", used + 1 + cells
            continue
        lines.append(line)
        room = rest
        *whole, line = [word] if word.isascii() or cells <= rest else _broken(word, rest)
        lines += whole
        used = width(line)
    return [*lines, line]


def _broken(word: str, room: int) -> list[str]:
    """A word in parts that fit ``room`` cells each."""
    parts, start = [], 0
    while start < len(word):
        end = start + max(_fitting(word[start : start + room + _most(room)], room), 1)
        parts.append(word[start:end])
        start = end
    return parts


def pad(text: str, cells: int) -> str:
    """``text`` followed by the spaces that fill ``cells``."""
    return text + " " * (cells - width(text))
