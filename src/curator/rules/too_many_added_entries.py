r"""A pull request adds more entries than the list wants in one.

## Why it matters

Each new entry has to be looked at and decided on. Many lists ask for one in a pull request, since
one doubtful entry then holds up no others, and since whoever adds ten at once has seldom read the
guidelines for any of them.

```diff bad
 # Woods

 - [Alder](https://example.org/1)
+- [Beech](https://example.org/2)
+- [Fir](https://example.org/3)
 - [Oak](https://example.org/4)
```

```diff good
 # Woods

 - [Alder](https://example.org/1)
+- [Beech](https://example.org/2)
-- [Oak](https://example.org/3)
+- [Oak](https://example.org/oak) - Grows slowly.
```

How many are too many is for each list to say, so no preset selects this rule. What a pull request
adds is known with `--since` only; without it nothing is found. To move entries, to mend their
words or to put another address in place of a dead one adds none. Entries below a new one are part
of it. A file that is new altogether may have any number.

## Options

`most` is the number of entries that may be added to one file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from curator.diagnostic import Diagnostic, Related, Severity, shortened
from curator.document import Entry
from curator.rule import Context, Rule, option
from curator.source import Span


@dataclass(frozen=True, slots=True)
class Options:
    """How many entries may be added."""

    most: int = option(1, "The number of entries that may be added to one file.", least=1)


RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=(),
    options=Options,
)

_SHOWN: Final = 20
"""Further entries that a finding shows."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the first entry beyond those that may be added."""
    if ctx.change is None or not ctx.change.before:
        return
    most = ctx.options(Options).most
    added = list(_added(ctx))
    if len(added) <= most:
        return
    first, *others = added[most:]
    wanted = "only one is" if most == 1 else f"at most {most} are"
    yield ctx.found(
        _place(first),
        f"this is one of {len(added)} new entries, and {wanted} wanted in one pull request:"
        f" open another one for '{shortened(first.title or ctx.source[_place(first)])}'",
        key="entries",
        related=[Related(_place(entry), "one more") for entry in others[:_SHOWN]],
    )


def _added(ctx: Context) -> Iterator[Entry]:
    """The entries that a change adds, but for those below another one."""
    inner: set[int] = set()
    for entry in ctx.document.entries:
        if id(entry) in inner:
            inner.update(map(id, entry.children))
        elif ctx.adds(entry):
            inner.update(map(id, entry.children))
            yield entry


def _place(entry: Entry) -> Span:
    return entry.title_span or entry.span
