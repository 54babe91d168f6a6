r"""The Awesome badge is not one of the official ones, or does not lead to awesome.re.

## Why it matters

The guidelines ask for one of three badges, unchanged, with a link back. Copies on other hosts go
stale or vanish: many lists still load the badge from a service that was shut down.

```markdown bad
# Awesome Trees [![Awesome](https://cdn.rawgit.com/sindresorhus/awesome/d7305f3/media/badge.svg)](https://awesome.re)

> Plants with a trunk.
```

```markdown fixed
# Awesome Trees [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)

> Plants with a trunk.
```

The pictures are `badge.svg`, `badge-flat.svg` and `badge-flat2.svg` at `https://awesome.re`, the
targets `https://awesome.re` and `https://github.com/sindresorhus/awesome`. Looked at is what
stands above the first section, in HTML as well; a query behind the address is fine, and the
badge "mentioned in awesome", which is for the projects in a list, is none.

```markdown bad
# Awesome Trees ![Awesome](https://awesome.re/badge.svg)

> Plants with a trunk.
```

```markdown fixed
# Awesome Trees [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)

> Plants with a trunk.
```

```markdown good
# Awesome Trees [![Awesome](https://awesome.re/badge-flat.svg)](https://github.com/sindresorhus/awesome)

> Plants with a trunk.
```

## Fix safety

The fix writes the official address of the picture and of the link, or puts the link around the
picture. It changes addresses, so it is unsafe. Attributes of HTML are left to you.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Link
from curator.document.opening import AwesomeBadge, awesome_badges, is_front_page, read_opening
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome", "awesome-lint"),
    fix=Applicability.UNSAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("awesome-badge",),
)

_OFFICIAL = re.compile(r"https://awesome\.re/badge(?:-flat2?)?\.svg(?:[?#].*)?")
_PICTURE: Final = "https://awesome.re/badge.svg"
_HOME: Final = "https://awesome.re"


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report Awesome badges in the opening with another picture or target."""
    opening = read_opening(ctx.document)
    if opening is None or not is_front_page(ctx.document):
        return
    for badge in awesome_badges(ctx.document, opening.span):
        official = _OFFICIAL.fullmatch(badge.image.url) is not None
        if not official:
            message = (
                f"'{shortened(badge.image.url)}' is not the official Awesome badge: "
                f"write '{_PICTURE}'"
            )
        elif badge.link is None:
            message = f"the Awesome badge has no link: let it lead to '{_HOME}'"
        elif not badge.leads_home:
            message = f"the Awesome badge leads to '{shortened(badge.link.url)}': write '{_HOME}'"
        else:
            continue
        image = badge.image
        yield ctx.found(
            (image.destination if not official else None) or image.span,
            message,
            key=image.url if not official else badge.link.url if badge.link else "",
            fix=_fix(ctx, badge, official=official),
        )


def _fix(ctx: Context, badge: AwesomeBadge, *, official: bool) -> Fix | None:
    """Official addresses, where both are written in Markdown."""
    image, link = badge.image, badge.link
    if image.kind == "html" or (link is not None and link.kind == "html"):
        return None
    edits: list[Edit] = []
    if not official:
        edits += _rewritten(ctx, image, _PICTURE)
    if link is None:
        edits.append(Edit(Span(image.span.start, image.span.start), "["))
        edits.append(Edit(Span(image.span.end, image.span.end), f"]({_HOME})"))
    elif not badge.leads_home:
        edits += _rewritten(ctx, link, _HOME)
    title = "Write the official badge" if not official else f"Let the badge lead to {_HOME}"
    return Fix(title, tuple(edits), Applicability.UNSAFE) if edits else None


def _rewritten(ctx: Context, link: Link, url: str) -> Iterator[Edit]:
    place = ctx.document.address_of(link)
    if place is not None:
        yield Edit(place, url)
