r"""A heading is more than one level deeper than the heading before it.

## Why it matters

Readers who move by headings, with a screen reader or an outline, take a missing level for a
missing section. Programs that build a table of contents from the headings indent it wrongly.

```markdown bad
# Resources

## Books

#### For beginners
```

```markdown fixed
# Resources

## Books

### For beginners
```

The first heading of a file may have any level, and a heading may go back by any number of
them. A subtitle, a deeper heading between the title and shallower sections, is left alone, and
so are headings written as HTML and small labels: several headings of level 6 that all
stand below headings of one level. Where several headings of a file skip in the same way, from
level 2 to level 4 say, that is one decision and is told once, at the first of them.

```markdown good
# Resources

#### Everything that is worth reading

## Books

### For beginners

## Videos
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from curator.diagnostic import Diagnostic, Related, Severity, shortened
from curator.document import Document, HeadingRecord
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.WARNING,
    category="structure",
    presets=("recommended", "awesome", "strict"),
)

_MOST_RELATED: Final = 20
_DEEPEST: Final = 6
_MOST_WORDS: Final = 12
"""Words of a heading; a notice that is written as one has more."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the first Markdown heading of each way in which the document skips levels."""
    headings = [heading for heading in ctx.document.headings if _is_shown(ctx.document, heading)]
    skips: dict[tuple[int, int], list[HeadingRecord]] = {}
    notices: Counter[tuple[int, int]] = Counter()
    labels = _label_skip(headings)
    for index, (above, heading) in enumerate(pairwise(headings)):
        skip = (above.depth, heading.depth)
        if heading.depth <= above.depth + 1 or heading.html or skip == labels:
            continue
        if len(heading.text.split()) > _MOST_WORDS:
            notices[skip] += 1
            continue
        following = headings[index + 2].depth if index + 2 < len(headings) else heading.depth
        if index == 0 and above.depth < following < heading.depth:
            continue  # a subtitle
        skips.setdefault(skip, []).append(heading)
    for (above_depth, depth), found in skips.items():
        if notices[above_depth, depth] >= len(found):
            continue  # entries, written as headings of that level
        if ctx.change is not None:  # a further one may be what it added
            yield from (_found(ctx, heading, above_depth) for heading in found)
            continue
        others = f", as do {len(found) - 1} more headings" if len(found) > 2 else ""
        others = ", as does one more heading" if len(found) == 2 else others
        related = [
            Related(heading.span, "the same skip") for heading in found[1 : _MOST_RELATED + 1]
        ]
        yield _found(ctx, found[0], above_depth, others, related)


def _found(
    ctx: Context,
    heading: HeadingRecord,
    above_depth: int,
    others: str = "",
    related: Sequence[Related] = (),
) -> Diagnostic:
    return ctx.found(
        heading.span,
        f"'{shortened(heading.text)}' of level {heading.depth} follows one of level {above_depth}"
        f"{others}: write '{'#' * (above_depth + 1)}'",
        key=heading.text,
        related=related,
    )


def _label_skip(headings: Sequence[HeadingRecord]) -> tuple[int, int] | None:
    """The one way in which level 6 follows another, where it is used for small labels."""
    above = [one.depth for one, other in pairwise(headings) if other.depth == _DEEPEST]
    others = set(above) - {_DEEPEST}
    return (others.pop(), _DEEPEST) if len(above) > 1 and len(others) == 1 else None


def _is_shown(document: Document, heading: HeadingRecord) -> bool:
    """Whether a heading has a text or a picture; `##` alone is a line across the page."""
    return bool(heading.text) or any(c not in "# \t" for c in document.source[heading.span])
