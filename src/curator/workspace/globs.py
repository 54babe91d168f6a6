"""Patterns such as ``lists/**/*.md`` expanded as a shell would, on every system alike."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from curator.workspace.repository import is_markdown
from curator.workspace.walk import DISK, Folders, Problem, is_searched

_MAGIC = re.compile(r"[*?\[]")


def is_pattern(text: str) -> bool:
    """Whether ``text`` has a character that stands for others."""
    return _MAGIC.search(text) is not None


def expand(pattern: str, root: Path, problem: Problem, folders: Folders = DISK) -> Iterator[Path]:
    """The files and folders that ``pattern`` names, in order of their paths.

    ``**`` stands for any number of folders that are neither hidden nor of other people's
    packages. Hidden names need a pattern with a dot. Where the last part names no suffix,
    files are Markdown ones only. ``root`` bounds where links to files may lead.
    """
    parts = Path(pattern).parts
    fixed = next(index for index, part in enumerate(parts) if is_pattern(part))
    rest = parts[fixed:]
    any_suffix = "." in rest[-1].lstrip(".")
    for path, whole in sorted(_matches(Path(*parts[:fixed]), rest, (root, problem, folders))):
        if whole or any_suffix or is_markdown(path.name):
            yield path


def _matches(
    base: Path, parts: tuple[str, ...], around: tuple[Path, Problem, Folders]
) -> set[tuple[Path, bool]]:
    """Paths and whether they are folders; each pair of folder and part is looked at once."""
    root, problem, folders = around
    found: set[tuple[Path, bool]] = set()
    stack = [(base, 0)] if folders.is_folder(base) else []
    seen = set(stack)
    while stack:
        folder, index = stack.pop()
        part, last = parts[index], index == len(parts) - 1
        listing = folders.list_folder(folder, root, problem)
        if last:
            names = [name for name in listing.files if _fits("*" if part == "**" else part, name)]
            found.update((folder / name, False) for name in names)
        below: list[tuple[Path, int]] = []
        if part == "**":
            inner = [folder / name for name in listing.folders]
            below += [(path, index) for path in inner if is_searched(path, folders)]
            below += [] if last else [(folder, index + 1)]
        else:
            fitting = [folder / name for name in listing.folders if _fits(part, name)]
            if last:
                found.update((path, True) for path in fitting)
            else:
                below += [(path, index + 1) for path in fitting]
        fresh = [state for state in below if state not in seen]
        seen.update(fresh)
        stack += fresh
    return found


def _fits(part: str, name: str) -> bool:
    """Whether a name matches one part of a pattern; hidden names only where it has the dot."""
    if name.startswith(".") and not part.startswith("."):
        return False
    return _expression(part).match(name) is not None


@cache
def _expression(part: str) -> re.Pattern[str]:
    # fnmatch makes expressions that do not backtrack over the stars.
    return re.compile(fnmatch.translate(part), re.IGNORECASE if os.name == "nt" else 0)
