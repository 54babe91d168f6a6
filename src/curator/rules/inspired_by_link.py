r"""The top of the readme says which other awesome list inspired it.

## Why it matters

Readers come for the subject. The guidelines of awesome lists want no "Inspired by awesome-foo" at
the top: what a list owes to others can be told at its end.

```markdown bad
# Awesome Trees

> Plants with a trunk. Inspired by [awesome-flowers](https://github.com/example/awesome-flowers).

## Conifers
```

```markdown fixed
# Awesome Trees

> Plants with a trunk.

## Conifers

## Footnotes

Inspired by [awesome-flowers](https://github.com/example/awesome-flowers).
```

The top is what stands above the first section, the contents and the first entry. The other list
may be a link or a name such as `awesome-flowers`; what has another source of inspiration is fine.

```markdown good
# Awesome Trees

> Plants with a trunk, inspired by the garden of [Kew](https://example.org/kew).
```
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document.opening import opening_prose, read_opening
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome",),
)

_INSPIRED = re.compile(r"\binspired\s+(?:heavily\s+)?(?:by|from)\b", re.IGNORECASE)
_LIST = re.compile(r"(?<![\w-])awesome(?:[-_ ]?[\w.+-]*\w|\W{0,3}\.{2,})", re.IGNORECASE)
_END = re.compile(r"[.!?](?=\s)|[。！？]")
_FAR = 120


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the words "inspired by" where an awesome list follows in the same sentence."""
    opening = read_opening(ctx.document)
    if opening is None:
        return
    links = [link for link in ctx.document.links if opening.holds(link.span) and _is_list(link.url)]
    starts = [link.text_span.start for link in links]
    for prose in opening_prose(ctx.document, opening):
        for match in _INSPIRED.finditer(prose.text):
            until = match.end() + _FAR
            end = _END.search(prose.text, match.end(), until)
            stop = end.start() if end else min(until, len(prose.text))
            named = _LIST.search(prose.text, match.end(), stop)
            place = prose.place(match.start(), stop)
            at = bisect_left(starts, place.start)
            linked = links[at] if at < len(links) and starts[at] < place.end else None
            if named is None and linked is None:
                continue
            name = linked.text if linked else named.group() if named else ""
            line = ctx.source.line_span(ctx.source.line_at(place.start))
            yield ctx.found(
                Span(place.start, min(place.end, line.end)),
                f"'inspired by {shortened(name, 40)}' has no place at the top: move it to the "
                "end of the readme",
                key=name,
            )
            return


def _is_list(url: str) -> bool:
    return "awesome" in url.lower() and "awesome.re" not in url.lower()
