r"""Two or more blank lines follow one another, or a blank line ends the file.

## Why it matters

One blank line parts two blocks, and more of them look the same on the page. They pile up where
entries are added and removed.

```markdown bad
## Books



- [A book](https://example.org/book)
```

```markdown fixed
## Books

- [A book](https://example.org/book)
```

Blank lines in code, in HTML and at the start of the file are left alone.

## Fix safety

One blank line is left, and none at the end of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.layout.lines import blank_runs, is_bare_marker, note_spans, verbatim_spans, within
from curator.rule import Context, Rule
from curator.source import Span
from curator.toc import marked_blocks

RULE = Rule(
    severity=Severity.INFO,
    category="text",
    presets=("strict",),
    fix=Applicability.SAFE,
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each run of blank lines that is longer than one, or ends the file."""
    source, starts = ctx.source, ctx.source.line_starts
    verbatim: list[Span] | None = None
    generated: Sequence[Span] = ()
    notes: Sequence[Span] = ()
    for first, last in blank_runs(source):
        at_end = last == source.line_count
        # At the start of the file, front matter could come to the first line.
        if first == 1 or (first == last and not at_end):
            continue
        if verbatim is None:
            verbatim = verbatim_spans(source, ctx.document.syntax.root)
            generated = marked_blocks(ctx.document)
            notes = note_spans(source, ctx.document.syntax.root)
        if within(verbatim, starts[first - 1]) or within(generated, starts[first - 1]):
            continue
        before = source.line_text(first - 1)
        if within(notes, starts[first - 1]) or is_bare_marker(before):
            continue
        end = starts[last] if last < len(starts) else len(source.text)
        if at_end:
            count, extra = last - first + 1, Span(starts[first - 1], end)
            told = "the blank line" if count == 1 else f"the {count} blank lines"
            message = f"remove {told} at the end of the file"
        else:
            count, extra = last - first, Span(starts[first], end)
            message = f"leave one blank line here: {count} more follow{'s' * (count == 1)} it"
        yield ctx.found(
            extra,
            message,
            # The line above it may be taken out, or another one be put there.
            key="end" if at_end else "between",
            fix=Fix("Remove the blank lines", (Edit(extra, ""),), Applicability.SAFE),
        )
