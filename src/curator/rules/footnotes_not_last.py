r"""The footnotes do not stand at the end of the list.

## Why it matters

The guidelines of awesome lists put what is neither an entry nor a rule for contributors into a
section `Footnotes` at the bottom of the readme. In the middle it stands between the resources.

```markdown bad
# Awesome Trees

## Footnotes

The pictures are in the public domain.

## Conifers

- [Larch](https://example.org/larch) - Drops its needles in autumn.
```

```markdown fixed
# Awesome Trees

## Conifers

- [Larch](https://example.org/larch) - Drops its needles in autumn.

## Footnotes

The pictures are in the public domain.
```

A section about contributing, contributors, sponsors or the licence may follow.

```markdown good
# Awesome Trees

## Conifers

- [Larch](https://example.org/larch) - Drops its needles in autumn.

## Footnotes

The pictures are in the public domain.

## Contributing

Send us your trees.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome",),
)

_FOOTNOTES = re.compile(r"\W*(?:foot ?notes?)\W*", re.IGNORECASE)
_LAST = re.compile(
    r"contribut|licen[cs]e|copyright|credit|acknowledg|thank|sponsor|backer|maintainer|author"
    r"|star history|citation|cite|reference|related|support|disclaimer|footnotes?",
    re.IGNORECASE,
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the heading of footnotes that a section of the list follows."""
    headings = ctx.document.headings
    for index, heading in enumerate(headings):
        if not _FOOTNOTES.fullmatch(heading.text):
            continue
        later = [h for h in headings[index + 1 :] if 0 < h.depth <= heading.depth]
        following = next((h for h in later if not _LAST.search(h.text)), None)
        if following is not None:
            yield ctx.found(
                heading.span,
                f"'{shortened(heading.text)}' stands above '{shortened(following.text)}': "
                "move it to the end",
                key=heading.text,
            )
        return
