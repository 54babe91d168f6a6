"""The syntax tree of a Markdown document: every construct with its exact span.

Spans count characters of the original text (``Source.text``). A block's span runs from its
first character that is no white space to its last; children lie inside their parent, and
siblings neither overlap nor change order. Nodes are made once by ``curator.markdown`` and
never changed afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.entities import html5
from typing import ClassVar, Literal

from curator.source import Source, Span


@dataclass(slots=True, eq=False)
class Node:
    """Any construct; ``kind`` names it in snake case."""

    kind: ClassVar[str] = "node"

    start: int
    end: int
    children: Sequence[Node] = ()

    @property
    def span(self) -> Span:
        """The whole construct, markers included."""
        return Span(self.start, self.end)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


# ---------------------------------------------------------------------------- blocks


@dataclass(slots=True, eq=False)
class Root(Node):
    """The document."""

    kind: ClassVar[str] = "root"


@dataclass(slots=True, eq=False)
class FrontMatter(Node):
    """YAML between ``---`` lines at the very start, with at least one ``key:`` line."""

    kind: ClassVar[str] = "front_matter"


@dataclass(slots=True, eq=False)
class Heading(Node):
    """An ATX or setext heading; ``content`` is the text without the marks."""

    kind: ClassVar[str] = "heading"

    depth: int = 1
    style: Literal["atx", "setext"] = "atx"
    content: Span = Span(0, 0)


@dataclass(slots=True, eq=False)
class Paragraph(Node):
    """A paragraph, also the text of a tight list item; its children are inline nodes."""

    kind: ClassVar[str] = "paragraph"


@dataclass(slots=True, eq=False)
class ListBlock(Node):
    """A list of ``Item`` nodes; ``bullet`` is ``-``, ``*``, ``+``, ``.`` or ``)``."""

    kind: ClassVar[str] = "list"

    ordered: bool = False
    bullet: str = "-"
    tight: bool = True


@dataclass(slots=True, eq=False)
class Item(Node):
    """A list item; ``marker`` is the bullet or number, ``checked`` the state of a task box."""

    kind: ClassVar[str] = "item"

    marker: Span = Span(0, 0)
    checked: bool | None = None


@dataclass(slots=True, eq=False)
class Quote(Node):
    """A block quote; ``alert`` is the lower-case word of a GitHub alert such as ``[!NOTE]``."""

    kind: ClassVar[str] = "quote"

    alert: str | None = None


@dataclass(slots=True, eq=False)
class CodeBlock(Node):
    """Fenced or indented code; ``closed`` is false for a fence that runs to the end."""

    kind: ClassVar[str] = "code_block"

    fence: str | None = None
    info: str = ""
    closed: bool = True


@dataclass(slots=True, eq=False)
class HtmlBlock(Node):
    """A block of raw HTML; its children are ``HtmlTag``, ``HtmlComment`` and ``HtmlText``."""

    kind: ClassVar[str] = "html_block"


@dataclass(slots=True, eq=False)
class ThematicBreak(Node):
    """A rule such as ``---``."""

    kind: ClassVar[str] = "thematic_break"


@dataclass(slots=True, eq=False)
class Table(Node):
    """A GFM table; its children are ``Row`` nodes, the header first."""

    kind: ClassVar[str] = "table"

    columns: int = 0
    delimiter: Span = Span(0, 0)


@dataclass(slots=True, eq=False)
class Row(Node):
    """A table row; its children are ``Cell`` nodes."""

    kind: ClassVar[str] = "row"

    header: bool = False


@dataclass(slots=True, eq=False)
class Cell(Node):
    """A table cell. ``extra`` cells stand beyond the header's columns: GitHub drops them."""

    kind: ClassVar[str] = "cell"

    extra: bool = False


@dataclass(slots=True, eq=False)
class Definition(Node):
    """A link reference definition; ``key`` is its normalised label.

    ``duplicate`` definitions lose against an earlier one of the same key.
    """

    kind: ClassVar[str] = "definition"

    key: str = ""
    url: str = ""
    label: Span = Span(0, 0)
    destination: Span = Span(0, 0)
    title: Span | None = None
    duplicate: bool = False


@dataclass(slots=True, eq=False)
class FootnoteDefinition(Node):
    """A footnote's text; ``key`` is its normalised label."""

    kind: ClassVar[str] = "footnote_definition"

    key: str = ""
    label: Span = Span(0, 0)


# --------------------------------------------------------------------------- inlines


@dataclass(slots=True, eq=False)
class Text(Node):
    """Characters of prose on one line, as written: escapes and entities undecoded."""

    kind: ClassVar[str] = "text"


@dataclass(slots=True, eq=False)
class Code(Node):
    """A code span; ``value`` is its content as rendered."""

    kind: ClassVar[str] = "code"

    value: str = ""


