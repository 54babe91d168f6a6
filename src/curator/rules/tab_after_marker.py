r"""There is a tab between the marker of an item and its text.

## Why it matters

A tab reaches to the next column that four divides, and parsers disagree on what that means for
the lines below: with one the next list is a part of the item, with another it is code.

```markdown bad
-{TAB}[Alder](https://example.org/1) - Builds things.

{TAB}It is quick.
-{TAB}[Beech](https://example.org/2) - Builds things.
```

```markdown fixed
- [Alder](https://example.org/1) - Builds things.

  It is quick.
- [Beech](https://example.org/2) - Builds things.
```

A list is told once, with all that is in it.

```markdown good
- [Alder](https://example.org/1) - Builds things.
```

## Fix safety

One space takes the place of the tab, and what stands in the items moves along. GitHub shows the
same page, but a parser that reads tabs otherwise may show another one than before, so the fix is
unsafe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Fix, Severity
from curator.layout.margins import (
    Changes,
    OuterList,
    gap_behind,
    items_within,
    outer_lists,
    relaid,
)
from curator.layout.rereading import is_same_list
from curator.nodes import Item
from curator.rule import Context, Rule
from curator.toc import marked_blocks

RULE = Rule(
    severity=Severity.INFO,
    category="layout",
    presets=("strict",),
    fix=Applicability.UNSAFE,
)

_HINT = re.compile(r"(?:[-*+]|\d[.)]) *\t")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each outermost list with a tab behind a marker."""
    text = ctx.source.text
    if _HINT.search(text) is None:
        return
    for outer in outer_lists(ctx.document.syntax.root, marked_blocks(ctx.document)):
        tabbed = [
            item for item in items_within(outer) if "\t" in ctx.source[gap_behind(text, item)]
        ]
        if tabbed:
            yield _found(ctx, outer, tabbed)


def _found(ctx: Context, outer: OuterList, tabbed: list[Item]) -> Diagnostic:
    source = ctx.source
    message = "write a space behind the marker, not a tab"
    if len(tabbed) > 1:
        message += f" (and {len(tabbed) - 1} more in this list)"
    edits = relaid(source, outer, Changes(gaps={id(item): " " for item in tabbed}))
    fix = None
    if edits and is_same_list(source, outer, edits):
        fix = Fix("Write a space behind the markers", edits, Applicability.UNSAFE)
    gap = ctx.foremost([gap_behind(source.text, item) for item in tabbed], lambda gap: gap)
    return ctx.found(gap, message, key="list", fix=fix)
