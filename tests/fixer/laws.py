"""What holds of every repair, whatever the document and the preset."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser

from curator.diagnostic import Applicability, Diagnostic, Preset
from curator.document import Document
from curator.engine import Selection, Settings, lint, settings_for
from curator.facts import NoFiles
from curator.fixer import Repaired, repair
from curator.markdown import parse, parse_syntax
from curator.report import FileReport
from curator.rules import INDEX
from curator.source import Source, Span
from tests.markdown.oracle import (
    links,
    render,
    rendered_links,
    rendered_structure,
    structure,
)

TODAY = date(2026, 11, 21)


@cache
def settings_of(preset: Preset, *select: str) -> Settings:
    return settings_for(INDEX, Selection(preset, select=select))


def check_repair(
    text: str, preset: Preset, wanted: Applicability, *select: str, path: str = "README.md"
) -> Repaired:
    """Repair ``text`` and hold what comes of it to all laws."""
    settings = settings_of(preset, *select)

    def run(document: Document) -> FileReport:
        report = lint(document, settings, NoFiles(), TODAY)
        assert not report.crashes, report.crashes
        for found in report.diagnostics:
            check_place(document, found)
        return report

    repaired = repair(parse(Source(path, text)), run, wanted)
    assert not repaired.fighting, repaired.fighting
    assert not repaired.dropped, repaired.dropped
    left = [found for found in repaired.report.diagnostics if is_wanted(found, wanted)]
    assert not left, "no fix is left that is wanted"
    check_encoding(text, repaired.source.text)
    if wanted is Applicability.SAFE and shown(repaired.source.text) != shown(text):
        assert not is_read_alike(text)
    again = repair(parse(repaired.source), run, wanted)
    assert again.source is repaired.source or again.source.text == repaired.source.text
    assert again.rounds == 0, "the second run changes nothing"
    return repaired


def is_wanted(found: Diagnostic, wanted: Applicability) -> bool:
    return found.fix is not None and found.fix.applicability >= wanted


def check_encoding(before: str, after: str) -> None:
    """The byte order mark stays, and newlines are of the kinds that were there."""
    assert after.startswith("\ufeff") == before.startswith("\ufeff")
    assert newlines(after) <= newlines(before) or not newlines(before)


def newlines(text: str) -> set[str]:
    return set(re.findall(r"\r\n|\r|\n", text))


WHOLE_BLOCKS = {"inconsistent-markers", "tab-after-marker", "unrendered-toc-marker"} | {
    name for name, info in INDEX.items() if info.category == "layout"
}
"""Rules that repair a whole list, table, paragraph or block of code, and tell it once."""


def check_place(document: Document, found: Diagnostic) -> None:
    """A fix touches only lines that its finding names."""
    if found.fix is None or found.fix.applicability is Applicability.DISPLAY:
        return
    source = document.source
    named = [found.span, *(each.span for each in found.related if each.path is None)]
    entries = (document.entry_at(span.start) for span in named)
    named += [entry.span for entry in entries if entry is not None]
    if found.rule in WHOLE_BLOCKS:
        blocks = document.syntax.root.children
        named += [
            block.span
            for block in blocks
            if any(block.start <= span.end <= block.end for span in named)
        ]
    if found.rule == "stale-toc":
        named += [block.span for block in document.contents]
    lines = [lines_of(source, span) for span in named]
    for edit in found.fix.edits:
        if source[edit.span].startswith("#"):
            continue  # an anchor, which is carried along where a heading gets another name
        first, last = lines_of(source, _trimmed(source, edit.span))
        inserted = edit.span.start == edit.span.end
        assert any(one - inserted <= first and last <= other + 1 for one, other in lines), (
            f"{found.rule} edits line {first} for a finding in {lines}"
        )


def _trimmed(source: Source, span: Span) -> Span:
    """A span without the blank lines around what it holds."""
    text = source[span]
    if not text.strip():
        return span
    return Span(span.end - len(text.lstrip()), span.start + len(text.rstrip()))


def lines_of(source: Source, span: Span) -> tuple[int, int]:
    return source.line_at(span.start), source.line_at(max(span.end, span.start))


# ------------------------------------------------------------- an oracle for what is shown

_TOC_LINES = re.compile(r"(?mi)^[ \t>]*(?:[-*+] )?(?:\[\[?_?toc_?\]\]?|\{:toc\})[.]?[ \t]*$")
_OPENS = re.compile(
    r"\s*(?:toc\b(?!stop).*|start doctoc.*|ts|markdowntoc.*|vscode-markdown-toc)\s*",
    re.IGNORECASE | re.DOTALL,
)
_CLOSES = re.compile(
    r"\s*(?:toc ?stop|/toc|end doctoc.*|te|/markdowntoc|/vscode-markdown-toc)\s*",
    re.IGNORECASE | re.DOTALL,
)


class _Shown(HTMLParser):
    """The words and the targets of HTML, those between markers of contents aside."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.inside = False

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.inside:
            return
        values = dict(attrs)
        if tag not in ("em", "strong", "b", "i", "code", "del", "a", "sub", "sup", "span"):
            self.pieces.append(" ")
        for name in ("href", "src"):
            if values.get(name) is not None and "data-footnote-backref" not in values:
                self.pieces.append(f" {name}={values[name]} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "li", "td", "th", "pre", "div", "h1", "h2", "h3", "h4", "h5", "h6"):
            self.handle_data(" ")

    def handle_comment(self, data: str) -> None:
        if _CLOSES.fullmatch(data):
            self.inside = False
        elif _OPENS.fullmatch(data):
            self.inside = True


def is_read_alike(text: str) -> bool:
    """Whether our parser sees what GitHub's sees; tests/markdown knows where it does not."""
    plain = _with_lf(text)
    source = Source("README.md", plain)
    syntax = parse_syntax(source)
    return links(syntax) == rendered_links(plain) and structure(
        source, syntax
    ) == rendered_structure(plain)


def _with_lf(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))


def shown(text: str) -> list[str]:
    """The words and targets, in order, that GitHub's own parser shows; no punctuation."""
    reader = _Shown()
    reader.feed(render(_TOC_LINES.sub("", _with_lf(text)), unsafe=True))
    reader.close()
    return list(_words("".join(reader.pieces)))


def _words(text: str) -> Iterator[str]:
    kept = (c for c in text if unicodedata.category(c) != "Cf")
    for word in re.findall(r"\w+", "".join(kept)):
        yield "x" if word == "X" else word  # a task box that GitHub's parser prints as text
