"""Anchors of headings as GitHub makes them, and the forms in which a list may write them.

The rule is that of github-slugger 2.0.0 (the package behind remark and awesome-lint), with
its table of characters frozen at Unicode 13: ``unicodedata`` moves with the interpreter, and
two machines must not disagree about an anchor.
"""

from __future__ import annotations

from bisect import bisect_right

from curator.slug.unicode13 import removed_ranges

VARIATION_SELECTOR = "\ufe0f"
"""U+FE0F, the invisible half of many emoji; tools disagree on whether GitHub keeps it."""


class _Fate(dict[int, int | None]):
    """What becomes of a code point in an anchor: itself, a dash, or nothing (``None``).

    Filled as characters are met, so that the usual heading costs one C-level ``translate``.
    """

    def __init__(self) -> None:
        super().__init__({ord(" "): ord("-")})
        self._starts: list[int] = []
        self._ends: list[int] = []

    def __missing__(self, point: int) -> int | None:
        if not self._starts:
            ranges = removed_ranges()
            self._starts = [start for start, _ in ranges]
            self._ends = [end for _, end in ranges]
        at = bisect_right(self._starts, point) - 1
        fate = None if at >= 0 and point <= self._ends[at] else point
        self[point] = fate
        return fate


_FATE = _Fate()


def slug(text: str) -> str:
    """The anchor of a heading with this plain ``text``, as if it were alone in its file.

    Lower case without case folding, then without what is no letter, mark, number, connector,
    space or ``-`` in Unicode 13, and with ``-`` for each space; nothing is trimmed, joined or
    normalised. Empty for a text of punctuation only.
    """
    return text.lower().translate(_FATE)


def anchor_variants(anchor: str) -> tuple[str, ...]:
    """The forms under which ``anchor`` may be linked: as GitHub writes it, then without U+FE0F.

    One form for most headings. Generate the first; accept either.
    """
    if VARIATION_SELECTOR not in anchor:
        return (anchor,)
    return (anchor, anchor.replace(VARIATION_SELECTOR, ""))


class Slugger:
    """The anchors of one file's headings, in document order, repeated ones numbered.

    Headings written as HTML share the count with the others.
    """

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def slug(self, text: str) -> str:
        """The anchor of the next heading.

        A third ``Dup`` after ``Dup`` and ``Dup-1`` shows the rule: ``dup``, ``dup-1``, and for
        ``Dup-1`` itself ``dup-1-1``.
        """
        seen = self._seen
        base = anchor = slug(text)
        while anchor in seen:
            seen[base] += 1
            anchor = f"{base}-{seen[base]}"
        seen[anchor] = 0
        return anchor
