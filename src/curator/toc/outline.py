"""The headings of a document by their anchors and by their words, and how they nest."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from curator.document import Document, HeadingRecord, Link
from curator.fragments import Anchors, heading_fragments, read_fragment
from curator.nodes import Heading, HtmlBlock, HtmlTag, Paragraph
from curator.source import Span
from curator.toc.label import as_markdown, heading_words

# What Markdown All in One, docsify and doctoc read, and what people write in its place.
_OMITTED = re.compile(
    r"<!--\s{0,9}\{?\s{0,9}(?:"
    r"(?:omit|exclude|ignore|hide|skip)(?:d|ted)?[ _-](?:in|from)[ _-](?:the[ _-])?toc"
    r"|no[ _-]?toc|toc[ _-]?(?:ignore|omit|skip|exclude)|docsify-ignore(?:-all)?|doctoc exclude"
    r")\s{0,9}\}?\s{0,9}-->",
    re.IGNORECASE,
)
# What belongs to the heading below it: anchors without words, and comments.
_ANCHORS = re.compile(r"(?:\s++|<!--(?:[^-]|-(?!->))*+-->|</?a\b[^<>]*+>)*+", re.IGNORECASE)
_ONLY_TAGS = re.compile(r"(?:\s++|<[^<>]*+>)*+")
_BLANK = re.compile(r"\s*+")
_NO_WORD = re.compile(r"[^\w+#]+|_+")
_WORD = re.compile(r"[^\W_]+")
_FILLERS = frozenset("a an and as by for from in of on or other others the to with".split())
_STEM: Final = 6
"""Letters of a word that are compared: frameworks are a framework."""
_WIDE: Final = "\u3000"
"""From here on lie the scripts of East Asia, in the order of Unicode."""
_LONGEST_NAME: Final = 300
_FAR: Final = 500
"""Characters between an `id` and the heading that it is for, at most."""


def bare_words(text: str) -> str:
    """What a heading is known by: letters, digits and the signs of C++ and C#, in one case."""
    return _NO_WORD.sub("", text.casefold())


def share_a_word(one: str, other: str) -> bool:
    """Whether two names have a word in common, its ending aside.

    Of scripts without blanks, and of those whose words are short, two letters side by side.
    """
    return not set(stems(one)).isdisjoint(stems(other))


def stems(text: str) -> Iterator[str]:
    """The beginnings of the words of a name, by which names are compared."""
    for word in _WORD.findall(text[:_LONGEST_NAME].casefold()):
        if word >= _WIDE:
            yield from (word[at : at + 2] for at in range(max(len(word) - 1, 1)))
        elif word not in _FILLERS:
            yield word.rstrip("s")[:_STEM]


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

    def heading_near(self, anchor: str) -> int | None:
        """The heading that an ``id`` or ``name`` is for, of which GitHub makes no such anchor."""
        return None if anchor in self._exact else self._near_ids.get(anchor)

    def is_own(self, link: Link, at: int) -> bool:
        """Whether a link leads to a heading by the anchor that GitHub makes of its words."""
        return self._folded.get(read_fragment(link.url).casefold()) == at

    @cached_property
    def by_stem(self) -> dict[str, list[int]]:
        """The headings that have an anchor, by the beginnings of their words."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, heading in enumerate(self.headings):
            if heading.slug:
                for stem in set(stems(heading.text)):
                    found[stem].append(index)
        return found

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
        plain = set(self._nodes)
        plain -= {entry.span.start for entry in self.document.entries if entry.kind == "heading"}
        plain -= self.omitted
        return frozenset(at for at, start in enumerate(self.starts) if start in plain)

    @cached_property
    def _nodes(self) -> dict[int, Heading]:
        blocks = self.document.syntax.root.children
        return {block.start: block for block in blocks if isinstance(block, Heading)}

    def label(self, at: int) -> str:
        """What contents call a heading, as Markdown between the brackets of a link."""
        node = self._nodes.get(self.starts[at])
        if node is None:
            return as_markdown(self.headings[at].text)
        return heading_words(self.document.source, node)

    @cached_property
    def ids(self) -> dict[int, str]:
        """By heading, the ``id`` or ``name`` that stands in it or directly before it."""
        found: dict[int, str] = {}
        for value, at in self._near_ids.items():
            found.setdefault(at, value)
        return found

    def front(self, at: int) -> int:
        """The offset at which a heading begins, anchors and comments directly above it included."""
        blocks = self.document.syntax.root.children
        index = bisect_left(blocks, self.starts[at], key=lambda block: block.start)
        start, text = self.starts[at], self.document.source.text
        while index and isinstance(blocks[index - 1], (HtmlBlock, Paragraph)):
            block = blocks[index - 1]
            between = text[block.end : start].replace("\r\n", "\n")
            if len(between) > 2 or not _ANCHORS.fullmatch(text, block.start, block.end):
                break
            start, index = block.start, index - 1
        source = self.document.source
        return source.line_starts[source.line_at(start) - 1]

    def is_remark(self, at: int) -> bool:
        """Whether the section of a heading has words and no link out of it, as a legend has."""
        text = self.document.source.text
        following = self.starts[at + 1] if at + 1 < len(self.starts) else len(text)
        blank = _BLANK.match(text, self.headings[at].span.end, following)
        if blank is None or blank.end() == following:
            return False
        end = self.ends[at]
        stop = self.starts[end] if end < len(self.starts) else len(text)
        first = bisect_left(self._ways_out, self.starts[at])
        return first == len(self._ways_out) or self._ways_out[first] >= stop

    @cached_property
    def _ways_out(self) -> list[int]:
        """The offsets of links to other files and of pictures that are no badges."""
        document = self.document
        ways = [link.span.start for link in document.links if not link.internal]
        ways += [image.span.start for image in document.images if not image.badge]
        return sorted(ways)

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
