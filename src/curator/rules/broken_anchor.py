r"""A link leads to an anchor that no heading makes.

## Why it matters

A reader who follows `#fragment` to a heading that was renamed stays where they are, and
nothing tells them why. GitHub makes the anchor of a heading from its words: lower case,
punctuation and emoji left out, a dash for each space, and `-1`, `-2` … behind repeated ones;
`id` and `name` in HTML count as well.

```markdown bad
See the [training tools](#training-tool) below.

## Training tools
```

```markdown fixed
See the [training tools](#training-tools) below.

## Training tools
```

A fragment that differs from the anchor only in its case works on GitHub, though not
everywhere: it is reported as info. Links to another Markdown file (`guide.md#setup`) are
checked where that file can be read. Where `stale-toc` runs as well, the rows of a table of
contents that lead to a place in the same file are left to it.

```markdown good
Back to the [top](#top), to the [first heading](#readme), to [installing](#%EF%B8%8F-install)
or, as other tools write it, to [installing](#-install).

## ⚙️ Install
```

## Fix safety

The fix is unsafe: it changes where a link leads, to the anchor that the message names. There is
none where no anchor is like the one that is missing, and none where the anchor that is like it is
written in HTML for a place that its heading and the other links call by other words.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Document, Link
from curator.fragments import (
    Anchors,
    fragment_span,
    is_built_in,
    read_fragment,
    unspaced_anchors,
    with_anchor,
)
from curator.rule import Context, Rule
from curator.source import Source, Span
from curator.toc import Outline, share_a_word

RULE = Rule(
    severity=Severity.ERROR,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
)

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_NUMBER = re.compile(r"\d+")

_NEIGHBOURS: Final = 12
_LONGEST_COMPARED: Final = 120
_MOST_ALIKE: Final = 4
_CLOSE: Final = 0.85
# Characters compared over all questions to one file; about 2,000 fragments of common length.
_MOST_STEPS: Final = 1_000_000


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report links whose fragment is no anchor of the file they lead to."""
    files, named = _Files(ctx), _Named(ctx.document)
    for link, written in _links(ctx):
        path = _path(link.url, ctx.source)
        if path is None or is_built_in(read_fragment(link.url)):
            continue
        file = files.at(path, link.url)
        if file is not None and not file.accepts(link.url):
            span = fragment_span(ctx.source, written)
            yield _judged(ctx, link, path, file, named, span)


def _links(ctx: Context) -> Iterator[tuple[Link, Span]]:
    """The links with a fragment, and where their targets are written; a definition once.

    Rows of contents that lead to a place in the file are told by stale-toc, if it is asked.
    """
    document = ctx.document
    seen: set[Span] = set()
    if "stale-toc" in ctx.beside:
        rows = (link for block in document.contents for link in block.links if link.internal)
        seen.update(document.address_of(link) or link.span for link in rows)
    for link in document.links:
        if "#" not in link.url:
            continue
        written = document.address_of(link) or link.span
        if written not in seen:
            seen.add(written)
            yield link, written


def _judged(
    ctx: Context, link: Link, path: str, file: _File, named: _Named, span: Span
) -> Diagnostic:
    where = f" in '{shortened(path)}'" if path else ""
    same = file.anchors.in_other_case(link.url)
    if same is not None:
        return ctx.found(
            span,
            f"the anchor{where} is written '#{shortened(same)}': another case works on GitHub only",
            key=link.url,
            severity=Severity.INFO,
            fix=_fix(ctx.source, span, same),
        )
    # A heading that links back to the contents names itself, not where it leads.
    text = "" if _in_heading(ctx.document, link) else link.text
    fragment = read_fragment(link.url)
    nearest = file.candidates.nearest(fragment, text)
    if nearest and not path and named.is_of_another(nearest, text):
        nearest = None
    hint = f", did you mean '#{shortened(nearest)}'?" if nearest else ""
    return ctx.found(
        span,
        f"no heading or id{where} makes the anchor '#{shortened(fragment)}'{hint}",
        key=link.url,
        fix=_fix(ctx.source, span, nearest) if nearest else None,
    )


def _fix(source: Source, span: Span, anchor: str) -> Fix | None:
    text = with_anchor(source[span], anchor)
    if text is None:
        return None
    title = f"Link to '#{shortened(anchor)}'"
    return Fix(title, (Edit(span, text),), Applicability.UNSAFE)


def _path(url: str, source: Source) -> str | None:
    """The file that ``url`` names, empty for this one; ``None`` where it leads elsewhere."""
    if _SCHEME.match(url):
        return None
    path = url.partition("#")[0].partition("?")[0]
    name = re.split(r"[/\\]", source.path)[-1]
    relative = unquote(path).removeprefix("./")
    if relative == name or (not relative and (not path or name.lower().startswith("readme."))):
        return ""
    return path if relative else None


def _in_heading(document: Document, link: Link) -> bool:
    index = document.heading_index(link.span.start)
    return index is not None and document.headings[index].span.covers(link.span)


# -------------------------------------------------------------------------------- files


