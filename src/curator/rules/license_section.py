r"""The readme has a section about its licence.

## Why it matters

GitHub shows the licence of a repository beside the list, from the file `LICENSE`. The guidelines of
awesome lists want neither its name nor its text nor a section for it in the readme.

```markdown bad
# Awesome Trees

## Conifers

- [Larch](https://example.org/larch) - Drops its needles in autumn.

## License

[![CC0](https://example.org/cc0.svg)](https://creativecommons.org/publicdomain/zero/1.0/)
```

```markdown fixed
# Awesome Trees

## Conifers

- [Larch](https://example.org/larch) - Drops its needles in autumn.
```

A heading of any level is meant whose words are `License`, `Licence` or the like; emoji and
punctuation around them do not matter. A section that lists three resources or more is about its
subject, and so is one of the third level or deeper that lists any. Only the readme of a
repository or folder is held to it, text on standard input, and a file whose title begins with
"Awesome".

```markdown good
# Awesome Law

## License

- [MIT](https://example.org/mit) - Short.
- [Apache](https://example.org/apache) - Long.
- [GPL](https://example.org/gpl) - Strict.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document import Section
from curator.document.opening import is_front_page
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome", "awesome-lint"),
    severities=(("awesome-lint", Severity.ERROR),),
    awesome_lint=("awesome-license",),
)

_LICENCE = re.compile(
    r"(?:the )?(?:(?:copyright|legal)(?: notice)? (?:and |& )?)?(?:licen[cs](?:e|es|ing))"
    r"(?: (?:and |& )?(?:copyright|information|info|notice))?",
    re.IGNORECASE,
)
_DECORATION = re.compile(r":[a-z0-9_+-]{2,40}:|[^\w\s&]|_")
_LONGEST: Final = 60
_FEWEST_LISTED: Final = 3
_CHAPTER: Final = 2
"""The deepest level of a heading that divides the list as a whole."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report every heading of a section about the licence."""
    document = ctx.document
    if not is_front_page(document):
        return
    sections: dict[Span | None, Section] = {}
    for index, heading in enumerate(document.headings):
        if len(heading.text) > _LONGEST or "icen" not in heading.text.lower():
            continue
        words = " ".join(_DECORATION.sub(" ", heading.text).split())
        # The title of a list about licences is no section.
        if not _LICENCE.fullmatch(words) or (not index and heading.depth == 1):
            continue
        sections = sections or {section.title_span: section for section in document.sections}
        if _listed(sections.get(heading.span)) < (
            _FEWEST_LISTED if heading.depth <= _CHAPTER else 1
        ):
            line = ctx.source.line_span(ctx.source.line_at(heading.span.start))
            yield ctx.found(
                Span(heading.span.start, min(heading.span.end, line.end)),
                f"'{shortened(heading.text)}' has no place in the readme: GitHub shows the "
                "licence of the file 'LICENSE'",
                key=heading.text,
            )


def _listed(section: Section | None) -> int:
    """How many entries of lists and tables stand in a section."""
    entries = section.walk_entries() if section is not None else ()
    return sum(entry.kind in ("item", "row") for entry in entries)
