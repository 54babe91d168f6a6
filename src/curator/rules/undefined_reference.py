r"""A reference link has a label that no line of the file defines.

## Why it matters

`[text][label]` becomes a link only where a line `[label]: address` stands somewhere in the file.
Without it GitHub prints the brackets, and the entry links nothing. The usual causes are a label
that was mistyped, or a definition that was lost when a list was moved or shortened.

```markdown bad
- [Attention Is All You Need][attention]
- ![The architecture][figure]

[attention-2017]: https://arxiv.org/abs/1706.03762
```

```markdown fixed
- [Attention Is All You Need][attention]
- ![The architecture](figure.png)

[attention]: https://arxiv.org/abs/1706.03762
```

A label that several references have is told once, at the first of them, since one line defines it
for all. Only two pairs of brackets without a space between them are judged, as `[text][label]` and
`[text][]`. awesome-lint takes every word in brackets for a reference; here `[arXiv]`, citations
such as `[1]`, ranges, task boxes, alerts, footnotes and tags in a row are none.

```markdown good
- [ ] Attention Is All You Need [arXiv] [NeurIPS 2017][Oral]
- A value in [0, 1], see [1] and `table[0][1]`.
```
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from operator import attrgetter
from typing import Final, NamedTuple

from curator.diagnostic import Diagnostic, Related, Severity, shortened
from curator.document.mathematics import math_spans
from curator.identity.mistakes import find_mistake
from curator.layout.lines import text_blocks
from curator.markdown.definitions import normal_key
from curator.nodes import Definition, Node, Text
from curator.nodes import Link as LinkNode
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.ERROR,
    category="links",
    presets=("awesome", "awesome-lint", "strict"),
    awesome_lint=("no-undefined-references",),
)

_BRACKET: Final = re.compile(r"\\.|[\[\]]")
_LABEL: Final = re.compile(r"\[((?:[^\\\[\]]|\\.){0,999})\]")
_WORD: Final = re.compile(r"[A-Za-z0-9_)\]]")
_CLOSING: Final = re.compile(r"\s*+(?:\Z|[-–—:|](?:\s|\Z))")
_MOST_SUGGESTIONS: Final = 20
_MOST_RELATED: Final = 10
_SLIP: Final = 0.8
"""How alike two labels are (of 1.0) of which one may be meant as the other."""
_MOST_COMPARED: Final = 1_000
_LONGEST_COMPARED: Final = 60


class _Reference(NamedTuple):
    """Two pairs of brackets that made no link: all of it, its text and its label.

    ``alone`` ones open a block without links and are all of it, or all before a separator.
    """

    span: Span
    text: str
    label: str
    image: bool
    alone: bool


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each label that references have and nothing defines, at the first of them."""
    if "][" not in ctx.source.text:
        return
    used = any(_is_full(link.node) for link in (*ctx.document.links, *ctx.document.images))
    by_key: dict[str, list[_Reference]] = {}
    for found in _all_references(ctx):
        if found.image or not found.label or used or found.alone:
            by_key.setdefault(normal_key(found.label or found.text), []).append(found)
    nearest = _Nearest(ctx.document.definitions)
    for key, (first, *others) in by_key.items():
        # Of a change, each place is told by itself: a further one may be what it added.
        shown = (first,) if ctx.change is None else (first, *others)
        label = first.label or first.text
        message = f"no line defines '[{shortened(label)}]': GitHub prints the brackets"
        if others:
            message += f", here and in {len(others)} more place{'s' * bool(others[1:])}"
        near = nearest.to(key)
        if near:
            message += f"; was '[{shortened(near)}]' meant?"
        related = [Related(other.span, "the same label") for other in others[:_MOST_RELATED]]
        for each in shown:
            yield ctx.found(
                each.span, message, key=key, related=related if ctx.change is None else ()
            )


class _Nearest:
    """The labels of a file that are not too many or too long to be compared."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        known = [key for key in definitions if len(key) <= _LONGEST_COMPARED]
        self._known = known if len(known) <= _MOST_COMPARED else []
        self._left = _MOST_SUGGESTIONS

    def to(self, key: str) -> str:
        """The defined label, in lower case, that differs from ``key`` by a slip, or nothing."""
        if len(key) > _LONGEST_COMPARED or not self._left:
            return ""
        self._left -= 1
        near = get_close_matches(key, self._known, n=1, cutoff=_SLIP)
        return near[0].lower() if near else ""


def _is_full(node: Node) -> bool:
    """Whether a link is written as ``[text][label]``: then the file knows such links."""
    if not isinstance(node, LinkNode) or node.form != "reference" or node.label is None:
        return False
    return node.label.start >= node.text.end


def _all_references(ctx: Context) -> Iterator[_Reference]:
    text = ctx.source.text
    for block in text_blocks(ctx.document.syntax.root):
        if text.find("][", block.start, block.end) < 0:
            continue
        math = math_spans(text, block.start, block.end)
        for found in _references(ctx.source, block):
            at = bisect_right(math, found.span.start, key=attrgetter("start")) - 1
            in_math = at >= 0 and found.span.end <= math[at].end
            if not in_math and _is_meant(text, found):
                yield found


def _references(source: Source, block: Node) -> Iterator[_Reference]:
    """The pairs of brackets in a block's text that are written like references."""
    text = source.text
    linked = any(isinstance(node, LinkNode) for node in block.walk())
    opened: list[int] = []
    done = block.start
    for node in block.walk():
        if not isinstance(node, Text):
            continue
        for match in _BRACKET.finditer(text, node.start, node.end):
            at = match.start()
            if match.group() == "[":
                opened.append(at)
            elif match.group() == "]" and opened:
                start = opened.pop()
                label = _LABEL.match(text, at + 1, node.end) if start >= done else None
                if label is not None:
                    done = label.end()
                    closed = _CLOSING.match(text, done, block.end)
                    alone = start == block.start and not linked and closed is not None
                    image = text[start - 1 : start] == "!" and start > block.start
                    span = Span(start - image, done)
                    words = text[start + 1 : at]
                    yield _Reference(span, words, label.group(1), image, alone)


def _is_meant(text: str, found: _Reference) -> bool:
    """Whether brackets are those of a link rather than of an index, a citation or a note."""
    if not found.text.strip() or found.text.strip() in "xX" or found.text[0] in "^!":
        return False
    if found.label.startswith("^") or find_mistake(found.label) is not None:
        return False
    if "://" in found.label or (found.text.isdigit() and found.label.isdigit()):
        return False
    return _WORD.match(text[found.span.start - 1 : found.span.start]) is None
