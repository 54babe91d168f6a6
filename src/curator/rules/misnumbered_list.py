r"""The numbers of a list are not those that GitHub shows.

## Why it matters

GitHub takes the first number of a list and counts on from there, whatever the others are. Whoever
reads the source, or names an entry by its number, sees another one.

```markdown bad
1. [Alder](https://example.org/1) - Builds things.
2. [Beech](https://example.org/2) - Builds things.
2. [Cedar](https://example.org/3) - Builds things.
5. [Elm](https://example.org/4) - Builds things.
```

```markdown fixed
1. [Alder](https://example.org/1) - Builds things.
2. [Beech](https://example.org/2) - Builds things.
3. [Cedar](https://example.org/3) - Builds things.
4. [Elm](https://example.org/4) - Builds things.
```

A list is told once, with all that is in it. It may begin with any number.

```markdown good
3. [Alder](https://example.org/1) - Builds things.
4. [Beech](https://example.org/2) - Builds things.
```

## Fix safety

The page stays as it is, since GitHub has counted like this all along. What stands in an item moves
along where its number gets wider. It is safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Fix, Severity
from curator.layout.margins import Changes, OuterList, inner_lists, items_of, outer_lists, relaid
from curator.layout.rereading import is_same_list
from curator.nodes import Item
from curator.rule import Context, Rule
from curator.source import Source
from curator.toc import marked_blocks

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("ordered-list-marker-value",),
)

_HINT = re.compile(r"\d[.)][ \t\r\n]")


class _Wrong(NamedTuple):
    """An item with its number as written, and the one that is shown."""

    item: Item
    written: str
    shown: str


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each outermost list in which a number is another than that shown."""
    if _HINT.search(ctx.source.text) is None:
        return
    for outer in outer_lists(ctx.document.syntax.root, marked_blocks(ctx.document)):
        wrong = sorted(_wrong(ctx.source, outer), key=lambda each: each.item.start)
        if wrong:
            yield _found(ctx, outer, wrong)


def _wrong(source: Source, outer: OuterList) -> Iterator[_Wrong]:
    for inner in inner_lists(outer):
        if not inner.node.ordered:
            continue
        first = 0
        for index, item in enumerate(items_of(inner.node)):
            written = source[item.marker][:-1]
            if not index:
                first = int(written)
            if written != str(first + index):
                yield _Wrong(item, written, str(first + index))


def _found(ctx: Context, outer: OuterList, wrong: list[_Wrong]) -> Diagnostic:
    source = ctx.source
    item, written, shown = ctx.foremost(wrong, lambda each: each.item.marker)
    message = f"write the number {shown}, which GitHub shows, not {written}"
    if len(wrong) > 1:
        message += f" (and {len(wrong) - 1} more in this list)"
    markers = {id(each.item): each.shown + source.text[each.item.marker.end - 1] for each in wrong}
    edits = relaid(source, outer, Changes(markers=markers))
    fix = None
    if edits and is_same_list(source, outer, edits):
        fix = Fix("Number the items as GitHub does", edits, Applicability.SAFE)
    return ctx.found(item.marker, message, key="list", fix=fix)
