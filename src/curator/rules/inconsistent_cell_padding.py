r"""Cells of a table have no space at their sides where most of the file have one, or too many.

## Why it matters

`|a|b|` is hard to read beside `| a | b |`, and a row that is copied from one table to another
brings its own way along.

```markdown bad
| Name                          | What        |
|-------------------------------|-------------|
| [Alder](https://example.org/1)|Builds things|
| [Beech](https://example.org/2)| Burns well  |
```

```markdown fixed
| Name                           | What          |
| ------------------------------ | ------------- |
| [Alder](https://example.org/1) | Builds things |
| [Beech](https://example.org/2) | Burns well    |
```

Right is what most cells of the file have, one space on either side or none. More is fine where it
aligns the column. A table is told once, with all its cells.

```markdown good
| Name                           | What |
| ------------------------------ | ---- |
| [Alder](https://example.org/1) | Builds things |
```

## Fix safety

Only the blanks beside the pipes change, and the dashes below the header. A table whose pipes stand
in columns keeps them there. It is safe.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Fix, Severity
from curator.layout.tables import (
    Layout,
    PlacedCell,
    aligned,
    badly_padded,
    characters,
    columns,
    is_aligned,
    lay_out,
    padded,
    padding_of,
    tables_of,
)
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("table-cell-padding",),
    by_majority=True,
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each table with cells that are padded otherwise than most of the file."""
    if "|" not in ctx.source.text:
        return
    source = ctx.source
    layouts = [lay_out(source, table) for table in tables_of(ctx.document.syntax.root)]
    padding = padding_of(layouts)
    for layout in layouts:
        off = badly_padded(source, layout, padding)
        if off:
            yield _found(ctx, layout, off, padding)


def _found(ctx: Context, layout: Layout, off: list[PlacedCell], padding: int) -> Diagnostic:
    source = ctx.source
    what = "one space" if padding else "no space"
    message = f"write {what} at both sides of this cell, as in most of this file"
    if len(off) > 1:
        message += f" (and {len(off) - 1} more in this table)"
    edits = None
    measure = next((m for m in (columns, characters) if is_aligned(source, layout, m)), None)
    if measure is not None:
        edits = aligned(source, layout, padding, measure)
    if not edits:
        edits = padded(off, padding)
    fix = Fix(f"Write {what} at the sides of the cells", edits, Applicability.SAFE)
    places = [Span(cell.left.start, cell.right.end) for cell in off]
    return ctx.found(ctx.foremost(places, lambda place: place), message, key="table", fix=fix)
