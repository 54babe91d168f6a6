r"""A link to lines of a file on GitHub names them in a way that GitHub does not read.

## Why it matters

The file opens at its top instead of at the lines that were meant, and nobody sees why.

```markdown bad
- [The loop](https://github.com/ada/engine/blob/main/engine.py#LL28-L35)
- [The end](https://github.com/ada/engine/blob/main/engine.py#L40L44)
```

```markdown fixed
- [The loop](https://github.com/ada/engine/blob/main/engine.py#L28-L35)
- [The end](https://github.com/ada/engine/blob/main/engine.py#L40-L44)
```

Lines are `#L28`, `#L28-L35`, or with columns `#L28C5-L35C21`.

```markdown good
- [One line](https://github.com/ada/engine/blob/main/engine.py#L28)
- [Some columns](https://github.com/ada/engine/blob/main/engine.py#L28C5-L35C21)
```

## Fix safety

The fix changes where the link leads: to the lines that the numbers name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
)

_FILE = re.compile(
    r"https?://(?:www\.)?github\.com/[^/?#]+/[^/?#]+/(?:blob|blame)/[^#]*#(?P<lines>[Ll].*)",
    re.DOTALL,
)
_RIGHT = re.compile(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?")
# Nothing but the letters, digits and dashes that name lines, in any order.
_LINES = re.compile(r"L+-?\d[\dLC,.:_~–—-]*")
# The likely mistakes: `L` twice, no dash, a long dash, commas or dots between two lines.
_MEANT = re.compile(r"L+-?(\d+)((?:C\d+)?)(?:(?:[–—_~,:]|-{1,2}|\.{2,3})?L+(\d+)((?:C\d+)?))?(-?)")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report fragments that name lines of a file on GitHub and are misspelt."""
    for url, written, _ in ctx.document.addresses():
        match = _FILE.fullmatch(url) if "#L" in url else None
        lines = match["lines"] if match else ""
        if not lines or _RIGHT.fullmatch(lines) or not _LINES.fullmatch(lines):
            continue
        meant = _meant(lines)
        hint = f": did you mean '#{meant}'?" if meant else ""
        message = f"GitHub finds no lines by '#{shortened(lines)}'{hint}"
        at = ctx.source.text.rfind(f"#{lines}", written.start, written.end)
        span = written if at < 0 else Span(at, at + 1 + len(lines))
        fix = None
        if meant and at >= 0:
            edit = Edit(span, f"#{meant}")
            fix = Fix(f"Link to '#{meant}'", (edit,), Applicability.UNSAFE)
        yield ctx.found(span, message, key=url, fix=fix)


def _meant(lines: str) -> str | None:
    """The fragment that was plainly meant."""
    match = _MEANT.fullmatch(lines)
    if match is None:
        return None
    first, column, last, last_column, _ = match.groups()
    return f"L{first}{column}-L{last}{last_column}" if last else f"L{first}{column}"
