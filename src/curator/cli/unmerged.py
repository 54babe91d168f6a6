"""Configuration that a change brings: it does not hold yet, but has to make sense."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from curator.cli.app import Session
from curator.config import ConfigError, Configurations, Surroundings
from curator.config.reading import OWN_FILE, PROJECT_FILE, Table, read_table
from curator.rules import INDEX
from curator.workspace import display_name


def tell_of_unmerged(
    folders: Iterable[Path], holding: Surroundings, brought: Surroundings, session: Session
) -> list[str]:
    """Say which configurations for files in these folders are others than those that hold.

    Returns what is wrong with those that the change brings, which nobody would see otherwise
    before it breaks the runs of everybody.
    """
    problems: dict[str, None] = {}
    configurations = Configurations(INDEX, brought)
    for folder in _with_those_above(folders, holding):
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
                configurations.for_folder(folder)
            except ConfigError as error:
                problems |= dict.fromkeys(error.problems)
    return list(problems)


def _with_those_above(folders: Iterable[Path], around: Surroundings) -> list[Path]:
    """The folders whose configuration may hold, each after those above it in its repository."""
    found: dict[Path, None] = {}
    for folder in dict.fromkeys(folders):
        root = around.repository_of(folder)
        above = [folder, *folder.parents]
        if root in above:
            found |= dict.fromkeys(above[above.index(root) :: -1])
    return list(found)


def _table(path: Path, around: Surroundings) -> Table | str | None:
    """What a file says to curator, or what is wrong with it."""
    try:
        return read_table(path, path.name, content=around.content)
    except ConfigError as error:
        return str(error)
