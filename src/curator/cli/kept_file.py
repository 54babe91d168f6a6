"""Files that curator keeps for its user from run to run: guarded, read, and written whole."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from curator.cli.atomic import make_file, replace_file
from curator.cli.signals import held_back
from curator.errors import CuratorError
from curator.line_records import Form, too_large
from curator.workspace import absolute, display_name, find_repository, reason
from curator.workspace.repository import leads_out


class KeptFile(NamedTuple):
    """A file by its real path, and its bytes; ``None`` where there is no such file yet.

    ``name`` is what messages call it, with the option that named it.
    """

    name: str
    path: Path
    data: bytes | None


def open_kept(given: str, option: str, form: Form) -> KeptFile:
    """The file that an ``option`` names, which may not be there.

    Raises:
        CuratorError: it cannot be read, is larger than such a file may be, or is
            reached by a link out of the repository.
    """
    path = _guarded(given, option)
    name = f"{option}: {display_name(Path(given))}"
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CuratorError(f"{name}: not a regular file")
        if status.st_size > form.max_size:
            raise too_large(form, name, status.st_size)
        with path.open("rb") as file:
            return KeptFile(name, path, file.read(form.max_size + 1))
    except (FileNotFoundError, NotADirectoryError):
        return KeptFile(name, path, None)
    except OSError as error:
        raise CuratorError(f"{name}: cannot be read: {reason(error)}") from error


def _guarded(given: str, option: str) -> Path:
    """The real path of a file, which no link of a checked tree leads out of that."""
    if not given:
        raise CuratorError(f"{option}: an empty path names no file")
    path = absolute(given)
    real = Path(os.path.realpath(path))
    root = find_repository(path.parent) or path.parent
    if not real.is_relative_to(os.path.realpath(root)) or leads_out(path):
        raise CuratorError(f"{option}: {given}: is a link to a file outside of the repository")
    return real


def write_kept(file: KeptFile, data: bytes) -> bool:
    """Have a file hold ``data``, whole or not at all; whether that is something new.

    Raises:
        CuratorError: it cannot be written, or is not what it was when it was read.
    """
    if data == file.data:
        return False
    try:
        with held_back():
            if file.data is None:
                make_file(file.path, data)
            else:
                replace_file(file.path, file.data, data)
    except CuratorError as error:
        raise CuratorError(f"{file.name}: not written, {error}") from error
    except OSError as error:
        raise CuratorError(f"{file.name}: cannot be written: {reason(error)}") from error
    return True
