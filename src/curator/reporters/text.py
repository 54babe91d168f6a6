"""The text report: every finding with its line, then what it comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from curator.diagnostic import Diagnostic, Related, Severity
from curator.report import Report
from curator.reporters.colour import PLAIN, Palette
from curator.reporters.escape import message, visible
from curator.reporters.excerpt import excerpt
from curator.source import Source

_GUTTER = 8
_MIN_EXCERPT = 20


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How text is laid out: colours, the width in cells, and whether infos are listed."""

    palette: Palette = PLAIN
    width: int = 100
    show_infos: bool = False


def render(report: Report, style: TextStyle) -> Iterator[str]:
    """The lines of the report, without newlines."""
    sources = {file.source.path: file.source for file in report.files}
    for source, found in report.diagnostics():
        if _is_listed(found.severity, style):
            yield from _finding(source, found, sources, style)
            yield ""
    yield from _summary(report, style)


def _finding(
    source: Source, found: Diagnostic, sources: dict[str, Source], style: TextStyle
) -> Iterator[str]:
    palette = style.palette
    severity = palette.severity(found.severity.label, found.severity)
    place = palette.place(_place(source, found.span.start))
    yield f"{place}  {severity}  {palette.rule(found.rule)}  {message(found.message)}"
    shown = excerpt(source, found.span, max(style.width - _GUTTER, _MIN_EXCERPT))
    yield palette.faint(f"{shown.line:>5} | ") + shown.text
    marks = palette.severity("^" * shown.length, found.severity)
    yield palette.faint("      | ") + " " * shown.start + marks
    for related in found.related:
        yield palette.faint("      = ") + _related(source, related, sources)


def _related(source: Source, related: Related, sources: dict[str, Source]) -> str:
    if related.path is None:
        return f"{_place(source, related.span.start)}  {message(related.message)}"
    other = sources.get(related.path)
    place = visible(related.path) if other is None else _place(other, related.span.start)
    return f"{place}  {message(related.message)}"


def _place(source: Source, offset: int) -> str:
    line, column = source.position(offset)
    return f"{visible(source.path)}:{line}:{column}"


def _summary(report: Report, style: TextStyle) -> Iterator[str]:
    """What the findings come to, and how to go on."""
    palette = style.palette
    listed = [severity for severity in reversed(Severity) if _is_listed(severity, style)]
    if not style.show_infos and report.count(Severity.INFO):
        yield from _hidden_infos(report, palette)
        yield ""
    files = _count(len(report.files), "file")
    rules: Counter[str] = Counter()
    concerned = 0
    for file in report.files:
        shown = [found.rule for found in file.diagnostics if _is_listed(found.severity, style)]
        rules.update(shown)
        concerned += bool(shown)
    if not rules:
        # Where nothing could be read, nothing can be said of it.
        if report.files or not report.problems:
            yield f"{_nothing(report)} in {files}."
        return
    counts = [(report.count(severity), severity.label) for severity in listed]
    words = ", ".join(_count(number, label) for number, label in counts if number)
    where = f"{concerned} of {files}" if len(report.files) > 1 else files
    by_rule = sorted(rules.items(), key=lambda pair: (-pair[1], pair[0]))
    names = ", ".join(f"{rule} {count}" for rule, count in by_rule)
    yield f"{palette.severity(words, report.worst() or Severity.INFO)} in {where} ({names})"
    yield palette.faint("--select RULE shows the findings of one rule, --ignore RULE hides them.")


def _is_listed(severity: Severity, style: TextStyle) -> bool:
    return severity > Severity.INFO or style.show_infos


def _nothing(report: Report) -> str:
    return "Nothing found" if report.worst() is None else "No errors or warnings"


def _hidden_infos(report: Report, palette: Palette) -> Iterator[str]:
    infos = Counter(
        found.rule for _, found in report.diagnostics() if found.severity == Severity.INFO
    )
    for rule, count in sorted(infos.items()):
        label = palette.severity("info", Severity.INFO)
        yield f"{label}  {palette.rule(rule)}  {count} not listed (--show info)"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + "s" * (number != 1)
