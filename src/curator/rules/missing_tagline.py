r"""Nothing above the first section says what the list is about.

## Why it matters

Who comes from elsewhere should learn in one line what the subject is. The guidelines of awesome
lists want a succinct description at the top of the readme, which other lists and search engines
quote.

```markdown bad
# Awesome Trees

## Conifers

- [Larch](https://example.org/larch) - Drops its needles in autumn.
```

```markdown fixed
# Awesome Trees

> Plants with a trunk, and how to look after them.

## Conifers

- [Larch](https://example.org/larch) - Drops its needles in autumn.
```

Any running text above the first section, the contents and the first entry is a description here;
badges, pictures and rows of links are none. A first section of words without entries, such as an
introduction, will do, and so will a heading of some words that stands alone below the title. What
the description says is the business of `tagline-about-the-list`. Only the readme of a repository
or folder is held to it, text on standard input, and a file whose title begins with "Awesome".

```markdown good
# Awesome Trees

## Introduction

Trees are plants with a trunk.

## Conifers

- [Larch](https://example.org/larch) - Drops its needles in autumn.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Diagnostic, Severity
from curator.document import Document
from curator.document.labels import names_contents
from curator.document.opening import Opening, is_front_page, opening_prose, read_opening
from curator.nodes import Heading, Paragraph, Quote
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome",),
)

_FEWEST_WORDS: Final = 4
"""Words of a heading that is a description."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the title below which there is no running text."""
    document = ctx.document
    opening = read_opening(document)
    if opening is None or not document.entries or not is_front_page(document):
        return
    if any(True for _ in opening_prose(document, opening)) or _is_introduced(document, opening):
        return
    yield ctx.found(
        opening.place,
        "no description above the first section: write a sentence that says what the subject is",
        key="tagline",
    )


def _is_introduced(document: Document, opening: Opening) -> bool:
    """Whether the first heading says what the subject is, or a section of words comes first.

    A heading does so that stands alone, below the title and above another one; a section that
    has no entries and is not the contents.
    """
    blocks = [block for block in document.syntax.root.children if block.start >= opening.span.end]
    named = {heading.span: heading for heading in document.headings}
    heads = [
        (index, named[block.span])
        for index, block in enumerate(blocks)
        if isinstance(block, Heading) and block.span in named
    ]
    while heads and names_contents(heads[0][1].text):
        del heads[0]
    listed = (entry for entry in document.entries if entry.kind in ("item", "row"))
    first = next((entry.span.start for entry in listed), len(document.source.text))
    if not heads or heads[0][1].span.start > first:
        return False
    (at, heading), *later = heads
    if later and later[0][0] == at + 1:
        words = len(heading.text.split())
        return words >= _FEWEST_WORDS and later[0][1].depth <= heading.depth
    body = blocks[at + 1 : later[0][0]] if later else blocks[at + 1 :]
    end = later[0][1].span.start if later else len(document.source.text)
    return end <= first and any(isinstance(block, (Paragraph, Quote)) for block in body)
