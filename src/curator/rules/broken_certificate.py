r"""A site's certificate has expired, or is for another name.

## Why it matters

A browser stops the reader before such a page with a warning that few will pass, and rightly:
nobody can tell who answers there. It is mostly a site that nobody looks after any more.

```markdown bad
- [Alder](https://example.org/alder) - Draws trees.
- [Birch](https://www.birch.example/) - Draws forests.
```

```web
https://example.org/alder  tls-expired
https://www.birch.example/  tls-other-name
```

```markdown good
- [Cedar](https://example.org/cedar) - Draws trees.
- [Elm](https://elm.example/) - Has a certificate of an authority that is unknown here.
```

```web
https://example.org/cedar  200
https://elm.example/  tls-unknown-issuer
```

A certificate of an unknown authority is told by `unverifiable-link`: a site that forgets to send
the certificate in between looks the same, and browsers help themselves there.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.rule import Context, Rule
from curator.status import LinkStatus
from curator.status.telling import host_of, why

RULE = Rule(
    severity=Severity.ERROR,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    online=True,
)

_REASONS = frozenset({"certificate-expired", "certificate-other-name"})


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report addresses whose site has a certificate that browsers refuse."""
    for address in ctx.document.addresses(images=True):
        status = ctx.web.status(address.url)
        if status is None or status.verdict != "broken-tls" or status.reason not in _REASONS:
            continue
        yield ctx.found(address.span, _message(address.url, status), key=address.url)


def _message(url: str, status: LinkStatus) -> str:
    """What is wrong with the certificate, and where, if that is another host's."""
    final, detail = status.evidence.final_url, shortened(status.evidence.detail, 100)
    said = f" ({detail.rstrip('.')})" if detail else ""
    elsewhere = final and host_of(final) != host_of(url)
    where = f", behind a redirect to '{shortened(final)}'" if elsewhere else ""
    return f"'{shortened(url)}' is not safe to open: {why(status)}{said}{where}"
