r"""The table of contents of an awesome list is not its first section.

## Why it matters

The guidelines of awesome lists want the contents before all other sections: below the title,
the badge and the description, where readers look for an overview of what follows.

```markdown bad
# Awesome Reading

## Books

- [One](https://example.org/1) - The first.

## Contents

- [Books](#books)
- [Talks](#talks)

## Talks
```

```markdown good
# Awesome Reading

> What is worth reading.

## Contents

- [Books](#books)
- [Talks](#talks)

## Books

- [One](https://example.org/1) - The first.

## Talks
```

There is no fix: what stands before the contents may have to go behind them, to be no section, or
to go altogether.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Diagnostic, Related, Severity, shortened
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome", "awesome-lint"),
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("awesome-toc",),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the heading of the first contents, where another section is before it."""
    document = ctx.document
    first = next(iter(document.contents), None)
    if first is None or first.heading is None:
        return
    headings = document.headings
    above = [each for each in headings if each.span.start < first.heading.span.start]
    # The first heading is the title, of whatever depth; one in HTML may stand with it.
    sections = [each for each in above[1:] if not each.html]
    if not sections:
        return
    yield ctx.found(
        first.heading.span,
        f"the contents come after '{shortened(sections[0].text)}': make them the first section",
        key=first.heading.text,
        related=[Related(sections[0].span, "the section before them")],
    )
