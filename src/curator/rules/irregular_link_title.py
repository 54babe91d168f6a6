r"""A link's title stands in other quotation marks than those expected.

## Why it matters

The title of a link, shown when the mouse rests on it, may stand in `"…"`, `'…'` or `(…)`.
awesome-lint wants single quotes, so the preset `awesome-lint` does as well. In other presets the
rule goes by the marks that the list uses most.

```markdown bad
- [BERT](https://example.org/bert "Bidirectional transformers")
- [GPT](https://example.org/gpt 'Generative transformers')
- [T5](https://example.org/t5 'Text to text')
```

```markdown fixed
- [BERT](https://example.org/bert 'Bidirectional transformers')
- [GPT](https://example.org/gpt 'Generative transformers')
- [T5](https://example.org/t5 'Text to text')
```

Images and definitions have titles as well. An empty title is none.

```markdown good
![A figure](figure.png 'The architecture') and [BERT][bert], [GPT](https://example.org/gpt "")

[bert]: https://example.org/bert 'Bidirectional transformers'
```

## Fix safety

The fix replaces the marks around the title, and sets a backslash before such a mark inside it.
Title and target stay the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Document
from curator.nodes import Definition, Node
from curator.nodes import Link as LinkNode
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("link-title-style",),
)

_MARKS: Final = {'"': '""', "'": "''", "(": "()"}
_IN_NEED: Final = {
    '"': re.compile(r'\\.|(")', re.DOTALL),
    "'": re.compile(r"\\.|(')", re.DOTALL),
    "(": re.compile(r"\\.|([()])", re.DOTALL),
}
"""What needs a backslash inside these marks."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report titles in other marks than those of the preset, or of the list."""
    titles = list(_titles(ctx.document))
    if not titles:
        return
    text = ctx.source.text
    used = Counter(text[title.start - 1] for _, title in titles)
    expected = "'" if ctx.preset == "awesome-lint" else used.most_common(1)[0][0]
    for node, title in titles:
        mark = text[title.start - 1]
        if mark != expected and mark in _MARKS:
            yield ctx.found(
                Span(title.start - 1, title.end + 1),
                f"this title stands in {_MARKS[mark]}: write {_MARKS[expected]}",
                key=f"{_url(node)} {shortened(ctx.source[title])}",
                fix=_fix(ctx, title, expected),
            )


def _titles(document: Document) -> Iterator[tuple[Node, Span]]:
    """All titles that are not empty, with the link, image or definition they are of."""
    nodes: list[Node] = [link.node for link in (*document.links, *document.images)]
    for node in (*nodes, *document.definitions.values()):
        if isinstance(node, (LinkNode, Definition)) and node.title is not None:
            if isinstance(node, LinkNode) and node.form != "inline":
                continue  # its title is the definition's
            if node.title.end > node.title.start:
                yield node, node.title


def _url(node: Node) -> str:
    return node.url if isinstance(node, (LinkNode, Definition)) else ""


def _fix(ctx: Context, title: Span, expected: str) -> Fix:
    opening, closing = _MARKS[expected][0], _MARKS[expected][1]
    edits = [Edit(Span(title.start - 1, title.start), opening)]
    inside = _IN_NEED[expected].finditer(ctx.source.text, title.start, title.end)
    edits += [Edit(Span(each.start(), each.start()), "\\") for each in inside if each.group(1)]
    edits.append(Edit(Span(title.end, title.end + 1), closing))
    return Fix(f"Write the title in {_MARKS[expected]}", tuple(edits), Applicability.SAFE)
