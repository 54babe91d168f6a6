"""Rows in columns that fit the width of a terminal, or one below the other where it is narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from curator.reporters import cells

_GAP = 2
_MIN_LAST = 24
"""Cells the last column needs; where there are fewer it begins below the others."""

Paint = Callable[[str], str]


class Column(NamedTuple):
    """A column: its head, and how its cells are painted."""

    head: str
    paint: Paint = str


class Group(NamedTuple):
    """Rows that belong together; the title stands above them, if there is one."""

    title: str
    rows: Sequence[Sequence[str]]


def table(
    columns: Sequence[Column], groups: Sequence[Group], width: int, heading: Paint = str
) -> Iterator[str]:
    """The lines of a table whose last column takes what the others leave of ``width`` cells.

    Cells have to be free of control characters and newlines.
    """
    rows = [row for group in groups for row in group.rows]
    heads = [column.head for column in columns]
    sizes = [max(map(cells.width, texts)) for texts in zip(heads, *rows, strict=True)][:-1]
    lead = sum(size + _GAP for size in sizes)
    narrow = width - lead < _MIN_LAST
    if not narrow:
        yield heading(_line(heads, sizes))
    for index, (title, members) in enumerate(groups):
        if title:
            if index or not narrow:
                yield ""
            yield heading(title)
        for row in members:
            yield from _stacked(row, columns, width) if narrow else _row(row, columns, sizes, width)


def _line(texts: Sequence[str], sizes: Sequence[int]) -> str:
    *others, last = texts
    padded = [cells.pad(text, size) for text, size in zip(others, sizes, strict=True)]
    return (" " * _GAP).join([*padded, last])


def _row(
    row: Sequence[str], columns: Sequence[Column], sizes: Sequence[int], width: int
) -> Iterator[str]:
    """A row beside the others, its last cell wrapped in its column."""
    *others, last = row
    lead = sum(size + _GAP for size in sizes)
    first, *rest = cells.wrap(last, width - lead, width - lead)
    padded = [
        column.paint(text) + " " * (size - cells.width(text) + _GAP)
        for text, column, size in zip(others, columns, sizes, strict=False)
    ]
    yield ("".join(padded) + columns[-1].paint(first)).rstrip()
    for line in rest:
        yield " " * lead + columns[-1].paint(line)


def _stacked(row: Sequence[str], columns: Sequence[Column], width: int) -> Iterator[str]:
    """A row for a narrow terminal: the first cell, the next ones below it, then the last."""
    first, *middle, last = row
    yield columns[0].paint(first)
    indent = " " * _GAP
    shown = [f"{column.head} {text}" for text, column in zip(middle, columns[1:-1], strict=True)]
    for text in (", ".join(shown), last):
        if text:
            room = max(width - _GAP, 1)
            yield from (indent + line for line in cells.wrap(text, room, room))
