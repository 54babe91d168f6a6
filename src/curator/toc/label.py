"""What a heading is called in contents: its Markdown as it fits between the brackets of a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from curator.nodes import (
    Break,
    Code,
    Emphasis,
    FootnoteReference,
    Heading,
    HtmlComment,
    HtmlTag,
    Image,
    Link,
    Node,
    Strong,
    Text,
)
from curator.source import Source, Span

_BRACKET = re.compile(r"(\\.)|([\[\]])", re.DOTALL)
# An ampersand and a sign of less than only where an entity, a tag or a comment would begin.
_SPECIAL = re.compile(
    r"[\\`*_\[\]]|<(?=[A-Za-z/!?])|&(?=(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,40});)"
)
_EXPLICIT = re.compile(r"\s*\{:?\s*#[^{}]*\}\s*$")
_SIGN: Final = (
    r"(?:[\U0001f000-\U0001faff\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\u200d\u20e3"
    r"\U000e0020-\U000e007f]|:[a-z0-9_+-]{1,40}:)"
)
_FRONT = re.compile(rf"(?:{_SIGN}\s*+)++")
_BACK = re.compile(rf"(?:\s*+{_SIGN})++$")
_LONGEST_BACK: Final = 80
_HIDDEN: Final = (Image, FootnoteReference, HtmlTag, HtmlComment)


class Label(NamedTuple):
    """A name, and the emoji in front of it and behind it, without the blanks between them."""

    front: str
    words: str
    back: str

    @property
    def whole(self) -> str:
        """All of it, as the heading has it."""
        return " ".join(filter(None, self))


def heading_words(source: Source, heading: Heading) -> str:
    """The Markdown of a heading: code and emphasis as they are, links as their texts.

    Without images, tags, comments and footnotes; brackets are escaped.
    """
    words = " ".join("".join(_pieces(source, heading)).split())
    return _EXPLICIT.sub("", words)


def _pieces(source: Source, node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, Code):
            yield source[child.span]
        elif isinstance(child, Break):
            yield " "
        elif isinstance(child, Text):
            yield _escaped(source[child.span])
        elif isinstance(child, (Emphasis, Strong)) and child.children:
            first, last = child.children[0].start, child.children[-1].end
            inside = "".join(_pieces(source, child))
            marks = source[Span(child.start, first)], source[Span(last, child.end)]
            yield inside.join(marks) if inside.strip() else inside
        elif isinstance(child, Link) and child.form in ("autolink", "bare"):
            yield _escaped(source[child.text])
        elif not isinstance(child, _HIDDEN):
            yield from _pieces(source, child)


def _escaped(written: str) -> str:
    """Markdown with its brackets escaped, where they are not."""
    return _BRACKET.sub(lambda match: match[1] or f"\\{match[2]}", written)


def as_markdown(text: str) -> str:
    """Plain text, such as that of an HTML heading, as Markdown that shows it."""
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", text)


def split_label(words: str) -> Label:
    """A name parted from its emoji; whole where it is nothing else."""
    front = _FRONT.match(words)
    start = front.end() if front else 0
    back = _BACK.search(words, max(start, len(words) - _LONGEST_BACK))
    stop = back.start() if back else len(words)
    if not words[start:stop].strip():
        return Label("", words, "")
    return Label(words[:start].strip(), words[start:stop].strip(), words[stop:].strip())
