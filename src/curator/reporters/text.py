"""The text report: every finding with its line and its fix, then what it comes to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from curator.diagnostic import Applicability, Diagnostic, Fix, Related, Severity
from curator.report import Report
from curator.reporters import cells, totals
from curator.reporters.colour import PLAIN, Palette
from curator.reporters.correction import correction
from curator.reporters.escape import message, visible
from curator.reporters.excerpt import Excerpt, excerpt
from curator.reporters.totals import counted
from curator.source import Source, Span

_GUTTER = 8
_MIN_EXCERPT = 20
_INDENT = 4
_MIN_MESSAGE = 24
"""Cells a message needs beside the place and the rule; with fewer it begins below them."""
_MOST_PLACES = 5
"""Related places of a finding that are listed; JSON has them all."""

_COMMENT = "<!-- curator: ignore"
_MARKERS = " \t>-*+0123456789.)"
"""What the markers of the blocks are made of that a block of code may stand in."""
_OPENING = 80
_INDENTED = re.compile(r"(?: {4}|\t)[ \t]*(?![ \t]|[-*+>|<]|\d{1,9}[.)])")
"""The beginning of a line that may be one of indented code."""

_FIXES = {
    Applicability.SAFE: "fix",
    Applicability.UNSAFE: "unsafe fix",
    Applicability.DISPLAY: "suggestion",
}


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How text is laid out: colours, the width in cells, and whether infos are listed.

    ``wrap`` breaks messages that are wider; without it every one stays on its line, as
    programs like it. ``ellipsis`` stands for what was cut.
    """

    palette: Palette = PLAIN
    width: int = 100
    show_infos: bool = False
    wrap: bool = False
    ellipsis: str = cells.ELLIPSIS

    @property
    def excerpt_width(self) -> int:
        """The cells beside the line numbers."""
        return max(self.width - _GUTTER, _MIN_EXCERPT)

    def wrapped(self, text: str, first: int, indent: int) -> list[str]:
        """``text`` beginning at cell ``first``, in lines that are indented but for the first."""
        if not self.wrap or first + cells.width(text) <= self.width:
            return [text]
        room = max(self.width - indent, _MIN_EXCERPT)
        head, *rest = cells.wrap(text, self.width - first, room)
        return [head, *(" " * indent + line for line in rest)]


class Repair(NamedTuple):
    """What was done before, where a report is about what a repair left.

    ``lines`` say what was fixed, ``fixed`` how many findings that were; ``unsafe`` that unsafe
    fixes were applied as well. ``barred`` are the paths of files that must not be changed.
    """

    lines: tuple[str, ...]
    fixed: int
    unsafe: bool
    barred: frozenset[str] = frozenset()


def render(report: Report, style: TextStyle, repair: Repair | None = None) -> Iterator[str]:
    """The lines of the report, without newlines."""
    sources = {file.source.path: file.source for file in report.files}
    for source, found in report.diagnostics():
        if _is_listed(found.severity, style):
            yield from _finding(source, found, sources, style)
            yield ""
    if not style.show_infos and report.count(Severity.INFO):
        yield from _hidden_infos(report, style)
        yield ""
    yield from summary(report, style, repair)
    if any(_is_listed(found.severity, style) for _, found in report.diagnostics()):
        yield from map(style.palette.faint, _hints(report, style))


# ----------------------------------------------------------------------- a finding


def _finding(
    source: Source, found: Diagnostic, sources: dict[str, Source], style: TextStyle
) -> Iterator[str]:
    palette = style.palette
    yield from _head(source, found, style)
    shown = excerpt(source, found.span, style.excerpt_width, style.ellipsis)
    yield palette.faint(f"{shown.line:>5} | ") + shown.text
    marks = palette.severity("^" * shown.length, found.severity)
    yield palette.faint("      | ") + " " * shown.start + marks
    if found.fix is not None:
        yield from _fix(source, found.fix, (found.span, shown), style)
    for related in found.related[:_MOST_PLACES]:
        yield from _related(source, related, sources, shown, style)
    more = len(found.related) - _MOST_PLACES
    if more > 0:
        yield palette.faint("      =") + f" and {counted(more, 'more place')}"


def _head(source: Source, found: Diagnostic, style: TextStyle) -> Iterator[str]:
    """Place, severity, rule and message: on one line, unless that is to be wrapped."""
    palette = style.palette
    place, label, rule = _place(source, found.span.start), found.severity.label, found.rule
    text = message(found.message)
    begin = f"{palette.place(place)}  {palette.severity(label, found.severity)}"
    size = cells.width(place) + 2 + len(label)
    lead = f"{begin}  {palette.rule(rule)}"
    after = size + 2 + len(rule) + 2
    if not style.wrap or after + min(cells.width(text), _MIN_MESSAGE) <= style.width:
        first, *rest = style.wrapped(text, after, _INDENT)
        yield f"{lead}  {first}".rstrip()
        yield from rest
        return
    if after - 2 <= style.width:
        yield lead
    else:
        yield begin
        yield " " * _INDENT + palette.rule(rule)
    first, *rest = style.wrapped(text, _INDENT, _INDENT)
    yield " " * _INDENT + first
    yield from rest


