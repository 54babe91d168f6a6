r"""A list marker has no space behind it, and GitHub shows it as text.

## Why it matters

`-[name](u)` is no list item. GitHub prints the hyphen, and joins the line to the one above.

```markdown bad
- [Alder](https://example.org/1) - Builds things.
-[Beech](https://example.org/2) - Builds things.
- -[Cedar](https://example.org/3) - Builds things.
```

```markdown fixed
- [Alder](https://example.org/1) - Builds things.
- [Beech](https://example.org/2) - Builds things.
- [Cedar](https://example.org/3) - Builds things.
```

Emphasis is left alone, and so is a hyphen that names the author of what stands above it.

```markdown good
*[Alder](https://example.org/1)* builds things.

> Builds things.
> -[Beech](https://example.org/2)

It builds things, somebody said once.
-[Cedar](https://example.org/3)
```

## Fix safety

The space makes a list item of a line of text, and of a marker that stands there twice one is
removed. Either changes how the page is built, so the fix is unsafe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.nodes import Break, Image, Item, Node, Paragraph, Quote, Strong, Text
from curator.nodes import Link as LinkNode
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.ERROR,
    category="entries",
    presets=("recommended", "awesome", "awesome-lint", "strict"),
    fix=Applicability.UNSAFE,
    awesome_lint=("awesome-list-item",),
)

_CANDIDATE = re.compile(r"^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*[-*](?:\*\*|__)?\[", re.MULTILINE)
_CODE_INDENT: Final = 4
"""Columns by which a line is too far in to open a list item."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report markers at the start of a line, in paragraphs and items, that touch a link."""
    if not _CANDIDATE.search(ctx.source.text.replace("\r", "\n")):
        return
    stack: list[tuple[Node, Item | None]] = [(ctx.document.syntax.root, None)]
    while stack:
        node, item = stack.pop()
        if isinstance(node, Paragraph):
            yield from _in_paragraph(ctx, node, item)
        elif not isinstance(node, Quote):
            within = node if isinstance(node, Item) else None
            stack.extend((child, within) for child in reversed(node.children))


def _in_paragraph(ctx: Context, paragraph: Paragraph, item: Item | None) -> Iterator[Diagnostic]:
    """The markers of one paragraph.

    A second line of the kind makes a list of both. A single one may open the paragraph or go
    on in an entry; behind other words it rather names who said them, and an asterisk may be
    that of a footnote.
    """
    children, text = paragraph.children, ctx.source.text
    lines: list[tuple[Node, LinkNode]] = []
    for index, node in enumerate(children):
        if (index == 0 or isinstance(children[index - 1], Break)) and (
            text[node.start : node.end] in ("-", "*")
        ):
            link = _link_behind(children, index)
            if link is not None:
                lines.append((node, link))
    for node, link in lines:
        opens = node is children[0]
        if (
            len(lines) > 1
            or (opens and (item is not None or text[node.start] == "-"))
            or (item is not None and _continues(ctx, paragraph, item, node))
        ):
            yield _found(ctx, node, link, doubled=opens and item is not None)


def _link_behind(children: Sequence[Node], index: int) -> LinkNode | None:
    """The link that the text at ``index`` touches, if an entry may begin with it."""
    if not isinstance(children[index], Text) or index + 1 == len(children):
        return None
    link = children[index + 1]
    if isinstance(link, Strong) and link.children:
        link = link.children[0]
    named = isinstance(link, LinkNode) and not isinstance(link, Image) and link.form == "inline"
    return link if isinstance(link, LinkNode) and named else None


def _continues(ctx: Context, paragraph: Paragraph, item: Item, line: Node) -> bool:
    """Whether the line stands, for want of the space, in the entry above it."""
    position = ctx.source.position
    aligned = position(line.start).column == position(item.start).column
    same = ctx.source.text[item.start] == ctx.source.text[line.start]
    return same and (aligned or isinstance(paragraph.children[0], LinkNode))


def _found(ctx: Context, node: Node, link: LinkNode, *, doubled: bool) -> Diagnostic:
    text = ctx.source.text
    mark, name = text[node.start], shortened(ctx.source[link.text])
    if doubled:
        message = f"the second '{mark}' before '{name}' is text: write the marker once"
        edit = Edit(node.span, "")
    else:
        message = f"put a space behind '{mark}': before '{name}' it is text and no list marker"
        edit = Edit(Span(node.end, node.end), " ")
    line = text[ctx.source.line_span(ctx.source.line_at(node.start)).start : node.start]
    fix = None
    if len(line.expandtabs(4)) < _CODE_INDENT or doubled:
        title = "Remove the second marker" if doubled else "Put a space behind the marker"
        fix = Fix(title, (edit,), Applicability.UNSAFE)
    return ctx.found(node.span, message, key=link.url, fix=fix)
