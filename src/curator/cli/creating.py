"""The creation of files that are not there yet: whole or not at all, and never over another."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from curator.cli.atomic import make_file
from curator.cli.signals import held_back
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
            make_file(folder / name.rpartition("/")[2], text.encode())
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
