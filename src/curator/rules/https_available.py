r"""A link is plain `http`, and the page is there under `https` as well.

## Why it matters

Whoever sits between a reader and a plain page can read and change it. Here one letter more
prevents that: the page has been asked for, and it answered.

```markdown bad
- [Alder](http://example.org/alder) - Draws trees.
```

```web
http://example.org/alder  200
http://example.org/alder  https 200
```

```markdown fixed
- [Alder](https://example.org/alder) - Draws trees.
```

Where the page itself leads on to another address, `moved-link` tells that one, and addresses of
arXiv are told by `arxiv-old-address`.

```markdown good
- [Birch](http://birch.example/) - Does not speak https.
- [Cedar](http://cedar.example/) - Has another page there.
```

```web
http://birch.example/  200
http://birch.example/  https refused
http://cedar.example/  200
http://cedar.example/  https 404 twice
```

## Fix safety

The fix is unsafe, because it changes an address: that both pages are the same is likely, and not
known. There is none where that would give a heading another anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document.model import Address
from curator.identity import is_arxiv_host
from curator.identity.address import split
from curator.identity.mistakes import find_mistake
from curator.rule import Context, Rule
from curator.source import Span
from curator.status.telling import is_there

RULE = Rule(
    severity=Severity.INFO,
    category="links",
    presets=("strict",),
    fix=Applicability.UNSAFE,
    online=True,
)

_PLAIN = re.compile(r"http(?=://)", re.IGNORECASE)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report plain addresses of pages that answer over https, where they are written."""
    for address in ctx.document.addresses(images=True):
        secure = ctx.web.over_https(address.url)
        if secure is None or not is_there(secure) or _is_told(ctx, address.url):
            continue
        if "//" not in ctx.source[address.span]:
            continue  # GitHub puts http before what is written without a scheme
        yield ctx.found(
            address.span,
            f"'{shortened(address.url)}' is plain http, and the page is there under https",
            key=address.url,
            fix=_fix(ctx, address),
        )


def _is_told(ctx: Context, url: str) -> bool:
    """Whether another rule has something to say of the address."""
    status = ctx.web.status(url)
    if status is not None and status.verdict == "moved" and "moved-link" in ctx.beside:
        return True
    if "arxiv-old-address" in ctx.beside and is_arxiv_host(split(url).host):
        return True
    return find_mistake(url) is not None


def _fix(ctx: Context, address: Address) -> Fix | None:
    """Write https, also where the address is the text of its link."""
    written, link = ctx.source[address.span], address.link
    match = _PLAIN.match(written)
    if match is None:
        return None  # in escapes
    places = {address.span}
    if link is not None and ctx.source[link.text_span] == written:
        places.add(link.text_span)
        at = ctx.document.heading_index(address.span.start)
        if at is not None and ctx.document.headings[at].span.covers(address.span):
            return None  # others may lead to the anchor that GitHub makes of it
    edits = (Edit(Span(at.start, at.start + match.end()), "https") for at in sorted(places))
    return Fix("Write https", tuple(edits), Applicability.UNSAFE)
