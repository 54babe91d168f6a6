"""The checking of a run: facts of all documents first, then the rules on each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from curator.change import Change
from curator.cli.debug import DebugLog
from curator.cli.inputs import Batch, ReadInput
from curator.cli.jobs import split
from curator.cli.share import Parsed, Share, Task
from curator.cli.workers import Team
from curator.engine import Settings
from curator.errors import CuratorError
from curator.facts import COMMUNITY_NAMES, RENDERERS, Files
from curator.report import FileReport, Report
from curator.workspace import Surveyed, gather_facts
from curator.workspace.elsewhere import Comparison, Listed, Told, are_comparable
from curator.workspace.shelves import CHECKOUTS, Shelves

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
    shelves: Shelves = CHECKOUTS,
    changes: Sequence[Change | None] | None = None,
) -> Report:
    """Gather the facts, then run the rules, which look at nothing else.

    ``settings`` are those of each file. ``jobs`` is the number of processes that do it, 0 for
    as many as save time; it makes no difference to what is found. ``links`` asks those of the
    files over the network, ``None`` asks none. ``shelves`` says where the files around them
    are looked up, and ``changes`` what was done to each, if that is judged.
    """
    read = batch.read

    def work(team: Team) -> tuple[list[Task], list[FileReport]]:
        tasks = tell_of_links(team, tasks_of(read, settings, changes), links)
        parsed = team.everywhere(Share.parse, tasks)
        facts = gather(team, parsed, [item.path for item in read], shelves)
        debug.log("gathered facts")
        return tasks, [found for (found,) in team.everywhere(Share.lint, [[one] for one in facts])]

    tasks, found = with_workers(read, jobs, today, debug, work)
    reports = [
        replace(report, source=item.source) for report, item in zip(found, read, strict=True)
    ]
    return report_of(reports, [task.settings for task in tasks], batch)


def tasks_of(
    read: Sequence[ReadInput],
    settings: Sequence[Settings],
    changes: Sequence[Change | None] | None = None,
) -> list[Task]:
    """What is to be done with each file, by the settings of each, and the changes if judged."""
    several = are_comparable(item.path for item in read) and any(map(_compares, settings))
    made = changes or [None] * len(read)
    return [
        Task(item.source, item.named, fitting, several, change=change)
        for item, fitting, change in zip(read, settings, made, strict=True)
    ]


def tell_of_links(
    team: Team, tasks: list[Task], links: LinkCheck | None, count: int | None = None
) -> list[Task]:
    """``tasks`` with what the network says of the links in the files of the first ``count``."""
    if links is None:
        return tasks
    asking = tasks[:count]
    found = team.everywhere(Share.addresses, tasks)[:count]
    learnt = links.learn([task.settings for task in asking], found)
    told = [
        task._replace(web=web, settings=settings)
        for task, (web, settings) in zip(asking, learnt, strict=True)
    ]
    return [*told, *tasks[len(told) :]]


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


def gather(
    team: Team,
    parsed: Sequence[Parsed],
    paths: Sequence[Path | None],
    shelves: Shelves = CHECKOUTS,
) -> list[Files]:
    """Say for each of the files, which are parsed, what rules may know of the others."""
    comparison = compared(parsed, paths)
    told = team.everywhere(Share.tell, comparison.wanted())
    return known(parsed, paths, comparison.earlier(told), shelves)


def compared(parsed: Sequence[Parsed], paths: Sequence[Path | None]) -> Comparison:
    """What several of the files list, by what each is said to list."""
    pairs = zip(paths, parsed, strict=True)
    return Comparison([Listed(path, found.is_list, found.keys) for path, found in pairs])


def known(
    parsed: Sequence[Parsed],
    paths: Sequence[Path | None],
    earlier: Sequence[Told],
    shelves: Shelves,
) -> list[Files]:
    """What rules may know of the files around each, ``earlier`` being what those before list."""
    surveyed = [Surveyed(found.survey, path) for path, found in zip(paths, parsed, strict=True)]
    return gather_facts(surveyed, earlier, shelves)


def answers(files: Files, parsed: Parsed) -> list[object]:
    """All that a file could be told of the others."""
    targets = (*RENDERERS, *parsed.survey.targets)
    told = [(files.exists(at), files.nearest(at), files.anchors(at)) for at in targets]
    others = [
        (key, found.path, found.line, found.entry.span, found.entry.title, found.link.span)
        for key in parsed.keys
        for found in files.elsewhere(key)
    ]
    return [told, others, [files.community(name) for name in COMMUNITY_NAMES]]


def _compares(settings: Settings) -> bool:
    """Whether a rule asks what other files list."""
    return any(rule.category == "duplicates" for rule in settings.rules)
