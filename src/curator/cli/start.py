"""The run of one command line: its streams, its errors in one line each, its exit status."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from curator.cli.app import Session, app
from curator.cli.console import Console, open_console
from curator.cli.debug import DebugLog
from curator.errors import ConfigError, CuratorError

COULD_NOT_RUN = 2
"""The exit status when the command line, an input or curator itself is at fault."""


def run(arguments: Sequence[str]) -> int:
    """Run ``arguments`` and return the exit status; errors are told on standard error.

    Raises:
        BrokenPipeError: the reader of standard output went away.
        KeyboardInterrupt: the user pressed Ctrl-C.
    """
    console = open_console()
    debug = DebugLog()
    try:
        status = _run(arguments, console, debug)
    finally:
        written = _end(console, debug)
    return status if written else COULD_NOT_RUN


def _run(arguments: Sequence[str], console: Console, debug: DebugLog) -> int:
    """The exit status, all errors having been told."""
    try:
        return _invoke(arguments, Session(console, debug))
    except click.UsageError as error:
        _usage(console, error, arguments)
        return COULD_NOT_RUN
    except ConfigError as error:
        for problem in error.problems:
            console.error(problem)
        return COULD_NOT_RUN
    except (click.ClickException, CuratorError) as error:
        text = error.format_message() if isinstance(error, click.ClickException) else str(error)
        console.error(text)
        return COULD_NOT_RUN
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:  # a bug: one line for the user, the rest for the log
        _internal(console, debug, error)
        return COULD_NOT_RUN


def _end(console: Console, debug: DebugLog) -> bool:
    """Complete the debug log; whether that could be done."""
    try:
        debug.close()
    except CuratorError as error:
        console.error(str(error))
        return False
    return True


def _invoke(arguments: Sequence[str], session: Session) -> int:
    if "_CURATOR_COMPLETE" in os.environ:
        return _complete()
    try:
        with app.make_context("curator", list(arguments), obj=session) as context:
            status = app.invoke(context)
    except click.exceptions.Exit as request:
        return request.exit_code
    return status if isinstance(status, int) else 0


def _complete() -> int:
    """Answer the shell that asks how a word may go on (click's protocol)."""
    from click.shell_completion import shell_complete  # noqa: PLC0415 - for shells only

    instruction = os.environ["_CURATOR_COMPLETE"]
    return shell_complete(app, {}, "curator", "_CURATOR_COMPLETE", instruction)


def _usage(console: Console, error: click.UsageError, arguments: Sequence[str]) -> None:
    command = error.ctx.command_path if error.ctx else "curator"
    # Of an option that lacks its argument click does not say to which command it was given.
    named = "".join(arguments[:1])
    if command == "curator" and named in app.list_commands(click.Context(app)):
        command = f"curator {named}"
    console.error(error.format_message())
    console.hint(f"'{command} --help' lists what can be given")


def _internal(console: Console, debug: DebugLog, error: Exception) -> None:
    console.internal_error(f"{type(error).__name__}: {error}")
    try:
        debug.failure(error)
        debug.begin()
    except CuratorError as unwritten:
        console.error(str(unwritten))
    if debug.path is not None:
        console.hint("this is a bug in curator: please report it with the debug log")
    else:
        console.hint(
            "this is a bug in curator: run again with --debug-log FILE and report it with the file"
        )
