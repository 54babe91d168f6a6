"""Which list items, table rows, paragraphs and headings are entries, and what is in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from curator.document.heads import Head, opening_role, primary_link, read_head
from curator.document.model import Entry, EntryKind, Link
from curator.document.pieces import LEADING_NUMBER, LEADING_ORNAMENT, Piece, pieces_of
from curator.document.roles import is_people_column, is_title_column
from curator.nodes import (
    Heading,
    Item,
    ListBlock,
    Node,
    Paragraph,
    Quote,
    Table,
    plain_text,
)
from curator.source import Source, Span


@dataclass(frozen=True, slots=True)
class Group:
    """A list item that names a group: its title, its span, the entries below it."""

    title: str
    title_span: Span
    span: Span
    members: tuple[Entry | Group, ...]


class EntryReader:
    """Reads entries out of one document's nodes.

    ``links`` are the document's in reading order, ``by_node`` the same by their node's ``id``.
    """

    def __init__(self, source: Source, links: Sequence[Link], by_node: Mapping[int, Link]) -> None:
        self.source = source
        self.by_node = by_node
        self._links = links
        self._starts = [link.span.start for link in links]

    def links_in(self, node: Node, *, lists: bool = True) -> list[Link]:
        """The links below ``node`` in reading order; nested lists left out on request."""
        if lists:
            return self._between(node.start, node.end)
        found: list[Link] = []
        start = node.start
        for child in node.children:
            if isinstance(child, ListBlock):
                found.extend(self._between(start, child.start))
                start = child.end
        found.extend(self._between(start, node.end))
        return found

    def _between(self, start: int, end: int) -> list[Link]:
        first = bisect_left(self._starts, start)
        return list(self._links[first : bisect_left(self._starts, end, first)])

    def pieces(self, nodes: Sequence[Node]) -> list[Piece]:
        """The inline content of ``nodes``, flattened."""
        return pieces_of(self.source, nodes, self.by_node)

    # --------------------------------------------------------------------------- items

    def read_list(self, block: ListBlock, depth: int = 0) -> list[Entry | Group]:
        """The entries and groups of a list, in reading order."""
        members: list[Entry | Group] = []
        for item in block.children:
            if isinstance(item, Item):
                members.extend(self._read_item(item, depth))
        return members

    def _read_item(self, item: Item, depth: int) -> list[Entry | Group]:
        own = self.links_in(item, lists=False)
        nested = [child for child in item.children if isinstance(child, ListBlock)]
        outside = [link for link in own if not link.internal]
        if not outside and not nested:
            return []
        head_node = next((c for c in item.children if isinstance(c, (Paragraph, Heading))), None)
        pieces = self.pieces(head_node.children) if head_node else []
        if outside:
            return [self._item_entry(item, pieces, own, nested, depth)]
        roles = self._role_links(nested)
        if roles and not own:
            return [self._titled_by_text(item, pieces, roles, depth)]
        members = [m for block in nested for m in self.read_list(block, depth + 1)]
        if not members:
            return []
        title = plain_text(self.source, head_node) if head_node else ""
        span = head_node.span if head_node else item.marker
        return [Group(" ".join(title.split()).rstrip(" :："), span, item.span, tuple(members))]

    def _item_entry(
        self,
        item: Item,
        pieces: Sequence[Piece],
        own: list[Link],
        nested: Sequence[ListBlock],
        depth: int,
    ) -> Entry:
        head = read_head(self.source, pieces)
        if head.link is None or head.link.internal:  # the links stand in a later paragraph
            head = replace(head, link=primary_link(own))
        links = list(own)
        children: list[Entry] = []
        notes: list[Node] = [c for c in item.children if not isinstance(c, ListBlock)][1:]
        for block in nested:
            roles = self._role_links([block])
            if roles:
                links.extend(roles)
                continue
            children.extend(_flat(self.read_list(block, depth + 1)))
            notes.extend(sub for sub in block.children if not self.links_in(sub))
        if head.link is None or (head.title_kind != "link" and head.link.role != "paper"):
            head = replace(head, link=_better_link(head.link, links))
        return self._entry("item", item, head, links, notes, depth, children)

    def _titled_by_text(
        self, item: Item, pieces: Sequence[Piece], links: list[Link], depth: int
    ) -> Entry:
        """An item whose links all stand in bullets below it: ``- Title`` / ``  - [pdf](u)``."""
        head = replace(read_head(self.source, pieces), link=primary_link(links))
        return self._entry("item", item, head, links, [], depth, [])

    def _role_links(self, blocks: Sequence[ListBlock]) -> list[Link]:
        """The links of lists in which every item is nothing but role links, else nothing."""
        links: list[Link] = []
        for block in blocks:
            for item in block.children:
                found = self.links_in(item)
                if not found:
                    continue
                head_node = item.children[0] if item.children else None
                if not isinstance(head_node, Paragraph) or len(item.children) > 1:
                    return []
                pieces = self.pieces(head_node.children)
                if opening_role(pieces) is None or read_head(self.source, pieces).title:
                    return []
                links.extend(found)
        return links

    # ---------------------------------------------------------------------------- rows

    def read_table(self, table: Table) -> list[Entry]:
        """The rows of a GFM table that carry links."""
        rows = [row for row in table.children if row.children]
        if not rows:
            return []
        header = [plain_text(self.source, cell).strip() for cell in rows[0].children]
        cells = [(row, [list(cell.children) for cell in row.children]) for row in rows[1:]]
        return self.read_rows(header, cells)

    def read_rows(
        self, header: Sequence[str], rows: Sequence[tuple[Node, list[list[Node]]]]
    ) -> list[Entry]:
        """Entries of rows given as nodes with the inline nodes of each cell.

        A row whose links all stay in this file is an entry only beside rows that lead out
        of it: a table of anchors is a table of contents.
        """
        entries = [
            entry
            for row, cells in rows
            if (entry := self._read_row(header, row, cells)) is not None
        ]
        if all(link.internal for entry in entries for link in entry.links):
            return []
        return entries

    def _read_row(self, header: Sequence[str], row: Node, cells: list[list[Node]]) -> Entry | None:
        columns = [self.pieces(nodes) for nodes in cells]
        for name, pieces in zip(header, columns, strict=False):
            if is_people_column(name):
                for piece in pieces:
                    if piece.link is not None and piece.kind == "link":
                        piece.link.role = "person"
        links = [p.link for column in columns for p in column if p.link and p.kind == "link"]
        if not links:
            return None
        column, head = self._title_column(header, columns)
        link = head.link if head.title_kind == "link" else primary_link(links)
        description, span = self._row_description(header, columns, column)
        if head.description:
            description, span = head.description, head.description_span
        head = Head(head.title, head.title_kind, head.title_span, link, None, description, span)
        return self._entry("row", row, head, links, [], 0, [])

    def _title_column(
        self, header: Sequence[str], columns: Sequence[Sequence[Piece]]
    ) -> tuple[int, Head]:
        """The column that names the row's resource, and what its cell says.

        The first cell whose link names something, else bold or quoted text, else the cell
        under a heading such as "Title" or "Topic", else the first cell with words.
        """
        linked = {
            index: read_head(self.source, pieces)
            for index, pieces in enumerate(columns)
            if any(piece.kind != "text" for piece in pieces)
        }
        for kinds in (("link",), ("bold", "quoted")):
            for index, head in linked.items():
                people = index < len(header) and is_people_column(header[index])
                if head.title_kind in kinds and not people:
                    return index, head
        named = [i for i in range(min(len(header), len(columns))) if is_title_column(header[i])]
        for index in [*named, *range(len(columns))]:
            head = linked.get(index) or read_head(self.source, columns[index])
            if head.title:
                return index, head
        return 0, Head()

    def _row_description(
        self, header: Sequence[str], columns: Sequence[Sequence[Piece]], title: int
    ) -> tuple[str, Span | None]:
        for index, pieces in enumerate(columns):
            name = header[index].lower() if index < len(header) else ""
            words = " ".join("".join(piece.text for piece in pieces).split())
            if is_people_column(name):
                continue
            described = re.match(r"desc|about|note|summary|comment|描述|说明|简介|介绍", name)
            prose = index > title and len(words.split()) > 3
            if index != title and words and (described or prose):
                return words, Span(pieces[0].span.start, pieces[-1].span.end)
        return "", None

    # ---------------------------------------------------------- paragraphs and headings

    def read_paragraph(self, block: Paragraph, heading: str | None) -> Entry | None:
        """A paragraph that opens with a title, or with a role link below a heading."""
        return self._read_prose("paragraph", block, block, heading)

    def read_quote(self, block: Quote) -> Entry | None:
        """A quote whose first paragraph opens with a title."""
        first = block.children[0] if block.children else None
        if block.alert or not isinstance(first, Paragraph):
            return None
        return self._read_prose("quote", block, first, None)

    def _read_prose(
        self, kind: EntryKind, block: Node, first: Paragraph, heading: str | None
    ) -> Entry | None:
        pieces = self.pieces(first.children)
        links = [p.link for p in pieces if p.kind == "link" and p.link and not p.link.badge]
        if not links or all(link.internal for link in links):
            return None
        head = read_head(self.source, pieces)
        if not _opens_entry(pieces, head, quote=kind == "quote"):
            return None
        if not head.title:
            if not heading or opening_role(pieces) is None:
                return None
            head = Head(heading, "heading", None, head.link)
        return self._entry(kind, block, head, self.links_in(block), [], 0, [])

    def read_heading(self, node: Heading, body: Sequence[Node]) -> Entry | None:
        """A heading that is a link, with the blocks below it as its body."""
        pieces = self.pieces(node.children)
        named = [p for p in pieces if p.kind == "link" and p.link and not p.link.badge]
        words = "".join(p.text for p in pieces if p.kind in ("text", "bold", "italic"))
        words = LEADING_ORNAMENT.sub("", LEADING_NUMBER.sub("", words))
        if len(named) != 1 or named[0].link is None or len(words.split()) > 3:
            return None
        link = named[0].link
        if link.internal or not link.text:
            return None
        links = self.links_in(node) + [found for block in body for found in self.links_in(block)]
        head = Head(link.text, "link", link.text_span, link)
        entry = self._entry("heading", node, head, links, list(body), 0, [])
        if body:
            entry.span = Span(node.start, body[-1].end)
        return entry

    # --------------------------------------------------------------------------- shared

    def _entry(
        self,
        kind: EntryKind,
        node: Node,
        head: Head,
        links: Sequence[Link],
        notes: Sequence[Node],
        depth: int,
        children: Sequence[Entry],
    ) -> Entry:
        description = head.description
        if not description and notes:
            described = (plain_text(self.source, note) for note in notes)
            description = " ".join(" ".join(described).split())
        return Entry(
            kind=kind,
            span=node.span,
            title=head.title,
            title_kind=head.title_kind,
            title_span=head.title_span,
            link=head.link,
            links=tuple(links),
            description=description,
            description_span=head.description_span,
            separator=head.separator,
            node=node,
            depth=depth,
            children=tuple(children),
        )


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


_AFTER_TITLE = re.compile(r"\s*(?:[-–—:：|(\[,.;/*\"“]|$|\.\s)")
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
    if head.title_span is None:
        return False
    title_at = head.title_span.start
    before = "".join(p.text for p in pieces if p.span.end <= title_at)
    before = LEADING_NUMBER.sub("", LEADING_ORNAMENT.sub("", before + " "), count=1).strip(' "“[')
    label = before.endswith((":", "：")) and len(before.split()) <= 3
    numbered = LEADING_NUMBER.match(opening.text + " ") is not None
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
    return ends or bool(_AFTER_TITLE.match(after)) or _broken_after(pieces, head)


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
