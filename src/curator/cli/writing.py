"""The writing of lists: which files may be changed, and their replacement whole or not at all.

Nothing else in curator writes a file of the user's. Each file is replaced by a new one: where
it has further names (hard links), these keep the old text, as with git and most editors.
Access lists and other extended attributes are not carried over.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from curator.cli.app import Session
from curator.cli.console import ColourChoice, into_file, on_terminal, use_colour
from curator.cli.inputs import ReadInput
from curator.cli.signals import held_back
from curator.errors import CuratorError
from curator.reporters.colour import Palette
from curator.reporters.escape import visible
from curator.workspace import absolute, display_name, find_repository, reason
from curator.workspace.generated import find_origin

TEMPORARY = ".curator-{}.tmp"
"""The names of files that are not in their place yet: hidden, and no Markdown.

One stays behind only where the process or the machine is stopped at once.
"""

_READ_ONLY = "it is read-only"
_HOLDS_OPEN_FILES = os.name == "nt"
"""Whether a file that some program has open may not be replaced for that moment."""
_TRIES = 12
"""Attempts to replace a file that another program of a Windows machine has open."""
_FIRST_PAUSE = 0.005
"""Seconds before the second attempt; each further pause is twice as long, ten in all."""


@dataclass(frozen=True, slots=True)
class Change:
    """An input as it was read, and the text that it is to have; the same where none changes."""

    item: ReadInput
    text: str

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return self.text != self.item.source.text


@dataclass(frozen=True)
class Permission:
    """Which files may be changed.

    ``paths`` are those of the command line; links may lead to files in the repository of a
    file, and without one to those in a folder given there or in the current folder. ``force``
    is for files that say that they are generated. Where they are to be ``written``, and not
    only shown changed, they must not be read-only.
    """

    paths: tuple[str, ...] = ()
    force: bool = False
    written: bool = False

    def refusal(self, item: ReadInput) -> str | None:
        """In one line why the input must not be changed; ``None`` if it may."""
        name = item.source.path
        if item.path is not None and not item.stdin:
            target = Path(os.path.realpath(item.path))
            if target != item.path and not self._is_inside(item.path, target):
                return f"{name}: not changed, a link leads out of here to {display_name(target)}"
            if self.written and _is_read_only(target):
                return f"{name}: not changed, {_READ_ONLY}"
        if self.force:
            return None
        origin = find_origin(item.source)
        if origin is None:
            return None
        named = f", see {origin.made_from!r}" if origin.made_from else ""
        return (
            f"{name}: not changed, line {origin.line} says that it is generated or not to be "
            f"edited{named} (--force changes it all the same)"
        )

    def _is_inside(self, path: Path, target: Path) -> bool:
        repository = find_repository(path.parent)
        roots = self._folders if repository is None else (repository,)
        return any(
            path.is_relative_to(root) and target.is_relative_to(os.path.realpath(root))
            for root in (*roots, *(() if repository else (path.parent,)))
        )

    @cached_property
    def _folders(self) -> tuple[Path, ...]:
        """The folders given, and the current one."""
        given = [absolute(path) for path in (*self.paths, ".") if path not in ("", "-")]
        return tuple(path for path in given if path.is_dir())


class Written(NamedTuple):
    """The inputs with a new text, those that were to get one in vain, and why, a line each."""

    done: tuple[ReadInput, ...]
    failed: tuple[ReadInput, ...]
    problems: tuple[str, ...]


def write_changes(changes: Sequence[Change], permission: Permission, session: Session) -> Written:
    """Replace the files that change, one after the other; the rest goes on where one fails.

    The text that came from standard input goes to standard output, as it was if it must not
    be changed. Problems are told on standard error.
    """
    done: list[ReadInput] = []
    failed: list[ReadInput] = []
    problems: list[str] = []
    for change in changes:
        item = change.item
        problem = permission.refusal(item) if change.changes else None
        if item.stdin:
            _pass_on(change.text if problem is None else item.source.text, session)
        elif change.changes and problem is None:
            problem = _replace(change, session)
        if problem is not None:
            session.console.error(problem)
            problems.append(problem)
            failed.append(item)
        elif change.changes:
            done.append(item)
    return Written(tuple(done), tuple(failed), tuple(problems))


def _pass_on(text: str, session: Session) -> None:
    """Put a text on standard output, byte for byte; on a terminal so that nothing acts on it.

    In a pipe it is left as it is even where GitHub's runner could be at the other end: whoever
    asks for the text needs all of it.
    """
    if on_terminal():
        lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
        session.console.write("\t".join(map(visible, line.split("\t"))) for line in lines)
    else:
        session.console.write_exact([text])


def show_diff(
    changes: Sequence[Change], permission: Permission, session: Session, colour: ColourChoice
) -> Written:
    """Print what would change as a unified diff, and write nothing.

    In a file or a pipe it has every byte, so that ``git apply`` and ``patch`` take it. On a
    terminal, where GitHub's runner reads along, and in colour it is for people: characters
    that would act there are shown escaped.
    """
    from curator.reporters import diff  # noqa: PLC0415 - most runs write

    painted = use_colour(colour)
    seen = painted or on_terminal() or (session.console.actions and not into_file())
    style = diff.DiffStyle(Palette(painted), escaped=seen)
    done: list[ReadInput] = []
    failed: list[ReadInput] = []
    problems: list[str] = []
    for change in changes:
        if not change.changes:
            continue
        source = change.item.source
        problem = permission.refusal(change.item)
        if problem is not None:
            session.console.error(problem)
            problems.append(problem)
            failed.append(change.item)
            continue
        lines = diff.render(source.path, source.text, change.text, style)
        if seen:
            session.console.write(line.removesuffix("\n") for line in lines)
        else:
            session.console.write_exact(lines)
        done.append(change.item)
    return Written(tuple(done), tuple(failed), tuple(problems))


def _replace(change: Change, session: Session) -> str | None:
    """Replace the file of a change; in one line what went wrong, if anything did."""
    item = change.item
    if item.path is None:
        return f"{item.source.path}: there is no file to write to"
    target = Path(os.path.realpath(item.path))
    try:
        with held_back():
            replace_file(target, item.source.text.encode(), change.text.encode())
    except CuratorError as error:
        return f"{item.source.path}: not changed, {error}"
    except OSError as error:
        return f"{item.source.path}: not changed, it cannot be written: {reason(error)}"
    session.debug.log(f"wrote {target}")
    return None


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
    if _is_read_only(path, status):
        raise CuratorError(_READ_ONLY)
    with _temporary(path.parent) as (temporary, file):
        _fill(file, after, status)
        if not _holds(path, before):
            raise CuratorError("another program has changed it since it was read")
        _rename(temporary, path)
    _settle(path.parent)


def _is_read_only(path: Path, status: os.stat_result | None = None) -> bool:
    """Whether the file that is there, and is no link, must not be written to."""
    try:
        mode = (status or path.lstat()).st_mode
    except OSError:  # gone, which is told when it is to be replaced
        return False
    return not mode & 0o222 or not os.access(path, os.W_OK)


@contextlib.contextmanager
def _temporary(folder: Path) -> Iterator[tuple[Path, int]]:
    """A new empty file in ``folder`` by its path and descriptor; removed unless it was renamed."""
    path = folder / TEMPORARY.format(secrets.token_hex(8))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    for name in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NOINHERIT"):
        flags |= getattr(os, name, 0)
    file = os.open(path, flags, 0o600)
    try:
        yield path, file
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _fill(file: int, data: bytes, status: os.stat_result) -> None:
    """Write ``data`` to the disk, in a file that is as another one with ``status``; close it."""
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(file, left) :]
        _dress(file, status)
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
