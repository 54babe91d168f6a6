r"""Some numbered lists have a bracket behind the number, and most others a full stop.

## Why it matters

`1.` and `1)` mean the same. One of them throughout looks deliberate, and between the two Markdown
begins a new list.

```markdown bad
1. [Alder](https://example.org/1) - Builds things.
2. [Beech](https://example.org/2) - Builds things.

## Shrubs

1) [Hazel](https://example.org/3) - Builds things.
```

```markdown fixed
1. [Alder](https://example.org/1) - Builds things.
2. [Beech](https://example.org/2) - Builds things.

## Shrubs

1. [Hazel](https://example.org/3) - Builds things.
```

Right is what most items of the file have, the first where two are equally common; awesome-lint
goes by the first item. A list is told once, with all that is in it.

```markdown good
1) [Alder](https://example.org/1) - Builds things.
2) [Beech](https://example.org/2) - Builds things.
```

## Fix safety

The signs are replaced where the blocks and words of the list stay what they are, so the fix is
safe. Items that touch a list with the other sign become a part of it, and the fix is unsafe; where
a blank line parts the two, no fix is offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Fix, Severity
from curator.layout.margins import outer_lists
from curator.layout.markers import OddList, odd_lists
from curator.rule import Context, Rule
from curator.toc import marked_blocks

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("ordered-list-marker-style",),
    by_majority=True,
)

_STOP = re.compile(r"\d\.[ \t\r\n]")
_BRACKET = re.compile(r"\d\)[ \t\r\n]")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each outermost list with items of the rarer sign."""
    text = ctx.source.text
    if _BRACKET.search(text) is None or _STOP.search(text) is None:
        return
    outers = list(outer_lists(ctx.document.syntax.root, marked_blocks(ctx.document)))
    for odd in odd_lists(ctx.source, outers, ordered=True, by_depth=False):
        yield _found(ctx, odd)


def _found(ctx: Context, odd: OddList) -> Diagnostic:
    number = len(odd.items)
    whom = f"the numbers of {number} items" if number > 1 else "this number"
    message = f"write '{odd.wanted}' behind {whom}, as most of this file, not '{odd.bullet}'"
    fix = None
    if odd.edits:
        applicability = Applicability.UNSAFE if odd.joined else Applicability.SAFE
        fix = Fix(f"Write '{odd.wanted}' behind the numbers", tuple(odd.edits), applicability)
    told = odd.foremost(ctx.touches)
    return ctx.found(told.marker, message, key=odd.bullet, fix=fix)