@dataclass(slots=True, eq=False)
class Emphasis(Node):
    """``*x*`` or ``_x_``."""

    kind: ClassVar[str] = "emphasis"


@dataclass(slots=True, eq=False)
class Strong(Node):
    """``**x**`` or ``__x__``."""

    kind: ClassVar[str] = "strong"


@dataclass(slots=True, eq=False)
class Break(Node):
    """The end of a line inside a paragraph; ``hard`` where it is rendered as a line break."""

    kind: ClassVar[str] = "break"

    hard: bool = False


LinkForm = Literal["inline", "reference", "autolink", "bare"]


@dataclass(slots=True, eq=False)
class Link(Node):
    """A link. ``url`` has escapes and entities decoded but no percent-encoding added.

    ``text`` is the span between the brackets (for autolinks and bare URLs: the URL as
    written). ``destination`` is the span as written without ``<>``; a reference link has
    none of its own, its definition is found by ``key``. ``title`` is without quotes,
    ``label`` the span between the second brackets.
    """

    kind: ClassVar[str] = "link"

    form: LinkForm = "inline"
    url: str = ""
    text: Span = Span(0, 0)
    destination: Span | None = None
    title: Span | None = None
    label: Span | None = None
    key: str | None = None


@dataclass(slots=True, eq=False)
class Image(Link):
    """An image; ``text`` is its alternative text."""

    kind: ClassVar[str] = "image"


@dataclass(slots=True, eq=False)
class FootnoteReference(Node):
    """``[^label]`` where the footnote is defined."""

    kind: ClassVar[str] = "footnote_reference"

    key: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An HTML attribute's decoded value, and the span of the value without its quotes."""

    value: str
    span: Span


@dataclass(slots=True, eq=False)
class HtmlTag(Node):
    """One opening or closing tag, in an HTML block or inline; names are lower case."""

    kind: ClassVar[str] = "html_tag"

    name: str = ""
    closing: bool = False
    attributes: dict[str, Attribute] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class HtmlComment(Node):
    """A comment, a processing instruction, a declaration or a CDATA section."""

    kind: ClassVar[str] = "html_comment"

    closed: bool = True


@dataclass(slots=True, eq=False)
class HtmlText(Node):
    """Characters between the tags of an HTML block; entities undecoded, no escapes."""

    kind: ClassVar[str] = "html_text"


# ------------------------------------------------------------------------ the result


@dataclass(frozen=True, slots=True)
class ParseNote:
    """What the parser could not do.

    ``budget``: a construct was left as text because it costs too much. ``position``: a
    construct could not be placed exactly, an internal error; no fixes in that span.
    """

    kind: Literal["budget", "position"]
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Syntax:
    """A parsed file: its tree and what the parser could not do."""

    root: Root
    notes: tuple[ParseNote, ...] = ()


# ------------------------------------------------------------------------------ text

_REFERENCE = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);"
_ENCODED = re.compile(rf"\\([!-/:-@\[-`{{-~])|({_REFERENCE})")
_ENTITY = re.compile(_REFERENCE)


def _character(reference: str) -> str:
    """What a character reference stands for, exact names only (CommonMark 0.31.2, 2.5).

    ``html.unescape`` would also take the ``&not`` out of ``&notit;``, and read numbers below
    160 as Windows does.
    """
    if reference[1] != "#":
        return html5.get(reference[1:], reference)
    digits = reference[2:-1]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    valid = 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF
    return chr(code) if valid else "\ufffd"


def decode(raw: str) -> str:
    """``raw`` Markdown text with backslash escapes and character references resolved."""
    if "\\" not in raw and "&" not in raw:
        return raw
    return _ENCODED.sub(lambda m: m.group(1) or _character(m.group(2)), raw)


def decode_html(raw: str) -> str:
    """``raw`` HTML text with character references resolved."""
    return _ENTITY.sub(lambda m: _character(m.group()), raw) if "&" in raw else raw


def plain_text(source: Source, nodes: Node | Sequence[Node]) -> str:
    """The words a reader sees: no markup, images and HTML tags left out, breaks as spaces.

    Footnote references are left out as well. This is the text heading anchors are made of.
    """
    parts: list[str] = []
    stack = [nodes] if isinstance(nodes, Node) else list(reversed(nodes))
    text = source.text
    while stack:
        node = stack.pop()
        if isinstance(node, Text):
            parts.append(decode(text[node.start : node.end]))
        elif isinstance(node, Code):
            parts.append(node.value)
        elif isinstance(node, Break):
            parts.append(" ")
        elif isinstance(node, HtmlText):
            parts.append(decode_html(text[node.start : node.end]))
        elif not isinstance(node, (Image, FootnoteReference)):
            stack.extend(reversed(node.children))
    return "".join(parts)
