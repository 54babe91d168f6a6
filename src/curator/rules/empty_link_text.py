r"""A link has nothing to click on: no text, or only an image without alternative text.

## Why it matters

A link without text is invisible. One that is only a picture is invisible to a screen reader and
wherever the picture does not load, unless the picture has an alternative text.

Badges, and the pictures of contributors and sponsors that a service draws, come from code that
was pasted as it is. They are infos, as nothing is lost where they are not seen. More than five
pictures of one file are told in one finding, at the first of them.

```markdown bad
- [](https://example.org/attention) Attention is all you need
- Tools [![](https://example.org/tools.png)](https://example.org/tools)
```

```markdown good
- [Attention is all you need](https://example.org/attention)
- Tools [![All tools](https://example.org/tools.png)](https://example.org/tools)
```
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from curator.diagnostic import Diagnostic, Related, Severity, shortened
from curator.document import Link
from curator.nodes import HtmlTag
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
)

# Attributes that name a link or a picture for those who cannot see it.
_NAMES = ("aria-label", "title", "alt")

_DRAWN = re.compile(
    r"contrib(?:utors)?(?:-img)?\.(?:rocks|web\.app|vercel\.app|now\.sh)/"
    r"|opencollective\.com/[\w/-]{1,100}\.(?:svg|png)|avatars\d*\.githubusercontent\.com/"
    r"|github\.com/[\w-]+\.png(?:[?#]|$)|sponsorkit|all-contributors"
    r"|(?:star-history|starchart)\.[a-z.]+/|ci\.appveyor\.com/api/",
    re.IGNORECASE,
)
"""Addresses of pictures that services draw of people and stars, and of builds."""
_CROWD = re.compile(r"/graphs/(?:contributors|community)/?$|/stargazers/?$", re.IGNORECASE)
_LONGEST = 500
"""Characters of an address that are looked at; many links may refer to one."""
_SINGLY = 5
"""Pictures of one file that are told one by one."""
_SHOWN = 20
"""Further places that a finding for many shows."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report links that lead somewhere and show nothing that can be read."""
    starts: list[int] = []
    pictures: dict[Severity, list[tuple[Link, Link]]] = {}
    for link in ctx.document.links:
        if link.text or not link.url or link.alt.strip() or _named(link) or _is_anchor(link):
            continue
        images = ctx.document.images
        starts = starts or [image.span.start for image in images]
        shown = _inside(images, starts, link.text_span)
        if not shown:
            message = f"the link to '{shortened(link.url)}' has no text"
            yield ctx.found(_opening(link), message, key=shortened(link.url, 200))
        elif not any(image.alt.strip() or _named(image) for image in shown):
            pasted = all(_is_pasted(link, image) for image in shown)
            severity = Severity.INFO if pasted else RULE.severity
            pictures.setdefault(severity, []).append((link, shown[0]))
    for severity, found in pictures.items():
        yield from _told(ctx, found, severity)


def _told(
    ctx: Context, found: Sequence[tuple[Link, Link]], severity: Severity
) -> Iterator[Diagnostic]:
    """One finding for each link and its picture, or one for all where they are many."""
    if len(found) > _SINGLY and ctx.change is None:
        places = [_opening(image) for _, image in found]
        message = (
            "an image without alternative text is all that shows a link,"
            f" here and {len(found) - 1} more times"
        )
        related = [Related(place, "another one") for place in places[1 : _SHOWN + 1]]
        key = f"{severity.label} pictures"
        yield ctx.found(places[0], message, key=key, severity=severity, related=related)
        return
    for link, image in found:
        message = f"an image without alternative text is all that shows '{shortened(link.url)}'"
        key = shortened(link.url, 200)
        yield ctx.found(_opening(image), message, key=key, severity=severity)


def _is_pasted(link: Link, image: Link) -> bool:
    """Whether a picture is a badge or of a crowd, from code that a service gives out."""
    return (
        link.badge
        or image.badge
        or _DRAWN.search(image.url[:_LONGEST]) is not None
        or _CROWD.search(link.url[:_LONGEST]) is not None
    )


def _named(link: Link) -> bool:
    """Whether an attribute, or the title of an image, says in words what this is."""
    if isinstance(link.node, HtmlTag):
        attributes = link.node.attributes
        return any(name in attributes and attributes[name].value.strip() for name in _NAMES)
    return link.image and link.title is not None


def _is_anchor(link: Link) -> bool:
    """Whether an HTML link is only a place to jump to, which shows nothing on purpose."""
    if not isinstance(link.node, HtmlTag):
        return False
    attributes = link.node.attributes
    return link.internal or "id" in attributes or "name" in attributes


def _inside(images: Sequence[Link], starts: Sequence[int], span: Span) -> Sequence[Link]:
    """The images, in reading order and starting at ``starts``, that stand in ``span``."""
    return images[bisect_left(starts, span.start) : bisect_left(starts, span.end)]


def _opening(link: Link) -> Span:
    """The brackets around the text that is missing, or the name of the HTML tag."""
    start = link.span.start
    if isinstance(link.node, HtmlTag):
        return Span(start, start + 1 + len(link.node.name))
    return Span(start, link.text_span.end + 1)
