r"""The pipes of a table do not stand below one another.

## Why it matters

In a table whose pipes stand in columns a missing or misplaced cell is seen at once. It takes work
to keep them there by hand: select this rule only for a list that wants it, or that has to please
awesome-lint.

```markdown bad
| Name | What it does |
|---|---|
| [Alder](https://example.org/1) | Builds things |
| [Beech](https://example.org/2) | Burns |
```

```markdown fixed
| Name                           | What it does  |
| ------------------------------ | ------------- |
| [Alder](https://example.org/1) | Builds things |
| [Beech](https://example.org/2) | Burns         |
```

A table is told once, with all its rows; awesome-lint tells each cell. Columns count as editors show
them, where Chinese characters and emoji take two. A table that is aligned by characters, as
awesome-lint counts, is right as well.

```markdown good
| 名称    | What it does |
| ------- | ------------ |
| [桤木]  | Builds       |
| [Beech] | Burns        |
```

## Options

`width` says how columns are counted. With `"characters"` a table is right only if awesome-lint
takes it for right, and is aligned like that.

## Fix safety

Only blanks beside the pipes change, and the dashes below the header; code and escaped pipes stay as
they are. It is safe. No fix is offered where rows would take more than 400 columns, or where one
long cell would make the table several times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from curator.diagnostic import Applicability, Diagnostic, Fix, Severity, shortened
from curator.layout.tables import (
    Layout,
    Measure,
    aligned,
    characters,
    columns,
    is_aligned,
    lay_out,
    padding_of,
    tables_of,
)
from curator.rule import Context, Rule, option


@dataclass(frozen=True, slots=True)
class Options:
    """What can be set."""

    width: Literal["display", "characters"] = option(
        "display",
        "How columns are counted: as editors display them, where emoji and Chinese characters"
        " take two, or by characters, as awesome-lint does.",
    )


RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    options=Options,
    awesome_lint=("table-pipe-alignment",),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each table with a pipe that is not below that of the header."""
    if "|" not in ctx.source.text:
        return
    source = ctx.source
    display = ctx.options(Options).width == "display"
    measures: tuple[Measure, ...] = (columns, characters) if display else (characters,)
    layouts = [lay_out(source, table) for table in tables_of(ctx.document.syntax.root)]
    padding = padding_of(layouts)
    for layout in layouts:
        if not any(is_aligned(source, layout, measure) for measure in measures):
            yield _found(ctx, layout, padding, measures[0])


def _found(ctx: Context, layout: Layout, padding: int, measure: Measure) -> Diagnostic:
    header = layout.rows[0].span
    rows = len(layout.rows) - 2
    message = f"align the pipes of this table of {rows} row{'s' * (rows != 1)}"
    edits = aligned(ctx.source, layout, padding, measure)
    fix = None
    if edits:
        fix = Fix("Align the pipes", edits, Applicability.SAFE)
    elif edits is None:
        message += ", or shorten its longest cells"
    return ctx.found(header, message, key=shortened(ctx.source[header]), fix=fix)
