r"""The text of a block quote is not one space away from its `>`.

## Why it matters

One space is what people expect. Without it the mark is easily missed in the source, and with
more of them some programs take the text for code.

```markdown bad
>Attention is all you need.
>It really is.

>   An indented one.
```

```markdown fixed
> Attention is all you need.
> It really is.

> An indented one.
```

Only where a quote begins is it looked at, as awesome-lint does.

```markdown good
> - One
>     - Two
>
>   More of it.
```

## Fix safety

GitHub takes one space behind `>` for a part of the mark, so that adding it changes nothing.
Spaces beyond it are removed before paragraphs and headings, unless a list or code in the quote
could be told from its indentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.layout.lines import CONTAINERS, line_end, line_start
from curator.nodes import (
    CodeBlock,
    FootnoteDefinition,
    Heading,
    HtmlBlock,
    ListBlock,
    Node,
    Paragraph,
    Quote,
)
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("blockquote-indentation",),
)

_PREFIX = re.compile(r"[ \t>]*+")
_BLANKS = re.compile(r"[ \t]*+")
_DEEPEST: Final = 8
"""Quotes within quotes that are repaired; each of them is a pass over the lines within."""
_DEEPEST_INDENT: Final = 3
"""Columns by which text may be indented without being code."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report quotes whose first block does not stand two columns right of the mark."""
    if ">" not in ctx.source.text:
        return
    stack: list[tuple[Node, int]] = [(ctx.document.syntax.root, 0)]
    while stack:
        node, depth = stack.pop()
        if isinstance(node, Quote):
            depth += 1
            yield from _judge(ctx, node, depth)
        if type(node) in CONTAINERS:
            stack.extend((child, depth) for child in reversed(node.children))


def _judge(ctx: Context, quote: Quote, depth: int) -> Iterator[Diagnostic]:
    content = _content(ctx, quote)
    if content is None:
        return
    position = ctx.source.position
    width = position(content).column - position(quote.start).column - 1
    if width == 1:
        return
    here = "here is no space" if width == 0 else f"here are {width} spaces"
    edits = _edits(ctx, quote, depth) if depth <= _DEEPEST else ()
    touched = any(edit.span.end == content for edit in edits)
    start = max(quote.start, line_start(ctx.source, content))
    yield ctx.found(
        Span(start, content),
        f"write one space between '>' and the text of the quote: {here}",
        key=shortened(ctx.source.text[content : line_end(ctx.source, content)]),
        fix=Fix("Put one space behind '>'", edits, Applicability.SAFE) if touched else None,
    )


def _content(ctx: Context, quote: Quote) -> int | None:
    """Where the text of a quote begins that is to stand behind a mark and one space."""
    text = ctx.source.text
    if quote.alert:
        return text.index("[", quote.start)
    if not quote.children:
        return None
    first = quote.children[0]
    indented = isinstance(first, CodeBlock) and first.fence is None
    if (indented or isinstance(first, HtmlBlock)) and text[first.start - 1] in " \t":
        # The blanks before it are its own.
        return None
    return first.start


def _edits(ctx: Context, quote: Quote, depth: int) -> tuple[Edit, ...]:
    """One space behind each mark of a quote that has none, and one where there are more."""
    source, text = ctx.source, ctx.source.text
    prose = [each.span for each in quote.children if isinstance(each, (Paragraph, Heading))]
    if any(isinstance(each, (ListBlock, FootnoteDefinition, CodeBlock)) for each in quote.children):
        prose = []
    if quote.alert:
        prose.insert(0, Span(quote.start, line_end(source, quote.start)))
    edits: list[Edit] = []
    at, rightmost = 0, source.position(quote.start).column + _DEEPEST_INDENT
    first, last = source.line_at(quote.start), source.line_at(quote.end - 1)
    for number in range(first, last + 1):
        line = source.line_span(number)
        mark = quote.start if number == first else _mark(text, line, depth, rightmost)
        if mark is None:
            continue
        blanks = _BLANKS.match(text, mark + 1, line.end)
        content = blanks.end() if blanks else line.end
        if content == line.end:
            continue
        while at < len(prose) and prose[at].end <= content:
            at += 1
        width = content - mark - 1
        opens = at < len(prose) and prose[at].start == content
        inside = at < len(prose) and prose[at].start <= content and text[mark + 1] == " "
        if width == 0 or (width > 1 and (opens or (inside and width <= _DEEPEST_INDENT + 1))):
            edits.append(Edit(Span(mark + 1, content), " "))
    return tuple(edits)


def _mark(text: str, line: Span, depth: int, rightmost: int) -> int | None:
    """Where the mark of a quote stands on a line that is not its first, if it has one there."""
    prefix = _PREFIX.match(text, line.start, line.end)
    mark = line.start - 1
    for _ in range(depth):
        mark = text.find(">", mark + 1, prefix.end() if prefix else line.start)
        if mark < 0:
            return None
    return mark if mark - line.start < rightmost else None
