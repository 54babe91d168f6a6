r"""Text holds a character that nobody can see and that has no business there.

## Why it matters

Text that is copied from a web page, a chat or a PDF brings along zero width spaces, soft
hyphens and controls. They cannot be seen, but they break searching and sorting, and a no-break
space behind a list marker makes GitHub show the line as plain text. Bidirectional controls can
show the words in another order than the one in which they are written.

```markdown bad
- [Attention](https://example.org/a) - Why you{U+200B} don't need recur{U+00AD}rence.
- [BERT](https://example.org/b){U+00A0}-{U+00A0}Needs no decoder.
```

```markdown fixed
- [Attention](https://example.org/a) - Why you don't need recurrence.
- [BERT](https://example.org/b) - Needs no decoder.
```

No-break spaces between words and joiners in emoji or Persian are typography, and so are places
to break a line in Thai, Khmer, Lao, Burmese and Japanese. A no-break space at the end of a line
of text shows nowhere; at the end of a heading it is reported. What is in code, in addresses, in
comments and in formulas is left alone:

```markdown good
- [Café{U+00A0}: le guide](https://example.org/c) - 20{U+00A0}km «{U+00A0}à pied{U+00A0}».
- [ភាសា{U+200B}ខ្មែរ](https://example.org/d) - `a{U+200B}b`, می{U+200C}خواهم, 👩{U+200D}💻.
```

## Fix safety

Characters without width are removed. That is safe between letters, digits and spaces, and
unsafe beside marks that may be Markdown, in what would become an address, and for bidirectional
controls. At the start of a line nothing is removed: what follows might become code or a list.
A no-break space at an edge is removed, and one in the place of a space is replaced by one, which
is unsafe behind a marker, because the line becomes a list item or a heading by it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document.mathematics import math_spans
from curator.nodes import (
    Cell,
    CodeBlock,
    Definition,
    FrontMatter,
    Heading,
    HtmlBlock,
    HtmlTag,
    HtmlText,
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
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.SAFE,
)

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_BIDIRECTIONAL = r"\u202a-\u202e\u2066-\u2069"
# Zero width and word joiners, soft hyphens, byte order marks, invisible operators, deprecated
# and annotation controls, and the tags in which text can be hidden from readers.
_WIDTHLESS = r"\u00ad\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_REMOVED = _CONTROLS + _BIDIRECTIONAL + _WIDTHLESS
_RUN = re.compile(rf"[{_REMOVED}]+|\u00a0+")
_VISIBLE = re.compile(rf"[^\s{_REMOVED}]")
_QUOTE = re.compile(r"[ \t>]*>")
_MARK = r"(?:[-*+]|#{1,6}|\d{1,9}[.)])"
_MARKER = re.compile(rf"(?:[ \t>]*+{_MARK}[ \t]++)*[ \t>]*+(?P<mark>{_MARK})[ \t]*+")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_NAMES = {
    "\x08": "backspace",
    "\x0b": "vertical tab",
    "\x0c": "form feed",
    "\x1b": "escape",
    "\x7f": "delete",
    "\ufeff": "byte order mark",
}
_MOST_NAMED = 5
_CODE_TAGS = frozenset({"code", "kbd", "math", "pre", "samp", "script", "style", "tt", "var"})


class _Line(NamedTuple):
    """A line: its ends, its first visible character, and the marker at its start.

    ``behind`` is the place behind the marker and the blanks after it; ``japanese`` says that
    the line is, ``rightward`` that it holds words from right to left, and that all controls of
    direction in it are closed.
    """

    span: Span
    visible: int
    marker: str
    behind: int
    japanese: bool
    rightward: bool


class _Leaf(NamedTuple):
    """A piece of prose and the block that it stands in."""

    node: Node
    block: Node


class _Found(NamedTuple):
    """Characters side by side that should not be there, and what becomes of them.

    ``marker`` is that of a list or heading which they keep from being one.
    """

    span: Span
    edit: Edit | None = None
    safe: bool = False
    marker: str = ""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each line with such characters once, at the first of them."""
    text = ctx.source.text
    if not _may_hold_some(text):
        return
    places = [Span(*run.span()) for run in _RUN.finditer(text, int(ctx.source.bom))]
    line: _Line | None = None
    found: list[_Found] = []
    for leaf, place in _in_prose(ctx, places):
        if line is None or place.start >= line.span.end:
            yield from _told(ctx, line, found)
            line, found = _line(ctx, place.start), []
        judged = _judge(text, line, leaf, place)
        if judged is not None:
            found.append(judged)
    yield from _told(ctx, line, found)


# How such characters begin in UTF-8, where they are found several times as fast.
_LOW = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_HIGH = re.compile(rb"\xc2[\x80-\xa0\xad]")
_LATE = (
    *(f"{character}".encode() for character in "\u200b\u202a\u202b\u202c\u202d\u202e\ufeff"),
    *(f"{character}".encode() for character in "\ufff9\ufffa\ufffb"),
    b"\xe2\x81",
    b"\xf3\xa0",
)


