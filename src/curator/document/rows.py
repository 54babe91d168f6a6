"""The rows of a table, GFM or HTML, that are entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curator.document.heads import Head, primary_link, read_head
from curator.document.model import Entry
from curator.document.pieces import Piece
from curator.document.reader import Reader
from curator.document.roles import is_people_column, is_title_column, role_of_text
from curator.nodes import Cell, Node, Table, plain_text
from curator.source import Span


def read_table(reader: Reader, table: Table) -> list[Entry]:
    """The rows of a GFM table that carry links."""
    rows = [row for row in table.children if row.children]
    if not rows:
        return []
    header = [plain_text(reader.source, cell).strip() for cell in rows[0].children]
    cells = [(row, _shown_cells(row)) for row in rows[1:]]
    return read_rows(reader, header, cells)


def _shown_cells(row: Node) -> list[list[Node]]:
    """The inline nodes of each cell, those that GitHub drops left out."""
    return [
        list(cell.children) for cell in row.children if isinstance(cell, Cell) and not cell.extra
    ]


def read_rows(
    reader: Reader, header: Sequence[str], rows: Sequence[tuple[Node, list[list[Node]]]]
) -> list[Entry]:
    """Entries of rows given as nodes with the inline nodes of each cell.

    A row whose links all stay in this file is an entry only beside rows that lead out
    of it: a table of anchors is a table of contents.
    """
    entries = [
        entry for row, cells in rows if (entry := _read_row(reader, header, row, cells)) is not None
    ]
    if all(link.internal for entry in entries for link in entry.links):
        return []
    return entries


def _read_row(
    reader: Reader, header: Sequence[str], row: Node, cells: list[list[Node]]
) -> Entry | None:
    columns = [reader.pieces(nodes) for nodes in cells]
    for name, pieces in zip(header, columns, strict=False):
        if is_people_column(name):
            for piece in pieces:
                if piece.link is not None and piece.kind == "link":
                    piece.link.role = "person"
    links = [p.link for column in columns for p in column if p.link and p.kind == "link"]
    if not links:
        return None
    column, head = _title_column(reader, header, columns)
    if not any(link.text or link.role for link in links):
        return None  # a row of pictures, such as a wall of sponsors
    link = head.link if head.title_kind == "link" else primary_link(links)
    description, span = _row_description(header, columns, column)
    if head.description:
        description, span = head.description, head.description_span
    head = replace(head, link=link, separator=None, description=description, description_span=span)
    return reader.entry("row", row, head, links)


def _title_column(
    reader: Reader, header: Sequence[str], columns: Sequence[Sequence[Piece]]
) -> tuple[int, Head]:
    """The column that names the row's resource, and what its cell says.

    The first cell with a link that names something, or with bold or quoted text; then the
    words under a heading such as "Title" or "Topic"; then links in brackets or under a
    heading such as "Code", which name what goes with the resource; then the first words.
    """
    titles = [is_title_column(name) for name in header]
    aside = [role_of_text(name) is not None and not is_title_column(name) for name in header]
    heads = {
        index: read_head(reader.source, pieces)
        for index, pieces in enumerate(columns)
        if any(piece.kind != "text" for piece in pieces)
        and not (index < len(header) and is_people_column(header[index]))
    }
    beside: list[int] = []
    for kinds in (("link",), ("bold", "quoted")):
        for index, head in heads.items():
            if head.title_kind in kinds:
                if not head.bracketed and not (index < len(aside) and aside[index]):
                    return index, head
                beside.append(index)
    named = [index for index in range(min(len(titles), len(columns))) if titles[index]]
    for index in [*named, *beside, *range(len(columns))]:
        head = heads.get(index) or read_head(reader.source, columns[index])
        if head.title:
            return index, head
    return 0, Head()


def _row_description(
    header: Sequence[str], columns: Sequence[Sequence[Piece]], title: int
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
