"""Files read whole, as bytes and as text, with one clear error for each way to fail."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import BinaryIO

from curator.errors import CuratorError, FileTooLargeError
from curator.source import MAX_FILE_SIZE, Source
from curator.workspace.repository import absolute, leads_out


def read_source(path: Path, name: str, *, max_size: int = MAX_FILE_SIZE) -> Source:
    """The text of the file at ``path``, which messages call ``name``.

    Raises:
        CuratorError: the file cannot be read, is no regular file, is reached by a link out of
            its repository, is larger than ``max_size`` bytes, is binary or not UTF-8.
    """
    return Source.from_bytes(name, _read_bytes(path, name, max_size), max_size=max_size)


def _read_bytes(path: Path, name: str, max_size: int) -> bytes:
    if leads_out(absolute(path)):
        # The tree may be a stranger's, and what is found is printed line by line.
        raise CuratorError(f"{name}: a link leads out of the repository")
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CuratorError(f"{name}: not a regular file (use - for standard input)")
        if status.st_size > max_size:
            raise FileTooLargeError(name, status.st_size, max_size)
        with path.open("rb") as file:
            return read_limited(file, name, max_size)
    except OSError as error:
        raise CuratorError(f"{name}: cannot be read: {reason(error)}") from error


def read_limited(file: BinaryIO, name: str, max_size: int) -> bytes:
    """All of ``file``, whose size nobody knows beforehand.

    Raises:
        CuratorError: it is more than ``max_size`` bytes.
        OSError: it cannot be read.
    """
    data = file.read(max_size + 1)
    if len(data) > max_size:
        raise CuratorError(
            f"{name}: more than the limit of {max_size:,} bytes (raise it with --max-file-size)"
        )
    return data


def reason(error: OSError) -> str:
    """What the system says went wrong, without the path and the number."""
    return (error.strerror or str(error) or type(error).__name__).lower()
