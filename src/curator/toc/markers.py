"""Marked blocks: where the contents stand that a program writes, or that GitHub prints as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from curator.document import Document
from curator.document.labels import names_contents
from curator.nodes import Break, HtmlBlock, HtmlComment, Link, ListBlock, Node, Paragraph
from curator.source import Span

# By tool, what its opening and its closing comment say. markdown-toc, AlanWalk's Markdown TOC,
# bitdowntoc and many scripts write `toc` and `tocstop`, `/toc` or `toc end`; the others have
# names of their own: doctoc, gh-md-toc, MarkdownTOC of Sublime Text, the extensions of VS Code
# and of Vim, mdformat-toc, mktoc.
_PAIRS: Final = (
    (
        re.compile(r"(?:toc|(?:start|begin)(?: of)?[ _:-]toc|toc[ _:-]?(?:start|begin))(?:\s.*)?"),
        re.compile(r"toc[ _:-]?(?:stop|end)|/[ ]?toc|end(?: of)?[ _:-]toc"),
    ),
    (re.compile(r"start doctoc\b.*"), re.compile(r"end doctoc\b.*")),
    (re.compile(r"ts"), re.compile(r"te")),
    (re.compile(r"markdowntoc(?:\s.*)?"), re.compile(r"/markdowntoc")),
    (re.compile(r"vscode-markdown-toc"), re.compile(r"/vscode-markdown-toc")),
    (re.compile(r"vim-markdown-toc\s.+"), re.compile(r"vim-markdown-toc")),
    (re.compile(r"mdformat-toc start\b.*"), re.compile(r"mdformat-toc end")),
    (re.compile(r"mtoc-start"), re.compile(r"mtoc-end")),
    (re.compile(r"begin mktoc(?:\s.*)?"), re.compile(r"end mktoc")),
)
_LONGEST_COMMENT: Final = 300
_COMMENT_HINT = re.compile(r"<!--[ \t]{0,9}(?:[/A-Za-z_ -]{0,30}[tT][oO][cC]|ts[ \t]{0,9}-)")

_PRINTED = re.compile(
    r"@?\[{1,2}_?toc_?\]{1,2}|\{:\s*toc[^{}]*\}|\{\{\s*toc\s*\}\}|\$\{toc\}|\{%\s*toc\s*%\}"
    r"|\[\[\s*_?table_of_contents_?\s*\]\]",
    re.IGNORECASE,
)
# In every marker, and in hardly any list without one; found a good deal faster.
_PRINTED_HINT = re.compile(r"[tT](?:[oO][cC]|able_of_contents|ABLE_OF_CONTENTS)(?:_|\W)")
_LONGEST_PRINTED: Final = 60


class MarkedBlock(NamedTuple):
    """Contents between two comments: ``span`` with these, ``inner`` what stands between them."""

    span: Span
    inner: Span


class PrintedMarker(NamedTuple):
    """A marker such as ``[TOC]`` that GitHub prints: its own place, and what stands for it.

    ``block`` is the marker's paragraph where it stands alone in that, or the list of one item
    that Jekyll wants above ``{:toc}``; ``None`` where other lines go with it.
    """

    span: Span
    block: Span | None


def marked_blocks(document: Document) -> tuple[Span, ...]:
    """What belongs to the program that writes the contents, in reading order.

    From the start of an opening comment to the end of its closing one, and markers such as
    ``[TOC]`` that stand alone in their paragraph.
    """
    printed = (marker.block for marker in printed_markers(document))
    commented = (block.span for block in commented_blocks(document))
    return tuple(sorted([*filter(None, printed), *commented]))


def commented_blocks(document: Document) -> list[MarkedBlock]:
    """The contents between comments of which one opens and the other closes them.

    Not where a heading stands between them that is no title of contents: such a pair holds a
    part of the list.
    """
    if _COMMENT_HINT.search(document.source.text) is None:
        return []
    found: list[MarkedBlock] = []
    opened: tuple[HtmlComment, int] | None = None
    for comment in _comments(document):
        words = _words_of(document, comment)
        if opened is not None and _PAIRS[opened[1]][1].fullmatch(words):
            span = Span(opened[0].start, comment.end)
            if _holds_contents_only(document, span):
                found.append(MarkedBlock(span, Span(opened[0].end, comment.start)))
            opened = None
            continue
        kind = next((at for at, (start, _) in enumerate(_PAIRS) if start.fullmatch(words)), None)
        if kind is not None:
            opened = (comment, kind)
    return found


def _comments(document: Document) -> Iterator[HtmlComment]:
    """The comments of blocks of HTML: one within a line of text marks nothing."""
    for node in document.syntax.root.walk():
        if isinstance(node, HtmlBlock):
            yield from (child for child in node.children if isinstance(child, HtmlComment))


def _words_of(document: Document, comment: HtmlComment) -> str:
    text = document.source[Span(comment.start, min(comment.end, comment.start + _LONGEST_COMMENT))]
    inside = text.removeprefix("<!--").removesuffix("-->")
    return " ".join(inside.split()).lower() if comment.closed else ""


def _holds_contents_only(document: Document, span: Span) -> bool:
    first, last = document.heading_index(span.start), document.heading_index(span.end)
    if last is None or last == first:
        return True
    inside = document.headings[0 if first is None else first + 1 : last + 1]
    return len(inside) == 1 and names_contents(inside[0].text)


def printed_markers(document: Document) -> Iterator[PrintedMarker]:
    """The lines of paragraphs that hold such a marker and nothing else."""
    source = document.source
    if _PRINTED_HINT.search(source.text) is None:
        return
    placeholders: dict[int, Node] = {}
    for node in document.syntax.root.walk():
        if isinstance(node, ListBlock) and len(node.children) == 1:
            inside = node.children[0].children
            if len(inside) == 1:
                placeholders[id(inside[0])] = node
        if not isinstance(node, Paragraph):
            continue
        lines = list(_lines(node))
        for line in lines:
            span = Span(line[0].start, line[-1].end)
            if span.end - span.start > _LONGEST_PRINTED or not _PRINTED.fullmatch(source[span]):
                continue
            if any(isinstance(part, Link) for part in line):
                continue  # `[TOC]` with a definition
            yield PrintedMarker(span, _block(node, lines, placeholders.get(id(node))))


def _block(paragraph: Node, lines: Sequence[Sequence[Node]], listed: Node | None) -> Span | None:
    """What a marker stands for, from the lines of its paragraph and the list that is only it."""
    plain = not any(isinstance(node, Link) for node in paragraph.walk())
    if listed is not None and len(lines) <= 2 and plain:
        return listed.span
    return paragraph.span if len(lines) == 1 else None


def _lines(paragraph: Node) -> Iterator[list[Node]]:
    for ended, nodes in groupby(paragraph.children, key=lambda node: isinstance(node, Break)):
        if not ended:
            yield list(nodes)
