"""What a repair did to each file, in a line each, and what that comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from curator.reporters import cells
from curator.reporters.colour import PLAIN, Palette
from curator.reporters.escape import message, visible

_INDENT = 4
_MIN_WIDTH = 20
_MOST_LEFT_OUT = 5
"""Fixes of a file named at most that were left out."""


class LeftOut(NamedTuple):
    """A fix that would have changed what it must not; ``line``, from 1, is that of the file."""

    rule: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class FileFixes:
    """The fixes of one file: how many of each rule, and those that were left out."""

    path: str
    applied: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()

    @property
    def count(self) -> int:
        """How many fixes were applied."""
        return sum(self.applied.values())


@dataclass(frozen=True, slots=True)
class FixStyle:
    """How the lines are laid out; ``written`` is false where it is only said what would be.

    ``wrap`` breaks lines that are wider than ``width`` cells.
    """

    palette: Palette = PLAIN
    width: int = 100
    wrap: bool = False
    written: bool = True


def render(files: Sequence[FileFixes], style: FixStyle, refused: int = 0) -> Iterator[str]:
    """The lines, without newlines: one for each file with fixes, and the sum of them.

    ``refused`` is the number of further files, which had to be left as they are.
    """
    done = "Fixed" if style.written else "Would fix"
    fixed = [file for file in files if file.count]
    for file in files:
        if file.count:
            lead = f"{done} {_count(file.count, 'finding')} in {visible(file.path)}"
            yield from _wrapped(f"{lead} ({_by_rule(file.applied)})", style)
        yield from _left_out(file, style)
    total = sum(file.count for file in files)
    if files and not total:
        yield f"Nothing to fix in {_count(len(files), 'file')}."
    elif files and len(files) + refused > 1:
        where = f"{len(fixed)} of {_count(len(files) + refused, 'file')}"
        by_rule: Counter[str] = Counter()
        for file in fixed:
            by_rule.update(file.applied)
        names = f" ({_by_rule(by_rule)})" if len(fixed) > 1 else ""
        first, *rest = _wrapped(f"{done} {_count(total, 'finding')} in {where}{names}", style)
        yield style.palette.added(first)
        yield from rest


def _left_out(file: FileFixes, style: FixStyle) -> Iterator[str]:
    """The fixes of a file that were left out, of many the first."""
    for rule, title, line in file.left_out[:_MOST_LEFT_OUT]:
        place = f"{visible(file.path)}:{line}"
        yield from _wrapped(
            f"{place}: left out the fix of {rule}, it would change more than it may "
            f"({message(title)})",
            style,
        )
    more = len(file.left_out) - _MOST_LEFT_OUT
    if more > 0:
        yield f"{visible(file.path)}: left out {_count(more, 'more fix', 'more fixes')}"


def _by_rule(applied: Mapping[str, int]) -> str:
    """The rules with the number of fixes of each, the most first."""
    ordered = sorted(applied.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{rule} {count:,}" for rule, count in ordered)


def _wrapped(text: str, style: FixStyle) -> list[str]:
    if not style.wrap or cells.width(text) <= style.width:
        return [text]
    room = max(style.width - _INDENT, _MIN_WIDTH)
    head, *rest = cells.wrap(text, style.width, room)
    return [head, *(" " * _INDENT + line for line in rest)]


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
