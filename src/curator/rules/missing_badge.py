r"""The Awesome badge is missing beside the title.

## Why it matters

The badge tells readers that a list follows the guidelines of awesome lists, and leads them to all
the others. The guidelines want it at the right of the title, or centred below a centred picture.

```markdown bad
# Awesome Trees

> Plants with a trunk.
```

```markdown fixed
# Awesome Trees [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)

> Plants with a trunk.
```

Where the file opens with a heading of Markdown, the badge has to stand in that heading. Where a
picture or HTML stands above everything else or in the title, it may stand anywhere above the
first section, but it is asked for there too; awesome-lint looks for none in such a list. A badge
that looks or leads elsewhere than it should is the business of `invalid-badge`.

Only the readme of a repository or folder is held to it, text on standard input, and a file whose
title begins with "Awesome".

```markdown good
<div align="center">
  <h1><img src="trees.svg" alt="Awesome Trees"></h1>
  <a href="https://awesome.re"><img src="https://awesome.re/badge-flat2.svg" alt="Awesome"></a>
</div>

> Plants with a trunk.
```

## Fix safety

The fix writes the badge at the end of a title of Markdown on one line, where there is none in
the opening of the list. It adds a link, and may change the anchor of the title, which the links
to it then follow; so it is unsafe.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.document.opening import (
    Opening,
    awesome_badges,
    is_front_page,
    read_opening,
)
from curator.nodes import HtmlBlock, HtmlComment, Node, plain_text
from curator.renaming import anchor_edits
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome", "awesome-lint"),
    fix=Applicability.UNSAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("awesome-badge",),
)

_BADGE: Final = "[![Awesome](https://awesome.re/badge.svg)](https://awesome.re)"


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report a title without an Awesome badge beside it."""
    opening = read_opening(ctx.document)
    if opening is None or not is_front_page(ctx.document):
        return
    badges = list(awesome_badges(ctx.document, opening.span))
    title = opening.node if _stands_alone(ctx, opening) else None
    if any(title is None or title.span.covers(badge.image.span) for badge in badges):
        return
    if badges:
        yield ctx.found(
            opening.place,
            "the Awesome badge stands apart from the title: move it to the title's right",
            key="badge",
        )
        return
    yield ctx.found(
        opening.place,
        f"no Awesome badge beside the title: write '{_BADGE}' behind it",
        key="badge",
        fix=_fix(ctx, opening),
    )


def _stands_alone(ctx: Context, opening: Opening) -> bool:
    """Whether the file opens with a Markdown heading in which there is no picture but badges."""
    first = next((b for b in ctx.document.syntax.root.children if _is_shown(b)), None)
    return opening.node is first and not any(
        opening.place.covers(image.span) and not image.badge for image in ctx.document.images
    )


def _is_shown(block: Node) -> bool:
    if isinstance(block, HtmlBlock):
        return not all(isinstance(part, HtmlComment) for part in block.children)
    return True


def _fix(ctx: Context, opening: Opening) -> Fix | None:
    """The badge appended to a title on one line."""
    title = opening.node
    if title is None or ctx.source.line_at(title.content.start) != ctx.source.line_at(
        title.content.end
    ):
        return None
    document, heading = ctx.document, opening.title
    at = title.content.end
    edits = [Edit(Span(at, at), f" {_BADGE}")]
    if heading is not None and any(link.url == f"#{heading.slug}" for link in document.links):
        text = plain_text(ctx.source, title.children) + " "
        moved = anchor_edits(document, {document.headings.index(heading): text})
        if not moved:  # other badges are part of the anchor as well
            return None
        edits += moved
    return Fix("Write the badge behind the title", tuple(edits), Applicability.UNSAFE)
