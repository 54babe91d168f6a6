r"""A row of a table has more cells than the header, and GitHub drops what is in them.

## Why it matters

GitHub cuts every row to the columns of the header, without a word. Mostly a `|` that belongs to
the text was taken for the end of a cell: also inside code and formulas it has to be written as
`\|`. The reader sees half a description, or no link at all.

```markdown bad
| Name | What it does |
| ---- | ------------ |
| [grep](https://example.org/grep) | Filters, as in `ls | grep a` |
```

```markdown fixed
| Name | What it does |
| ---- | ------------ |
| [grep](https://example.org/grep) | Filters, as in `ls \| grep a` |
```

Rows may be shorter than the header, and empty cells at the end are no loss. Where most rows are
too long, the header lacks a column, and the table is reported once.

```markdown good
| Name | What it does |
| ---- | ------------ |
| [grep](https://example.org/grep) |
| [sed](https://example.org/sed) | Edits \| replaces. | |
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.nodes import Cell, Heading, HtmlComment, Node, Paragraph, Row, Table
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.WARNING,
    category="text",
    presets=("recommended", "papers", "awesome", "strict"),
)

_MANY = 3
"""The rows that must be too long, and more than half of all, for the header to be at fault."""


class _Long(NamedTuple):
    """A row that is too long, with the cells that are dropped and not empty."""

    row: Row
    lost: list[Node]


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report rows that lose text, or their table where most of them do."""
    if "|" not in ctx.source.text:
        return
    stack: list[Node] = [ctx.document.syntax.root]
    while stack:
        node = stack.pop()
        if isinstance(node, Table):
            yield from _judge(ctx, node)
        elif not isinstance(node, (Paragraph, Heading)):
            stack.extend(reversed(node.children))


def _judge(ctx: Context, table: Table) -> Iterator[Diagnostic]:
    rows = [row for row in table.children if isinstance(row, Row) and not row.header]
    long = [_Long(row, lost) for row in rows if (lost := _lost(ctx.source, row, table.columns))]
    columns = f"{table.columns} column{'s' * (table.columns != 1)}"
    header = table.children[0].span
    # Of a change, each row is told by itself, unless it made the header what it is.
    whole = ctx.change is None or ctx.touches(header)
    many = len(long) == len(rows) > 1 or (len(long) >= _MANY and 2 * len(long) > len(rows))
    if whole and many:
        rest = f"all {len(rows)}" if len(long) == len(rows) else f"{len(long)} of {len(rows)}"
        yield ctx.found(
            header,
            f"{rest} rows have more cells than the header, which has {columns}:"
            " GitHub drops the rest, does the header lack one?",
            key=shortened(ctx.source[header]),
        )
        return
    for row, lost in long:
        span = Span(lost[0].start, lost[-1].end)
        text = shortened(ctx.source[span])
        yield ctx.found(
            span,
            f"GitHub drops '{text}', because the header has {columns}{_hint(ctx.source, row)}",
            key=text,
        )


def _lost(source: Source, row: Row, columns: int) -> list[Node]:
    """The cells beyond the header that hold more than blanks and comments."""
    return [
        cell
        for cell in row.children[columns:]
        if isinstance(cell, Cell)
        and cell.extra
        and source[cell.span].strip()
        and not (cell.children and all(isinstance(part, HtmlComment) for part in cell.children))
    ]


def _hint(source: Source, row: Row) -> str:
    r"""What to write instead, if a ``|`` was cut out of a text; then what it cut is unbalanced."""
    for cell in row.children:
        text = source[cell.span]
        if text.count("`") % 2:
            return ": also inside code write a | as \\|"
        if text.replace("\\$", "").count("$") % 2:
            return ": inside a formula write a | as \\vert"
        if text.count("[") != text.count("]") or text.count("(") != text.count(")"):
            return ": write a | of the text as \\|"
    return ""