def _may_hold_some(text: str) -> bool:
    """Whether it is worth looking for such characters."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data.translate(None, _LOW)) < len(data):
        return True
    if len(data) == len(text):
        return False
    return any(start in data for start in _LATE) or _HIGH.search(data) is not None


def _told(ctx: Context, line: _Line | None, found: list[_Found]) -> Iterator[Diagnostic]:
    if line is None or not found:
        return
    first = found[0]
    count = Counter("".join(ctx.source[one.span] for one in found))
    names = [
        _name(character) + (f" ({times} times)" if times > 1 else "")
        for character, times in count.items()
    ]
    if len(names) > _MOST_NAMED:
        names[_MOST_NAMED - 1 :] = [f"{len(names) - _MOST_NAMED + 1} others"]
    if first.marker:
        message = f"GitHub takes this line for text: behind its '{first.marker}' stands {names[0]}"
    elif count.total() > 1:
        message = f"the line holds invisible characters: {', '.join(names)}"
    else:
        message = f"the line holds an invisible character: {names[0]}"
    edits = tuple(one.edit for one in found if one.edit is not None)
    safe = all(one.safe for one in found if one.edit is not None)
    applicability = Applicability.SAFE if safe else Applicability.UNSAFE
    shown = shortened(ctx.source.text[line.visible : line.visible + 200], 60)
    yield ctx.found(
        first.span,
        message,
        key=f"{' '.join(f'{ord(one):04X}' for one in [*count][:_MOST_NAMED])} {shown}",
        fix=Fix("Remove what cannot be seen", edits, applicability) if edits else None,
    )


def _name(character: str) -> str:
    name = str(_NAMES.get(character) or unicodedata.name(character, "control character"))
    told = f"U+{ord(character):04X} {name.lower()}"
    if "\x80" <= character <= "\x9f":
        meant = bytes([ord(character)]).decode("cp1252", "ignore")
        return f"{told}, perhaps meant as '{meant}'" if meant else told
    return told


def _line(ctx: Context, at: int) -> _Line:
    text, span = ctx.source.text, ctx.source.line_span(ctx.source.line_at(at))
    # The run that is asked for may be the end of the line.
    span = Span(span.start, max(span.end, at + 1))
    quote = _QUOTE.match(text, span.start, span.end)
    visible = _VISIBLE.search(text, quote.end() if quote else span.start, span.end)
    marker = _MARKER.match(text, span.start, span.end)
    return _Line(
        span,
        visible.start() if visible else span.end,
        marker["mark"] if marker else "",
        marker.end() if marker else -1,
        _KANA.search(text, span.start, span.end) is not None,
        _is_rightward(text[span.start : span.end]),
    )


def _is_rightward(line: str) -> bool:
    """Whether words of a line run from right to left, and all controls in it are closed."""
    if _RIGHT_TO_LEFT.search(line) is None:
        return False
    opened: list[str] = []
    for control in re.findall(f"[{_BIDIRECTIONAL}]", line):
        if control in "\u202c\u2069":
            if not opened or opened.pop() != control:
                return False
        else:
            opened.append("\u2069" if control >= "\u2066" else "\u202c")
    return not opened


# -------------------------------------------------------------------------- the prose


def _in_prose(ctx: Context, places: list[Span]) -> Iterator[tuple[_Leaf, Span]]:
    """Those of ``places`` that stand in words which a reader sees, in reading order."""
    stack: list[Node] = [ctx.document.syntax.root]
    while stack:
        block = stack.pop()
        if not _within(places, block.span):
            continue
        if isinstance(block, (Paragraph, Heading, Cell, HtmlBlock)):
            if not (isinstance(block, Cell) and block.extra):
                yield from _in_block(ctx, block, places)
        elif not isinstance(block, (CodeBlock, Definition, FrontMatter)):
            stack.extend(reversed(block.children))


def _in_block(ctx: Context, block: Node, places: list[Span]) -> Iterator[tuple[_Leaf, Span]]:
    formulas = math_spans(ctx.source.text, block.start, block.end)
    starts = [formula.start for formula in formulas]
    stack = list(reversed(block.children))
    in_code = False
    while stack:
        node = stack.pop()
        if isinstance(node, HtmlTag):
            if node.name in _CODE_TAGS:
                in_code = not node.closing
        elif isinstance(node, (Text, HtmlText)):
            for place in () if in_code else _within(places, node.span):
                index = bisect_left(starts, place.end) - 1
                if index < 0 or not formulas[index].overlaps(place):
                    yield _Leaf(node, block), place
        elif not isinstance(node, Image) and not (
            isinstance(node, Link) and node.form in ("autolink", "bare")
        ):
            stack.extend(reversed(node.children))


def _within(places: list[Span], span: Span) -> list[Span]:
    first = bisect_left(places, Span(span.start, span.start))
    return places[first : bisect_left(places, Span(span.end, span.end))]


# -------------------------------------------------------------------------- the judge

# Letters that the bytes of UTF-8 become when they are decoded wrongly: mojibake tells of them.
_GARBLED = re.compile(r"[\u00c2-\u00f4]")
_FLAG = "\U0001f3f4"
_TAG = re.compile(r"[\U000e0000-\U000e007f]")
_CONTROL_OF_ORDER = re.compile(f"[{_BIDIRECTIONAL}]")
# Scripts without spaces between words: Thai, Lao, Burmese, Khmer; and Japanese.
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\uaa60-\uaa7f]")
_KANA = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff]")
_BOX = re.compile(r"\[[ xX]\]")
_ADDRESS = re.compile(r"://|www|http|ftp|mailto|@", re.IGNORECASE)
_DASH = re.compile(r"[ \t\u00a0]{0,20}-[ \t\u00a0]{1,20}")
_NEAR = 60
"""Characters of a line, on one side, that are looked at to judge a place."""


def _judge(text: str, line: _Line, leaf: _Leaf, place: Span) -> _Found | None:
    run = text[place.start : place.end]
    before, after = text[place.start - 1 : place.start], text[place.end : place.end + 1]
    if line.visible == line.span.end or _GARBLED.match(before):
        return None  # a line without words is there for its height
    if run[0] == "\u00a0":
        return None if isinstance(leaf.node, HtmlText) else _in_layout(text, line, leaf, place)
    if _is_meant(line, run, before, after):
        return None
    if any("\x80" <= character <= "\x9f" for character in run):
        # A letter was lost rather than one gained.
        return None if not (before + after).isascii() else _Found(place)
    if place.start < line.visible:
        return _Found(place)
    gone = Edit(place, "")
    if place.start == line.behind:
        alone = after.isalnum() or (after == "[" and not _BOX.match(text, place.end))
        return _Found(place, gone if alone else None)
    safe = not _CONTROL_OF_ORDER.search(run) and _is_between_words(text, line, place)
    return _Found(place, gone, safe)


def _is_meant(line: _Line, run: str, before: str, after: str) -> bool:
    """Whether invisible characters are there for a reason."""
    if not run.strip("\u00ad\u200b"):
        return any(
            _SPACELESS.match(near) or (line.japanese and near > "\u2fff") for near in before + after
        )
    if _TAG.search(run):
        return before == _FLAG and not _TAG.sub("", run)
    return line.rightward and not _CONTROL_OF_ORDER.sub("", run)


def _is_between_words(text: str, line: _Line, place: Span) -> bool:
    """Whether nothing but words comes of it when what stands at ``place`` is removed."""
    near = text[max(line.span.start, place.start - _NEAR) : place.start]
    far = text[place.end : min(line.span.end, place.end + _NEAR)]
    if not far.strip() and (near[-1:].isspace() or far):
        return False  # two blanks at a line's end break it
    joined = near[-1:] == "-" and near[-2:-1].isalnum()  # as in self-supervised
    if not all(map(_is_plain, ("" if joined else near[-1:]) + far[:1])):
        return False
    return _ADDRESS.search(re.split(r"\s", near)[-1] + re.split(r"\s", far)[0]) is None


def _is_plain(character: str) -> bool:
    """Whether a character means nothing in Markdown."""
    if character < "\x80":
        return character.isalnum() or character in " ,;?'\""
    return unicodedata.category(character)[0] in "LMNPSZ"


def _in_layout(text: str, line: _Line, leaf: _Leaf, place: Span) -> _Found | None:
    """A no-break space that only Markdown sees: at an edge, behind a marker, beside a dash."""
    before, after = text[place.start - 1 : place.start], text[place.end : place.end + 1]
    gone = Edit(place, "")
    rest = text[place.end : min(place.end + _NEAR, line.span.end)]
    if place.start == line.behind:
        if not rest.strip():
            return None  # an item without words
        wide = before in " \t"
        if not wide and line.marker[0].isdigit():
            return None  # `5. May` that must not be broken
        plain = not (after in "[#>-+*" or after.isdigit())
        if wide:
            return _Found(place, gone if after.strip() else None, safe=plain)
        edit = gone if after in (" ", "\t") else Edit(place, " ")
        return _Found(place, edit, marker=line.marker)
    if place.start < line.visible:
        return None
    if isinstance(leaf.block, Cell) and leaf.block.span != place:
        edge = place.start == leaf.block.start or place.end == leaf.block.end
        if edge and place.end - place.start == 1:
            return _Found(place, gone, safe=True)
    if not rest.strip() and isinstance(leaf.block, Paragraph):
        return None  # a blank at a line's end shows nowhere and breaks nothing
    if not rest.strip() and not isinstance(leaf.block, Cell):
        return _Found(
            place,
            gone,
            safe=not rest and (before in ".:!)" or (before != " " and _is_plain(before))),
        )
    if _is_separator(text, leaf, place):
        return _Found(place, gone if " " in (before, after) else Edit(place, " "), safe=True)
    return None


def _is_separator(text: str, leaf: _Leaf, place: Span) -> bool:
    """Whether ``place`` is beside the dash that parts a link from what is said about it."""
    if leaf.node.start == leaf.block.start:
        return False
    dash = _DASH.match(text, leaf.node.start, leaf.node.end)
    return dash is not None and place.end <= dash.end()
