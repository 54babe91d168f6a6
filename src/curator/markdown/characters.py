"""The classes of characters that GitHub's parser tells apart."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

_SPACES = frozenset(" \t\n\f\r\u00a0\u1680\u202f\u205f\u3000") | {
    chr(c) for c in range(0x2000, 0x200B)
}

CharacterClass = Literal["space", "punctuation", "other"]


@lru_cache(maxsize=4096)
def character_class(character: str) -> CharacterClass:
    """White space, punctuation or neither, as CommonMark 0.29 has it.

    GitHub's parser is of that version: symbols beyond ASCII, emoji among them, are no
    punctuation (CommonMark 0.31 made them so). The end of a text counts as white space.
    """
    if not character or character in _SPACES:
        return "space"
    if character in _ASCII_PUNCTUATION:
        return "punctuation"
    if character > "\x7f" and unicodedata.category(character)[0] == "P":
        return "punctuation"
    return "other"
