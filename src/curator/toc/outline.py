"""The headings of a document by their anchors and by their words, and how they nest."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from curator.document import Document, HeadingRecord, Link
from curator.fragments import Anchors, heading_fragments, read_fragment
from curator.nodes import Heading, HtmlTag
from curator.source import Span

# What Markdown All in One and docsify read, and what people write in its place.
_OMITTED = re.compile(
    r"<!--\s{0,9}\{?\s{0,9}(?:"
    r"(?:omit|exclude|ignore|hide|skip)(?:d|ted)?[ _-](?:in|from)[ _-](?:the[ _-])?toc"
    r"|no[ _-]?toc|toc[ _-]?(?:ignore|omit|skip|exclude)|docsify-ignore(?:-all)?"
    r")\s{0,9}\}?\s{0,9}-->",
    re.IGNORECASE,
)
_ONLY_TAGS = re.compile(r"(?:\s++|<[^<>]*+>)*+")
_BLANK = re.compile(r"\s*+")
_NO_WORD = re.compile(r"[^\w+#]+|_+")
_FAR: Final = 500
"""Characters between an `id` and the heading that it is for, at most."""


def bare_words(text: str) -> str:
    """What a heading is known by: letters, digits and the signs of C++ and C#, in one case."""
    return _NO_WORD.sub("", text.casefold())


class Outline:
    """The headings of a document; they are named by their index in ``document.headings``.

    ``starts`` are their offsets, ``parents`` the headings they stand under or -1, and ``ends``
    the first ones behind all that is below them. ``by_words`` finds them by ``bare_words``.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.headings = document.headings
        self.starts = [heading.span.start for heading in self.headings]
        self.parents, self.ends = _nesting(self.headings)
        self.by_words: dict[str, list[int]] = defaultdict(list)
        self.anchors = Anchors.of(document)
        self._exact: dict[str, int] = {}
        self._folded: dict[str, int] = {}
        for index, heading in enumerate(self.headings):
            self.by_words[bare_words(heading.text)].append(index)
            for form in heading_fragments(heading):
                self._exact.setdefault(form, index)
                self._folded.setdefault(form.casefold(), index)

    def heading_of(self, link: Link) -> int | None:
        """The heading that a link leads to, in whatever case; with an id, the one near it."""
        fragment = read_fragment(link.url)
        at = self._exact.get(fragment)
        if at is None and self.anchors.has(link.url):
            at = self._near_ids.get(fragment)
        return self._folded.get(fragment.casefold()) if at is None else at

    def is_own(self, link: Link, at: int) -> bool:
        """Whether a link leads to a heading by the anchor that GitHub makes of its words."""
        return self._folded.get(read_fragment(link.url).casefold()) == at

    def chapter(self, first: int, last: int) -> range:
        """The headings from ``first`` that contents before it are about.

        ``last`` is the last one that they list: all of the chapter in which both stand.
        """
        at = first - 1
        while at >= 0 and self.ends[at] <= last:
            at = self.parents[at]
        return range(first, self.ends[at] if at >= 0 else len(self.headings))

    @cached_property
    def listable(self) -> frozenset[int]:
        """The headings that contents can be expected to list.

        Not those in HTML or within other blocks, entries, and those that a comment keeps out.
        """
        blocks = self.document.syntax.root.children
        plain = {block.start for block in blocks if isinstance(block, Heading)}
        plain -= {entry.span.start for entry in self.document.entries if entry.kind == "heading"}
        plain -= self.omitted
        return frozenset(at for at, start in enumerate(self.starts) if start in plain)

    @cached_property
    def omitted(self) -> frozenset[int]:
        """The offsets of headings and lists that a comment keeps out of the contents."""
        return frozenset(self._omitted())

    def _omitted(self) -> Iterator[int]:
        text = self.document.source.text
        for match in _OMITTED.finditer(text):
            at = self.document.heading_index(match.start())
            if at is not None and self.headings[at].span.covers(Span(*match.span())):
                yield self.starts[at]
            elif blank := _BLANK.match(text, match.end()):
                yield blank.end()

    @cached_property
    def _near_ids(self) -> dict[str, int]:
        return dict(self._ids())

    def _ids(self) -> Iterator[tuple[str, int]]:
        for node in self.document.syntax.root.walk():
            if not isinstance(node, HtmlTag) or not node.attributes:
                continue
            for name in ("id", "name"):
                value = node.attributes.get(name)
                at = self._heading_at(node) if value else None
                if value and at is not None:
                    yield value.value, at

    def _heading_at(self, tag: HtmlTag) -> int | None:
        """The heading around a tag, directly behind it, or else the last above it."""
        before = self.document.heading_index(tag.start)
        if before is not None and self.headings[before].span.covers(tag.span):
            return before
        after = 0 if before is None else before + 1
        if after < len(self.headings):
            start = self.starts[after]
            text = self.document.source.text
            if start - tag.end <= _FAR and _ONLY_TAGS.fullmatch(text, tag.end, start):
                return after
        return before


def _nesting(headings: Sequence[HeadingRecord]) -> tuple[list[int], list[int]]:
    """For each heading the index of the one it stands under, or -1, and of the first behind it."""
    parents: list[int] = []
    ends = [len(headings)] * len(headings)
    stack: list[int] = []
    for index, heading in enumerate(headings):
        while stack and headings[stack[-1]].depth >= heading.depth:
            ends[stack.pop()] = index
        parents.append(stack[-1] if stack else -1)
        stack.append(index)
    return parents, ends
