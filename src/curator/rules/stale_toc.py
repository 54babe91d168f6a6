r"""The table of contents does not agree with the headings.

## Why it matters

Readers of a long list begin at its contents. An entry that leads nowhere leaves them where
they are; a section that the contents do not name is not found at all. Both happen when a
heading is added, renamed or removed and the contents are forgotten.

```markdown bad
## Contents

- [Books](#books)
- [Online courses](#courses)

## Books

## Online courses
```

```markdown fixed
## Contents

- [Books](#books)
- [Online courses](#online-courses)

## Books

## Online courses
```

An entry without target is an error, and where more than ten entries of one table mean no
heading that there is, they are one. An entry whose anchor differs from the heading's only in its
case works on GitHub and is reported as info. A heading that is missing is a warning, and only
where the contents list nearly all others of its depth that follow them: contents that leave
out a whole level are meant so. Nothing is missed before the contents, below a
heading none of whose several subsections is listed, in `License`, `Contributing` and other sections
that usually end a list, in headings written as HTML, and in those marked with
`<!-- omit in toc -->`. Of several contents in one file, each is held to its
own chapter.

```markdown good
## Contents

- [Books](#books)
- [Videos](#talks)

## Books

### For beginners

## Videos <a name="talks"></a>

## License
```

The preset `strict` also reports, as info, entries whose text is not that of their heading, and
entries that stand in another order than the headings.

## Options

`share` is the part of the headings of one depth that the contents have to list before the
others count as missing. With `1.0` nothing is ever missing.

## Fix safety

The fix changes where a link leads, to the heading that has the very words of the entry or
that differs in its case only, and is therefore unsafe.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import groupby, pairwise
from typing import Final, NamedTuple
from urllib.parse import unquote

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Related, Severity, shortened
from curator.document import Contents, Document, HeadingRecord, Link
from curator.document.labels import names_contents
from curator.nodes import Heading, HtmlTag
from curator.rule import Context, Rule, option
from curator.slug import anchor_variants
from curator.source import Span


@dataclass(frozen=True, slots=True)
class Options:
    """What contents are expected to list."""

    share: float = option(
        0.9,
        "The part of the headings of one depth that is listed where others count as missing.",
        least=0.5,
        most=1.0,
    )


RULE = Rule(
    severity=Severity.ERROR,
    category="structure",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
    options=Options,
    awesome_lint=("awesome-toc",),
)

# Places that GitHub's pages have by themselves: as for links outside contents.
_BUILT_IN = re.compile(
    r"|top|readme|!|fn(?:ref)?[-:_]?\d*|fn(?:ref)?[-:].*|footnote.*|gh-(?:dark|light)-mode-only"
    r"|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|:~:.*",
    re.IGNORECASE | re.DOTALL,
)
_OWN_PREFIX: Final = "user-content-"
# Programs disagree on whether GitHub keeps these in an anchor.
_JOINERS: Final = dict.fromkeys(map(ord, "\u200c\u200d"))
# `## Title {#id}`: an anchor of its own in kramdown, Pandoc and Docusaurus.
_EXPLICIT = re.compile(r"\{:?\s*+#([^\s{}]++)[^{}]*+\}")

# What Markdown All in One and docsify read, and what people write in its place.
_OMITTED = re.compile(
    r"<!--\s{0,9}\{?\s{0,9}(?:"
    r"(?:omit|exclude|ignore|hide|skip)(?:d|ted)?[ _-](?:in|from)[ _-](?:the[ _-])?toc"
    r"|no[ _-]?toc|toc[ _-]?(?:ignore|omit|skip|exclude)|docsify-ignore(?:-all)?"
    r")\s{0,9}\}?\s{0,9}-->",
    re.IGNORECASE,
)
_ONLY_TAGS = re.compile(r"(?:\s++|<[^<>]*+>)*+")
_FAR: Final = 500
"""Characters between an `id` and the heading that it is for, at most."""

# Sections that belong to the file rather than to the list, by the words of their titles: one of
# the first, and besides it only those of the second.
_TAIL = frozenset(
    """licence licences license licenses licensing copyright contribute contributing contribution
    contributions contributor contributors footnote footnotes acknowledgement acknowledgements
    acknowledgment acknowledgments thanks credits author authors maintainer maintainers citation
    citations cite citing bibtex reference references star stars stargazers sponsor sponsors
    sponsorship backers donate donation donations support contact contacts conduct disclaimer
    changelog log feedback follow legend explanation related""".split()
)
_FILLERS = frozenset(
    """a all and change chart code for general guide guidelines guideline here history how info
    information list lists me note notes of on our over paper project repo repository resources
    special survey that the this time to us work you your""".split()
)
_TAIL_CHINESE = re.compile(
    r"许可|授权|版权|开源协议|贡献|致谢|感谢|鸣谢|脚注|引用|参考文献|参考资料|赞助|捐赠|打赏|联系我|联系方式"
    r"|免责声明|更新日志|授權|貢獻|致謝|感謝|贊助|ライセンス|コントリビュー|謝辞|라이선스|기여"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_WORD = re.compile(r"[^\w+#]+|_+")
_NUMBER = re.compile(r"\d+")
_BLANK = re.compile(r"\s*+")
# What neither a bare destination nor a quoted attribute may hold as it is, and escapes.
_UNSAFE = re.compile(r"[\s%&\\()<>\"'\[\]]")
_LINE_END = re.compile(r"[\r\n]+")
_UNSPACED = re.compile(r"^#{2,6}([^#\s][^\r\n]*)", re.MULTILINE)
_LONGEST_TAIL: Final = 60

_CLOSE: Final = 0.85
_LONGEST_COMPARED: Final = 120
_MOST_COMPARED: Final = 2_000
"""Pairs of anchors compared letter by letter in one file, about."""
_MOST_BETWEEN: Final = 50
"""Headings between two that are listed among which one is looked for."""
_MOST_NAMESAKES: Final = 64
"""Headings of one name that an entry may mean."""
_MOST_ALIKE: Final = 10
"""Entries of one table that are reported singly where nothing is like their anchors."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report entries of contents without target, and headings that contents leave out."""
    if not ctx.document.contents:
        return
    outline = _Outline(ctx.document)
    tables = [_read(outline, blocks) for blocks in _together(ctx.document)]
    listed = frozenset[int]().union(*(table.listed for table in tables))
    unlisted = _Unlisted(outline, listed)
    seen: set[Span] = set()
    meant: set[int] = set()
    for table in tables:
        yield from _broken(ctx, outline, table, unlisted, seen, meant)
    left = _expected(outline, tables, listed, meant)
    for table in tables:
        yield from _missing(ctx, outline, table, left)
        if ctx.preset == "strict":
            yield from _differences(ctx, outline, table)


