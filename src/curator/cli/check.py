"""``curator check``: finds what is wrong with lists, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from curator.cli.app import Session
from curator.cli.checking import check_batch
from curator.cli.console import PIPE_WIDTH
from curator.cli.judging import Judging, judged, read_judged, status, tell
from curator.cli.options import diff_option, inputs, unsafe_option
from curator.cli.suggestions import complete_outputs
from curator.errors import CuratorError
from curator.report import Report
from curator.reporters import text
from curator.reporters.colour import Palette
from curator.workspace import reason

FORMATS = ("text", "json")


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
@judged
@diff_option
@unsafe_option
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    output_format: str,
    outputs: tuple[tuple[str, str], ...],
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
        if outputs or output_format != "text":
            raise click.UsageError("--diff takes the place of --format and --output")
        from curator.cli import fixing  # noqa: PLC0415 - most runs fix nothing

        return fixing.show(judging, session, unsafe=unsafe_fixes)
    if unsafe_fixes:
        raise click.UsageError("--unsafe-fixes is for --diff; 'curator fix' applies them")
    run = read_judged(judging, session, tuple(path for _, path in outputs))
    report = check_batch(
        run.batch, run.settings, date.today(), session.debug, judging.jobs, run.links
    )
    report = run.completed(report, judging)
    tell(report, session)
    for name, path in outputs:
        _write(path, _rendered(report, name, show_infos=bool(judging.show)))
    if output_format == "json":
        session.console.write_json(_json(report, ascii_only=not session.console.unicode))
    else:
        session.console.write(text.render(report, judging.style(session)))
    return status(report, judging.fail_on)


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
