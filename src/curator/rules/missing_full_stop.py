r"""A description does not end with a full stop, although the others of the list do.

## Why it matters

Where nearly all descriptions are sentences, one without its stop looks cut off, as if a part
of it had been lost.

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
- [Pine](https://example.org/10) - Builds many things.
- [Willow](https://example.org/11) - Builds many things [MIT]
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
- [Pine](https://example.org/10) - Builds many things.
- [Willow](https://example.org/11) - Builds many things. [MIT]
```

The list decides: the rule speaks where nine in ten descriptions of the file, and four in five
of the section, end with a stop. Any of `. ! ? … 。 ！ ？ ：` is one, also with quotation marks,
brackets or emoji behind it. One or two words are a label. Where the last word is a link, an
address, code or in round brackets, it is hard to say where a stop belongs, and the rule is
silent. The presets `awesome`, `awesome-lint` and `strict` want the stop whatever the others
do.

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
- [Pine](https://example.org/10) - Builds many things.
- [Willow](https://example.org/11) - Builds many things! :tada:
- [Yew](https://example.org/12) - Builds many things with `make`
- [Ash](https://example.org/13) - Video
```

## Fix safety

The fix writes a stop behind the last word, before badges, tags and links in brackets; behind
Chinese and Japanese prose it is `。`. No word and no link changes, so it is safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Entry
from curator.rule import Context, Rule
from curator.source import Span
from curator.style import Wording

RULE = Rule(
    severity=Severity.WARNING,
    category="entries",
    presets=("recommended", "awesome", "strict"),
    fix=Applicability.SAFE,
    awesome_lint=("awesome-list-item",),
)

_IMPOSING: Final = ("awesome", "awesome-lint", "strict")
_WHOLE: Final = 0.9
"""The share of a file's descriptions that have to end with a stop."""
_WORD = re.compile(r"\w+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LONGEST_WORD: Final = 30


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report descriptions that end with a word where they ought to end with a stop."""
    imposing = ctx.preset in _IMPOSING
    style = ctx.style
    for entry in ctx.document.entries:
        wording = style.wording(entry)
        if wording is None or wording.closing != "":
            continue
        if imposing or (
            _is_sentence(wording) and style.consensus(entry, style.full_stop, whole=_WHOLE)
        ):
            yield _found(ctx, entry, wording)


def _is_sentence(wording: Wording) -> bool:
    """Whether a description is more than a label; ideographs are not counted as words."""
    return len(_WORD.findall(wording.words)) > 2 or _WIDE.search(wording.words) is not None


def _found(ctx: Context, entry: Entry, wording: Wording) -> Diagnostic:
    text, end = ctx.source.text, wording.end
    start = end
    least = max(wording.gap.end, end - _LONGEST_WORD)
    while start > least and not text[start - 1].isspace():
        start -= 1
    word = text[start:end]
    wide = _WIDE.search(word[-2:]) or _is_wide(entry.description)
    stop = "。" if wide else "."
    return ctx.found(
        Span(start, end),
        f"the description ends without a full stop: write '{shortened(word)}{stop}'",
        key=entry.title,
        fix=Fix(f"Write '{stop}'", (Edit(Span(end, end), stop),), Applicability.SAFE),
    )


def _is_wide(description: str) -> bool:
    """Whether prose is Chinese or Japanese, though it may end in a Latin name."""
    return 2 * len(_WIDE.findall(description)) > len(description.split())
