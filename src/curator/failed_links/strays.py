"""Brackets beside links that have no partner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from curator.diagnostic import Edit
from curator.failed_links.failure import FailedLink, Repair, moved
from curator.failed_links.mask import BRACKET, CLOSE, LINK, MARK, OPEN, PICTURE
from curator.nodes import Node
from curator.source import Source, Span

_PARTNER = {"]": "[", CLOSE: "[", ")": "(", "）": "("}
_FOLDED = {OPEN: "[", "（": "("}
_OPENING, _CLOSING, _SHOWN = f"{MARK}([（", f"{MARK})]）", (LINK, PICTURE)
_LONGEST_LINK: Final = 2_000
"""Characters of a link beside which a bracket is mended."""


def find_strays(source: Source, block: Node, mask: str) -> Iterator[FailedLink]:
    """Brackets without a partner that touch a link."""
    opened: dict[str, list[int]] = {"[": [], "(": []}
    strays: list[int] = []
    for match in BRACKET.finditer(mask):
        bracket, at = match.group(), match.start()
        partner = _PARTNER.get(bracket)
        if partner is None:
            opened[_FOLDED.get(bracket, bracket)].append(at)
        elif opened[partner]:
            opened[partner].pop()
        elif bracket != CLOSE and mask[max(0, at - 8) : at].rstrip(_CLOSING).endswith(_SHOWN):
            strays.append(at)
    strays.extend(
        at
        for at in chain(*opened.values())
        if mask[at] != OPEN and mask[at + 1 : at + 8].lstrip(_OPENING).startswith(_SHOWN)
    )
    for at in strays:
        yield _stray_bracket(source, block.start, mask, at)


def _stray_bracket(source: Source, offset: int, mask: str, at: int) -> FailedLink:
    span = Span(offset + at, offset + at + 1)
    around = source.text[max(0, span.start - 40) : span.start + 40].split("\n")
    problem = f"the '{source[span]}' beside the link has no partner"
    mend = _mend_closing if mask[at] in _PARTNER else _mend_opening
    edit = mend(source, offset, mask, at)
    repair = None
    if edit is not None:
        title = f"Remove the '{source[span]}'" if edit.span == span else f"Add a '{edit.text}'"
        repair = Repair(title, (edit,))
    return FailedLink(span, problem, max(around, key=len), repair=repair)


_OPPOSITE = {"[": "]", "(": ")", "（": "）"}
_RUN = re.compile(r"[\x01\x07]+")
_ALONE = re.compile(r"[ \t\x03]*(?:\\?\r?\n|[\[(（]|\Z)")


def _mend_opening(source: Source, offset: int, mask: str, at: int) -> Edit | None:
    """The partner of a stray opening bracket, behind the one link that it stands before."""
    run = _RUN.match(mask, at + 1)
    if run is None or not _ALONE.match(mask, run.end()) or not _is_one(source, offset, run.span()):
        return None
    return Edit(Span(offset + run.end(), offset + run.end()), _OPPOSITE[mask[at]])


def _mend_closing(source: Source, offset: int, mask: str, at: int) -> Edit | None:
    """A stray closing bracket away, or its partner where those of the line have one."""
    bracket = mask[at]
    gone = Edit(Span(offset + at, offset + at + 1), "")
    if mask[at - 1] == bracket:
        return gone
    if mask[at - 1] not in _SHOWN:
        return None
    start = at
    first = max(0, at - _LONGEST_LINK)
    while start > first and mask[start - 1] in _SHOWN:
        start -= 1
    if not _is_one(source, offset, (start, at)) or mask[start - 1 : start] in ("(", "[", "（"):
        return None
    line = mask[first:start].rpartition("\n")[2]
    opening = _PARTNER[bracket]
    if opening + LINK not in line:
        return gone
    return Edit(Span(offset + start, offset + start), opening) if bracket == "]" else None


def _is_one(source: Source, offset: int, run: tuple[int, int]) -> bool:
    """Whether what is masked as links at ``run`` is one link, with brackets that pair in it."""
    text = source[moved(run, offset)]
    return (
        run[1] - run[0] < _LONGEST_LINK
        and text.count("](") + text.count("][") <= 1
        and text.count("(") == text.count(")")
        and text.count("[") == text.count("]")
    )