# ----------------------------------------------------------------------------- contents


class _Row(NamedTuple):
    """An entry of contents, and the heading that its anchor leads to, by index."""

    link: Link
    heading: int | None


class _Table(NamedTuple):
    """Contents: lists that no heading parts.

    ``rows`` are the entries that lead to a place in the file. ``listed`` are the headings that
    an entry leads to or, where its anchor is broken or it has none, names. ``after`` is the
    index of the first heading behind the contents.
    """

    span: Span
    rows: Sequence[_Row]
    listed: set[int]
    after: int


def _together(document: Document) -> Iterator[list[Contents]]:
    """The blocks of contents, those of them together that stand under one heading."""
    for _, blocks in groupby(
        document.contents, key=lambda block: document.heading_index(block.span.start)
    ):
        yield list(blocks)


def _read(outline: _Outline, blocks: Sequence[Contents]) -> _Table:
    """What the contents list."""
    source = outline.document.source
    links = [link for block in blocks for link in block.links]
    rows = [_Row(link, outline.heading_of(_fragment(link))) for link in links if link.internal]
    names = {_words(link.text) for link in links}
    for block in blocks:
        names.update(map(_words, _LINE_END.split(source[block.span])))
    listed = {row.heading for row in rows if row.heading is not None}
    for name in filter(None, names):
        listed.update(outline.by_words.get(name, [])[:_MOST_NAMESAKES])
    after = bisect_left(outline.starts, blocks[-1].span.end)
    return _Table(Span(blocks[0].span.start, blocks[-1].span.end), rows, listed, after)


def _fragment(link: Link) -> str:
    """The fragment without escapes, GitHub's own prefix, and directions to words on the page."""
    text = unquote(link.url.partition("#")[2])
    return text.partition(":~:")[0].removeprefix(_OWN_PREFIX).translate(_JOINERS)


# ----------------------------------------------------------------------------- headings


