r"""A heading ends in a punctuation mark.

## Why it matters

A heading is a name, not a sentence. The colon of `## Papers:` shows up in the outline and in the
table of contents, where nothing follows it.

```markdown bad
## Papers:

- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)
```

```markdown fixed
## Papers

- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)
```

Colons, commas and semicolons are told, those of Chinese and Japanese as well. A full stop, as in
`Misc.`, is told in the presets `strict` (not after `et al.` and the like) and `awesome-lint`, a
question or exclamation mark in `awesome-lint` only, as awesome-lint has it. The colons of
`:rocket:` are no punctuation, which awesome-lint overlooks, and neither is what stands in code.

```markdown good
## Papers :rocket:

## What is a transformer?

## Tom & Jerry Inc.
```

## Fix safety

The fix removes the mark, and only where the heading's anchor stays the same. Full stops, question
and exclamation marks are left to you: they may belong to a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.nodes import (
    Emphasis,
    Heading,
    Item,
    Link,
    ListBlock,
    Node,
    Quote,
    Root,
    Strong,
    Text,
    decode,
    plain_text,
)
from curator.rule import Context, Rule
from curator.slug import slug
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="structure",
    presets=("awesome", "awesome-lint", "strict"),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("no-heading-punctuation",),
)

_CONTAINERS: Final = (Root, ListBlock, Item, Quote)
_REMOVABLE: Final = ":,;：，；、"
_SHORTCODE: Final = re.compile(r":[A-Za-z0-9_+-]+:\Z")
_ENDS_OTHERWISE: Final = re.compile(r"\\\Z|(?:\A|\s)#+\Z")
"""What would mean something else at the end of a heading: an escape, closing number signs."""
_ABBREVIATED: Final = ("..", " et al.", " etc.", " Inc.", " Ltd.")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report headings whose last character is one of the preset's marks."""
    marks = _marks(ctx)
    for node in _headings(ctx.document.syntax.root):
        last = _last_text(node)
        if last is None:
            continue
        raw = ctx.source[last.span]
        # A character reference such as &amp; ends in a semicolon that is none.
        if raw[-1:] not in marks or decode(raw)[-1:] != raw[-1] or _SHORTCODE.search(raw):
            continue
        title = " ".join(plain_text(ctx.source, node).split())
        if ctx.preset == "strict" and title.endswith(_ABBREVIATED):
            continue
        if any(character.isalnum() for character in title):
            yield _found(ctx, node, last, title, marks)


def _marks(ctx: Context) -> str:
    if ctx.preset == "awesome-lint":
        return "!,.:;?"
    return _REMOVABLE + "." * (ctx.preset == "strict")


def _headings(root: Node) -> Iterator[Heading]:
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Heading):
            yield node
        elif isinstance(node, _CONTAINERS):
            stack.extend(reversed(node.children))


def _last_text(heading: Heading) -> Text | None:
    """The text a heading ends in, if it does not end in code, a picture or HTML."""
    node: Node = heading
    while node.children:
        node = node.children[-1]
        if not isinstance(node, (Text, Emphasis, Strong, Link)):
            return None
    return node if isinstance(node, Text) else None


def _found(ctx: Context, node: Heading, last: Text, title: str, marks: str) -> Diagnostic:
    raw = ctx.source[last.span]
    kept = raw.rstrip(_REMOVABLE)
    removed = (
        Span(last.start + len(kept), last.end) if kept != raw else Span(last.end - 1, last.end)
    )
    bare = title[: len(title) - (removed.end - removed.start)]
    fix = None
    evident = kept != raw and bare[-1:] not in marks and not _ENDS_OTHERWISE.search(kept)
    if evident and slug(plain_text(ctx.source, node)) == slug(bare.strip()):
        edits = (Edit(removed, ""),)
        fix = Fix(f"Remove the '{ctx.source[removed]}'", edits, Applicability.SAFE)
    return ctx.found(
        removed,
        f"the heading '{shortened(title)}' ends in '{ctx.source[removed]}'",
        key=title,
        fix=fix,
    )
