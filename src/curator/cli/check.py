"""``curator check``: finds what is wrong with lists, and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import click

from curator.cli.app import Session
from curator.cli.changing import check_run
from curator.cli.grouped import GroupedCommand
from curator.cli.judging import Judging, judged, read_judged, status, tell
from curator.cli.options import diff_option, inputs, unsafe_option
from curator.cli.outputs import (
    FORMATS,
    Output,
    Rendering,
    blob_address,
    print_report,
    read_outputs,
    rooted,
    write_output,
)
from curator.cli.suggestions import complete_files, complete_outputs
from curator.diagnostic import Applicability
from curator.report import Report


@click.command("check", cls=GroupedCommand)
@inputs
@click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Print findings for people, for programs, or as a service wants them.",
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=read_outputs,
    shell_complete=complete_outputs(FORMATS),
    help="Also write the findings to FILE in this format; may be repeated.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    shell_complete=complete_files,
    help="Leave out the findings that 'curator baseline' has written to FILE, and count them.",
)
@click.option(
    "--rev",
    metavar="REV",
    help="Judge the files of this revision of git, which need not be checked out.",
)
@judged
@diff_option
@unsafe_option
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    output_format: str,
    outputs: tuple[Output, ...],
    baseline: str | None,
    diff: bool,
    unsafe_fixes: bool,
    **options: Any,
) -> int:
    """Find what is wrong with lists.

    PATHS are files, folders with Markdown files, patterns such as 'lists/**/*.md', and - for
    standard input; without any, the lists that the configuration names, or else the readme of
    the repository.

    The configuration is [tool.curator] in pyproject.toml or a curator.toml, the nearest one
    upwards from each file.

    With --diff, what 'curator fix' would change is printed instead of the findings.

    The exit status is 0 if nothing severe was found, 1 if something was, or if there is a
    difference to show, and 2 if an input or an option is at fault.
    """
    judging = Judging.of(options)
    if diff:
        if judging.rev is not None:
            raise click.UsageError("--diff is for files that lie here, --rev for those of git")
        if outputs or output_format != "text":
            raise click.UsageError("--diff takes the place of --format and --output")
        if baseline is not None:
            raise click.UsageError("--diff shows all that can be fixed, whatever --baseline has")
        from curator.cli import fixing  # noqa: PLC0415 - most runs fix nothing

        return fixing.show(judging, session, unsafe=unsafe_fixes)
    if unsafe_fixes:
        raise click.UsageError("--unsafe-fixes is for --diff; 'curator fix' applies them")
    written = tuple(output.path for output in outputs)
    run = read_judged(judging, session, written)
    known = None
    if baseline is not None:
        from curator.cli import baselining  # noqa: PLC0415 - most runs have none

        known = baselining.needed_baseline(baseline, written, run.content_before, session)
    report, whole = check_run(run, date.today(), session.debug, judging.jobs)
    report = run.completed(report, judging)
    report = replace(report, generated=_generated(report))
    if known is not None:
        report = baselining.without_baselined(known, run, judging, report, whole)
    tell(report, session)
    how = Rendering(
        judging.style(session), not session.console.unicode, rooted, blob_address(run.head)
    )
    for output in outputs:
        write_output(report, output, how)
    print_report(report, output_format, how, session.console)
    return status(report, judging.fail_on)


def _generated(report: Report) -> frozenset[str]:
    """The files with fixes that ``curator fix`` would leave alone, because they say so."""
    fixable = {
        source.path: source
        for source, found in report.diagnostics()
        if found.fix is not None and found.fix.applicability > Applicability.DISPLAY
    }
    if not fixable:
        return frozenset()
    from curator.workspace.generated import find_origin  # noqa: PLC0415 - many runs find nothing

    return frozenset(path for path, source in fixable.items() if find_origin(source) is not None)
