"""Section trees in the JSON format of ``curator tree``."""

from __future__ import annotations

from collections.abc import Iterable

from curator.document import Document, Entry, Link, Section
from curator.reporters import wire
from curator.source import Source, Span


def tree_result(documents: Iterable[Document]) -> wire.TreeResult:
    """The trees of ``documents`` with flat lists of their links and headings."""
    return wire.TreeResult(wire.VERSION, tuple(map(_document, documents)))


def _document(document: Document) -> wire.TreeDocument:
    source = document.source
    return wire.TreeDocument(
        path=source.path,
        title=document.title,
        entries=tuple(_entry(source, entry) for entry in document.root.entries),
        sections=tuple(_section(source, section) for section in document.root.sections),
        links=tuple(_link(document, link) for link in document.links),
        headings=tuple(
            wire.TreeHeading(
                source.line_at(heading.span.start), heading.depth, heading.text, heading.slug
            )
            for heading in document.headings
        ),
    )


def _section(source: Source, section: Section) -> wire.TreeSection:
    return wire.TreeSection(
        kind=section.kind,
        title=section.title,
        depth=section.depth,
        line=source.line_at(section.span.start),
        end_line=_last_line(source, section.span),
        slug=section.slug,
        entries=tuple(_entry(source, entry) for entry in section.entries),
        sections=tuple(_section(source, below) for below in section.sections),
    )


def _last_line(source: Source, span: Span) -> int:
    """The line of the last character of ``span`` that is no white space."""
    text, end = source.text, span.end
    while end > span.start + 1 and text[end - 1].isspace():
        end -= 1
    return source.line_at(max(end - 1, span.start))


def _entry(source: Source, entry: Entry) -> wire.TreeEntry:
    line, column = source.position(entry.span.start)
    end_line, end_column = source.position(entry.span.end)
    link = entry.link
    return wire.TreeEntry(
        kind=entry.kind,
        title=entry.title,
        url=link.url if link else None,
        identity=str(link.identity) if link else None,
        description=entry.description,
        papers=tuple(dict.fromkeys(str(paper.identity) for paper in entry.papers)),
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        entries=tuple(_entry(source, below) for below in entry.children),
    )


def _link(document: Document, link: Link) -> wire.TreeLink:
    source = document.source
    line, column = source.position(link.span.start)
    end_line, end_column = source.position(link.span.end)
    return wire.TreeLink(
        kind=link.kind,
        url=link.url,
        text=link.text,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        section=document.heading_index(link.span.start),
        identity=str(link.identity),
    )
