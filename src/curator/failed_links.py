"""Markup that was meant to be a link and is none: what the parser left over as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

from curator.diagnostic import shortened
from curator.identity.mistakes import MistakeKind, find_stray_bracket
from curator.nodes import Emphasis, Image, Link, Node, Strong, Text
from curator.source import Source, Span


class FailedLink(NamedTuple):
    """A place in the text that was meant to be a link, or a bracket beside one.

    ``problem`` is a clause for a message, ``meant`` the markup that was plainly meant, or
    ``None``; ``around`` is the text that tells this failure from others of its kind.
    """

    span: Span
    problem: str
    around: str
    meant: str | None = None


def find_failed_links(source: Source, block: Node) -> Iterator[FailedLink]:
    """What failed to become a link in the text of a paragraph, heading or cell.

    In no order, and one failure may lie in another. Linear in the length of the block.
    """
    if not any(bracket in source[block.span] for bracket in "[]"):
        return
    mask = _mask(source, block)
    yield from _misspelt(source, block, mask)
    yield from _left_over(source, block, mask)
    yield from _stray(source, block, mask)


def _moved(span: tuple[int, int], by: int) -> Span:
    return Span(span[0] + by, span[1] + by)


# --------------------------------------------------------------------------------- mask

# What the mask shows instead of a construct, one character for each of its own.
_LINK, _OTHER, _MARK, _OPEN, _CLOSE, _AUTOLINK, _PICTURE = "\x01\x02\x03\x04\x05\x06\x07"
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_MATH = re.compile(r"\$\$[^$]+\$\$|\$(?![\s$])[^$\n]{0,500}(?<![\s$])\$(?![\d$])")


def _mask(source: Source, block: Node) -> str:
    """The block's text, each character in its place, with what is no prose replaced."""
    parts: list[str] = []
    at = block.start
    stack = list(reversed(block.children))
    while stack:
        node = stack.pop()
        if isinstance(node, (Emphasis, Strong)):
            stack.extend(reversed(node.children))
            continue
        parts.append(_MARK * (node.start - at))
        text = source.text[node.start : node.end]
        if isinstance(node, Link):
            if isinstance(node, Image):
                text = _PICTURE * len(text)
            elif node.destination is not None and _holds_brackets(node.url):
                text = _OTHER * len(text)
            elif node.form != "bare":
                text = (_AUTOLINK if node.form == "autolink" else _LINK) * len(text)
        elif isinstance(node, Text):
            text = _ESCAPED.sub(_escaped, text)
        elif node.kind != "break":
            text = _OTHER * len(text)
        parts.append(text)
        at = node.end
    parts.append(_MARK * (block.end - at))
    return _MATH.sub(lambda match: _OTHER * len(match.group()), "".join(parts))


def _holds_brackets(url: str) -> bool:
    """Whether a target swallowed square brackets, which is a mistake of the address itself."""
    mistake = find_stray_bracket(url)
    return mistake is not None and (mistake.kind is MistakeKind.LINK_INSIDE or mistake.part == "]")


def _escaped(match: re.Match[str]) -> str:
    """Two characters for an escape; escaped square brackets still count when pairing."""
    return _OTHER + {"[": _OPEN, "]": _CLOSE}.get(match.group()[1], _OTHER)


# ------------------------------------------------------------------------------- shapes

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
        re.compile(rf"\((?P<text>[^()\[\]\n\x01]{{1,300}})\)\[(?P<url>{_ADDRESS})\]"),
        "round and square brackets are swapped",
    ),
    (
        re.compile(rf"{_TEXT}[ \t]{{0,2}}（[ \t]{{0,2}}(?P<url>{_BEFORE_WIDE})[ \t]{{0,2}}[）)]"),
        "the parentheses around the address are full-width",
    ),
)
_NO_NAME = re.compile(r"[\sxX\d.,;:^–-]*")


def _misspelt(source: Source, block: Node, mask: str) -> Iterator[FailedLink]:
    """Text and address of a link, with something between or around them that should not be."""
    for pattern, problem in _SHAPES:
        for match in pattern.finditer(mask):
            if not _NO_NAME.fullmatch(match["text"]):
                span = _moved(match.span(), block.start)
                words = source[_moved(match.span("text"), block.start)]
                meant = f"[{words.strip()}]({match['url']})"
                yield FailedLink(span, problem, source[span], meant)


