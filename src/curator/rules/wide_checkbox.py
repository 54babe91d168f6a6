r"""There is more than one space between the box of a task and its text.

## Why it matters

GitHub shows one space all the same, and what differs only in the source makes noise in diffs.

```markdown bad
- [ ]  [Alder](https://example.org/1) - Builds things.
- [x]   [Beech](https://example.org/2) - Builds things.
```

```markdown fixed
- [ ] [Alder](https://example.org/1) - Builds things.
- [x] [Beech](https://example.org/2) - Builds things.
```

A list is told once, with all that is in it. What is no box on GitHub is text and left alone.

```markdown good
- [ ] [Alder](https://example.org/1) - Builds things.
- [-]  [Beech](https://example.org/2) - Builds things.
```

## Fix safety

Only blanks are removed, so the fix is safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.layout.margins import box_of, items_within, outer_lists
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("checkbox-content-indent",),
)

_WIDE = re.compile(r"[ \t]{2,}+")
_HINT = re.compile(r"\[[ xX]\][ \t]{2}")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each outermost list with text too far from its box."""
    text = ctx.source.text
    if _HINT.search(text) is None:
        return
    for outer in outer_lists(ctx.document.syntax.root):
        boxes = [box for item in items_within(outer) if (box := box_of(item))]
        gaps = [Span(*match.span()) for box in boxes if (match := _WIDE.match(text, box.end))]
        if gaps:
            yield _found(ctx, gaps)


def _found(ctx: Context, gaps: list[Span]) -> Diagnostic:
    told = ctx.foremost(gaps, lambda gap: gap)
    width = told.end - told.start
    message = f"write one space behind the box, not {width}"
    if len(gaps) > 1:
        message += f" (and {len(gaps) - 1} more in this list)"
    edits = tuple(Edit(gap, " ") for gap in gaps)
    fix = Fix("Write one space behind the boxes", edits, Applicability.SAFE)
    return ctx.found(told, message, key="list", fix=fix)
