"""Fragments of addresses: how they are read, and which of them lead to a place in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import cached_property
from typing import Final
from urllib.parse import quote, unquote

from curator.document import Document, HeadingRecord
from curator.slug import anchor_variants, slug
from curator.source import Source, Span

# Places that GitHub's pages have by themselves: the top, footnotes and the way back from
# them, lines of a file, words of a page, and the halves of a picture for dark mode.
_BUILT_IN = re.compile(
    r"|top|readme|!|fn(?:ref)?[-:_]?\d*|fn(?:ref)?[-:].*|footnote.*|gh-(?:dark|light)-mode-only"
    r"|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|:~:.*",
    re.IGNORECASE | re.DOTALL,
)
_OWN_PREFIX: Final = "user-content-"
# Programs disagree on whether GitHub keeps U+200C and U+200D in an anchor.
_JOINERS: Final = dict.fromkeys(map(ord, "\u200c\u200d"))
# `## Title {#id}`: an anchor of its own in kramdown, Pandoc and Docusaurus.
_EXPLICIT = re.compile(r"\{:?\s*+#([^\s{}]++)[^{}]*+\}")
# What neither a bare destination nor a quoted attribute may hold as it is.
_UNSAFE = re.compile(r"[\s%&\\()<>\"'\[\]]")
_UNSPACED = re.compile(r"(?<![^\r\n])#{2,6}([^#\s][^\r\n]*)")


def read_fragment(url: str) -> str:
    """The fragment of an address by which a place is looked for.

    Without escapes, without GitHub's own prefix, without directions to words of the page, and
    without the joiners on which programs disagree.
    """
    text = unquote(url.partition("#")[2]).partition(":~:")[0].removeprefix(_OWN_PREFIX)
    return _without_joiners(text)


def is_built_in(fragment: str) -> bool:
    """Whether every page of GitHub has a place for a fragment that ``read_fragment`` gave."""
    return _BUILT_IN.fullmatch(fragment) is not None


def fragment_span(source: Source, address: Span) -> Span:
    """Where the fragment of an address is written; the whole of it where escapes hide that."""
    at = source.text.find("#", address.start, address.end)
    encoded = at > address.start and source.text[at - 1] == "&"
    return address if at < 0 or encoded else Span(at, address.end)


def with_anchor(written: str, anchor: str) -> str | None:
    """A fragment, as ``written`` in an address, with ``anchor`` in its place.

    In escapes where that one is or where it must; nothing where it cannot be seen, or leads to
    words of the page besides.
    """
    if not written.startswith("#") or ":~:" in written:
        return None
    encoded = _UNSAFE.search(anchor) is not None or "%" in written
    return "#" + (quote(anchor) if encoded else anchor)


def heading_fragments(heading: HeadingRecord) -> Iterator[str]:
    """The fragments that lead to a heading, its own anchor first.

    Blanks at the ends of an HTML heading may count; an anchor may be written behind the words.
    """
    yield from _forms(heading.slug)
    yield from _other_fragments(heading)


def unspaced_anchors(text: str) -> frozenset[str]:
    """The anchors that lines of ``text`` would make which lack only the space of a heading."""
    return frozenset(slug(match[1].strip("# \t")) for match in _UNSPACED.finditer(text))


class Anchors:
    """The fragments that lead to a place in one file.

    ``written`` are its anchors as GitHub writes them; of ``headings`` those that tools write
    otherwise, or that are written behind them, are accepted besides.
    """

    def __init__(self, written: Set[str], headings: Iterable[HeadingRecord] = ()) -> None:
        self.written = written
        self._headings = tuple(headings)
        self._accepted = {form for anchor in written for form in _forms(anchor)}
        for heading in self._headings:
            self._accepted.update(_other_fragments(heading))

    @classmethod
    def of(cls, document: Document) -> Anchors:
        """The anchors of a document at hand."""
        return cls(document.anchors, document.headings)

    def has(self, url: str) -> bool:
        """Whether the fragment of an address leads to a place, its escapes resolved or not."""
        return read_fragment(url) in self._accepted or url.partition("#")[2] in self.written

    def in_other_case(self, url: str) -> str | None:
        """The anchor that differs from the fragment of an address only in its case."""
        return self._folded.get(read_fragment(url).casefold())

    @cached_property
    def _folded(self) -> dict[str, str]:
        folded = {
            form.casefold(): anchor for anchor in sorted(self.written) for form in _forms(anchor)
        }
        for heading in self._headings:
            if heading.html:
                for form in _with_blanks(heading):
                    folded.setdefault(form.casefold(), heading.slug)
        return folded


def _forms(anchor: str) -> Iterator[str]:
    return map(_without_joiners, anchor_variants(anchor))


def _other_fragments(heading: HeadingRecord) -> Iterator[str]:
    if heading.html:
        yield from _with_blanks(heading)
    text = heading.text
    at = text.rfind("{") if text.endswith("}") else -1
    match = _EXPLICIT.fullmatch(text, at) if at >= 0 else None
    if match:
        yield match[1]


def _with_blanks(heading: HeadingRecord) -> Iterator[str]:
    for form in _forms(heading.slug):
        yield from (f"-{form}", f"{form}-", f"-{form}-")


def _without_joiners(text: str) -> str:
    return text if text.isascii() else text.translate(_JOINERS)
