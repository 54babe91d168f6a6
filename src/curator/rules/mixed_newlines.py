r"""Some lines end otherwise than the rest of the file.

## Why it matters

Windows ends a line with two characters, other systems with one. In a file with both, editors
convert one to the other as they please, and a diff shows lines that nobody touched.

```markdown bad
- [Alder](https://example.org/1) - Builds things.
- [Beech](https://example.org/2) - Builds things.{CRLF}
- [Cedar](https://example.org/3) - Builds things.
```

```markdown fixed
- [Alder](https://example.org/1) - Builds things.
- [Beech](https://example.org/2) - Builds things.
- [Cedar](https://example.org/3) - Builds things.
```

Lines that follow one another are reported together. Nothing is said of code and comments, where
all their lines end in the same way.

## Fix safety

The lines are ended as most lines of the file are, with LF if there are as many of either. To
GitHub a line ends with each of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.layout.lines import verbatim_spans, within
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.INFO,
    category="text",
    presets=("strict",),
    fix=Applicability.SAFE,
)

_NEWLINE = re.compile(r"\r\n|\r|\n")
_NAMES: Final = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each run of lines that end otherwise than most."""
    source, text = ctx.source, ctx.source.text
    if source.newline != "mixed":
        return
    ends = [Span(*match.span()) for match in _NEWLINE.finditer(text)]
    counts = Counter(source[end] for end in ends)
    usual = max(_NAMES, key=lambda newline: counts[newline])
    verbatim = verbatim_spans(source, ctx.document.syntax.root)
    for newline, group in groupby(ends, key=source.__getitem__):
        run = list(group)
        if newline == usual or all(within(verbatim, end.start) for end in run):
            continue
        if ctx.change is None:
            yield _found(ctx, run, usual)
        else:  # a line may have been put into the run
            yield from (_found(ctx, [end], usual) for end in run)


def _found(ctx: Context, run: Sequence[Span], usual: str) -> Diagnostic:
    source = ctx.source
    first, kind = run[0], _NAMES[source[run[0]]]
    which = "this line ends" if len(run) == 1 else f"these {len(run)} lines end"
    return ctx.found(
        Span(first.start, run[-1].end),
        f"{which} in {kind}, other lines in {_NAMES[usual]}",
        key=kind,
        fix=Fix(
            f"End the lines in {_NAMES[usual]}",
            tuple(Edit(end, usual) for end in run),
            Applicability.SAFE,
        ),
    )
