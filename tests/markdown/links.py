"""The links and headings of a syntax tree as rows, the way a document's truth writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from curator import nodes
from curator.nodes import Node, Syntax
from curator.slug import Slugger
from curator.source import Source


def shown(syntax: Syntax, *, unused_footnotes: bool = True) -> Iterator[Node]:
    """All nodes that GitHub renders: not the cells beyond the header's columns.

    Footnotes nobody refers to, and second definitions of one key, are not rendered either; a
    list's links are checked there all the same, so they are left out only on request.
    """
    wanted: set[str] | None = None
    if not unused_footnotes:
        everything = syntax.root.walk()
        wanted = {node.key for node in everything if isinstance(node, nodes.FootnoteReference)}
    stack: list[Node] = [syntax.root]
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.Cell) and node.extra:
            continue
        if isinstance(node, nodes.Image):
            yield node  # what stands in its alternative text is words, also a link
            continue
        if wanted is not None and isinstance(node, nodes.FootnoteDefinition):
            if node.key not in wanted:
                continue
            wanted.discard(node.key)
        yield node
        stack.extend(reversed(node.children))


def link_rows(source: Source, syntax: Syntax) -> list[dict[str, Any]]:
    """Every link in reading order: kind, URL, text, and where it begins and ends."""
    rows = []
    for node in shown(syntax):
        kind: str
        if type(node) is nodes.Link:
            kind, url = node.form, node.url
            text = nodes.plain_text(source, node.children) if node.children else source[node.text]
        elif isinstance(node, nodes.HtmlTag) and node.name == "a" and not node.closing:
            if "href" not in node.attributes:
                continue
            kind, url, text = "html", node.attributes["href"].value, ""
        else:
            continue
        start, end = source.position(node.start), source.position(node.end)
        rows.append(
            {
                "line": start.line,
                "column": start.column,
                "end_line": end.line,
                "end_column": end.column,
                "kind": kind,
                "url": url,
                "text": " ".join(text.split()),
            }
        )
    return rows


def heading_rows(source: Source, syntax: Syntax) -> list[dict[str, Any]]:
    """Every Markdown heading in reading order: line, depth, text and anchor."""
    slugger = Slugger()
    rows = []
    for node in shown(syntax):
        if isinstance(node, nodes.Heading):
            text = nodes.plain_text(source, node.children)
            line = source.position(node.start).line
            slug = slugger.slug(text)
            rows.append({"line": line, "depth": node.depth, "text": text.strip(), "slug": slug})
    return rows
