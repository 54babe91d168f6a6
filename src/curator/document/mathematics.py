"""Where a leaf of text is mathematics, whose brackets are no links."""

from __future__ import annotations

import re

from curator.source import Span

# GitHub takes $…$ for mathematics where no blank stands inside the dollars and no letter or
# digit touches them outside, so that prices are none; $$…$$ may hold anything but dollars.
_MATH = re.compile(r"\$\$[^$]++\$\$|(?<![\w\\$])\$(?=[^\s$])(?:[^$\n\\]|\\.)++(?<=\S)\$(?![\w$])")


def math_spans(text: str, start: int, end: int) -> list[Span]:
    """The spans of mathematics in ``text[start:end]``, dollars included."""
    if text.find("$", start, end) < 0:
        return []
    return [Span(*match.span()) for match in _MATH.finditer(text, start, end)]
