r"""The label of a definition holds more white space than single spaces.

## Why it matters

White space in labels counts as one space, so a tab or two spaces in a row say nothing. They are
slips of the keyboard that make the label hard to find with a search.

```markdown bad
- [BERT][the{SP}paper]

[the{SP}{SP}paper]: https://arxiv.org/abs/1810.04805
```

```markdown fixed
- [BERT][the paper]

[the paper]: https://arxiv.org/abs/1810.04805
```

A label may have as many words as it needs.

```markdown good
- [BERT][the paper of 2018]

[the paper of 2018]: https://arxiv.org/abs/1810.04805
```

## Fix safety

The fix writes one space for each stretch of white space in the label, which is not printed.
Links find it as before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.layout.lines import walk_blocks
from curator.nodes import (
    Definition,
)
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("definition-spacing",),
)

_IRREGULAR: Final = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report labels with tabs, line ends, or several spaces in a row."""
    if "]:" not in ctx.source.text:
        return
    for node in walk_blocks(ctx.document.syntax.root):
        if not isinstance(node, Definition):
            continue
        label = ctx.source[node.label]
        places = list(_IRREGULAR.finditer(ctx.source.text, *node.label))
        if not places:
            continue
        edits = tuple(Edit(Span(*place.span()), " ") for place in places)
        fix = Fix("Write single spaces", edits, Applicability.SAFE)
        message = "the label holds more than single spaces"
        # On a second line the marks of a quote are part of what is written.
        quoted = ">" in label and any(end in label for end in "\r\n")
        yield ctx.found(
            node.label,
            message if quoted else f"{message}: write '[{shortened(label)}]:'",
            key=node.key,
            fix=None if quoted else fix,
        )
