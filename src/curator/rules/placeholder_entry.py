r"""An entry is a placeholder that was never filled in.

## Why it matters

"TODO" tells readers that the list is not finished, and little else. Most of them are years old.

```markdown bad
- [Alder](https://example.org/alder) - Builds things.
- [Birch](https://example.org/birch) - TODO
- TBC
```

```markdown fixed
- [Alder](https://example.org/alder) - Builds things.
- [Birch](https://example.org/birch) - Builds other things.
```

It is found where a list item, a table row or all that stands under a heading says nothing else,
and where a description does. That the code of a paper is "coming soon" is a statement about
the paper, and so is the date of an event that is to be announced.

```markdown good
- [Todo](https://example.org/todo) - Keeps a TODO list.
- [Cedar](https://example.org/cedar) (code coming soon)
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.nodes import (
    Heading,
    HtmlBlock,
    Image,
    Item,
    Link,
    ListBlock,
    Node,
    Paragraph,
    Quote,
    Root,
    Row,
    Table,
    ThematicBreak,
    plain_text,
)
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.INFO,
    category="entries",
    presets=("strict",),
)

_MISSING = (
    r"tb[cdw]|todo(?: list)?|to[ -]do|fixme|xxx+|placeholder|lorem ipsum.*|fill (?:me |this )?in"
    r"|(?:to be|will be|not yet) (?:added|completed|filled|filled in|written|done|updated"
    r"|continued|described)(?: soon| later| shortly)?"
    r"|(?:add|insert|write|your)(?: an?| the| some| your)? (?:description|text|links?|title|name"
    r"|entry|entries|resources?|items?|content)(?: here)?"
    r"|(?:short |brief )?description(?: goes)? here"
    r"|待补充|待添加|待更新|待完善|待定|未完待续"
)
_TO_COME = (
    rf"{_MISSING}|tba|(?:more |more \w+ |\w+ )?(?:is |are )?(?:coming|to come|come)(?: very)? ?soon"
    r"|(?:more )?to come|wip|work in progress|in progress|under construction|in preparation"
    r"|(?:nothing|empty|none|no \w+|not available)(?: here)?(?: yet| for now| at the moment)"
    r"|stay tuned|(?:more )?(?:is )?(?:on the way|in the works)"
    r"|敬请期待|即将推出|建设中|施工中|更新中|工事中"
)
_DESCRIBED = re.compile(_MISSING, re.IGNORECASE)
_ALONE = re.compile(_TO_COME, re.IGNORECASE)
_EDGES = " \t.,;:!?…-–—*_~\"'`()[]{}<>【】（）。！：🚧⏳"
_LONGEST = 45


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report placeholders among items, rows, sections and descriptions, in reading order."""
    found = [*_in_blocks(ctx), *_in_descriptions(ctx)]
    yield from sorted(found, key=lambda each: each.span)


def _in_descriptions(ctx: Context) -> Iterator[Diagnostic]:
    for entry in ctx.document.entries:
        place = entry.description_span
        if place is not None and _says(_DESCRIBED, entry.description):
            yield ctx.found(
                place,
                f"'{shortened(entry.title)}' has a placeholder for a description:"
                f" '{shortened(entry.description)}'",
                key=entry.title,
            )


def _in_blocks(ctx: Context) -> Iterator[Diagnostic]:
    stack: list[Node] = [ctx.document.syntax.root]
    while stack:
        node = stack.pop()
        if isinstance(node, Root):
            yield from _below_headings(ctx, node.children)
        if isinstance(node, (Item, Row)) and (words := _words(ctx, node)):
            yield _found(ctx, node.span, words)
        elif isinstance(node, (Root, Quote, ListBlock, Item, Table)):
            stack.extend(reversed(node.children))


def _below_headings(ctx: Context, blocks: Sequence[Node]) -> Iterator[Diagnostic]:
    """Paragraphs that are all there is between two headings."""
    shown = [block for block in blocks if not isinstance(block, (HtmlBlock, ThematicBreak))]
    for index, block in enumerate(shown):
        if not isinstance(block, Paragraph) or not index:
            continue
        behind = shown[index + 1] if index + 1 < len(shown) else None
        alone = isinstance(shown[index - 1], Heading) and (
            behind is None or isinstance(behind, Heading)
        )
        if alone and (words := _words(ctx, block)):
            yield _found(ctx, block.span, words)


def _words(ctx: Context, block: Node) -> str:
    """The words of a block, if it is nothing but a placeholder."""
    if block.end - block.start > 2 * _LONGEST or "](" in ctx.source[block.span]:
        return ""
    if any(isinstance(node, (Link, Image)) for node in block.walk()):
        return ""
    words = " ".join(plain_text(ctx.source, block).split())
    return words if _says(_ALONE, words) else ""


def _says(what: re.Pattern[str], words: str) -> bool:
    return 0 < len(words) <= _LONGEST and what.fullmatch(words.strip(_EDGES)) is not None


def _found(ctx: Context, span: Span, words: str) -> Diagnostic:
    return ctx.found(
        span, f"'{shortened(words)}' is a placeholder: fill it in or remove it", key=words
    )
