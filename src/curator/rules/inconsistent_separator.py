r"""A link and its description are parted otherwise than in the rest of the list.

## Why it matters

Readers run down the column where names end and descriptions begin. One entry with a colon
among hundreds with a dash is a slip, which the next contributor copies.

```markdown bad
- [Alder](https://example.org/1) - Builds many things.
- [Beech](https://example.org/2) - Builds many things.
- [Birch](https://example.org/3) - Builds many things.
- [Cedar](https://example.org/4) - Builds many things.
- [Elm](https://example.org/5) - Builds many things.
- [Fir](https://example.org/6) - Builds many things.
- [Larch](https://example.org/7) - Builds many things.
- [Maple](https://example.org/8) - Builds many things.
- [Oak](https://example.org/9) - Builds many things.
- [Pine](https://example.org/10) ![stars](https://img.shields.io/a.svg) – Builds many things.
- [Willow](https://example.org/11) Builds many things.
```

```markdown fixed
- [Alder](https://example.org/1) - Builds many things.
- [Beech](https://example.org/2) - Builds many things.
- [Birch](https://example.org/3) - Builds many things.
- [Cedar](https://example.org/4) - Builds many things.
- [Elm](https://example.org/5) - Builds many things.
- [Fir](https://example.org/6) - Builds many things.
- [Larch](https://example.org/7) - Builds many things.
- [Maple](https://example.org/8) - Builds many things.
- [Oak](https://example.org/9) - Builds many things.
- [Pine](https://example.org/10) ![stars](https://img.shields.io/a.svg) - Builds many things.
- [Willow](https://example.org/11) - Builds many things.
```

Right is what four in five entries of a section do, or of the file where a section has fewer
than ten; what most of a small section does is left alone. Words that follow a link at once, such
as an author's name, count as another way to do it. The presets `awesome`,
`awesome-lint` and `strict` want a hyphen between spaces everywhere, as the guidelines of
awesome lists do; there a bar before a sentence is a separator as well. Links in bold and linked
pictures, which awesome-lint refuses, may open an entry. Badges, emoji, code and words in brackets
behind the link are no description, and neither are authors and years. Only bullets and numbered
items that open with their link are looked at.

```markdown good
- [Alder](https://example.org/1) - Builds many things.
- [Beech](https://example.org/2) - Builds many things.
- [Birch](https://example.org/3) - Builds many things.
- [Cedar](https://example.org/4) - Builds many things.
- [Elm](https://example.org/5) - Builds many things.
- [Fir](https://example.org/6) - Builds many things.
- [Larch](https://example.org/7) - Builds many things.
- [Maple](https://example.org/8) - Builds many things.
- [Oak](https://example.org/9) - Builds many things.
- [Pine](https://example.org/10) [[code](https://example.org/11)] :tada: - Builds many things.
- [Willow](https://example.org/12), by A. Carpenter
```

## Fix safety

The fix replaces a mark and the blanks around it, or writes the mark between two blanks. No
word and no link changes, so it is safe.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Entry
from curator.rule import Context, Rule
from curator.style import Style, Wording

RULE = Rule(
    severity=Severity.WARNING,
    category="entries",
    presets=("recommended", "awesome", "awesome-lint", "strict"),
    fix=Applicability.SAFE,
    severities=(("awesome", Severity.ERROR), ("awesome-lint", Severity.ERROR)),
    awesome_lint=("awesome-list-item",),
    by_majority=True,
)

_IMPOSING: Final = ("awesome", "awesome-lint", "strict")
_DASH: Final = " - "
_DASHES: Final = frozenset("-–—")
_JUDGED: Final = frozenset("- -- --- – — ― ‒ − -> --> => → : ：".split()) | {""}
"""Marks that part a name from prose; the others also part links and venues."""
_BARS: Final = frozenset("|·•~")
"""Others, which do so only where a sentence follows."""
_FEW_WORDS: Final = 2
"""Words that may be a venue: `| ICML 2020`."""
_WORD = re.compile(r"\w\w")


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report entries whose separator is not that of the others, or not the one imposed."""
    style = ctx.style
    for entry in ctx.document.entries:
        wording = style.wording(entry)
        if wording is None:
            continue
        imposed = ctx.preset in _IMPOSING
        wanted = _DASH if imposed else _agreed(style, entry, wording)
        if isinstance(wanted, str) and _deviates(entry, wording, wanted, imposed=imposed):
            yield _found(ctx, entry, wording, wanted)


def _agreed(style: Style, entry: Entry, wording: Wording) -> Hashable | None:
    """What the others do; another dash, or other blanks around it, needs only those with marks."""
    wanted = style.consensus(entry, style.parting)
    if wanted is None and wording.separator.strip() in _DASHES:
        marked = style.consensus(entry, style.separator)
        return marked if isinstance(marked, str) and marked.strip() in _DASHES else None
    return wanted


def _deviates(entry: Entry, wording: Wording, wanted: str, *, imposed: bool) -> bool:
    """Whether the separator is surely another one than ``wanted``."""
    if wording.separator == wanted or not wanted.strip():
        return False
    mark, meant = wording.separator.strip(), wanted.strip()
    if not {mark, meant} <= _JUDGED:
        return imposed and mark in _BARS and _is_prose(wording, mark)
    if mark == meant:
        return wording.separator != mark or mark not in "-–"  # as in [Foo](u)-like
    if wanted in wording.words:
        return False  # the title goes on, and the separator follows
    if not mark:
        assert entry.link is not None  # noqa: S101 - an entry with a wording has one
        return "://" in entry.link.url
    return len(_WORD.findall(wording.words)) > 1 or not wording.words[:1].isascii()


def _is_prose(wording: Wording, mark: str) -> bool:
    """Whether what stands behind a bar is a sentence, and no venue or further column."""
    words = wording.words
    return mark not in words and len(words.split()) > _FEW_WORDS and words[:1].isalpha()


def _found(ctx: Context, entry: Entry, wording: Wording, wanted: str) -> Diagnostic:
    written = ctx.source[wording.gap]
    message = f"write '{wanted}' between '{shortened(entry.title)}' and its description"
    if wording.separator.strip():
        message += f", not '{wording.separator}'"
    fix = None
    if "\n" not in written and "\r" not in written:
        edit = Edit(wording.gap, wanted)
        fix = Fix(f"Write '{wanted}'", (edit,), Applicability.SAFE)
    return ctx.found(wording.gap, message, key=entry.title, fix=fix)
