"""The inline content of an entry, flattened to the pieces that titles are looked for in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from curator.document.model import Link
from curator.nodes import (
    Break,
    Code,
    Emphasis,
    HtmlTag,
    HtmlText,
    Node,
    Strong,
    Text,
    decode,
    decode_html,
    plain_text,
)
from curator.nodes import Link as LinkNode
from curator.source import Source, Span

PieceKind = Literal["text", "bold", "italic", "link", "image", "code", "break"]


@dataclass(slots=True)
class Piece:
    """A run of one kind: its words, its place, and for links the ``Link``.

    ``bold`` links stand inside bold text. ``bracketed`` links stand in square or round
    brackets of their own, as in ``[[pdf](u)]``, ``([code](u))`` or ``[[pdf]](u)``.
    """

    kind: PieceKind
    text: str
    span: Span
    link: Link | None = None
    bold: bool = False
    bracketed: bool = False


def pieces_of(source: Source, nodes: Sequence[Node], links: Mapping[int, Link]) -> list[Piece]:
    """Flatten inline ``nodes``; ``links`` gives the ``Link`` of a node by the node's ``id``."""
    pieces: list[Piece] = []
    _flatten(source, nodes, links, pieces, bold=False)
    return pieces


def _flatten(
    source: Source,
    nodes: Sequence[Node],
    links: Mapping[int, Link],
    out: list[Piece],
    *,
    bold: bool,
) -> None:
    text = source.text
    closing = -1
    bold_tag = False
    for node in nodes:
        if node.start < closing:  # inside <a>…</a>, already taken as the link's text
            continue
        span = Span(node.start, node.end)
        if isinstance(node, Text):
            words = decode(text[node.start : node.end])
            out.append(Piece("bold" if bold_tag else "text", words, span, None, bold))
        elif isinstance(node, LinkNode):
            link = links.get(id(node))
            if link is not None:  # none is made of what is mathematics
                out.append(_link_piece(text, node, link, bold=bold or bold_tag))
        elif isinstance(node, (Strong, Emphasis)):
            _flatten_emphasis(source, node, links, out, bold=bold or bold_tag)
        elif isinstance(node, Code):
            out.append(Piece("code", node.value, span))
        elif isinstance(node, Break):
            out.append(Piece("break" if node.hard else "text", " ", span))
        elif isinstance(node, HtmlText):
            words = decode_html(text[node.start : node.end])
            out.append(Piece("bold" if bold_tag else "text", words, span))
        elif isinstance(node, HtmlTag):
            if (link := links.get(id(node))) is not None:
                piece = _link_piece(text, node, link, bold=bold_tag)
                closing = piece.span.end
                out.append(piece)
            elif node.name in ("b", "strong"):
                bold_tag = not node.closing
            elif node.name == "br":
                out.append(Piece("break", " ", span))


def _link_piece(text: str, node: Node, link: Link, *, bold: bool) -> Piece:
    if link.image:
        return Piece("image", link.alt, node.span, link)
    end = max(link.text_span.end, node.end) if link.kind == "html" else node.end
    span = Span(node.start, end)
    return Piece("link", link.text, span, link, bold, _bracketed(text, link, end))


def _flatten_emphasis(
    source: Source, node: Node, links: Mapping[int, Link], out: list[Piece], *, bold: bool
) -> None:
    """One piece for emphasised words; its parts where a link is among them."""
    plain = all(isinstance(inner, (Text, Break, Code)) for inner in node.children)
    if not plain and any(isinstance(inner, (LinkNode, HtmlTag)) for inner in node.walk()):
        _flatten(source, node.children, links, out, bold=bold or isinstance(node, Strong))
        return
    strong = isinstance(node, Strong) or (
        len(node.children) == 1 and isinstance(node.children[0], Strong)
    )
    kind: PieceKind = "bold" if strong or bold else "italic"
    out.append(Piece(kind, plain_text(source, node.children), node.span))


_ENCODED = re.compile(r"\\[!-/:-@\[-`{-~]|&#?\w{1,40};")


def place_of(source: Source, span: Span, words: str, part: tuple[int, int]) -> Span:
    """Where characters ``part`` of the ``words`` of ``span`` stand in the source.

    Escapes and character references are longer there than what they stand for.
    """
    if span.end - span.start == len(words):
        return Span(span.start + part[0], span.start + part[1])
    raw = source[span]
    read = decode if decode(raw) == words else decode_html
    places: list[int] = []
    at = 0
    for match in _ENCODED.finditer(raw):
        places.extend(range(at, match.start()))
        at = match.end()
        plain = read(match.group())
        same = plain == match.group()
        places.extend(range(match.start(), at) if same else [match.start()] * len(plain))
    places.extend(range(at, len(raw) + 1))
    start, end = (span.start + places[min(offset, len(places) - 1)] for offset in part)
    return Span(start, end)


def _bracketed(text: str, link: Link, end: int) -> bool:
    """Whether a link ending at ``end`` stands in brackets, alone or beside other links."""
    if link.text.startswith("[") and link.text.endswith("]"):
        return True
    before = text[link.span.start - 1 : link.span.start]
    after = text[end : end + 1]
    if before == "[":
        return after in ("]", ",", "|", " ", "/", "")
    if before == "(":
        return after == ")"
    return after == "]" and before in (" ", "/", "|", ",")


EMOJI = r"[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff\ufe0f\u200d]"
# "[12] ", "3. ", and the date of a news item: "[2024/05/02] "
_LEADING_NUMBER = re.compile(r"\s*(?:[\[(](?:\d{1,4}|[\d./\- ]{4,12})[\])]|\d{1,4}[.)、])[.:]?\s+")
_LEADING_ORNAMENT = re.compile(rf"(?:\s|{EMOJI}|:[a-z0-9_+-]+:|[•·>★☆|]|~)+")


def strip_opening(text: str) -> str:
    """``text`` without ornaments, an item number (``[12] ``, ``3. ``) or a date at its start."""
    match = _LEADING_ORNAMENT.match(text)
    text = text[match.end() :] if match else text
    number = _LEADING_NUMBER.match(text + " ")
    return text[number.end() :] if number else text


def is_numbered(text: str) -> bool:
    """Whether ``text`` opens with an item number or a date in brackets."""
    return _LEADING_NUMBER.match(text + " ") is not None
