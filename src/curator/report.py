"""All that a run found, and what the rules say of themselves: what every reporter is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from curator.change import Change
from curator.diagnostic import Diagnostic, RuleInfo, Severity
from curator.source import Source
from curator.status import LinkStatus, Verdict


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule that failed on a file: a bug of curator's, named so that it can be reported."""

    rule: str
    path: str
    error: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the reader should know and that is no finding; ``line`` from 1, or 0."""

    path: str
    message: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found in one file; diagnostics in reading order.

    ``exempted`` are the places of those exemptions of the configuration that silenced some.
    ``change`` is what was changed in the file where only that is judged, with ``elsewhere`` as
    the number of findings that are not of it. ``baselined`` is how many a baseline has already.
    """

    source: Source
    diagnostics: tuple[Diagnostic, ...]
    crashes: tuple[Crash, ...] = ()
    notices: tuple[Notice, ...] = ()
    exempted: frozenset[str] = frozenset()
    change: Change | None = None
    elsewhere: int = 0
    baselined: int = 0


@dataclass(frozen=True, slots=True)
class Links:
    """What a run learnt of links over the network, and what that took.

    ``statuses`` has each URL once, in the order in which the files carry them first. ``hosts``
    is how many hosts they are on, ``requests`` how many were sent, ``fresh`` how many URLs the
    cache answered, ``seconds`` how long it took.
    """

    statuses: tuple[LinkStatus, ...]
    hosts: int = 0
    requests: int = 0
    fresh: int = 0
    seconds: float = 0.0

    def by_verdict(self) -> Counter[Verdict]:
        """How many links each verdict is on."""
        return Counter(status.verdict for status in self.statuses)


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found: one ``FileReport`` for each file read, in the order they were given.

    ``problems`` are inputs that could not be read, one line each. ``rules`` are the rules
    that were run, by name. ``links`` is ``None`` where no link was asked. ``since`` is the
    revision whose change alone is judged, as the user is to read it, and ``base`` as git reads
    it; both are empty where all is judged. ``generated`` are the paths of files with fixes
    that are not to be changed by hand, nor by ``curator fix``.
    """

    files: tuple[FileReport, ...]
    rules: Mapping[str, RuleInfo]
    problems: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    links: Links | None = None
    since: str = ""
    base: str = ""
    generated: frozenset[str] = frozenset()

    @property
    def elsewhere(self) -> int:
        """How many findings are not of the change that is judged."""
        return sum(file.elsewhere for file in self.files)

    @property
    def baselined(self) -> int:
        """How many findings a baseline has already."""
        return sum(file.baselined for file in self.files)

    @property
    def statuses(self) -> tuple[LinkStatus, ...]:
        """What is known of each URL that was asked, in the order of ``links``."""
        return self.links.statuses if self.links is not None else ()

    def diagnostics(self) -> Iterator[tuple[Source, Diagnostic]]:
        """All findings with the source they stand in."""
        for file in self.files:
            for diagnostic in file.diagnostics:
                yield file.source, diagnostic

    def count(self, severity: Severity) -> int:
        """How many findings have exactly this severity."""
        return sum(found.severity == severity for _, found in self.diagnostics())

    def by_rule(self) -> Counter[str]:
        """How many findings each rule has."""
        return Counter(found.rule for _, found in self.diagnostics())

    def worst(self) -> Severity | None:
        """The highest severity found, ``None`` if nothing was."""
        return max((found.severity for _, found in self.diagnostics()), default=None)
