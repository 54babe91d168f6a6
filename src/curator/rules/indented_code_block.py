r"""Code is marked by its indentation rather than by a fence.

## Why it matters

Four blanks make code of whatever follows them, often by accident: an entry that is indented too
far is printed as text, its links dead. A fence says that code is meant, and in which language.

```markdown bad
Install it:

    pip install example
    example --help
```

````markdown fixed
Install it:

```
pip install example
example --help
```
````

## Fix safety

A fence takes the place of the indentation, and the code stays what it is. Nothing is fixed
within lists and quotes, or where the lines look like entries or sentences that were indented by
accident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.layout.lines import line_end, newline_of, walk_blocks
from curator.nodes import CodeBlock
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="layout",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("code-block-style",),
)

_INDENT = re.compile(r" {4}| {0,3}\t")
_BLANKS = re.compile(r"[ \t]*+")
_TICKS = re.compile(r"`+")
_ENTRY = re.compile(r"\]\(|(?:\A|[\r\n])[ \t]*+(?:[-*+|]|\d{1,3}[.)])[ \t]")
# Six words with nothing but blanks and punctuation between them.
_SENTENCE = re.compile(r"(?<!\w)(?:[^\W\d_]++[,.;:'’-]?+ ){5}[^\W\d_]")
_SHORTEST: Final = 3
"""Backticks of a fence."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report blocks of indented code."""
    text = ctx.source.text
    if "    " not in text and "\t" not in text:
        return
    root = ctx.document.syntax.root
    top = {id(node) for node in root.children}
    for node in walk_blocks(root):
        if isinstance(node, CodeBlock) and node.fence is None:
            prose = _is_prose(ctx.source[node.span])
            yield ctx.found(
                Span(node.start, min(node.end, line_end(ctx.source, node.start))),
                "this is code for its indentation: indent it less, if it is meant as text"
                if prose
                else "this is code for its indentation: put it between lines of '```'",
                key=shortened(ctx.source[node.span]),
                fix=_fix(ctx, node) if id(node) in top and not prose else None,
            )


def _is_prose(code: str) -> bool:
    """Whether something is rather an entry or a sentence than code."""
    letters = [character for character in code if character.isalpha()]
    foreign = sum(not character.isascii() for character in letters)
    return bool(_ENTRY.search(code) or _SENTENCE.search(code)) or 2 * foreign > len(letters)


def _fix(ctx: Context, node: CodeBlock) -> Fix | None:
    source, text = ctx.source, ctx.source.text
    first, last = source.line_at(node.start), source.line_at(node.end - 1)
    newline = newline_of(source)
    longest = max((len(run) for run in _TICKS.findall(text, node.start, node.end)), default=0)
    fence = "`" * max(_SHORTEST, longest + 1)
    edits: list[Edit] = []
    for number in range(first, last + 1):
        line = source.line_span(number)
        indent = _INDENT.match(text, line.start, line.end) or _BLANKS.match(
            text, line.start, line.end
        )
        if indent is None or (number == first and indent.end() == line.start):
            return None
        opening = fence + newline if number == first else ""
        if opening or indent.end() > line.start:
            edits.append(Edit(Span(line.start, indent.end()), opening))
    end = source.line_span(last).end
    edits.append(Edit(Span(end, end), newline + fence))
    return Fix("Put the code between fences", tuple(edits), Applicability.SAFE)
