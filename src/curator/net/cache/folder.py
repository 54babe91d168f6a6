"""The folder that a cache lies in: made so that tools pass over it, refused where it is odd."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

FOLDER: Final = ".curator_cache"
"""The name of the folder at the root of a repository."""
DATABASE: Final = "links.sqlite"
_TAG: Final = "CACHEDIR.TAG"
_IGNORE: Final = ".gitignore"

_ASIDE: Final = ("links.damaged.sqlite", "links.newer.sqlite")
_BESIDE: Final = ("-wal", "-shm", "-journal")
"""What SQLite appends to the name of a database for the files that belong to it."""

_SIGNATURE: Final = "Signature: 8a477f597d28d172789f06886806bc55\n"
_MADE_BY_US: Final = "# This folder was made by curator"
# The first line is what backup programs look for: https://bford.info/cachedir/
_TAG_TEXT: Final = (
    f"{_SIGNATURE}{_MADE_BY_US} and remembers what links answered. It may be removed.\n"
)
_IGNORE_TEXT: Final = "# Made by curator.\n*\n"


def own_files() -> Iterator[str]:
    """The names of all files that curator may make in the folder, databases first."""
    for database in (DATABASE, *_ASIDE):
        yield database
        yield from (database + ending for ending in _BESIDE)
    yield _IGNORE
    yield _TAG


def is_link(path: Path) -> bool:
    """Whether ``path`` is a symbolic link, or a junction of Windows; false where there is none."""
    try:
        status = path.lstat()
    except (OSError, ValueError):
        return False
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    tag = getattr(status, "st_reparse_tag", 0)
    return stat.S_ISLNK(status.st_mode) or (junction is not None and tag == junction)


def find_link(folder: Path, root: Path | None) -> Path | None:
    """A link by which the cache in ``folder`` would be reached, if there is one.

    Those above ``root``, which holds what a stranger may have made, are the operator's own.
    """
    below = () if root is None else [each for each in folder.parents if root in each.parents]
    inside = (folder / name for name in own_files())
    return next(filter(is_link, (*reversed(below), folder, *inside)), None)


def is_ours(folder: Path) -> bool:
    """Whether ``folder`` was made by curator: its tag says so.

    Raises:
        OSError: it cannot be known.
    """
    try:
        with (folder / _TAG).open("rb") as file:
            return file.read(len(_TAG_TEXT)).startswith((_SIGNATURE + _MADE_BY_US).encode())
    except FileNotFoundError:
        return False


def make_folder(folder: Path) -> bool:
    """Make the folder, and what keeps git and backups away from it; false if it is not ours.

    A folder is taken over that has nothing in it, or only databases, as where a run was stopped
    before it had made all.

    Raises:
        OSError: it cannot be made, or nothing can be written in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not is_ours(folder):
        if not {each.name for each in folder.iterdir()} <= {*own_files()} - {_IGNORE}:
            return False
        with contextlib.suppress(FileNotFoundError):
            if (folder / _TAG).lstat().st_size:
                return False
            (folder / _TAG).unlink()
    _write_new(folder / _TAG, _TAG_TEXT)
    _write_new(folder / _IGNORE, _IGNORE_TEXT)
    return True


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, or not a byte of it."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        pass
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def put_aside(database: Path, name: str) -> Path:
    """Rename a database that cannot be used, with what belongs to it; the new path.

    What was put aside under that name before is lost.

    Raises:
        OSError: it cannot be renamed.
    """
    aside = database.with_name(name)
    for ending in ("", *_BESIDE):
        with contextlib.suppress(OSError):  # not there, or a folder
            aside.with_name(name + ending).unlink()
    database.rename(aside)
    for ending in _BESIDE:
        old = database.with_name(database.name + ending)
        with contextlib.suppress(FileNotFoundError):
            old.rename(aside.with_name(name + ending))
    return aside


def remove(folder: Path) -> None:
    """Remove what curator made in ``folder``, and the folder if it is empty then.

    Raises:
        OSError: something cannot be removed.
    """
    for name in own_files():
        with contextlib.suppress(FileNotFoundError):
            (folder / name).unlink()
    with contextlib.suppress(OSError):  # somebody else has put something there
        folder.rmdir()


def size(folder: Path) -> int:
    """The bytes of all files of curator's in ``folder``."""
    total = 0
    for name in own_files():
        with contextlib.suppress(OSError):
            status = (folder / name).lstat()
            total += status.st_size if stat.S_ISREG(status.st_mode) else 0
    return total
