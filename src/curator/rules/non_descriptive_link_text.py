r"""A link's text says "here" or "this", and not what it leads to.

## Why it matters

Screen readers list the links of a page by their texts, and eyes that scan a page stop at them.
"Here" tells neither what is behind it.

```markdown bad
- For the paper on attention, click [here](https://arxiv.org/abs/1706.03762).
- See [this link](https://example.org/alder) for trees.
```

```markdown fixed
- [The paper on attention](https://arxiv.org/abs/1706.03762)
- See [Alder](https://example.org/alder) for trees.
```

In a table the column says what its links are, and a tag such as `[[link](u)]` belongs to the entry
it stands in: both are left alone. So is a name that merely reads like such a word, as that of the
programming language Go does where it opens an entry.

```markdown good
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) [[link](https://example.org/code)]
- [Here](https://here.com) - Draws maps.

| Paper | Slides |
|:---|:---|
| [Attention](https://arxiv.org/abs/1706.03762) | [link](https://example.org/slides) |
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document import Link
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.INFO,
    category="links",
    presets=("strict",),
)

_SAYS_NOTHING = re.compile(
    r"(?:(?:just |please )?(?:click|see|look|go|read(?: it)?|check(?: it)?(?: out)?|find it"
    r"|download|get it|available|available at) )?(?:right |over )?here"
    r"|(?:see |click |click on |read |check |visit |from |at |via |in |on )?"
    r"(?:this|that|these|the)(?: (?:links?|pages?|urls?|sites?|websites?|one|article|post))?"
    r"|(?:click|press|link|links|url|read more|learn more|see more|more|more info|more information"
    r"|find out more|details|more details|continue|continue reading|go|it|click me)"
    r"|(?:点击|點擊|请点击)?(?:这里|此处|這裡|此處|链接|鏈接|连接|這|这个|查看|更多)|点我|点击|aquí|aqui|ici|hier",
    re.IGNORECASE,
)
_EDGES = " \t\r\n.,;:!?…>→»*_()[]👉🔗"
_NAMES = frozenset("click continue go it press url".split())
"""Words that are names where they open an entry."""
_LONGEST = 40
_MARKS = 4
_WORD = re.compile(r"[^\W_]+")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report links, outside tables and tags, whose text says nothing."""
    for link in ctx.document.links:
        text = link.text
        if not text or len(text) > _LONGEST or link.bare or link.image:
            continue
        if not _SAYS_NOTHING.fullmatch(text.strip(_EDGES)) or _is_placed(ctx, link):
            continue
        yield ctx.found(
            link.text_span,
            f"'{shortened(link.text)}' does not say what it links: write a name, or link the words"
            " that tell it",
            key=link.url,
        )


def _is_placed(ctx: Context, link: Link) -> bool:
    """Whether its place says what a link is: a column, a tag, the name of an entry."""
    if ctx.document.in_contents(link) or link.text.startswith(("[", "(")):
        return True
    before = ctx.source.text[max(link.span.start - _MARKS, 0) : link.span.start].rstrip("*_`")
    if before.endswith(("[", "(", "（", "【")):
        return True
    entry = ctx.document.entry_of(link)
    if entry is None:
        return False
    if entry.kind == "row" or (entry.title == link.text and link.text.lower() in _NAMES):
        return True
    site = link.identity.value.lower()
    return link.text.strip(_EDGES).lower() in _WORD.findall(site)
