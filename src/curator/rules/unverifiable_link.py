r"""Nobody but a reader can tell whether a link is alive.

## Why it matters

Some sites keep programs out, others want a reader to sign in first. Such a link is most likely
fine, so this is an info and no more: it names those links that nobody has looked at.

```markdown bad
- [Alder](https://example.org/alder) - Keeps programs out.
- [Birch](https://birch.example/) - Has a certificate of an authority that is unknown here.
```

```web
https://example.org/alder  403 challenge
https://birch.example/  tls-unknown-issuer
```

```markdown good
- [Cedar](https://example.org/cedar) - Is there.
- [Elm](https://example.org/elm) - Was left out.
```

```web
https://example.org/cedar  200
https://example.org/elm  excluded
```

Redirects that lead in a circle and addresses of a private network are told here as well. Where a
site refuses every program, the configuration can leave it out (`links.exclude`) or take its
answer as enough (`accept` in `[[links.hosts]]`), and nothing is said of it any more.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.rule import Context, Rule
from curator.status import LinkStatus
from curator.status.telling import why

RULE = Rule(
    severity=Severity.INFO,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    online=True,
)

_UNTOLD = frozenset({"certificate-unknown-issuer", "private-address"})
"""Reasons of other verdicts that leave open whether a page is there."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report addresses about which nothing could be learnt, and why."""
    for address in ctx.document.addresses(images=True):
        status = ctx.web.status(address.url)
        if status is not None and (status.verdict == "blocked" or status.reason in _UNTOLD):
            message = f"'{shortened(address.url)}' could not be verified: {_why(status)}"
            yield ctx.found(address.span, message, key=address.url)


def _why(status: LinkStatus) -> str:
    if status.reason == "too-many-requests":
        return f"{why(status)} to the end"
    return why(status)
