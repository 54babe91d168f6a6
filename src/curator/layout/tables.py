"""How the source of GFM tables is laid out: pipes, blanks around cells, and columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from curator.diagnostic import Edit
from curator.nodes import Cell, Heading, Node, Paragraph, Row, Table
from curator.source import Source, Span

_BLANK: Final = " \t\v\f"
_DELIMITER = re.compile(r":?-+:?")
_WIDEST: Final = 400
"""Columns that a row may take once it is aligned: nobody reads wider ones."""
_MOST_GROWTH: Final = 4
"""How many times as long as before a table may get when its columns are aligned."""

Alignment = Literal["left", "right", "center"]
Measure = Callable[[str], int]


class PlacedCell(NamedTuple):
    """A cell in the source: its content, and the blanks between that and the pipes.

    ``opened`` and ``closed`` tell whether there are pipes on its two sides. The blanks of an
    empty cell are all on its left.
    """

    left: Span
    content: Span
    right: Span
    opened: bool
    closed: bool


class PlacedRow(NamedTuple):
    """A row in the source, less the cells beyond the header's; ``rule`` for that of dashes.

    ``opened`` and ``closed`` tell whether it begins and ends with a pipe.
    """

    span: Span
    cells: Sequence[PlacedCell]
    rule: bool
    opened: bool
    closed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A table in the source, its rows in order, the one of dashes among them."""

    node: Table
    rows: Sequence[PlacedRow]
    alignments: Sequence[Alignment]

    def cells(self) -> Iterator[tuple[int, PlacedRow, PlacedCell]]:
        """All cells with their columns and rows, in reading order."""
        for row in self.rows:
            for column, cell in enumerate(row.cells):
                yield column, row, cell


