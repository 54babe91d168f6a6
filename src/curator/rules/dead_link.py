r"""A link leads to a page that is no more.

## Why it matters

A dead link is the most common fault of a list that has been there for a while, and readers
forgive it least: they came for what it led to.

```markdown bad
- [Alder](https://example.org/alder) - Draws trees.
- [Birch](https://birch.example/) - Draws forests.
```

```web
https://example.org/alder  404 twice
https://birch.example/  name-unknown twice
```

```markdown fixed
- [Alder](https://web.archive.org/web/2020/https://example.org/alder) - Draws trees.
```

What a page's server says once may be wrong the next minute, so only this counts: 404 or 410 to
the request of a browser, seen twice in a run, or a host whose name has been unknown for a minute
or since an earlier run. Whatever else stands in the way is told by `flaky-link` and
`unverifiable-link`.

```markdown good
- [Cedar](https://example.org/cedar) - Is there.
- [Elm](https://example.org/elm) - Keeps programs out.
- [Fir](https://example.org/fir) - Does not answer today.
```

```web
https://example.org/cedar  200
https://example.org/elm  403
https://example.org/fir  timeout
```
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.rule import Context, Rule
from curator.status import Evidence, LinkStatus
from curator.status.telling import host_of, why

RULE = Rule(
    severity=Severity.ERROR,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    online=True,
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report addresses of pages that are no more, where they are written."""
    for address in ctx.document.addresses(images=True):
        status = ctx.web.status(address.url)
        if status is not None and status.verdict == "dead":
            message = f"'{shortened(address.url)}' is dead: {_seen(status)}"
            yield ctx.found(address.span, message, key=address.url)


def _seen(status: LinkStatus) -> str:
    """What was seen of a dead link, how often, and where."""
    evidence = status.evidence
    if status.reason == "name-unknown":
        host = shortened(host_of(evidence.final_url or evidence.url))
        said = f"the name '{host}' is unknown"
    else:
        said = why(status)
    times = {0: "", 1: "", 2: ", seen twice"}.get(evidence.seen, f", seen {evidence.seen} times")
    return said + times + _redirected(evidence)


def _redirected(evidence: Evidence) -> str:
    if not evidence.hops or evidence.final_url == evidence.url:
        return ""
    return f", behind a redirect to '{shortened(evidence.final_url)}'"
