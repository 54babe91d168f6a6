"""One walk over the syntax tree: links, images, headings and anchors, in reading order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from curator.document.mathematics import math_spans
from curator.document.model import HeadingRecord, Link
from curator.document.roles import is_badge, role_of_text
from curator.nodes import (
    Break,
    Cell,
    Code,
    Definition,
    FootnoteReference,
    Heading,
    HtmlBlock,
    HtmlTag,
    HtmlText,
    Image,
    Node,
    Paragraph,
    Root,
    Text,
    decode,
    decode_html,
    plain_text,
)
from curator.nodes import Link as LinkNode
from curator.slug import Slugger
from curator.source import Source, Span

_HIDDEN = object()  # what a visit returns where the children are not shown
# An open <a> never reaches beyond these.
_ENDS_LINK = frozenset(("table", "tr", "td", "th", "details"))
_HEADING_TAGS = frozenset(f"h{depth}" for depth in range(1, 7))


@dataclass
class Scan:
    """What one walk found. ``by_node`` gives the link made of a node, by the node's ``id``."""

    links: list[Link] = field(default_factory=list)
    images: list[Link] = field(default_factory=list)
    headings: list[HeadingRecord] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    definitions: dict[str, Definition] = field(default_factory=dict)
    by_node: dict[int, Link] = field(default_factory=dict)
    heading_by_node: dict[int, HeadingRecord] = field(default_factory=dict)


@dataclass
class _OpenTag:
    """An HTML element whose text is being gathered: ``<a href>`` or a heading."""

    tag: HtmlTag
    index: int
    parts: list[str] = field(default_factory=list)


