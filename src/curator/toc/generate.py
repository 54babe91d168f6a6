"""Contents written from nothing, as awesome lists have them."""

from __future__ import annotations

from collections import Counter
from typing import Final

from curator.source import Source
from curator.toc.apart import is_apart
from curator.toc.manner import Manner
from curator.toc.outline import Outline, bare_words

MOST_ROWS: Final = 50
"""Rows up to which contents written from nothing have a second level."""

MOST_PLACES: Final = 8
"""Places of one file for which contents are written: each of them may be as long as the file."""


def contents_of(outline: Outline, first: int) -> str:
    """The rows for the headings from the one at index ``first``; nothing where none is worth it.

    ``- [Heading](#anchor)``, without ``Contents``, ``License`` and other sections that are
    usually left out; the level below, where all are ``MOST_ROWS`` at most, by two blanks.
    """
    manner, newline = Manner(outline), newline_of(outline.document.source)
    rows = [
        f"{'  ' * level}- {content}"
        for at, level in _listed(outline, first)
        if (content := manner.content(at)) is not None
    ]
    return newline.join(rows)


def newline_of(source: Source) -> str:
    """The newline of a text, LF where it has several kinds."""
    return "\n" if source.newline == "mixed" else source.newline


def listable_from(outline: Outline, first: int) -> list[int]:
    """The headings from the one at index ``first`` that contents name, of all depths.

    Not those of sections that are usually left out, nor those below them.
    """
    found: list[int] = []
    behind = first
    for at in range(first, len(outline.headings)):
        heading = outline.headings[at]
        if at < behind:
            continue
        if is_apart(heading.text):
            behind = outline.ends[at]
        elif at in outline.listable and heading.slug and bare_words(heading.text):
            found.append(at)
    return found


def sections_from(outline: Outline, first: int) -> list[int]:
    """Of these, the ones of the least depth that has two of them, else of the least."""
    found = listable_from(outline, first)
    counts = Counter(outline.headings[at].depth for at in found)
    depth = min((depth for depth, count in counts.items() if count > 1), default=None)
    depth = min(counts, default=0) if depth is None else depth
    return [at for at in found if outline.headings[at].depth == depth]


def _listed(outline: Outline, first: int) -> list[tuple[int, int]]:
    top = sections_from(outline, first)
    if not top:
        return []
    above, depth = set(top), outline.headings[top[0]].depth + 1
    below = [
        at
        for at in listable_from(outline, first)
        if outline.parents[at] in above and outline.headings[at].depth == depth
    ]
    if len(top) + len(below) > MOST_ROWS:
        below = []
    return sorted([*((at, 0) for at in top), *((at, 1) for at in below)])
