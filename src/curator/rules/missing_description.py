r"""An entry has no description, although nearly all others of the list have one.

## Why it matters

A name and a link do not say whether the page is worth opening. Where a list tells it of
nearly every entry, the one that says nothing was usually forgotten.

```markdown bad
- [Alder](https://example.org/1) - Builds many things.
- [Beech](https://example.org/2) - Builds many things.
- [Birch](https://example.org/3) - Builds many things.
- [Cedar](https://example.org/4) - Builds many things.
- [Elm](https://example.org/5) - Builds many things.
- [Fir](https://example.org/6) - Builds many things.
- [Larch](https://example.org/7) - Builds many things.
- [Maple](https://example.org/8) - Builds many things.
- [Oak](https://example.org/9) - Builds many things.
- [Pine](https://example.org/10)
```

Only entries that stand below no other are looked at, and only where at least ten are alike
and four in five are described in running words, in the section or, where it has fewer, in the
file. What most of a small section does is left alone. An entry with others below it is
described by them, and a link such as `[code](u)` belongs to another entry. Any words beside
the link count as a description.

```markdown good
- [Alder](https://example.org/1) - Builds many things.
- [Beech](https://example.org/2) - Builds many things.
- [Birch](https://example.org/3) - Builds many things.
- [Cedar](https://example.org/4) - Builds many things.
- [Elm](https://example.org/5) - Builds many things.
- [Fir](https://example.org/6) - Builds many things.
- [Larch](https://example.org/7) - Builds many things.
- [Maple](https://example.org/8) - Builds many things.
- [Oak](https://example.org/9) (builds many things)
- [Pine](https://example.org/10)
  - [Cone](https://example.org/11)
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document import Entry
from curator.nodes import Item
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.INFO,
    category="entries",
    presets=("recommended", "awesome", "strict"),
    severities=(("awesome", Severity.WARNING),),
    by_majority=True,
)

_WORD = re.compile(r"\w{2}")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report entries without a word beside their link among entries that are described."""
    style, document = ctx.style, ctx.document
    for entry in document.entries:
        if (
            _is_bare(ctx, entry)
            and document.parent_of(entry) is None
            and style.consensus(entry, style.described)
        ):
            assert entry.title_span is not None  # noqa: S101 - asked in _is_bare
            yield ctx.found(
                entry.title_span,
                f"'{shortened(entry.title)}' has no description, as nearly all entries here have",
                key=entry.title,
            )


def _is_bare(ctx: Context, entry: Entry) -> bool:
    """Whether an item is one link, without a word beside it that may be its description."""
    node, link = entry.node, entry.link
    if not isinstance(node, Item) or entry.description or entry.children or link is None:
        return False
    if entry.title_kind != "link" or entry.title_span is None or len(entry.links) > 1:
        return False
    if link.role is not None or link.internal or link.kind == "html" or len(node.children) != 1:
        return False
    text = ctx.source.text
    beside = text[node.marker.end : link.span.start], text[link.span.end : node.end]
    return not any(_WORD.search(_IMAGE.sub("", part)) for part in beside)
