"""Rows and cells of GFM tables, cut as GitHub's parser cuts them."""

from __future__ import annotations

import re
from itertools import pairwise

from curator.markdown.leaf import Leaf

_MARKER = r"[ \t\v\f]*+:?-++:?[ \t\v\f]*+"
_DELIMITER_ROW = re.compile(rf"\|?{_MARKER}(?:\|{_MARKER})*+\|?[ \t\v\f]*\Z")
_CUT = re.compile(r"(?<!\\)\|")


def is_delimiter_row(line: str) -> bool:
    """Whether ``line`` (without indentation) is a row such as ``| --- | :-: |``."""
    return _DELIMITER_ROW.match(line) is not None


def cell_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The trimmed spans of the cells of the row ``text[start:end]``.

    A pipe right after a backslash does not cut, be it in a code span or behind an escaped
    backslash; pipes at both ends of the row open and close no cell. A pipe
    alone is no row: it has no cells.
    """
    while end > start and text[end - 1] in " \t\v\f":
        end -= 1
    while start < end and text[start] in " \t\v\f":
        start += 1
    if start < end and text[start] == "|":
        start += 1
    if start >= end:
        return []
    cuts = [start]
    cuts.extend(pipe.end() for pipe in _CUT.finditer(text, start, end))
    if cuts[-1] != end or len(cuts) == 1:
        cuts.append(end + 1)
    return [_trim(text, a, b - 1) for a, b in pairwise(cuts)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\v\f":
        start += 1
    while end > start and text[end - 1] in " \t\v\f":
        end -= 1
    return start, end


def cell_leaf(text: str, start: int, end: int) -> Leaf:
    r"""The leaf of a cell, ``\|`` read as a pipe before anything else is, code included."""
    hit = text.find("\\|", start, end)
    if hit < 0:
        return Leaf.of_span(text, start, end)
    starts, places, length, at = [0], [start], 0, start
    while hit >= 0:
        length += hit - at
        if length:
            starts.append(length)
            places.append(hit + 1)
        else:
            places[0] = hit + 1
        at = hit + 1
        hit = text.find("\\|", at, end)
    return Leaf(text, text[start:end].replace("\\|", "|"), starts, places)
