r"""A quotation mark or a bracket of Chinese or Japanese text has no counterpart.

## Why it matters

A quotation that is never closed leaves readers to guess where it ends. Usually a mark got lost
when an entry was copied or cut.

```markdown bad
- [Attention](https://example.org/a) - Asks "what is attention, and answers.
- [Oak](https://example.org/b) - The “tree of the year, and rightly so.
- [Elm](https://example.org/c) - 一棵树（很高，很老。
```

```markdown good
- [Attention](https://example.org/a) - Asks "what is attention", and answers.
- [Oak](https://example.org/b) - The “tree of the year”, and rightly so.
- [Elm](https://example.org/c) - 一棵树（很高，很老）。
```

The pairs are `“”`, `‘’`, `『』`, `（）`, `《》`, `「」`, `【】` and straight double quotation
marks. A quotation may run over several paragraphs and list items. Inches and seconds (`27"`),
ditto marks, apostrophes, numbers such as `1）`, code and the quotes of other languages, as in
„these“, are no mistakes. awesome-lint reports the inches, every ‘single’ quotation, and those over
several paragraphs.

```markdown good
- [Screens](https://example.org/a) - A 27" screen that doesn’t blink, of the ’90s, ‘so’ and „so“.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from curator.diagnostic import Diagnostic, Severity
from curator.document.mathematics import math_spans
from curator.nodes import (
    Break,
    Cell,
    CodeBlock,
    Definition,
    FrontMatter,
    Heading,
    HtmlBlock,
    Image,
    Item,
    Link,
    Node,
    Paragraph,
    Quote,
    Text,
)
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome", "awesome-lint", "strict"),
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("balanced-punctuation",),
)

_PAIRS = {"“": "”", "‘": "’", "『": "』", "（": "）", "《": "》", "「": "」", "【": "】"}
_OPENING = {closing: opening for opening, closing in _PAIRS.items()}
_ENTITIES = {"&quot;": '"', "&ldquo;": "“", "&rdquo;": "”", "&lsquo;": "‘", "&rsquo;": "’"}
_MARK = re.compile(r"[\"“”„‘’『』（）()《》「」【】]|&(?:quot|[lr][ds]quo);")
_SUSPECT = re.compile(r"[\"“”‘『』（）《》「」【】]|[^\w\s]’|&(?:quot|[lr][ds]quo);")
_BEHIND = frozenset(".,;:!?)]…—")
_ADDRESSES = frozenset({"autolink", "bare"})
_LETTER = re.compile(r"[^\W_]")
_NUMBERED = re.compile(
    r"(?:^|[\s；;，,。：:、(])(?:\d{1,3}|[A-Za-z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})$"
)


_MOST_BLOCKS = 12
"""A quotation may run over so many paragraphs, lists and quotes."""


class _Mark(NamedTuple):
    """A mark as it is rendered, its place, and what is rendered next to it."""

    character: str
    span: Span
    before: str
    behind: str


class _Found(NamedTuple):
    """A mark without its counterpart; ``pair`` is the mark that would open it or opens it."""

    mark: _Mark
    message: str
    kind: Literal["opens", "closes", "mixed"]
    pair: str


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each mark without its counterpart."""
    text = ctx.source.text
    if _SUSPECT.search(text) is None:
        return
    left: list[tuple[int, Node, _Found]] = []
    for index, whole in enumerate(_wholes(ctx.document.syntax.root)):
        if _SUSPECT.search(text, whole.start, whole.end) is None:
            continue
        for blocks in _units(whole):
            for found in _judge(text, blocks):
                if left and _goes_on(left[-1], index, found, whole):
                    left.pop()
                else:
                    left.append((index, whole, found))
    for _, _, found in left:
        yield ctx.found(found.mark.span, found.message, key=_around(text, found.mark.span))


