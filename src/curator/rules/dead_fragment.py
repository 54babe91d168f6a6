r"""A link leads to a place on a page that the page does not have.

## Why it matters

The reader lands at the top of a page that may be long, and has to look for what the link was
about. The heading was renamed, or the part was moved to a page of its own.

```markdown bad
- [Installing Alder](https://example.org/alder#setup) - Step by step.
```

```web
https://example.org/alder#setup  lacks
```

```markdown fixed
- [Installing Alder](https://example.org/alder#install) - Step by step.
```

The page has been read to its end, and no `id` or `name` on it is called so. Pages that a script
draws, long pages of which only the start was read, directions to words of a page (`#:~:text=`)
and lines of files on GitHub (`#L10`) are left alone.

```markdown good
- [The words about trees](https://example.org/alder#:~:text=trees)
- [The lines](https://github.com/example/alder/blob/main/alder.py#L10)
```

```web
https://example.org/alder  200
https://github.com/example/alder/blob/main/alder.py  200
```
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.fragments import fragment_span
from curator.rule import Context, Rule
from curator.status import LinkStatus

RULE = Rule(
    severity=Severity.WARNING,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    online=True,
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report fragments that their page does not have, where they are written."""
    for address in ctx.document.addresses(images=True):
        page, _, fragment = address.url.partition("#")
        if fragment and ctx.web.lacks_fragment(address.url) and _is_page(ctx.web.status(page)):
            yield ctx.found(
                fragment_span(ctx.source, address.span),
                f"the page '{shortened(page)}' has no place called '#{shortened(fragment)}'",
                key=address.url,
            )


def _is_page(status: LinkStatus | None) -> bool:
    """Whether what was read is the page itself, and not what another rule tells of."""
    return status is None or status.verdict in ("alive", "moved")
