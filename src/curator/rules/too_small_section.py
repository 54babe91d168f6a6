r"""A section has fewer entries than the list wants in one.

## Why it matters

A heading costs a line in the contents and a decision by every contributor. With one or two
entries under it, it is often better merged into its neighbour until it has grown.

```markdown bad
# Woods

## Alders

- [Alder](https://example.org/1)

## Oaks

- [Oak](https://example.org/2)
- [Cork](https://example.org/3)
- [Holm](https://example.org/4)
```

```markdown fixed
# Woods

## Oaks and alders

- [Alder](https://example.org/1)
- [Oak](https://example.org/2)
- [Cork](https://example.org/3)
- [Holm](https://example.org/4)
```

How small is too small is for each list to say, so no preset selects this rule. What stands under
labels, groups and `<details>` counts for the heading above them; entries below other entries do
not count. A section that is made of subsections is measured by these. Sections without any entry
are `empty-section`'s business or prose, and those about the list itself, such as contributing,
licence, news and related lists, may be of any size; a heading that links a page is an entry.

```markdown good
## Oaks

- [Oak](https://example.org/2)
- [Cork](https://example.org/3)
- [Holm](https://example.org/4)

## Contributing

- [How to](CONTRIBUTING.md)
```

## Options

`least` is the number of entries that a section has to have.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document import Entry, Section
from curator.document.labels import names_contents
from curator.repeats import is_timeline
from curator.rule import Context, Rule, option
from curator.source import Span


@dataclass(frozen=True, slots=True)
class Options:
    """How small a section may be."""

    least: int = option(3, "The number of entries that a section has to have.", least=1)


RULE = Rule(
    severity=Severity.WARNING,
    category="structure",
    presets=(),
    options=Options,
)

_WORD = re.compile(r"[^\W\d_]+")
_ABOUT = re.compile(
    r"(?:(?:how|want|ways|please|for|to|the|this|our|us|your|my|and|or|of|other|more|a) )*"
    r"(?:contribut\w*|licen[cs]e|licensing|legal|copyright|disclaimers?|footnotes?|notes?|about"
    r"|introduction|overview|motivation|preface|foreword|legend|key|sponsors?|supporters?|support"
    r"|donat\w*|backers|thanks|credits?|acknowledge?ments?|authors?|maintainers?|contact|community"
    r"|see also|similar|related|references?|sources?|inspired|inspiration|star history|stargazers"
    r"|translations?|languages|feedback|faq|todo|roadmap|resources about)"
    r"(?: .*)?|贡献|许可|许可证|参考|关于|致谢|相关"
)
_LONGEST = 80
_LISTED = frozenset({"item", "row", "heading"})


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report headings with fewer entries under them than wanted, at the heading."""
    least = ctx.options(Options).least
    exempt: set[int] = set()
    linked = [link.span.start for link in ctx.document.links if not link.internal]
    for section in ctx.document.sections:
        if id(section) in exempt or _is_about(section.title):
            exempt.update(map(id, section.sections))
            continue
        place = section.title_span
        if section.kind != "heading" or place is None or _is_title(ctx, section):
            continue
        count = _count(section)
        if 0 < count < least and not _holds(place, linked):
            number = f"{count} {'entry' if count == 1 else 'entries'}"
            yield ctx.found(
                place,
                f"'{shortened(section.title)}' has {number}: it should have {least} at least",
                key=section.title,
            )


def _holds(place: Span, starts: Sequence[int]) -> bool:
    """Whether one of ``starts``, which are in order, lies in ``place``."""
    at = bisect_left(starts, place.start)
    return at < len(starts) and starts[at] < place.end


def _count(section: Section) -> int:
    """The entries of a section without subsections, if any of them is that of a list."""
    entries: list[Entry] = []
    stack = [section]
    while stack:
        part = stack.pop()
        if part is not section and part.kind == "heading":
            return 0
        entries += part.entries
        stack += part.sections
    return len(entries) if any(entry.kind in _LISTED for entry in entries) else 0


def _is_title(ctx: Context, section: Section) -> bool:
    """Whether a section is the whole list, and its heading the title."""
    return section.depth == 1 and section is next(iter(ctx.document.sections), None)


def _is_about(title: str) -> bool:
    words = " ".join(_WORD.findall(title[:_LONGEST].lower()))
    return names_contents(title) or is_timeline(title) or _ABOUT.fullmatch(words) is not None
