"""The creation of files that are not there yet: whole or not at all, and never over another."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from curator.cli.signals import held_back
from curator.cli.writing import TEMPORARY
from curator.errors import CuratorError
from curator.workspace import reason


def is_taken(root: Path, name: str) -> bool:
    """Whether there is anything at ``name``, with ``/`` between folders, below ``root``."""
    return os.path.lexists(root / name)


def create_file(root: Path, name: str, text: str) -> None:
    """Make a file below ``root`` with ``text``, and the folders that it needs.

    ``name`` has ``/`` between folders. Links to folders are followed within ``root`` only.

    Raises:
        FileExistsError: there is something of that name, or has just come to be.
        CuratorError: it cannot be made, or would not lie below ``root``.
    """
    try:
        with held_back():
            folder = _folder(root, name)
            _create(folder / name.rpartition("/")[2], text.encode())
    except FileExistsError:
        raise
    except OSError as error:
        raise CuratorError(f"{name}: not written: {reason(error)}") from error


def _folder(root: Path, name: str) -> Path:
    """The folder of a file, by a path without links."""
    here = Path(os.path.realpath(root))
    folder = here
    for part in name.split("/")[:-1]:
        with contextlib.suppress(FileExistsError):
            (folder / part).mkdir()
        folder = Path(os.path.realpath(folder / part))
        if not folder.is_relative_to(here):
            raise CuratorError(f"{name}: not written: {part} is a link that leads out of here")
        if not folder.is_dir():
            raise CuratorError(f"{name}: not written: {part} is no folder")
    return folder


def _create(path: Path, data: bytes) -> None:
    """Put a file in its place when it is on the disk, unless the place is taken by then."""
    temporary = path.with_name(TEMPORARY.format(secrets.token_hex(8)))
    _write(temporary, data)
    try:
        if os.name == "nt":
            temporary.rename(path)  # which replaces nothing there
        else:
            _link(temporary, path, data)
    finally:
        temporary.unlink(missing_ok=True)


def _link(temporary: Path, path: Path, data: bytes) -> None:
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links, such as a memory stick
        _write(path, data)


def _write(path: Path, data: bytes) -> None:
    """Write a new file; it is gone again if that fails."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    for name in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NOINHERIT"):
        flags |= getattr(os, name, 0)
    descriptor = os.open(path, flags, 0o666)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - the descriptor is what is new
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
