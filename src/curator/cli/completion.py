"""``curator completion``: prints what a shell needs to complete words of curator's."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from curator.cli.app import Session, app
from curator.cli.options import debug_option
from curator.errors import CuratorError

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_CURATOR_COMPLETE"
"""The environment variable by which the scripts ask (click's protocol)."""


_HELP = """Print a script that completes commands, options, rules and files.

\b
bash: add to ~/.bashrc   eval "$(curator completion bash)"
zsh:  add to ~/.zshrc    eval "$(curator completion zsh)"
fish: run once           curator completion fish > ~/.config/fish/completions/curator.fish

bash has to be 4.4 or newer; in zsh the line belongs below compinit.
"""  # click does not wrap a paragraph that begins with a backspace


@click.command(
    "completion", help=_HELP, short_help="Print a script by which a shell completes commands."
)
@click.argument("shell", type=click.Choice(SHELLS))
@debug_option
@click.pass_obj
def command(session: Session, shell: str) -> int:
    """Print the script for one shell."""
    session.console.write(script(shell).rstrip("\n").split("\n"))
    return 0


def script(shell: str) -> str:
    """What ``shell`` has to run to be able to ask curator.

    Raises:
        CuratorError: click knows no such shell.
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise CuratorError(f"there is no completion for {shell}")
    # The method of the class for bash starts one, to look at its version, which need not be
    # the one that the script is for.
    return ShellComplete.source(kind(app, {}, "curator", VARIABLE))
