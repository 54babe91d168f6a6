"""The links of a run, asked over the network: which, and what each file is told of the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from curator.cli.app import Session
from curator.cli.endings import fitting, is_believed, problem, told_apart
from curator.config.addresses import AddressPatterns, is_host_of, parts_of
from curator.config.links import HostChoice, LinkChoices
from curator.engine import Settings
from curator.errors import CuratorError
from curator.facts import OFFLINE, Web
from curator.report import Links, Notice, Report
from curator.status import Evidence, Failure, LinkStatus, judge

if TYPE_CHECKING:  # importing it takes time, and most runs are offline
    from curator.net.results import Outcome, Wanted

FRAGMENTS = "dead-fragment"
SECURE = "https-available"
"""The rules for which more is asked than whether a link is alive."""

Check = Callable[[Sequence["Wanted"]], "Outcome"]
"""What asks links over the network: ``curator.net.check`` with its options."""


class Known(NamedTuple):
    """What is known of the links of one file, and the settings with which rules can judge it."""

    web: Web
    settings: Settings


@dataclass(frozen=True, slots=True)
class _Own:
    """What the configuration of a file, and the command line, say of the links in it."""

    excluded: AddressPatterns
    accepting: tuple[HostChoice, ...]

    def judged(self, status: LinkStatus) -> LinkStatus:
        """``status``, alive if the file has it that its code means that."""
        code = status.evidence.code
        if code is None or status.verdict == "alive" or not self.accepting:
            return status
        host = parts_of(status.evidence.final_url or status.url).host
        for each in self.accepting:
            if code in each.accept and is_host_of(each.host, host):
                verdict, reason = judge(status.evidence, None, each.accept)
                return replace(status, verdict=verdict, reason=reason)
        return status


class LinkCheck:
    """The links of the files of a run, asked once however often the run is begun anew.

    ``choices`` are what the configuration of each file says of its links, ``exclude`` are
    patterns for addresses that the command line leaves out of all. With ``writes`` a run that
    the user interrupts is over: nobody wants files changed then.
    """

    def __init__(
        self,
        check: Check,
        choices: Sequence[LinkChoices],
        session: Session,
        exclude: tuple[str, ...] = (),
        *,
        writes: bool = False,
    ) -> None:
        self._check = check
        self._choices = choices
        self._exclude = exclude
        self._session = session
        self._writes = writes
        self._owned: dict[LinkChoices, _Own] = {}
        self._outcome: Outcome | None = None
        self._problem = ""
        self._statuses: dict[str, LinkStatus] = {}
        self._known: list[Known] = []

    def learn(
        self, settings: Sequence[Settings], found: Sequence[Sequence[str]]
    ) -> Sequence[Known]:
        """What is known of each file by its ``settings``, in which the addresses were ``found``.

        Raises:
            CuratorError: the user interrupted a run that was to change files.
        """
        if self._outcome is None:
            wanted = self._wanted(settings, found)
            self._session.debug.log(f"asking {len(wanted)} links")
            self._outcome = outcome = told_apart(self._check(wanted))
            self._session.debug.log(
                f"asked links: {outcome.ending}, {outcome.requests} requests, "
                f"{outcome.fresh} from the cache, {outcome.seconds:.3f} s"
            )
            if self._writes and outcome.ending == "interrupted":
                raise CuratorError("interrupted: nothing was changed")
            self._known = list(self._told(settings, found, outcome))
            self._problem = problem(outcome)
            # All that is in it has been told: a run over very many links needs the room.
            self._outcome = replace(outcome, statuses={}, absent=set(), secure={})
        return self._known

    def completed(self, report: Report, *, lenient: bool = False) -> Report:
        """``report`` with what is to be said of the links as a whole.

        That the network failed is a problem of the run, or only a notice where one is ``lenient``.
        """
        outcome = self._outcome
        if outcome is None:
            return report
        problems = list(outcome.problems)
        if self._problem and not lenient:
            problems.append(self._problem)
        for each in problems:
            self._session.console.error(each)
        statuses = tuple(self._statuses.values())
        asked = (each for each in statuses if each.evidence.failure is not Failure.EXCLUDED)
        notices = [*outcome.notices, *_accepted_deaths(statuses)]
        if lenient and self._problem:
            notices.append(self._problem)
        links = Links(
            statuses,
            hosts=len({parts_of(each.url).host for each in asked}),
            requests=outcome.requests,
            fresh=outcome.fresh,
            seconds=outcome.seconds,
        )
        return replace(
            report,
            links=links,
            problems=(*report.problems, *problems),
            notices=(*report.notices, *(Notice("", each) for each in notices)),
        )

    # ------------------------------------------------------------------------ before it

    def _own(self, file: int) -> _Own:
        choices = self._choices[file]
        if choices not in self._owned:
            excluded = AddressPatterns((*choices.exclude, *self._exclude))
            accepting = tuple(host for host in choices.hosts if host.accept)
            self._owned[choices] = _Own(excluded, accepting)
        return self._owned[choices]

    def _wanted(self, settings: Sequence[Settings], found: Sequence[Sequence[str]]) -> list[Wanted]:
        """What is to be asked, each address once, in the order in which the files have it."""
        from curator.net.results import Wanted  # noqa: PLC0415 - see above

        fragments: dict[str, set[str]] = {}
        secure: set[str] = set()
        for file, (its, urls) in enumerate(zip(settings, found, strict=True)):
            names = {rule.name for rule in its.rules}
            excluded = self._own(file).excluded
            for url in urls:
                page, _, fragment = url.partition("#")
                if excluded.matches(page):
                    continue
                wanted = fragments.setdefault(page, set())
                if fragment and FRAGMENTS in names:
                    wanted.add(fragment)
                if SECURE in names and parts_of(page).scheme == "http":
                    secure.add(page)
        return [Wanted(page, frozenset(names), page in secure) for page, names in fragments.items()]

    # ------------------------------------------------------------------------- after it

    def _told(
        self, settings: Sequence[Settings], found: Sequence[Sequence[str]], outcome: Outcome
    ) -> Iterator[Known]:
        """What each file is told."""
        narrowed: dict[int, Settings] = {}
        for file, (its, urls) in enumerate(zip(settings, found, strict=True)):
            web = self._web(file, urls, outcome)
            if id(its) not in narrowed:
                narrowed[id(its)] = fitting(its, outcome)
            yield Known(web if narrowed[id(its)].asks else OFFLINE, narrowed[id(its)])

    def _web(self, file: int, urls: Iterable[str], outcome: Outcome) -> Web:
        """What is known of the links of one file, and of no other."""
        own = self._own(file)
        statuses: dict[str, LinkStatus] = {}
        secure: dict[str, LinkStatus] = {}
        absent: set[str] = set()
        for url in urls:
            page = url.partition("#")[0]
            if own.excluded.matches(page):
                statuses[page] = _excluded(page)
                self._statuses.setdefault(page, statuses[page])
                continue
            status = outcome.statuses.get(page)
            if status is None:
                continue
            judged = own.judged(status)
            before = self._statuses.get(page)
            if before is None or before.evidence.failure is Failure.EXCLUDED:
                self._statuses[page] = judged
            if not is_believed(status, outcome.ending):
                continue
            statuses[page] = judged
            other = outcome.secure.get(page)
            if other is not None and is_believed(other, outcome.ending):
                secure[page] = other
            if url in outcome.absent:
                absent.add(url)
        return Web(statuses, frozenset(absent), secure)


def _accepted_deaths(statuses: Sequence[LinkStatus]) -> list[str]:
    """What is said of links that would be dead if a list did not say that they are not.

    The configuration of a list may say so, be it a stranger's: whoever reviews it should know.
    """
    count = sum(each.reason == "accepted" and each.evidence.code in {404, 410} for each in statuses)
    answers = "1 link answers" if count == 1 else f"{count:,} links answer"
    return [f"{answers} 404 or 410, which links.hosts accepts"] if count else []


def _excluded(page: str) -> LinkStatus:
    evidence = Evidence(page, failure=Failure.EXCLUDED, final_url=page)
    verdict, reason = judge(evidence)
    return LinkStatus(evidence, verdict, reason)
