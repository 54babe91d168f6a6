r"""A link's target is an e-mail address without `mailto:`.

## Why it matters

Without a scheme GitHub takes the address for a file of the repository, and the reader who
wanted to write to you gets a page that says "not found".

```markdown bad
Questions? Ask [Ada Example](ada@example.org).
```

```markdown fixed
Questions? Ask [Ada Example](mailto:ada@example.org).
```

Addresses that GitHub links by itself are right as they are.

```markdown good
Questions? Ask <ada@example.org> or ada@example.org.
```

## Fix safety

The fix is unsafe: it changes where a link leads. It writes `mailto:` before the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.identity.mistakes import find_mistake
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.ERROR,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
)

_ADDRESS = re.compile(
    r"[\w.!$%&'*+=^`{|}~-]{1,64}@(?:[\w-]{1,63}\.){1,8}(?P<top>[a-z]{2,24})(?:\?.*)?",
    re.IGNORECASE | re.DOTALL,
)
# `logo@2x.png` and its kin are files.
_FILES = frozenset("png jpg jpeg gif svg webp avif ico bmp pdf mp4 webm md txt html css js".split())
_LONGEST = 400


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report links and definitions whose target is an e-mail address and nothing else."""
    for url, place, link in ctx.document.addresses():
        if link is None or not link.bare:
            yield from _judge(ctx, url, place)


def _judge(ctx: Context, url: str, span: Span) -> Iterator[Diagnostic]:
    if len(url) > _LONGEST or ("@" not in url and "%40" not in url):
        return
    address = unquote(url).strip()
    match = _ADDRESS.fullmatch(address)
    if match is None or match["top"].lower() in _FILES or ctx.files.exists(url):
        return
    if find_mistake(url) is not None:
        return  # malformed-link tells what is wrong
    yield ctx.found(
        span,
        f"GitHub takes the e-mail address '{shortened(address)}' for a file:"
        f" did you mean 'mailto:{shortened(address)}'?",
        key=address,
        fix=Fix(
            "Write 'mailto:' before the address",
            (Edit(Span(span.start, span.start), "mailto:"),),
            Applicability.UNSAFE,
        ),
    )
