"""Findings as test results, in the XML that CI systems know from JUnit.

There is no standard. This is the form that Jenkins' xUnit plugin accepts, the strictest reader
(its junit-10.xsd); it has no place for lines but in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Fix, Severity, shortened
from curator.report import Crash, FileReport, Notice, Report
from curator.reporters.correction import correction
from curator.reporters.escape import message, visible, xml
from curator.reporters.excerpt import Excerpt, excerpt
from curator.source import Source, Span

_WIDTH: Final = 160
"""Cells of an excerpt of the list."""
_NAME: Final = 200
"""Characters of the name of a test at most."""
_MOST_PLACES: Final = 5
"""Related places of a finding that are listed."""
_CURATOR: Final = "curator"
"""The name of what is about no file, and of the one test of a file without findings."""
_FIXES: Final = {
    Applicability.SAFE: "fix",
    Applicability.UNSAFE: "unsafe fix",
    Applicability.DISPLAY: "suggestion",
}


@dataclass(frozen=True, slots=True)
class JunitStyle:
    """How test results are written.

    ``rooted`` gives the path of a file from the root of its repository, by the name that
    messages have for it. Infos are left out unless ``show_infos``.
    """

    rooted: Callable[[str], str] = str
    show_infos: bool = False
    ascii_only: bool = False


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many tests there are, and how many did not pass, by what became of them."""

    tests: int = 0
    failures: int = 0
    errors: int = 0
    skipped: int = 0

    def __add__(self, other: _Counts) -> _Counts:
        return _Counts(
            self.tests + other.tests,
            self.failures + other.failures,
            self.errors + other.errors,
            self.skipped + other.skipped,
        )


def render(report: Report, style: JunitStyle) -> Iterator[str]:
    """A suite for each file and a test for each finding in it, in pieces of whole lines.

    Errors and warnings are failures, infos are skipped tests. A file without any has one test
    that passes. Inputs that could not be read and rules that failed are errors.
    """
    for piece in _document(report, style):
        # All that is not ASCII stands in texts and values, where a reference means the same.
        data = piece.encode("ascii", "xmlcharrefreplace") if style.ascii_only else None
        yield piece if data is None else data.decode("ascii")


def _document(report: Report, style: JunitStyle) -> Iterator[str]:
    counts = [_counts(file, style) for file in report.files]
    problems = len(report.problems)
    alone = problems or report.notices
    total = sum(counts, _Counts(problems, errors=problems))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield (
        f'<testsuites name="{_CURATOR}" tests="{total.tests}" failures="{total.failures}" '
        f'errors="{total.errors}" time="0">\n'
    )
    for file, count in zip(report.files, counts, strict=True):
        yield from _suite(file, count, report.since, style)
    if alone:
        yield f"{_opening(_CURATOR, _Counts(problems, errors=problems))}>\n"
        for number, problem in enumerate(report.problems, 1):
            case = _case(_CURATOR, f"input {number}")
            yield f"{case}{_outcome('error', 'problem', message(problem), [])}</testcase>\n"
        yield from _notices(report.notices)
        yield "</testsuite>\n"
    yield "</testsuites>\n"


# ------------------------------------------------------------------------------ a file


def _counts(file: FileReport, style: JunitStyle) -> _Counts:
    infos = sum(found.severity == Severity.INFO for found in file.diagnostics)
    failures, skipped = len(file.diagnostics) - infos, infos if style.show_infos else 0
    crashes = len(file.crashes)
    return _Counts(max(failures + skipped + crashes, 1), failures, crashes, skipped)


def _suite(file: FileReport, counts: _Counts, since: str, style: JunitStyle) -> Iterator[str]:
    path = visible(style.rooted(file.source.path))
    yield f'{_opening(path, counts)} file="{xml(path)}">\n'
    yield from _properties(file, counts, since)
    if counts.tests > counts.failures + counts.errors + counts.skipped:
        yield f"{_case(path, _CURATOR)}</testcase>\n"
    taken: Counter[str] = Counter()
    for found in file.diagnostics:
        if found.severity > Severity.INFO or style.show_infos:
            name = shortened(visible(found.key), _NAME)
            taken[name] += 1
            case = _case(path, name if taken[name] == 1 else f"{name} ({taken[name]})")
            yield f"{case}{_finding(file.source, found, path)}</testcase>\n"
    for crash in file.crashes:
        yield f"{_case(path, crash.rule)}{_crash(crash)}</testcase>\n"
    yield from _notices(file.notices)
    yield "</testsuite>\n"


