"""Our own Markdown for a terminal: headings, paragraphs, lists, tables and fenced code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curator.reporters import cells
from curator.reporters.colour import PLAIN, Palette
from curator.reporters.escape import visible
from curator.reporters.table import Column, Group, table

_CODE_INDENT = 4
_CODE = re.compile(r"`[^`]+`")
_CELL_END = re.compile(r"(?<!\\)\|")
_BLOCK = re.compile(r"#{1,6} |- |\||```")


@dataclass(frozen=True, slots=True)
class ProseStyle:
    """How text is laid out: colours, and the width in cells."""

    palette: Palette = PLAIN
    width: int = 80


def render(markdown: str, style: ProseStyle) -> Iterator[str]:
    """The lines of ``markdown``, which has to be ours, without newlines.

    Understands what the pages of rules are made of, each block beginning at a line's start.
    """
    lines = [visible(line) for line in markdown.strip("\n").split("\n")]
    at = 0
    while at < len(lines):
        begin, line = at, lines[at]
        at += 1
        if line.startswith("```"):
            while at < len(lines) and lines[at] != "```":
                at += 1
            yield from _code(line, lines[begin + 1 : at], style)
            at += 1
        elif line.startswith("|"):
            while at < len(lines) and lines[at].startswith("|"):
                at += 1
            yield from _table(lines[begin:at], style)
        elif line.startswith("#"):
            text = line.lstrip("#").strip()
            yield from map(style.palette.place, cells.wrap(text, style.width, style.width))
        else:
            while line and at < len(lines) and lines[at] and not _BLOCK.match(lines[at]):
                at += 1
            yield from _paragraph(" ".join(map(str.strip, lines[begin:at])), style)


def _paragraph(text: str, style: ProseStyle) -> Iterator[str]:
    """A paragraph or a list item, whose further lines are indented."""
    indent = "  " if text.startswith("- ") else ""
    first, *rest = cells.wrap(text, style.width, style.width - len(indent))
    yield _with_code(first, style.palette)
    for line in rest:
        yield indent + _with_code(line, style.palette)


def _with_code(line: str, palette: Palette) -> str:
    return _CODE.sub(lambda found: palette.code(found[0]), line)


def _code(fence: str, lines: Sequence[str], style: ProseStyle) -> Iterator[str]:
    """Fenced code, indented; a rule's example has a label that says what it is one of."""
    _, _, label = fence.partition(" ")
    indent = " " * _CODE_INDENT
    if label:
        paint = style.palette.removed if label.startswith("bad") else style.palette.added
        kind, _, files = label.partition(" ")
        yield f"  {paint(kind)}" + (f" (beside {files})" if files else "")
    for line in lines:
        yield indent + style.palette.code(line) if line else ""


def _table(lines: Sequence[str], style: ProseStyle) -> Iterator[str]:
    """A table whose second line is the one between head and rows."""
    head, _, *rows = ([_cell(part) for part in _CELL_END.split(line)[1:-1]] for line in lines)
    columns = [
        Column(text, style.palette.code if not index else str) for index, text in enumerate(head)
    ]
    yield from table(columns, [Group("", rows)], style.width, style.palette.place)


def _cell(text: str) -> str:
    return text.strip().replace("\\|", "|").replace("`", "")
