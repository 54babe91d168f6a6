r"""A code fence is written with tildes.

## Why it matters

Backticks are what nearly everybody writes and what every program knows. Some highlighters and
editors take the lines between tildes for text.

```markdown bad
~~~sh
pip install example
~~~
```

````markdown fixed
```sh
pip install example
```
````

## Fix safety

Both fences are replaced, and made longer than any backticks within the code, which stays what
it is. There is no fix for a fence that is never closed, or that has a backtick behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.layout.lines import line_end, walk_blocks
from curator.nodes import CodeBlock
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("fenced-code-marker",),
)

_TICKS = re.compile(r"`+")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the opening fences of code that are made of tildes."""
    text = ctx.source.text
    if "~~~" not in text:
        return
    for node in walk_blocks(ctx.document.syntax.root):
        if isinstance(node, CodeBlock) and node.fence and node.fence[0] == "~":
            line = Span(node.start, min(node.end, line_end(ctx.source, node.start)))
            yield ctx.found(
                line,
                "write the fence of this code with backticks",
                key=shortened(text[line.start : node.end]),
                fix=_fix(ctx, node, node.fence, line),
            )


def _fix(ctx: Context, node: CodeBlock, fence: str, line: Span) -> Fix | None:
    text = ctx.source.text
    if not node.closed or text.find("`", line.start, line.end) >= 0:
        return None
    longest = max((len(run) for run in _TICKS.findall(text, line.end, node.end)), default=0)
    opened = node.start + len(fence)
    closing = node.end
    while text[closing - 1] == "~":
        closing -= 1
    # The same length, unless the code itself has as many backticks.
    ticks = "`" * max(len(fence), longest + 1)
    edits = (Edit(Span(node.start, opened), ticks), Edit(Span(closing, node.end), ticks))
    return Fix("Write the fence with backticks", edits, Applicability.SAFE)
