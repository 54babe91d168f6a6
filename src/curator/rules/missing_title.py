r"""A list has no title.

## Why it matters

The heading of the first level is what search engines, screen readers and other lists call a list.
Without one, a reader who comes from elsewhere does not learn where they are.

```markdown bad
A reading list on attention.

## Papers

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
```

```markdown fixed
# Attention

A reading list on attention.

## Papers

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
```

Where the list opens with a heading of a lower level that has no entries of its own, or than which
all others are lower still, that is its title, and only its level is wrong: an info in the preset
`recommended`.

```markdown bad
## Attention

### Papers

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
```

```markdown fixed
# Attention

### Papers

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
```

A heading of HTML that opens the list is a title, whatever its level, and so is a picture above
everything else. Front matter leaves the title to another program.

```markdown good
<p align="center"><img src="logo.svg" alt="Attention"></p>

## Papers

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document import HeadingRecord
from curator.document.labels import names_contents
from curator.nodes import Definition, FrontMatter, HtmlBlock, HtmlComment, Node
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="structure",
    presets=("recommended", "awesome", "strict"),
    awesome_lint=("awesome-heading",),
)

_NO_TITLE = "the list has no title: write one above everything else, as in '# Reading list'"
_PART = re.compile(
    r"(?:_.*|(?:pull_request|issue)_template.*|(?:sidebar|summary|footer)\.\w+)", re.IGNORECASE
)
"""Files that are shown inside another page, and so have no title of their own."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report a list without a heading of the first level, at its first line."""
    document = ctx.document
    blocks = document.syntax.root.children
    if not (document.entries or document.headings):
        return
    if blocks and isinstance(blocks[0], FrontMatter):
        return
    name = ctx.source.path.replace("\\", "/").rpartition("/")[2]
    if any(heading.depth == 1 for heading in document.headings) or _PART.fullmatch(name):
        return
    first = next((block for block in blocks if _is_shown(block)), None)
    if first is None or _has_picture(ctx):
        return
    line = ctx.source.line_span(ctx.source.line_at(first.start))
    place = Span(first.start, min(line.end, first.end))
    heading = document.headings[0] if document.headings else None
    if heading is None or not first.span.covers(heading.span):
        yield ctx.found(place, _NO_TITLE, key="title")
    elif not heading.html:
        yield _told_of_heading(ctx, place, heading)


def _told_of_heading(ctx: Context, place: Span, heading: HeadingRecord) -> Diagnostic:
    """The finding about a list that opens with a heading of a lower level.

    That is its title all the same where every other heading is of a lower level still, or where
    it has no entries of its own.
    """
    document = ctx.document
    rest = document.headings[1:]
    lower = all(other.depth > heading.depth for other in rest)
    below = [entry.span.start for entry in document.entries[:1]]
    below += [contents.span.start for contents in document.contents[:1]]
    alone = bool(rest) and all(start > rest[0].span.start for start in below)
    if not (lower or alone) or names_contents(heading.text):
        return ctx.found(place, _NO_TITLE, key="title")
    text = shortened(heading.text)
    return ctx.found(
        place,
        f"the title '{text}' is a heading of level {heading.depth}: write '# {text}'",
        key="title",
        severity=Severity.INFO if ctx.preset == "recommended" else None,
    )


def _is_shown(block: Node) -> bool:
    """Whether a block is more than comments and definitions."""
    if isinstance(block, HtmlBlock):
        return not all(isinstance(part, HtmlComment) for part in block.children)
    return not isinstance(block, Definition)


def _has_picture(ctx: Context) -> bool:
    """Whether a picture that is no badge stands above, or in, the first heading or entry."""
    document = ctx.document
    ends = [heading.span.end for heading in document.headings[:1]]
    ends += [entry.span.start for entry in document.entries[:1]]
    end = min(ends)
    for image in document.images:
        if image.span.start >= end:
            return False
        if not image.badge:
            return True
    return False
