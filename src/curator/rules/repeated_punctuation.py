r"""A punctuation mark is written twice or more.

## Why it matters

`!!` and `??` shout, and two commas in a row are usually left over from an edit. The awesome
guidelines ask for sober descriptions.

```markdown bad
- [Attention](https://example.org/a) - A fast model!!
- [Oak](https://example.org/b) - Builds trees,, and sorts them.
- [Elm](https://example.org/c) - 支持中文！！
```

```markdown fixed
- [Attention](https://example.org/a) - A fast model!
- [Oak](https://example.org/b) - Builds trees, and sorts them.
- [Elm](https://example.org/c) - 支持中文！
```

The marks are `! ? , ~ ·` and their wide forms `！ ？ ，`. Two dots or more are an ellipsis.
Struck-out text such as `~~this~~` and code are left alone, as are titles of entries and
quotations, since others wrote them; awesome-lint reports these.

```markdown good
- [Attention?!](https://example.org/a) - Is ~~fast~~ sober, and so on...
- [Really??](https://example.org/b) - Asks "Really??", with `!!` in code.
```

## Fix safety

The fix leaves one mark. No word and no link changes, so it is safe. There is none for `~` and
`·`, and none for two commas before a word, which are often meant for an opening quotation mark.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.document.mathematics import math_spans
from curator.nodes import (
    Cell,
    CodeBlock,
    Definition,
    FrontMatter,
    Heading,
    HtmlBlock,
    Image,
    Link,
    Node,
    Paragraph,
    Text,
)
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="text",
    presets=("awesome-lint",),
    fix=Applicability.SAFE,
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("no-repeat-punctuation",),
)

_RUN = re.compile(r"([!！~～,，·?？])\1+")
_STRUCK = re.compile(r"(?<!~)(~~?)(?![\s~])[^~]*(?<!\s)\1(?!~)")
_QUOTED = re.compile(r"[“„][^“”„]{1,300}[“”]|\"[^\"]{1,300}\"|《[^》]{1,300}》")
_UNSURE = frozenset("~～·")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each run of one mark in running text."""
    text = ctx.source.text
    if _RUN.search(text) is None:
        return
    for block in _blocks(ctx):
        if _RUN.search(text, block.start, block.end) is None:
            continue
        spared = _spared(text, block)
        for leaf in _leaves(block):
            for match in _RUN.finditer(text, leaf.start, leaf.end):
                if not _covered(spared, match.start()) and not _is_in_title(ctx, match.start()):
                    yield _found(ctx, match)


def _found(ctx: Context, match: re.Match[str]) -> Diagnostic:
    mark, span = match.group(1), Span(*match.span())
    fix = None
    if mark not in _UNSURE and not (mark == "," and ctx.source.text[span.end :][:1].isalnum()):
        fix = Fix(f"Write '{mark}'", (Edit(span, mark),), Applicability.SAFE)
    message = f"'{mark}' is repeated {len(match.group())} times: one is enough"
    return ctx.found(span, message, key=match.group()[:8], fix=fix)


def _blocks(ctx: Context) -> Iterator[Node]:
    """The blocks that hold running text."""
    stack: list[Node] = [ctx.document.syntax.root]
    while stack:
        node = stack.pop()
        if isinstance(node, (Paragraph, Heading)) or (isinstance(node, Cell) and not node.extra):
            yield node
        elif not isinstance(node, (CodeBlock, Definition, FrontMatter, HtmlBlock)):
            stack.extend(reversed(node.children))


def _leaves(block: Node) -> Iterator[Text]:
    stack = list(reversed(block.children))
    while stack:
        node = stack.pop()
        if isinstance(node, Text):
            yield node
        elif isinstance(node, Image) or (isinstance(node, Link) and node.form in _ADDRESSES):
            continue
        else:
            stack.extend(reversed(node.children))


_ADDRESSES = frozenset({"autolink", "bare"})


def _spared(text: str, block: Node) -> list[Span]:
    """What is struck out, with its marks, quoted or mathematics, in order."""
    struck = (
        span
        for match in _STRUCK.finditer(text, block.start, block.end)
        for span in (Span(*match.span(1)), Span(match.end() - len(match.group(1)), match.end()))
    )
    quoted = (Span(*match.span()) for match in _QUOTED.finditer(text, block.start, block.end))
    return sorted([*struck, *quoted, *math_spans(text, block.start, block.end)])


def _covered(spans: list[Span], offset: int) -> bool:
    index = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return index >= 0 and offset < spans[index].end


def _is_in_title(ctx: Context, offset: int) -> bool:
    """Whether the mark stands in the title of an entry, which others wrote."""
    entry = ctx.document.entry_at(offset)
    if entry is None or entry.title_span is None:
        return False
    return entry.title_span.start <= offset <= entry.title_span.end
