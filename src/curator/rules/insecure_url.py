r"""A link is plain `http`.

## Why it matters

Whoever sits between a reader and the page can read and change it. Nearly every site speaks
`https` today, and one that does not has often been left to itself for years.

```markdown bad
- [Alder](http://example.org/alder)
```

```markdown fixed
- [Alder](https://example.org/alder)
```

Whether the page is there under `https` as well only a visit can tell, so nothing is changed.
Addresses of this machine, of a private network or an onion service have no other form, and the
names of XML schemas are no pages. Addresses of arXiv are told by `arxiv-old-address`. With
`--online` the site is asked, and where it speaks `https`, `https-available` tells that instead;
where the link is dead, or leads elsewhere, the rule for that does.

```markdown good
- [Alder](https://example.org/alder)
- [The page as it was](https://web.archive.org/web/2020/http://example.org/alder)
- [The server on your own machine](http://localhost:8080/)
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.identity.mistakes import find_mistake
from curator.rule import Context, Rule
from curator.status import Verdict
from curator.status.telling import is_there

RULE = Rule(
    severity=Severity.INFO,
    category="links",
    presets=("strict",),
)

_PLAIN = re.compile(r"http://(?:[^/?#@\s]*@)?([^/?#:\\\s]+)", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"localhost|[\d.]+|\[.*|[^.]+"  # this machine, numbers, a name of the network at hand
    r"|.*\.(?:local|localhost|internal|intranet|lan|home|test|onion|i2p)"
    r"|(?:.*\.)?arxiv\.org|xxx\.lanl\.gov",
    re.IGNORECASE,
)
_SCHEMA = re.compile(
    r"http://(?:www\.w3\.org/(?:\d{4}/|XML/|ns/)|schemas\.|purl\.org/dc/|xmlns\.com/|ogp\.me/ns)",
    re.IGNORECASE,
)
_REPLACED_BY: Mapping[Verdict, str] = {
    "moved": "moved-link",
    "dead": "dead-link",
    "suspicious": "suspicious-redirect",
    "broken-tls": "broken-certificate",
}
"""The rules that tell, by its verdict, that an address has to be another one altogether."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report plain addresses where they are written."""
    for address in ctx.document.addresses():
        match = _PLAIN.match(address.url)
        if match is None or _OTHERWISE.fullmatch(match[1]) or _SCHEMA.match(address.url):
            continue
        if find_mistake(address.url) is None and not _is_told(ctx, address.url):
            yield ctx.found(
                address.span,
                f"'{shortened(address.url)}' is plain http{_advice(ctx, address.url)}",
                key=address.url,
            )


def _is_told(ctx: Context, url: str) -> bool:
    """Whether a rule that has asked the site tells the address to be replaced."""
    secure, status = ctx.web.over_https(url), ctx.web.status(url)
    if status is not None and _REPLACED_BY.get(status.verdict) in ctx.beside:
        return True
    return "https-available" in ctx.beside and secure is not None and is_there(secure)


def _advice(ctx: Context, url: str) -> str:
    """What to do about it, by what https answers at the address, where that was asked."""
    secure = ctx.web.over_https(url)
    if secure is None or secure.verdict == "skipped" or is_there(secure):
        return ": write https, if the site has it"
    return ", and under https the page was not found"