def tables_of(root: Node) -> Iterator[Table]:
    """The tables of a tree in reading order."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Table):
            yield node
        elif not isinstance(node, (Paragraph, Heading)):
            stack.extend(reversed(node.children))


def lay_out(source: Source, table: Table) -> Layout:
    """How ``table`` is written. The cost is that of its text."""
    text = source.text
    rule = [Span(*match.span()) for match in _DELIMITER.finditer(text, *table.delimiter)]
    rows: list[PlacedRow] = []
    for child in table.children:
        if isinstance(child, Row):
            cells = [cell.span for cell in child.children if isinstance(cell, Cell)]
            rows.append(_placed(text, child.span, cells, table.columns))
            if child.header:
                placed = _placed(text, table.delimiter, rule, table.columns)
                rows.append(placed._replace(rule=True))
    return Layout(table, rows, [_alignment(source[span]) for span in rule])


def _placed(text: str, row: Span, cells: Sequence[Span], columns: int) -> PlacedRow:
    placed = [_placed_cell(text, row, cell) for cell in cells]
    opened = text[row.start : row.start + 1] == "|"
    closed = bool(placed) and placed[-1].closed
    return PlacedRow(row, placed[:columns], rule=False, opened=opened, closed=closed)


def _placed_cell(text: str, row: Span, cell: Span) -> PlacedCell:
    left, right = cell.start, cell.end
    while left > row.start and text[left - 1] in _BLANK:
        left -= 1
    while right < row.end and text[right] in _BLANK:
        right += 1
    return PlacedCell(
        Span(left, cell.start),
        cell,
        Span(cell.end, right),
        opened=left > row.start and text[left - 1] == "|",
        closed=right < row.end and text[right] == "|",
    )


def _alignment(rule: str) -> Alignment:
    if rule.endswith(":"):
        return "center" if rule.startswith(":") else "right"
    return "left"


# ------------------------------------------------------------------------------ measures


def characters(text: str) -> int:
    """The UTF-16 code units of ``text``, which is what awesome-lint counts."""
    return len(text) if text.isascii() else len(text) + sum(c > "\uffff" for c in text)


def columns(text: str) -> int:
    """The columns that ``text`` takes in an editor with a font of one width.

    Two for wide characters (Unicode Standard Annex 11) and for those that U+FE0F makes an
    emoji, none for marks that combine, for skin tones, and behind a joiner.
    """
    if text.isascii():
        return len(text)
    total, last, before = 0, 0, ""
    for character in text:
        if character.isascii():
            width = 1
        elif character == "\ufe0f":
            width = 1 if last == 1 else 0
        elif (
            before == "\u200d"
            or "\U0001f3fb" <= character <= "\U0001f3ff"
            or unicodedata.category(character) in ("Mn", "Me", "Cf")
        ):
            width = 0
        else:
            width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        total, before = total + width, character
        last = width
    return total


# ----------------------------------------------------------------------- blanks at the sides


def padding_of(layouts: Sequence[Layout]) -> int:
    """The spaces at the sides of most cells of a file: one or none, one where in doubt."""
    padded = bare = 0
    for layout in layouts:
        for _, row, cell in layout.cells():
            if cell.opened and not row.rule and cell.content.end > cell.content.start:
                padded += cell.left.end > cell.left.start
                bare += cell.left.end == cell.left.start
    return 1 if padded >= bare else 0


def badly_padded(source: Source, layout: Layout, padding: int) -> list[PlacedCell]:
    """The cells with more or fewer spaces at a side than ``padding``.

    Those that align the cells of a column do not count, be it by columns or by characters.
    """
    slack = _Slack(source, layout)
    return [
        cell
        for column, _, cell in layout.cells()
        if _is_off(cell, padding, layout.alignments[column], slack.of(column, cell))
    ]


class _Slack:
    """By how much the cells of a column are shorter than its longest."""

    def __init__(self, source: Source, layout: Layout) -> None:
        self._source = source
        self._most: dict[tuple[int, Measure], int] = {}
        for column, _, cell in layout.cells():
            text = source[cell.content]
            for measure in (columns, characters):
                key = column, measure
                self._most[key] = max(self._most.get(key, 0), measure(text))

    def of(self, column: int, cell: PlacedCell) -> int:
        """The slack of a cell, by the measure that allows it more."""
        text = self._source[cell.content]
        return max(self._most[column, measure] - measure(text) for measure in (columns, characters))


def _is_off(cell: PlacedCell, padding: int, alignment: Alignment, slack: int) -> bool:
    left, right = _length(cell.left), _length(cell.right)
    half = slack - slack // 2
    if cell.content.start == cell.content.end:
        most = slack + 2 * padding
        return cell.opened and not padding <= left <= most
    spare_left = {"left": 0, "center": half, "right": slack}[alignment]
    spare_right = {"left": slack, "center": half, "right": 0}[alignment]
    if not cell.opened:
        spare_right = slack  # where nothing can stand on the left
    return (cell.opened and not padding <= left <= padding + spare_left) or (
        cell.closed and not padding <= right <= padding + spare_right
    )


def _length(span: Span) -> int:
    return span.end - span.start


def padded(cells: Sequence[PlacedCell], padding: int) -> tuple[Edit, ...]:
    """The edits that put ``padding`` spaces at the sides of ``cells``, in order."""
    edits: list[Edit] = []
    for cell in cells:
        if cell.opened:
            edits.append(Edit(cell.left, " " * padding))
        if cell.closed and cell.content.end > cell.content.start:
            edits.append(Edit(cell.right, " " * padding))
    return tuple(edits)


# ------------------------------------------------------------------------------- columns


def is_aligned(source: Source, layout: Layout, measure: Measure) -> bool:
    """Whether all cells of a column that end with a pipe are as wide.

    Those that begin without one are compared with each other only.
    """
    totals: dict[tuple[int, bool], int] = {}
    for column, _, cell in layout.cells():
        if not cell.closed:
            continue
        total = measure(source.text[cell.left.start : cell.right.end])
        if totals.setdefault((column, cell.opened), total) != total:
            return False
    return True


def aligned(
    source: Source, layout: Layout, padding: int, measure: Measure
) -> tuple[Edit, ...] | None:
    """The edits that make all cells of a column as wide, in order.

    ``None`` where that would make rows too wide to be read, or the table several times as
    long: one long cell among thousands of short ones.
    """
    widths = _widths(source, layout, padding, measure)
    widest = sum(width + 2 * padding + 1 for width in widths)
    length = layout.node.end - layout.node.start
    if widest > _WIDEST or widest * len(layout.rows) > _MOST_GROWTH * length:
        return None
    edits: list[Edit] = []
    for column, row, cell in layout.cells():
        text = source[cell.content]
        if row.rule:
            dashes = ["-"] * widths[column]
            if text.startswith(":"):
                dashes[0] = ":"
            if text.endswith(":"):
                dashes[-1] = ":"
            new, left, right = "".join(dashes), padding, padding
        else:
            slack = widths[column] - measure(text)
            alignment = layout.alignments[column] if cell.opened else "left"
            share = {"left": 0, "center": slack // 2, "right": slack}[alignment]
            new, left, right = text, padding + share, padding + slack - share
        edits += _resized(source, cell, new, left, right)
    return tuple(edits)


def _widths(source: Source, layout: Layout, padding: int, measure: Measure) -> list[int]:
    """How wide the content of each column gets: as its longest cell, or as wide as it was."""
    widths = [1] * len(layout.alignments)
    for column, row, cell in layout.cells():
        text = source[cell.content]
        width = measure(text)
        if row.rule:
            whole = cell.right.end - cell.left.start
            width = max(whole - 2 * padding, 1 + text.count(":"))
        widths[column] = max(widths[column], width)
    return widths


def _resized(source: Source, cell: PlacedCell, new: str, left: int, right: int) -> Iterator[Edit]:
    """The edits that give a cell its blanks, and a row of dashes its length."""
    if cell.content.start == cell.content.end:
        left, right = left + right, 0
    if cell.opened and source[cell.left] != " " * left:
        yield Edit(cell.left, " " * left)
    if source[cell.content] != new:
        yield Edit(cell.content, new)
    if cell.closed and source[cell.right] != " " * right:
        yield Edit(cell.right, " " * right)
