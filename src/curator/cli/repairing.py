"""The repair of a run: every file by what is known of the others, until none changes any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from curator.cli.checking import answers, gather, report_of, tasks_of, tell_of_links, with_workers
from curator.cli.debug import DebugLog
from curator.cli.inputs import Batch, ReadInput
from curator.cli.share import Mended, Order, Parsed, Past, Share, Task
from curator.cli.workers import Team
from curator.diagnostic import Applicability
from curator.engine import Settings
from curator.facts import Files
from curator.report import FileReport, Report
from curator.source import Source

if TYPE_CHECKING:  # known to whoever repairs, or is online
    from curator.cli.online import LinkCheck
    from curator.fixer import Applied, Dropped

MAX_TURNS = 5
"""Times that files are repaired because what is known of other files of the run changed."""


class FileRepair(NamedTuple):
    """What became of one file: the text it should have, and how that was come by.

    ``fighting`` are rules that undo each other's fixes, a bug of curator's: the text is then
    the one that was read.
    """

    item: ReadInput
    text: str
    applied: tuple[Applied, ...]
    dropped: tuple[Dropped, ...]
    fighting: tuple[str, ...]


class Repairs(NamedTuple):
    """The repairs of a run, and what remains in the files as they should be then.

    ``restless`` says that files still changed one another after ``MAX_TURNS``.
    """

    files: tuple[FileRepair, ...]
    report: Report
    restless: bool


def repair_batch(
    batch: Batch,
    settings: Sequence[Settings],
    wanted: Sequence[Applicability | None],
    today: date,
    debug: DebugLog,
    jobs: int = 1,
    links: LinkCheck | None = None,
    pasts: Sequence[Past | None] | None = None,
) -> Repairs:
    """Repair the files of a run in memory.

    ``wanted`` says of each file how far its fixes have to be trusted, ``None`` that it is not
    to be changed. ``pasts`` are what the files were, where only what was changed is repaired.
    The rest is as for ``check_batch``.
    """
    read = batch.read

    def work(team: Team) -> _Run:
        changes = None if pasts is None else [past and past.change for past in pasts]
        tasks = tell_of_links(team, tasks_of(read, settings, changes), links)
        if pasts is not None:
            pairs = zip(tasks, pasts, strict=True)
            tasks = [task._replace(past=past) for task, past in pairs]
        run = _Run(team, read, tasks, wanted)
        run.repair(debug)
        return run

    done = with_workers(read, jobs, today, debug, work)
    files = tuple(
        FileRepair(item, state.text, tuple(state.applied), state.dropped, state.fighting)
        for item, state in zip(read, done.states, strict=True)
    )
    reports = [
        replace(
            state.report,
            source=item.source
            if state.text == item.source.text
            else Source(item.source.path, state.text),
        )
        for item, state in zip(read, done.states, strict=True)
    ]
    judged = [task.settings for task in done.tasks]
    return Repairs(files, report_of(reports, judged, batch), done.restless)


_NOTHING = FileReport(Source("", ""), ())


@dataclass(slots=True)
class _State:
    """What is known of a file in the course of a run."""

    text: str
    parsed: Parsed
    facts: Files
    report: FileReport = _NOTHING
    applied: list[Applied] = field(default_factory=list)
    dropped: tuple[Dropped, ...] = ()
    fighting: tuple[str, ...] = ()

    def take(self, mended: Mended, *, compared: bool) -> bool:
        """Note what became of the file; whether that may be something new to any file.

        Files that are ``compared`` are told also on which line another one has something.
        """
        self.report = mended.report
        self.dropped, self.fighting = mended.dropped, mended.fighting
        self.applied += mended.applied
        if self.fighting:
            self.applied = []
        if mended.text is None or mended.parsed is None:
            return False
        before = self.parsed
        self.text, self.parsed = mended.text, mended.parsed
        return compared or self.parsed != before


class _Run:
    """The turns of a repair."""

    def __init__(
        self,
        team: Team,
        read: Sequence[ReadInput],
        tasks: Sequence[Task],
        wanted: Sequence[Applicability | None],
    ) -> None:
        self._team = team
        self._paths = [item.path for item in read]
        self.tasks = tasks
        self._wanted = wanted
        self.states: list[_State] = []
        self.restless = False

    def repair(self, debug: DebugLog) -> None:
        """Go on while files that changed are something new to others, or to themselves."""
        parsed = self._team.everywhere(Share.parse, self.tasks)
        known = gather(self._team, parsed, self._paths)
        debug.log("gathered facts")
        self.states = [
            _State(task.source.text, found, facts)
            for task, found, facts in zip(self.tasks, parsed, known, strict=True)
        ]
        news: list[Files | None] = list(known)
        for turn in range(1, MAX_TURNS + 1):
            changed = self._turn(news)
            debug.log(f"repaired, turn {turn}")
            news = self._news() if changed else []
            if not any(facts is not None for facts in news):
                return
        self.restless = True

    def _turn(self, news: Sequence[Files | None]) -> bool:
        """Repair the files of which something new is known; whether that made new facts."""
        orders = [Order(facts, want) for facts, want in zip(news, self._wanted, strict=True)]
        made = self._team.everywhere(Share.repair, orders)
        changed = False
        for state, mended, task in zip(self.states, made, self.tasks, strict=True):
            if mended is not None and state.take(mended, compared=task.compared):
                changed = True
        return changed

    def _news(self) -> list[Files | None]:
        """The facts for each file as they are by now, where they are others than before."""
        known = gather(self._team, [state.parsed for state in self.states], self._paths)
        news: list[Files | None] = []
        for state, facts in zip(self.states, known, strict=True):
            before, state.facts = state.facts, facts
            same = state.fighting or answers(before, state.parsed) == answers(facts, state.parsed)
            news.append(None if same else facts)
        return news