class _Files:
    """The files whose anchors are asked for, each prepared once; ``None`` is not known."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._known: dict[str, _File | None] = {}

    def at(self, path: str, url: str) -> _File | None:
        """The file at ``path``, as ``url`` has it; the document itself where that is empty."""
        if path not in self._known:
            self._known[path] = self._other(url) if path else self._own()
        return self._known[path]

    def _own(self) -> _File:
        asked = "missing-heading-space" in self._ctx.beside
        told = unspaced_anchors(self._ctx.source.text) if asked else frozenset[str]()
        return _File(Anchors.of(self._ctx.document), told)

    def _other(self, url: str) -> _File | None:
        known = self._ctx.files.anchors(url)
        return None if known is None else _File(Anchors(known), frozenset())


class _File:
    """The anchors of a file; ``told`` are some that it lacks for a reason told by another rule."""

    def __init__(self, anchors: Anchors, told: Set[str]) -> None:
        self.anchors = anchors
        self._told = told

    def accepts(self, url: str) -> bool:
        """Whether nothing is to be said of the fragment of ``url``."""
        return self.anchors.has(url) or read_fragment(url) in self._told

    @cached_property
    def candidates(self) -> Candidates:
        """What may be meant where an anchor is missing."""
        return Candidates(self.anchors.written)


class _Named:
    """What the places of a document are called that have their anchors from ``id`` or ``name``."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def _outline(self) -> Outline:
        return Outline(self._document)

    @cached_property
    def _texts(self) -> dict[str, list[str]]:
        texts: dict[str, list[str]] = defaultdict(list)
        for link in self._document.links:
            if link.internal and link.text:
                known = texts[read_fragment(link.url)]
                if len(known) < _MOST_ALIKE and link.text not in known:
                    known.append(link.text)
        return texts

    def is_of_another(self, anchor: str, text: str) -> bool:
        """Whether neither the heading nor the other links of a place share a word with ``text``.

        Such anchors are words of their author, under which something else was meant.
        """
        at = self._outline.heading_near(anchor)
        texts = self._texts.get(anchor)
        if at is None or not texts or not text:
            return False
        names = (self._outline.headings[at].text, *texts)
        return not any(share_a_word(text, name) for name in names)


class Candidates:
    """The anchors of one file, to name the nearest to one that is missing.

    Each question looks at a bounded number of anchors, and all together compare a bounded
    number of characters, so that a list of broken links costs no more than its length.
    """

    def __init__(self, anchors: Set[str]) -> None:
        ordered = sorted(anchors)
        self._bare: dict[str, str] = {}
        for anchor in ordered:
            self._bare.setdefault(_bare(anchor), anchor)
        usable = [anchor for anchor in ordered if anchor and len(anchor) <= _LONGEST_COMPARED]
        self._forwards = usable
        self._backwards = sorted(anchor[::-1] for anchor in usable)
        self._alike: dict[str, str | None] = {}
        self._steps = _MOST_STEPS

    def nearest(self, fragment: str, text: str) -> str | None:
        """The anchor that was probably meant, going by the fragment and by the link's text."""
        bare = _bare(fragment)
        if bare and bare in self._bare:
            return self._bare[bare]
        named = _bare(text)
        if named in self._bare and len(bare) <= 2 * len(named):
            return self._bare[named]
        folded = fragment.casefold()
        if folded not in self._alike:
            self._alike[folded] = self._most_alike(folded)
        return self._alike[folded]

    def _most_alike(self, folded: str) -> str | None:
        """The anchor whose letters differ least, if few do and enough steps are left."""
        if len(folded) > _LONGEST_COMPARED or self._steps <= 0:
            return None
        near = {
            *_around(self._forwards, folded),
            *(anchor[::-1] for anchor in _around(self._backwards, folded[::-1])),
        }
        self._steps -= len(near) * len(folded)
        numbers = _NUMBER.findall(folded)
        ends = [
            (*_common_ends(anchor, folded), anchor)
            for anchor in near
            if _agree(numbers, _NUMBER.findall(anchor))
        ]
        ends.sort(key=lambda end: (end[0] + end[1], end[2]), reverse=True)
        best = (_CLOSE, "")
        for head, tail, anchor in ends[:_MOST_ALIKE]:
            one, other = anchor[head : len(anchor) - tail], folded[head : len(folded) - tail]
            both = len(anchor) + len(folded)
            if 2 * (head + tail + min(len(one), len(other))) < _CLOSE * both:
                continue
            self._steps -= len(one) * len(other)
            same = sum(block.size for block in _matching(one, other))
            best = max(best, (2 * (head + tail + same) / both, anchor))
        return best[1] or None


def _around(ordered: list[str], text: str) -> list[str]:
    """The strings around the place that ``text`` would have in a sorted list."""
    at = bisect_left(ordered, text)
    return ordered[max(at - _NEIGHBOURS, 0) : at + _NEIGHBOURS]


def _bare(anchor: str) -> str:
    """The letters and digits of an anchor, in one case."""
    return "".join(filter(str.isalnum, anchor.casefold()))


def _agree(one: list[str], other: list[str]) -> bool:
    """Whether two anchors name the same numbers, or one names none: other dates are no match."""
    return not one or not other or one == other


def _common_ends(one: str, other: str) -> tuple[int, int]:
    """How many characters two strings share at their start, and at their end behind that."""
    longest = min(len(one), len(other))
    head = 0
    while head < longest and one[head] == other[head]:
        head += 1
    longest -= head
    tail = 0
    while tail < longest and one[-tail - 1] == other[-tail - 1]:
        tail += 1
    return head, tail


def _matching(one: str, other: str) -> Iterable[difflib.Match]:
    if not one or not other:
        return ()
    return difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
