"""The configurations of a command: found around its inputs, or named by the user."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from curator.config import Configurations, Given, Surroundings
from curator.config.links import LinkChoices, NetworkChoices
from curator.engine import Selection, Settings, settings_for
from curator.errors import CuratorError
from curator.report import FileReport, Notice
from curator.rules import INDEX
from curator.source import MAX_FILE_SIZE
from curator.workspace import STDIN, absolute, display_name, files_below, find_repository

_Command = TypeVar("_Command", bound=Callable[..., Any])


def config_options(command: _Command) -> _Command:
    """The options that say which configuration holds."""
    named = click.option(
        "--config",
        metavar="FILE",
        help="Use this configuration and look for no other; it may set what only you may.",
    )
    isolated = click.option(
        "--no-config", is_flag=True, help="Use no configuration, whatever lies around."
    )
    return named(isolated(command))


def find_configurations(
    named: str | None, *, isolated: bool = False, around: Surroundings | None = None
) -> Configurations | None:
    """What finds and reads the files of configuration of a run, each once.

    ``named`` is the one file that the user chose; ``isolated`` says that none counts.
    ``around`` is where they are looked for, unless it is the disk.

    Raises:
        CuratorError: both are given.
    """
    if isolated and named is not None:
        raise CuratorError("--config names a configuration that --no-config leaves out")
    if isolated:
        return None
    if around is None:
        around = Surroundings(absolute("."), find_repository, display_name, files_below)
    return Configurations(INDEX, around, named=None if named is None else absolute(named))


def configured_paths(found: Configurations | None) -> tuple[str, ...]:
    """The paths that the configuration here names for a run without any, as for a shell here."""
    if found is None:
        return ()
    here = found.for_folder(absolute("."))
    folder = here.folder or Path()
    paths = (Path(os.path.relpath(folder / path)).as_posix() for path in here.lists)
    return tuple(f"./{path}" if path == STDIN else path for path in paths)


def size_limit(given: int | None, found: Configurations | None, named: str | None) -> int:
    """The bytes a file may have: as given, else as the file says that the user named."""
    if given is not None:
        return given
    if found is None or named is None:
        return MAX_FILE_SIZE
    return found.for_folder(absolute(".")).max_file_size or MAX_FILE_SIZE


def links_of_files(found: Configurations | None, paths: Sequence[Path | None]) -> list[LinkChoices]:
    """What is chosen about the links of each file, given as in ``settings_of_files``."""
    if found is None:
        return [LinkChoices()] * len(paths)
    return [each.links for each in found.for_files(paths)]


def network_choices(found: Configurations | None) -> NetworkChoices:
    """What the file that the user named chooses about the network, if there is one."""
    return NetworkChoices() if found is None else found.for_folder(absolute(".")).network


def settings_of_files(
    found: Configurations | None, paths: Sequence[Path | None], given: Given
) -> list[Settings]:
    """What each file is judged by; ``paths`` are absolute, ``None`` for text without a place.

    Equal choices are one object, so that they need to be told a worker only once.

    Raises:
        ConfigError: a configuration cannot be used; has the problems of all of them.
    """
    if found is None:
        chosen = Selection(given.preset or "recommended", given.select, given.ignore)
        return [settings_for(INDEX, chosen)] * len(paths)
    made: dict[str, Settings] = {}
    settings: list[Settings] = []
    for configuration, path in zip(found.for_files(paths), paths, strict=True):
        selection = configuration.selection(path, given)
        key = repr(selection)
        if key not in made:
            made[key] = settings_for(INDEX, selection)
        settings.append(made[key])
    return settings


def idle_exemptions(settings: Iterable[Settings], files: Iterable[FileReport]) -> list[Notice]:
    """The tables of ``ignore`` that silenced nothing in a run over all lists.

    Only those whose rules were run can be judged, and none of online rules: a link that is
    alive today may have been silent yesterday.
    """
    used = frozenset().union(*(file.exempted for file in files))
    idle: dict[str, Notice] = {}
    for each in settings:
        names = {rule.name for rule in each.rules if not rule.online}
        for exemption in each.exemptions:
            judged = not each.narrowed if exemption.rule is None else exemption.rule in names
            if judged and exemption.place not in used:
                idle[exemption.place] = Notice(exemption.place, "silences nothing, and can go")
    return list(idle.values())
