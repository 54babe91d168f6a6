r"""The last line of the file does not end with a newline.

## Why it matters

Text that another program appends, or a contributor with an editor that adds the newline, then
changes the last line as well, and it shows up in the diff although nothing in it has changed.

```markdown bad
- [Attention](https://example.org/a) - Needs no recurrence.{EOF}
```

```markdown fixed
- [Attention](https://example.org/a) - Needs no recurrence.
```

## Fix safety

The fix is safe: it appends a newline of the kind that the file has, and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.INFO,
    category="text",
    presets=("recommended", "awesome", "awesome-lint", "strict"),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("final-newline",),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the last character of a text that is no newline."""
    source = ctx.source
    end = len(source.text)
    if end == int(source.bom) or source.text[-1] in "\r\n":
        return
    yield ctx.found(
        Span(end - 1, end),
        "the last line does not end with a newline",
        key="end",
        fix=Fix(
            "Add a newline at the end of the file",
            (Edit(Span(end, end), _newline(source)),),
            Applicability.SAFE,
        ),
    )


def _newline(source: Source) -> str:
    """The newline that a file ends its lines with; where it has several, the last one."""
    if source.newline != "mixed":
        return source.newline
    text = source.text
    at = max(text.rfind("\n"), text.rfind("\r"))
    return "\r\n" if text[at - 1 : at + 1] == "\r\n" else text[at]
