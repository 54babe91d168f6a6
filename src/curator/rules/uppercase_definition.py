r"""The label of a definition has capital letters.

## Why it matters

Labels are compared without case: `[BERT][Bert]` and `[bert]: …` belong together. Labels in lower
case throughout can be searched and sorted, and two that differ in case only are seen at once.

```markdown bad
- [BERT][Bert-Paper] and a remark.[^Note]

[Bert-Paper]: https://arxiv.org/abs/1810.04805
[^Note]: As of 2018.
```

```markdown fixed
- [BERT][Bert-Paper] and a remark.[^Note]

[bert-paper]: https://arxiv.org/abs/1810.04805
[^note]: As of 2018.
```

Only the line that defines the label is judged, not the links to it, whose label may be their
text. Comments that are written as definitions are left alone.

```markdown good
- [BERT]

[bert]: https://arxiv.org/abs/1810.04805
[//]: # (Keep this list in order)
[Comment]: # (and short)
```

## Fix safety

The fix writes the label in lower case. Links find it as before, and it is not printed.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.layout.lines import walk_blocks
from curator.nodes import (
    Definition,
    FootnoteDefinition,
)
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("definition-case",),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report labels with capital letters where they are defined."""
    if "]:" not in ctx.source.text:
        return
    for node in walk_blocks(ctx.document.syntax.root):
        if not isinstance(node, (Definition, FootnoteDefinition)):
            continue
        label = ctx.source[node.label]
        lower = label.lower()
        if label == lower or (isinstance(node, Definition) and node.url in ("", "#")):
            continue
        edit = Edit(node.label, lower)
        note = "^" if isinstance(node, FootnoteDefinition) else ""
        yield ctx.found(
            node.label,
            f"the label '{shortened(label)}' has capital letters:"
            f" write '[{note}{shortened(lower)}]:'",
            key=f"{note}{node.key}",
            fix=Fix("Write the label in lower case", (edit,), Applicability.SAFE),
        )
