r"""The items of some lists are marked with another sign than those of most others.

## Why it matters

A list that begins with `-` here and with `*` there looks patched, and the next contributor does
not know which to take. Between `-` and `*` Markdown also begins a new list, so an entry with the
other sign stands apart from its neighbours on the page.

```markdown bad
## Trees

- [Alder](https://example.org/1) - Builds things.
- [Beech](https://example.org/2) - Builds things.

## Shrubs

* [Hazel](https://example.org/3) - Builds things.
```

```markdown fixed
## Trees

- [Alder](https://example.org/1) - Builds things.
- [Beech](https://example.org/2) - Builds things.

## Shrubs

- [Hazel](https://example.org/3) - Builds things.
```

Right is what most items of the file have, the first sign where two are equally common. A sign of
its own for each depth is right as well, and is what the others have to follow where most lists of
several depths do so; a list deeper than all of those may have one sign throughout. The preset
`awesome-lint` wants one sign at all depths, as awesome-lint does, which goes by the first item of
the file. A list is told once, with all that is in it.

```markdown good
- [Alder](https://example.org/1) - Builds things.
  * [Red alder](https://example.org/2) - Builds things.
- [Beech](https://example.org/3) - Builds things.
  * [Red beech](https://example.org/4) - Builds things.
```

## Fix safety

Signs are replaced where the blocks and words of the list stay what they are, so the fix is safe.
Items that touch a list with the other sign become a part of it: that changes the page, and the
fix is unsafe. Where a blank line parts the two, the other sign may be there to keep them apart, and
no fix is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Fix, Severity
from curator.layout.margins import outer_lists
from curator.layout.markers import OddList, odd_lists
from curator.rule import Context, Rule
from curator.toc import marked_blocks

RULE = Rule(
    severity=Severity.WARNING,
    category="entries",
    presets=("awesome", "awesome-lint", "strict"),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("unordered-list-marker-style",),
    by_majority=True,
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each outermost list with items of another sign, those beside a list by themselves."""
    outers = list(outer_lists(ctx.document.syntax.root, marked_blocks(ctx.document)))
    by_depth = ctx.preset != "awesome-lint"
    for odd in odd_lists(ctx.source, outers, ordered=False, by_depth=by_depth):
        yield _found(ctx, odd)


def _found(ctx: Context, odd: OddList) -> Diagnostic:
    number = len(odd.items)
    whom = f"{number} items" if number > 1 else "this item"
    message = f"mark {whom} with '{odd.wanted}', as most of this file, not with '{odd.bullet}'"
    if odd.joined:
        message += ", which begins a list of its own"
    fix = None
    if odd.edits:
        applicability = Applicability.UNSAFE if odd.joined else Applicability.SAFE
        title = f"Mark the items with '{odd.wanted}'"
        fix = Fix(title, tuple(odd.edits), applicability)
    told = odd.foremost(ctx.touches)
    return ctx.found(told.marker, message, key=odd.bullet, fix=fix)
