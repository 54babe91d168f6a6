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
belong to it. Where groups of linked headings are parted by rulers (`----`), one may stand in two
groups: that is an info, and nothing at all where the text below one of the two links the other.
A heading with nothing below it is told by `empty-section`.

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
from curator.repeats import rulers, swallowed_headings
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
_POINTERS = 16
"""Links below a heading among which one may point to the other heading of its text."""


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
    breaks, swallowed = rulers(ctx.document), swallowed_headings(ctx.document)
    for place, group in groups:
        firsts: dict[tuple[str, ...], int] = {}
        for index in group:
            heading = headings[index]
            linked = links.inside(heading.span)
            if _is_empty(ctx, index) or any(link.internal for link in linked):
                continue
            shown = tuple(link.url for link in (*linked, *images.inside(heading.span)))
            at = firsts.setdefault(shown, index)
            between = Span(headings[at].span.end, heading.span.start)
            if at == index or _is_entry(ctx, heading) or _any_in(swallowed, between):
                continue
            severity = RULE.severity
            if linked and _any_in(breaks, between):
                if _refers(ctx, links, (at, index)):
                    continue
                severity = Severity.INFO
            above = headings[place.parent].text if place.parent >= 0 else ""
            yield _found(ctx, heading, headings[at], above, severity)


def _any_in(places: Sequence[int], span: Span) -> bool:
    """Whether one of ``places``, which are in order, is in ``span``."""
    first = bisect_left(places, span.start)
    return first < len(places) and places[first] < span.end


def _refers(ctx: Context, links: _Starts, pair: tuple[int, int]) -> bool:
    """Whether the text below one of two headings links a heading of the same name."""
    headings = ctx.document.headings
    anchor = f"#{headings[pair[0]].slug}"
    for index in pair:
        after = headings[index + 1].span.start if index + 1 < len(headings) else None
        end = len(ctx.source.text) if after is None else after
        body = Span(headings[index].span.end, max(end, headings[index].span.end))
        if any(link.url.endswith(anchor) for link in links.inside(body, _POINTERS)):
            return True
    return False


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

    def inside(self, span: Span, most: int | None = None) -> Sequence[Link]:
        """Those that begin in ``span``, the first ``most`` of them if that is given."""
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end)
        return self._links[first : last if most is None else min(last, first + most)]


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


def _found(
    ctx: Context, heading: HeadingRecord, first: HeadingRecord, above: str, severity: Severity
) -> Diagnostic:
    line = ctx.source.line_at(first.span.start)
    below = f" below '{shortened(above)}'" if above else ""
    return ctx.found(
        heading.span,
        f"the heading '{shortened(heading.text)}' already stands on line {line}{below}:"
        f" links to '#{shortened(first.slug, 40)}' lead there",
        key=heading.text,
        severity=severity,
        related=[Related(first.span, "the first heading of this text")],
    )
