r"""A line is indented with tabs.

## Why it matters

How wide a tab is depends on who shows it. Programs disagree on which item a line belongs to
when some lines of a list are indented with tabs and others with spaces.

```markdown bad
- [Alder](https://example.org/1) - Builds things.
{TAB}- [Beech](https://example.org/2) - Builds things.
```

```markdown fixed
- [Alder](https://example.org/1) - Builds things.
    - [Beech](https://example.org/2) - Builds things.
```

Tabs in code and in HTML are left alone.

## Fix safety

Markdown takes a tab for blanks up to the next multiple of four columns, and these are put in
its place, so that every line stays in the item it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.layout.lines import line_end, verbatim_spans, within
from curator.rule import Context, Rule
from curator.source import Span
from curator.toc import marked_blocks

RULE = Rule(
    severity=Severity.INFO,
    category="text",
    presets=("strict",),
    fix=Applicability.SAFE,
)

_INDENT = re.compile(r"(?:(?<=[\r\n])|\A\ufeff?+)(?P<blanks> *+\t[ \t]*+)(?=[^\s])")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the indentation of each line that holds a tab."""
    source, text = ctx.source, ctx.source.text
    if "\t" not in text:
        return
    verbatim: list[Span] | None = None
    generated: Sequence[Span] = ()
    for match in _INDENT.finditer(text):
        if verbatim is None:
            verbatim = verbatim_spans(source, ctx.document.syntax.root)
            generated = marked_blocks(ctx.document)
        if within(verbatim, match.end()) or within(generated, match.end()):
            continue
        indent = Span(*match.span("blanks"))
        blanks = match["blanks"].expandtabs(4)
        yield ctx.found(
            indent,
            f"indent this line with {len(blanks)} spaces in place of tabs",
            key=shortened(text[indent.end : line_end(source, indent.end)]),
            fix=Fix("Indent with spaces", (Edit(indent, blanks),), Applicability.SAFE),
        )
