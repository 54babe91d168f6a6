"""The lines that a fix takes away and those it puts in their place, whole, as the file has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix
from curator.source import Source, Span

_MOST_EDITS = 20
_MOST_LINES = 6
"""Lines taken away and put in, together, that are still easy to read."""
_MOST_BESIDE = 8
"""Other fixes of a line that are shown with one of them."""
_LONGEST = 2_000
"""Characters of the lines that edits share."""
_LINE_END = re.compile(r"\r\n|\r|\n")


class Replaced(NamedTuple):
    """Lines ``removed`` from ``line`` (from 1) on, and those ``added`` there; without their ends.

    Where none are removed, those added stand before ``line``.
    """

    line: int
    removed: tuple[str, ...]
    added: tuple[str, ...]


def replaced(source: Source, fix: Fix) -> tuple[Replaced, ...]:
    """What ``fix`` does to the lines of ``source``, in order.

    Nothing where that is too much to be shown, where it only changes the ends of lines, and
    where the edits cannot be applied together. Costs no more than the limits of this module.
    """
    if len(fix.edits) > _MOST_EDITS:
        return ()
    edits = sorted(fix.edits, key=lambda edit: edit.span)
    if any(one.span.end > two.span.start for one, two in pairwise(edits)):
        return ()
    made: list[Replaced] = []
    for shared in _sharing(source, edits):
        whole = _whole(source, shared)
        if _size(whole, shared) > _LONGEST:
            return ()
        change = _change(source, whole, shared)
        if change.removed or change.added:
            made.append(change)
    total = sum(len(each.removed) + len(each.added) for each in made)
    return tuple(made) if total <= _MOST_LINES else ()


Fixes = Mapping[int, Sequence[Fix]]
"""The fixes of a file that change one line each, by the number of the line."""


def fixes_by_line(source: Source, findings: Iterable[Diagnostic]) -> Fixes:
    """Those of ``findings`` that may be applied, and are of one line."""
    lines: dict[int, list[Fix]] = {}
    for fix in (found.fix for found in findings if found.fix is not None):
        line = _only_line(source, fix)
        if line and fix.applicability > Applicability.DISPLAY:
            lines.setdefault(line, []).append(fix)
    return lines


def together(source: Source, fix: Fix, fixes: Fixes) -> Fix:
    """``fix`` with the others of the line, if it is of one: the line is to be written once.

    With those that may be trusted as far as it, and that do not touch it or one another.
    """
    line = _only_line(source, fix)
    edits = list(fix.edits)
    for other in fixes.get(line, ())[:_MOST_BESIDE] if line else ():
        apart = all(
            one.span.end < two.span.start or two.span.end < one.span.start
            for one in edits
            for two in other.edits
        )
        if apart and other.applicability >= fix.applicability > Applicability.DISPLAY:
            edits += other.edits
    return replace(fix, edits=tuple(edits))


def _only_line(source: Source, fix: Fix) -> int:
    """The line that a fix changes, if it is one and stays one; 0 if not."""
    if not 0 < len(fix.edits) <= _MOST_EDITS:
        return 0
    start = min(edit.span.start for edit in fix.edits)
    end = max(edit.span.end for edit in fix.edits)
    line = source.line_at(start)
    within = source.line_span(line).end >= end
    return line if within and not any(_LINE_END.search(edit.text) for edit in fix.edits) else 0


def _sharing(source: Source, edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """The edits in groups that have lines in common."""
    group: list[Edit] = []
    last = 0
    for edit in edits:
        if group and source.line_at(edit.span.start) > last:
            yield group
            group = []
        group.append(edit)
        last = source.line_at(edit.span.end)
    if group:
        yield group


def _whole(source: Source, edits: Sequence[Edit]) -> Span:
    """The lines of edits that share them, the byte order mark included if they reach it.

    With the end of the last one, which an edit may change as well.
    """
    first = source.line_span(source.line_at(edits[0].span.start))
    last = source.line_at(edits[-1].span.end)
    starts = source.line_starts
    end = starts[last] if last < len(starts) else len(source.text)
    return Span(min(first.start, edits[0].span.start), end)


def _size(whole: Span, edits: Sequence[Edit]) -> int:
    return whole.end - whole.start + sum(len(edit.text) for edit in edits)


def _change(source: Source, whole: Span, edits: Sequence[Edit]) -> Replaced:
    """What edits do to the lines that they share, less those that they leave as they are."""
    pieces: list[str] = []
    at = whole.start
    for edit in edits:
        pieces += [source.text[at : edit.span.start], edit.text]
        at = edit.span.end
    pieces.append(source.text[at : whole.end])
    old, new = _LINE_END.split(source[whole]), _LINE_END.split("".join(pieces))
    # From the end first: what stands behind the last newline is no line of these.
    tail = _alike(old[::-1], new[::-1])
    old, new = old[: len(old) - tail], new[: len(new) - tail]
    head = _alike(old, new)
    return Replaced(source.line_at(whole.start) + head, tuple(old[head:]), tuple(new[head:]))


def _alike(one: Sequence[str], two: Sequence[str]) -> int:
    """How many lines both begin with."""
    count = 0
    for a, b in zip(one, two, strict=False):
        if a != b:
            break
        count += 1
    return count
