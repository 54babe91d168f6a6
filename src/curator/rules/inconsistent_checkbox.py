r"""Some boxes are ticked with another letter than most others of the file.

## Why it matters

`[x]` and `[X]` show the same box. One of them throughout can be searched for.

```markdown bad
- [x] [Alder](https://example.org/1) - Builds things.
- [x] [Beech](https://example.org/2) - Builds things.
- [X] [Cedar](https://example.org/3) - Builds things.
```

```markdown fixed
- [x] [Alder](https://example.org/1) - Builds things.
- [x] [Beech](https://example.org/2) - Builds things.
- [x] [Cedar](https://example.org/3) - Builds things.
```

Right is what most boxes have, the first letter where two are equally common; awesome-lint goes by
the first box, and overlooks tasks that begin with a link. A list is told once, with all that is in
it.

```markdown good
- [X] [Alder](https://example.org/1) - Builds things.
- [ ] [Beech](https://example.org/2) - Builds things.
```

## Fix safety

The box stays ticked, so the fix is safe.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.layout.margins import box_of, items_within, outer_lists
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("checkbox-character-style",),
    by_majority=True,
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each outermost list with boxes of the rarer letter."""
    text = ctx.source.text
    if "[x]" not in text or "[X]" not in text:
        return
    lists: list[list[Span]] = []
    letters: Counter[str] = Counter()
    for outer in outer_lists(ctx.document.syntax.root):
        boxes = [box for item in items_within(outer) if item.checked and (box := box_of(item))]
        letters.update(text[box.start + 1] for box in boxes)
        lists.append(boxes)
    if len(letters) < 2:
        return
    wanted = letters.most_common(1)[0][0]
    for boxes in lists:
        odd = [box for box in boxes if text[box.start + 1] != wanted]
        if odd:
            yield _found(ctx, odd, wanted)


def _found(ctx: Context, odd: list[Span], wanted: str) -> Diagnostic:
    told = ctx.foremost(odd, lambda box: box)
    written = ctx.source[told]
    message = f"tick with '[{wanted}]', as most boxes of this file, not with '{written}'"
    if len(odd) > 1:
        message += f" (and {len(odd) - 1} more in this list)"
    edits = tuple(Edit(Span(box.start + 1, box.start + 2), wanted) for box in odd)
    fix = Fix(f"Tick with '[{wanted}]'", edits, Applicability.SAFE)
    return ctx.found(told, message, key="list", fix=fix)
