"""``curator baseline``: writes down what is wrong today, and drops what no longer is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import click

from curator.baseline import FILE_NAME, Recorded, to_record
from curator.cli.app import Session
from curator.cli.baselining import RunScope, open_baseline, write_baseline
from curator.cli.checking import check_batch
from curator.cli.configured import config_options
from curator.cli.grouped import GroupedCommand
from curator.cli.jobs import jobs_option
from curator.cli.judging import COULD_NOT, Judging, preset_option, read_judged, tell
from curator.cli.options import inputs, rule_names
from curator.cli.suggestions import complete_files
from curator.diagnostic import Severity
from curator.reporters.escape import message

_OPTION = "--output"


@click.command(
    "baseline",
    cls=GroupedCommand,
    short_help="Write down what is wrong today, for checks to leave out.",
)
@inputs
@click.option(
    _OPTION,
    "output",
    default=FILE_NAME,
    show_default=True,
    metavar="FILE",
    shell_complete=complete_files,
    help="The file that the findings are written to, or dropped from.",
)
@click.option("--add", is_flag=True, help="Also take new findings into a file that is there.")
@preset_option
@config_options
@rule_names("--select", "Run these rules only, instead of a preset; may be repeated.")
@rule_names("--ignore", "Leave these rules out; may be repeated.")
@jobs_option
@click.pass_obj
def command(session: Session, /, *, output: str, add: bool, **options: Any) -> int:
    """Write down what is wrong today, for 'curator check --baseline FILE' to leave out.

    A file that is there already only shrinks: findings that no longer occur are dropped from
    it, and new ones are counted, but not taken in without --add. What was not part of the run,
    be it a file or a rule, stays. Links are not asked, and what rules find that need the
    network is never written down.

    PATHS are files, folders with Markdown files, patterns such as 'lists/**/*.md', and - for
    standard input; without any, the lists that the configuration names, or else the readme of
    the repository. The file names them relative to its own folder.

    The exit status is 0, also if there are new findings, and 2 if an input or an option is at
    fault; the file then stays as it was.
    """
    judging = Judging(show=(), fail_on=Severity.ERROR.label, **options)
    file = open_baseline(output, _OPTION)
    run = read_judged(judging, session, (output,))
    report = check_batch(run.batch, run.settings, date.today(), session.debug, judging.jobs)
    tell(report, session)
    name = file.baseline.name
    if report.problems:
        session.console.error(f"{name}: not written, for not every file could be read")
        return COULD_NOT
    scope = RunScope(file.folder, run, judging, report)
    matched = file.baseline.match(report, scope)
    dropped = [each for each in matched.missing if scope.judges(each)]
    gone = {id(each) for each in dropped}
    kept = [each for each in file.baseline.recorded if id(each) not in gone]
    new = list(to_record(matched.report, scope))
    taken = new if file.is_new or add else []
    write_baseline(file, [*kept, *taken])
    if file.is_new:
        session.console.write(map(message, _first_words(name, taken)))
    else:
        session.console.write([message(f"{name}: {_said(dropped, taken, kept)}")])
    if len(new) > len(taken):
        them, verb = ("it", "is") if len(new) == 1 else ("them", "are")
        session.console.notice(
            f"{name}: {_findings(len(new), 'new ')} {verb} not in it; --add takes {them} in"
        )
    elif not kept and not taken:
        session.console.hint(f"{name} has no findings, and can go")
    return 0


def _first_words(name: str, taken: Sequence[Recorded]) -> Iterator[str]:
    files = len({each.path for each in taken})
    where = f" in {files:,} file" + "s" * (files != 1) if taken else ""
    yield f"{name}: written, with {_findings(len(taken))}{where}"
    if taken:
        them = "it" if len(taken) == 1 else "them"
        leaves = f"'curator check --baseline {name}' leaves {them} out"
        yield f"{leaves}, in the Action 'baseline: {name}'."


def _said(dropped: Sequence[Recorded], taken: Sequence[Recorded], kept: Sequence[Recorded]) -> str:
    """What became of a baseline that was there before."""
    did = []
    if dropped:
        occur = "occurs" if len(dropped) == 1 else "occur"
        did.append(f"{_findings(len(dropped))} dropped that no longer {occur}")
    if taken:
        did.append(f"{_findings(len(taken), 'new ')} added")
    stay = f"{len(kept):,} stay" + "s" * (len(kept) == 1)
    return f"{', '.join(did) or 'unchanged'}, {stay}"


def _findings(number: int, kind: str = "") -> str:
    return f"{number:,} {kind}finding" + "s" * (number != 1)
