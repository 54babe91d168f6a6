"""Findings as annotations: commands that GitHub's runner turns into remarks on the lines.

What the runner makes of a command is in actions/runner: ActionCommand.cs (how it is read),
ActionCommandManager.cs (which lines and columns are taken) and ExecutionContext.cs (how many
and how long).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Fix, Severity
from curator.report import FileReport, Notice, Report
from curator.reporters import totals
from curator.reporters.escape import (
    command_data,
    command_property,
    defused,
    exact,
    message,
    workflow,
)
from curator.reporters.places import Shown, repository_path, shown_place
from curator.reporters.replaced import Replaced, fixes_by_line, replaced, together
from curator.source import Source, Span

MOST: Final = 10
"""Annotations of each kind that the runner keeps of a step (``_maxCountPerIssueType``)."""
_MOST_TROUBLE: Final = 3
"""Annotations that inputs and rules that failed may take from those of findings."""
_LONGEST: Final = 4_000
"""Characters of a message; the runner cuts at 4,096 (``_maxIssueMessageLength``)."""
_LONGEST_LINE: Final = 1_000
_BUG: Final = "this is a bug of curator's, please report it"

_FIXES = {
    Applicability.SAFE: "fix",
    Applicability.UNSAFE: "unsafe fix",
    Applicability.DISPLAY: "suggestion",
}


@dataclass(frozen=True, slots=True)
class _Place:
    """A file of the repository and, if known, a part of it."""

    path: str
    source: Source | None = None
    span: Span = Span(0, 0)
    line: int = 0


def render(
    report: Report,
    rooted: Callable[[str], str] = str,
    listed: tuple[Severity, ...] = totals.SERIOUS,
) -> Iterator[str]:
    """The lines for the runner, without newlines: annotations, what is beyond them, totals.

    ``rooted`` gives the path of a file from the root of the repository. ``listed`` are the
    severities that the totals have; infos are never annotated.
    """
    used = 0
    for trouble in _trouble(report):
        if used == _MOST_TROUBLE:
            break
        yield trouble
        used += 1
    yield from _notices(report, rooted)
    files = {file.source.path: file for file in report.files}
    rest: list[tuple[FileReport, Diagnostic]] = []
    for severity, room in ((Severity.ERROR, MOST - used), (Severity.WARNING, MOST)):
        all_of = list(_of(report, severity))
        for file, found in all_of[:room]:
            yield _annotation(file, found, files, rooted)
        rest += all_of[room:]
    yield from _beyond(rest)
    for line in totals.plain(report, listed):
        yield _plain(line)


def _of(report: Report, severity: Severity) -> Iterator[tuple[FileReport, Diagnostic]]:
    for file in report.files:
        for found in file.diagnostics:
            if found.severity == severity:
                yield file, found


def _plain(text: str) -> str:
    """A line of the log that the runner passes on."""
    return workflow(message(text))


# ------------------------------------------------------------------------ findings


def _annotation(
    file: FileReport,
    found: Diagnostic,
    files: Mapping[str, FileReport],
    rooted: Callable[[str], str],
) -> str:
    shown = shown_place(file, found, files)
    lines = [message(found.message)]
    if shown.remark:
        lines.append(f"({message(shown.remark)})")
    if found.fix is not None:
        fixes = fixes_by_line(file.source, file.diagnostics)
        lines += _fix(file.source, together(file.source, found.fix, fixes), shown)
    path = repository_path(shown.source.path, rooted)
    if path is None:
        lines[0] = f"{_where(shown.source, shown.span)}: {lines[0]}"
    place = None if path is None else _Place(path, shown.source, shown.span)
    return _command(found.severity.label, found.rule, "\n".join(lines), place)


def _fix(source: Source, fix: Fix, shown: Shown) -> Iterator[str]:
    """The lines that a fix leaves, or what it does in words."""
    title = f"{_FIXES[fix.applicability]}: {message(fix.title)}"
    made = replaced(source, fix)
    if any(len(line) > _LONGEST_LINE for each in made for line in each.added):
        made = ()
    written = any(line.strip() for each in made for line in each.added)
    if not written or fix.applicability == Applicability.DISPLAY:
        yield title + _removal(made)
        return
    annotated = shown.source.line_at(shown.span.start) if shown.source is source else 0
    for each in made:
        yield from _written(each, annotated)


def _written(change: Replaced, annotated: int) -> Iterator[str]:
    """The lines that are to be written, and where if that is not the line with the annotation."""
    verb = "write" if change.removed else "add"
    where = "" if change.line == annotated else f" on line {change.line}"
    if not change.added:
        yield f"remove line {change.line}"
    elif len(change.added) == 1 and len(change.removed) < 2:
        yield f"{verb}{where}: {exact(change.added[0])}"
    else:
        count = len(change.removed)
        instead = f" in place of {totals.counted(count, 'line')}" if count > 1 else ""
        yield f"{verb}{where}{instead}:"
        yield from map(exact, change.added)


def _removal(made: tuple[Replaced, ...]) -> str:
    """Which line a fix takes out, if it does no more than that."""
    if len(made) != 1 or made[0].added or len(made[0].removed) != 1:
        return ""
    return f" (removes line {made[0].line})"


def _beyond(rest: list[tuple[FileReport, Diagnostic]]) -> Iterator[str]:
    """The findings that GitHub would not annotate: in the log, folded."""
    if not rest:
        return
    more = totals.counted(len(rest), "more finding")
    kept = f"GitHub annotates {MOST} errors and {MOST} warnings of a step"
    yield f"::group::{more}, listed here: {kept}"
    for file, found in rest:
        place = _where(file.source, found.span)
        yield _plain(f"{place}  {found.severity.label}  {found.rule}  {found.message}")
    yield "::endgroup::"


def _where(source: Source, span: Span) -> str:
    line, column = source.position(span.start)
    return f"{message(source.path)}:{line}:{column}"


# ------------------------------------------------------------------------- trouble


def _trouble(report: Report) -> Iterator[str]:
    """What could not be read, and which rules failed."""
    for problem in report.problems:
        yield _command("error", "could not be read", message(problem), None)
    for file in report.files:
        for crash in file.crashes:
            told = f"the rule {crash.rule} failed on {crash.path}: {crash.error}"
            yield _command("error", "curator failed", message(f"{told} ({_BUG})"), None)


def _notices(report: Report, rooted: Callable[[str], str]) -> Iterator[str]:
    """What is no finding and is to be known."""
    notices = [*report.notices, *(notice for file in report.files for notice in file.notices)]
    for notice in notices[:MOST]:
        yield _notice(notice, rooted)


def _notice(notice: Notice, rooted: Callable[[str], str]) -> str:
    path = repository_path(notice.path, rooted)
    text = message(notice.message)
    if path is None:
        where = f"{message(notice.path)}: " if notice.path else ""
        return _command("notice", "curator", f"{where}{text}", None)
    return _command("notice", "curator", text, _Place(path, line=notice.line))


# ------------------------------------------------------------------------ commands


def _command(kind: str, title: str, text: str, place: _Place | None) -> str:
    """A workflow command; ``text`` is harmless, its newlines apart."""
    properties = {} if place is None else {"file": place.path, **_range(place)}
    properties["title"] = defused(message(title))
    written = ",".join(f"{name}={command_property(value)}" for name, value in properties.items())
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
    return f"::{kind} {written}::{command_data(defused(text))}"


def _range(place: _Place) -> dict[str, str]:
    """Lines and columns from 1, as the runner takes them: columns only on one line.

    Whether the last column is meant to be part of it GitHub does not say; it is not here, as
    in editors and in SARIF.
    """
    if place.source is None:
        return {"line": str(place.line)} if place.line else {}
    source, span = place.source, place.span
    line, column = source.position(span.start)
    last = source.line_at(max(span.end - 1, span.start))
    lines = {"line": str(line), "endLine": str(last)}
    if last != line:
        return lines
    end = min(span.end, source.line_span(line).end)
    end_column = max(source.position(end).column, column)
    return {**lines, "col": str(column), "endColumn": str(end_column)}
