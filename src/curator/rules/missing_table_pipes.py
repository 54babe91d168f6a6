r"""Rows of a table have no pipe at their beginning or at their end.

## Why it matters

Without them it is hard to tell a row from a paragraph, and an empty first or last cell is lost.

```markdown bad
Name | What it does
---- | ------------
[Alder](https://example.org/1) | Builds things
```

```markdown fixed
| Name | What it does |
| ---- | ------------ |
| [Alder](https://example.org/1) | Builds things |
```

A table is told once, with all its rows.

```markdown good
| Name | What it does |
| ---- | ------------ |
| [Alder](https://example.org/1) | Builds things |
```

## Fix safety

The pipes open and close the cells that are there, so the fix is safe. A line without any pipe that
the table swallows is left to you: mostly a blank line is missing before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.layout.tables import PlacedRow, lay_out, padding_of, tables_of
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("table-pipes",),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each table with rows that lack a pipe."""
    if "|" not in ctx.source.text:
        return
    layouts = [lay_out(ctx.source, table) for table in tables_of(ctx.document.syntax.root)]
    pad = " " * padding_of(layouts)
    for layout in layouts:
        bare = [row for row in layout.rows if not (row.opened and row.closed)]
        if bare:
            yield _found(ctx, bare, layout.node.columns, pad)


def _found(ctx: Context, bare: list[PlacedRow], columns: int, pad: str) -> Diagnostic:
    row = ctx.foremost(bare, lambda row: row.span)
    where = "beginning" if row.closed else "end" if row.opened else "beginning and the end"
    message = f"write a pipe at the {where} of this row"
    if len(bare) > 1:
        message += f" (and {len(bare) - 1} more in this table)"
    rows = [each for each in bare if columns == 1 or _has_pipe(each)]
    edits = tuple(edit for each in rows for edit in _edits(ctx.source, each, pad))
    fix = Fix("Write pipes at both ends of the rows", edits, Applicability.SAFE) if edits else None
    return ctx.found(row.span, message, key="table", fix=fix)


def _has_pipe(row: PlacedRow) -> bool:
    """Whether a row of a table of several columns was meant to be one."""
    return row.opened or row.closed or len(row.cells) > 1


def _edits(source: Source, row: PlacedRow, pad: str) -> Iterator[Edit]:
    start, end = row.span
    if not row.opened:
        yield Edit(Span(start, start), f"|{pad}")
    if not row.closed:
        # A pipe right behind a backslash would be text.
        escaping = source.text[end - 1] == "\\"
        yield Edit(Span(end, end), " |" if escaping else f"{pad}|")