class _Outline:
    """The headings of a document by their anchors and by their words."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.headings = document.headings
        self.starts = [heading.span.start for heading in self.headings]
        self.parents, self.ends = _nesting(self.headings)
        self.by_words: dict[str, list[int]] = defaultdict(list)
        self._exact: dict[str, int] = {}
        self._folded: dict[str, int] = {}
        self._near_ids: dict[str, int] | None = None
        for index, heading in enumerate(self.headings):
            self.by_words[_words(heading.text)].append(index)
            for form in _forms(heading):
                self._exact.setdefault(form, index)
                self._folded.setdefault(form.casefold(), index)
        self.anchors = {
            form.translate(_JOINERS)
            for anchor in document.anchors
            for form in anchor_variants(anchor)
        }
        self.anchors.update(self._exact)
        self.anchors_folded = {anchor.casefold(): anchor for anchor in document.anchors}

    def heading_of(self, fragment: str) -> int | None:
        """The heading that a fragment leads to, in whatever case; with an id, the one near it."""
        at = self._exact.get(fragment)
        if at is None and fragment in self.anchors:
            if self._near_ids is None:
                self._near_ids = dict(self._ids())
            at = self._near_ids.get(fragment)
        return self._folded.get(fragment.casefold()) if at is None else at

    def is_own(self, link: Link, at: int) -> bool:
        """Whether a link leads to a heading by the anchor that GitHub makes of its words."""
        return self._folded.get(_fragment(link).casefold()) == at

    def _ids(self) -> Iterator[tuple[str, int]]:
        for node in self.document.syntax.root.walk():
            if not isinstance(node, HtmlTag) or not node.attributes:
                continue
            for name in ("id", "name"):
                value = node.attributes.get(name)
                at = self._heading_at(node) if value else None
                if value and at is not None:
                    yield value.value, at

    def _heading_at(self, tag: HtmlTag) -> int | None:
        """The heading around a tag, directly behind it, or else the last above it."""
        before = self.document.heading_index(tag.start)
        if before is not None and self.headings[before].span.covers(tag.span):
            return before
        after = 0 if before is None else before + 1
        if after < len(self.headings):
            start = self.starts[after]
            text = self.document.source.text
            if start - tag.end <= _FAR and _ONLY_TAGS.fullmatch(text, tag.end, start):
                return after
        return before

    @cached_property
    def omitted(self) -> frozenset[int]:
        """The offsets of headings and lists that a comment keeps out of the contents."""
        return frozenset(self._omitted())

    def _omitted(self) -> Iterator[int]:
        text = self.document.source.text
        for match in _OMITTED.finditer(text):
            at = self.document.heading_index(match.start())
            if at is not None and self.headings[at].span.covers(Span(*match.span())):
                yield self.starts[at]
            elif blank := _BLANK.match(text, match.end()):
                yield blank.end()

    @cached_property
    def unspaced(self) -> frozenset[str]:
        """The words of lines that lack only a space to be headings."""
        lines = _UNSPACED.finditer(self.document.source.text)
        return frozenset(_words(line[1]) for line in lines)

    def scope(self, table: _Table) -> range:
        """The headings that contents are about: of the chapter they lead into, or all below."""
        last = max((row.heading for row in table.rows if row.heading is not None), default=-1)
        at = table.after - 1
        while at >= 0 and self.ends[at] <= last:
            at = self.parents[at]
        return range(table.after, self.ends[at] if at >= 0 else len(self.headings))


def _nesting(headings: Sequence[HeadingRecord]) -> tuple[list[int], list[int]]:
    """For each heading the index of the one it stands under, or -1, and of the first behind it."""
    parents: list[int] = []
    ends = [len(headings)] * len(headings)
    stack: list[int] = []
    for index, heading in enumerate(headings):
        while stack and headings[stack[-1]].depth >= heading.depth:
            ends[stack.pop()] = index
        parents.append(stack[-1] if stack else -1)
        stack.append(index)
    return parents, ends


def _forms(heading: HeadingRecord) -> Iterator[str]:
    """The anchors that lead to a heading; blanks at the ends of an HTML heading may count."""
    for form in anchor_variants(heading.slug):
        yield form.translate(_JOINERS)
        if heading.html:
            yield from (f"-{form}", f"{form}-", f"-{form}-")
    at = heading.text.rfind("{") if heading.text.endswith("}") else -1
    match = _EXPLICIT.fullmatch(heading.text, at) if at >= 0 else None
    if match:
        yield match.group(1)


def _words(text: str) -> str:
    """What a heading is known by: letters, digits and the signs of C++ and C#, in one case."""
    return _NO_WORD.sub("", text.casefold())


# ---------------------------------------------------------------- entries without target


