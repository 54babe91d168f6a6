r"""An entry has no link, although nearly all others of its list have one.

## Why it matters

A list of links is where readers click. An entry that names a resource and does not lead to it
sends them to a search engine. Its link was usually forgotten, or removed when it died.

```markdown bad
- [Alder](https://example.org/1)
- [Beech](https://example.org/2)
- [Cedar](https://example.org/3)
- [Elm](https://example.org/4)
- Oak - Builds many things.
```

```markdown fixed
- [Alder](https://example.org/1)
- [Beech](https://example.org/2)
- [Cedar](https://example.org/3)
- [Elm](https://example.org/4)
- [Oak](https://example.org/5) - Builds many things.
```

The rule speaks of lists that stand below no entry, and of tables, of which at least four members,
and four in five, open with a name that is a link. Items with lists below them name groups, a row
with one cell filled heads those below it, and sentences, and words that say that there is more,
are no entries. Placeholders are told by `placeholder-entry`.

```markdown good
- [Alder](https://example.org/1)
- [Beech](https://example.org/2)
- [Cedar](https://example.org/3)
- [Elm](https://example.org/4)
- And many more…
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document import Entry
from curator.nodes import (
    HtmlTag,
    Image,
    Item,
    Link,
    ListBlock,
    Node,
    Paragraph,
    Quote,
    Root,
    Row,
    Table,
    plain_text,
)
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.INFO,
    category="entries",
    presets=("strict",),
    by_majority=True,
)

_FEWEST: Final = 4
"""Members with a link that make a list of entries."""
_SHARE: Final = 0.8
_WORD = re.compile(r"[^\W\d_]{2}")
_NO_ENTRY = re.compile(
    r".*[:：…]|.*\.\.\.|[^–—-]*[.!?。！]|(?:and|for|see|plus|note|notes|nb|i|you|we|they|it|this|these|otherwise|更多|等)\b.*|.*\b(?:more|etc|others?|soon)\W*"
    r"|\W*(?:tb[acd]|todo|to be \w+|wip|work in progress|placeholder|under construction|待\w+)\W*",
    re.IGNORECASE,
)
_LONGEST: Final = 300


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the few members of a list or table that lead nowhere."""
    entries = {id(entry.node): entry for entry in ctx.document.entries}
    stack: list[Node] = [ctx.document.syntax.root]
    while stack:
        node = stack.pop()
        if isinstance(node, (ListBlock, Table)):
            yield from _among(ctx, node.children, entries)
        if isinstance(node, (Root, Quote, ListBlock, Item)) and id(node) not in entries:
            stack.extend(reversed(node.children))


def _among(
    ctx: Context, members: Sequence[Node], entries: Mapping[int, Entry]
) -> Iterator[Diagnostic]:
    """Those among the members of a list or table that are no entries, as the others are."""
    linked = [member for member in members if _is_linked(entries.get(id(member)))]
    if len(linked) == len(members) or len(linked) < _FEWEST:
        return
    others = (member for member in members if id(member) not in entries and not _leads(member))
    names = [name for member in others if (name := _name(ctx, member)) is not None]
    count = len(names) + sum(id(member) in entries for member in members)
    if len(linked) < _SHARE * count:
        return
    for name in names:
        words = " ".join(ctx.source[name].split())
        yield ctx.found(
            name,
            f"'{shortened(words)}' has no link, as nearly all entries here have",
            key=words,
        )


def _is_linked(entry: Entry | None) -> bool:
    """Whether an entry is named by a link."""
    return entry is not None and entry.title_kind == "link"


def _leads(member: Node) -> bool:
    """Whether there is a link or a picture in a member, or a list, which makes it a group."""
    return any(
        isinstance(node, (Link, Image, ListBlock))
        or (isinstance(node, HtmlTag) and node.name in ("a", "img"))
        for node in member.walk()
    )


def _name(ctx: Context, member: Node) -> Span | None:
    """The words of an entry: those of an item's first paragraph, of a row's first cell."""
    if isinstance(member, Row):
        if member.header:
            return None
        filled = [cell for cell in member.children if ctx.source[cell.span].strip()]
        first = filled[0] if len(filled) > 1 else None
    else:
        first = next((child for child in member.children if isinstance(child, Paragraph)), None)
    if first is None or first.end - first.start > _LONGEST:
        return None
    words = " ".join(plain_text(ctx.source, first).split())
    if not _WORD.search(words) or words[0].islower() or _NO_ENTRY.fullmatch(words):
        return None
    return first.span
