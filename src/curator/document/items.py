"""The entries and groups of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curator.document.heads import Head, primary_link, read_head
from curator.document.model import Entry, Link
from curator.document.pieces import Piece
from curator.document.reader import Reader
from curator.document.titles import opening_role
from curator.nodes import Heading, Item, ListBlock, Node, Paragraph, plain_text
from curator.source import Span

# What follows is the group's description: "- macOS - Operating system for computers."
_SEPARATOR = re.compile(r" [-–—|] ")
_MIN_TITLE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Group:
    """A list item that names a group: its title, its span, the entries below it."""

    title: str
    title_span: Span
    span: Span
    members: tuple[Entry | Group, ...]


@dataclass(frozen=True, slots=True)
class Below:
    """Lists below an entry: role links that are its own, entries, and bullets of prose."""

    links: list[Link]
    children: list[Entry]
    notes: list[Node]


def read_list(reader: Reader, block: ListBlock, depth: int = 0) -> list[Entry | Group]:
    """The entries and groups of a list, in reading order."""
    members: list[Entry | Group] = []
    for item in block.children:
        if isinstance(item, Item):
            members.extend(_read_item(reader, item, depth))
    return members


def _read_item(reader: Reader, item: Item, depth: int) -> list[Entry | Group]:
    own = reader.links_in(item, lists=False)
    nested = [child for child in item.children if isinstance(child, ListBlock)]
    outside = [link for link in own if not link.internal]
    if not outside and not nested:
        return []
    head_node = next((c for c in item.children if isinstance(c, (Paragraph, Heading))), None)
    pieces = reader.pieces(head_node.children) if head_node else []
    if outside and not _only_badges(outside, pieces):
        return [_item_entry(reader, item, pieces, own, nested, depth)]
    roles = _role_links(reader, nested)
    if roles and not own:
        return [_titled_by_text(reader, item, pieces, roles, depth)]
    members = [m for block in nested for m in read_list(reader, block, depth + 1)]
    if not members:
        return []
    title = " ".join(plain_text(reader.source, head_node).split()) if head_node else ""
    if not title or head_node is None:
        return members
    title = _SEPARATOR.split(title, maxsplit=1)[0].rstrip(" :：")
    return [Group(title, head_node.span, item.span, tuple(members))]


def _only_badges(links: Sequence[Link], pieces: Sequence[Piece]) -> bool:
    """Whether an item shows badges and nothing else."""
    return all(link.badge for link in links) and not any(
        piece.text.strip() for piece in pieces if piece.kind not in ("link", "image")
    )


def _item_entry(
    reader: Reader,
    item: Item,
    pieces: Sequence[Piece],
    own: list[Link],
    nested: Sequence[ListBlock],
    depth: int,
) -> Entry:
    head = read_head(reader.source, pieces)
    if head.link is None or head.link.internal:  # the links stand in a later paragraph
        head = replace(head, link=primary_link(own))
    below = read_below(reader, nested, depth + 1)
    links = own + below.links
    notes: list[Node] = [c for c in item.children if not isinstance(c, ListBlock)][1:]
    if head.link is None or (head.title_kind != "link" and head.link.role != "paper"):
        head = replace(head, link=_better_link(head.link, links))
    return reader.entry("item", item, head, links, notes + below.notes, depth, below.children)


def read_below(reader: Reader, blocks: Sequence[ListBlock], depth: int) -> Below:
    """What the lists below an entry add to it; ``depth`` counts the lists around theirs."""
    links: list[Link] = []
    children: list[Entry] = []
    notes: list[Node] = []
    for block in blocks:
        roles = _role_links(reader, [block])
        if roles:
            links.extend(roles)
            continue
        children.extend(_flat(read_list(reader, block, depth)))
        notes.extend(sub for sub in block.children if not reader.links_in(sub))
    return Below(links, children, notes)


def _titled_by_text(
    reader: Reader, item: Item, pieces: Sequence[Piece], links: list[Link], depth: int
) -> Entry:
    """An item whose links all stand in bullets below it: ``- Title`` / ``  - [pdf](u)``."""
    head = replace(read_head(reader.source, pieces), link=primary_link(links))
    return reader.entry("item", item, head, links, depth=depth)


def _role_links(reader: Reader, blocks: Sequence[ListBlock]) -> list[Link]:
    """The links of lists in which every item is nothing but role links, else nothing."""
    links: list[Link] = []
    for block in blocks:
        for item in block.children:
            found = reader.links_in(item)
            if not found:
                continue
            head_node = item.children[0] if item.children else None
            if not isinstance(head_node, Paragraph) or len(item.children) > 1:
                return []
            pieces = reader.pieces(head_node.children)
            if opening_role(pieces) is None or read_head(reader.source, pieces).title:
                return []
            links.extend(found)
    return links


def read_titled_list(reader: Reader, title: Paragraph, block: ListBlock) -> Entry | None:
    """A paragraph in bold above bullets that are its links: one entry, not a section.

    ``**Title of a paper**`` above ``- arXiv: https://…`` and ``- github: https://…``. The
    title has four words or more, for fewer are a label; the first bullet that links
    anything opens with a role, and none names a resource by a link of its own.
    """
    words = " ".join(plain_text(reader.source, title).split())
    if len(words.split()) < _MIN_TITLE_WORDS or words.endswith((":", "：")):
        return None
    links: list[Link] = []
    for item in block.children:
        found = reader.links_in(item)
        head_node = item.children[0] if item.children else None
        if not found or not isinstance(head_node, Paragraph):
            continue
        pieces = reader.pieces(head_node.children)
        role = opening_role(pieces)
        if role is None and (not links or read_head(reader.source, pieces).title_kind == "link"):
            return None
        links.extend(found)
    if not links:
        return None
    head = Head(words, "bold", title.span, primary_link(links))
    notes = [item for item in block.children if not reader.links_in(item)]
    entry = reader.entry("paragraph", title, head, links, notes)
    entry.span = Span(title.start, block.end)
    return entry


def _better_link(link: Link | None, links: Sequence[Link]) -> Link | None:
    """A link in the paper's role among ``links``, else ``link``, else the best of them."""
    paper = next((other for other in links if other.role == "paper" and not other.badge), None)
    return paper or link or primary_link(links)


def _flat(members: Sequence[Entry | Group]) -> list[Entry]:
    """The entries of groups inside an entry: an entry has entries below it, not sections."""
    flat: list[Entry] = []
    for member in members:
        flat.extend(_flat(member.members) if isinstance(member, Group) else [member])
    return flat
