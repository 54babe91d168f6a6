"""What stands above the first section of a list: its title, its badges, and its tagline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from curator.document.model import Document, HeadingRecord, Link
from curator.nodes import (
    Break,
    Code,
    Heading,
    HtmlBlock,
    HtmlTag,
    HtmlText,
    ListBlock,
    Node,
    Paragraph,
    Quote,
    Text,
    plain_text,
)
from curator.source import Source, Span

_README = re.compile(r"readme(?:\.[a-z]{2,8})?", re.IGNORECASE)
_TRANSLATED = re.compile(r"readme[-_. ].*", re.IGNORECASE)
_AWESOME = re.compile(r"\W*awesome\b", re.IGNORECASE)
_BADGE = re.compile(
    r"https?://(?:www\.)?awesome\.re(?:[/?#]|$)|sindresorhus/awesome[@/][^ ]{0,200}badge",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"https?://(?:www\.)?(?:awesome\.re/?|github\.com/sindresorhus/awesome/?)(?:[?#].*)?",
    re.IGNORECASE,
)
_MENTIONED = re.compile(r"mentioned", re.IGNORECASE)
_NAMED = re.compile(r"awesome", re.IGNORECASE)
_PIECE = re.compile(r"[^\W\d_]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FEWEST_WORDS: Final = 3
_FEWEST_UNLINKED: Final = 2
_LONGEST: Final = 4_000
"""Characters of a block after which nobody looks for its first sentence."""


def is_readme(path: str) -> bool:
    """Whether a file is the readme of its folder, in no other language than the project's."""
    return _README.fullmatch(_file(path)) is not None


def is_front_page(document: Document) -> bool:
    """Whether a document is the list that a repository or folder shows, and no part of it.

    That is its readme, text from elsewhere, and a file whose title says that it is an awesome
    list, unless it is the readme in another language.
    """
    name = _file(document.source.path)
    if is_readme(name) or name in ("", "-") or name.startswith("<"):
        return True
    return not _TRANSLATED.fullmatch(name) and _AWESOME.match(document.title) is not None


