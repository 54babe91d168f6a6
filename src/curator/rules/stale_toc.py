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
out a whole level are meant so. Nothing is missed before the contents, below a heading none of
whose several subsections is listed (then neither is a sole one of another), in sections of words
without a link or a picture, in `License`, `Contributing` and other sections that usually end a
list, in headings written as HTML, and in those marked with `<!-- omit in toc -->` or, as doctoc
has it, `<!-- DOCTOC EXCLUDE -->`. Of several contents in one file, each is held to its own
chapter. Where an entry has the name of a heading that is missing and leads to another one, the
warning is about that entry.

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
entries that stand in another order than the headings. The preset `awesome-lint` holds contents
under a heading of the second level to what its `awesome-toc` asks for, all of it as errors: each
section but `Contributing`, `Footnotes` and `Related Lists` is listed once, in order, by its own
words; where one subsection is listed, so are the others of its section. Unlike `awesome-toc`,
the rule understands contents of another name and in several lists, looks on behind a mistake,
and forgives an entry that lacks the emoji of its heading.

Contents between marks such as `<!-- toc -->` and `<!-- tocstop -->`, doctoc's, gh-md-toc's and
those of the editors' extensions are written by a program: there, headings are missing as soon as
half of their depth is listed, and a block without entries is reported.

## Options

`share` is the part of the headings of one depth that the contents have to list before the
others count as missing. With `1.0` nothing is ever missing.

## Fix safety

Between the marks of a program the fix is safe: what stands there is made from the headings. In
contents that people wrote it is unsafe, because words and links change: entries lead to the
heading that has their very words, that differs in its case or in few letters, or that stands in
the place of theirs, and keep a text that is the heading's without what it has in brackets;
entries are added for headings that are missing, in the manner of their neighbours, and taken out
where a heading is gone and no other one, be it in an item, a quote or HTML, may be their section:
one with a word in common, or much like it. Entries are added and taken out only where
every entry of the contents is one link on one line, and only where their place is plain. Nothing
else moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curator.diagnostic import Applicability, Diagnostic, Fix, Related, Severity, shortened
from curator.fragments import read_fragment, unspaced_anchors
from curator.rule import Context, Rule, option
from curator.source import Span
from curator.toc import (
    MOST_ALIKE,
    Correction,
    Difference,
    Expectations,
    Outline,
    commented_blocks,
    corrections,
    find_differences,
)


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
    presets=("recommended", "papers", "awesome", "awesome-lint", "strict"),
    fix=Applicability.SAFE,
    options=Options,
    awesome_lint=("awesome-toc",),
)

_SEVERITIES = {
    "case": Severity.INFO,
    "missing": Severity.WARNING,
    "misled": Severity.WARNING,
    "empty": Severity.WARNING,
    "text": Severity.INFO,
    "order": Severity.INFO,
}


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report entries of contents without target, and headings that contents leave out."""
    if not ctx.document.contents and not commented_blocks(ctx.document):
        return
    outline = Outline(ctx.document)
    asked = "missing-heading-space" in ctx.beside
    expected = Expectations(
        ctx.options(Options).share,
        unspaced_anchors(ctx.source.text) if asked else frozenset(),
        strict=ctx.preset == "strict",
        awesome=ctx.preset == "awesome-lint",
        singly=ctx.change is not None,
    )
    found = find_differences(outline, expected)
    mended = corrections(outline, found) if found else {}
    for each in found:
        if not _was_left_out(ctx, outline, each):
            yield _told(ctx, outline, each, mended.get(each))


def _was_left_out(ctx: Context, outline: Outline, each: Difference) -> bool:
    """Whether a heading that a change did not touch was not listed before it either.

    It counts as missing all the same where so many others are listed now.
    """
    if each.kind != "missing" or each.heading is None or ctx.change is None:
        return False
    heading = outline.headings[each.heading]
    unlisted = ctx.change.touched and ctx.change.adds(f"#{heading.slug}")
    return bool(unlisted) and not ctx.change.touches(heading.span)


def _told(
    ctx: Context, outline: Outline, each: Difference, mended: Correction | None
) -> Diagnostic:
    severity = None if ctx.preset == "awesome-lint" else _SEVERITIES.get(each.kind)
    message, key = _words(outline, each)
    return ctx.found(
        each.span,
        message,
        key=key,
        severity=severity,
        related=_related(outline, each),
        fix=None if mended is None else _fix(mended),
    )


def _fix(mended: Correction) -> Fix:
    trust = Applicability.SAFE if mended.safe else Applicability.UNSAFE
    return Fix(mended.title, mended.edits, trust, mended.removed)


def _words(outline: Outline, each: Difference) -> tuple[str, str]:
    """What is said of a difference, and its key."""
    link = each.link
    if link is None:
        return _of_headings(outline, each)
    name, gone = shortened(link.text), shortened(read_fragment(link.url))
    title, anchor = "", ""
    if each.heading is not None:
        heading = outline.headings[each.heading]
        title, anchor = heading.text, shortened(heading.slug)
    match each.kind:
        case "case":
            written = f"the anchor is written '#{shortened(each.anchor)}'"
            return f"{written}: another case works on GitHub only", link.url
        case "many":
            count = f"{len(each.others) + 1} entries of these contents"
            return f"{count} lead to no heading or id, the first to '#{gone}'", link.url
        case "misled":
            said = "this entry leads to another heading than the one it names"
            return f"{said}: write '#{anchor}'", f"{link.url} {title}"
        case "text":
            return f"the heading of this entry is '{shortened(title)}'", f"{link.url} text"
        case "order":
            before = _name(each, each.before)
            said = f"the contents list '{name}' after '{shortened(before)}'"
            return f"{said}, whose section comes later", f"{link.url} order"
        case "repeated":
            return f"the contents list '{shortened(title)}' twice", f"{link.url} repeated"
        case "unwanted":
            return f"contents do not list the section '{name}'", f"{link.url} unwanted"
    said = f"no heading or id makes the anchor '#{gone}'"
    return (f"{said}, did you mean '#{anchor}'?" if anchor and each.like else said), link.url


def _name(each: Difference, row: int | None) -> str:
    return "" if each.table is None or row is None else each.table.rows[row].link.text


def _of_headings(outline: Outline, each: Difference) -> tuple[str, str]:
    if each.heading is None:
        return "there is nothing between the marks of these contents", "empty"
    heading = outline.headings[each.heading]
    row = f"[{shortened(heading.text)}](#{shortened(heading.slug)})"
    return f"the contents do not list this heading: add '{row}'", heading.text


def _related(outline: Outline, each: Difference) -> list[Related]:
    if each.kind == "missing" and each.table is not None:
        # Its first line only: a row that is added there is no doing of this heading's.
        source, start = outline.document.source, each.table.span.start
        end = source.line_span(source.line_at(start)).end
        return [Related(Span(start, end), "the contents")]
    if each.kind == "misled" and each.heading is not None:
        return [Related(outline.headings[each.heading].span, "the heading it names")]
    return [Related(span, "another one") for span in each.others[:MOST_ALIKE]]
