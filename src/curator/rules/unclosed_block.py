r"""A code fence, a comment or a `<details>` is never closed and swallows what follows.

## Why it matters

Without its end, a block runs to the end of the file or of the item it stands in: GitHub prints
the rest of the list as code, hides it in a comment, or folds it away with the details.

```markdown bad
## Setup

~~~~sh
pip install example

## Books

- [A book](https://example.org/book)
```

```markdown fixed
## Setup

~~~~sh
pip install example
~~~~

## Books

- [A book](https://example.org/book)
```

A block that swallows nothing, such as a fence whose code ends the file, is left alone.

```markdown good
<details>
<summary>Setup</summary>

~~~~sh
pip install example
~~~~

</details>

<!-- The end. -->
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from curator.diagnostic import Diagnostic, Severity
from curator.nodes import (
    Cell,
    CodeBlock,
    FootnoteDefinition,
    HtmlBlock,
    HtmlComment,
    HtmlTag,
    Item,
    ListBlock,
    Node,
    Quote,
    Root,
)
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.WARNING,
    category="text",
    presets=("recommended", "papers", "awesome", "strict"),
)

# What a list has and code seldom: links, headings below the first level, more fences.
_MARKDOWN = re.compile(
    r"\]\([^\s)]|^[ \t>]*(?:#{2,6}[ \t]+\S|```|~~~|<details|</details)", re.MULTILINE
)
_DETAILS = re.compile(r"<details", re.IGNORECASE)
_CONTAINERS = (Root, ListBlock, Item, Quote, FootnoteDefinition)
_SOMETHING = re.compile(r"\S")
# Elements that end whatever was left open in them; those of a table also hide it from outside.
_CELLS: Final = frozenset(("td", "th", "table"))
_ELEMENTS: Final = _CELLS | {"details", "div", "tr", "ul", "ol", "li", "blockquote", "section"}

_MOST_OPEN: Final = 100
"""Elements and containers that are followed at a time."""


class _Open(NamedTuple):
    """An element or a Markdown container that is open; the latter ends at ``end``."""

    name: str
    node: Node
    end: int | None = None


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report blocks without an end, at the line that opens them."""
    text = ctx.source.text
    comments = text.rfind("<!--") > text.rfind("-->")
    details = _DETAILS.search(text) is not None
    if not (comments or details or "```" in text or "~~~" in text):
        return
    stack: list[_Open] = []
    for node in _walk(ctx.document.syntax.root, html=comments or details, inline=details):
        if isinstance(node, CodeBlock):
            if not node.closed and node.fence:
                yield from _fence(ctx, node, node.fence)
        elif isinstance(node, HtmlComment):
            if comments and not node.closed:
                yield from _comment(ctx, node)
        elif details and isinstance(node, (HtmlTag, Item, Quote, Cell, FootnoteDefinition)):
            _follow(stack, node)
    for each in stack:
        if each.name == "details" and _follows(text, each.node.end):
            yield ctx.found(
                each.node.span,
                "this '<details>' is never closed and folds away all that follows:"
                " write '</details>' where it ends",
                key=_after(ctx.source, each.node),
            )


def _walk(root: Node, *, html: bool, inline: bool) -> Iterator[Node]:
    """The blocks in reading order; what HTML blocks and lines of text hold only if asked for."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        if inline or isinstance(node, _CONTAINERS) or (html and isinstance(node, HtmlBlock)):
            stack.extend(reversed(node.children))


def _fence(ctx: Context, node: CodeBlock, fence: str) -> Iterator[Diagnostic]:
    line = _first_line(ctx.source, node)
    if _MARKDOWN.search(ctx.source.text, line.end, node.end):
        yield ctx.found(
            line,
            f"this code is never closed and swallows what follows: write '{fence}' where it ends",
            key=ctx.source[line],
        )


def _comment(ctx: Context, node: HtmlComment) -> Iterator[Diagnostic]:
    text = ctx.source.text
    line = _first_line(ctx.source, node)
    if text.startswith("<!--", node.start) and _follows(text, line.end):
        yield ctx.found(
            line,
            "this comment is never closed and hides what follows: write '-->' where it ends",
            key=ctx.source[line],
        )


def _follows(text: str, start: int) -> bool:
    """Whether anything but blanks follows."""
    return _SOMETHING.search(text, start) is not None


def _first_line(source: Source, node: Node) -> Span:
    return Span(node.start, min(node.end, source.line_span(source.line_at(node.start)).end))


def _after(source: Source, tag: Node) -> str:
    """The words behind a tag, which tell it from others of its kind."""
    return source.text[tag.end : tag.end + 80].strip()


def _follow(stack: list[_Open], node: Node) -> None:
    """Keep the stack of open elements as a browser does, with containers that end by themselves."""
    for index, each in enumerate(stack):
        if each.end is not None and each.end <= node.start:
            del stack[index:]
            break
    if not isinstance(node, HtmlTag):
        if len(stack) >= _MOST_OPEN:
            return
        stack.append(_Open("td" if isinstance(node, Cell) else "li", node, node.end))
    elif node.name in _ELEMENTS:
        if not node.closing:
            if len(stack) < _MOST_OPEN:
                stack.append(_Open(node.name, node))
            return
        for index in range(len(stack) - 1, -1, -1):
            if stack[index].name == node.name:
                del stack[index:]
                return
            if stack[index].name in _CELLS and node.name not in _CELLS:
                return
