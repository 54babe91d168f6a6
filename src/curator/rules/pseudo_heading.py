r"""A bold or italic line takes the place of a heading.

## Why it matters

`**Papers**` above a list looks like a heading and is none: it has no anchor to link to, does not
show in GitHub's outline or in a table of contents, and screen readers skip it.

```markdown bad
## Vision

**Papers**

- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)
```

```markdown fixed
## Vision

### Papers

- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)
```

A bold line directly above a list or table of links is told. Lines that recur below many headings,
such as `**2024**` or `**Workshops**`, would only fill the outline, and a title whose links stand
below it (`- pdf: …`) is an entry. In the preset `awesome-lint` a bold or italic line directly above
another paragraph is told instead, as awesome-lint has it.

```markdown good
## Vision

_Papers on what machines see._

- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)
```

## Fix safety

The fix makes a heading of the line, one level below the heading it stands under. It is unsafe
because the outline and the table of contents change. It is offered only where no anchor of the
file changes by it, and where nothing behind the list would come to stand under the new heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Set
from itertools import chain
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Document, Section
from curator.document.labels import is_wholly
from curator.nodes import (
    Break,
    Definition,
    Emphasis,
    FootnoteDefinition,
    Heading,
    HtmlBlock,
    HtmlComment,
    Item,
    ListBlock,
    Node,
    Paragraph,
    Quote,
    Root,
    Strong,
    Table,
    plain_text,
)
from curator.rule import Context, Rule
from curator.slug import slug
from curator.source import Span

RULE = Rule(
    severity=Severity.INFO,
    category="structure",
    presets=("awesome", "awesome-lint", "strict"),
    fix=Applicability.UNSAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("no-emphasis-as-heading",),
)

_CONTAINERS: Final = (Root, ListBlock, Item, Quote, FootnoteDefinition)
_NUMBERED: Final = re.compile(r"-\d+\Z")
_DEEPEST: Final = 6
_COLONS: Final = " :："
_ENDINGS: Final = ("#", "\\")
"""What means something else at the end of a heading's line."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report labels in bold, or what awesome-lint takes for a heading."""
    if ctx.preset == "awesome-lint":
        yield from _above_paragraphs(ctx)
    else:
        yield from _labels(ctx)


# ------------------------------------------------------------------- as in awesome-lint


def _above_paragraphs(ctx: Context) -> Iterator[Diagnostic]:
    stack: list[Node] = [ctx.document.syntax.root]
    while stack:
        node = stack.pop()
        if isinstance(node, Paragraph):
            continue
        if isinstance(node, _CONTAINERS):
            stack.extend(reversed(node.children))
            for block, following in zip(node.children, node.children[1:], strict=False):
                if isinstance(following, Paragraph) and _is_emphasised(block):
                    title = " ".join(plain_text(ctx.source, block).split())
                    yield ctx.found(
                        block.span,
                        f"'{shortened(title)}' stands above a paragraph as a heading would:"
                        " make it one, or emphasise less than the whole line",
                        key=title,
                    )


def _is_emphasised(block: Node) -> bool:
    only = block.children[0] if len(block.children) == 1 else None
    return isinstance(block, Paragraph) and isinstance(only, (Emphasis, Strong))


# ------------------------------------------------------------------------------- labels


def _labels(ctx: Context) -> Iterator[Diagnostic]:
    document = ctx.document
    starts = _label_starts(document)
    if not starts:
        return
    blocks = document.syntax.root.children
    taken = _taken(document.anchors)
    found: list[Diagnostic] = []
    free = True  # whether a heading before what follows would hold nothing of it
    for block in reversed(blocks):
        if isinstance(block, Paragraph) and block.start in starts:
            made = _label(ctx, block, taken if free else None) if starts[block.start] else None
            free = made is not None and made.fix is not None
            if made is not None:
                found.append(made)
        elif not isinstance(block, (ListBlock, Table, Definition)) and not _is_comment(block):
            free = isinstance(block, Heading)
    yield from reversed(found)


def _label_starts(document: Document) -> dict[int, bool]:
    """The offsets of all labels, and whether each could name a section.

    Not so where a label below the same heading has a name that recurs in the file, nor where
    all links below it are bare or say no more than ``pdf``.
    """
    labels = {
        section.title_span.start: section
        for section in document.sections
        if section.kind == "label" and section.title_span
    }
    names = Counter(section.title.casefold() for section in labels.values())
    names.update(heading.text.casefold() for heading in document.headings)
    recurring = {
        document.heading_index(at)
        for at, section in labels.items()
        if names[section.title.casefold()] > 1
    }
    return {
        at: document.heading_index(at) not in recurring and _lists_titles(section)
        for at, section in labels.items()
    }


def _lists_titles(section: Section) -> bool:
    return any(
        entry.title and not (entry.link and entry.link.bare and entry.title_kind != "bold")
        for entry in section.walk_entries()
    )


def _taken(anchors: Collection[str]) -> frozenset[str]:
    """The anchors that a new heading may not have: another would get another number."""
    return frozenset(chain(anchors, (_NUMBERED.sub("", anchor) for anchor in anchors)))


def _is_comment(block: Node) -> bool:
    return isinstance(block, HtmlBlock) and all(
        isinstance(part, HtmlComment) for part in block.children
    )


def _label(ctx: Context, block: Paragraph, taken: Set[str] | None) -> Diagnostic | None:
    """The finding for a label, if it is wholly bold.

    ``taken`` are the anchors that it must not get, ``None`` where it must stay as it is.
    """
    bold = [node for node in block.children if isinstance(node, Strong)]
    if len(bold) != 1 or not is_wholly(ctx.source, block, Strong):
        return None
    title = " ".join(plain_text(ctx.source, block).split()).rstrip(_COLONS)
    if title[:1].islower():
        return None
    index = ctx.document.heading_index(block.start)
    depth = 2 if index is None else ctx.document.headings[index].depth + 1
    if depth > _DEEPEST:
        return None
    signs = "#" * depth
    fix = None
    if taken is not None and slug(title) not in taken and slug(title):
        fix = _fix(ctx, block, bold[0], signs)
    return ctx.found(
        block.span,
        f"'{shortened(title)}' stands where a heading would: write '{signs} {shortened(title)}'",
        key=title,
        fix=fix,
    )


def _fix(ctx: Context, block: Paragraph, bold: Node, signs: str) -> Fix | None:
    """Number signs before the label instead of the marks around it."""
    source = ctx.source
    inner = Span(bold.children[0].start, bold.children[-1].end)
    text = source[inner].rstrip(_COLONS)
    kept = source[Span(bold.end, block.end)].rstrip(_COLONS)
    lines = any(isinstance(node, Break) for node in block.walk())
    if lines or text.endswith(_ENDINGS) or kept.endswith(_ENDINGS):
        return None
    start = source.line_starts[source.line_at(block.start) - 1]
    edits = (
        Edit(Span(start, block.start), signs + " "),
        Edit(Span(bold.start, inner.start), ""),
        Edit(Span(inner.start + len(text), block.end), kept),
    )
    return Fix("Make it a heading", edits, Applicability.UNSAFE)
