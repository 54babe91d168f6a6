r"""A horizontal rule is not written `---`.

## Why it matters

There are endless ways to write the same line. One of them throughout a list, and the same as in
other lists, reads best; awesome-lint wants three hyphens, with nothing behind them.

```markdown bad
Books

***

Talks

- - - - -
```

```markdown fixed
Books

---

Talks

---
```

## Fix safety

Three hyphens take the place of the rule. Directly below a line of text they would make a
heading of it, so a blank line is put between them; there is no fix where that is not possible,
and none in the first line, where they would open front matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.layout.lines import CONTAINERS, line_start, newline_of
from curator.nodes import (
    Definition,
    FrontMatter,
    Item,
    Node,
    Paragraph,
    Root,
    ThematicBreak,
)
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("rule-style",),
)

_REGULAR: Final = "---"


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report rules that are anything but three hyphens, blanks behind them included."""
    text = ctx.source.text
    stack: list[Node] = [ctx.document.syntax.root]
    while stack:
        node = stack.pop()
        for index, child in enumerate(node.children):
            if isinstance(child, ThematicBreak):
                end = child.end
                while end < len(text) and text[end] in " \t":
                    end += 1
                span = Span(child.start, end)
                if ctx.source[span] != _REGULAR:
                    yield _found(ctx, node.children[max(index - 1, 0) : index], node, span)
        stack.extend(child for child in reversed(node.children) if type(child) in CONTAINERS)


def _found(ctx: Context, before: Sequence[Node], parent: Node, span: Span) -> Diagnostic:
    written = ctx.source[span]
    message = f"write the rule as '{_REGULAR}', not '{shortened(written)}'"
    if written.strip(" \t") == _REGULAR:
        message = f"remove the blanks behind the rule '{_REGULAR}'"
    new = _replacement(ctx, before, parent, span)
    fix = Fix(f"Write '{_REGULAR}'", (Edit(span, new),), Applicability.SAFE) if new else None
    return ctx.found(span, message, key=shortened(written), fix=fix)


def _replacement(ctx: Context, before: Sequence[Node], parent: Node, span: Span) -> str:
    """What can stand in the place of the rule; empty where hyphens would be something else."""
    source, text = ctx.source, ctx.source.text
    line = source.line_at(span.start)
    opened = text.startswith(_REGULAR, int(source.bom)) and text[span.start] != "-"
    if line == 1 or (opened and not isinstance(ctx.document.syntax.root.children[0], FrontMatter)):
        # Hyphens in the first line and in another one might make front matter of what is between.
        return ""
    if isinstance(parent, Item) and source.line_at(parent.start) == line:
        return ""
    touches = (
        before
        and isinstance(before[0], (Paragraph, Definition))
        and source.line_at(before[0].end - 1) == line - 1
    )
    if not touches:
        return _REGULAR
    at_edge = isinstance(parent, Root) and line_start(source, span.start) == span.start
    return newline_of(source) + _REGULAR if at_edge else ""
