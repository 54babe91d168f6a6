r"""The file has more than one heading of the first level.

## Why it matters

The first-level heading is the title of the list. Where sections are written at the same level,
GitHub's outline, search engines and screen readers take each of them for another document, and
tools that build the table of contents from the second level find nothing.

```markdown bad
# Awesome Papers

# Vision

- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)
```

```markdown fixed
# Awesome Papers

## Vision

- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)
```

It is told once for a file, at the second such heading. A heading that holds only a picture, as
some lists have one above their name, is no second title; awesome-lint counts it, and so does the
preset `awesome-lint`.

```markdown good
<h1 align="center"><img src="logo.png" alt="Logo"></h1>

# Awesome Papers

## Vision
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from curator.diagnostic import Diagnostic, Related, Severity, shortened
from curator.document import HeadingRecord
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.WARNING,
    category="structure",
    presets=("awesome", "awesome-lint", "strict"),
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("no-multiple-toplevel-headings", "awesome-heading"),
)

_TITLE: Final = re.compile(r"^#[ \t][^\r\n]*", re.MULTILINE)
_SHOWN: Final = 10
"""How many of the other headings a finding points to."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the second heading of the first level, with those that follow it."""
    titles = [
        heading
        for heading in ctx.document.headings
        if heading.depth == 1 and (heading.text or ctx.preset == "awesome-lint")
    ]
    if len(titles) < 2:
        return
    first, *rest = titles
    told = ctx.foremost(rest, lambda heading: heading.span)
    others = [heading for heading in rest if heading is not told]
    line = ctx.source.line_at(first.span.start)
    named = f"'{shortened(told.text)}'" if told.text else "this heading"
    more = f", and so {'are' if others[1:] else 'is'} {len(others)} more" if others else ""
    yield ctx.found(
        told.span,
        f"{named} is of the first level, as the title on line {line} is{more}:"
        " begin sections with '##'",
        key="title",
        related=[
            *([] if _is_renamed(ctx, rest) else [Related(first.span, "the title")]),
            *(Related(heading.span, "one more") for heading in others[:_SHOWN]),
        ],
    )


def _is_renamed(ctx: Context, rest: Sequence[HeadingRecord]) -> bool:
    """Whether a change found another title above ``rest``: it did not make them too many."""
    before = None if ctx.change is None else _TITLE.search(ctx.change.before)
    return before is not None and before.group() not in {ctx.source[each.span] for each in rest}
