r"""A description is longer than the list allows.

## Why it matters

A list is scanned, not read. Many maintainers allow no more than one or two lines for an entry, and
leave the details to the page behind the link.

```markdown bad
- [Alder](https://example.org/1) - Builds many things in many ways, such as programs, libraries,
  books, slides and pages, for Linux, macOS and Windows, with a cache that machines can share, a
  daemon that watches files, and a language of its own in which the targets are described, tested
  and documented.
```

```markdown good
- [Alder](https://example.org/1) - Builds programs, books and pages; machines share its cache.
```

Counted are the characters that readers see: not addresses, nor badges and tags behind the words.
The rule is in no preset: select it where a list wants it.

## Options

`max-characters` is the greatest length allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curator.diagnostic import Diagnostic, Severity
from curator.rule import Context, Rule, option


@dataclass(frozen=True, slots=True)
class Options:
    """How long a description may be."""

    max_characters: int = option(250, "The characters that a description may have.", least=1)


RULE = Rule(
    severity=Severity.WARNING,
    category="entries",
    presets=(),
    options=Options,
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report descriptions with more characters than are allowed."""
    most = ctx.options(Options).max_characters
    for entry in ctx.document.entries:
        length = len(entry.description)
        if entry.description_span is not None and length > most:
            message = f"the description has {length} characters, {length - most} more than {most}"
            yield ctx.found(entry.description_span, message, key=entry.title)