def _properties(file: FileReport, counts: _Counts, since: str) -> Iterator[str]:
    """What was found in a file and is no test."""
    infos = sum(found.severity == Severity.INFO for found in file.diagnostics)
    known = {
        "infos not listed": str(infos - counts.skipped or ""),
        "since": message(since),
        "elsewhere": str(file.elsewhere or ""),
        "baselined": str(file.baselined or ""),
    }
    told = [
        f'<property name="{name}" value="{xml(value)}"/>' for name, value in known.items() if value
    ]
    if told:
        yield f"<properties>{''.join(told)}</properties>\n"


def _opening(name: str, counts: _Counts) -> str:
    """The beginning of the tag of a suite."""
    return (
        f'<testsuite name="{xml(name)}" tests="{counts.tests}" failures="{counts.failures}" '
        f'errors="{counts.errors}" skipped="{counts.skipped}" time="0"'
    )


def _case(path: str, name: str) -> str:
    return f'<testcase classname="{xml(path)}" name="{xml(name)}" time="0">'


def _notices(notices: tuple[Notice, ...]) -> Iterator[str]:
    lines = [
        f"{visible(notice.path)}:{notice.line}: {message(notice.message)}"
        if notice.line
        else f"{visible(notice.path)}: {message(notice.message)}".removeprefix(": ")
        for notice in notices
    ]
    if lines:
        yield f"<system-out>{_text(lines)}</system-out>\n"


# --------------------------------------------------------------------------- a finding


def _finding(source: Source, found: Diagnostic, path: str) -> str:
    line, column = source.position(found.span.start)
    told, label = message(found.message), found.severity.label
    lines = [f"{path}:{line}:{column}: {label}: {told} ({found.rule})", *_shown(source, found)]
    element = "skipped" if found.severity == Severity.INFO else "failure"
    return _outcome(element, found.rule, f"line {line}: {told}", lines)


def _shown(source: Source, found: Diagnostic) -> Iterator[str]:
    """The line of a finding, what a fix makes of it, and where else to look."""
    shown = excerpt(source, found.span, _WIDTH)
    yield f"{shown.line:>5} | {shown.text}"
    yield f"      | {' ' * shown.start}{'^' * shown.length}"
    if found.fix is not None:
        yield from _corrected(source, found.fix, (found.span, shown))
    for related in found.related[:_MOST_PLACES]:
        if related.path is None:
            place = f"line {source.line_at(related.span.start)}"
        else:
            place = visible(related.path)
        yield f"      = {place}: {message(related.message)}"
    more = len(found.related) - _MOST_PLACES
    if more > 0:
        yield f"      = and {more:,} more {'place' if more == 1 else 'places'}"


def _corrected(source: Source, fix: Fix, near: tuple[Span, Excerpt]) -> Iterator[str]:
    made = correction(source, fix, near, _WIDTH)
    for number, parts in made.lines:
        yield f"{number:>5} + {''.join(part.text for part in parts)}".rstrip()
    words = f" ({made.words})" if made.words else ""
    yield f"      = {_FIXES[fix.applicability]}: {message(fix.title)}{words}"


def _crash(crash: Crash) -> str:
    words = f"the rule {crash.rule} failed, what it finds is missing: {crash.error}"
    return _outcome("error", "crash", message(words), [])


def _outcome(element: str, kind: str, words: str, lines: list[str]) -> str:
    """Why a test did not pass: its ``kind``, a sentence, and more of it in lines."""
    opening = f'<{element} type="{xml(kind)}" message="{xml(words)}"'
    return f"{opening}>{_text(lines)}</{element}>" if lines else f"{opening}/>"


def _text(lines: list[str]) -> str:
    return "\n".join(map(xml, lines))
