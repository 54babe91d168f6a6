"""The repository around a folder, and what counts as a list or a readme in it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from curator.errors import CuratorError

MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
"""The names GitHub renders as Markdown (github/markup); MDX is a language of its own."""

READMES = ("readme.md", "readme.markdown", "readme")
"""Names of a repository's readme in lower case, the likeliest first."""


def is_markdown(name: str) -> bool:
    """Whether a file of this name is Markdown by its suffix."""
    return name.lower().endswith(MARKDOWN_SUFFIXES)


def absolute(path: str | Path) -> Path:
    """``path`` from the root of the file system, without ``..``, links left as they are.

    Only what stands before a ``..`` is resolved: behind a link to a folder, ``..`` is the
    folder above the link's target, except on Windows, which takes ``..`` away first.
    """
    whole = current_folder() / path
    if ".." not in whole.parts or os.name == "nt":
        return Path(os.path.normpath(whole))  # Path.resolve() would follow links
    after_last = len(whole.parts) - whole.parts[::-1].index("..")
    above = Path(*whole.parts[:after_last])
    return Path(os.path.realpath(above), *whole.parts[after_last:])


def current_folder() -> Path:
    """The folder the run was started in.

    Raises:
        CuratorError: it was removed meanwhile, or cannot be read.
    """
    try:
        return Path.cwd()
    except OSError as error:
        raise CuratorError("the current folder is gone or cannot be read") from error


def is_there(path: Path) -> bool:
    """Whether ``path`` names anything, be it a broken link; false where that is barred."""
    try:
        path.lstat()
    except OSError:
        return False
    return True


def is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder or leads to one; false where that is barred."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False


def find_repository(folder: Path) -> Path | None:
    """The nearest folder with a ``.git``, from ``folder``, which is absolute, upwards."""
    return next((here for here in (folder, *folder.parents) if is_there(here / ".git")), None)


def leads_out(path: Path) -> bool:
    """Whether links lead from ``path``, which is absolute, out of its repository.

    That is the one it lies in by its name. Into ``.git`` is out as well, for what lies there
    is nobody's list and may hold credentials. A folder that a link leads to is no repository
    of its own, unless it lies inside of the one around it.
    """
    root: Path | None = None
    for here in reversed(path.parents):
        if is_there(here / ".git"):
            whole = Path(os.path.realpath(here))
            if root is None or whole.is_relative_to(root):
                root = whole
    if root is None:
        return False
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(root):
        return True
    return any(part.casefold() == ".git" for part in real.relative_to(root).parts)


def find_readme(folder: Path) -> Path | None:
    """The readme that lies directly in ``folder``."""
    found = [path for path in folder.iterdir() if path.name.lower() in READMES and path.is_file()]
    return min(found, key=lambda path: (READMES.index(path.name.lower()), path.name), default=None)
