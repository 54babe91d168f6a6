r"""A link reference label is defined twice.

## Why it matters

GitHub reads `[label]: address` once for each label and ignores every later line with that label,
whatever its case. Where the two addresses differ, one of the entries links the wrong place, and
nothing shows it. Where they are the same, the later line does nothing.

```markdown bad
- [Attention Is All You Need][1]
- [Deep Residual Learning][1]

[1]: https://arxiv.org/abs/1706.03762
[1]: https://arxiv.org/abs/1512.03385
```

```markdown fixed
- [Attention Is All You Need][1]
- [Deep Residual Learning][2]

[1]: https://arxiv.org/abs/1706.03762
[2]: https://arxiv.org/abs/1512.03385
```

Two addresses under one label are an error where a link has the label, and a warning where none
has. One address under one label is an info: the later line can go.

```markdown bad
[BERT], [Bert]

[bert]: https://arxiv.org/abs/1810.04805
[BERT]: https://arxiv.org/abs/1810.04805
```

```markdown fixed
[BERT], [Bert]

[bert]: https://arxiv.org/abs/1810.04805
```

Comments written as definitions may repeat their label.

```markdown good
[//]: # (keep the papers in order of date)
[//]: # (and the tools in order of name)

- [BERT][bert]

[bert]: https://arxiv.org/abs/1810.04805
```

## Fix safety

A repeated line with the same address is offered for removal, and only shown. Two addresses need
somebody who knows which entry means which.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Related, Severity, shortened
from curator.identity import identify
from curator.layout.lines import walk_blocks
from curator.nodes import (
    Definition,
)
from curator.nodes import Link as LinkNode
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.ERROR,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.DISPLAY,
)

"""The blocks that other blocks, and so definitions, stand in."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each definition that loses against an earlier one of its label."""
    if "]:" not in ctx.source.text:
        return
    used: frozenset[str] | None = None
    for node in walk_blocks(ctx.document.syntax.root):
        if not isinstance(node, Definition):
            continue
        first = ctx.document.definitions.get(node.key)
        if not node.duplicate or first is None or _is_comment(first, node):
            continue
        used = _used_labels(ctx) if used is None else used
        yield _found(ctx, first, node, used=node.key in used)


def _is_comment(first: Definition, second: Definition) -> bool:
    """Whether two definitions are remarks to whoever edits the list: ``[//]: # (text)``."""
    return first.url in {"", "#"} and second.url in {"", "#"}


def _used_labels(ctx: Context) -> frozenset[str]:
    """The labels that links and images of the document have."""
    document = ctx.document
    nodes = (link.node for link in (*document.links, *document.images))
    return frozenset(node.key for node in nodes if isinstance(node, LinkNode) and node.key)


def _found(ctx: Context, first: Definition, second: Definition, *, used: bool) -> Diagnostic:
    label = shortened(ctx.source[second.label])
    line = ctx.source.line_at(first.start)
    related = [Related(first.span, "defined here first")]
    same = identify(first.url).key == identify(second.url).key
    if same:
        return ctx.found(
            second.span,
            f"'[{label}]' is already defined on line {line} with the same address:"
            " this line does nothing",
            key=second.key,
            severity=Severity.INFO,
            related=related,
            fix=_removal(ctx, second),
        )
    beginning = f"'[{label}]' is already defined on line {line} as '{shortened(first.url)}'"
    if used:
        message = f"{beginning}: that is where GitHub leads every link with this label"
    else:
        message = f"{beginning}, which GitHub would use: no link has this label"
    return ctx.found(
        second.span,
        message,
        key=f"{second.key} {second.url}",
        severity=Severity.ERROR if used else Severity.WARNING,
        related=related,
    )


def _removal(ctx: Context, node: Definition) -> Fix | None:
    """Take out the lines of a definition, where nothing else stands on them."""
    text = ctx.source.text
    starts = ctx.source.line_starts
    first, last = ctx.source.line_at(node.start), ctx.source.line_at(node.end - 1)
    start = starts[first - 1]
    end = starts[last] if last < len(starts) else len(text)
    if text[start : node.start].strip() or text[node.end : end].strip():
        return None
    return Fix("Remove the repeated line", (Edit(Span(start, end), ""),), Applicability.DISPLAY)