def _goes_on(last: tuple[int, Node, _Found], index: int, found: _Found, whole: Node) -> bool:
    """Whether ``found`` closes what was opened in the same item or quote, or a little before.

    Items of one list are things apart.
    """
    begun, before, opened = last
    if (opened.kind, found.kind, opened.pair) != ("opens", "closes", found.pair):
        return False
    near = index - begun <= _MOST_BLOCKS and not isinstance(before, (Cell, Heading, Item))
    return begun == index or (near and not isinstance(whole, (Cell, Heading)))


def _around(text: str, span: Span) -> str:
    """The mark and the words around it, by which it is known when lines have moved."""
    return " ".join(text[max(span.start - 20, 0) : span.end + 20].split())


# --------------------------------------------------------------------------- the marks


def _wholes(root: Node) -> Iterator[Node]:
    """The outermost items, quotes, paragraphs and headings, and all cells."""
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, (Paragraph, Heading, Item, Quote)):
            yield node
        elif isinstance(node, Cell):
            if not node.extra:
                yield node
        elif not isinstance(node, (CodeBlock, Definition, FrontMatter, HtmlBlock)):
            stack.extend(reversed(node.children))


def _units(whole: Node) -> Iterator[list[Node]]:
    """The blocks in which a quotation usually ends: all those of one item, or a block alone."""
    stack: list[Node] = [whole]
    while stack:
        node = stack.pop()
        if isinstance(node, (Paragraph, Heading)) or (isinstance(node, Cell) and not node.extra):
            yield [node]
        elif isinstance(node, (Item, Quote)):
            kinds = (Paragraph, Heading)
            own: list[Node] = [child for child in node.children if isinstance(child, kinds)]
            if own:
                yield own
            stack.extend(each for each in reversed(node.children) if not isinstance(each, kinds))
        elif not isinstance(node, (CodeBlock, Definition, FrontMatter, HtmlBlock)):
            stack.extend(reversed(node.children))


def _judge(text: str, blocks: list[Node]) -> list[_Found]:
    marks = [mark for block in blocks for mark in _marks(text, block)]
    return sorted([*_straight(marks), *_paired(text, marks)], key=lambda found: found.mark.span)


def _marks(text: str, block: Node) -> Iterator[_Mark]:
    """The marks in the text of a block, unless that is nothing but a ditto mark."""
    if not text[block.start : block.end].strip("\"“”〃' "):
        return
    math = math_spans(text, block.start, block.end)
    before = " "
    waiting: _Mark | None = None
    for leaf in _leaves(block):
        if not isinstance(leaf, Text):
            here = " " if isinstance(leaf, Break) else "x"
            if waiting is not None:
                yield waiting._replace(behind=here)
                waiting = None
            before = here
            continue
        if waiting is not None:
            yield waiting._replace(behind=text[leaf.start])
            waiting = None
        for match in _MARK.finditer(text, leaf.start, leaf.end):
            span = Span(*match.span())
            if any(each.covers(span) for each in math) or _is_accent(text, span):
                continue
            left = text[max(span.start - 4, leaf.start) : span.start] or before
            right = text[span.end : span.end + 1] if span.end < leaf.end else ""
            mark = _Mark(_ENTITIES.get(match.group(), match.group()), span, left, right)
            if right:
                yield mark
            else:
                waiting = mark
        before = text[leaf.end - 1]
    if waiting is not None:
        yield waiting._replace(behind=" ")


def _is_accent(text: str, span: Span) -> bool:
    r"""Whether a mark makes an umlaut, as TeX writes it: ``{\"u}``."""
    return text[span.start - 1] == "\\" and "{" in (
        text[span.start - 2],
        text[span.end : span.end + 1],
    )


def _leaves(block: Node) -> Iterator[Node]:
    """What a block shows, in order; images, code and bare addresses are no text."""
    stack = list(reversed(block.children))
    while stack:
        node = stack.pop()
        hidden = isinstance(node, Image) or (isinstance(node, Link) and node.form in _ADDRESSES)
        if node.children and not hidden:
            stack.extend(reversed(node.children))
        else:
            yield node


# ------------------------------------------------------------------------- the balance


