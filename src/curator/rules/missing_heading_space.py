r"""A heading lacks the space behind its number signs and is printed as text.

## Why it matters

GitHub takes `##Books` for a paragraph: it is printed with its number signs, has no anchor, and
what follows seems to belong to the section before. Older programs did make a heading of it,
which is why such lines are still found.

```markdown bad
##Books

- [A book](https://example.org/book)
```

```markdown fixed
## Books

- [A book](https://example.org/book)
```

A single number sign may also open a hashtag, a number or a line of code. It counts only on a
line of its own that opens the file, stands directly before a list or table, or continues the
numbers of other headings.

```markdown good
#nlp #vision

#1 of its kind

    ##Books
```

## Fix safety

The fix inserts one space. The line becomes a heading with an anchor of its own, which is what
was meant; it is unsafe because the number signs are no longer printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Document
from curator.nodes import (
    Break,
    FrontMatter,
    HtmlBlock,
    ListBlock,
    Node,
    Paragraph,
    Table,
    Text,
    plain_text,
)
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.WARNING,
    category="structure",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
)

_SIGNS = re.compile(r"#{1,6}(?![#\s])")
# What cannot begin a title: the rest of a drawing, of a comment in code, of a shebang.
_NO_TITLE: Final = frozenset("!-=+~_/\\|.,;:?)]}>")
_CLOSING = re.compile(r"(?<=[^\s#\\])#+\Z")
_NUMBERED = re.compile(r"(\d{1,3})(?![\d/:])")
_CODE = re.compile(
    r"#(?:include|define|undef|ifn?def|if|elif|else|endif|pragma|error|warning|import|region)\b"
)
_LONGEST: Final = 200


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report lines of paragraphs that were plainly meant to be headings."""
    if "#" not in ctx.source.text:
        return
    blocks = ctx.document.syntax.root.children
    numbers = frozenset(_numbers(ctx.document))
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            for line in _lines(block):
                signs = _signs(ctx.source, line)
                if signs > 1 or (signs == 1 and _is_title(ctx, blocks, index, line, numbers)):
                    yield _found(ctx, line, signs)


def _lines(paragraph: Node) -> Iterator[Sequence[Node]]:
    """The nodes of each line of a paragraph that begins with words of its own."""
    line: list[Node] = []
    for node in (*paragraph.children, None):
        if node is not None and not isinstance(node, Break):
            line.append(node)
            continue
        if line and isinstance(line[0], Text):
            yield line
        line = []


def _signs(source: Source, line: Sequence[Node]) -> int:
    """The number signs at the start of a line that could be those of a heading."""
    start, end = line[0].start, line[-1].end
    match = _SIGNS.match(source.text, start, end)
    if match is None or match.end() == end or end - start > _LONGEST:
        return 0
    return 0 if source.text[match.end()] in _NO_TITLE else match.end() - start


def _is_title(
    ctx: Context,
    blocks: Sequence[Node],
    index: int,
    line: Sequence[Node],
    numbers: frozenset[int],
) -> bool:
    """Whether a line with one number sign is a heading, going by what stands around it."""
    span = Span(line[0].start, line[-1].end)
    text = ctx.source[span]
    if span != blocks[index].span or text.count("#") > 1 + text.endswith("#") or _CODE.match(text):
        return False
    number = _NUMBERED.match(text, 1)
    if number is not None:
        this = int(number[1])
        return this not in numbers and not numbers.isdisjoint((this - 1, this + 1))
    if not text[1].isalpha() or text[1].islower():
        return False
    opens = all(isinstance(block, (FrontMatter, HtmlBlock)) for block in blocks[:index])
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    return (opens and following is not None) or isinstance(following, (ListBlock, Table))


def _numbers(document: Document) -> Iterator[int]:
    """The numbers at the start of the top-level headings."""
    for heading in document.headings:
        if heading.depth == 1 and (match := _NUMBERED.match(heading.text)):
            yield int(match[1])


def _found(ctx: Context, line: Sequence[Node], signs: int) -> Diagnostic:
    span = Span(line[0].start, line[-1].end)
    text = ctx.source[span]
    edits = [Edit(Span(span.start + signs, span.start + signs), " ")]
    title = " ".join(plain_text(ctx.source, line).split())
    meant = title[signs:]
    closing = _CLOSING.search(text, signs)
    # `##C#` is the heading of C#.
    if closing is not None and signs > 1 and len(closing.group()) == signs:
        at = span.start + closing.start()
        edits.append(Edit(Span(at, at), " "))
        meant = meant.rstrip("#")
    return ctx.found(
        Span(span.start, span.start + signs),
        f"GitHub prints '{shortened(title)}' as text: write '{'#' * signs} {shortened(meant)}'",
        key=title,
        fix=Fix("Insert the space of a heading", tuple(edits), Applicability.UNSAFE),
    )
