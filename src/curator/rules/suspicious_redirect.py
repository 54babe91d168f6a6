r"""A link is redirected to something else than what was linked.

## Why it matters

Many sites answer for a page they no longer have with their front page, and a domain that has
changed hands leads to whatever its new owner sells. No server says 404 there, so the entry looks
alive to programs while its readers find nothing.

```markdown bad
- [Alder](https://example.org/tools/alder) - Draws trees.
- [Birch](https://birch.example/) - Draws forests.
```

```web
https://example.org/tools/alder  301 https://example.org/ 200
https://birch.example/  302 https://casino.example/ 200
```

```markdown good
- [Cedar](https://example.org/tools/cedar) - Draws trees.
- [Doi](https://doi.org/10.1038/nature14539) - Leads elsewhere on purpose.
```

```web
https://example.org/tools/cedar  302 https://example.org/en/tools/cedar 200
https://doi.org/10.1038/nature14539  302 https://www.nature.com/articles/nature14539 200
```

Told are redirects from a page to the front page of a site, to another site that has neither
owner nor name in common with the one that was linked, and to a page that says that there is no
such page; and pages of domains that are for sale. Services that exist to redirect, such as
doi.org and URL shorteners, may lead to other sites. Whether the page is the one that was meant
only a reader can tell, so nothing is changed: write the address that is right, or take the entry
out.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.identity.address import split
from curator.rule import Context, Rule
from curator.status import LinkStatus
from curator.status.telling import why

RULE = Rule(
    severity=Severity.WARNING,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    online=True,
)

_LED = {
    "front-page": "only leads to the front page '{target}'",
    "other-domain": "leads to another site, '{target}'",
    "error-page": "leads to an error page, '{target}'",
    "parking": "leads to a page of a domain that is for sale, on '{host}'",
}


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report addresses that lead to something else, where they are written."""
    for address in ctx.document.addresses(images=True):
        status = ctx.web.status(address.url)
        if status is not None and status.verdict == "suspicious":
            message = f"'{shortened(address.url)}' {_led(status)}"
            yield ctx.found(address.span, message, key=address.url)


def _led(status: LinkStatus) -> str:
    """Where a link leads."""
    target = status.evidence.final_url or status.url
    words = _LED.get(status.reason)
    if words is None:
        return f"is suspicious: {why(status)}"
    told = words.format(target=shortened(target), host=shortened(split(target).host))
    title = shortened(status.evidence.title)
    return f"{told}, where the page is called '{title}'" if title else told
