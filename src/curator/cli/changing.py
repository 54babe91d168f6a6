"""The checking of a run that judges a change: what the files are, beside what they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from curator.change import Change
from curator.cli.checking import (
    answers,
    check_batch,
    compared,
    known,
    report_of,
    tasks_of,
    tell_of_links,
    with_workers,
)
from curator.cli.debug import DebugLog
from curator.cli.inputs import Batch
from curator.cli.judging import Judged
from curator.cli.share import Past, Share, Task
from curator.cli.workers import Team
from curator.engine import Settings, answerable
from curator.facts import Files
from curator.report import FileReport, Report

if TYPE_CHECKING:  # most runs judge all
    from curator.cli.before import Before

UNCHANGED = Change(())
"""The change by which files are judged as they were: so rules tell both in one manner."""


class Checked(NamedTuple):
    """What is wrong with the ``whole`` files of a run, and what of that is to be judged."""

    report: Report
    whole: Report


def check_run(run: Judged, today: date, debug: DebugLog, jobs: int) -> Checked:
    """What is wrong with the files of a run.

    Where only what was changed in them is judged, the rest is counted.
    """
    if run.before is None:
        report = check_batch(run.batch, run.settings, today, debug, jobs, run.links, run.shelves)
        return Checked(report, report)
    return _Check(run, run.before).checked(today, debug, jobs)


def pasts(run: Judged, before: Before, today: date, debug: DebugLog, jobs: int) -> list[Past]:
    """What each file of a run was changed from, and what was found in that."""
    batch = Batch(before.read, ())
    settings = _settings_before(run, before)
    unchanged = [UNCHANGED] * len(settings)
    report = check_batch(batch, settings, today, debug, jobs, None, before.shelves, unchanged)
    touched = _touched(run, before)
    return [
        Past(change, None if at is None else report.files[at], touched)
        for change, at in zip(before.changes, before.at, strict=True)
    ]


def _settings_before(run: Judged, before: Before) -> list[Settings]:
    """The settings by which each file of before is judged: those of what became of it."""
    offline: dict[int, Settings] = {}
    settings: dict[int, Settings] = {}
    for at, own in zip(before.at, run.settings, strict=True):
        if at is not None:
            if id(own) not in offline:
                offline[id(own)] = own.offline()
            settings[at] = offline[id(own)]
    return [settings[at] for at in range(len(before.read))]


def _touched(run: Judged, before: Before) -> tuple[tuple[str, Change], ...]:
    """Which lines were touched in each file of the run, by its path."""
    pairs = zip(run.batch.read, before.changes, strict=True)
    return tuple((item.source.path, Change(change.touched)) for item, change in pairs)


class _Check:
    """Both sides of a change checked together, so that several processes share the work.

    A file that is the same on both sides is parsed once, and judged again only where something
    else is known of the files around it.
    """

    def __init__(self, run: Judged, before: Before) -> None:
        self._run = run
        self._before = before
        self._now = run.batch.read
        # For each file of before the number of the task that reads it.
        self._places: dict[int, int] = {}
        for number in range(len(self._now)):
            at = before.same(number, self._now)
            if at is not None:
                self._places[at] = number
        self._apart = [at for at in range(len(before.read)) if at not in self._places]
        self._places |= {at: place for place, at in enumerate(self._apart, len(self._now))}

    def checked(self, today: date, debug: DebugLog, jobs: int) -> Checked:
        """What is found, and what of that the change is answerable for."""
        read = [*self._now, *(self._before.read[at] for at in self._apart)]

        def work(team: Team) -> tuple[list[Task], list[list[FileReport]]]:
            tasks = tell_of_links(team, self._tasks(), self._run.links, len(self._now))
            facts = self._facts(team, tasks)
            debug.log("gathered facts of both sides")
            return tasks, team.everywhere(Share.lint, facts)

        tasks, found = with_workers(read, jobs, today, debug, work)
        settings = [task.settings for task in tasks[: len(self._now)]]
        pairs = zip(found, self._now, strict=False)  # those of before come after
        whole = [replace(reports[0], source=item.source) for reports, item in pairs]
        judged = self._judged(settings, whole, found)
        batch = self._run.batch
        return Checked(report_of(judged, settings, batch), report_of(whole, settings, batch))

    def _tasks(self) -> list[Task]:
        """The files of the run first, then those of before that are others."""
        before = self._before
        tasks = tasks_of(self._now, self._run.settings, before.changes)
        settings = _settings_before(self._run, before)
        read = [before.read[at] for at in self._apart]
        unchanged = [UNCHANGED] * len(read)
        several = any(task.compared for task in tasks)
        then = tasks_of(read, [settings[at] for at in self._apart], unchanged)
        return [*tasks, *(task._replace(compared=several) for task in then)]

    def _facts(self, team: Team, tasks: Sequence[Task]) -> list[list[Files]]:
        """For each task the facts by which it is judged, once or twice."""
        before, count = self._before, len(self._now)
        places = [self._places[at] for at in range(len(before.read))]
        parsed = team.everywhere(Share.parse, tasks)
        parsed_now, parsed_then = parsed[:count], [parsed[place] for place in places]
        paths_now: list[Path | None] = [item.path for item in self._now]
        paths_then: list[Path | None] = [item.path for item in before.read]
        one, other = compared(parsed_now, paths_now), compared(parsed_then, paths_then)
        wanted = [set[str]() for _ in tasks]
        for place, keys in [*enumerate(one.wanted()), *zip(places, other.wanted(), strict=True)]:
            wanted[place] |= keys
        told = team.everywhere(Share.tell, wanted)
        now = known(parsed_now, paths_now, one.earlier(told[:count]), self._run.shelves)
        earlier = other.earlier([told[place] for place in places])
        then = known(parsed_then, paths_then, earlier, before.shelves)
        facts = [[each] for each in now] + [[] for _ in self._apart]
        for at, place in enumerate(places):
            told_now = answers(facts[place][0], parsed[place]) if place < count else None
            if told_now != answers(then[at], parsed[place]):
                facts[place].append(then[at])
        return facts

    def _judged(
        self,
        settings: Sequence[Settings],
        whole: Sequence[FileReport],
        found: Sequence[Sequence[FileReport]],
    ) -> list[FileReport]:
        """What is found in each file of the run, less what is not of the change."""
        changes = dict(_touched(self._run, self._before))
        judged: list[FileReport] = []
        for number, (own, report) in enumerate(zip(settings, whole, strict=True)):
            judged.append(
                answerable(report, self._found_before(number, found), changes, own.own_lines_only)
            )
        return judged

    def _found_before(
        self, number: int, found: Sequence[Sequence[FileReport]]
    ) -> FileReport | None:
        """What was found in a file of the run as it was before."""
        at = self._before.at[number]
        if at is None:
            return None
        return replace(found[self._places[at]][-1], source=self._before.read[at].source)
