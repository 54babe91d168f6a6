r"""Two headings of one section have the same text.

## Why it matters

A reader who looks for a topic finds one of its two halves, and so does whoever adds an entry.
GitHub makes the anchor of the second heading from the text and a number, so that links in a table
of contents lead to the first one.

```markdown bad
# Reading list

## Transformers

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)

## Diffusion

- [Denoising Diffusion Probabilistic Models](https://arxiv.org/abs/2006.11239)

## Transformers

- [BERT](https://arxiv.org/abs/1810.04805)
```

```markdown fixed
# Reading list

## Transformers

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
- [BERT](https://arxiv.org/abs/1810.04805)

## Diffusion

- [Denoising Diffusion Probabilistic Models](https://arxiv.org/abs/2006.11239)
```

The same text below two different headings, or in two `<details>`, is a plan that repeats, and
so are years, dates and weeks, and headings that recur in turns. Links and pictures in a heading
belong to it. A heading with nothing below it is told by `empty-section`.

```markdown good
# Reading list

## Vision

### Papers

- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)

## Language

### Papers

- [BERT](https://arxiv.org/abs/1810.04805)
```
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from curator.diagnostic import Diagnostic, Related, Severity, shortened
from curator.document import Document, HeadingRecord, Link
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="duplicates",
    presets=("recommended", "papers", "awesome", "strict"),
)

_WORD = re.compile(r"[^\W_]")
_DATE = re.compile(
    r"\W*(?:[^\W\d]{3,12}\W{0,3})?\d{1,4}(?:\W{0,3}(?:\d{1,4}|[^\W\d]{3,12}))?(?:\W{0,3}\d{1,4})?\W*"
)
"""A year, a date, or a week of a schedule, in lower case."""
_NOTHING = re.compile(r"(?:\s++|<!--(?:(?!-->).)*+-->)*+", re.DOTALL)
"""What may stand between two headings without being seen."""


class _Place(NamedTuple):
    """Where a heading stands: the index of the heading above, and the start of the ``<details>``.

    -1 where there is none.
    """

    parent: int
    details: int


class _Around(NamedTuple):
    """A ``<details>`` that is open: its span, and how many headings were open before it."""

    span: Span
    headings: int


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each heading that repeats an earlier one below the same heading."""
    headings = ctx.document.headings
    below: dict[_Place, dict[str, list[int]]] = {}
    for index, place in enumerate(_places(ctx.document)):
        text = headings[index].text.casefold()
        if _WORD.search(text) and not _DATE.fullmatch(text) and not _is_indented(ctx, index):
            below.setdefault(place, {}).setdefault(text, []).append(index)
    groups = [
        (place, group)
        for place, texts in below.items()
        for group in _unplanned([group for group in texts.values() if len(group) > 1])
    ]
    if not groups:
        return
    links, images = _Starts(ctx.document.links), _Starts(ctx.document.images)
    for place, group in groups:
        firsts: dict[tuple[str, ...], HeadingRecord] = {}
        for index in group:
            heading = headings[index]
            linked = links.inside(heading.span)
            if _is_empty(ctx, index) or any(link.internal for link in linked):
                continue
            shown = tuple(link.url for link in (*linked, *images.inside(heading.span)))
            first = firsts.setdefault(shown, heading)
            if first is not heading and not _is_entry(ctx, heading):
                above = headings[place.parent].text if place.parent >= 0 else ""
                yield _found(ctx, heading, first, above)


def _is_indented(ctx: Context, index: int) -> bool:
    """Whether a heading stands in a list item or a quote, which make levels of their own."""
    heading = ctx.document.headings[index]
    return not heading.html and ctx.source.position(heading.span.start).column > 1


def _unplanned(groups: list[list[int]]) -> Iterator[list[int]]:
    """``groups`` of headings of one text, less those that recur in turns.

    ``Models``, ``Papers``, ``Code``, ``Data``, ``Papers``, ``Code``: some headings, written at
    the level of the others, are meant to stand above them. The groups come in order of their
    first headings.
    """
    planned = {
        at
        for here, (one, other) in enumerate(pairwise(groups))
        for at in (here, here + 1)
        if other[0] < one[1] < other[1]
    }
    for at, group in enumerate(groups):
        if at not in planned:
            yield group


def _places(document: Document) -> Iterator[_Place]:
    """The place of each heading, in their order; a ``<details>`` keeps its headings inside."""
    blocks = [section.span for section in document.sections if section.kind == "details"]
    blocks.sort(reverse=True)
    around: list[_Around] = []
    above: list[int] = []
    for index, heading in enumerate(document.headings):
        at = heading.span.start
        while around and around[-1].span.end <= at:
            del above[around.pop().headings :]
        while blocks and blocks[-1].start <= at:
            span = blocks.pop()
            if at < span.end:
                around.append(_Around(span, len(above)))
        base = around[-1].headings if around else 0
        while len(above) > base and document.headings[above[-1]].depth >= heading.depth:
            above.pop()
        holds = bool(above) and document.headings[above[-1]].depth < heading.depth
        yield _Place(above[-1] if holds else -1, around[-1].span.start if around else -1)
        above.append(index)


class _Starts:
    """Links or images in reading order, to be asked for those in a part of the text."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._links = links
        self._starts = [link.span.start for link in links]

    def inside(self, span: Span) -> Sequence[Link]:
        """Those that begin in ``span``."""
        first = bisect_left(self._starts, span.start)
        return self._links[first : bisect_left(self._starts, span.end)]


def _is_empty(ctx: Context, index: int) -> bool:
    """Whether nothing stands below a heading, not even a heading of a lower level."""
    headings = ctx.document.headings
    here = headings[index]
    following = headings[index + 1] if index + 1 < len(headings) else None
    if following is not None and following.depth > here.depth:
        return False
    end = following.span.start if following else len(ctx.source.text)
    return _NOTHING.fullmatch(ctx.source.text, here.span.end, max(end, here.span.end)) is not None


def _is_entry(ctx: Context, heading: HeadingRecord) -> bool:
    """Whether a heading is an entry of the list, which rules on duplicate links compare."""
    entry = ctx.document.entry_at(heading.span.start)
    return entry is not None and entry.span.start == heading.span.start


def _found(ctx: Context, heading: HeadingRecord, first: HeadingRecord, above: str) -> Diagnostic:
    line = ctx.source.line_at(first.span.start)
    below = f" below '{shortened(above)}'" if above else ""
    return ctx.found(
        heading.span,
        f"the heading '{shortened(heading.text)}' already stands on line {line}{below}:"
        f" links to '#{shortened(first.slug, 40)}' lead there",
        key=f"{above} {heading.text}",
        related=[Related(first.span, "the first heading of this text")],
    )
