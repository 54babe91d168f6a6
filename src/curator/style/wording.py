"""How an entry's own lines go on behind its title: what parts them, the words, the stop."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from curator.document import Entry, Link
from curator.nodes import Break, Code, HtmlTag, Item, ListBlock, Node, Paragraph, Text
from curator.nodes import Link as LinkNode
from curator.source import Source, Span


@dataclass(frozen=True, slots=True)
class Wording:
    """What an entry's own lines say behind the link they open with.

    ``gap`` reaches from the title, and the badges, brackets, emoji and code behind it, to
    the description; ``separator`` is what stands there, white space as single blanks.
    ``words`` is the description with what is no word blanked out. ``closing`` is the stop it
    ends with, empty where it ends with a word, behind which ``end`` is the place for one;
    ``None`` where that is in doubt. ``tail`` is behind the bracket at the very end, ``None``
    without one or if a stop closes what is in it. ``sure`` is whether the words are a
    description rather than an author or the rest of the title.
    """

    gap: Span
    separator: str
    words: str
    closing: str | None
    end: int
    tail: int | None = None
    sure: bool = True


# What is no prose is replaced by as many of these, so that offsets stay.
_ASIDE: Final = "\x01"  # an image, a badge, a footnote, a tag
_CODE: Final = "\x02"
_LINK: Final = "\x03"
_ROLE: Final = "\x04"  # a link such as [code](u)
_BARE: Final = "\x05"
_BROKEN: Final = "\x06"  # the end of a line that is rendered as such
_MARKUP: Final = "\x07"  # the marks of emphasis, a backslash

_BESIDE: Final = " \x01\x07"

_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_SHORTCODE = re.compile(r":[a-z0-9_+-]{2,40}:")
# A shortcode, or a character reference that shows nothing, such as the mark of a direction.
_LAST_UNSEEN = re.compile(r":[a-z0-9_+-]{2,40}:$|&(?:[lr]lm|zwn?j|nbsp|#x?(?:820[4-7]|200[b-f]));$")
# A bar behind a description, and a paper's venue: ``| NSDI 2026``, ``| NSDI' 26``, ``| OSDI 25``.
_VENUE = re.compile(
    r"\|[\s\x07]+[^\W\d_][^|\x01-\x06]{0,40}?"
    r"(?:\b(?:19|20)\d\d|(?:['’]|(?<=[A-Z]{2}))\s?\d\d)[\s\x07]*"
)
_MARK = re.compile(r"[-=]{1,2}>|-{1,3}|[–—―‒−→:：|~·•]")
_MARK_AND_BLANK = re.compile(rf"(?:{_MARK.pattern})\s")
_PAIRS = {"(": ")", "[": "]", "{": "}", "（": "）", "［": "］", "【": "】", "「": "」", "『": "』"}
_ENDS = {closing: opening for opening, closing in _PAIRS.items()}
_STOPS = frozenset(".!?…。！？：।॥؟۔։។៕။።།")
_QUOTES = frozenset("\"'”’»“„\x07")
_LONGEST_BRACKET = 300
_WORD = re.compile(r"\w")


def read_wording(source: Source, entry: Entry) -> Wording | None:
    """The wording of a list item that opens with its title's link, ``None`` of all others."""
    node, link, title = entry.node, entry.link, entry.title_span
    if entry.title_kind != "link" or link is None or title is None or not isinstance(node, Item):
        return None
    line = next((child for child in node.children if isinstance(child, Paragraph)), None)
    if line is None or not line.span.covers(title) or not title.overlaps(link.text_span):
        return None
    start = min(link.span.start, title.start)
    end = max(link.text_span.end if link.kind == "html" else link.span.end, title.end)
    links = {id(each.node): each for each in entry.links}
    if start > line.start:
        before = _blanked(source.text, line, Span(line.start, start), links)
        if _WORD.search(_SHORTCODE.sub("", before)):
            return None
    wording = _read(_blanked(source.text, line, Span(end, line.end), links), end)
    only = all(child is line or isinstance(child, ListBlock) for child in node.children)
    return wording if wording is None or only else replace(wording, closing=None, tail=None)


