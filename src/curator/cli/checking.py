"""The checking of a run: facts of all documents first, then the rules on each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from curator.cli.debug import DebugLog
from curator.cli.inputs import Batch, ReadInput
from curator.cli.jobs import split
from curator.cli.share import Share, Task
from curator.cli.workers import Team
from curator.engine import Settings
from curator.errors import CuratorError
from curator.facts import Files
from curator.report import FileReport, Report
from curator.workspace import Surveyed, gather_facts
from curator.workspace.elsewhere import Comparison, Listed, are_comparable


def check_batch(
    batch: Batch,
    settings: Sequence[Settings],
    today: date,
    debug: DebugLog,
    jobs: int = 1,
) -> Report:
    """Gather the facts, then run the rules, which look at nothing else.

    ``settings`` are those of each file. ``jobs`` is the number of processes that do it, 0 for
    as many as save time; it makes no difference to what is found.
    """
    read = batch.read
    shares = split([len(item.source.text) for item in read], jobs)
    try:
        found = _check(read, settings, shares, today, debug)
    except CuratorError:
        raise
    except Exception as error:
        if len(shares) == 1:
            raise
        # A bug. Which one is met first depends on who does what: it is told as ever.
        debug.log(
            f"failed with workers, all is done again without: {type(error).__name__}: {error}"
        )
        found = _check(read, settings, [list(range(len(read)))], today, debug)
    reports = [
        replace(report, source=item.source) for report, item in zip(found, read, strict=True)
    ]
    rules = {rule.name: rule for each in settings for rule in each.rules}
    return Report(tuple(reports), dict(sorted(rules.items())), batch.problems)


def _check(
    read: Sequence[ReadInput],
    settings: Sequence[Settings],
    shares: Sequence[Sequence[int]],
    today: date,
    debug: DebugLog,
) -> list[FileReport]:
    """The reports, still without the texts they are about."""
    compared = are_comparable(item.path for item in read) and any(map(_compares, settings))
    tasks = [
        Task(item.source, item.named, fitting, compared)
        for item, fitting in zip(read, settings, strict=True)
    ]
    paths = [item.path for item in read]
    with Team(shares, today, debug) as team:
        facts = _gather(team, tasks, paths)
        debug.log("gathered facts")
        return team.everywhere(Share.lint, facts)


def _gather(team: Team, tasks: Sequence[Task], paths: Sequence[Path | None]) -> list[Files]:
    """Parse the files, and say for each of them what rules may know of the others."""
    parsed = team.everywhere(Share.parse, tasks)
    comparison = Comparison(
        [Listed(path, found.is_list, found.keys) for path, found in zip(paths, parsed, strict=True)]
    )
    told = team.everywhere(Share.tell, comparison.wanted())
    surveyed = [Surveyed(found.survey, path) for path, found in zip(paths, parsed, strict=True)]
    return gather_facts(surveyed, comparison.earlier(told))


def _compares(settings: Settings) -> bool:
    """Whether a rule asks what other files list."""
    return any(rule.category == "duplicates" for rule in settings.rules)
