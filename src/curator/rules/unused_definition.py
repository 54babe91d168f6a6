r"""A definition of a link or a footnote that nothing refers to.

## Why it matters

GitHub prints nothing of a line `[label]: address` and nothing of a footnote that the text does
not call. Such a line is either left over from an entry that is gone, or it was meant to be an
entry and nobody sees it.

```markdown bad
- [Attention Is All You Need][attention]

[attention]: https://arxiv.org/abs/1706.03762
[bert]: https://arxiv.org/abs/1810.04805
[^1]: With code.
```

```markdown fixed
- [Attention Is All You Need][attention]

[attention]: https://arxiv.org/abs/1706.03762
```

Comments that are written as definitions are left alone, other than in awesome-lint. A label that
is defined twice is told by `duplicate-definition`.

```markdown good
[//]: # (Keep this list in order of date)

- [Attention Is All You Need][attention] was cited often.[^1]

[attention]: https://arxiv.org/abs/1706.03762
[^1]: More than 100,000 times.
```

## Fix safety

The removal of the line is only shown: the address may be that of an entry that should refer to
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.layout.lines import walk_blocks
from curator.nodes import (
    Definition,
    FootnoteDefinition,
    FootnoteReference,
    Node,
)
from curator.nodes import Link as LinkNode
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="links",
    presets=("awesome", "awesome-lint", "strict"),
    fix=Applicability.DISPLAY,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("no-unused-definitions",),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report definitions whose label no link, image or footnote sign has."""
    if "]:" not in ctx.source.text:
        return
    defined = [
        node
        for node in walk_blocks(ctx.document.syntax.root)
        if isinstance(node, (Definition, FootnoteDefinition)) and not _is_exempt(node)
    ]
    if not defined:
        return
    links, notes = _used(ctx.document.syntax.root)
    for node in defined:
        if isinstance(node, FootnoteDefinition):
            if node.key not in notes:
                yield _note(ctx, node)
        elif node.key not in links:
            yield _definition(ctx, node)


def _is_exempt(node: Definition | FootnoteDefinition) -> bool:
    """Whether a definition is told by another rule, or is a remark: ``[//]: # (text)``."""
    return isinstance(node, Definition) and (node.duplicate or node.url in ("", "#"))


def _used(root: Node) -> tuple[set[str], set[str]]:
    """The labels that links and images have, and those of footnotes that are called."""
    links: set[str] = set()
    notes: set[str] = set()
    for node in root.walk():
        if isinstance(node, FootnoteReference):
            notes.add(node.key)
        elif isinstance(node, LinkNode) and node.key is not None:
            links.add(node.key)
    return links, notes


def _note(ctx: Context, node: FootnoteDefinition) -> Diagnostic:
    label = f"[^{shortened(ctx.source[node.label])}]"
    return ctx.found(
        node.span if not node.children else Span(node.start, node.label.end + 2),
        f"no text calls the footnote '{label}': GitHub does not show it",
        key=f"^{node.key}",
        fix=_removal(ctx, node, node.children),
    )


def _definition(ctx: Context, node: Definition) -> Diagnostic:
    label = f"[{shortened(ctx.source[node.label])}]"
    return ctx.found(
        node.span,
        f"no link has the label '{label}': GitHub shows nothing of this line",
        key=node.key,
        fix=_removal(ctx, node),
    )


def _removal(ctx: Context, node: Node, children: Sequence[Node] = ()) -> Fix | None:
    """Take out the lines of a definition, where nothing else stands on them."""
    if len(children) > 1:
        return None
    text = ctx.source.text
    starts = ctx.source.line_starts
    first, last = ctx.source.line_at(node.start), ctx.source.line_at(node.end - 1)
    start = starts[first - 1]
    end = starts[last] if last < len(starts) else len(text)
    if text[start : node.start].strip() or text[node.end : end].strip():
        return None
    return Fix("Remove the definition", (Edit(Span(start, end), ""),), Applicability.DISPLAY)