def _straight(marks: list[_Mark]) -> Iterator[_Found]:
    """The straight quotation mark that is one too many, if their number is odd."""
    quotes: list[_Mark] = []
    for mark in marks:
        if mark.character == '"':
            if mark.before[-1:].isdigit() and len(quotes) % 2 == 0:
                continue  # inches
            quotes.append(mark)
    if len(quotes) % 2 == 0 or any(mark.before[-1:].isdigit() for mark in quotes):
        return
    if any(mark.character in "“”„" for mark in marks):
        return  # told with those
    opened: _Mark | None = None
    for mark in quotes:
        if opened is None:
            opened = mark
            if _only_closes(mark):
                break
        elif _only_opens(mark):
            break
        else:
            opened = None
    if opened is not None and _only_closes(opened):
        yield _Found(opened, 'a quotation mark (") is never opened', "closes", '"')
    elif opened is not None:
        yield _Found(opened, 'a quotation mark (") is never closed', "opens", '"')


def _only_opens(mark: _Mark) -> bool:
    return (mark.before[-1:].isspace() or mark.before[-1:] in "([") and not mark.behind.isspace()


def _only_closes(mark: _Mark) -> bool:
    return (mark.behind.isspace() or mark.behind in _BEHIND) and not mark.before[-1:].isspace()


def _paired(text: str, marks: list[_Mark]) -> Iterator[_Found]:
    """The marks that open and are not closed, or the other way round."""
    opened: list[_Mark] = []
    odd = sum(mark.character == '"' for mark in marks) % 2 == 1
    for mark in marks:
        character = mark.character
        if character in _PAIRS or character in "(„":
            if character == "‘" and _is_apostrophe(mark):
                continue
            if character == "“" and opened and opened[-1].character == "„":
                opened.pop()  # closes, in German
            else:
                opened.append(mark)
        elif character != '"':
            yield from _close(text, mark, opened, odd=odd)
        elif odd and opened and opened[-1].character in "“„":
            odd = False
            begin = opened.pop()
            message = f'the quotation is opened with {begin.character} and closed with "'
            yield _Found(begin, message, "mixed", "")
    for mark in opened:
        if mark.character in _PAIRS:
            message = f"{mark.character} is never closed with {_PAIRS[mark.character]}"
            yield _Found(mark, message, "opens", mark.character)


def _close(text: str, mark: _Mark, opened: list[_Mark], *, odd: bool) -> Iterator[_Found]:
    """Take what ``mark`` closes from those that are ``opened``."""
    character = mark.character
    wanted = _OPENING.get(character, "(")
    for index in range(len(opened) - 1, max(len(opened) - 9, -1), -1):
        kind = opened[index].character
        if kind == wanted or (character == "”" and kind == "„"):
            del opened[index]
            return
    top = opened[-1].character if opened else ""
    if {character, top} in ({"）", "("}, {")", "（"}):
        begin = opened.pop()
        if _LETTER.search(text, begin.span.end, mark.span.start):  # else a face: (╯°□°）
            yield _Found(begin, f"{top} is closed with {character}", "mixed", "")
    elif character in ")’":
        if character == "’" and not _is_apostrophe(mark):
            yield _Found(mark, "’ closes a quotation that is never opened", "closes", "‘")
    elif character == "”" and _only_opens(mark):
        opened.append(mark._replace(character="„"))  # ”as in Swedish”
    elif character == "”" and odd:
        yield _Found(mark, 'the quotation is opened with " and closed with ”', "mixed", "")
    elif not (character == "）" and _NUMBERED.search(mark.before)):
        yield _Found(mark, f"{character} is never opened with {wanted}", "closes", wanted)


def _is_apostrophe(mark: _Mark) -> bool:
    """Whether a single mark stands in or at a word, as in don’t, users’ and ’90s."""
    if mark.character == "‘":
        return mark.before[-1:].isalnum() or mark.behind.isdigit()
    return mark.before[-1:].isalnum() or mark.behind.isalnum()
