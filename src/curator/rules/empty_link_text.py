r"""A link has nothing to click on: no text, or only an image without alternative text.

## Why it matters

A link without text is invisible. One that is only a picture is invisible to a screen reader and
wherever the picture does not load, unless the picture has an alternative text.

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

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from curator.diagnostic import Diagnostic, Severity, shortened
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


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report links that lead somewhere and show nothing that can be read."""
    starts: list[int] = []
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
            message = f"an image without alternative text is all that shows '{shortened(link.url)}'"
            yield ctx.found(_opening(shown[0]), message, key=shortened(link.url, 200))


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
