"""Paragraphs, quotes and headings that are entries, and prose and navigation that are not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curator.document.heads import Head, read_head
from curator.document.model import Entry, EntryKind
from curator.document.pieces import Piece, is_numbered, strip_opening
from curator.document.reader import Reader
from curator.document.titles import opening_role
from curator.nodes import Heading, Node, Paragraph, Quote
from curator.source import Span


def read_paragraph(reader: Reader, block: Paragraph, heading: str | None) -> Entry | None:
    """A paragraph that opens with a title, or with a role link below a heading."""
    return _read_prose(reader, "paragraph", block, block, heading)


def read_quote(reader: Reader, block: Quote) -> Entry | None:
    """A quote whose first paragraph opens with a title."""
    first = block.children[0] if block.children else None
    if block.alert or not isinstance(first, Paragraph):
        return None
    return _read_prose(reader, "quote", block, first, None)


def _read_prose(
    reader: Reader, kind: EntryKind, block: Node, first: Paragraph, heading: str | None
) -> Entry | None:
    pieces = reader.pieces(first.children)
    links = [p.link for p in pieces if p.kind == "link" and p.link and not p.link.badge]
    if not links or all(link.internal for link in links):
        return None
    head = read_head(reader.source, pieces)
    if not _opens_entry(pieces, head, quote=kind == "quote"):
        return None
    if not head.title:
        if not heading or opening_role(pieces) is None:
            return None
        head = Head(heading, "heading", None, head.link)
    return reader.entry(kind, block, head, reader.links_in(block), [], 0, [])


def read_heading(reader: Reader, node: Heading, body: Sequence[Node]) -> Entry | None:
    """A heading that is a link, with the blocks below it as its body."""
    pieces = reader.pieces(node.children)
    named = [p for p in pieces if p.kind == "link" and p.link and not p.link.badge]
    beside = "".join(p.text for p in pieces if p.kind in ("text", "bold", "italic"))
    beside = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|:[a-z0-9_+-]+:", "", beside)
    if len(named) != 1 or named[0].link is None or re.search(r"[^\W\d_]", beside):
        return None
    link = named[0].link
    if link.internal or not link.text:
        return None
    links = reader.links_in(node) + [found for block in body for found in reader.links_in(block)]
    head = Head(link.text, "link", link.text_span, link)
    entry = reader.entry("heading", node, head, links, list(body), 0, [])
    if body:
        entry.span = Span(node.start, body[-1].end)
    return entry


_AFTER_TITLE = re.compile(r"\s*(?:[-–—:：|(\[,.;/*\"“]|$|\.\s)")
_ASIDE = re.compile(
    r"(?:see|see also|also see|related|note|source|via|credits?|thanks to|inspired by|参见)[:：]",
    re.IGNORECASE,
)
_MAX_WORDS_BETWEEN = 25
_NAVIGATION = re.compile(r"[\s|•·/,\[\]()–—-]*")


def _opens_entry(pieces: Sequence[Piece], head: Head, *, quote: bool) -> bool:
    """Whether a paragraph that opens like an entry is one, and not prose or navigation."""
    texts = [p.text for p in pieces if p.kind in ("text", "bold", "italic", "code")]
    linked = [p for p in pieces if p.kind == "link" and p.link and not p.link.badge]
    only_links = all(_NAVIGATION.fullmatch(text) for text in texts)
    if only_links and len(linked) > 1 and head.title_kind == "link" and "/" not in head.title:
        return False
    first = next((i for i, p in enumerate(pieces) if p.text.strip() or p.kind == "link"), None)
    if first is None:
        return False
    opening = pieces[first]
    if opening_role(pieces) is not None and not head.title:
        return not quote and _role_paragraph(pieces)
    if head.title_span is None or (head.title_kind == "link" and head.link and not head.link.text):
        return False
    title_at = head.title_span.start
    before = "".join(p.text for p in pieces if p.span.end <= title_at)
    before = strip_opening(before).strip(' "“[')
    label = before.endswith((":", "：")) and len(before.split()) <= 3 and not _ASIDE.match(before)
    numbered = is_numbered(opening.text)
    if before and not label and not numbered:
        return False
    if head.title_kind == "text":
        return numbered
    after = "".join(p.text for p in pieces if p.span.start >= head.title_span.end)
    if head.title_kind == "link":
        behind = next(
            (p for p in pieces if p.span.start >= head.title_span.end and p.link is not head.link),
            None,
        )
        if quote and (behind is None or not behind.text.strip()):
            return False
        return behind is None or behind.kind != "text" or bool(_AFTER_TITLE.match(behind.text))
    ends = head.title.endswith(("?", "!")) or _ends_sentence(pieces, head)
    if not (ends or _AFTER_TITLE.match(after) or _broken_after(pieces, head)):
        return False
    return _leads_to_links(pieces, head)


def _leads_to_links(pieces: Sequence[Piece], head: Head) -> bool:
    """Whether what follows a bold title are links to it rather than running text."""
    assert head.title_span is not None  # noqa: S101 - asked only of titled heads
    words = 0
    for piece in pieces:
        if piece.span.start < head.title_span.end:
            continue
        if piece.kind == "link" and piece.link is not None and not piece.link.badge:
            named = piece.link.role in ("paper", "code", "data", "media")
            return piece.bracketed or named or words <= _MAX_WORDS_BETWEEN
        words += len(piece.text.split())
    return False


def _ends_sentence(pieces: Sequence[Piece], head: Head) -> bool:
    return any(p.span == head.title_span and p.text.rstrip().endswith((".", "。")) for p in pieces)


def _broken_after(pieces: Sequence[Piece], head: Head) -> bool:
    """Whether a hard break, an italic run or a link directly follows the title."""
    assert head.title_span is not None  # noqa: S101 - asked only of titled heads
    for piece in pieces:
        if piece.span.start >= head.title_span.end:
            if piece.kind == "text" and not piece.text.strip():
                continue
            return piece.kind in ("break", "italic", "link")
    return True


def _role_paragraph(pieces: Sequence[Piece]) -> bool:
    """Whether a paragraph is nothing but role links and their labels."""
    for piece in pieces:
        if piece.kind == "link":
            if piece.link and not piece.link.badge and piece.link.role is None:
                return False
        elif piece.kind in ("text", "bold", "italic"):
            words = re.findall(r"\w+", piece.text)
            if len(words) > 3:
                return False
    return True
