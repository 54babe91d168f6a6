"""The group of commands; each is imported only when it is called for."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import cast

import click

from curator import __version__
from curator.cli.console import Console
from curator.cli.debug import DebugLog

NO_COMMAND = 2
"""The exit status when no command is given, which shows the help."""

_COMMANDS = {
    "check": "curator.cli.check",
    "fix": "curator.cli.fix",
    "baseline": "curator.cli.baseline",
    "toc": "curator.cli.toc",
    "tree": "curator.cli.tree",
    "rule": "curator.cli.rule",
    "init": "curator.cli.init",
    "cache": "curator.cli.cache",
    "completion": "curator.cli.completion",
}


@dataclass(frozen=True, slots=True)
class Session:
    """What every command is given: where to print, and the debug log."""

    console: Console
    debug: DebugLog


class Commands(click.Group):
    """A group that imports the module of a command on first use, as its ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, if there is one."""
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        return cast("click.Command", importlib.import_module(module).command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; of a misspelt one it is told which."""
        if args[0] not in _COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

            close = get_close_matches(args[0], _COMMANDS, n=1)
            if close:
                ctx.fail(f"No such command {args[0]!r}. Did you mean {close[0]!r}?")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="curator", message="%(prog)s %(version)s")
@click.pass_context
def app(ctx: click.Context) -> None:
    """Check and repair curated Markdown lists: awesome lists and reading lists."""
    if ctx.invoked_subcommand is None:
        cast("Session", ctx.obj).console.write(ctx.get_help().split("\n"))
        ctx.exit(NO_COMMAND)
