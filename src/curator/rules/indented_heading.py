r"""A heading is indented.

## Why it matters

A heading at the left edge is found at a glance. One blank more, as happens when text is moved,
and an indented heading is code.

```markdown bad
  ## Books

- [A book](https://example.org/book)
```

```markdown fixed
## Books

- [A book](https://example.org/book)
```

In lists and quotes, headings stand where these put them.

```markdown good
- A list.

  ## Books
```

## Fix safety

The blanks before the heading are removed. It was a heading before, with the same anchor.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.layout.lines import line_start
from curator.nodes import Heading, plain_text
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("no-heading-indent",),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report headings outside lists and quotes that do not begin their line."""
    source = ctx.source
    for node in ctx.document.syntax.root.children:
        if not isinstance(node, Heading):
            continue
        indent = Span(line_start(source, node.start), node.start)
        if indent.start == indent.end:
            continue
        title = shortened(plain_text(source, node) or source[node.content])
        edits = [Edit(indent, "")]
        if node.style == "setext":
            underline = source.line_span(source.line_at(node.end - 1)).start
            mark = underline
            while source.text[mark] in " \t":
                mark += 1
            if mark > underline:
                edits.append(Edit(Span(underline, mark), ""))
        width = indent.end - indent.start
        yield ctx.found(
            indent,
            f"remove the blank{'s' if width > 1 else ''} before the heading '{title}'",
            key=title,
            fix=Fix("Remove the indentation", tuple(edits), Applicability.SAFE),
        )
