r"""The rows of a table are indented farther than what they stand in.

## Why it matters

The indentation says nothing, and with four columns of it the table would be a block of code.

```markdown bad
  | Name | What it does |
  | ---- | ------------ |
  | [Alder](https://example.org/1) | Builds things |
```

```markdown fixed
| Name | What it does |
| ---- | ------------ |
| [Alder](https://example.org/1) | Builds things |
```

A table is told once, with all its rows. In an item it begins where the text of the item does.

```markdown good
- Trees

  | Name | What it does |
  | ---- | ------------ |
  | [Alder](https://example.org/1) | Builds things |
```

## Fix safety

Only blanks before the rows are removed, so the fix is safe. None is offered for a row that would
begin another block at the margin.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.layout.margins import (
    indent_of,
    inner_lists,
    items_of,
    margin_of,
    outer_lists,
    standing,
)
from curator.nodes import Node, Quote, Root, Row, Table
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("no-table-indentation",),
)

_OPENING: Final = frozenset("-+*#>=~`<0123456789")
"""What a row may begin with that is no other block only because it is indented that far."""
_CODE_INDENT: Final = 4
"""Columns by which a line has to be indented to begin no block but code."""


class _Stand(NamedTuple):
    """A table, the quotes around it, and the column at which it ought to begin."""

    table: Table
    quotes: int
    column: int


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each table with rows that are indented too far."""
    if "|" not in ctx.source.text:
        return
    for stand in _tables(ctx.source, ctx.document.syntax.root):
        indents = list(_indents(ctx.source, stand))
        if indents:
            yield _found(ctx, stand, indents)


def _tables(source: Source, root: Root) -> Iterator[_Stand]:
    """The tables of the document itself, of quotes and of list items."""
    stack: list[tuple[Node, int]] = [(root, 0)]
    while stack:
        node, quotes = stack.pop()
        if isinstance(node, Table):
            yield _Stand(node, quotes, 0)
        elif isinstance(node, (Root, Quote)):
            inside = quotes + isinstance(node, Quote)
            stack.extend((child, inside) for child in reversed(node.children))
    for outer in outer_lists(root):
        for inner in inner_lists(outer):
            for item in items_of(inner.node):
                for child in item.children:
                    if isinstance(child, Table) and (now := standing(source, outer, item)):
                        yield _Stand(child, outer.quotes, now.content)


def _indents(source: Source, stand: _Stand) -> Iterator[tuple[Span, int]]:
    """The blanks before the rows that are indented too far, and by how many columns."""
    rows = [row.span for row in stand.table.children if isinstance(row, Row)]
    for row in [*rows[:1], stand.table.delimiter, *rows[1:]]:
        margin = margin_of(source, source.line_at(row.start), stand.quotes)
        if margin is None:
            continue
        blanks, column = indent_of(source, margin)
        if blanks.end == row.start and column > stand.column:
            yield blanks, column - stand.column


def _found(ctx: Context, stand: _Stand, indents: list[tuple[Span, int]]) -> Diagnostic:
    text = ctx.source.text
    blanks, excess = ctx.foremost(indents, lambda each: each[0])
    columns = f"{excess} column{'s' * (excess > 1)}"
    where = "where the text of its item does" if stand.column else "at the margin"
    message = f"begin this row {where}, {columns} further left"
    if len(indents) > 1:
        message += f" (and {len(indents) - 1} more in this table)"
    fix = None
    if all(more < _CODE_INDENT or text[each.end] not in _OPENING for each, more in indents):
        edits = tuple(Edit(each, " " * stand.column) for each, _ in indents)
        fix = Fix("Remove the indentation of the table", edits, Applicability.SAFE)
    return ctx.found(blanks, message, key="table", fix=fix)