def _fix(source: Source, fix: Fix, near: tuple[Span, Excerpt], style: TextStyle) -> Iterator[str]:
    palette = style.palette
    made = correction(source, fix, near, style.excerpt_width, style.ellipsis)
    for number, parts in made.lines:
        label = "     " if number == near[1].line else f"{number:>5}"
        text = "".join(palette.added(part.text) if part.new else part.text for part in parts)
        gutter = f"{label} +"
        yield palette.added(f"{gutter} ") + text if text else palette.added(gutter)
    title = message(fix.title) + (f" ({made.words})" if made.words else "")
    yield from _remark(f"{_FIXES[fix.applicability]}: {title}", style)


def _remark(text: str, style: TextStyle) -> Iterator[str]:
    first, *rest = style.wrapped(text, _GUTTER, _GUTTER)
    yield (style.palette.faint("      =") + f" {first}").rstrip()
    yield from rest


def _related(
    source: Source, related: Related, sources: dict[str, Source], shown: Excerpt, style: TextStyle
) -> Iterator[str]:
    other = source if related.path is None else sources.get(related.path)
    if other is None:
        place = visible(related.path or "")
        yield from _remark(f"{place}  {message(related.message)}", style)
        return
    place = _place(other, related.span.start)
    yield from _remark(f"{place}  {message(related.message)}", style)
    if other is not source or other.line_at(related.span.start) != shown.line:
        line = excerpt(other, related.span, style.excerpt_width, style.ellipsis)
        yield style.palette.faint(f"{line.line:>5} | ") + line.text


def _place(source: Source, offset: int) -> str:
    line, column = source.position(offset)
    return f"{visible(source.path)}:{line}:{column}"


# --------------------------------------------------------------------- the summary


def summary(report: Report, style: TextStyle, repair: Repair | None = None) -> Iterator[str]:
    """What the findings come to, and which of them can be repaired."""
    if repair is not None:
        yield from repair.lines
    found = totals.findings(report, [each for each in Severity if _is_listed(each, style)])
    if found is not None:
        words = found.words
        remain = ""
        if repair is not None:
            count = sum(_is_listed(each.severity, style) for _, each in report.diagnostics())
            remain = " remain" + "s" * (count == 1)
        first, *rest = style.wrapped(f"{words}{remain} {found.where}", 0, _INDENT)
        if first.startswith(words):
            worst = report.worst() or Severity.INFO
            first = style.palette.severity(words, worst) + first[len(words) :]
        yield first
        yield from rest
    elif repair is not None:
        if repair.fixed:
            what = "findings" if report.worst() is None else "errors or warnings"
            yield f"No {what} remain."
    # Where nothing could be read, nothing can be said of it.
    elif report.files or not report.problems:
        yield totals.nothing(report)
    fixable = totals.repairs(report) if repair is None else _fixable(report, repair)
    for line in (fixable, *totals.unlisted(report)):
        if line:
            yield from style.wrapped(line, 0, _INDENT)
    if report.links is not None:
        yield from style.wrapped(totals.asked(report.links), 0, _INDENT)


def _fixable(report: Report, repair: Repair) -> str:
    """How many findings another repair would take away; empty if none.

    A safe fix that is left is one that was tried.
    """
    unsafe = totals.repairable(report, repair.barred).unsafe
    return "" if repair.unsafe or not unsafe else f"{unsafe:,} can be fixed with --unsafe-fixes."


def _hints(report: Report, style: TextStyle) -> Iterator[str]:
    """How to learn more of a rule, how to choose rules, and how to silence a finding."""
    source, found = next(
        pair for pair in report.diagnostics() if _is_listed(pair[1].severity, style)
    )
    hint = (
        f"'curator rule {found.rule}' explains the rule; --select RULE shows the findings of "
        "one rule, --ignore RULE hides them."
    )
    yield from style.wrapped(hint, 0, _INDENT)
    line = source.line_text(source.line_at(found.span.start))
    place, comment = silencing_place(line), f"{_COMMENT} {found.rule} -->"
    if place is None:
        return
    hint = f"A comment {place} silences a rule there:"
    if style.wrap and len(hint) + 1 + len(comment) > style.width:
        yield from style.wrapped(hint, 0, _INDENT)
        yield " " * _INDENT + comment
    else:
        yield f"{hint} {comment}"


def silencing_place(line: str) -> str | None:
    """Where a comment that is for ``line`` belongs; ``None`` if it can hold none.

    Never on a line of its own: between items or rows it would split the list or the table.
    """
    opening = line[:_OPENING].lstrip(_MARKERS)
    if _COMMENT in line or opening.startswith(("```", "~~~", "$$")) or _INDENTED.match(line):
        return None  # the finding is about such a comment, or it would be no comment there
    row = line.rstrip().endswith("|")
    return "in the last cell of a row" if row else "at the end of a line"


def _is_listed(severity: Severity, style: TextStyle) -> bool:
    return severity > Severity.INFO or style.show_infos


def _hidden_infos(report: Report, style: TextStyle) -> Iterator[str]:
    infos = Counter(
        found.rule for _, found in report.diagnostics() if found.severity == Severity.INFO
    )
    for rule, count in sorted(infos.items()):
        label = style.palette.severity("info", Severity.INFO)
        yield f"{label}  {style.palette.rule(rule)}  {count:,} not listed (--show info)"
