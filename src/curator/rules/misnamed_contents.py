r"""The table of contents of an awesome list is not called `Contents`.

## Why it matters

The guidelines of awesome lists ask for a section of the very name `Contents`. awesome-lint looks
for it by that name: contents that are called otherwise are not checked at all.

```markdown bad
# Awesome Reading

## Table of Contents

- [Books](#books)
- [Talks](#talks)

## Books

[Back to the table of contents](#table-of-contents)

## Talks
```

```markdown fixed
# Awesome Reading

## Contents

- [Books](#books)
- [Talks](#talks)

## Books

[Back to the contents](#contents)

## Talks
```

Emoji around the name are fine, and so are names in other languages. Only the first contents of
a file are looked at.

```markdown good
# Awesome Reading

## 📚 Contents

- [Books](#books)
- [Talks](#talks)

## Books

## Talks
```

## Fix safety

The fix changes words, and is therefore unsafe. Links within the file are carried along, and where
their text speaks of the old name, it speaks of the new one; none is offered where such a text is
also the label of a definition or part of a heading. Links from elsewhere to the old anchor lead to
the top of the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Related, Severity, shortened
from curator.document import HeadingRecord
from curator.nodes import Heading
from curator.nodes import Link as LinkNode
from curator.renaming import anchor_edits
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome",),
    fix=Applicability.UNSAFE,
)

_NAMES = re.compile(
    r"(?:table of )?contents?|toc|index|overview|navigation|quick links|outline|menu|agenda",
    re.IGNORECASE,
)
_RIGHT = "Contents"
_NO_WORDS = re.compile(r"^[\W_]+|[\W_]+$")
"""Arrows, brackets and emoji around what a link says."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the heading of the first contents, where it has another English name."""
    first = next(iter(ctx.document.contents), None)
    if first is None or first.heading is None:
        return
    match = _NAMES.search(first.heading.text)
    if match is None or match[0] == _RIGHT:
        return
    fix = _fix(ctx, first.heading)
    along = (edit.span for edit in fix.edits) if fix else ()
    yield ctx.found(
        first.heading.span,
        f"awesome lists call this section 'Contents', not '{shortened(first.heading.text)}'",
        key=first.heading.text,
        related=[
            Related(span, "changes along with it")
            for span in along
            if not first.heading.span.covers(span)
        ],
        fix=fix,
    )


def _fix(ctx: Context, heading: HeadingRecord) -> Fix | None:
    """The heading renamed, emoji and all else around the name kept."""
    blocks = ctx.document.syntax.root.children
    node = next((block for block in blocks if block.start == heading.span.start), None)
    if not isinstance(node, Heading):
        return None
    names = list(_NAMES.finditer(ctx.source.text, node.content.start, node.content.end))
    if len(names) != 1:
        return None
    index = ctx.document.headings.index(heading)
    text = _NAMES.sub(_RIGHT, heading.text, count=1)
    anchors = anchor_edits(ctx.document, {index: text})
    words = _words_of_links(ctx, names[0][0], anchors)
    if words is None:
        return None
    edits = [Edit(Span(*names[0].span()), _RIGHT), *anchors, *words]
    edits.sort(key=lambda edit: edit.span)
    return Fix("Call it 'Contents'", tuple(edits), Applicability.UNSAFE)


def _words_of_links(ctx: Context, name: str, anchors: Sequence[Edit]) -> list[Edit] | None:
    """The old name replaced in the text of links that ``anchors`` change.

    Only where that says no more than where the link leads: ``Back to Index``.

    ``None`` where that would change more than this text: the label by which a link finds its
    definition, or a heading with its anchor.
    """
    document = ctx.document
    old = re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", re.IGNORECASE)
    way = re.compile(
        rf"(?:(?:go|jump|return|scroll|back|up|top|to|the|see|full)[\s-]+)*{re.escape(name)}",
        re.IGNORECASE,
    )
    starts = [edit.span.start for edit in sorted(anchors, key=lambda edit: edit.span)]
    words: list[Edit] = []
    for link in document.links:
        says_so = way.fullmatch(_NO_WORDS.sub("", link.text))
        place = document.address_of(link) if says_so else None
        if place is None or bisect_left(starts, place.start) == bisect_left(starts, place.end):
            continue
        text = link.text_span
        found = list(old.finditer(ctx.source.text, text.start, text.end))
        index = document.heading_index(text.start)
        in_heading = index is not None and document.headings[index].span.covers(text)
        label = isinstance(link.node, LinkNode) and link.node.label == link.node.text
        if len(found) != 1 or in_heading or (link.kind == "reference" and label):
            return None
        words.append(Edit(Span(*found[0].span()), _like(found[0][0])))
    return words


def _like(word: str) -> str:
    """The right name in the case of ``word``; an abbreviation in capitals tells of none."""
    if word.islower():
        return _RIGHT.lower()
    return _RIGHT.upper() if word.isupper() and len(word) > len("TOC") else _RIGHT
