r"""A line ends in spaces or tabs that mean nothing.

## Why it matters

They cannot be seen, and many editors remove them when a file is saved: then they are in the diff
of somebody who changed something else.

```markdown bad
- [Alder](https://example.org/1) - Builds things.{SP}
{SP}{SP}
- [Beech](https://example.org/2) - Builds things.{TAB}
```

```markdown fixed
- [Alder](https://example.org/1) - Builds things.

- [Beech](https://example.org/2) - Builds things.
```

Two spaces between the lines of a paragraph are a line break and no trailing white space. What
is in code, in comments and in front matter is left alone.

```markdown good
The first line,{SP}{SP}
and the second.
```

## Fix safety

Only blanks are removed that show nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document.mathematics import math_spans
from curator.layout.lines import (
    is_bare_marker,
    line_start,
    note_spans,
    trailing_blanks,
    walk_blocks,
    within,
)
from curator.nodes import (
    Break,
    CodeBlock,
    Definition,
    FrontMatter,
    Heading,
    HtmlBlock,
    HtmlTag,
    HtmlText,
    Node,
    Paragraph,
)
from curator.rule import Context, Rule
from curator.source import Span
from curator.toc import marked_blocks

RULE = Rule(
    severity=Severity.INFO,
    category="text",
    presets=("awesome", "strict"),
    fix=Applicability.SAFE,
)

_LEAVES = (CodeBlock, Definition, FrontMatter, Heading, HtmlBlock, Paragraph)
_RAW: Final = frozenset(("pre", "script", "style", "textarea"))


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the blanks at the end of each line where they mean nothing."""
    source, text = ctx.source, ctx.source.text
    places = trailing_blanks(source)
    if not places:
        return
    meant = set(_meant(ctx, places))
    generated = marked_blocks(ctx.document)
    for place in places:
        # Without them a backslash would break the line.
        if place.start in meant or text[place.start - 1 : place.start] == "\\":
            continue
        if within(generated, place.start):
            continue
        line = text[line_start(source, place.start) : place.start]
        yield ctx.found(
            place,
            "remove the blanks at the end of the line" if line else "remove the blanks of the line",
            key=shortened(line),
            fix=Fix("Remove the blanks", (Edit(place, ""),), Applicability.SAFE),
        )


def _meant(ctx: Context, places: Sequence[Span]) -> Iterator[int]:
    """Where blanks stand at the end of a line that mean something, or might."""
    yield from _meant_alone(ctx, places)
    text, at = ctx.source.text, 0
    for block in walk_blocks(ctx.document.syntax.root):
        if not isinstance(block, _LEAVES):
            continue
        end = block.end
        if isinstance(block, FrontMatter) or (isinstance(block, CodeBlock) and not block.fence):
            end += 1  # Blanks directly behind the last word are still of it.
        elif isinstance(block, CodeBlock) and not block.closed:
            end = len(text)
        while at < len(places) and places[at].start <= block.start:
            at += 1
        first = at
        while at < len(places) and places[at].start < end:
            at += 1
        if first < at:
            inside = [place.start for place in places[first:at]]
            free = _free(text, block)
            yield from (start for start in inside if not free(start))


def _meant_alone(ctx: Context, places: Sequence[Span]) -> Iterator[int]:
    """The lines of nothing but blanks that an item or a footnote hangs on."""
    source = ctx.source
    notes = note_spans(source, ctx.document.syntax.root)
    kept = 0
    for place in places:
        line = source.line_at(place.start)
        if source.line_starts[line - 1] != place.start or line == 1:
            continue
        bare = kept == line - 1 or is_bare_marker(source.line_text(line - 1))
        if bare:
            kept = line
        if bare or within(notes, place.start):
            yield place.start


def _free(text: str, block: Node) -> Callable[[int], bool]:
    """Whether blanks at the end of a line within ``block`` mean nothing."""
    if isinstance(block, HtmlBlock):
        raw = any(isinstance(each, HtmlTag) and each.name in _RAW for each in block.children)
        closed = [each.span for each in block.children if not isinstance(each, HtmlText)]
        return lambda start: not raw and not within(closed, start)
    if isinstance(block, (Paragraph, Heading)):
        breaks = {node.start for node in block.walk() if isinstance(node, Break) and not node.hard}
        formulas = math_spans(text, block.start, block.end)
        return lambda start: start in breaks and not within(formulas, start)
    return lambda _: False
