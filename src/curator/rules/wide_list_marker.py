r"""There is more than one space between the marker of an item and its text.

## Why it matters

How far the text of an item stands in decides how far everything below it has to be indented. With
one space behind every marker that is the same throughout the file, and nobody has to count.

```markdown bad
-   [Alder](https://example.org/1) - Builds things.

    It is quick.
    -   [Red alder](https://example.org/2) - Builds things.
-   [Beech](https://example.org/3) - Builds things.
```

```markdown fixed
- [Alder](https://example.org/1) - Builds things.

  It is quick.
  - [Red alder](https://example.org/2) - Builds things.
- [Beech](https://example.org/3) - Builds things.
```

A list is told once, with all that is in it. A single tab is left to `tab-after-marker`, and four
spaces more than the first begin a block of code.

```markdown good
- [Alder](https://example.org/1) - Builds things.
  - [Red alder](https://example.org/2) - Builds things.
```

## Fix safety

What stands in an item moves along by as many columns, so that the list is read as the same blocks
and words. Where that cannot be, no fix is offered. It is safe.
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
from curator.nodes import CodeBlock, Item
from curator.rule import Context, Rule
from curator.toc import marked_blocks

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("list-item-indent",),
)

_HINT = re.compile(r"(?:[-*+]|\d[.)])[ \t]{2}")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each outermost list in which items are set off too far."""
    if _HINT.search(ctx.source.text) is None:
        return
    for outer in outer_lists(ctx.document.syntax.root, marked_blocks(ctx.document)):
        wide = [item for item in items_within(outer) if _is_wide(ctx.source.text, item)]
        if wide:
            yield _found(ctx, outer, wide)


def _is_wide(text: str, item: Item) -> bool:
    start, end = gap_behind(text, item)
    if end < start + 2:
        return False
    first = item.children[0] if item.children else None
    return not (isinstance(first, CodeBlock) and first.fence is None)


def _found(ctx: Context, outer: OuterList, wide: list[Item]) -> Diagnostic:
    source = ctx.source
    gap = ctx.foremost([gap_behind(source.text, item) for item in wide], lambda gap: gap)
    what = "blanks" if "\t" in source[gap] else "spaces"
    message = f"write one space behind the marker, not {gap.end - gap.start} {what}"
    if len(wide) > 1:
        message += f" (and {len(wide) - 1} more in this list)"
    edits = relaid(source, outer, Changes(gaps={id(item): " " for item in wide}))
    fix = None
    if edits and is_same_list(source, outer, edits):
        fix = Fix("Write one space behind the markers", edits, Applicability.SAFE)
    return ctx.found(gap, message, key="list", fix=fix)