def _file(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Opening:
    """The part of a list that its readers see first.

    ``title`` is the first heading of the first level, ``None`` where a picture stands for it;
    ``node`` is the title as a Markdown heading. ``place`` is the title on one line, for
    findings. ``span`` reaches from the beginning of the file to the next heading, to the
    contents or to the first entry.
    """

    title: HeadingRecord | None
    node: Heading | None
    place: Span
    span: Span

    def holds(self, span: Span) -> bool:
        """Whether ``span`` stands in the opening."""
        return self.span.covers(span)


def read_opening(document: Document) -> Opening | None:
    """The opening of a list; ``None`` where it has neither a title nor a picture in its place."""
    headings = document.headings
    index = next((i for i, heading in enumerate(headings) if heading.depth == 1), None)
    title = headings[index] if index is not None else None
    block = _around(document, title) if title else _picture(document)
    if block is None:
        return None
    later = headings[index + 1 :] if index is not None else headings
    # A heading without words is a picture. Behind a title in HTML, headings in HTML are but
    # larger words of the same header.
    header = not isinstance(block, Heading)
    ends = [
        heading.span.start
        for heading in later
        if heading.span.start >= block.end and heading.text and not (header and heading.html)
    ][:1]
    ends += [contents.span.start for contents in document.contents[:1]]
    listed = (entry for entry in document.entries if entry.kind in ("item", "row"))
    ends += [entry.span.start for entry in islice(listed, 1)]
    end = min((at for at in ends if at >= block.end), default=len(document.source.text))
    place = title.span if title else block.span
    line = document.source.line_span(document.source.line_at(place.start))
    return Opening(
        title=title,
        node=block if isinstance(block, Heading) else None,
        place=Span(place.start, max(min(place.end, line.end), place.start)),
        span=Span(0, end),
    )


def place_of_title(document: Document) -> Span | None:
    """Where findings about a list as a whole are shown: its title, or its first entry."""
    opening = read_opening(document)
    if opening is not None:
        return opening.place
    if not document.entries:
        return None
    start = document.entries[0].span.start
    line = document.source.line_span(document.source.line_at(start))
    return Span(start, max(line.end, start))


def _around(document: Document, title: HeadingRecord) -> Node | None:
    """The block at the top of the tree in which a title stands."""
    blocks = document.syntax.root.children
    return next((block for block in blocks if block.end > title.span.start), None)


def _picture(document: Document) -> Node | None:
    """The block with a picture, which is no badge, above all headings and entries."""
    ends = [heading.span.start for heading in document.headings[:1]]
    ends += [entry.span.start for entry in document.entries[:1]]
    end = min(ends, default=0)
    for image in document.images:
        if image.span.start >= end:
            return None
        if not image.badge:
            blocks = document.syntax.root.children
            return next((block for block in blocks if block.end > image.span.start), None)
    return None


# ----------------------------------------------------------------------------- badges


@dataclass(frozen=True, slots=True)
class AwesomeBadge:
    """An image that stands for membership of the lists at awesome.re, and the link around it."""

    image: Link
    link: Link | None

    @property
    def leads_home(self) -> bool:
        """Whether it links to awesome.re or to the list of lists."""
        return self.link is not None and _HOME.fullmatch(self.link.url) is not None


def awesome_badges(document: Document, within: Span) -> Iterator[AwesomeBadge]:
    """The Awesome badges in a part of the document, in reading order.

    A badge is known by its picture or, where that is another one named "awesome", by its link.
    Those that say a project is *mentioned* in a list are none.
    """
    links = [link for link in document.links if within.covers(link.span)]
    at = 0
    for image in document.images:
        if image.span.start >= within.end:
            return
        while at < len(links) and _whole(links[at]).end <= image.span.start:
            at += 1
        around = links[at] if at < len(links) and _whole(links[at]).covers(image.span) else None
        badge = AwesomeBadge(image, around)
        if _MENTIONED.search(image.url):
            continue
        named = _NAMED.search(image.url) or _NAMED.search(image.alt)
        if _BADGE.search(image.url) or (badge.leads_home and named):
            yield badge


def _whole(link: Link) -> Span:
    """A link with what it shows; that of HTML is a tag before its text."""
    return Span(link.span.start, max(link.span.end, link.text_span.end))


# ---------------------------------------------------------------------------- prose


@dataclass(frozen=True, slots=True)
class Prose:
    """A block of running text: its words, and the place of each in the source.

    ``text`` has the words as a reader sees them; ``starts`` and ``ends`` give for each character
    of it where it is written, be it with others.
    """

    block: Node
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def place(self, start: int, end: int) -> Span:
        """Where the characters ``start`` to ``end`` of the text, at least one, are written."""
        return Span(self.starts[start], self.ends[end - 1])


def opening_prose(document: Document, opening: Opening) -> Iterator[Prose]:
    """The blocks of running text in the opening, lists among them, the title left out.

    Rows of badges and of links, such as those to translations, are no running text, and
    neither are the notes that GitHub puts in a coloured frame.
    """
    links = [_whole(link) for link in document.links if link.span.start < opening.span.end]
    at = 0
    for block in document.syntax.root.children:
        if block.start >= opening.span.end:
            return
        while at < len(links) and links[at].end <= block.start:
            at += 1
        if isinstance(block, (Paragraph, HtmlBlock, ListBlock)) or (
            isinstance(block, Quote) and not block.alert
        ):
            prose = _read(document.source, block, opening.title, links, at)
            if prose is not None:
                yield prose


def _read(
    source: Source, block: Node, title: HeadingRecord | None, links: Sequence[Span], at: int
) -> Prose | None:
    """The words of ``block`` but for those of the title, if they are running text.

    ``links`` are the places of links, from ``at`` on not before the block.
    """
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    unlinked: list[str] = []
    for node in _shown(block):
        if title is not None and title.span.covers(node.span):
            continue
        if len(starts) > _LONGEST:
            break
        text = " " if isinstance(node, (Break, HtmlTag)) else plain_text(source, node)
        literal = len(text) == node.end - node.start
        text = text[:_LONGEST]
        if literal:
            starts.extend(range(node.start, node.start + len(text)))
            ends.extend(range(node.start + 1, node.start + len(text) + 1))
        else:  # escapes and entities, or the end of a line
            starts.extend([node.start] * len(text))
            ends.extend([node.end] * len(text))
        parts.append(text)
        while at < len(links) and links[at].end <= node.start:
            at += 1
        if at == len(links) or not links[at].covers(node.span):
            unlinked.append(text)
    text = "".join(parts)
    if _count(text) < _FEWEST_WORDS or _count(" ".join(unlinked)) < _FEWEST_UNLINKED:
        return None
    return Prose(block, text, starts, ends)


def _shown(block: Node) -> Iterator[Node]:
    """What a reader sees of a block, piece by piece; tags and the ends of lines as gaps."""
    for node in block.walk():
        apart = isinstance(node, HtmlTag) and node.name in _APART
        if apart or isinstance(node, (Text, Code, Break, HtmlText)):
            yield node


_APART: Final = frozenset(
    ("br", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "td", "tr", "table", "img", "hr")
)


def _count(text: str) -> int:
    """How many words there are; two ideographs are about one."""
    wide = len(_WIDE.findall(text))
    return wide // 2 + len(_PIECE.findall(_WIDE.sub(" ", text) if wide else text))
