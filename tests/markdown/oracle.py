"""GitHub's own C parser as an oracle: the links and the structure that it sees in a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote

import cmarkgfm
from cmarkgfm.cmark import Options

from curator import nodes
from curator.nodes import Node, Syntax
from curator.source import Source
from tests.markdown.links import shown

Link = tuple[str, str]
"""``href`` or ``src`` and the URL, percent-encoded as cmark does it."""

Row = tuple[int, str]
"""Depth and HTML name of an element."""


def encoded(url: str) -> str:
    """A URL as cmark writes it into HTML: everything but URL characters percent-encoded."""
    return quote(url, safe="!#$%&'()*+,-./:;=?@_~")


def render(text: str, *, unsafe: bool) -> str:
    """The HTML of GitHub's parser; raw HTML is left out unless ``unsafe``."""
    options = Options.CMARK_OPT_FOOTNOTES | (Options.CMARK_OPT_UNSAFE if unsafe else 0)
    result: str = cmarkgfm.github_flavored_markdown_to_html(text, options=options)
    return result


class _Reader(HTMLParser):
    """The links and the elements of rendered HTML, less those of footnote machinery."""

    def __init__(self) -> None:
        super().__init__()
        self.links: Counter[Link] = Counter()
        self.rows: list[Row] = []
        self.depth = 0
        self.footnotes = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "section" and values.get("class") == "footnotes":
            self.footnotes = True
        if not {"data-footnote-ref", "data-footnote-backref"} & values.keys():
            name = {"a": "href", "img": "src"}.get(tag, "")
            if values.get(name) is not None:
                self.links[name, encoded(values[name] or "")] += 1
            if tag in ELEMENTS and not self.footnotes:
                self.rows.append((self.depth, tag))
        if tag in ELEMENTS and tag not in EMPTY:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ELEMENTS and tag not in EMPTY:
            self.depth -= 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)


EMPTY = {"img", "br", "hr"}
HEADINGS = {f"h{depth}" for depth in range(1, 7)}
ELEMENTS = {
    *("blockquote", "ul", "ol", "li", "p", "pre", "table", "tr", "em", "strong", "code", "a"),
    *HEADINGS,
    *EMPTY,
}


def read(html: str) -> _Reader:
    """Everything the comparison needs to know about rendered HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def rendered_links(text: str, *, html: bool = True) -> Counter[Link]:
    """The multiset of links and images that GitHub's parser gives, by default also of raw HTML."""
    return read(render(text, unsafe=html)).links


def rendered_structure(text: str) -> list[Row]:
    """The elements of GitHub's parser, without raw HTML and footnotes."""
    return read(render(text, unsafe=False)).rows


# ------------------------------------------------------------------- the same of our tree


def links(syntax: Syntax, *, html: bool = True) -> Counter[Link]:
    """The multiset of links and images of a syntax tree, by default also of raw HTML."""
    found: Counter[Link] = Counter()
    for node in shown(syntax, unused_footnotes=False):
        if isinstance(node, nodes.Image):
            found["src", encoded(node.url)] += 1
        elif isinstance(node, nodes.Link):
            found["href", encoded(node.url)] += 1
        elif html and isinstance(node, nodes.HtmlTag) and not node.closing:
            name = {"a": "href", "img": "src"}.get(node.name, "")
            if name in node.attributes:
                found[name, encoded(node.attributes[name].value)] += 1
    return found


NAMES: dict[type[Node], str] = {
    nodes.Quote: "blockquote",
    nodes.Item: "li",
    nodes.Table: "table",
    nodes.Row: "tr",
    nodes.ThematicBreak: "hr",
    nodes.Code: "code",
    nodes.Emphasis: "em",
    nodes.Link: "a",
    nodes.Image: "img",
}


def structure(source: Source, syntax: Syntax) -> list[Row]:
    """The elements that the tree would be rendered as, in the order of the rendering."""
    rows: list[Row] = []
    stack: list[tuple[int, Node, Node]] = [
        (0, node, syntax.root) for node in reversed(syntax.root.children)
    ]
    while stack:
        depth, node, parent = stack.pop()
        if isinstance(node, (nodes.FootnoteDefinition, nodes.Definition)):
            continue
        if isinstance(node, nodes.Cell) and node.extra:
            continue
        for name in _elements(node, parent):
            rows.append((depth, name))
            depth += name not in EMPTY
        if isinstance(node, nodes.Image):
            continue
        # A paragraph's tightness is its list's, two levels up.
        above = parent if isinstance(node, nodes.Item) else node
        stack.extend((depth, child, above) for child in reversed(node.children))
    return rows


def _elements(node: Node, parent: Node) -> Iterator[str]:
    """The elements that one node is rendered as, the outer one first.

    ``parent`` of what stands in an item is the list.
    """
    if isinstance(node, nodes.Paragraph):
        if not (isinstance(parent, nodes.ListBlock) and parent.tight):
            yield "p"
    elif isinstance(node, nodes.Heading):
        yield f"h{node.depth}"
    elif isinstance(node, nodes.ListBlock):
        yield "ol" if node.ordered else "ul"
    elif isinstance(node, nodes.CodeBlock):
        yield from ("pre", "code")
    elif isinstance(node, nodes.Break):
        if node.hard:
            yield "br"
    elif isinstance(node, nodes.Strong):
        # GitHub's renderer leaves out the inner one of two nested strong elements.
        if not isinstance(parent, nodes.Strong):
            yield "strong"
    elif type(node) in NAMES:
        yield NAMES[type(node)]


_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(?:.*\n)*?---[ \t]*\n")


def without_front_matter(text: str) -> str:
    """What GitHub hands to its Markdown parser; text without carriage returns."""
    front = _FRONT_MATTER.match(text)
    if front is None or not re.search(r"^\w+:", front.group(), re.MULTILINE):
        return text
    return text[front.end() :]
