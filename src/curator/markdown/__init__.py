"""Markdown parsed with exact positions: the syntax tree, and the document made of it."""

from curator.document import Document, build_document
from curator.markdown.budget import Budget
from curator.markdown.leaf import PositionError
from curator.markdown.parse import parse_syntax
from curator.source import Source

__all__ = ["Budget", "PositionError", "parse", "parse_syntax"]


def parse(source: Source, *, budget: Budget | None = None) -> Document:
    """The typed section tree of ``source``. Never raises on any text."""
    return build_document(source, parse_syntax(source, budget=budget))
