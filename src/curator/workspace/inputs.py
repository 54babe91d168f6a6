"""The files that the paths of a command line name: files, folders, patterns, standard input."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.workspace.globs import expand, is_pattern
from curator.workspace.ignore import pattern_spec
from curator.workspace.repository import (
    absolute,
    current_folder,
    find_repository,
)
from curator.workspace.walk import DISK, Folders, markdown_files

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

STDIN = "-"
"""The path that stands for standard input."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read: where it lies, what messages call it, and whether the user named it.

    ``path`` is absolute, ``None`` for standard input. ``name`` has ``/`` between folders.
    """

    path: Path | None
    name: str
    named: bool


@dataclass(slots=True)
class Inputs:
    """The files of a run in the order given, each once, and what could not be found.

    ``notices`` are things the user should know that keep no file from being found.
    """

    files: list[Input] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    _places: dict[object, int] = field(default_factory=dict)

    def add(self, path: Path | None, *, named: bool) -> None:
        """Add a file, or standard input, unless it is there already by another of its names."""
        if path is None:
            place: object = STDIN
            found = Input(None, STDIN, named=True)
        else:
            place = place_of(path)
            found = Input(absolute(path), display_name(path), named)
        known = self._places.get(place)
        if known is None:
            self._places[place] = len(self.files)
            self.files.append(found)
            return
        first = self.files[known]
        if named and not first.named:
            self.files[known] = Input(first.path, first.name, named=True)
        elif not named and not first.named and _is_link(first.path) and not _is_link(found.path):
            # Whatever is found in it is to be mended under its own name.
            self.files[known] = found

    def has(self, path: Path) -> bool:
        """Whether ``path`` is one of the files, by whatever name."""
        return place_of(path) in self._places

    def problem(self, path: Path, why: str) -> None:
        """Note that ``path`` cannot be used."""
        self.problems.append(f"{display_name(path)}: {why}")

    def notice(self, path: Path, what: str) -> None:
        """Note, once, something about ``path`` that the user should know."""
        text = f"{display_name(path)}: {what}"
        if text not in self.notices:
            self.notices.append(text)


def find_inputs(
    paths: Sequence[str], exclude: Sequence[str] = (), folders: Folders = DISK
) -> Inputs:
    """The files that ``paths`` mean; without any, the readme of the repository here.

    ``exclude`` are patterns as in a ``.gitignore`` file for what folders and patterns yield.
    ``folders`` is where all of them are looked for.
    What cannot be found is a problem of the result, and the rest is there all the same.

    Raises:
        CuratorError: there are no ``paths`` and no readme.
    """
    inputs = Inputs()
    if not paths:
        readme = folders.readme()
        if readme is None:
            raise CuratorError(_no_readme())
        inputs.add(readme, named=True)
        return inputs
    search = _Search(inputs, pattern_spec(exclude) if exclude else None, folders)
    for given in paths:
        path = Path(given)
        if given == STDIN:
            inputs.add(None, named=True)
        elif not given:
            inputs.problems.append("an empty path names no file")
        elif folders.is_folder(path):
            search.folder(path)
        elif is_pattern(given) and not folders.is_there(path):
            search.pattern(given)
        else:
            _add_file(inputs, path, folders)
    return inputs


def _is_link(path: Path | None) -> bool:
    return path is not None and path.is_symlink()


def display_name(path: Path) -> str:
    """The path as messages show it: relative below the current folder, with ``/``."""
    here = current_folder()
    if path.is_absolute() and path != here and path.is_relative_to(here):
        path = path.relative_to(here)
    return path.as_posix()


def place_of(path: Path) -> object:
    """What all names of one file share, whatever links and the case of letters do."""
    try:
        status = path.stat()
    except OSError:  # it is gone since, and reading it will say so
        return absolute(path)
    return (status.st_dev, status.st_ino) if status.st_ino else path.resolve()


def _no_readme() -> str:
    here = current_folder()
    folder = find_repository(here) or here
    where = "here" if folder == here else f"in {os.path.relpath(folder)}"
    return f"no readme {where}: name the files, folders or patterns to read"


def _add_file(inputs: Inputs, path: Path, folders: Folders) -> None:
    missing = folders.missing(path)
    if missing is None:
        inputs.add(path, named=True)
    else:
        inputs.problem(path, missing)


class _Search:
    """Folders and patterns turned into files, those that are ``excluded`` left out."""

    def __init__(self, inputs: Inputs, excluded: GitIgnoreSpec | None, folders: Folders) -> None:
        self._inputs = inputs
        self._excluded = excluded
        self._folders = folders

    def folder(self, folder: Path) -> None:
        """Add the Markdown files in and below ``folder``, by the name the user gave for it."""
        inputs = self._inputs
        whole = absolute(folder)
        ignore = self._folders.ignore_for(whole, inputs.notice)
        failed = len(inputs.problems)
        count = 0

        def problem(path: Path, why: str) -> None:
            inputs.problem(folder / path.relative_to(whole), why)

        for found in markdown_files(whole, ignore, problem, self._folders):
            path = folder / found.relative_to(whole)
            if not self._is_excluded(path):
                inputs.add(path, named=False)
                count += 1
        if not count and len(inputs.problems) == failed:
            inputs.problem(folder, "no Markdown files in this folder")

    def pattern(self, pattern: str) -> None:
        """Add the files that ``pattern`` names, and those in the folders it names."""
        inputs = self._inputs
        here = current_folder()
        root = find_repository(here) or here
        failed = len(inputs.problems)
        count = 0
        for path in expand(pattern, root, inputs.problem, self._folders):
            count += 1
            if self._folders.is_folder(path):
                self.folder(path)
            elif not self._is_excluded(path):
                inputs.add(path, named=True)
        if not count and len(inputs.problems) == failed:
            inputs.problem(Path(pattern), "no file matches this pattern")

    def _is_excluded(self, path: Path) -> bool:
        if self._excluded is None:
            return False
        parts = [part for part in path.parts if part not in ("..", path.anchor)]
        return self._excluded.match_file("/".join(parts))