def _blanked(text: str, line: Node, part: Span, links: dict[int, Link]) -> str:
    """``part`` of a paragraph, as long as it is, with only prose and white space as they were."""
    parts: list[str] = []
    at = part.start
    tagged = ""  # what stands for the words between two tags
    for node in _leaves(line.children, part):
        if node.start > at:
            parts.append("".join([c if c.isspace() else _MARKUP for c in text[at : node.start]]))
        at = node.end
        raw, length = text[node.start : at], at - node.start
        if isinstance(node, HtmlTag) and node.name in ("a", "code"):
            tagged = "" if node.closing else _mask(node, links.get(id(node)))
        if isinstance(node, Text) and tagged:
            parts.append(tagged * length)
        elif isinstance(node, Text):
            raw = _ESCAPE.sub(_MARKUP, raw) if "\\" in raw else raw
            parts.append(raw.replace("&nbsp;", " " * 6) if "&" in raw else raw)
        elif isinstance(node, Break):
            parts.append((_BROKEN if node.hard else "\n") * length)
        else:
            parts.append(_mask(node, links.get(id(node))) * length)
    parts.append(_MARKUP * (part.end - at))
    return "".join(parts)


def _leaves(nodes: Sequence[Node], part: Span) -> Iterable[Node]:
    """The inline nodes within ``part`` in reading order; what a link holds belongs to it."""
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        if node.end <= part.start:
            continue
        if node.children and not isinstance(node, LinkNode):
            stack.extend(reversed(node.children))
        elif part.start <= node.start and node.end <= part.end:
            yield node


def _mask(node: Node, link: Link | None) -> str:
    if isinstance(node, Code) or (isinstance(node, HtmlTag) and node.name == "code"):
        return _CODE
    if isinstance(node, HtmlTag) and node.name == "br":
        return _BROKEN
    if link is None or link.badge or link.image:
        return _ASIDE
    if link.bare:
        return _BARE
    return _LINK if link.role is None and link.text else _ROLE if link.text else _ASIDE


def _read(blank: str, offset: int) -> Wording | None:
    """The wording of what stands, blanked, behind a title that ends at ``offset``."""
    found = _skip(blank, 0)
    if found is None:
        return None
    before, at = found
    mark = _MARK.match(blank, at)
    behind = prose = mark.end() if mark else at
    while prose < len(blank) and blank[prose].isspace():
        prose += 1
    found = _skip(blank, prose)
    if found is None or found[1] == len(blank):
        return None
    words = blank[found[1] :]
    sure = True
    if _MARK_AND_BLANK.match(words) or not _WORD.search(words):
        return None  # links in a row
    if mark is None:
        between = blank[: found[1]]
        if before == at or "\n" in between or between.strip(_BESIDE) or not words[0].isalpha():
            return None
        separator, sure = " ", _is_sentence(words)
    elif blank[behind] == _MARKUP:
        return None  # inside the emphasis of the title, or an italic description
    elif mark.group() == "：":
        separator = "："
    else:
        separator = " " * (before < at) + mark.group() + " " * (prose > behind)
    closing, end, tail = _closing(blank, found[1])
    gap = Span(offset + before, offset + prose)
    last = None if tail is None else offset + tail
    return Wording(gap, separator, words, closing, offset + end, last, sure)


def _is_sentence(text: str) -> bool:
    """Whether a text without a separator before it can only be a description."""
    words = text.split()
    return (
        len(words) >= 3
        and text[0].isupper()
        and text[0].isascii()
        and sum(word[0].islower() for word in words[1:6]) >= min(2, len(words) - 1)
        and words[0].lower() not in ("by", "from", "via", "in", "at", "and", "or", "for", "with")
    )


