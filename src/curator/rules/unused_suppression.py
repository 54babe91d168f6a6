r"""A comment silences a rule that finds nothing there.

## Why it matters

A suppression is written for one finding. When the entry is mended or removed the comment
stays, and silences the next mistake at that place, which nobody wanted.

```markdown bad
# Tools

- [First](https://example.org/first) - Does one thing. <!-- curator: ignore malformed-link -->
```

```markdown fixed
# Tools

- [First](https://example.org/first) - Does one thing.
```

A comment with a misspelt rule silences nothing at all.

```markdown bad
# Tools

- [Second](https://example.org/second) - Does another. <!-- curator: ignore malformed-links -->
```

```markdown good
# Tools

- [First](htps://example.org/first) - Does one thing. <!-- curator: ignore malformed-link -->
```

Comments are judged only where their rules were run: one for a rule of links that needs the
network is left alone without it, and one that names no rule is judged only when a whole
preset is run. Comments of awesome-lint are understood and never reported.

## Fix safety

Taking out a comment, or a name from it, changes nothing that a reader sees. A comment with a
misspelt name is left for its author.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.rule import Context, Rule, UnusedSuppression
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.WARNING,
    category="text",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.SAFE,
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report what the engine says of the comments once all other rules have run."""
    for unused in ctx.unused:
        if unused.mistake:
            yield ctx.found(unused.comment, unused.mistake, key=unused.mistake)
            continue
        names = ", ".join(unused.rules)
        message = f"{names} finds nothing here" if names else "nothing is found here"
        if len(unused.rules) > 1:
            message = f"{names} find nothing here"
        fix = Fix("Take out the suppression", (_edit(ctx.source, unused),), Applicability.SAFE)
        yield ctx.found(
            unused.comment,
            f"{message}: the comment can go" if not unused.rest else f"{message}",
            key=names,
            fix=fix,
        )


def _edit(source: Source, unused: UnusedSuppression) -> Edit:
    """Remove the names in vain, or the comment with the white space before it."""
    start, end = unused.comment
    text = source.text
    if unused.rest:
        written = text[start:end]
        head, _, _ = written.partition("ignore")
        action = written[len(head) :].split(maxsplit=1)[0]
        return Edit(unused.comment, f"{head}{action} {', '.join(unused.rest)} -->")
    line = source.line_span(source.line_at(start))
    before, after = text[line.start : start], text[end : line.end]
    if not before.strip() and not after.strip():  # the line goes with it
        number = source.line_at(start)
        starts = source.line_starts
        after_line = starts[number] if number < len(starts) else len(text)
        return Edit(Span(line.start, after_line), "")
    return Edit(Span(start - len(before) + len(before.rstrip(" \t")), end), "")
