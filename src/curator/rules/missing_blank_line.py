r"""A heading, a list, a table or a code fence touches the block above or below it.

## Why it matters

GitHub can tell them apart; people have to look twice, and older programs print a list that
directly follows a line of text as a part of that text.

```markdown bad
## Books
All of them are free:
- [A book](https://example.org/book)
```

```markdown fixed
## Books

All of them are free:

- [A book](https://example.org/book)
```

Within lists and quotes nothing is reported, where a blank line would change how the page is
spaced, and nothing beside HTML, which a blank line may end.

```markdown good
<a id="books"></a>
## Books

- One
  - Two
```

## Fix safety

The blank line is put between two blocks that GitHub takes for two already.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.layout.lines import line_end, line_start, newline_of, within
from curator.nodes import (
    CodeBlock,
    FootnoteDefinition,
    FrontMatter,
    Heading,
    HtmlBlock,
    Item,
    ListBlock,
    Node,
    Quote,
    Table,
)
from curator.rule import Context, Rule
from curator.source import Span
from curator.toc import marked_blocks

RULE = Rule(
    severity=Severity.INFO,
    category="text",
    presets=("strict",),
    fix=Applicability.SAFE,
)

_CONTAINERS = (ListBlock, Item, Quote, FootnoteDefinition)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report top-level blocks that stand on adjacent lines and should not."""
    source, text = ctx.source, ctx.source.text
    contents = [each.span for each in ctx.document.contents]
    generated = marked_blocks(ctx.document)
    for above, below in pairwise(ctx.document.syntax.root.children):
        start = line_start(source, below.start)
        if source.line_at(above.end - 1) + 1 != source.line_at(start):
            continue
        message = _message(above, below)
        if not message or text[line_start(source, above.end - 1)] == "<":
            continue
        if _goes_on(above) or any(span.overlaps(below.span) for span in contents):
            continue
        if within(generated, start):
            continue
        yield ctx.found(
            Span(below.start, min(below.end, line_end(source, below.start))),
            message,
            # The line below may be taken out, or another one be put there.
            key=message,
            fix=Fix(
                "Insert a blank line",
                (Edit(Span(start, start), newline_of(source)),),
                Applicability.SAFE,
            ),
        )


def _message(above: Node, below: Node) -> str:
    """What is missing between two adjacent blocks, if anything."""
    if isinstance(above, (HtmlBlock, FrontMatter)) or isinstance(below, HtmlBlock):
        return ""
    if isinstance(above, ListBlock) and isinstance(below, ListBlock):
        return ""
    if name := _name(below):
        return f"put a blank line before this {name}"
    if name := _name(above):
        return f"put a blank line behind the {name} above"
    return ""


def _goes_on(node: Node) -> bool:
    """Whether a block ends in code or HTML that would take a blank line in."""
    while node.children and isinstance(node, _CONTAINERS):
        node = node.children[-1]
    return isinstance(node, HtmlBlock) or (isinstance(node, CodeBlock) and not node.closed)


def _name(node: Node) -> str:
    """What a block is called that wants blank lines around it; empty for any other."""
    if isinstance(node, Heading):
        return "heading"
    if isinstance(node, ListBlock):
        return "list"
    if isinstance(node, Table):
        return "table"
    if isinstance(node, CodeBlock) and node.fence and node.closed:
        return "code"
    return ""