# ------------------------------------------------------------------- ends without a start

_TARGET_START = re.compile(r"[ \t]*<?(?:https?:/|www\.|mailto:|#|\.{0,2}/)", re.IGNORECASE)
_SPACED_FILE = re.compile(
    r"[\w./-]{1,80} [^()\"'\r\n]{0,200}\.(?:md|pdf|html?|ipynb|txt|docx?|pptx?|png|jpe?g|svg)\)",
    re.IGNORECASE,
)
_TARGET_STOP = re.compile(r"[()\r\n]")
_LONGEST_TARGET: Final = 400
_DEEPEST_TARGET: Final = 8


def _left_over(source: Source, block: Node, mask: str) -> Iterator[FailedLink]:
    """Each ``](`` that the parser did not use: links that failed."""
    at = mask.find("](")
    while at >= 0:
        after = at + 2
        linked = mask.startswith(_LINK, after)
        if linked or _TARGET_START.match(mask, after) or _SPACED_FILE.match(mask, after):
            end, closed = _target_end(mask, after)
            start = mask.rfind("[", max(0, at - 300), at)
            if start < 0 or "\n" in mask[start:at]:
                start = at
            span = Span(block.start + start, block.start + end + closed)
            shown = shortened(source[Span(block.start + after, block.start + end)].strip())
            problem = _failure(mask[after:end], shown, linked=linked, closed=closed)
            yield FailedLink(span, problem, source[span])
            after = end  # whatever else is wrong up to there follows from it
        at = mask.find("](", after)


def _failure(target: str, shown: str, *, linked: bool, closed: bool) -> str:
    """Why ``](target)`` ends no link."""
    if linked:
        return f"a link stands inside the target '{shown}'"
    if not closed:
        return f"no ')' closes the target '{shown}'"
    if re.search(r"\s[\"'(]", target):
        address = shown.partition(" ")[0]
        return f"the title behind '{address}' is not closed as it was opened"
    if re.search(r"\s", target.strip()):
        return f"a space ends the target '{shown}': write it as %20"
    return f"the square brackets before '({shown})' do not make a link"


def _target_end(mask: str, start: int) -> tuple[int, bool]:
    """Where a target ends that starts at ``start``, and whether a ``)`` closes it."""
    limit = min(len(mask), start + _LONGEST_TARGET)
    depth = 0
    for match in _TARGET_STOP.finditer(mask, start, limit):
        stop = match.group()
        if stop == "(" and depth < _DEEPEST_TARGET:
            depth += 1
        elif stop == ")" and depth:
            depth -= 1
        else:
            return match.start(), stop == ")"
    return limit, False


# ----------------------------------------------------------------------- stray brackets

_BRACKET = re.compile(r"[\[\]()（）\x04\x05]")
_PARTNER = {"]": "[", _CLOSE: "[", ")": "(", "）": "("}
_FOLDED = {_OPEN: "[", "（": "("}
_OPENING, _CLOSING, _SHOWN = f"{_MARK}([（", f"{_MARK})]）", (_LINK, _PICTURE)


def _stray(source: Source, block: Node, mask: str) -> Iterator[FailedLink]:
    """Brackets without a partner that touch a link."""
    opened: dict[str, list[int]] = {"[": [], "(": []}
    for match in _BRACKET.finditer(mask):
        bracket, at = match.group(), match.start()
        partner = _PARTNER.get(bracket)
        if partner is None:
            opened[_FOLDED.get(bracket, bracket)].append(at)
        elif opened[partner]:
            opened[partner].pop()
        elif bracket != _CLOSE and mask[max(0, at - 8) : at].rstrip(_CLOSING).endswith(_SHOWN):
            yield _stray_bracket(source, block.start + at)
    for at in chain(*opened.values()):
        if mask[at] != _OPEN and mask[at + 1 : at + 8].lstrip(_OPENING).startswith(_SHOWN):
            yield _stray_bracket(source, block.start + at)


def _stray_bracket(source: Source, at: int) -> FailedLink:
    span = Span(at, at + 1)
    around = source.text[max(0, at - 40) : at + 40].split("\n")
    problem = f"the '{source[span]}' beside the link has no partner"
    return FailedLink(span, problem, max(around, key=len))
