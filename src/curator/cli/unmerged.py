"""Configuration that a change brings: it does not hold yet, but has to make sense."""

from __future__ import annotations

from pathlib import Path

from curator.cli.app import Session
from curator.config import ConfigError, Configurations, Surroundings
from curator.config.reading import OWN_FILE, PROJECT_FILE, Table, read_table
from curator.rules import INDEX
from curator.workspace import absolute, display_name


def tell_of_unmerged(holding: Surroundings, brought: Surroundings, session: Session) -> list[str]:
    """Say which configurations of the repository here are others than those that hold.

    Returns what is wrong with those that the change brings, which nobody would see otherwise
    before it breaks the runs of everybody.
    """
    here = absolute(".")
    root = holding.repository_of(here)
    problems: dict[str, None] = {}
    for folder in _folders(here, root):
        changed = [
            path
            for path in (folder / OWN_FILE, folder / PROJECT_FILE)
            if _table(path, holding) != _table(path, brought)
        ]
        for path in changed:
            session.console.notice(
                f"{display_name(path)}: changed here, which counts once it is merged"
            )
        if changed:
            try:
                Configurations(INDEX, brought).for_folder(folder)
            except ConfigError as error:
                problems |= dict.fromkeys(error.problems)
    return list(problems)


def _folders(here: Path, root: Path | None) -> list[Path]:
    """The folders whose configuration holds here, from the root of the repository down."""
    above = [here, *here.parents]
    return above[above.index(root) :: -1] if root in above else []


def _table(path: Path, around: Surroundings) -> Table | str | None:
    """What a file says to curator, or what is wrong with it."""
    try:
        return read_table(path, path.name, content=around.content)
    except ConfigError as error:
        return str(error)
