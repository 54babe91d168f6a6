"""How one table writes its rows, learnt from those it has: names, anchors, what is around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import product
from typing import Final, Literal, NamedTuple

from curator.document import Link
from curator.fragments import with_anchor
from curator.source import Source
from curator.toc.label import Label, as_markdown, split_label
from curator.toc.layout import Line, Wrapping, wrapping
from curator.toc.outline import Outline, bare_words

_IGNORED = re.compile(r"[\s\\\ufe0f]+")
_MOST_LEARNT: Final = 300
"""Rows from which a manner is learnt."""
_SURE: Final = 0.8
_NAMED: Final = 0.4
_FEW: Final = 4
_OFTEN: Final = 0.25
_INNER: Final = ("**", "__", "*", "_", "`")

Place = Literal["inside", "outside", "nowhere"]
_PLACES: Final[tuple[Place, ...]] = ("inside", "outside", "nowhere")


class Naming(NamedTuple):
    """Where the emoji of a heading go, before and behind, and whether its markup is dropped."""

    front: Place = "inside"
    back: Place = "inside"
    plain: bool = False


_NAMINGS: Final = tuple(
    Naming(front, back, plain) for plain, front, back in product((False, True), _PLACES, _PLACES)
)


class _Spoken(NamedTuple):
    """A row taken apart: what surrounds it, its text, the heading it leads to, and its level."""

    around: Wrapping
    text: str
    heading: int
    level: int


class Manner:
    """The manner of a table whose ``lines`` are known; of none, that of awesome lists."""

    def __init__(self, outline: Outline, lines: Sequence[Line] = ()) -> None:
        self._outline = outline
        self._source = outline.document.source
        self._spoken = list(_spoken(self._source, lines))
        self._labels: dict[tuple[int, bool], Label] = {}
        self._inner = self._common()
        self._lead = _constant(each.around.lead for each in self._spoken)
        self._tail = _constant(each.around.tail for each in self._spoken)
        scores = [(sum(self._fits(each, n) for each in self._spoken), n) for n in _NAMINGS]
        best = max((score for score, _ in scores), default=0)
        self._naming = next(naming for score, naming in scores if score == best)
        self._encoded = any(_is_encoded(self._source, line.link) for line in lines)
        rows = [line.row for line in lines if line.row]
        own = [(row.link, row.heading) for row in rows if row.heading is not None]
        by_id = sum(not outline.is_own(link, at) for link, at in own)
        self._by_id = 2 * by_id > len(own)

    def names(self, level: int | None) -> bool:
        """Whether the rows of a level are called as their headings are, rather than shorter.

        Of few rows that is believed.
        """
        return level not in self._shortened

    @cached_property
    def _shortened(self) -> frozenset[int]:
        """The levels whose rows have other names than their headings."""
        rows: Counter[int] = Counter(each.level for each in self._spoken)
        same = Counter(each.level for each in self._spoken if self._fits(each, self._naming))
        few = {level for level, count in rows.items() if count < _FEW}
        return frozenset(at for at in rows if same[at] < _NAMED * rows[at] and at not in few)

    @cached_property
    def often_short(self) -> bool:
        """Whether many rows have a part of the words of their headings only."""
        headings = self._outline.headings
        pairs = [(bare_words(s.text), bare_words(headings[s.heading].text)) for s in self._spoken]
        short = sum(0 < len(name) < len(words) and name in words for name, words in pairs)
        return short > 0 and short >= _OFTEN * len(pairs)

    @cached_property
    def _is_plain(self) -> bool:
        """Whether nearly all links are surrounded by what the naming says, or by nothing."""
        fit = sum(map(self._is_surrounded, self._spoken))
        return bool(self._spoken) and fit >= _SURE * len(self._spoken)

    @cached_property
    def _spaced(self) -> tuple[bool, bool]:
        """Whether a blank stands between the emoji before and behind a link and the link."""
        around = [each.around for each in self._spoken]
        return (
            any(each.lead.endswith(" ") for each in around),
            any(each.tail.startswith(" ") for each in around),
        )

    def words(self, at: int) -> str:
        """The text of a row that leads to a heading."""
        label = self._label(at, plain=self._naming.plain)
        front = label.front if self._naming.front == "inside" else ""
        back = label.back if self._naming.back == "inside" else ""
        whole = self._naming.front == self._naming.back == "inside"
        words = self._whole(at) if whole else " ".join(filter(None, (front, label.words, back)))
        return f"{self._inner}{words}{self._inner}"

    def anchor(self, at: int) -> str:
        """The anchor of a heading; its ``id`` where the others have theirs."""
        named = self._outline.ids.get(at, "")
        leads = self._by_id and self._outline.heading_near(named) == at
        return named if leads else self._outline.headings[at].slug

    def content(self, at: int, like: Line | None = None) -> str | None:
        """What a row for a heading says behind its marker, as another one does.

        ``None`` where it is not plain what surrounds the links.
        """
        fragment = with_anchor("#%" if self._encoded else "#", self.anchor(at))
        if fragment is None:
            return None
        if like is None:
            return f"[{self.words(at)}]({fragment})"
        if not self.names(like.level) or not self._is_plain:
            return None
        around = wrapping(self._source, like)
        label = self._label(at, plain=self._naming.plain)
        lead = self._lead + (label.front if self._naming.front == "outside" else "")
        tail = (label.back if self._naming.back == "outside" else "") + self._tail
        if lead != self._lead and self._spaced[0]:
            lead += " "
        if tail != self._tail and self._spaced[1]:
            tail = f" {tail}"
        path = _path(self._source, like.link)
        link = f"[{self.words(at)}]({path}{fragment})"
        inside = f"{lead}{around.hug}{link}{around.hug}{tail}"
        return f"{around.wrap}{inside}{around.wrap}{around.trail}"

    def _whole(self, at: int) -> str:
        if self._naming.plain:
            return as_markdown(self._outline.headings[at].text)
        return self._outline.label(at)

    def _label(self, at: int, *, plain: bool) -> Label:
        known = self._labels.get((at, plain))
        if known is None:
            text = self._outline.headings[at].text
            words = as_markdown(text) if plain else self._outline.label(at)
            known = self._labels[at, plain] = split_label(words)
        return known

    def _common(self) -> str:
        """The marks that nearly all texts stand in although their headings do not, as bold ones."""
        counts = Counter(filter(None, map(self._marks, self._spoken)))
        mark, count = counts.most_common(1)[0] if counts else ("", 0)
        return mark if count > _SURE * len(self._spoken) else ""

    def _marks(self, spoken: _Spoken) -> str:
        words = self._label(spoken.heading, plain=False).words
        for mark in _INNER:
            if spoken.text.startswith(mark) and spoken.text.endswith(mark):
                return "" if words.startswith(mark) else mark
        return ""

    def _fits(self, spoken: _Spoken, naming: Naming) -> bool:
        """Whether a row is what a naming makes of its heading."""
        label = self._label(spoken.heading, plain=naming.plain)
        inside = "".join(
            (
                label.front if naming.front == "inside" else "",
                label.words,
                label.back if naming.back == "inside" else "",
            )
        )
        text = spoken.text.removeprefix(self._inner).removesuffix(self._inner)
        return _bare(text) == _bare(inside) and self._is_around(spoken, naming, label)

    def _is_around(self, spoken: _Spoken, naming: Naming, label: Label) -> bool:
        lead = self._lead + (label.front if naming.front == "outside" else "")
        tail = (label.back if naming.back == "outside" else "") + self._tail
        around = spoken.around
        return _bare(around.lead) == _bare(lead) and _bare(around.tail) == _bare(tail)

    def _is_surrounded(self, spoken: _Spoken) -> bool:
        label = self._label(spoken.heading, plain=self._naming.plain)
        return self._is_around(spoken, self._naming, label)


def _spoken(source: Source, lines: Sequence[Line]) -> Iterator[_Spoken]:
    step = max(len(lines) // _MOST_LEARNT, 1)
    for line in lines[::step]:
        if line.row is not None and line.row.heading is not None:
            text = source[line.link.text_span]
            yield _Spoken(wrapping(source, line), text, line.row.heading, line.level)


def _bare(text: str) -> str:
    return _IGNORED.sub("", text)


def _constant(parts: Iterator[str]) -> str:
    """What all rows have in one place, nothing where they differ."""
    different = set(parts)
    return different.pop() if len(different) == 1 else ""


def _is_encoded(source: Source, link: Link) -> bool:
    return link.destination is not None and "%" in source[link.destination].partition("#")[2]


def _path(source: Source, link: Link) -> str:
    """What stands before the fragment, such as the name of the file itself."""
    return source[link.destination].partition("#")[0] if link.destination else ""
