"""``curator check``: finds what is wrong with lists, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from curator.cli.app import Session
from curator.cli.checking import check_batch
from curator.cli.configured import (
    config_options,
    configured_paths,
    find_configurations,
    idle_exemptions,
    settings_of_files,
    size_limit,
)
from curator.cli.console import (
    PIPE_WIDTH,
    ColourChoice,
    is_width_known,
    output_width,
    use_colour,
)
from curator.cli.inputs import InputOptions, read_inputs
from curator.cli.jobs import jobs_option
from curator.cli.options import inputs, rule_names
from curator.cli.suggestions import complete_outputs
from curator.config import Given
from curator.diagnostic import PRESETS, Preset, Severity
from curator.engine import Selection, select_rules
from curator.errors import CuratorError
from curator.report import Report
from curator.reporters import text
from curator.reporters.cells import ELLIPSIS
from curator.reporters.colour import Palette
from curator.rules import INDEX
from curator.workspace import reason

FORMATS = ("text", "json")
_SEVERITIES = {severity.label: severity for severity in reversed(Severity)}


def _outputs(
    _ctx: click.Context, param: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    pairs = [(name, path) for name, _, path in (item.partition("=") for item in given)]
    for (name, path), item in zip(pairs, given, strict=True):
        if name not in FORMATS or not path:
            known = " or ".join(f"{name}=FILE" for name in FORMATS)
            raise click.BadParameter(f"{item!r} is not {known}", param=param)
    return tuple(pairs)


@click.command("check")
@inputs
@click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Print findings for people or for programs.",
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=_outputs,
    shell_complete=complete_outputs(FORMATS),
    help="Also write the findings to FILE in this format; may be repeated.",
)
@click.option(
    "--preset",
    type=click.Choice(PRESETS),
    default=None,
    help="Choose a set of rules; recommended, unless the configuration says otherwise.",
)
@config_options
@rule_names("--select", "Run these rules only, instead of a preset; may be repeated.")
@rule_names("--ignore", "Leave these rules out; may be repeated.")
@click.option(
    "--show",
    type=click.Choice(["info"]),
    multiple=True,
    help="List findings of severity info as well, which are only counted otherwise.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*_SEVERITIES, "never"]),
    default="error",
    show_default=True,
    help="Exit with status 1 if a finding is at least this severe.",
)
@jobs_option
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    session: Session,
    paths: tuple[str, ...],
    exclude: tuple[str, ...],
    stdin_filename: str | None,
    max_file_size: int | None,
    colour: ColourChoice,
    output_format: str,
    outputs: tuple[tuple[str, str], ...],
    preset: Preset | None,
    config: str | None,
    no_config: bool,  # noqa: FBT001 - click's way to call
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    show: tuple[str, ...],
    fail_on: str,
    jobs: int,
) -> int:
    """Find what is wrong with lists.

    PATHS are files, folders with Markdown files, patterns such as 'lists/**/*.md', and - for
    standard input; without any, the lists that the configuration names, or else the readme of
    the repository.

    The configuration is [tool.curator] in pyproject.toml or a curator.toml, the nearest one
    upwards from each file.

    The exit status is 0 if nothing severe was found, 1 if something was, and 2 if an input
    or an option is at fault.
    """
    given = Given(preset, select, ignore)
    select_rules(INDEX, Selection(select=select, ignore=ignore))  # misspelt names, first of all
    found = find_configurations(config, isolated=no_config)
    options = InputOptions(
        paths=paths or configured_paths(found),
        exclude=exclude,
        stdin_filename=stdin_filename,
        max_size=size_limit(max_file_size, found, config),
        outputs=tuple(path for _, path in outputs),
    )
    if found is not None:
        options = replace(options, left_out=found.excludes)
    batch = read_inputs(options, session)
    places = [item.path for item in batch.read]
    settings = settings_of_files(found, places, given)
    report = check_batch(batch, settings, date.today(), session.debug, jobs)
    if not paths:
        report = replace(report, notices=tuple(idle_exemptions(settings, report.files)))
    _tell(report, session)
    show_infos = bool(show)
    for name, path in outputs:
        _write(path, _rendered(report, name, show_infos=show_infos))
    if output_format == "json":
        session.console.write_json(_json(report, ascii_only=not session.console.unicode))
    else:
        style = text.TextStyle(
            Palette(use_colour(colour)),
            output_width(),
            show_infos,
            wrap=is_width_known(),
            ellipsis=ELLIPSIS if session.console.unicode else "...",
        )
        session.console.write(text.render(report, style))
    return _status(report, fail_on)


def _tell(report: Report, session: Session) -> None:
    """Say what is no finding: limits that were met, and rules that failed."""
    notices = [*report.notices, *(notice for file in report.files for notice in file.notices)]
    for notice in notices:
        place = f"{notice.path}:{notice.line}" if notice.line else notice.path
        session.console.notice(f"{place}: {notice.message}")
    for file in report.files:
        for crash in file.crashes:
            session.debug.log(f"rule {crash.rule} failed on {crash.path}: {crash.error}")
            session.console.internal_error(
                f"the rule {crash.rule} failed on {crash.path}, what it finds is missing: "
                f"{crash.error}"
            )


def _status(report: Report, fail_on: str) -> int:
    if report.problems:
        return 2
    worst = report.worst()
    return int(fail_on != "never" and worst is not None and worst >= _SEVERITIES[fail_on])


def _json(report: Report, *, ascii_only: bool = False) -> Iterator[str]:
    from curator.reporters import check_json, wire  # noqa: PLC0415 - most runs print text

    return wire.pieces(check_json.check_result(report), ascii_only=ascii_only)


def _rendered(report: Report, name: str, *, show_infos: bool) -> Iterator[str]:
    if name == "json":
        yield from _json(report)
        yield "\n"
        return
    for line in text.render(report, text.TextStyle(Palette(), PIPE_WIDTH, show_infos)):
        yield f"{line}\n"


def _write(path: str, content: Iterable[str]) -> None:
    """Write a report to a file of the user's choice, known to be none of the run's lists."""
    try:
        with Path(path).open(
            "w", encoding="utf-8", errors="backslashreplace", newline="\n"
        ) as file:
            file.writelines(content)
    except OSError as error:
        raise CuratorError(f"--output: {path}: {reason(error)}") from error
