r"""A link or an image has a text but no target.

## Why it matters

`[paper]()` is a link that was left for later. The reader follows it and stays on the page, and
an image without an address shows nothing at all.

```markdown bad
- BERT [[paper](https://arxiv.org/abs/1810.04805)] [[code]()]
```

Links of one text that recurs more than five times are told in one finding, at the first of
them: `[coming soon]()` is one decision. What is not there yet needs no brackets. In a pull
request each is told by itself.

A picture may have an empty link around it. On GitHub that keeps a click on the picture from
opening it, so it is left alone, and so is `#`, the top of the page.

```markdown good
- [![stars](https://img.shields.io/github/stars/google-research/bert)]() [Up](#)
- BERT [[paper](https://arxiv.org/abs/1810.04805)]
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from curator.diagnostic import Diagnostic, Related, Severity, shortened
from curator.document import Link
from curator.rule import Context, Rule
from curator.source import Source

RULE = Rule(
    severity=Severity.WARNING,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
)


_SINGLY = 5
"""Links of one text that are told one by one."""
_SHOWN = 20
"""Further places that a finding for many shows."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report links that show a text, and images, whose target is empty."""
    found: dict[tuple[bool, str], list[Link]] = {}
    for link in chain(ctx.document.links, ctx.document.images):
        if link.url or not (link.text or link.image) or _is_call(ctx.source, link):
            continue
        found.setdefault((link.image, (link.text or link.alt).casefold()), []).append(link)
    for links in found.values():
        if len(links) > _SINGLY and ctx.change is None:
            again = f", here and {len(links) - 1} more times"
            related = [Related(link.span, "another one") for link in links[1 : _SHOWN + 1]]
            yield _found(ctx, links[0], again, related)
        else:
            yield from (_found(ctx, link) for link in links)


def _found(
    ctx: Context, link: Link, again: str = "", related: Sequence[Related] = ()
) -> Diagnostic:
    if link.image:
        name = f" '{shortened(link.alt)}'" if link.alt else ""
        message = f"the image{name} has no address"
    else:
        message = f"the link '{shortened(link.text)}' has no target"
    return ctx.found(link.span, message + again, key=link.text or link.alt, related=related)


def _is_call(source: Source, link: Link) -> bool:
    """Whether this is code that only looks like a link, as in ``handlers[i]()``."""
    start = link.span.start
    before = source.text[start - 1 : start]
    return link.kind == "inline" and before.isascii() and (before.isalnum() or before == "_")
