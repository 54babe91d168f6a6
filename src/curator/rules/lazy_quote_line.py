r"""A line of a block quote begins without `>`.

## Why it matters

A line directly below a quoted paragraph belongs to the quote, whether it has a `>` or not. In
the source it looks as if the quote had ended before it, and the next editor takes it for that.

```markdown bad
> Attention is all you need,
and it needs no recurrence.
```

```markdown fixed
> Attention is all you need,
> and it needs no recurrence.
```

A blank line ends the quote:

```markdown good
> Attention is all you need.

It needs no recurrence.
```

## Fix safety

The mark is put before a line that belongs to the quote already, so that nothing changes. There
is no fix where the line would become something else by it, such as the underline of a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.layout.lines import CONTAINERS, line_start
from curator.nodes import Node, Paragraph, Quote
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("no-blockquote-without-marker",),
)

_PREFIX = re.compile(r"[ \t>]*+")
_NO_MARK = re.compile(r"[^>\t]")
_TOUCHING = re.compile(r">(?![ \t])")
# What means something only in a paragraph that goes on: underlines and delimiter rows.
_UNDERLINE = re.compile(r"[-=+|: \t]+")
# What would begin a block of its own, were it not indented by four columns or more.
_OPENING = re.compile(r"[-*+_#>`~<=|:\d\[]")


class _Line(NamedTuple):
    """A line of a paragraph without all its marks: its start, its words, and its end."""

    start: int
    content: int
    end: int


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each quoted paragraph with such lines once, at the first of them."""
    if ">" not in ctx.source.text:
        return
    stack: list[tuple[Node, int]] = [(ctx.document.syntax.root, 0)]
    while stack:
        node, depth = stack.pop()
        if isinstance(node, Paragraph) and depth:
            yield from _judge(ctx, node, depth)
        elif type(node) in CONTAINERS:
            depth += isinstance(node, Quote)
            stack.extend((child, depth) for child in reversed(node.children))


def _judge(ctx: Context, paragraph: Paragraph, depth: int) -> Iterator[Diagnostic]:
    lines = list(_lazy_lines(ctx.source, paragraph, depth))
    if not lines:
        return
    text = ctx.source.text
    told = ctx.foremost(lines, lambda line: Span(line.content, line.end))
    opening = text[line_start(ctx.source, paragraph.start) : paragraph.start]
    prefix = _NO_MARK.sub(" ", _TOUCHING.sub("> ", opening))
    edits = [_edit(text, line, prefix) for line in lines]
    fixed = tuple(edit for edit in edits if edit is not None)
    more = len(lines) - 1
    taken = f"this line and {more} more" if more else "this line"
    yield ctx.found(
        Span(told.content, told.end),
        f"GitHub takes {taken} into the quote above: put '>' before it, or a blank line",
        key="quote",
        fix=Fix("Put '>' before the line", fixed, Applicability.SAFE)
        if len(fixed) == len(edits) and depth == prefix.count(">")
        else None,
    )


def _lazy_lines(source: Source, paragraph: Paragraph, depth: int) -> Iterator[_Line]:
    """The lines of a paragraph, but for its first, with fewer marks than quotes around it."""
    text = source.text
    first, last = source.line_at(paragraph.start), source.line_at(paragraph.end - 1)
    for number in range(first + 1, last + 1):
        line = source.line_span(number)
        prefix = _PREFIX.match(text, line.start, line.end)
        content = prefix.end() if prefix else line.start
        if text.count(">", line.start, content) < depth:
            yield _Line(line.start, content, line.end)


def _edit(text: str, line: _Line, prefix: str) -> Edit | None:
    """The line with all its marks; ``None`` where it would then be something else."""
    if _UNDERLINE.fullmatch(text, line.content, line.end):
        return None
    marks = text[line.start : line.content]
    indent = len(marks.rpartition(">")[2].expandtabs(4))
    if indent > 3 and _OPENING.match(text, line.content):
        return None
    return Edit(Span(line.start, line.content), prefix)
