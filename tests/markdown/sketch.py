"""A syntax tree drawn on one line, so that a test can say what a text becomes."""

from __future__ import annotations

from curator import nodes
from curator.markdown import parse_syntax
from curator.nodes import Node, Syntax
from curator.source import Source


def parsed(text: str) -> tuple[Source, Syntax]:
    """The source and tree of ``text``; an inexact position is a failure."""
    source = Source("sketch.md", text)
    return source, parse_syntax(source, strict=True)


def sketch(text: str) -> str:
    """The blocks of ``text`` in order, such as ``list(item(paragraph("a" link<u>("b"))))``."""
    source, syntax = parsed(text)
    return " ".join(_draw(source, child) for child in syntax.root.children)


def _draw(source: Source, node: Node) -> str:
    if isinstance(node, (nodes.Text, nodes.HtmlText)):
        written = source[node.span].replace("\r\n", "\n").replace("\n", "⏎")
        return f'"{written}"'
    name = node.kind + _detail(node)
    inner = " ".join(_draw(source, child) for child in node.children)
    return f"{name}({inner})" if inner else name


def _detail(node: Node) -> str:
    if isinstance(node, nodes.Heading):
        return str(node.depth)
    if isinstance(node, nodes.Code):
        return f"`{node.value}`"
    if isinstance(node, (nodes.Link, nodes.Definition)):
        return f"<{node.url}>"
    if isinstance(node, nodes.HtmlTag):
        return f"<{'/' * node.closing}{node.name}>"
    if isinstance(node, nodes.Break) and node.hard:
        return "!"
    return ""


def only(text: str, kind: type[Node]) -> tuple[Source, list[Node]]:
    """All nodes of one kind in ``text``, in reading order."""
    source, syntax = parsed(text)
    return source, [node for node in syntax.root.walk() if isinstance(node, kind)]
