"""Whether two titles name one work: compared without case, markup, venues and nicknames."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

NAME_WORDS = 3
"""A title of at most so many words may be a nickname (``GPT-3``), which says little."""

_LONGEST = 400
_OPENING = re.compile(r"\s*(?:\[[^\[\]]{0,80}\]|\([^()]{0,80}\)|【[^【】]{0,80}】)[\s:：,.|–—-]*")
_CLOSING = re.compile(r"[\[(（【]([^\[\]()（）【】]*)[\])）】]")
_LONGEST_ADDITION = 120
_MATH = re.compile(r"\\[A-Za-z]+|[$\\{}^]")
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Ideographs, kana and Hangul: scripts that write no space between words, or few."""
_WORD = re.compile(rf"[{_WIDE}]|[^\W_{_WIDE}]+(?:\+\+|#(?!\w))?")
_COUNTED = re.compile(rf"([{_WIDE}])|([^\s{_WIDE}]+)")
_LETTER = re.compile(r"[^\W_]")
_LEAD = re.compile(r"\s*([^\s:：]{2,30}(?: [^\s:：]{1,20}){0,2})\s?[:：]\s")
_CAPITALS = re.compile(r"[A-Z].*[A-Z]|[A-Z].*\d")
"""What tells the name of a method (``CLIPDraw``, ``GPT-4``) from a word such as ``Survey``."""
_DIGITS = re.compile(r"\d+")
_PART = re.compile(r"\W*([^\W\d_]+) ?#?(\d+)(?!\.?\d)")
_ROMAN = re.compile(r"i{1,3}|iv|vi{0,3}|ix|x")
_NEARLY = 0.75
_WORDS_TO_COMPARE = 3
_LETTERS_OF_A_NAME = 4


class Likeness(IntEnum):
    """How far two titles agree, from least to most."""

    DIFFERENT = 0
    """They name different works, or one work under unlike names."""
    ALIKE = 1
    """One is a part, the nickname or a near copy of the other."""
    SAME = 2
    """Equal but for case, markup, punctuation and bracketed additions."""


class _Title(NamedTuple):
    """A title taken apart: its words in their plainest form and the names around it."""

    words: tuple[str, ...]
    squeezed: str
    nicknames: frozenset[str]
    length: int
    lead: str


@lru_cache(maxsize=8192)
def _read(text: str) -> _Title:
    # One ligature may stand for eighteen characters.
    text = unicodedata.normalize("NFKC", text[:_LONGEST])[:_LONGEST]
    bare, additions = _without_additions(" ".join(text.split()))
    nicknames = {"".join(_words(addition)) for addition in additions}
    words = _words(bare)
    squeezed = "".join(words) or bare.strip()
    lead = _LEAD.match(bare)
    name = "".join(_words(lead.group(1))) if lead and _CAPITALS.search(lead.group(1)) else ""
    return _Title(words, squeezed, frozenset(nicknames - {""}), _count(bare), name)


def _without_additions(text: str) -> tuple[str, list[str]]:
    """``text`` without what stands in brackets at its ends, and the words of those behind it.

    Some word is always left. Each end is read once, towards the middle.
    """
    additions: list[str] = []
    words = [match.start() for match in _WORD.finditer(text)]
    if not words:
        return text, additions
    start, end = 0, len(text)
    while (match := _OPENING.match(text, start)) and match.end() <= words[-1]:
        start = match.end()
    first = next(word for word in words if word >= start)
    while text[end - 1] in "])）】":
        furthest = max(start, end - _LONGEST_ADDITION - 2)
        at = max(text.rfind(opening, furthest, end) for opening in "[(（【")
        match = _CLOSING.fullmatch(text, at, end) if at > first else None
        if match is None:
            break
        additions.append(match.group(1))
        end = at - (text[at - 1] == " ")
    return text[start:end], additions


def _count(text: str) -> int:
    """How many words a reader counts: ``Text-to-Text`` is one, and so are two ideographs."""
    wide = spaced = 0
    for ideograph, word in _COUNTED.findall(text):
        if ideograph:
            wide += 1
        elif _LETTER.search(word):
            spaced += 1
    return spaced + wide - wide // 2


