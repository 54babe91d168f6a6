r"""A description begins with the entry's title again.

## Why it matters

The title stands directly before it. Without the repetition the description says the same in
fewer words, and is easier to scan.

```markdown bad
- [Alder](https://example.org/1) - Alder is a build tool.
- [Beech](https://example.org/2) - Beech: sorts many things.
```

```markdown fixed
- [Alder](https://example.org/1) - A build tool.
- [Beech](https://example.org/2) - Sorts many things.
```

```markdown good
- [Alder](https://example.org/1) - Builds what Alder builds.
- [Go](https://example.org/2) - Gopher of the day.
- [Go](https://example.org/3) - Go's own tests.
```

## Fix safety

The fix is unsafe: it takes words away. There is one only where the title is followed by `is a`,
by a colon or a dash, or by a verb such as `provides`, so that a sentence is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Entry
from curator.names import lowercase_names
from curator.rule import Context, Rule
from curator.source import Span
from curator.style import Wording

RULE = Rule(
    severity=Severity.INFO,
    category="entries",
    presets=("awesome", "awesome-lint", "strict"),
    fix=Applicability.UNSAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("no-repeat-item-in-description",),
)

_BEHIND = re.compile(r"[\s.,!?:-]|$")
_LEFT_OUT = re.compile(
    r"(?: (?:is|are) (?=(?:an?|the|your|our) )|: +| [-–—] +"
    r"| (?=(?:adds|aims|allows|analyzes|automates|automatically|brings|builds|can|checks|combines"
    r"|computes|connects|contains|converts|covers|creates|delivers|enables|ensures|extends"
    r"|extracts|features|generates|gives|handles|helps|implements|includes|integrates|lets|makes"
    r"|manages|monitors|offers|provides|reads|removes|renders|runs|scans|serves|simplifies"
    r"|supports|takes|turns|uses|wraps|writes) ))(?=[A-Za-z])"
)
_WORD = re.compile(r"[A-Za-z0-9+_.-]*[A-Za-z0-9+]")
_LONGEST_TITLE = 200


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report descriptions that open with the text of the link before them."""
    for entry in ctx.document.entries:
        title = entry.title
        if not title or len(title) > _LONGEST_TITLE or entry.papers:  # "BERT: Pre-training of"
            continue
        if entry.description[: len(title)].lower() != title.lower():
            continue
        wording = ctx.style.wording(entry)
        if wording is None or wording.separator == " ":
            continue
        if _BEHIND.match(entry.description, len(title)):
            yield _found(ctx, entry, wording)


def _found(ctx: Context, entry: Entry, wording: Wording) -> Diagnostic:
    text, start = ctx.source.text, wording.gap.end
    end = start + len(entry.title)
    fix = None
    if text[start:end].lower() == entry.title.lower():
        left_out = _LEFT_OUT.match(text, end, wording.end)
        if left_out is not None:
            first = _WORD.match(text, left_out.end())
            capital = first is None or first[0] in lowercase_names() or not first[0].islower()
            letter = "" if capital else text[left_out.end()].upper()
            edit = Edit(Span(start, left_out.end() + len(letter)), letter)
            fix = Fix("Leave the title out", (edit,), Applicability.UNSAFE)
    else:
        end = start
    place = Span(start, max(end, start + 1))
    message = f"the description begins with the title again: '{shortened(entry.title, 60)}'"
    return ctx.found(place, message, key=entry.title, fix=fix)
