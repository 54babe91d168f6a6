"""What a repair changes as a unified diff, which ``git apply`` and ``patch`` understand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curator.line_diff import Part, differing
from curator.reporters.colour import PLAIN, Palette
from curator.reporters.escape import visible

CONTEXT = 3
"""Lines around a change that are shown as they are."""

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


def render(path: str, before: str, after: str, style: DiffStyle) -> Iterator[str]:
    """The lines of the diff, each with its newline; none if nothing changes.

    Lines end at LF only, as for git: a CR before it is a part of the line.
    """
    old, new = _lines(before), _lines(after)
    hunks = list(_hunks(differing(old, new)))
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


def _lead(part: Part) -> int:
    """Lines of context before the first part of a hunk."""
    return min(CONTEXT, part.start)


def _tail(part: Part, count: int) -> int:
    """Lines of context after the last part of a hunk, in a text of ``count`` lines."""
    return min(CONTEXT, count - part.end)


def _hunks(changes: Sequence[Part]) -> Iterator[list[Part]]:
    """The changes that stand so close that their context meets, together."""
    hunk: list[Part] = []
    for part in changes:
        if hunk and part.start - hunk[-1].end > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(part)
    if hunk:
        yield hunk


def _shown(
    hunk: Sequence[Part], old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The lines of a hunk with the sign before each."""
    at = hunk[0].start - _lead(hunk[0])
    for part in hunk:
        yield from ((" ", line) for line in old[at : part.start])
        yield from (("-", line) for line in old[part.start : part.end])
        yield from (("+", line) for line in new[part.new_start : part.new_end])
        at = part.end
    yield from ((" ", line) for line in old[at : at + _tail(hunk[-1], len(old))])
