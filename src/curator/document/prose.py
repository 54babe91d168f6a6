"""Paragraphs and quotes that are entries, and prose and navigation that are not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curator.document.heads import Head, read_head
from curator.document.model import Entry, EntryKind
from curator.document.pieces import Piece, is_numbered, strip_opening
from curator.document.reader import Reader
from curator.document.titles import opening_role
from curator.nodes import Node, Paragraph, Quote
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


_AFTER_TITLE = re.compile(r"\s*(?:[-–—:：|(\[,.;/*\"“]|$|\.\s)")
_AUTHOR = re.compile(r"\s*[Bb]y\s+[A-Z]")
_ASIDE = re.compile(
    r"(?:see|see also|also see|related|note|source|via|credits?|thanks to|inspired by|参见)[:：]",
    re.IGNORECASE,
)
_MAX_WORDS_BETWEEN = 25
_NAVIGATION = re.compile(r"[\s|•·/,\[\]()–—-]*")


def _opens_entry(pieces: Sequence[Piece], head: Head, *, quote: bool) -> bool:
    """Whether a paragraph that opens like an entry is one, and not prose or navigation."""
    if _is_navigation(pieces, head):
        return False
    first = next((p for p in pieces if p.text.strip() or p.kind == "link"), None)
    if first is None:
        return False
    if opening_role(pieces) is not None and not head.title:
        return not quote and _role_paragraph(pieces)
    if head.title_span is None or (head.title_kind == "link" and head.link and not head.link.text):
        return False
    numbered = is_numbered(first.text)
    if not numbered and _has_words_before(pieces, head.title_span):
        return False
    if head.title_kind == "text":
        return numbered
    if head.title_kind == "link":
        return _opens_with_link(pieces, head, head.title_span, quote=quote)
    return _opens_in_bold(pieces, head, head.title_span)


def _is_navigation(pieces: Sequence[Piece], head: Head) -> bool:
    """Whether a paragraph is nothing but links side by side, as of languages or people."""
    texts = [p.text for p in pieces if p.kind in ("text", "bold", "italic", "code")]
    linked = [p for p in pieces if p.kind == "link" and p.link and not p.link.badge]
    only_links = all(_NAVIGATION.fullmatch(text) for text in texts)
    return only_links and len(linked) > 1 and head.title_kind == "link" and "/" not in head.title


def _has_words_before(pieces: Sequence[Piece], title: Span) -> bool:
    """Whether words that are no label stand before the title, as in running text."""
    before = "".join(p.text for p in pieces if p.span.end <= title.start)
    before = strip_opening(before).strip(' "“[')
    label = before.endswith((":", "：")) and len(before.split()) <= 3 and not _ASIDE.match(before)
    return bool(before) and not label


def _opens_with_link(pieces: Sequence[Piece], head: Head, title: Span, *, quote: bool) -> bool:
    """Whether no sentence goes on behind the title's link; a quote is more than one link."""
    behind = next(
        (p for p in pieces if p.span.start >= title.end and p.link is not head.link), None
    )
    if quote and (behind is None or not behind.text.strip()):
        return False
    return behind is None or behind.kind != "text" or bool(_AFTER_TITLE.match(behind.text))


def _opens_in_bold(pieces: Sequence[Piece], head: Head, title: Span) -> bool:
    """Whether a bold or quoted title is followed by links to it and not by running text."""
    after = "".join(p.text for p in pieces if p.span.start >= title.end)
    if _AUTHOR.match(after):
        return _leads_to_links(pieces, title, within=0)
    ends = head.title.endswith(("?", "!")) or _ends_sentence(pieces, title)
    if not (ends or _AFTER_TITLE.match(after) or _broken_after(pieces, title)):
        return False
    return _leads_to_links(pieces, title, within=_MAX_WORDS_BETWEEN)


def _leads_to_links(pieces: Sequence[Piece], title: Span, *, within: int) -> bool:
    """Whether the first link behind a bold title is one to it.

    It stands in brackets, or says what it is for, or at most ``within`` words lie between.
    """
    words = 0
    for piece in pieces:
        if piece.span.start < title.end:
            continue
        if piece.kind == "link" and piece.link is not None and not piece.link.badge:
            named = piece.link.role in ("paper", "code", "data", "media")
            return piece.bracketed or named or words <= within
        words += len(piece.text.split())
    return False


def _ends_sentence(pieces: Sequence[Piece], title: Span) -> bool:
    return any(p.span == title and p.text.rstrip().endswith((".", "。")) for p in pieces)


def _broken_after(pieces: Sequence[Piece], title: Span) -> bool:
    """Whether a hard break, an italic run or a link directly follows the title."""
    for piece in pieces:
        if piece.span.start >= title.end:
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
