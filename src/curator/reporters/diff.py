"""What a repair changes as a unified diff, which ``git apply`` and ``patch`` understand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from curator.reporters.colour import PLAIN, Palette
from curator.reporters.escape import visible

CONTEXT = 3
"""Lines around a change that are shown as they are."""
_SMALL = 40_000
"""Pairs of lines up to which a part is compared in every detail."""
_MOST_PARTS = 40
"""Times that a part is divided again."""

_QUOTED = re.compile(r"[\x00-\x1f\x7f\"\\\ud800-\udfff]")
_NAMED = {"\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r"}
_CRLF_ONLY = re.compile(r"(?<!\r)\n")


@dataclass(frozen=True, slots=True)
class DiffStyle:
    """How a diff is written.

    ``escaped`` says that it is for people: what would act on a terminal is written so that it
    does not, and the carriage returns of a file that has them everywhere are not shown.
    """

    palette: Palette = PLAIN
    escaped: bool = False


class _Part(NamedTuple):
    """Lines ``[start, end)`` of the old text and those of the new one that stand for them."""

    start: int
    end: int
    new_start: int
    new_end: int


def render(path: str, before: str, after: str, style: DiffStyle) -> Iterator[str]:
    """The lines of the diff, each with its newline; none if nothing changes.

    Lines end at LF only, as for git: a CR before it is a part of the line.
    """
    old, new = _lines(before), _lines(after)
    hunks = list(_hunks(_changes(old, new)))
    if not hunks:
        return
    palette = style.palette
    yield palette.place(f"--- {_name('a', path, style)}") + "\n"
    yield palette.place(f"+++ {_name('b', path, style)}") + "\n"
    hide = style.escaped and not _CRLF_ONLY.search(before) and not _CRLF_ONLY.search(after)
    for hunk in hunks:
        first, last = hunk[0], hunk[-1]
        ranges = (
            f"-{_range(first.start - _lead(first), last.end + _tail(last, len(old)))} "
            f"+{_range(first.new_start - _lead(first), last.new_end + _tail(last, len(old)))}"
        )
        yield palette.code(f"@@ {ranges} @@") + "\n"
        for sign, line in _shown(hunk, old, new):
            yield from _line(sign, line, style, hide_cr=hide)


def _lines(text: str) -> list[str]:
    """The lines of a text with their LF, which the last one may lack."""
    lines = text.split("\n")
    whole = [f"{line}\n" for line in lines[:-1]]
    return [*whole, lines[-1]] if lines[-1] else whole


# ------------------------------------------------------------------------- how it is written


def _name(side: str, path: str, style: DiffStyle) -> str:
    """A path as git writes it: in quotes where it would be taken for something else."""
    whole = f"{side}{path}" if path.startswith("/") else f"{side}/{path}"
    if _QUOTED.search(whole):
        whole = f'"{_QUOTED.sub(_quoted, whole)}"'
    elif " " in whole and not style.escaped:
        return f"{whole}\t"  # which says where the name ends
    return visible(whole) if style.escaped else whole


def _quoted(found: re.Match[str]) -> str:
    character = found[0]
    if character in '"\\':
        return f"\\{character}"
    if character in _NAMED:
        return f"\\{_NAMED[character]}"
    return "".join(f"\\{byte:03o}" for byte in character.encode(errors="surrogateescape"))


def _range(start: int, end: int) -> str:
    """Lines ``[start, end)``, from 0, as a hunk names them; none stand after the line named."""
    count = end - start
    first = start + 1 if count else start
    return str(first) if count == 1 else f"{first},{count}"


def _line(sign: str, line: str, style: DiffStyle, *, hide_cr: bool) -> Iterator[str]:
    text, newline = line.removesuffix("\n"), line.endswith("\n")
    if style.escaped:
        if hide_cr:
            text = text.removesuffix("\r")
        text = "\t".join(map(visible, text.split("\t")))
    shown = sign + text
    if sign == "-":
        shown = style.palette.removed(shown)
    elif sign == "+":
        shown = style.palette.added(shown)
    yield f"{shown}\n"
    if not newline:
        yield "\\ No newline at end of file\n"


# ----------------------------------------------------------------------------- what it shows


def _lead(part: _Part) -> int:
    """Lines of context before the first part of a hunk."""
    return min(CONTEXT, part.start)


def _tail(part: _Part, count: int) -> int:
    """Lines of context after the last part of a hunk, in a text of ``count`` lines."""
    return min(CONTEXT, count - part.end)


def _hunks(changes: Sequence[_Part]) -> Iterator[list[_Part]]:
    """The changes that stand so close that their context meets, together."""
    hunk: list[_Part] = []
    for part in changes:
        if hunk and part.start - hunk[-1].end > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(part)
    if hunk:
        yield hunk


def _shown(
    hunk: Sequence[_Part], old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The lines of a hunk with the sign before each."""
    at = hunk[0].start - _lead(hunk[0])
    for part in hunk:
        yield from ((" ", line) for line in old[at : part.start])
        yield from (("-", line) for line in old[part.start : part.end])
        yield from (("+", line) for line in new[part.new_start : part.new_end])
        at = part.end
    yield from ((" ", line) for line in old[at : at + _tail(hunk[-1], len(old))])


