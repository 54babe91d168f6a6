"""Links with something between or around text and address that should not be there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from curator.diagnostic import Edit
from curator.failed_links.failure import FailedLink, Repair, moved
from curator.failed_links.mask import MARK
from curator.nodes import Node
from curator.source import Source, Span

_TEXT = r"\[{1,2}(?P<text>[^\[\]\n\x01\x06]{1,300})\]{1,2}"
_ADDRESS = r"(?:https?://|www\.)[^\s()\[\]<>\x01\x02\x06]+(?:\([^\s()]*\)[^\s()\[\]<>]*)*"
_BEFORE_WIDE = (
    r"(?:https?://|www\.)[^\s()（）\[\]<>\x01\x02\x06]+(?:\([^\s()（）]*\)[^\s()（）\[\]<>]*)*"
)
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(rf"\[{{1,2}}(?P<text>[^\[\]()\n\x01]{{1,300}})(?<!\s)\((?P<url>{_ADDRESS})\)\]"),
        "the bracket closes behind the address",
    ),
    (
        re.compile(rf"{_TEXT}[ \t]{{1,2}}\([ \t]*(?P<url>{_ADDRESS})[ \t]*\)"),
        "a space parts the text from its address",
    ),
    (
        re.compile(rf"{_TEXT}[_:.~^\x03-]{{1,2}}\([ \t]*(?P<url>{_ADDRESS})[ \t]*\)"),
        "something stands between the text and its address",
    ),
    (
        re.compile(rf"{_TEXT}[\[{{][ \t]*(?P<url>{_ADDRESS})[ \t]*[\]}}]"),
        "the address stands in the wrong kind of brackets",
    ),
    (
        re.compile(rf"(?<!\(){_TEXT}(?P<url>{_ADDRESS})\)"),
        "no '(' opens the address",
    ),
    (
        re.compile(
            rf"\[(?P<text>[^\[\]()\n\x01]{{1,300}})[)}}]\([ \t]*(?P<url>{_ADDRESS})[ \t]*\)"
        ),
        "another bracket closes the text",
    ),
    (
        re.compile(rf"\((?P<text>[^()\[\]\n\x01]{{1,300}})\)\[(?P<url>{_ADDRESS})\]"),
        "round and square brackets are swapped",
    ),
    (
        re.compile(rf"{_TEXT}[ \t]{{0,2}}（[ \t]{{0,2}}(?P<url>{_BEFORE_WIDE})[ \t]{{0,2}}[）)]"),
        "the parentheses around the address are full-width",
    ),
)
_NO_NAME = re.compile(r"[\sxX\d.,;:^–-]*")


def find_misspelt(source: Source, block: Node, mask: str) -> Iterator[FailedLink]:
    """Text and address of a link, with something between or around them that should not be."""
    for pattern, problem in _SHAPES:
        for match in pattern.finditer(mask):
            if not _NO_NAME.fullmatch(match["text"]):
                yield _respelt(source, block.start, match, problem)


def _respelt(source: Source, offset: int, match: re.Match[str], problem: str) -> FailedLink:
    """The failure of a shape, with the brackets put right and all words left alone."""
    span = moved(match.span(), offset)
    words, url = moved(match.span("text"), offset), moved(match.span("url"), offset)
    opened = words.start - span.start
    behind = match.string[match.end("text") : match.start("url")]
    closed = len(behind) - len(behind.lstrip("]"))
    kept = min(opened, closed)
    scheme = "https://" if match["url"].startswith("www.") else ""
    wanted = (
        (Span(span.start, words.start), "[" * opened),
        (Span(words.end + kept, url.start), ("(" if kept else "](") + scheme),
        (Span(url.end, span.end), ")"),
    )
    edits = tuple(Edit(place, text) for place, text in wanted if source[place] != text)
    sure = closed <= opened and _marks_pair(match)
    repair = Repair("Write it as a link", edits) if sure else None
    # A second `[` that nothing closes is another failure, told once this one is repaired.
    meant = _edited(source, span, edits)[max(opened - max(closed, 1), 0) :]
    return FailedLink(span, problem, source[span], meant, repair)


def _marks_pair(match: re.Match[str]) -> bool:
    """Whether the marks of emphasis in a shape stand around its whole text, if there are any."""
    marks = match.group().count(MARK)
    if not marks:
        return True
    text = match["text"].strip()
    inner = text.strip(MARK)
    return MARK not in inner and text == MARK * (marks // 2) + inner + MARK * (marks // 2)


def _edited(source: Source, span: Span, edits: Iterable[Edit]) -> str:
    """The text at ``span`` with ``edits``, which lie in it one behind the other."""
    parts, at = [], span.start
    for edit in edits:
        parts += [source.text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*parts, source.text[at : span.end]])
