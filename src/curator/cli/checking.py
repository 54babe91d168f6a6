"""The checking of a run: facts of all documents first, then the rules on each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from curator.cli.debug import DebugLog
from curator.cli.inputs import Batch, ReadInput
from curator.cli.jobs import split
from curator.cli.share import Parsed, Share, Task
from curator.cli.workers import Team
from curator.engine import Settings
from curator.errors import CuratorError
from curator.facts import Files
from curator.report import FileReport, Report
from curator.workspace import Surveyed, gather_facts
from curator.workspace.elsewhere import Comparison, Listed, are_comparable

if TYPE_CHECKING:  # most runs are offline
    from curator.cli.online import LinkCheck

_Made = TypeVar("_Made")


def check_batch(
    batch: Batch,
    settings: Sequence[Settings],
    today: date,
    debug: DebugLog,
    jobs: int = 1,
    links: LinkCheck | None = None,
) -> Report:
    """Gather the facts, then run the rules, which look at nothing else.

    ``settings`` are those of each file. ``jobs`` is the number of processes that do it, 0 for
    as many as save time; it makes no difference to what is found. ``links`` asks those of the
    files over the network, ``None`` asks none.
    """
    read = batch.read

    def work(team: Team) -> tuple[list[Task], list[FileReport]]:
        tasks = tell_of_links(team, tasks_of(read, settings), links)
        return tasks, _check(team, read, tasks, debug)

    tasks, found = with_workers(read, jobs, today, debug, work)
    reports = [
        replace(report, source=item.source) for report, item in zip(found, read, strict=True)
    ]
    return report_of(reports, [task.settings for task in tasks], batch)


def tasks_of(read: Sequence[ReadInput], settings: Sequence[Settings]) -> list[Task]:
    """What is to be done with each file, by the settings of each."""
    compared = are_comparable(item.path for item in read) and any(map(_compares, settings))
    return [
        Task(item.source, item.named, fitting, compared)
        for item, fitting in zip(read, settings, strict=True)
    ]


def tell_of_links(team: Team, tasks: list[Task], links: LinkCheck | None) -> list[Task]:
    """``tasks`` with what the network says of the links in their files."""
    if links is None:
        return tasks
    found = team.everywhere(Share.addresses, tasks)
    known = links.learn([task.settings for task in tasks], found)
    return [
        task._replace(web=web, settings=settings)
        for task, (web, settings) in zip(tasks, known, strict=True)
    ]


def report_of(files: Sequence[FileReport], settings: Sequence[Settings], batch: Batch) -> Report:
    """The report of a run by what was found in each file."""
    rules = {rule.name: rule for each in settings for rule in each.rules}
    return Report(tuple(files), dict(sorted(rules.items())), batch.problems)


def with_workers(
    read: Sequence[ReadInput],
    jobs: int,
    today: date,
    debug: DebugLog,
    work: Callable[[Team], _Made],
) -> _Made:
    """Do ``work`` with as many processes as are wanted, or as save time."""
    shares = split([len(item.source.text) for item in read], jobs)
    try:
        with Team(shares, today, debug) as team:
            return work(team)
    except CuratorError:
        raise
    except Exception as error:
        if len(shares) == 1:
            raise
        # A bug. Which one is met first depends on who does what: it is told as ever.
        debug.log(
            f"failed with workers, all is done again without: {type(error).__name__}: {error}"
        )
        with Team([list(range(len(read)))], today, debug) as team:
            return work(team)


def _check(
    team: Team, read: Sequence[ReadInput], tasks: Sequence[Task], debug: DebugLog
) -> list[FileReport]:
    """The reports, still without the texts they are about."""
    parsed = team.everywhere(Share.parse, tasks)
    facts = gather(team, parsed, [item.path for item in read])
    debug.log("gathered facts")
    return team.everywhere(Share.lint, facts)


def gather(team: Team, parsed: Sequence[Parsed], paths: Sequence[Path | None]) -> list[Files]:
    """Say for each of the files, which are parsed, what rules may know of the others."""
    comparison = Comparison(
        [Listed(path, found.is_list, found.keys) for path, found in zip(paths, parsed, strict=True)]
    )
    told = team.everywhere(Share.tell, comparison.wanted())
    surveyed = [Surveyed(found.survey, path) for path, found in zip(paths, parsed, strict=True)]
    return gather_facts(surveyed, comparison.earlier(told))


def _compares(settings: Settings) -> bool:
    """Whether a rule asks what other files list."""
    return any(rule.category == "duplicates" for rule in settings.rules)