def _changes(old: Sequence[str], new: Sequence[str]) -> list[_Part]:
    """The parts that differ, in order.

    Lines that both texts have just once are matched first and divide the rest, as in Bram
    Cohen's patience diff; only small parts are compared in every detail, so that the cost
    does not grow faster than the texts.
    """
    changes: list[_Part] = []
    stack = [(_Part(0, len(old), 0, len(new)), 0)]
    while stack:
        whole, depth = stack.pop()
        part = _trimmed(whole, old, new)
        size = (part.end - part.start) * (part.new_end - part.new_start)
        if not size:
            if part.start < part.end or part.new_start < part.new_end:
                changes.append(part)
        elif size <= _SMALL:
            changes += _compared(part, old, new)
        else:
            pairs = _unique(part, old, new) if depth < _MOST_PARTS else []
            if pairs:
                stack += [(each, depth + 1) for each in reversed(_between(part, pairs))]
            else:
                changes.append(part)
    return changes


def _trimmed(part: _Part, old: Sequence[str], new: Sequence[str]) -> _Part:
    """A part without the equal lines at its beginning and its end."""
    start, end, new_start, new_end = part
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    return _Part(start, end, new_start, new_end)


def _compared(part: _Part, old: Sequence[str], new: Sequence[str]) -> Iterator[_Part]:
    from difflib import SequenceMatcher  # noqa: PLC0415 - a diff that removes nothing needs none

    start, end, new_start, new_end = part
    matcher = SequenceMatcher(None, old[start:end], new[new_start:new_end], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield _Part(start + a, start + b, new_start + c, new_start + d)


def _unique(part: _Part, old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The most lines that stand once in both texts, in the same order in both."""
    start, end, new_start, new_end = part
    counts = Counter(old[start:end])
    new_counts = Counter(new[new_start:new_end])
    places = {line: at for at, line in enumerate(new[new_start:new_end], new_start)}
    pairs = [
        (at, places[line])
        for at, line in enumerate(old[start:end], start)
        if counts[line] == 1 and new_counts.get(line) == 1
    ]
    # The longest rising sequence of the second numbers, by patience sorting.
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        pile = bisect_left(tops, there)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [there]
        ends[pile : pile + 1] = [number]
    kept: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        kept.append(pairs[number])
        number = before[number]
    return kept[::-1]


def _between(part: _Part, pairs: Sequence[tuple[int, int]]) -> list[_Part]:
    """What stands between lines that were matched."""
    parts: list[_Part] = []
    at, there = part.start, part.new_start
    for one, two in [*pairs, (part.end, part.new_end)]:
        parts.append(_Part(at, one, there, two))
        at, there = one + 1, two + 1
    return parts
