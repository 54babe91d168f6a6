"""``curator toc``: brings tables of contents up to date with the headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import click

from curator.cli.app import Session
from curator.cli.configured import config_options
from curator.cli.jobs import jobs_option
from curator.cli.judging import COULD_NOT, Judging, read_judged, tell
from curator.cli.options import diff_option, force_option, inputs
from curator.cli.repairing import FileRepair, repair_batch
from curator.cli.writing import Change, Permission, Written, show_diff, write_changes
from curator.diagnostic import Applicability, OptionValue, Severity
from curator.document import Document
from curator.engine import MIN_LIST_ENTRIES, Settings, is_list
from curator.report import FileReport, Report
from curator.reporters.escape import message
from curator.toc import Outline, marked_blocks, sections_from

_RULES: Final = ("stale-toc", "unrendered-toc-marker")
_CREATING: Final = "missing-toc"
_OPTIONS: Final[dict[str, dict[str, OptionValue]]] = {
    # Whoever asks for it wants a section listed that was forgotten, in short contents too.
    "stale-toc": {"share": 0.66},
    _CREATING: {"entries": 0, "sections": 2},
}
_MOST_TOLD: Final = 20
"""Changes of one file that are named, at most, and things left to do."""


@click.command("toc")
@click.option("--create", is_flag=True, help="Give files without contents some.")
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Say what would change, and write nothing; exit with status 1 if something would.",
)
@diff_option
@force_option
@config_options
@inputs
@jobs_option
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    create: bool,
    only_check: bool,
    diff: bool,
    force: bool,
    **options: Any,
) -> int:
    """Bring tables of contents up to date.

    Entries that lead nowhere are led to the heading they mean or taken out, and headings that
    are missing are put in, in the manner of what is there: between comments such as
    <!-- toc --> and <!-- tocstop -->, and in contents that were written by hand, where every
    entry is one link. Nothing else changes.

    PATHS are files, folders with Markdown files, patterns such as 'lists/**/*.md', and - for
    standard input, whose text goes to standard output; without any, the lists that the
    configuration names, or else the readme of the repository.

    The exit status is 0 if contents and headings agree, 1 if something is left to be done by
    hand, or would change with --check or --diff, and 2 if an input or an option is at fault, or
    a file could not be changed.
    """
    names = (*_RULES, _CREATING) if create else _RULES
    judging = Judging(
        preset=None, select=names, ignore=(), show=(), fail_on=Severity.WARNING.label, **options
    )
    run = read_judged(judging, session)
    permission = Permission(judging.paths, force)
    repairs = repair_batch(
        run.batch,
        [_asked(settings) for settings in run.settings],
        [Applicability.UNSAFE] * len(run.batch.read),
        date.today(),
        session.debug,
        judging.jobs,
    )
    tell(repairs.report, session)
    changes = [Change(file.item, file.text) for file in repairs.files]
    if diff:
        written = show_diff(changes, permission, session, judging.colour)
    elif only_check:
        written = _checked(changes, permission, session)
    else:
        written = write_changes(changes, permission, session)
    aside = diff or (not only_check and any(file.item.stdin for file in repairs.files))
    say = session.console.aside if aside else session.console.write
    say(_said(repairs.files, repairs.report, written, done=not (diff or only_check)))
    if written.problems or run.batch.problems or any(file.fighting for file in repairs.files):
        return COULD_NOT
    left = any(_left(file) for file in repairs.report.files)
    return int(left or ((diff or only_check) and bool(written.done)))


def _asked(settings: Settings) -> Settings:
    """Settings with the options of this command, unless the configuration has others."""
    options = {
        name: {**usual, **settings.options.get(name, {})} for name, usual in _OPTIONS.items()
    }
    return replace(settings, options={**settings.options, **options})


def _checked(changes: Sequence[Change], permission: Permission, session: Session) -> Written:
    """What would be written, and what would be refused, which is told."""
    wanted = [change.item for change in changes if change.changes]
    refusals = {item.source.path: permission.refusal(item) for item in wanted}
    problems = tuple(line for line in refusals.values() if line is not None)
    for line in problems:
        session.console.error(line)
    done = tuple(item for item in wanted if refusals[item.source.path] is None)
    return Written(done, tuple(item for item in wanted if item not in done), problems)


# ------------------------------------------------------------------------- what is said


def _said(
    files: Sequence[FileRepair], report: Report, written: Written, *, done: bool
) -> Iterator[str]:
    """What was done to each file, or would be, and what is left.

    Files that could not be changed are told on standard error.
    """
    changed = agreeing = left = 0
    passed: list[str] = []
    for file, found in zip(files, report.files, strict=True):
        if file.fighting:
            rules = ", ".join(file.fighting)
            yield f"{_name(file)}: not changed, a bug in curator: {rules} never come to rest"
            continue
        if file.item in written.failed:
            continue
        if file.item in written.done:
            changed += 1
            yield from _changed(file, done=done)
        elif _is_passed_over(file):
            passed.append(_name(file))
        else:
            agreeing += 1
            if _is_without(file):
                yield f"{_name(file)}: no contents (--create writes some)"
        yield from _remaining(found)
        left += len(_left(found))
    if changed and len(files) > 1:
        verb = "Changed" if done else "Would change"
        yield f"{verb} the contents of {changed} of {_count(len(files), 'file')}."
    elif agreeing and not changed and not left:
        yield f"Nothing to change in {_count(agreeing, 'file')}."
    yield from _not_done(left, passed)


def _not_done(left: int, passed: Sequence[str]) -> Iterator[str]:
    """How many things are left to be done by hand, and which files were passed over."""
    if left:
        verb = "is" if left == 1 else "are"
        yield f"{_count(left, 'thing')} {verb} left to be done by hand."
    if passed:
        more = f" and {len(passed) - 1} more" if passed[1:] else ""
        few = f"with fewer than {MIN_LIST_ENTRIES} entries, only where a file itself is named"
        yield f"Passed over {passed[0]}{more}: {few}."


def _changed(file: FileRepair, *, done: bool) -> Iterator[str]:
    """The changes of one file; several rows that came together are one."""
    titles = list(dict.fromkeys(each.title for each in file.applied))
    yield f"{_name(file)}: {'changed' if done else 'would change'} its contents"
    yield from (f"    {message(title)}" for title in titles[:_MOST_TOLD])
    if len(titles) > _MOST_TOLD:
        yield f"    and {len(titles) - _MOST_TOLD} more"


def _left(file: FileReport) -> list[tuple[int, str]]:
    """What is left to be done by hand: lines of the text as it is now, and what is wrong."""
    return [
        (file.source.line_at(found.span.start), found.message)
        for found in file.diagnostics
        if found.severity > Severity.INFO
    ]


def _remaining(file: FileReport) -> Iterator[str]:
    left = _left(file)
    for line, words in left[:_MOST_TOLD]:
        yield f"{message(file.source.path)}:{line}: {message(words)}"
    if len(left) > _MOST_TOLD:
        yield f"{message(file.source.path)}: {len(left) - _MOST_TOLD} more"


def _name(file: FileRepair) -> str:
    return message(file.item.source.path)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + "s" * (number != 1)


def _is_passed_over(file: FileRepair) -> bool:
    """Whether a file has contents, but too few entries to be a list if nobody names it."""
    document = file.item.document
    return not is_list(document, named=file.item.named) and _has_contents(document)


def _is_without(file: FileRepair) -> bool:
    """Whether a list has sections and no contents."""
    document = file.item.document
    if _has_contents(document) or not is_list(document, named=file.item.named):
        return False
    return len(sections_from(Outline(document), 0)) > 1


def _has_contents(document: Document) -> bool:
    return bool(document.contents or marked_blocks(document))
