r"""A line break is written with more than two spaces.

## Why it matters

Two spaces at the end of a line break it, and more of them do the same. They cannot be seen, and
each editor trims them in its own way.

```markdown bad
The first line,{SP}{SP}{SP}{SP}
and the second.
```

```markdown fixed
The first line,{SP}{SP}
and the second.
```

## Fix safety

Two spaces are left, which is the same line break.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.layout.lines import line_start, trailing_blanks, walk_blocks
from curator.nodes import Break, Heading, Paragraph
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("hard-break-spaces",),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report line breaks of three spaces or more."""
    source, text = ctx.source, ctx.source.text
    if "   \n" not in text and "   \r" not in text:
        return
    places = [place for place in trailing_blanks(source) if place.end - place.start > 2]
    if not places:
        return
    for block in walk_blocks(ctx.document.syntax.root):
        if not isinstance(block, (Paragraph, Heading)):
            continue
        index = bisect_left(places, block.span)
        if index == len(places) or places[index].start >= block.end:
            continue
        breaks = {node.start for node in block.walk() if isinstance(node, Break) and node.hard}
        while index < len(places) and places[index].start < block.end:
            place = places[index]
            index += 1
            if place.start in breaks and "\t" not in source[place]:
                yield ctx.found(
                    place,
                    f"write a line break as two spaces, not {place.end - place.start}",
                    key=shortened(text[line_start(source, place.start) : place.start]),
                    fix=Fix(
                        "Leave two spaces",
                        (Edit(Span(place.start + 2, place.end), ""),),
                        Applicability.SAFE,
                    ),
                )
