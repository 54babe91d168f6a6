"""The parsers that are compared: curator's two stages and whichever peers are installed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from curator.markdown import parse, parse_syntax
from curator.source import Source

PLUGINS = ["strikethrough", "table", "url", "footnotes", "task_lists"]
"""mistune's plugins nearest to what GitHub renders."""


@dataclass(frozen=True, slots=True)
class Parser:
    """A parser by the name it has in the tables, and what it does for that time."""

    name: str
    gives: str
    parse: Callable[[str], object]


SYNTAX = Parser(
    "curator parse", "nodes with exact positions", lambda text: parse_syntax(Source("a.md", text))
)
TREE = Parser(
    "curator parse + tree", "sections, entries, links", lambda text: parse(Source("a.md", text))
)


def _module(name: str) -> ModuleType | None:
    """A peer's module; a peer need not be installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def mistune_parser() -> Parser:
    """The stock parser of mistune, into its tree of dictionaries: what all are compared with."""
    mistune: Any = importlib.import_module("mistune")
    return Parser("mistune", "dictionaries, no positions", mistune.create_markdown(renderer=None))


def all_parsers() -> tuple[list[Parser], list[str]]:
    """The parsers that can be run here, and the names of those that are not installed."""
    mistune: Any = importlib.import_module("mistune")
    with_plugins = mistune.create_markdown(renderer=None, plugins=PLUGINS)
    parsers = [
        SYNTAX,
        TREE,
        mistune_parser(),
        Parser("mistune, 5 plugins", "dictionaries, no positions", with_plugins),
    ]
    missing: list[str] = []
    markdown_it: Any = _module("markdown_it")
    if markdown_it is None:
        missing.append("markdown-it-py")
    else:
        plain = markdown_it.MarkdownIt("commonmark")
        tables = markdown_it.MarkdownIt("commonmark").enable("table")
        gives = "tokens, lines of blocks"
        parsers.append(Parser("markdown-it-py", gives, plain.parse))
        parsers.append(Parser("markdown-it-py, tables", gives, tables.parse))
    cmark: Any = _module("cmarkgfm")
    if cmark is None:
        missing.append("cmarkgfm")
    else:
        to_html = cmark.github_flavored_markdown_to_html
        parsers.append(Parser("cmarkgfm (C)", "HTML", to_html))
    return parsers, missing
