"""Folders searched for Markdown files, in a fixed order, without following links to folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from curator.errors import CuratorError
from curator.workspace.ignore import Ignoring, Notice, Tracking, ignore_for
from curator.workspace.reading import reason
from curator.workspace.repository import (
    current_folder,
    find_readme,
    find_repository,
    is_folder,
    is_markdown,
    is_there,
)
from curator.workspace.tracked import Tracked

Problem = Callable[[Path, str], None]
"""Told the path of a folder that cannot be listed, and why."""

_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "site-packages"})


class Folder(NamedTuple):
    """The names of files and of folders in a folder, each in order."""

    files: list[str]
    folders: list[str]


class Folders(Protocol):
    """Where folders are searched: on this disk, or in a revision of a repository.

    Paths are as for the current folder.
    """

    def is_folder(self, path: Path) -> bool:
        """Whether there is a folder at ``path``."""

    def is_there(self, path: Path) -> bool:
        """Whether there is anything at ``path``."""

    def list_folder(self, path: Path, root: Path, problem: Problem) -> Folder:
        """What is in the folder at ``path``; of links, only those to files in ``root``."""

    def missing(self, path: Path) -> str | None:
        """Why there is no file to read at ``path``; ``None`` if there is one."""

    def readme(self) -> Path | None:
        """The readme of the repository that is meant where nothing else is.

        Raises:
            CuratorError: its folder cannot be listed.
        """

    def ignore_for(self, folder: Path, notice: Notice) -> Ignoring:
        """What is left out of a folder, which is absolute."""


def list_folder(path: Path, root: Path, problem: Problem) -> Folder:
    """What is in ``path``; of links, only those to files in ``root``.

    So no loop of links can trap a search, and no link shows what lies elsewhere.
    """
    files: list[str] = []
    folders: list[str] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif entry.is_file(follow_symlinks=False) or _leads_to_file(entry, root):
                    files.append(entry.name)
    except OSError as error:
        problem(path, f"cannot be listed: {reason(error)}")
    return Folder(sorted(files), sorted(folders))


def _leads_to_file(entry: os.DirEntry[str], root: Path) -> bool:
    try:
        if not entry.is_symlink() or not entry.is_file():
            return False
        return Path(entry.path).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a loop of links (Python 3.11 and 3.12 raise the latter)
        return False


class Disk:
    """The folders on this disk (``Folders``)."""

    is_folder = staticmethod(is_folder)
    is_there = staticmethod(is_there)
    list_folder = staticmethod(list_folder)

    def missing(self, path: Path) -> str | None:
        """Why there is no file to read at ``path``; ``None`` if there is one."""
        try:
            path.stat()
        except FileNotFoundError:
            return "no such file or folder"
        except OSError as error:
            return f"cannot be read: {reason(error)}"
        return None

    def readme(self) -> Path | None:
        """The readme of the repository around the current folder, or in that."""
        here = current_folder()
        folder = find_repository(here) or here
        try:
            found = find_readme(folder)
        except OSError as error:
            name = os.path.relpath(folder)
            raise CuratorError(f"{name}: cannot be listed: {reason(error)}") from error
        return None if found is None else Path(os.path.relpath(found))

    def ignore_for(self, folder: Path, notice: Notice) -> Ignoring:
        """The ``.gitignore`` files that hold in ``folder``."""
        return ignore_for(folder, find_repository(folder), notice)


DISK = Disk()


class TrackedDisk(Disk):
    """The folders on this disk where git tracks what is to be judged.

    What a change ignores that it also has is no less its own, and told. Only where something
    is ignored git is asked.
    """

    def __init__(self) -> None:
        self._tracked: dict[Path, Tracked | None] = {}

    def ignore_for(self, folder: Path, notice: Notice) -> Ignoring:
        """The ``.gitignore`` files that hold in ``folder``, for what is not tracked."""
        ignore = ignore_for(folder, find_repository(folder), notice)
        root = ignore.root

        def tracked(path: str) -> bool:
            if root not in self._tracked:
                self._tracked[root] = Tracked.of(root)
            known = self._tracked[root]
            return known is not None and known.exists(tuple(path.split("/"))) is True

        return Tracking(ignore, tracked)


def is_searched(folder: Path, folders: Folders = DISK) -> bool:
    """Whether a folder is entered: not if hidden, a virtual environment, or of packages."""
    if folder.name.startswith(".") or folder.name in _SKIPPED_FOLDERS:
        return False
    return not folders.is_there(folder / "pyvenv.cfg")


def markdown_files(
    folder: Path, ignore: Ignoring, problem: Problem, folders: Folders = DISK
) -> Iterator[Path]:
    """The Markdown files in and below ``folder``, which is absolute.

    A folder's own files come first, then its folders, each in order of their names. Hidden
    files, and files and folders that ``ignore`` covers, are left out.
    """
    stack = [(folder, ignore)]
    while stack:
        here, ignore = stack.pop()
        inner = "".join(f"{part}/" for part in here.relative_to(ignore.root).parts)
        listing = folders.list_folder(here, ignore.root, problem)
        for name in listing.files:
            hidden = name.startswith(".")
            if is_markdown(name) and not hidden and not ignore.covers(inner + name):
                yield here / name
        stack += [
            (here / name, ignore.entering(inner + name))
            for name in reversed(listing.folders)
            if is_searched(here / name, folders) and not ignore.covers(inner + name, folder=True)
        ]


def files_below(folder: Path) -> list[str]:
    """The Markdown files in and below ``folder`` that are no one's to ignore, relative to it."""

    def nothing(_path: Path, _why: str) -> None:
        """What cannot be listed is told when it is to be read."""

    ignore = ignore_for(folder, find_repository(folder), nothing)
    found = markdown_files(folder, ignore, nothing)
    return [path.relative_to(folder).as_posix() for path in found]
