"""A block's text with all that is no prose replaced by characters that stand for it."""

from __future__ import annotations

import re

from curator.identity.mistakes import MistakeKind, find_stray_bracket
from curator.nodes import Break, Emphasis, Image, Link, LinkForm, Node, Strong, Text
from curator.source import Source

BRACKET = re.compile(r"[\[\]()（）\x04\x05]")
"""The brackets that a mask shows, those that were escaped included."""

# What the mask shows instead of a construct, one character for each of its own.
LINK, OTHER, MARK, OPEN, CLOSE, AUTOLINK, PICTURE = "\x01\x02\x03\x04\x05\x06\x07"
_FORMS: dict[LinkForm, str] = {
    "inline": LINK,
    "reference": LINK,
    "autolink": AUTOLINK,
    "bare": "",
}
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_MATH = re.compile(r"\$\$[^$]+\$\$|\$(?![\s$])[^$\n]{0,500}(?<![\s$])\$(?![\d$])")


def mask_of(source: Source, block: Node) -> str:
    """The block's text, each character in its place, with what is no prose replaced."""
    text, at = source.text, block.start
    parts: list[str] = []
    stack = list(reversed(block.children))
    while stack:
        node = stack.pop()
        kind = type(node)
        if kind is Emphasis or kind is Strong:
            stack.extend(reversed(node.children))
            continue
        start, end = node.start, node.end
        if start > at:
            parts.append(MARK * (start - at))
        if kind is Text:
            piece = text[start:end]
            parts.append(_ESCAPED.sub(_escaped, piece) if "\\" in piece else piece)
        elif isinstance(node, Link):
            shown = _shown(node)
            parts.append(shown * (end - start) if shown else text[start:end])
        else:
            parts.append(text[start:end] if kind is Break else OTHER * (end - start))
        at = end
    parts.append(MARK * (block.end - at))
    mask = "".join(parts)
    return _MATH.sub(_hidden, mask) if "$" in mask else mask


def _shown(link: Link) -> str:
    """What the mask shows for each character of a link; nothing for one that stays as it is."""
    if isinstance(link, Image):
        return PICTURE
    if link.destination is not None and _holds_brackets(link.url):
        return OTHER
    return _FORMS[link.form]


def _hidden(match: re.Match[str]) -> str:
    return OTHER * len(match.group())


def _holds_brackets(url: str) -> bool:
    """Whether a target swallowed square brackets, which is a mistake of the address itself."""
    if "[" not in url and "]" not in url:
        return False
    mistake = find_stray_bracket(url)
    return mistake is not None and (mistake.kind is MistakeKind.LINK_INSIDE or mistake.part == "]")


def _escaped(match: re.Match[str]) -> str:
    """Two characters for an escape; escaped square brackets still count when pairing."""
    return OTHER + {"[": OPEN, "]": CLOSE}.get(match.group()[1], OTHER)
