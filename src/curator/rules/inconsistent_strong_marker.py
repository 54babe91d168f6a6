r"""Strong emphasis is written with both kinds of marks.

## Why it matters

`**text**` and `__text__` look the same on GitHub. A list that keeps to one of them is
easier to edit, to search, and to check with a script. The marks used most count as the list's
own; of two used equally often, the first. awesome-lint always takes the first.

```markdown bad
- [BERT](https://example.org/bert) - **Much** cited, with **many** heirs.
- [GPT](https://example.org/gpt) - __Less__ so.
```

```markdown fixed
- [BERT](https://example.org/bert) - **Much** cited, with **many** heirs.
- [GPT](https://example.org/gpt) - **Less** so.
```

Inside a word only asterisks make strong emphasis. Where a list has such a place,
asterisks are expected everywhere.

```markdown good
- [Attention](https://example.org/a) - **Un**supervised and **very** deep.
```

## Fix safety

The fix replaces the marks and leaves the words. Where another mark in the same paragraph could
pair with the new ones, none is offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Fix, Severity, shortened
from curator.layout.emphasis import mismatched_marks
from curator.nodes import Strong
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("strong-marker",),
    by_majority=True,
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each strong emphasis whose marks are not the list's."""
    for found in mismatched_marks(ctx.document, Strong):
        old, new = (f"'{mark * 2}'" for mark in (found.mark, found.expected))
        fix = Fix(f"Write {new} around it", found.edits, Applicability.SAFE)
        yield ctx.found(
            found.span,
            f"strong emphasis stands in {old} here: write {new} as in the rest of the list",
            key=shortened(ctx.source[found.span]),
            fix=fix if found.edits else None,
        )
