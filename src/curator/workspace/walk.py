"""Folders searched for Markdown files, in a fixed order, without following links to folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from curator.workspace.ignore import Ignore, ignore_for
from curator.workspace.reading import reason
from curator.workspace.repository import find_repository, is_markdown, is_there

Problem = Callable[[Path, str], None]
"""Told the path of a folder that cannot be listed, and why."""

_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "site-packages"})


class Folder(NamedTuple):
    """The names of files and of folders in a folder, each in order."""

    files: list[str]
    folders: list[str]


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


def is_searched(folder: Path) -> bool:
    """Whether a folder is entered: not if hidden, a virtual environment, or of packages."""
    if folder.name.startswith(".") or folder.name in _SKIPPED_FOLDERS:
        return False
    return not is_there(folder / "pyvenv.cfg")


def markdown_files(folder: Path, ignore: Ignore, problem: Problem) -> Iterator[Path]:
    """The Markdown files in and below ``folder``, which is absolute.

    A folder's own files come first, then its folders, each in order of their names. Hidden
    files, and files and folders that ``ignore`` covers, are left out.
    """
    stack = [(folder, ignore)]
    while stack:
        here, ignore = stack.pop()
        inner = "".join(f"{part}/" for part in here.relative_to(ignore.root).parts)
        listing = list_folder(here, ignore.root, problem)
        for name in listing.files:
            hidden = name.startswith(".")
            if is_markdown(name) and not hidden and not ignore.covers(inner + name):
                yield here / name
        stack += [
            (here / name, ignore.entering(inner + name))
            for name in reversed(listing.folders)
            if is_searched(here / name) and not ignore.covers(inner + name, folder=True)
        ]


def files_below(folder: Path) -> list[str]:
    """The Markdown files in and below ``folder`` that are no one's to ignore, relative to it."""

    def nothing(_path: Path, _why: str) -> None:
        """What cannot be listed is told when it is to be read."""

    ignore = ignore_for(folder, find_repository(folder), nothing)
    found = markdown_files(folder, ignore, nothing)
    return [path.relative_to(folder).as_posix() for path in found]