class _Scanner:
    """The state of the walk: the HTML elements open at this point, and the slug counter."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found = Scan()
        self.slugger = Slugger()
        self.anchor: _OpenTag | None = None
        # An <a> that is not closed ends with its paragraph, heading or cell; one in a block of
        # HTML at the top may hold the blocks that follow.
        self.leaf_end = 0
        self.limit = 0
        self.math: list[Span] = []
        name = source.path.replace("\\", "/").rpartition("/")[2]
        self.own = f"{name}#" if name and not name.startswith("<") else ""
        self.shown = 0  # the end of the last words or picture
        self.heading: _OpenTag | None = None
        self.heading_end = 0  # of the last Markdown heading

    def walk(self, root: Root) -> None:
        """Visit every node below ``root`` in reading order."""
        outer = {id(block) for block in root.children}
        visits: dict[type[Node], Callable[[Any], object]] = {
            Text: self._text,
            LinkNode: self._link,
            Image: self._image,
            Heading: self._heading,
            HtmlTag: self._tag,
            HtmlText: self._html_text,
            Code: self._code,
            Break: self._break,
            Paragraph: self._leaf,
            Cell: self._cell,
            HtmlBlock: lambda node: self._html_block(node, outer=id(node) in outer),
            Definition: lambda node: self.found.definitions.setdefault(node.key, node),
        }
        stack: list[Node] = [root]
        while stack:
            node = stack.pop()
            if self.anchor is not None and node.start >= self.limit:
                self._close_anchor(self.shown)
            if not node.children:
                self.shown = node.end
            visit = visits.get(type(node))
            hidden = visit is not None and visit(node) is _HIDDEN
            if node.children and not hidden:
                stack.extend(reversed(node.children))

    def _is_internal(self, url: str) -> bool:
        return url.startswith(("#", "./#")) or (bool(self.own) and url.startswith(self.own))

    def _leaf(self, node: Node) -> None:
        self.leaf_end = node.end
        self.math = math_spans(self.source.text, node.start, node.end)

    def _in_math(self, node: Node) -> bool:
        return any(span.start <= node.start and node.end <= span.end for span in self.math)

    def _html_block(self, node: Node, *, outer: bool) -> None:
        self.leaf_end = len(self.source.text) if outer else node.end

    def _cell(self, node: Cell) -> object:
        self._leaf(node)
        return _HIDDEN if node.extra else None

    # ------------------------------------------------------------------ Markdown links

    def _made(self, node: LinkNode, text: str) -> Link:
        link = Link(
            kind=node.form,
            url=node.url,
            text=text,
            span=node.span,
            text_span=node.text,
            destination=node.destination,
            title=node.title,
            node=node,
            internal=self._is_internal(node.url),
        )
        self.found.by_node[id(node)] = link
        return link

    def _image(self, node: Image) -> object:
        if self._in_math(node):
            return _HIDDEN
        link = self._made(node, "")
        link.image = True
        link.alt = _alternative_text(self.source, node)
        link.badge = is_badge(node.url)
        self.found.images.append(link)
        return _HIDDEN  # a link in an image's text is not rendered as one

    def _link(self, node: LinkNode) -> object:
        if self._in_math(node):
            return _HIDDEN
        bare = node.form in ("autolink", "bare")  # no backslash escapes in these
        raw = decode_html(self.source[node.text]) if bare else None
        text = plain_text(self.source, node.children) if raw is None else raw
        link = self._made(node, " ".join(text.split()))
        if not link.text:
            self._picture_link(link)
        link.role = role_of_text(link.text or link.alt)
        self.found.links.append(link)
        return None

    def _picture_link(self, link: Link) -> None:
        """Take the alternative text of the images that are all a link shows."""
        pictures = [node for node in link.node.walk() if isinstance(node, Image)]
        link.alt = " ".join(_alternative_text(self.source, picture) for picture in pictures)
        link.badge = bool(pictures) and all(is_badge(picture.url) for picture in pictures)

    # ---------------------------------------------------------------------------- HTML

    def _tag(self, tag: HtmlTag) -> None:
        if tag.name in _ENDS_LINK:
            self._close_anchor(tag.start)
        if tag.name == "a":
            self._anchor_tag(tag)
        elif tag.name in _HEADING_TAGS:
            self._heading_tag(tag)
        elif tag.name == "img" and not tag.closing:
            self._image_tag(tag)
        if not tag.closing:
            for name in ("id", "name"):
                value = tag.attributes.get(name)
                if value and value.value and (name == "id" or tag.name == "a"):
                    self.found.anchors.add(value.value)

    def _anchor_tag(self, tag: HtmlTag) -> None:
        self._close_anchor(tag.start)
        href = tag.attributes.get("href")
        if tag.closing or href is None:
            return
        title = tag.attributes.get("title")
        link = Link(
            kind="html",
            url=href.value.strip(),
            text="",
            span=tag.span,
            text_span=Span(tag.end, tag.end),
            destination=href.span,
            title=title.span if title else None,
            node=tag,
            internal=self._is_internal(href.value.strip()),
        )
        self.found.by_node[id(tag)] = link
        self.anchor = _OpenTag(tag, len(self.found.links))
        self.limit = self.leaf_end
        self.found.links.append(link)

    def _close_anchor(self, end: int) -> None:
        if self.anchor is None:
            return
        link = self.found.links[self.anchor.index]
        link.text = " ".join("".join(self.anchor.parts).split())
        link.text_span = Span(link.span.end, max(end, link.span.end))
        link.role = role_of_text(link.text or link.alt)
        self.anchor = None

    def _image_tag(self, tag: HtmlTag) -> None:
        src = tag.attributes.get("src")
        alt = tag.attributes.get("alt")
        badge = src is not None and is_badge(src.value)
        if self.anchor is not None:
            link = self.found.links[self.anchor.index]
            link.alt = " ".join(filter(None, (link.alt, alt.value if alt else "")))
            link.badge = badge
        if src is None:
            return
        image = Link(
            kind="html",
            url=src.value.strip(),
            text="",
            span=tag.span,
            text_span=alt.span if alt else Span(tag.end, tag.end),
            destination=src.span,
            title=None,
            node=tag,
            image=True,
            alt=alt.value if alt else "",
            badge=badge,
        )
        self.found.by_node[id(tag)] = image
        self.found.images.append(image)

    def _text(self, node: Text) -> None:
        if self.anchor or self.heading:
            self._gather(decode(self.source.text[node.start : node.end]))

    def _html_text(self, node: HtmlText) -> None:
        if self.anchor or self.heading:
            self._gather(decode_html(self.source.text[node.start : node.end]))

    def _code(self, node: Code) -> None:
        self._gather(node.value)

    def _break(self, _: Break) -> None:
        self._gather(" ")

    def _gather(self, text: str) -> None:
        if self.anchor:
            self.anchor.parts.append(text)
        if self.heading:
            self.heading.parts.append(text)

    # ------------------------------------------------------------------------ headings

    def _heading(self, node: Heading) -> None:
        self._leaf(node)
        self.heading_end = node.end
        text = plain_text(self.source, node.children)
        record = HeadingRecord(
            depth=node.depth,
            text=" ".join(text.split()),
            slug=self.slugger.slug(text),
            span=node.span,
            anchor_text=text,
        )
        self._add_heading(node, record)

    def _heading_tag(self, tag: HtmlTag) -> None:
        if self.heading is not None:
            opened = self.heading
            self.heading = None
            text = "".join(opened.parts).strip()
            record = HeadingRecord(
                depth=int(opened.tag.name[1]),
                text=" ".join(text.split()),
                slug=self.slugger.slug(text),
                span=Span(opened.tag.start, tag.end if tag.closing else tag.start),
                html=True,
                anchor_text=text,
            )
            self._add_heading(opened.tag, record, at=opened.index)
        # Around an element inside it, a Markdown heading is left empty: they are one.
        if not tag.closing and tag.start >= self.heading_end:
            self.heading = _OpenTag(tag, len(self.found.headings))

    def _add_heading(self, node: Node, record: HeadingRecord, at: int | None = None) -> None:
        headings = self.found.headings
        headings.insert(len(headings) if at is None else at, record)
        self.found.heading_by_node[id(node)] = record
        self.found.anchors.add(record.slug)

    def finish(self) -> None:
        """End what the document left open."""
        self._close_anchor(self.shown)
        self.heading = None


def _alternative_text(source: Source, image: Node) -> str:
    """An image's alternative text, images inside it included."""
    parts: list[str] = []
    for node in image.walk():
        if isinstance(node, Text):
            parts.append(decode(source.text[node.start : node.end]))
        elif isinstance(node, Code):
            parts.append(node.value)
        elif isinstance(node, Break):
            parts.append(" ")
        elif isinstance(node, FootnoteReference):
            parts.append(source[node.span])
    return " ".join("".join(parts).split())


def scan(source: Source, root: Root) -> Scan:
    """Walk ``root`` once and return its links, images, headings, anchors and definitions.

    Cells that GitHub drops (beyond the header's columns) are left out. An HTML heading that
    is never closed makes no anchor.
    """
    scanner = _Scanner(source)
    scanner.walk(root)
    scanner.finish()
    return scanner.found
