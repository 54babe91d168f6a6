"""A document's tree as plain lines, so that a test shows the whole of what it expects."""

from __future__ import annotations

from curator.document import Document, Entry, Section
from curator.markdown import parse
from curator.source import Source


def read(text: str) -> Document:
    """The document of a Markdown text."""
    return parse(Source("list.md", text))


def outline(document: Document) -> list[str]:
    """A line for each section (``# kind: title``) and entry (``- title -> url``), indented."""
    lines: list[str] = []
    _section(document.root, 0, lines)
    return lines[1:]


def outline_of(text: str) -> list[str]:
    """The outline of a Markdown text."""
    return outline(read(text))


def _section(section: Section, depth: int, lines: list[str]) -> None:
    lines.append("  " * (depth - 1) + f"# {section.kind}: {section.title}")
    for entry in section.entries:
        _entry(entry, depth, lines)
    for child in section.sections:
        _section(child, depth + 1, lines)


def _entry(entry: Entry, depth: int, lines: list[str]) -> None:
    url = entry.link.url if entry.link else ""
    lines.append("  " * depth + f"- {entry.title} -> {url}")
    for child in entry.children:
        _entry(child, depth + 1, lines)
