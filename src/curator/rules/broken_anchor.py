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
checked where that file can be read. The rows of a table of contents are left to `stale-toc`.

```markdown good
Back to the [top](#top), to the [first heading](#readme), to [installing](#%EF%B8%8F-install)
or, as other tools write it, to [installing](#-install).

## ⚙️ Install
```

## Fix safety

The fix is unsafe: it changes where a link leads, to the anchor that the message names. There is
none where no anchor is like the one that is missing.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from itertools import chain
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Document, Link
from curator.rule import Context, Rule
from curator.slug import anchor_variants
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.ERROR,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
)

# Places that GitHub's pages have by themselves: the top, footnotes and the way back from
# them, lines of a file, words of a page, and the halves of a picture for dark mode.
_BUILT_IN = re.compile(
    r"|top|readme|!|fn(?:ref)?[-:_]?\d*|fn(?:ref)?[-:].*|footnote.*|gh-(?:dark|light)-mode-only"
    r"|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|:~:.*",
    re.IGNORECASE | re.DOTALL,
)
_OWN_PREFIX: Final = "user-content-"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# `## Title {#id}`: an anchor of its own in kramdown, Pandoc and Docusaurus.
_EXPLICIT = re.compile(r"\{:?\s*+#([^\s{}]++)[^{}]*+\}")

# What neither a bare destination nor a quoted attribute may hold as it is.
_UNSAFE = re.compile(r"[\s%&\\()<>\"'\[\]]")
_NUMBER = re.compile(r"\d+")

_NEIGHBOURS: Final = 12
_LONGEST_COMPARED: Final = 120
_MOST_ALIKE: Final = 4
_CLOSE: Final = 0.85
# Characters compared over all questions to one file; about 2,000 fragments of common length.
_MOST_STEPS: Final = 1_000_000


class _Target(NamedTuple):
    """A link target in two parts; ``path`` is empty for an anchor of the file itself."""

    path: str
    fragment: str


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report links whose fragment is no anchor of the file they lead to."""
    document = ctx.document
    own = Anchors(document.anchors, _explicit_ids(document))
    others: dict[str, Anchors | None] = {}
    seen: set[Span] = set()
    for link in document.links:
        if document.in_contents(link):
            continue
        written = _destination(document, link)
        if written in seen:
            continue  # by reference: one definition is one mistake
        seen.add(written)
        target = _target(link.url, ctx.source)
        if target is None or _built_in(target.fragment):
            continue
        anchors: Anchors | None = own
        if target.path:
            if target.path not in others:
                known = ctx.files.anchors(link.url)
                others[target.path] = None if known is None else Anchors(known)
            anchors = others[target.path]
        if anchors is not None:
            yield from _judge(ctx, link, target, anchors, _fragment_span(ctx.source, written))


def _judge(
    ctx: Context, link: Link, target: _Target, anchors: Anchors, span: Span
) -> Iterator[Diagnostic]:
    fragment = target.fragment
    if anchors.has(fragment):
        return
    where = f" in '{shortened(target.path)}'" if target.path else ""
    same = anchors.in_other_case(fragment)
    if same is not None:
        yield ctx.found(
            span,
            f"the anchor{where} is written '#{shortened(same)}': another case works on GitHub only",
            key=link.url,
            severity=Severity.INFO,
            fix=_fix(ctx.source, span, same),
        )
        return
    # A heading that links back to the contents names itself, not where it leads.
    text = "" if _in_heading(ctx.document, link) else link.text
    nearest = anchors.nearest(fragment, text)
    hint = f", did you mean '#{shortened(nearest)}'?" if nearest else ""
    yield ctx.found(
        span,
        f"no heading or id{where} makes the anchor '#{shortened(_decoded(fragment))}'{hint}",
        key=link.url,
        fix=_fix(ctx.source, span, nearest) if nearest else None,
    )


def _fix(source: Source, span: Span, anchor: str) -> Fix | None:
    """The anchor in place of the fragment, in escapes where the fragment is or where it must."""
    written = source[span]
    if not written.startswith("#") or ":~:" in written:
        return None
    encoded = _UNSAFE.search(anchor) is not None or "%" in written
    edit = Edit(span, "#" + (quote(anchor) if encoded else anchor))
    return Fix(f"Link to '#{shortened(anchor)}'", (edit,), Applicability.UNSAFE)


# ------------------------------------------------------------------------------ targets


def _target(url: str, source: Source) -> _Target | None:
    """The file and fragment that ``url`` names, or ``None`` where it leads elsewhere."""
    if "#" not in url or _SCHEME.match(url):
        return None
    path, _, fragment = url.partition("#")
    path = path.partition("?")[0]
    name = re.split(r"[/\\]", source.path)[-1]
    relative = unquote(path).removeprefix("./")
    if relative == name or (not relative and (not path or name.lower().startswith("readme."))):
        return _Target("", fragment)
    return _Target(path, fragment) if relative else None


def _built_in(fragment: str) -> bool:
    return _BUILT_IN.fullmatch(_decoded(fragment)) is not None


def _decoded(fragment: str) -> str:
    """The fragment without escapes, GitHub's own prefix, and directions to words on the page."""
    text = unquote(fragment).partition(":~:")[0] if fragment[:3] != ":~:" else fragment
    return text.removeprefix(_OWN_PREFIX)


