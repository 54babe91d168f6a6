"""Files put in their place when they are on the disk: whole or not at all, old or new."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from curator.errors import CuratorError

TEMPORARY = ".curator-{}.tmp"
"""The names of files that are not in their place yet: hidden, and no Markdown.

One stays behind only where the process or the machine is stopped at once.
"""
READ_ONLY = "it is read-only"

_HOLDS_OPEN_FILES = os.name == "nt"
"""Whether a file that some program has open may not be replaced for that moment."""
_TRIES = 12
"""Attempts to replace a file that another program of a Windows machine has open."""
_FIRST_PAUSE = 0.005
"""Seconds before the second attempt; each further pause is twice as long, ten in all."""


def replace_file(path: Path, before: bytes, after: bytes) -> None:
    """Have the file at ``path``, which holds ``before`` and is no link, hold ``after``.

    Whatever happens it holds one or the other, whole: the new file is made beside it, with its
    mode and, where the system permits, its owner, and takes its place when it is on the disk.

    Raises:
        CuratorError: the file is read-only, or not what it was any more.
        OSError: it cannot be written.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        raise CuratorError("it is gone since it was read") from None
    if not stat.S_ISREG(status.st_mode):
        raise CuratorError("it is no regular file any more")
    # Replacing would be possible in most folders, and would ignore what the owner has said.
    if is_read_only(path, status):
        raise CuratorError(READ_ONLY)
    with _temporary(path.parent, 0o600) as (temporary, file):
        _fill(file, after, status)
        if not _holds(path, before):
            raise CuratorError("another program has changed it since it was read")
        _rename(temporary, path)
    _settle(path.parent)


def make_file(path: Path, data: bytes) -> None:
    """Put a file where there is none, with the mode that new files have.

    Raises:
        FileExistsError: there is something of that name, or has just come to be.
        OSError: it cannot be written.
    """
    with _temporary(path.parent, 0o666) as (temporary, file):
        _fill(file, data)
        if os.name == "nt":
            temporary.rename(path)  # which replaces nothing there
        else:
            _link(temporary, path, data)
    _settle(path.parent)


def is_read_only(path: Path, status: os.stat_result | None = None) -> bool:
    """Whether the file that is there, and is no link, must not be written to."""
    try:
        mode = (status or path.lstat()).st_mode
    except OSError:  # gone, which is told when it is to be replaced
        return False
    return not mode & 0o222 or not os.access(path, os.W_OK)


@contextlib.contextmanager
def _temporary(folder: Path, mode: int) -> Iterator[tuple[Path, int]]:
    """A new empty file in ``folder`` by its path and descriptor; removed unless it was renamed."""
    path = folder / TEMPORARY.format(secrets.token_hex(8))
    file = _open_new(path, mode)
    try:
        yield path, file
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _open_new(path: Path, mode: int) -> int:
    """The descriptor of a file that was not there, for bytes; through no link."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    for name in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NOINHERIT"):
        flags |= getattr(os, name, 0)
    return os.open(path, flags, mode)


def _fill(file: int, data: bytes, like: os.stat_result | None = None) -> None:
    """Write ``data`` to the disk, in a file that is to be ``like`` another one; close it."""
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(file, left) :]
        if like is not None:
            _dress(file, like)
        os.fsync(file)
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(file)
        raise
    os.close(file)


def _dress(file: int, status: os.stat_result) -> None:
    """Give a file the owner and the mode of another one, where there are such things."""
    if os.name != "posix":
        return
    mode = stat.S_IMODE(status.st_mode)
    own = os.fstat(file)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.fchown(file, status.st_uid, status.st_gid)
        except OSError:
            try:
                os.fchown(file, -1, status.st_gid)
            except OSError:
                # Another group must not see more than everybody may.
                mode = mode & 0o707 | (mode & 0o007) << 3
            mode &= 0o777  # its programs would run as somebody else
    os.fchmod(file, mode)


def _holds(path: Path, data: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(data) + 1) == data
    except FileNotFoundError:
        return False


def _rename(temporary: Path, path: Path) -> None:
    """Put a file in the place of another one, at once.

    Windows refuses that for a moment while a scanner or an editor has the file open.
    """
    pause = _FIRST_PAUSE
    for _ in range(_TRIES - 1):
        try:
            temporary.replace(path)
        except PermissionError:
            if not _HOLDS_OPEN_FILES:
                raise
            time.sleep(pause)
            pause *= 2
        else:
            return
    temporary.replace(path)


def _link(temporary: Path, path: Path, data: bytes) -> None:
    """Give a file its name, unless that is taken; where there are no hard links, a copy."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links, such as a memory stick
        file = _open_new(path, 0o666)
        try:
            _fill(file, data)
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise


def _settle(folder: Path) -> None:
    """Have the new name on the disk too, where a folder can be asked for that."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        file = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(file)
        finally:
            os.close(file)
