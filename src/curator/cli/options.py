"""The arguments and options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from curator.cli.app import Session
from curator.cli.suggestions import complete_files, complete_rule_lists
from curator.source import MAX_FILE_SIZE

_Command = TypeVar("_Command", bound=Callable[..., Any])

_SIZE = re.compile(r"(\d{1,15})\s*([kKmMgG]?)[bB]?")
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}


def _size(text: str) -> int:
    """A number of bytes such as ``500000``, ``500k`` or ``5MB``, in steps of a thousand."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise click.BadParameter(f"{text!r} is no size such as 5000000, 500k or 5MB")
    return int(match[1]) * _UNITS[match[2].lower()]


def _names(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Names given by repeating an option, with commas, or both."""
    names: list[str] = []
    for text in given:
        found = [name for part in text.split(",") if (name := part.strip())]
        if not found:  # a variable of a shell that is empty, and hardly meant for all rules
            raise click.BadParameter(f"{text!r} names no rule")
        names += found
    return tuple(names)


def _name_log(ctx: click.Context, _param: click.Parameter, path: str | None) -> None:
    if path is not None and isinstance(ctx.obj, Session):
        ctx.obj.debug.name(path)


def rule_names(flag: str, help_text: str) -> Callable[[_Command], _Command]:
    """An option that takes names of rules."""
    return click.option(
        flag,
        multiple=True,
        metavar="RULE[,RULE]",
        callback=_names,
        shell_complete=complete_rule_lists,
        help=help_text,
    )


colour_option = click.option(
    "--color",
    "colour",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Paint text: on terminals that can, always or never; NO_COLOR and FORCE_COLOR count.",
)
"""How text is painted, as the parameter ``colour``."""

debug_option = click.option(
    "--debug-log",
    metavar="FILE",
    is_eager=True,
    expose_value=False,
    callback=_name_log,
    shell_complete=complete_files,
    help="Write what a report of a bug in curator needs to FILE.",
)
"""Where the debug log goes, which no command is told."""

_INPUTS = (
    click.argument("paths", nargs=-1, metavar="[PATHS]...", shell_complete=complete_files),
    click.option(
        "--exclude",
        multiple=True,
        metavar="GLOB",
        help="Leave out files that a folder or a pattern yields, as a line of .gitignore would.",
    ),
    click.option(
        "--stdin-filename",
        metavar="FILE",
        shell_complete=complete_files,
        help="Treat standard input as if it were this file.",
    ),
    click.option(
        "--max-file-size",
        type=_size,
        default=None,
        metavar="BYTES",
        help=f"Refuse files that are larger than {MAX_FILE_SIZE:,} bytes, or than 500k or 5MB.",
    ),
    colour_option,
    debug_option,
)


def inputs(command: _Command) -> _Command:
    """The argument PATHS and the options that say how inputs are read."""
    for decorate in reversed(_INPUTS):
        command = decorate(command)
    return command


unsafe_option = click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="Also apply fixes that change a URL, a word, or the number or order of entries.",
)
"""Whether fixes are wanted that need not be harmless, as the parameter ``unsafe_fixes``."""

diff_option = click.option(
    "--diff", is_flag=True, help="Print what would change as a unified diff, and write nothing."
)
"""Whether changes are only shown, as the parameter ``diff``."""

force_option = click.option(
    "--force", is_flag=True, help="Also change files that say that they are generated."
)
"""Whether generated files are changed, as the parameter ``force``."""
