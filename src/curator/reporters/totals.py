"""What the findings of a run come to, in plain sentences that several reports share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Set
from typing import Final, NamedTuple

from curator.diagnostic import Applicability, Severity
from curator.report import Links, Report
from curator.reporters.escape import message
from curator.status import Verdict

SERIOUS: Final = (Severity.ERROR, Severity.WARNING)
"""The severities that are always listed, the worst first."""


class Findings(NamedTuple):
    """How many findings there are: ``words`` by severity, ``where`` by file and rule."""

    words: str
    where: str


class Repairable(NamedTuple):
    """How many findings a fix takes away, and the command that does it."""

    safe: int
    unsafe: int
    command: str


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 file``, ``1,300 files``."""
    return f"{number:,} {noun}" + "s" * (number != 1)


def findings(report: Report, listed: Collection[Severity] = SERIOUS) -> Findings | None:
    """The findings of the severities that are ``listed``; ``None`` if there are none."""
    rules: Counter[str] = Counter()
    concerned = 0
    for file in report.files:
        shown = [found.rule for found in file.diagnostics if found.severity in listed]
        rules.update(shown)
        concerned += bool(shown)
    if not rules:
        return None
    counts = [(report.count(severity), severity.label) for severity in sorted(listed, reverse=True)]
    words = ", ".join(counted(number, label) for number, label in counts if number)
    files = counted(len(report.files), "file")
    where = f"{concerned:,} of {files}" if len(report.files) > 1 else files
    by_rule = sorted(rules.items(), key=lambda pair: (-pair[1], pair[0]))
    names = ", ".join(f"{message(rule)} {count}" for rule, count in by_rule)
    return Findings(words, f"in {where} ({names})")


def nothing(report: Report) -> str:
    """What is said where no finding is listed."""
    what = "Nothing found" if report.worst() is None else "No errors or warnings"
    return f"{what} in {counted(len(report.files), 'file')}."


def repairable(report: Report, barred: Set[str] = frozenset()) -> Repairable:
    """How many findings have a fix, infos among them.

    Those in files that are ``barred`` or generated do not count.
    """
    kinds: Counter[Applicability] = Counter()
    left_alone = barred | report.generated
    online = False
    for source, found in report.diagnostics():
        if found.fix is not None and source.path not in left_alone:
            kinds[found.fix.applicability] += 1
            rule = report.rules.get(found.rule)
            if rule is not None and rule.online and found.fix.applicability:
                online = True
    command = [
        "curator fix",
        *["--online"] * online,
        *[f"--since {report.base}"] * bool(report.base),
    ]
    return Repairable(kinds[Applicability.SAFE], kinds[Applicability.UNSAFE], " ".join(command))


def repairs(report: Report, quote: str = "'") -> str:
    """Which command, between two ``quote``, repairs how many findings; empty if none can be."""
    safe, unsafe, command = repairable(report)
    if safe:
        more = f", {unsafe:,} more with --unsafe-fixes" if unsafe else ""
        return f"{safe:,} can be fixed with {quote}{command}{quote}{more}."
    if unsafe:
        return f"{unsafe:,} can be fixed with {quote}{command} --unsafe-fixes{quote}."
    barred = sum(source.path in report.generated for source, _ in report.diagnostics())
    where = "is in a generated file" if barred == 1 else "are in generated files"
    return f"{barred:,} {where}, which {quote}curator fix{quote} leaves alone." if barred else ""


def unlisted(report: Report) -> Iterator[str]:
    """Which findings are counted only: those not of the change, and those of a baseline."""
    if report.elsewhere:
        verb = "is" if report.elsewhere == 1 else "are"
        since = f" (since {message(report.since)})" if report.since else ""
        what = counted(report.elsewhere, "finding")
        yield f"{what} elsewhere {verb} not of this change{since}."
    if report.baselined:
        verb = "is" if report.baselined == 1 else "are"
        yield f"{counted(report.baselined, 'finding')} {verb} in the baseline."


_VERDICTS: Final[Mapping[Verdict, str]] = {
    "alive": "alive",
    "moved": "moved",
    "dead": "dead",
    "broken-tls": "with an untrusted certificate",
    "suspicious": "suspicious",
    "blocked": "unverifiable",
    "transient": "failing",
    "skipped": "not asked",
}
"""What is said of links by their verdict, behind a number."""


def asked(links: Links) -> str:
    """How many links were asked, what became of them, and what it took."""
    count, requests = counted(len(links.statuses), "link"), counted(links.requests, "request")
    known = links.by_verdict()
    verdicts = ", ".join(
        f"{known[verdict]:,} {words}" for verdict, words in _VERDICTS.items() if known[verdict]
    )
    on = f"{count} on {counted(links.hosts, 'host')}" if links.hosts else count
    cached = f", {links.fresh:,} from the cache" if links.fresh else ""
    said = f"{on}: {verdicts}" if verdicts else on
    return f"{said}; {requests} in {_duration(links.seconds)}{cached}."


def _duration(seconds: float) -> str:
    """A time as people say it: ``0.4 s``, ``52 s``, ``3 min 7 s``."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes:,} min {rest} s" if minutes else f"{rest} s"


def plain(report: Report, listed: Collection[Severity] = SERIOUS) -> Iterator[str]:
    """All of it, a line each, as the text report ends."""
    found = findings(report, listed)
    if found is not None:
        yield f"{found.words} {found.where}"
    # Where nothing could be read, nothing can be said of it.
    elif report.files or not report.problems:
        yield nothing(report)
    if fixable := repairs(report):
        yield fixable
    yield from unlisted(report)
    if report.links is not None:
        yield asked(report.links)
