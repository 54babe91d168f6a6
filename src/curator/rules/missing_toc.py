r"""A long list has no table of contents.

## Why it matters

Readers who look for one section of a long list have to scroll through all the others to find
out whether there is one. GitHub's own outline is hidden behind a button, and other places that
show the file have none.

```markdown bad
# Awesome Reading

## Novels

- [One](https://example.org/1)
- [Two](https://example.org/2)
- [Three](https://example.org/3)
- [Four](https://example.org/4)
- [Five](https://example.org/5)

## Poems

- [Six](https://example.org/6)
- [Seven](https://example.org/7)
- [Eight](https://example.org/8)
- [Nine](https://example.org/9)
- [Ten](https://example.org/10)

## Plays

- [Eleven](https://example.org/11)
- [Twelve](https://example.org/12)
- [Thirteen](https://example.org/13)
- [Fourteen](https://example.org/14)
- [Fifteen](https://example.org/15)

## Essays

- [Sixteen](https://example.org/16)
- [Seventeen](https://example.org/17)
- [Eighteen](https://example.org/18)
- [Nineteen](https://example.org/19)
- [Twenty](https://example.org/20)
```

```markdown fixed
# Awesome Reading

## Contents

- [Novels](#novels)
- [Poems](#poems)
- [Plays](#plays)
- [Essays](#essays)

## Novels

- [One](https://example.org/1)
- [Two](https://example.org/2)
- [Three](https://example.org/3)
- [Four](https://example.org/4)
- [Five](https://example.org/5)

## Poems

- [Six](https://example.org/6)
- [Seven](https://example.org/7)
- [Eight](https://example.org/8)
- [Nine](https://example.org/9)
- [Ten](https://example.org/10)

## Plays

- [Eleven](https://example.org/11)
- [Twelve](https://example.org/12)
- [Thirteen](https://example.org/13)
- [Fourteen](https://example.org/14)
- [Fifteen](https://example.org/15)

## Essays

- [Sixteen](https://example.org/16)
- [Seventeen](https://example.org/17)
- [Eighteen](https://example.org/18)
- [Nineteen](https://example.org/19)
- [Twenty](https://example.org/20)
```

Any overview will do, be it a table or HTML: the rule is silent where at least half of the
sections are linked from before the first of them. `License`, `Contributing` and other sections
that usually end a list do not count.

```markdown good
# Reading

## Novels

- [One](https://example.org/1)
```

## Options

A file is a long list from so many `entries` and `sections` on.

## Fix safety

The fix adds a section, and is therefore unsafe. It stands before the first of the others, is
called `Contents`, as awesome lists have it, and lists the sections and, where all of them are 50
at most, what is one level below them; not `Contributing`, `Footnotes`, `License` and the like.
There is no fix where it is not plain which heading is the title, or where others stand between
the title and the first section.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.rule import Context, Rule, option
from curator.source import Span
from curator.toc import Outline, contents_of, marked_blocks, newline_of, sections_from


@dataclass(frozen=True, slots=True)
class Options:
    """What a long list is."""

    entries: int = option(20, "Entries from which on a list needs contents.", least=0)
    sections: int = option(4, "Sections from which on a list needs contents.", least=1)


RULE = Rule(
    severity=Severity.INFO,
    category="structure",
    presets=(),
    fix=Applicability.UNSAFE,
    options=Options,
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report the first section of a long list that has no contents."""
    options, document = ctx.options(Options), ctx.document
    if document.contents or len(document.entries) < options.entries or marked_blocks(document):
        return
    outline = Outline(document)
    first = _first(outline)
    sections = sections_from(outline, first)
    if len(sections) < options.sections or _is_linked(outline, sections):
        return
    heading = document.headings[sections[0]]
    yield ctx.found(
        heading.span,
        f"this list has {len(sections)} sections and no contents",
        key="contents",
        fix=_fix(ctx, outline, sections[0]) if _is_plain(outline, sections[0]) else None,
    )


def _first(outline: Outline) -> int:
    """The index of the first heading that may be a section: not the title of the file."""
    headings = outline.headings
    return int(bool(headings) and all(headings[0].depth < each.depth for each in headings[1:2]))


def _is_linked(outline: Outline, sections: Sequence[int]) -> bool:
    """Whether half of the sections are linked from before the first one."""
    start = outline.starts[sections[0]]
    links = (link for link in outline.document.links if link.internal and link.span.start < start)
    linked = {outline.heading_of(link) for link in links}
    return 2 * len(linked.intersection(sections)) >= len(sections)


def _is_plain(outline: Outline, section: int) -> bool:
    """Whether the first section stands directly below the title, and nothing else before it.

    A heading of the first level may be a title or a section where there are several.
    """
    before = (at in outline.listable for at in range(1, section))
    return section > 0 and outline.parents[section] in (-1, 0) and not any(before)


def _fix(ctx: Context, outline: Outline, first: int) -> Fix | None:
    """The section with the contents, before the first one and what belongs to its heading."""
    rows = contents_of(outline, first)
    if not rows:
        return None
    newline = newline_of(ctx.source)
    start = outline.front(first)
    line = ctx.source.line_at(start)
    blank = line == 1 or not ctx.source.line_text(line - 1).strip()
    gap = "" if blank else newline
    text = (
        f"{gap}{'#' * ctx.document.headings[first].depth} Contents{newline * 2}{rows}{newline * 2}"
    )
    edit = Edit(Span(start, start), text)
    return Fix("Add contents", (edit,), Applicability.UNSAFE)
