"""Lists repaired: written, or shown as a diff, and what is said of that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from curator.cli.app import Session
from curator.cli.changing import pasts
from curator.cli.console import is_width_known, output_width
from curator.cli.inputs import ReadInput
from curator.cli.judging import COULD_NOT, Judging, read_judged, status, tell
from curator.cli.repairing import FileRepair, repair_batch
from curator.cli.writing import Change, Permission, show_diff, write_changes
from curator.diagnostic import Applicability
from curator.report import FileReport, Report
from curator.reporters import fixes, text


class _Done(NamedTuple):
    """A run whose files were repaired in memory.

    ``barred`` are files that must not be changed, ``refused`` those of them with fixes, and
    ``spoilt`` files whose rules fight; all stay as they were read.
    """

    files: tuple[FileRepair, ...]
    report: Report
    permission: Permission
    barred: Collection[ReadInput]
    refused: Collection[ReadInput]
    spoilt: Collection[ReadInput]

    @property
    def changes(self) -> list[Change]:
        """What is to be written."""
        return [Change(file.item, file.text) for file in self.files]

    def without(self, failed: Collection[ReadInput]) -> Report:
        """The report less files that are not what it says of them."""
        pairs = zip(self.files, self.report.files, strict=True)
        kept = tuple(report for file, report in pairs if file.item not in failed)
        return replace(self.report, files=kept)

    def repair(
        self,
        style: text.TextStyle,
        *,
        unsafe: bool,
        written: bool,
        failed: Collection[ReadInput] = (),
    ) -> text.Repair:
        """What was done to the files, or would be unless it is ``written``, for a report."""
        left = (*failed, *self.refused, *self.spoilt)
        files = [
            fixes.FileFixes(
                file.item.source.path,
                Counter(each.rule for each in file.applied),
                tuple(fixes.LeftOut(*each) for each in file.dropped),
            )
            for file in self.files
            if file.item not in left
        ]
        fix_style = fixes.FixStyle(style.palette, style.width, style.wrap, written)
        refused = len(self.files) - len(files) - len(failed)
        lines = tuple(fixes.render(files, fix_style, refused))
        barred = frozenset(item.source.path for item in self.barred)
        return text.Repair(lines, sum(file.count for file in files), unsafe, barred)


def apply(options: Judging, session: Session, *, unsafe: bool, force: bool) -> int:
    """Repair the files of a run, and say what was done and what remains; the exit status."""
    refuse = session.console.error
    done = _repaired(options, session, refuse, unsafe=unsafe, force=force, written=True)
    written = write_changes(done.changes, done.permission, session)
    report = done.without(written.failed)
    piped = any(file.item.stdin for file in done.files)
    style = _plain(options) if piped else options.style(session)
    repair = done.repair(style, unsafe=unsafe, written=True, failed=written.failed)
    if piped:
        session.console.aside(text.summary(report, style, repair))
    else:
        session.console.write(text.render(report, style, repair))
    if written.problems or done.refused or done.spoilt:
        return COULD_NOT
    return status(report, options.fail_on)


def show(options: Judging, session: Session, *, unsafe: bool, force: bool | None = None) -> int:
    """Print what a repair would change, and write nothing; the exit status.

    ``force`` is whether generated files are meant too. With ``None`` it is no fault that they
    are not.
    """
    lenient = force is None
    say = session.console.notice if lenient else session.console.error
    done = _repaired(options, session, say, unsafe=unsafe, force=bool(force), written=False)
    shown = show_diff(done.changes, done.permission, session, options.colour)
    style = _plain(options)
    repair = done.repair(style, unsafe=unsafe, written=False)
    session.console.aside(text.summary(done.report, style, repair))
    if shown.problems or done.spoilt or (done.refused and not lenient):
        return COULD_NOT
    if done.report.problems:
        return COULD_NOT
    return 1 if shown.done else status(done.report, options.fail_on)


def _repaired(
    options: Judging,
    session: Session,
    refuse: Callable[[str], None],
    *,
    unsafe: bool,
    force: bool,
    written: bool,
) -> _Done:
    """Repair the files of a run in memory, and tell what stands in the way."""
    run = read_judged(options, session, writes=True)
    permission = Permission(options.paths, force, written)
    wanted = Applicability.UNSAFE if unsafe else Applicability.SAFE
    refusals = [permission.refusal(item) for item in run.batch.read]
    today, debug = date.today(), session.debug
    before = run.before
    repairs = repair_batch(
        run.batch,
        run.settings,
        [wanted if refusal is None else None for refusal in refusals],
        today,
        debug,
        options.jobs,
        run.links,
        None if before is None else pasts(run, before, today, debug, options.jobs),
    )
    report = run.completed(repairs.report, options)
    tell(report, session)
    refused: list[ReadInput] = []
    for refusal, item, file in zip(refusals, run.batch.read, report.files, strict=True):
        # Of a file that needs no repair nobody has to know that it may have none.
        if refusal is not None and _is_fixable(file, wanted):
            refuse(refusal)
            refused.append(item)
    barred = [item for refusal, item in zip(refusals, run.batch.read, strict=True) if refusal]
    spoilt = [file.item for file in repairs.files if file.fighting]
    _tell_of_bugs(repairs.files, session)
    if repairs.restless:
        session.console.notice("repairing files made others change again and again: run it again")
    return _Done(repairs.files, report, permission, barred, refused, spoilt)


def _is_fixable(file: FileReport, wanted: Applicability) -> bool:
    return any(
        found.fix is not None and found.fix.applicability >= wanted for found in file.diagnostics
    )


def _tell_of_bugs(files: Iterable[FileRepair], session: Session) -> None:
    fighting = [file for file in files if file.fighting]
    for file in fighting:
        session.console.internal_error(
            f"{file.item.source.path}: not changed, the fixes of these rules never come to rest: "
            f"{', '.join(file.fighting)}"
        )
    if fighting:
        session.console.hint(
            "this is a bug in curator: please report it with the file, and leave out the rules "
            "with --ignore meanwhile"
        )


def _plain(options: Judging) -> text.TextStyle:
    """How a summary is printed on standard error."""
    return text.TextStyle(
        width=output_width(), show_infos=bool(options.show), wrap=is_width_known()
    )
