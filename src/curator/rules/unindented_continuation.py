r"""A line goes on with the text of an item and is not indented like it.

## Why it matters

GitHub takes the line for a part of the item. Other parsers end the list there and begin a
paragraph, and so does whoever reads the source.

```markdown bad
- [Alder](https://example.org/1) - Builds things,
and builds them quickly.
- [Beech](https://example.org/2) - Builds things.
```

```markdown fixed
- [Alder](https://example.org/1) - Builds things,
  and builds them quickly.
- [Beech](https://example.org/2) - Builds things.
```

A paragraph is told once. Lines that begin with a tag are left alone: it mostly closes what stands
around the list. Neither are markers without a space, which `missing-marker-space` tells.

```markdown good
- [Alder](https://example.org/1) - Builds things,
  and builds them quickly.

A paragraph behind the list.
```

## Fix safety

GitHub shows the same page, but other parsers do not, so the fix is unsafe. None is offered for a
line that would begin a block of its own once it is indented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.layout.margins import (
    OuterList,
    indent_of,
    inner_lists,
    items_of,
    margin_of,
    outer_lists,
    standing,
)
from curator.nodes import Item, Paragraph
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.INFO,
    category="layout",
    presets=("strict",),
    fix=Applicability.UNSAFE,
)

_OPENING: Final = frozenset("-+*=#>`~|:0123456789")
"""What a line may begin with that is text only because of where it stands."""


_APART = re.compile(r"<|[-*](?:\*\*|__)?\[")


class _Line(NamedTuple):
    """A line that is not indented enough: its blanks, and the columns that it needs."""

    blanks: Span
    missing: int
    column: int


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the paragraphs of items that have such lines."""
    source = ctx.source
    for outer in outer_lists(ctx.document.syntax.root):
        for inner in inner_lists(outer):
            for item in items_of(inner.node):
                for child in item.children:
                    if isinstance(child, Paragraph):
                        lines = list(_lazy(source, outer, item, child))
                        if lines:
                            yield _found(ctx, lines)


def _lazy(source: Source, outer: OuterList, item: Item, paragraph: Paragraph) -> Iterator[_Line]:
    """The lines of a paragraph behind its first that stand before the content of its item."""
    first = source.line_at(paragraph.start)
    last = source.line_at(paragraph.end)
    if first == last:
        return
    now = standing(source, outer, item)
    if now is None:
        return
    for line in range(first + 1, last + 1):
        margin = margin_of(source, line, outer.quotes)
        if margin is None:
            continue
        blanks, column = indent_of(source, margin)
        if column < now.content and not _APART.match(source.text, blanks.end):
            yield _Line(blanks, now.content - column, now.content)


def _found(ctx: Context, lines: list[_Line]) -> Diagnostic:
    text = ctx.source.text
    source = ctx.source

    def place(line: _Line) -> Span:
        return Span(line.blanks.end, source.line_span(source.line_at(line.blanks.end)).end)

    told = ctx.foremost(lines, place)
    spaces = f"{told.missing} more space{'s' * (told.missing > 1)}"
    message = f"indent this line by {spaces}, to where the text of its item begins"
    if len(lines) > 1:
        message += f" (and {len(lines) - 1} more below)"
    fix = None
    if all(text[line.blanks.end : line.blanks.end + 1] not in _OPENING for line in lines):
        edits = tuple(Edit(line.blanks, " " * line.column) for line in lines)
        fix = Fix("Indent it like the item", edits, Applicability.UNSAFE)
    return ctx.found(place(told), message, key="item", fix=fix)
