"""The typed section tree: a list as its author has it in mind."""

from __future__ import annotations

import re

from curator.document.model import (
    Contents,
    Document,
    Entry,
    EntryKind,
    HeadingRecord,
    Link,
    LinkKind,
    Role,
    Section,
    SectionKind,
    TitleKind,
)
from curator.document.scan import Scan, scan
from curator.document.sections import SectionBuilder
from curator.nodes import FrontMatter, Syntax
from curator.source import Source

__all__ = [
    "Contents",
    "Document",
    "Entry",
    "EntryKind",
    "HeadingRecord",
    "Link",
    "LinkKind",
    "Role",
    "Section",
    "SectionKind",
    "TitleKind",
    "build_document",
]

_FRONT_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.*)$", re.MULTILINE)


def build_document(source: Source, syntax: Syntax) -> Document:
    """The section tree of a parsed file."""
    found = scan(source, syntax.root)
    builder = SectionBuilder(source, found.links, found.by_node, found.heading_by_node)
    root = builder.build(syntax.root)
    root.title = _title(source, syntax, found)
    return Document(
        source=source,
        syntax=syntax,
        title=root.title,
        root=root,
        links=tuple(found.links),
        images=tuple(found.images),
        headings=tuple(found.headings),
        anchors=frozenset(found.anchors),
        contents=tuple(builder.contents),
        definitions=found.definitions,
    )


def _title(source: Source, syntax: Syntax, found: Scan) -> str:
    """The first top-level heading, else the title in the front matter, else nothing.

    A heading that is a picture gives its alternative text.
    """
    for heading in found.headings:
        if heading.depth == 1:
            pictures = (image.alt for image in found.images if heading.span.covers(image.span))
            title = heading.text or next(filter(None, pictures), "")
            if title:
                return title
    first = next(iter(syntax.root.children), None)
    if isinstance(first, FrontMatter):
        match = _FRONT_TITLE.search(source[first.span])
        if match:
            return match.group(1).strip().strip("\"'")
    return ""