def _skip(text: str, at: int) -> tuple[int, int] | None:
    """Past badges, brackets, emoji and code from ``at`` on, to the first other character.

    Where the last of them ends, and where that character stands behind white space;
    ``None`` if something is found that makes the line hard to read.
    """
    done = at
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
            continue
        if character in (_ASIDE, _CODE, _ROLE, _MARKUP, "]", ")", "}") or is_symbol(character):
            at += 1
        elif character in _PAIRS:
            closed = _closed(text, at)
            if closed is None:
                return None
            at = closed
        elif character == _BROKEN:
            return None
        elif match := _SHORTCODE.match(text, at):
            at = match.end()
        else:
            break
        done = at
    return done, at


def is_symbol(character: str) -> bool:
    """Whether a character is an emoji, or the invisible half of one."""
    return character > "\x7f" and (
        unicodedata.category(character) == "So" or character in "\ufe0f\u200d\u20e3"
    )


def _closed(text: str, at: int) -> int | None:
    """Behind the bracket that closes the one at ``at``."""
    opening, closing, depth = text[at], _PAIRS[text[at]], 0
    for index in range(at, min(at + _LONGEST_BRACKET, len(text))):
        depth += (text[index] == opening) - (text[index] == closing)
        if not depth:
            return index + 1
    return None


# -------------------------------------------------------------------------- the ending


def _closing(text: str, start: int) -> tuple[str | None, int, int | None]:
    """The stop that the prose from ``start`` on ends with, and where the prose ends.

    Empty if it ends with a word; ``None`` if that cannot be told: what stands behind it,
    such as code or a bracket, may be its last word or an addition. The last number is where
    a bracket ends that nothing but pictures and blanks follow.
    """
    end, doubt = _before_venue(text, start), False
    quoted: int | None = None  # behind the quotation marks that close the prose
    tail: int | None = None
    last = True  # whether nothing has been passed that can be read
    while end > start:
        character = text[end - 1]
        if quoted is not None and character not in _QUOTES:
            if _is_of_a_word(character):
                return (None if doubt else ""), quoted, tail
            if character not in _ENDS:
                quoted = None
        if character in _STOPS:
            return character, end, tail
        if character.isspace() or character == _ASIDE or _is_unseen(character):
            end -= 1
        elif character in (_CODE, _LINK, _ROLE, _BARE, _BROKEN):
            doubt, last = True, False
            end -= 1
        elif character in _ENDS:
            opened = _opened(text, start, end)
            if opened is None:
                return None, end, tail
            inside = text[opened + 1 : end - 1].strip()
            if inside[-1:] in _STOPS:
                return inside[-1:], end, None
            tail = (quoted or end) if last else tail
            tag = character == "]" or _WORD.search(inside) is None
            doubt, last, quoted = doubt or not tag, False, None
            end = opened
        elif character in _QUOTES:
            quoted = end if quoted is None else quoted
            end -= 1
        elif match := _LAST_UNSEEN.search(text, max(start, end - 42), end):
            end = match.start()
        else:
            word = _is_of_a_word(character) or character in "+#%"
            return ("" if word and not doubt else None), end, tail
    return None, end, tail


def _before_venue(text: str, start: int) -> int:
    """Where a description ends that a bar and a venue follow, else where the text ends."""
    bar = text.rfind("|", max(start + 1, len(text) - 60))
    return bar if bar > 0 and text[bar - 1].isspace() and _VENUE.fullmatch(text, bar) else len(text)


def _is_of_a_word(character: str) -> bool:
    """Whether it is a letter, a digit or a sign that belongs to one, such as a vowel in Hindi."""
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")


def _is_unseen(character: str) -> bool:
    """Whether it is an emoji or shows nothing, such as the mark of a direction."""
    return is_symbol(character) or unicodedata.category(character) == "Cf"


def _opened(text: str, start: int, end: int) -> int | None:
    """The bracket that opens the one that ends before ``end``."""
    closing = text[end - 1]
    opening, depth = _ENDS[closing], 0
    for index in range(end - 1, max(start, end - _LONGEST_BRACKET) - 1, -1):
        depth += (text[index] == closing) - (text[index] == opening)
        if not depth:
            return index
    return None