class _Unlisted:
    """The headings that no contents list, to find the one that an entry means."""

    def __init__(self, outline: _Outline, listed: Set[int]) -> None:
        self._headings = outline.headings
        self._all = [index for index in range(len(self._headings)) if index not in listed]
        self._compared = 0

    @cached_property
    def _by_numbers(self) -> dict[tuple[str, ...], dict[str, int]]:
        """By the numbers in their anchors: another date or number is another heading."""
        found: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
        for index in self._all:
            anchor = self._headings[index].slug
            if len(anchor) <= _LONGEST_COMPARED:
                found[tuple(_NUMBER.findall(anchor))].setdefault(_words(anchor), index)
        return found

    def alike(self, fragment: str) -> int | None:
        """The heading whose anchor differs from the fragment in few letters."""
        if len(fragment) > _LONGEST_COMPARED or self._compared > _MOST_COMPARED:
            return None
        anchors = self._by_numbers.get(tuple(_NUMBER.findall(fragment)), {})
        self._compared += len(anchors)
        close = get_close_matches(_words(fragment), anchors, n=1, cutoff=_CLOSE)
        return anchors[close[0]] if close else None

    def between(self, before: int | None, after: int | None) -> int | None:
        """The one heading of their depth between two that neighbouring entries lead to."""
        if before is None or after is None:
            return None
        first, last = bisect_left(self._all, before), bisect_left(self._all, after)
        if last - first > _MOST_BETWEEN:
            return None
        depths = {self._headings[before].depth, self._headings[after].depth}
        found = [at for at in self._all[first:last] if self._headings[at].depth in depths]
        return found[0] if len(found) == 1 else None


def _broken(
    ctx: Context,
    outline: _Outline,
    table: _Table,
    unlisted: _Unlisted,
    seen: set[Span],
    meant: set[int],
) -> Iterator[Diagnostic]:
    """Report the entries that lead nowhere, and gather the headings they probably mean."""
    lost: list[tuple[Span, Link]] = []
    targets = {row.heading for row in table.rows}
    for number, (link, _) in enumerate(table.rows):
        fragment = _fragment(link)
        if fragment in outline.anchors or _BUILT_IN.fullmatch(fragment):
            continue
        span = _fragment_span(ctx, link)
        if span in seen:
            continue  # by reference: one definition is one mistake
        seen.add(span)
        words = _words(link.text)
        if words and words in outline.unspaced:
            continue  # missing-heading-space tells what is wrong
        other = outline.anchors_folded.get(fragment.casefold())
        if other is not None:
            yield ctx.found(
                span,
                f"the anchor is written '#{shortened(other)}': another case works on GitHub only",
                key=link.url,
                severity=Severity.INFO,
                fix=_fix(ctx, link, span, other),
            )
            continue
        named = outline.by_words.get(words, []) if words else []
        sure = len(named) == 1 and named[0] not in targets
        at = named[0] if sure else None
        if not named:
            at = unlisted.alike(fragment)
            at = unlisted.between(*_neighbours(table, number)) if at is None else at
        if at is None or not outline.headings[at].slug:
            lost.append((span, link))
            continue
        meant.add(at)
        anchor = outline.headings[at].slug
        yield ctx.found(
            span,
            f"{_no_heading(fragment)}, did you mean '#{shortened(anchor)}'?",
            key=link.url,
            fix=_fix(ctx, link, span, anchor) if sure else None,
        )
    yield from _lost(ctx, lost)


def _lost(ctx: Context, lost: Sequence[tuple[Span, Link]]) -> Iterator[Diagnostic]:
    """Report entries that mean no heading there is; a whole table of them, once."""
    if len(lost) > _MOST_ALIKE:
        span, link = lost[0]
        yield ctx.found(
            span,
            f"{len(lost)} entries of these contents lead to no heading or id,"
            f" the first to '#{shortened(_fragment(link))}'",
            key=link.url,
            related=[Related(place, "another one") for place, _ in lost[1 : _MOST_ALIKE + 1]],
        )
        return
    for span, link in lost:
        yield ctx.found(span, _no_heading(_fragment(link)), key=link.url)


def _no_heading(fragment: str) -> str:
    return f"no heading or id makes the anchor '#{shortened(fragment)}'"


def _neighbours(table: _Table, number: int) -> tuple[int | None, int | None]:
    """The headings that the entries before and after a row lead to."""
    before = table.rows[number - 1].heading if number else None
    after = table.rows[number + 1].heading if number + 1 < len(table.rows) else None
    return before, after


