r"""Two entries have one title and different addresses.

## Why it matters

Either one thing is listed twice, by its home page and its repository or in two editions, or two
things cannot be told apart by their names. A reader cannot know which of them is meant.

```markdown bad
- [Alder](https://github.com/example/alder) - Builds things.
- [Birch](https://example.org/birch) - Builds other things.
- [Alder](https://alder.example.org) - Builds many things.
```

```markdown fixed
- [Alder](https://github.com/example/alder) - Builds things. ([Website](https://alder.example.org))
- [Birch](https://example.org/birch) - Builds other things.
```

The same address twice is told by `duplicate-link` or `duplicate-paper`. Titles are compared
without case. Names that say of what kind a link is, such as "Documentation", and titles that more
than three entries share are left alone. So are news, entries below different entries, works whose
authors are named and differ, and sections that have several titles in common, such as papers and
their implementations.

```markdown good
## Python

- [Documentation](https://docs.python.org)

## Rust

- [Documentation](https://doc.rust-lang.org)
```
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from curator.diagnostic import Diagnostic, Related, Severity, shortened
from curator.document import Document, Entry, Section
from curator.document.roles import role_of_text
from curator.repeats import Entries, are_unlike_rows, share_a_paper
from curator.rule import Context, Rule
from curator.source import Span
from curator.titles import title_key

RULE = Rule(
    severity=Severity.INFO,
    category="duplicates",
    presets=("strict",),
)

_TOLD = frozenset({"link", "bold", "quoted", "heading"})
"""Where a title was found that is marked as one."""
_RECURRING: Final = 3
"""Entries of one title beyond which it is the name of a kind."""
_LEAST_LETTERS: Final = 3
_PARALLEL: Final = 3
"""Titles that two sections have in common if each of them lists its own part of one thing."""
_LONGEST_NAME: Final = 120
_NAMES: Final = 0.6
"""The share of words with a capital in names of authors."""
_LINE_END = re.compile(r"[\r\n]")
_ASIDES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BEFORE = (
    "the a an official unofficial online free full more other all my our your getting user users"
    " api developer quick first next previous part week day lecture lesson chapter module unit"
    " session section volume book video talk blog web main home and of to for in with"
)
"""Words, besides numbers, that may stand before one that names a kind of page."""
_KIND = (
    "documentation docs? guides? tutorials? introduction intro overview start started installation"
    " install setup basics examples? samples? tests? testing tools? faq help news forums? community"
    " chat slack discord gitter telegram irc reddit twitter meetups? conferences? books? courses?"
    " class classes lectures? lessons? modules? chapters? parts? weeks? days? sessions? units?"
    " volumes? talks? videos? podcasts? blogs? articles? posts? papers? projects? pages? sites?"
    " websites? homepage home repo repository repositories code sources? references? specs?"
    " specifications? standards? manuals? handbooks? cheatsheets? playlists? channels? wiki awesome"
    " lists? plugins? extensions? themes? templates? library libraries frameworks? packages? apps?"
    " clients? servers? sdks? apis? cli gui demos? datasets? data models? benchmarks? leaderboards?"
    " surveys? reviews? summary notes? slides? links? resources? others? misc more here this"
    " issues? readings? homeworks? assignments? exercises? solutions? labs? syllabus schedule"
    " roadmap changelog downloads? releases? features? architecture security performance design"
    r" conclusions? appendix preface contents? index \d+ [ivx]+"
)
"""Words, as patterns, that name a kind of page rather than one."""
_GENERIC = re.compile(
    rf"(?:(?:{_BEFORE.replace(' ', '|')}|\d+|[ivx]+) )*(?:{_KIND.replace(' ', '|')})"
)
_WORDS = re.compile(r"\w+")


class _Listed(NamedTuple):
    """An entry and its section."""

    entry: Entry
    section: Section


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report an entry at its title, with the first one of the same title beside it."""
    by_title: dict[str, list[_Listed]] = {}
    for entry, section in Entries(ctx.document):
        if _is_titled(entry):
            by_title.setdefault(entry.title.casefold(), []).append(_Listed(entry, section))
    repeats = [
        pair
        for title, found in by_title.items()
        if 1 < len(found) <= _RECURRING and not _is_generic(title)
        for pair in _pairs(ctx.document, ctx.oldest_first(found, lambda each: _place(each.entry)))
    ]
    shared = Counter(_sections(pair) for pair in repeats)
    for one, other in repeats:
        if one.section is other.section or shared[_sections((one, other))] < _PARALLEL:
            yield _found(ctx, one.entry, other.entry)


def _is_titled(entry: Entry) -> bool:
    """Whether an entry has a title that is marked as one, and leads to a page by it."""
    link = entry.link
    if entry.title_kind not in _TOLD or link is None or "://" not in link.url:
        return False
    return entry.title_kind == "link" or link.role is not None or not link.text


def _is_generic(title: str) -> bool:
    """Whether a title names a kind of thing, or a person, rather than one thing."""
    if len(title_key(title)) < _LEAST_LETTERS or role_of_text(title) is not None:
        return True
    words = " ".join(_WORDS.findall(title[:200]))
    return words.startswith("by ") or _GENERIC.fullmatch(words) is not None


def _pairs(document: Document, found: Sequence[_Listed]) -> Iterator[tuple[_Listed, _Listed]]:
    """Entries of one title, each with the first one that it repeats."""
    for index, one in enumerate(found):
        for other in found[:index]:
            if _is_repeat(document, one.entry, other.entry):
                yield one, other
                break


def _sections(pair: tuple[_Listed, _Listed]) -> tuple[int, int]:
    return id(pair[0].section), id(pair[1].section)


def _is_repeat(document: Document, entry: Entry, other: Entry) -> bool:
    """Whether two entries of one title are one thing, or cannot be told apart."""
    if entry.link is None or other.link is None or share_a_paper(entry, other):
        return False
    if entry.link.identity.key == other.link.identity.key or are_unlike_rows(entry, other):
        return False
    if document.parent_of(entry) is not document.parent_of(other):
        return False
    authors = _author(document, entry), _author(document, other)
    return not all(authors) or authors[0] == authors[1]


def _author(document: Document, entry: Entry) -> str:
    """What stands behind the link, if it is no more than a name: ``- Ada Lovelace (PDF)``."""
    assert entry.link is not None  # noqa: S101 - asked by the caller
    behind = document.source.text[entry.link.span.end : entry.span.end][:_LONGEST_NAME]
    line = _LINE_END.split(behind, maxsplit=1)[0]
    words = _WORDS.findall(_ASIDES.sub(" ", line))
    names = [word for word in words if not word.islower() or not word.isascii()]
    return " ".join(words) if words and len(names) >= _NAMES * len(words) else ""


def _place(entry: Entry) -> Span:
    return entry.title_span or entry.span


def _found(ctx: Context, entry: Entry, other: Entry) -> Diagnostic:
    line = ctx.source.line_at(other.span.start)
    assert entry.link is not None  # noqa: S101 - asked in _is_repeat
    assert other.link is not None  # noqa: S101 - likewise
    return ctx.found(
        _place(entry),
        f"'{shortened(entry.title)}' is already the title of another page on line {line}"
        f" ({shortened(other.link.url)})",
        key=f"{entry.title} {entry.link.identity.key}",
        related=[Related(_place(other), "first listed here")],
    )
