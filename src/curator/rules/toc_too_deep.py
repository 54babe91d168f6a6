r"""The table of contents is nested more than one level deep.

## Why it matters

Contents give an overview. The guidelines of awesome lists want one level below the first, and
preferably none: what is deeper is as long as the list itself, and is found in its sections.

```markdown bad
## Contents

- [Books](#books)
  - [Novels](#novels)
    - [Russian](#russian)

## Books

### Novels

#### Russian
```

```markdown good
## Contents

- [Books](#books)
  - [Novels](#novels)

## Books

### Novels

#### Russian
```

One table is one finding, at its first entry that is too deep. There is no fix, because the
entries above have to be looked at: a long section may deserve a level of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document import Contents
from curator.nodes import Item, ListBlock, Node
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome", "awesome-lint"),
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("awesome-toc",),
)

_LEVELS: Final = 2
"""Levels that contents may have; of awesome-toc of awesome-lint, and of the guidelines."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each table of contents with a third level, at its first row there."""
    spans = {block.span: block for block in ctx.document.contents}
    if not spans:
        return
    stack: list[tuple[Node, Contents | None, int]] = [(ctx.document.syntax.root, None, 0)]
    deep: dict[int, list[Item]] = {}
    while stack:
        node, contents, lists = stack.pop()
        if contents is None and not isinstance(node, ListBlock):
            inside = contents
        else:
            inside = contents or spans.get(node.span)
        lists += isinstance(node, ListBlock) and inside is not None
        if inside is not None and lists > _LEVELS and isinstance(node, Item):
            deep.setdefault(inside.span.start, []).append(node)
        stack.extend((child, inside, lists) for child in reversed(node.children))
    for rows in deep.values():
        first = rows[0]
        words = first.children[0].span if first.children else first.span
        count = f"{len(rows)} entries are" if rows[1:] else "an entry is"
        yield ctx.found(
            words,
            f"{count} below the second level of these contents: leave out what is so deep",
            key=shortened(ctx.source[words]),
        )
