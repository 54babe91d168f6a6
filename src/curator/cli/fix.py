"""``curator fix``: repairs lists, and says what it did and what remains."""

from __future__ import annotations

from typing import Any

import click

from curator.cli import fixing
from curator.cli.app import Session
from curator.cli.grouped import REPAIRS, GroupedCommand
from curator.cli.judging import Judging, judged
from curator.cli.options import diff_option, force_option, inputs, unsafe_option


@click.command("fix", cls=GroupedCommand, first=REPAIRS)
@inputs
@judged
@unsafe_option
@diff_option
@force_option
@click.pass_obj
def command(
    session: Session,
    /,
    *,
    unsafe_fixes: bool,
    diff: bool,
    force: bool,
    **options: Any,
) -> int:
    """Repair lists, and say what remains.

    Safe fixes leave the words and links that readers see as they are, and their order. A file
    is replaced as a whole when all files are repaired, or left as it is.

    PATHS are files, folders with Markdown files, patterns such as 'lists/**/*.md', and - for
    standard input, whose repaired text goes to standard output; without any, the lists that
    the configuration names, or else the readme of the repository.

    Files that say in their first 20 lines that they are generated or not to be edited are left
    as they are, and so are read-only files and those that a link leads to outside of the
    repository.

    The exit status is 0 if nothing severe remains, 1 if something does, or if there is a
    difference to show with --diff, and 2 if an input or an option is at fault, or a file could
    not be changed.
    """
    judging = Judging.of(options)
    if diff:
        return fixing.show(judging, session, unsafe=unsafe_fixes, force=force)
    return fixing.apply(judging, session, unsafe=unsafe_fixes, force=force)
