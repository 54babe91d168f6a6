"""Headings that are entries: a title that links to its resource, with its body below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curator.document.heads import Head, read_head
from curator.document.items import Group, read_below, read_list
from curator.document.model import Entry
from curator.document.pieces import Piece, strip_opening
from curator.document.reader import Reader
from curator.nodes import Heading, ListBlock, Node, Table
from curator.source import Span

_LETTER = re.compile(r"[^\W\d_]")
_ASIDES = re.compile(r"\([^()]*+\)|\[[^\[\]]*+\]|:[a-z0-9_+-]+:")
_QUOTED = re.compile(r"[\"“„«「『《].+[\"”“»」』》]")
_DESCRIBED = re.compile(r"\s*(?:[-–—|]\s|[:：])")
_MAX_AUTHOR_WORDS = 20


def read_heading(
    reader: Reader, node: Heading, body: Sequence[Node], *, divided: bool
) -> Entry | None:
    """A heading whose text is a link, or hardly more than one, with the blocks below it.

    Where resources are listed below, it is a section, unless the link is a title in
    quotation marks: what is listed below a work goes with it. ``divided`` tells that the
    body ends at a heading of a deeper level, as that of a section does.
    """
    head = _head(reader, node, divided=divided)
    if head is None or head.link is None:
        return None
    listing = {
        id(block): block
        for block in body
        if isinstance(block, (ListBlock, Table)) and leads_out(reader, block)
    }
    if listing and (divided or not all(_goes_with(reader, head, b) for b in listing.values())):
        return None
    links = reader.links_in(node)
    notes: list[Node] = []
    children: list[Entry] = []
    for block in body:
        if isinstance(block, ListBlock) and id(block) in listing:
            below = read_below(reader, [block], 0)
            links.extend(below.links)
            children.extend(below.children)
            notes.extend(below.notes)
        else:
            links.extend(reader.links_in(block))
            notes.append(block)
    entry = reader.entry("heading", node, head, links, notes, 0, children)
    if body:
        entry.span = Span(node.start, body[-1].end)
    return entry


def leads_out(reader: Reader, block: ListBlock | Table) -> bool:
    """Whether a list or table holds a link to anything but a place in this file."""
    return any(not link.internal for link in reader.links_in(block))


def _head(reader: Reader, node: Heading, *, divided: bool) -> Head | None:
    """What the heading says as an entry, ``None`` where its link is too little of it."""
    pieces = reader.pieces(node.children)
    named = [p for p in pieces if p.kind == "link" and p.link and not p.link.badge]
    link = named[0].link if named else None
    if link is None or link.internal or not link.text:
        return None
    beside = _ASIDES.sub("", "".join(p.text for p in pieces if _is_prose(p)))
    if len(named) == 1 and not _LETTER.search(beside):
        return Head(link.text, "link", link.text_span, link)
    aside = all(p.bracketed or (p.link and p.link.role is not None) for p in named[1:])
    if divided or link.role is not None or not aside or not _mostly(pieces, named[0]):
        return None
    head = read_head(reader.source, pieces)
    if head.link is not link or head.title_kind != "link":
        return None
    return head if head.separator else Head(head.title, "link", head.title_span, link)


def _is_prose(piece: Piece) -> bool:
    return piece.kind in ("text", "bold", "italic")


def _mostly(pieces: Sequence[Piece], title: Piece) -> bool:
    """Whether a text opens with its title's link and goes on with authors or a description."""
    before = "".join(p.text for p in pieces if _is_prose(p) and p.span.end <= title.span.start)
    if _LETTER.search(strip_opening(before)):
        return False
    behind = "".join(p.text for p in pieces if _is_prose(p) and p.span.start >= title.span.end)
    if _DESCRIBED.match(behind):
        return True
    words = len(_ASIDES.sub("", behind).split())
    if _QUOTED.fullmatch(title.text):
        return words <= _MAX_AUTHOR_WORDS
    return 2 * words <= len(title.text.split())


def _goes_with(reader: Reader, head: Head, block: ListBlock | Table) -> bool:
    """Whether what a list below a heading holds goes with the resource the heading names."""
    if isinstance(block, Table):
        return False
    if _QUOTED.fullmatch(head.title):
        return True
    return not any(
        isinstance(member, Group) or any(entry.title for entry in member.walk())
        for member in read_list(reader, block)
    )
