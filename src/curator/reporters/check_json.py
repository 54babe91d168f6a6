"""The findings of a run in the JSON format of ``curator check``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from curator.diagnostic import Applicability, Diagnostic, Fix, Related, Severity
from curator.report import Notice, Report
from curator.reporters import wire
from curator.source import Source, Span
from curator.status import LinkStatus

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_END_OF_TIME: Final = 253_402_300_800
"""Seconds from 1970 to the year 10000, which ISO 8601 has no four digits for."""


def check_result(report: Report) -> wire.CheckResult:
    """All findings of ``report``, infos included, in reading order."""
    sources = {file.source.path: file.source for file in report.files}
    return wire.CheckResult(
        version=wire.VERSION,
        findings=tuple(_finding(source, found, sources) for source, found in report.diagnostics()),
        statuses=tuple(map(_status, report.statuses)),
        summary=_summary(report),
    )


def _summary(report: Report) -> wire.Summary:
    return wire.Summary(
        files=len(report.files),
        errors=report.count(Severity.ERROR),
        warnings=report.count(Severity.WARNING),
        infos=report.count(Severity.INFO),
        rules=dict(sorted(report.by_rule().items())),
        problems=report.problems,
        crashes=tuple(
            wire.Failure(crash.rule, crash.path, crash.error)
            for file in report.files
            for crash in file.crashes
        ),
        notices=tuple(map(_remark, _notices(report))),
        fixes=_fixes(report),
        rules_run=tuple(sorted(report.rules)),
        elsewhere=report.elsewhere,
        baselined=report.baselined,
        since=report.since,
    )


def _notices(report: Report) -> Iterator[Notice]:
    yield from report.notices
    for file in report.files:
        yield from file.notices


def _remark(notice: Notice) -> wire.Remark:
    return wire.Remark(notice.path, notice.message, notice.line or None)


def _fixes(report: Report) -> wire.Fixes:
    found = Counter(
        each.fix.applicability for _, each in report.diagnostics() if each.fix is not None
    )
    return wire.Fixes(
        safe=found[Applicability.SAFE],
        unsafe=found[Applicability.UNSAFE],
        display=found[Applicability.DISPLAY],
    )


def _status(status: LinkStatus) -> wire.Status:
    seen = status.evidence
    return wire.Status(
        url=seen.url,
        verdict=status.verdict,
        reason=status.reason,
        code=seen.code,
        final_url=seen.final_url or seen.url,
        hops=tuple(wire.Redirect(hop.url, hop.code) for hop in seen.hops),
        method=seen.method,
        seconds=round(seen.seconds, 3),
        tries=seen.tries,
        source=seen.source,
        cached=status.cached,
        asked_at=_moment(seen.asked_at),
        failing_since=_moment(status.failing_since),
        failed_runs=status.failed_runs,
        detail=seen.detail,
        title=seen.title,
    )


def _moment(seconds: float) -> str | None:
    """A time in seconds since 1970 as ISO 8601 has it, to the second; ``None`` if it is none."""
    if not 0 < seconds < _END_OF_TIME:  # nobody was asked, or a clock was far off
        return None
    moment = _EPOCH + timedelta(seconds=int(seconds))
    return moment.isoformat().replace("+00:00", "Z")


def _finding(source: Source, found: Diagnostic, sources: Mapping[str, Source]) -> wire.Finding:
    line, column, end_line, end_column = _range(source, found.span)
    return wire.Finding(
        path=source.path,
        rule=found.rule,
        severity=wire.SEVERITIES[found.severity],
        message=found.message,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        key=found.key,
        related=tuple(_place(source, related, sources) for related in found.related),
        fix=None if found.fix is None else _repair(source, found.fix),
    )


def _place(source: Source, related: Related, sources: Mapping[str, Source]) -> wire.Place:
    path = source.path if related.path is None else related.path
    other = source if related.path is None else sources.get(related.path)
    if other is None:
        return wire.Place(path, related.message, None, None, None, None)
    return wire.Place(path, related.message, *_range(other, related.span))


def _repair(source: Source, fix: Fix) -> wire.Repair:
    return wire.Repair(
        title=fix.title,
        applicability=wire.APPLICABILITIES[fix.applicability],
        edits=tuple(
            wire.Replacement(*_range(source, edit.span), text=edit.text) for edit in fix.edits
        ),
    )


def _range(source: Source, span: Span) -> tuple[int, int, int, int]:
    """Line and column of the first character, and of the one after the last."""
    return (*source.position(span.start), *source.position(span.end))