def _destination(document: Document, link: Link) -> Span:
    """Where the target is written: in the link, or in the definition it refers to."""
    destination = link.destination
    if destination is None and link.kind == "reference":
        definition = document.definitions.get(getattr(link.node, "key", None) or "")
        destination = definition.destination if definition else None
    return link.span if destination is None else destination


def _fragment_span(source: Source, written: Span) -> Span:
    """Where the fragment of a target is written; the whole of it where escapes hide that."""
    at = source.text.find("#", written.start, written.end)
    encoded = at > written.start and source.text[at - 1] == "&"
    return written if at < 0 or encoded else Span(at, written.end)


def _in_heading(document: Document, link: Link) -> bool:
    index = document.heading_index(link.span.start)
    return index is not None and document.headings[index].span.covers(link.span)


def _explicit_ids(document: Document) -> Iterator[str]:
    for heading in document.headings:
        text = heading.text
        at = text.rfind("{") if text.endswith("}") else -1
        match = _EXPLICIT.fullmatch(text, at) if at >= 0 else None
        if match:
            yield match.group(1)


# ------------------------------------------------------------------------------ anchors


class Anchors:
    """The anchors of one file, with what is needed to name the nearest to one that fails.

    The tables behind ``nearest`` are made on first use. Each question looks at a bounded
    number of anchors, and all together compare a bounded number of characters, so that a list
    of broken links costs no more than its length.
    """

    def __init__(self, anchors: Set[str], more: Iterable[str] = ()) -> None:
        self._written = anchors
        self._all = {form for anchor in chain(anchors, more) for form in anchor_variants(anchor)}
        self._folded: dict[str, str] | None = None
        self._bare: dict[str, str] = {}
        self._forwards: list[str] = []
        self._backwards: list[str] = []
        self._alike: dict[str, str | None] = {}
        self._steps = _MOST_STEPS

    def has(self, fragment: str) -> bool:
        """Whether the fragment is an anchor, percent-encoded or not."""
        return _decoded(fragment) in self._all or fragment in self._all

    def in_other_case(self, fragment: str) -> str | None:
        """The anchor that differs from the fragment only in its case."""
        self._prepare()
        assert self._folded is not None  # noqa: S101 - just prepared
        return self._folded.get(_decoded(fragment).casefold())

    def nearest(self, fragment: str, text: str) -> str | None:
        """The anchor that was probably meant, going by the fragment and by the link's text."""
        wanted = _decoded(fragment)
        bare = _bare(wanted)
        if bare and bare in self._bare:
            return self._bare[bare]
        named = _bare(text)
        if named in self._bare and len(bare) <= 2 * len(named):
            return self._bare[named]
        folded = wanted.casefold()
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

    def _prepare(self) -> None:
        if self._folded is not None:
            return
        ordered = sorted(self._written)
        self._folded = {
            form.casefold(): anchor for anchor in ordered for form in anchor_variants(anchor)
        }
        for anchor in ordered:
            self._bare.setdefault(_bare(anchor), anchor)
        usable = [anchor for anchor in ordered if anchor and len(anchor) <= _LONGEST_COMPARED]
        self._forwards = usable
        self._backwards = sorted(anchor[::-1] for anchor in usable)


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
