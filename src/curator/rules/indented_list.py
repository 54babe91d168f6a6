r"""A list that stands in nothing else is indented.

## Why it matters

The indentation says nothing, yet everything in the list has to be indented by it too. With four
columns of it the list would be a block of code.

```markdown bad
## Trees

  - [Alder](https://example.org/1) - Builds things.
    - [Red alder](https://example.org/2) - Builds things.
  - [Beech](https://example.org/3) - Builds things.
```

```markdown fixed
## Trees

- [Alder](https://example.org/1) - Builds things.
  - [Red alder](https://example.org/2) - Builds things.
- [Beech](https://example.org/3) - Builds things.
```

A list is told once. Lists in other lists, in quotes and in footnotes are not looked at.

```markdown good
- [Alder](https://example.org/1) - Builds things.
    - [Red alder](https://example.org/2) - Builds things.
```

## Fix safety

What stands in the items moves along by as many columns, so that the list is read as the same blocks
and words. Where that cannot be, no fix is offered. It is safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Fix, Severity
from curator.layout.margins import Changes, OuterList, items_of, outer_lists, relaid
from curator.layout.rereading import is_same_list
from curator.nodes import Item
from curator.rule import Context, Rule
from curator.source import Span
from curator.toc import marked_blocks

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("list-item-bullet-indent",),
)

_HINT = re.compile(r"^[ \t]+(?:[-*+]|\d+[.)])[ \t\r\n]", re.MULTILINE)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each list of the document itself with items that are indented."""
    if _HINT.search(ctx.source.text.replace("\r", "\n")) is None:
        return
    source = ctx.source
    for outer in outer_lists(ctx.document.syntax.root, marked_blocks(ctx.document)):
        if outer.quotes or not outer.plain:
            continue
        starts = source.line_starts
        margins = [
            (item, Span(starts[source.line_at(item.start) - 1], item.start))
            for item in items_of(outer.node)
        ]
        indented = [(item, margin) for item, margin in margins if margin.end > margin.start]
        if indented:
            yield _found(ctx, outer, indented)


def _found(ctx: Context, outer: OuterList, indented: list[tuple[Item, Span]]) -> Diagnostic:
    source = ctx.source
    item, margin = ctx.foremost(indented, lambda each: each[1])
    columns = len(source[margin].expandtabs(4))
    whom = "this list" if item is outer.node.children[0] else "this item"
    message = f"begin {whom} at the margin, not {columns} column{'s' * (columns > 1)} in"
    edits = relaid(source, outer, Changes(to_margin=True))
    fix = None
    if edits and is_same_list(source, outer, edits):
        fix = Fix("Move the list to the margin", edits, Applicability.SAFE)
    return ctx.found(margin, message, key="list", fix=fix)
