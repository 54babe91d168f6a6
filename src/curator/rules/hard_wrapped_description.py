r"""The description of an entry is broken over several lines.

## Why it matters

The guidelines of awesome lists want no hard wrapping: one entry, one line. Then an entry can be
found, sorted, moved and compared line by line, and a change of one word shows as one.

```markdown bad
- [Larch](https://example.org/larch) - Drops its needles in autumn and
  grows new ones in spring.
```

```markdown fixed
- [Larch](https://example.org/larch) - Drops its needles in autumn and grows new ones in spring.
```

A line break that is rendered as one is meant, and so is one before a badge, a picture or a link
such as `[code]`, and one behind the title or the end of a sentence. There is one finding for each
entry, and its fix is for the whole of it.

```markdown good
- [Larch](https://example.org/larch) - Drops its needles in autumn.
  [[code](https://example.org/code)]
```

## Fix safety

The fix joins the lines of a description with a blank. No word and no link changes, so it is safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.document import Entry
from curator.nodes import Break, Emphasis, Image, Item, Link, Node, Paragraph, Strong, Text
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome",),
    fix=Applicability.SAFE,
)

# The line ends amid an address, which no blank may part; bare ones are links by themselves.
_ADDRESS = re.compile(r"(?:\]\(|://)[^\s()]{0,500}$")
_STOPS = frozenset(".!?…:;。！？：；")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report entries of lists whose description goes on in another line."""
    for entry in ctx.document.entries:
        if entry.description_span is None or not isinstance(entry.node, Item):
            continue
        breaks = _breaks(ctx, entry, entry.description_span)
        if not breaks:
            continue
        first = breaks[0].start
        start = ctx.source.text.rfind(" ", entry.description_span.start, first) + 1
        yield ctx.found(
            Span(max(start, entry.description_span.start), first),
            "the description goes on in another line: write it on one",
            key=entry.title,
            fix=Fix(
                "Join the lines", tuple(Edit(span, " ") for span in breaks), Applicability.SAFE
            ),
        )


def _breaks(ctx: Context, entry: Entry, description: Span) -> list[Span]:
    """The ends of lines, with the indent behind them, amid a sentence of the description."""
    text = ctx.source.text
    if (
        "\n" not in text[description.start : description.end]
        and "\r" not in (text[description.start : description.end])
    ):
        return []
    line = next((c for c in entry.node.children if isinstance(c, Paragraph)), None)
    if line is None or not line.span.covers(description):
        return []
    found: list[Span] = []
    _gather(text, line.children, description, found)
    return found


def _gather(text: str, nodes: Sequence[Node], description: Span, found: list[Span]) -> None:
    for before, node, after in zip(nodes, nodes[1:], nodes[2:], strict=False):
        if not isinstance(node, Break) or node.hard or not description.covers(node.span):
            continue
        stops = isinstance(before, Text) and (
            text[before.end - 1] in _STOPS or _ADDRESS.search(text, before.start, before.end)
        )
        if isinstance(before, Link) and before.form in ("bare", "autolink"):
            continue
        words = not isinstance(after, Text) or text[after.start].isalnum()
        if _is_prose(before) and _is_prose(after) and words and not stops:
            found.append(Span(node.start, after.start))


def _is_prose(node: Node) -> bool:
    return isinstance(node, (Text, Emphasis, Strong, Link)) and not isinstance(node, Image)
