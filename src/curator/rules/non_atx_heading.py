r"""A heading is underlined, or has number signs behind its text.

## Why it matters

Number signs before the text are enough for every level and every program. An underline turns
into a rule or a table as soon as a line moves, and signs behind the text add nothing.

```markdown bad
Books
=====

## Talks ##
```

```markdown fixed
# Books

## Talks
```

A number sign that belongs to the text is no closing one, and neither are blanks at the end of the
line, which awesome-lint takes for closing signs:

```markdown good
## C#
```

## Fix safety

Text, level and anchor of the heading stay. There is no fix where the text ends in a number sign
of its own, begins with the box of a task, or has a line break in it that is printed, nor where a
whole sentence is a heading, because a rule was put below it without a blank line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.layout.lines import line_end, walk_blocks
from curator.nodes import Break, Heading, plain_text
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("heading-style",),
)

_NEWLINE = re.compile(r"\r\n|\r|\n")
_BOX = re.compile(r"\[[ xX]\]\s")
_CONFLICT: Final = ("<<<<<<< ", "=======")
"""What git writes at the head of two versions of the same lines, and between them."""
_LONGEST: Final = 120
"""Characters of a heading that somebody meant."""
_CLOSING_LIKE = re.compile(r"(?:\A|[ \t])#+\Z")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report headings that are not written as number signs, a space and a text."""
    source, text = ctx.source, ctx.source.text
    conflict = _CONFLICT[0] in text
    for node in walk_blocks(ctx.document.syntax.root):
        if not isinstance(node, Heading):
            continue
        title = shortened(plain_text(source, node) or source[node.content])
        if node.style == "setext":
            if not (conflict and text.endswith(_CONFLICT[1], node.start, node.end)):
                yield _underlined(ctx, node, title)
        elif "#" in text[node.content.end : node.end]:
            yield _closed(ctx, node, title)


def _underlined(ctx: Context, node: Heading, title: str) -> Diagnostic:
    source = ctx.source
    fix = _unfolded(ctx, node)
    message = f"write the heading '{title}' with number signs in place of the underline"
    if fix:
        message = f"write '{'#' * node.depth} ' before '{title}' in place of the underline"
    elif _is_sentence(node, source[node.content]):
        message = f"the line below makes a heading of '{title}': put a blank line between"
    first = Span(node.start, min(node.end, line_end(source, node.start)))
    return ctx.found(first, message, key=title, fix=fix)


def _closed(ctx: Context, node: Heading, title: str) -> Diagnostic:
    start, end = node.content
    if start == end:
        start = end = node.start + node.depth
    told = f"behind '{title}'" if title else "that close this empty heading"
    fix = Fix("Remove the signs at the end", (Edit(Span(end, node.end), ""),), Applicability.SAFE)
    return ctx.found(
        Span(end, node.end),
        f"remove the number signs {told}",
        key=title,
        fix=None if _CLOSING_LIKE.search(ctx.source[node.content]) else fix,
    )


def _is_sentence(node: Heading, content: str) -> bool:
    """Whether the text of a heading is rather one with a rule below it."""
    return node.depth == 2 and (len(content) > _LONGEST or content.endswith((".", "。", ";", "；")))


def _unfolded(ctx: Context, node: Heading) -> Fix | None:
    """An underlined heading on one line behind number signs."""
    source = ctx.source
    content = source[node.content]
    breaks = [child for child in node.children if isinstance(child, Break)]
    if _CLOSING_LIKE.search(content) or any(each.hard for each in breaks):
        return None
    if _BOX.match(content) or _is_sentence(node, content):
        # Behind number signs the box is text, and a sentence was not meant to be a heading.
        return None
    if len(_NEWLINE.findall(content)) != len(breaks):
        # A link or code runs over the end of a line.
        return None
    edits = [Edit(Span(node.content.start, node.content.start), "#" * node.depth + " ")]
    for index, child in enumerate(node.children[:-1]):
        if isinstance(child, Break):
            edits.append(Edit(Span(child.start, node.children[index + 1].start), " "))
    edits.append(Edit(Span(node.content.end, node.end), ""))
    return Fix("Write number signs before the heading", tuple(edits), Applicability.SAFE)
