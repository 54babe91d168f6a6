"""Lists whose contents are right, and ways to break them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from curator.diagnostic import Applicability
from curator.document import Document
from curator.facts import NoFiles
from curator.fixer import repair
from curator.markdown import parse
from curator.report import FileReport
from curator.rule import Brief, Context
from curator.rules import stale_toc
from curator.source import Source, Span
from curator.style import Style
from curator.toc import (
    Line,
    Outline,
    Row,
    Table,
    marked_blocks,
    read_lines,
    read_tables,
)
from tests.rules.runner import TODAY, rule_info

NESTED = """\
# List

> What is there.

## Contents

- [Books](#books)
    - [Novels](#novels)
    - [Poems](#poems)
- [Talks & `code`](#talks--code)
- [⚙️ Tools](#️-tools)
    - [Old ones](#old-ones)
    - [New ones](#new-ones)
- [论文](#论文)

## Books

### Novels

- [One](https://example.org/1)

### Poems

- [Two](https://example.org/2)

## Talks & `code`

- [Three](https://example.org/3)

## ⚙️ Tools

### Old ones

- [Four](https://example.org/4)

### New ones

- [Five](https://example.org/5)

## 论文

- [Six](https://example.org/6)

## License
"""
NUMBERED = """\
<!--ts-->
1. **[First part](#first-part)**

2. **[Second part](#second-part)**

3. **[Third part](#third-part)**

4. **[Fourth part](#fourth-part)**
<!--te-->

# First part

- [One](https://example.org/1)

# Second part

- [Two](https://example.org/2)

# Third part

- [Three](https://example.org/3)

# Fourth part

- [Four](https://example.org/4)
"""
OWN = {"nested": NESTED, "numbered": NUMBERED, "windows": NESTED.replace("\n", "\r\n")}


def read(text: str) -> Document:
    return parse(Source("README.md", text))


def lint(document: Document, **options: Any) -> FileReport:
    """What stale-toc says of a document, of short contents too."""
    preset = options.get("preset", "recommended")
    brief = Brief(stale_toc.Options(share=0.5), preset, frozenset(("stale-toc",)))
    context = Context(document, Style(document), NoFiles(), TODAY, rule_info("stale-toc"), brief)
    found = sorted(stale_toc.check(context), key=lambda each: each.span)
    return FileReport(document.source, tuple(found))


def mend(text: str, **options: Any) -> str:
    """A text with its contents mended, once and for all; nothing else of it moves."""
    done = repair(read(text), lambda each: lint(each, **options), Applicability.UNSAFE)
    assert not done.fighting
    assert not done.dropped
    after = read(done.source.text)
    assert not [each for each in lint(after, **options).diagnostics if each.fix]
    if done.source.text != text:
        assert _outside(read(text)) == _outside(after)
    return done.source.text


def _outside(document: Document) -> str:
    """What stands outside of contents and their blank lines, each in one place."""
    marked = marked_blocks(document)
    spans = [block.span for block in document.contents]
    spans = [span for span in spans if not any(block.covers(span) for block in marked)]
    pieces, at = [], 0
    for span in sorted([*marked, *spans]):
        pieces.append(document.source.text[at : span.start].rstrip())
        at = span.end
    return "…".join([*pieces, document.source.text[at:].lstrip()])


class Place(NamedTuple):
    """A row of contents that are right, with no row below it, and the heading it lists."""

    document: Document
    outline: Outline
    table: Table
    lines: list[Line]
    at: int
    row: Row
    heading: int

    @property
    def line(self) -> Line:
        return self.lines[self.at]

    @property
    def is_named(self) -> bool:
        """Whether the row has the very words of its heading."""
        shown = self.line.link.text_span
        return self.document.source[shown] == self.outline.label(self.heading)

    @property
    def whole(self) -> Span:
        """The line of the row with its newline and what parts it from the next one."""
        if self.at + 1 < len(self.lines):
            return Span(self.line.start, self.lines[self.at + 1].start)
        return Span(self.lines[self.at - 1].stop, self.line.stop)


_LARGE = 60_000


def places(text: str) -> Iterator[Place]:
    """Some rows, by which contents are broken: from the first to the last; of a real list one."""
    most = 7 if text in OWN.values() else 1
    if len(text) > _LARGE:
        return
    document = read(text)
    outline = Outline(document)
    for table in read_tables(outline):
        lines = read_lines(document, table)
        if lines is None or len(lines) < 4 or lint(document).diagnostics:
            continue
        known = [row.heading for row in table.rows]
        leaves = [
            (at, line.row, line.row.heading)
            for at, line in enumerate(lines)
            if line.row is not None
            and line.row.heading is not None
            and known.count(line.row.heading) == 1
            and outline.is_own(line.link, line.row.heading)
            and (at + 1 == len(lines) or lines[at + 1].level <= line.level)
        ]
        for at, row, heading in leaves[:: max(len(leaves) // most, 1)]:
            yield Place(document, outline, table, lines, at, row, heading)


def spliced(text: str, span: Span, new: str) -> str:
    return text[: span.start] + new + text[span.end :]