def _fragment_span(ctx: Context, link: Link) -> Span:
    """Where the fragment is written, in the link or its definition; as exactly as can be told."""
    written = link.destination
    if written is None and link.kind == "reference":
        definition = ctx.document.definitions.get(getattr(link.node, "key", None) or "")
        written = definition.destination if definition else None
    if written is None:
        return link.span
    at = ctx.source.text.find("#", written.start, written.end)
    encoded = at > written.start and ctx.source.text[at - 1] == "&"
    return written if at < 0 or encoded else Span(at, written.end)


def _fix(ctx: Context, link: Link, span: Span, anchor: str) -> Fix | None:
    """Write another fragment, where it stands in the link itself and is plainly to be seen."""
    written = ctx.source[span]
    if link.destination is None or not written.startswith("#") or _UNSAFE.search(anchor + written):
        return None
    edit = Edit(span, f"#{anchor}")
    return Fix(f"Lead to '#{shortened(anchor)}'", (edit,), Applicability.UNSAFE)


# ---------------------------------------------------------------------- missing headings


def _expected(
    outline: _Outline, tables: Sequence[_Table], listed: Set[int], meant: Set[int]
) -> dict[int, list[int]]:
    """By depth, the headings that no contents list although they might.

    Left out are those of the contents, of sections that are never listed, and those below one
    heading of which none is listed: that was a decision, unless it is one below a listed one.
    """
    blocks = outline.document.syntax.root.children
    plain = {block.start for block in blocks if isinstance(block, Heading)}
    entries = {entry.span.start for entry in outline.document.entries if entry.kind == "heading"}
    plain -= entries | outline.omitted
    known = listed | meant | {table.after - 1 for table in tables}
    below = Counter(zip(outline.parents, (h.depth for h in outline.headings), strict=True))
    below_listed = {(outline.parents[at], outline.headings[at].depth) for at in listed}
    left: dict[int, list[int]] = defaultdict(list)
    for index, heading in enumerate(outline.headings):
        if index in known or heading.span.start not in plain:
            continue
        place = outline.parents[index], heading.depth
        alone = below[place] == 1 and place[0] in listed
        decided = place not in below_listed and not alone
        if not decided and _words(heading.text) and not _is_apart(heading.text):
            left[heading.depth].append(index)
    return left


def _is_apart(title: str) -> bool:
    """Whether a section of this title belongs to the file rather than to the list."""
    if len(title) > _LONGEST_TAIL:
        return False
    if names_contents(title) or _TAIL_CHINESE.search(title):
        return True
    words = frozenset(_LETTERS.findall(title.casefold()))
    return not words.isdisjoint(_TAIL) and words <= _TAIL | _FILLERS


def _missing(
    ctx: Context, outline: _Outline, table: _Table, left: dict[int, list[int]]
) -> Iterator[Diagnostic]:
    """Report headings that are not listed although nearly all others of their depth are."""
    if table.span.start in outline.omitted:
        return
    scope = outline.scope(table)
    listed = Counter(outline.headings[at].depth for at in table.listed if at in scope)
    share = ctx.options(Options).share
    for depth, count in sorted(listed.items()):
        among = left.get(depth, [])
        first, last = bisect_left(among, scope.start), bisect_left(among, scope.stop)
        if count < share * (count + last - first):
            continue
        for at in among[first:last]:
            heading = outline.headings[at]
            yield ctx.found(
                heading.span,
                "the contents do not list this heading: add"
                f" '[{shortened(heading.text)}](#{shortened(heading.slug)})'",
                key=heading.text,
                severity=Severity.WARNING,
                related=[Related(table.span, "the contents")],
            )
        del among[first:last]  # told once


# ----------------------------------------------------------------------- text and order


def _differences(ctx: Context, outline: _Outline, table: _Table) -> Iterator[Diagnostic]:
    """Report entries that are not called as their headings are, and the first out of order.

    A part of a heading's words is a short form of it.
    """
    rows = [(link, at) for link, at in table.rows if at is not None and outline.is_own(link, at)]
    for link, at in rows:
        title = outline.headings[at].text
        name, words = _words(link.text), _words(title)
        if name and words and name not in words and words not in name:
            yield ctx.found(
                link.text_span,
                f"the heading of this entry is '{shortened(title)}'",
                key=f"{link.url} text",
                severity=Severity.INFO,
            )
    for (one, earlier), (other, later) in pairwise(rows):
        if later < earlier:
            yield ctx.found(
                other.span,
                f"the contents list '{shortened(other.text)}' after '{shortened(one.text)}',"
                " whose section comes later",
                key=f"{other.url} order",
                severity=Severity.INFO,
            )
            return
