r"""A reference link repeats its text as its label.

## Why it matters

`[BERT][BERT]` says twice what `[BERT][]` says once. When the text is corrected later, the label
has to be corrected with it, and one of the two is forgotten.

```markdown bad
- [BERT][bert] and ![Figure 1][Figure 1]

[bert]: https://arxiv.org/abs/1810.04805
[figure 1]: figure.png
```

```markdown fixed
- [BERT][] and ![Figure 1][]

[bert]: https://arxiv.org/abs/1810.04805
[figure 1]: figure.png
```

Case and white space do not count in a label. A text that differs in anything else needs one.

```markdown good
- [BERT][], [GPT], [T5][t5-paper] and [`Adam`][adam]

[bert]: https://arxiv.org/abs/1810.04805
[gpt]: https://example.org/gpt
[t5-paper]: https://arxiv.org/abs/1910.10683
[adam]: https://arxiv.org/abs/1412.6980
```

## Fix safety

The fix empties the second brackets. Text and target stay the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.markdown.definitions import normal_key
from curator.nodes import Image
from curator.nodes import Link as LinkNode
from curator.rule import Context, Rule

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("no-unneeded-full-reference-image", "no-unneeded-full-reference-link"),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report references whose text alone would find their definition."""
    document = ctx.document
    if not document.definitions:
        return
    for link in (*document.links, *document.images):
        node = link.node
        if not isinstance(node, LinkNode) or node.form != "reference" or node.label is None:
            continue
        # The label of `[text][]` and `[text]` is the text itself.
        if node.label.start < node.text.end or normal_key(ctx.source[node.text]) != node.key:
            continue
        text, sign = shortened(ctx.source[node.text]), "!" * isinstance(node, Image)
        yield ctx.found(
            node.label,
            f"the label repeats the text: write '{sign}[{text}][]'",
            key=f"{sign}{node.key}",
            fix=Fix("Empty the label", (Edit(node.label, ""),), Applicability.SAFE),
        )
