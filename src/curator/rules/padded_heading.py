r"""More than one space stands between a heading's number signs and its text.

## Why it matters

The spaces are never printed. They are left over from an edit, and a search for `## Books` does
not find the heading.

```markdown bad
##   Books

##  Talks   ##
```

```markdown fixed
## Books

## Talks ##
```

## Fix safety

One space is left. Text, level and anchor of the heading stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.layout.lines import walk_blocks
from curator.nodes import Heading, plain_text
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("no-heading-content-indent",),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report headings with more than one blank on either side of the text."""
    text = ctx.source.text
    for node in walk_blocks(ctx.document.syntax.root):
        if not isinstance(node, Heading) or node.style != "atx":
            continue
        start, end = node.content
        if start == end:
            continue
        closing = node.end
        while closing > end and text[closing - 1] == "#":
            closing -= 1
        gaps = [Span(node.start + node.depth, start)]
        if closing < node.end:
            gaps.append(Span(end, closing))
        wide = [gap for gap in gaps if gap.end - gap.start > 1]
        if wide:
            title = shortened(plain_text(ctx.source, node) or ctx.source[node.content])
            yield ctx.found(
                wide[0],
                f"write one space between the number signs and '{title}'",
                key=title,
                fix=Fix(
                    "Leave one space",
                    tuple(Edit(gap, " ") for gap in wide),
                    Applicability.SAFE,
                ),
            )