def _words(text: str) -> tuple[str, ...]:
    """Words in lower case without accents; an ideograph or a Hangul syllable is a word."""
    plain = unicodedata.normalize("NFKD", _MATH.sub(" ", text).casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return tuple(_WORD.findall(unicodedata.normalize("NFC", plain)))


def title_key(title: str) -> str:
    """What is equal for two spellings of one title: its letters and digits, in lower case.

    Bracketed additions at either end (``[CVPR 2024]``, ``(GPT-3)``) are left out, unless they
    are all there is.
    """
    return _read(title).squeezed


def word_count(title: str) -> int:
    """How many words ``title`` has without brackets at its ends; two ideographs are one."""
    return _read(title).length


def is_name(title: str) -> bool:
    """Whether ``title`` is so short that it may be a nickname rather than a title."""
    return word_count(title) <= NAME_WORDS


def shared_words(first: str, second: str) -> float:
    """How much of their words two titles share, from 0.0 to 1.0 (the Dice coefficient)."""
    return _shared(_read(first).words, _read(second).words)


def _shared(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    total = len(first) + len(second)
    return 2 * (Counter(first) & Counter(second)).total() / total if total else 1.0


def is_series(first: str, second: str) -> bool:
    """Whether two titles are parts of one thing: ``Week 1`` and ``Week 2: Search``."""
    parts = _PART.match(first[:_LONGEST]), _PART.match(second[:_LONGEST])
    if parts[0] and parts[1] and parts[0][1].lower() == parts[1][1].lower():
        return parts[0][2] != parts[1][2]
    one, other = _numberless(first), _numberless(second)
    return bool(one) and one == other and title_key(first) != title_key(second)


def _numberless(title: str) -> tuple[str, ...]:
    words = (_DIGITS.sub("", word) for word in _read(title).words)
    return tuple(word for word in words if word and not _ROMAN.fullmatch(word))


def compare_titles(first: str, second: str) -> Likeness:
    """How far two titles agree; never more costly than their length, of which 400 count."""
    one, other = _read(first), _read(second)
    if one.squeezed == other.squeezed:
        return Likeness.SAME
    if not one.words or not other.words:
        return Likeness.DIFFERENT
    short, long = sorted((one, other), key=lambda title: len(title.squeezed))
    if short.squeezed in long.nicknames or long.squeezed in short.nicknames:
        return Likeness.ALIKE
    if one.lead and one.lead == other.lead:
        return Likeness.ALIKE
    if _holds(long, short) or _is_acronym(short, long):
        return Likeness.ALIKE
    return Likeness.ALIKE if _is_near_copy(one, other) else Likeness.DIFFERENT


def _holds(long: _Title, short: _Title) -> bool:
    """Whether the words of ``short`` stand in ``long``: at its start, or anywhere if telling.

    Joined and parted words (``Fine-tuning``, ``Finetuning``) are the same words here.
    """
    if short.squeezed not in long.squeezed:
        return False
    ends = {0, *accumulate(map(len, long.words))}
    starts = ends if len(short.squeezed) >= _LETTERS_OF_A_NAME else {0}
    return any(
        at + len(short.squeezed) in ends and long.squeezed.startswith(short.squeezed, at)
        for at in starts
    )


def _is_acronym(short: _Title, long: _Title) -> bool:
    """Whether ``short`` is made of the initials of ``long``, as BPE of Byte-Pair Encoding."""
    initials = "".join(word[0] for word in long.words)
    return len(short.squeezed) >= _WORDS_TO_COMPARE and short.squeezed == initials


def _is_near_copy(one: _Title, other: _Title) -> bool:
    """Whether three quarters of the words are the same, numbers all of them.

    ``GPT-3`` is not ``GPT-4``, however much the rest agrees.
    """
    fewest = min(len(one.words), len(other.words))
    if fewest < _WORDS_TO_COMPARE or _shared(one.words, other.words) < _NEARLY:
        return False
    return _numbers(one) == _numbers(other)


def _numbers(title: _Title) -> Counter[str]:
    return Counter(word for word in title.words if _DIGITS.search(word))
