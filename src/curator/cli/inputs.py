"""The texts of a run: what the command line names, read, and what could not be."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from curator.cli.app import Session
from curator.cli.debug import DebugLog
from curator.document import Document
from curator.errors import CuratorError
from curator.markdown import parse
from curator.source import Source
from curator.workspace import (
    STDIN,
    Input,
    Inputs,
    absolute,
    display_name,
    find_inputs,
    place_of,
    read_limited,
    read_source,
    reason,
)
from curator.workspace.walk import DISK, Folders


class Read(Protocol):
    """What reads a file, as ``curator.workspace.read_source`` does."""

    def __call__(self, path: Path, name: str, *, max_size: int) -> Source:
        """The text of the file at ``path``, which messages call ``name``."""


@dataclass(frozen=True, slots=True)
class InputOptions:
    """How inputs are found and read; ``max_size`` in bytes.

    ``outputs`` are the files that reports go to, which may be none of the inputs. ``left_out``
    says of a file that a folder yields, by its absolute path, whether it is not wanted.
    ``folders`` is where files are looked for, ``read`` how one is read, and ``foretell`` is told
    beforehand which will be. ``excused`` says of a file that cannot be read whether that is no
    matter of this run.
    """

    paths: tuple[str, ...]
    exclude: tuple[str, ...]
    stdin_filename: str | None
    max_size: int
    outputs: tuple[str, ...] = ()
    left_out: Callable[[Path], bool] = lambda _path: False
    folders: Folders = DISK
    read: Read = read_source
    foretell: Callable[[Sequence[Path]], None] = lambda _paths: None
    excused: Callable[[Path], bool] = lambda _path: False


@dataclass(frozen=True, slots=True)
class ReadInput:
    """A text, the absolute path of its file, and whether the user named that very file.

    ``path`` is ``None`` for standard input that is said to be no file. ``stdin`` says that the
    text came from there, whatever file it stands for.
    """

    source: Source
    path: Path | None
    named: bool
    stdin: bool = False

    @property
    def document(self) -> Document:
        """The text parsed, which takes its time whenever it is asked for."""
        return parse(self.source)


@dataclass(frozen=True, slots=True)
class Batch:
    """The texts of a run, and what could not be read."""

    read: list[ReadInput]
    problems: tuple[str, ...]


def read_inputs(options: InputOptions, session: Session) -> Batch:
    """Read all that can be, and tell what cannot.

    Raises:
        CuratorError: no paths were given, and there is no readme; or an output would replace
            an input, which is told before anything is read.
    """
    if options.stdin_filename is not None and STDIN not in options.paths:
        raise CuratorError("--stdin-filename is for standard input: give - as a path as well")
    inputs = find_inputs(options.paths, options.exclude, options.folders)
    _guard(inputs, options, session.debug)
    for notice in inputs.notices:
        session.console.notice(notice)
    problems = list(inputs.problems)
    read: list[ReadInput] = []
    wanted = [
        found
        for found in inputs.files
        if found.path is None or found.named or not options.left_out(found.path)
    ]
    options.foretell([found.path for found in wanted if found.path is not None])
    for found in wanted:
        try:
            source, path = _read(found, options)
        except CuratorError as error:
            if found.path is not None and options.excused(found.path):
                session.console.notice(f"{error}, but this change did not touch it")
            else:
                problems.append(str(error))
            continue
        session.debug.log(f"read {source.path}")
        if not source.text.strip("\ufeff \t\r\n"):
            session.console.notice(f"{source.path}: the file is empty")
        read.append(ReadInput(source, path, found.named, stdin=found.path is None))
    session.debug.log(f"read {len(read)} files")
    for problem in problems:
        session.console.error(problem)
    return Batch(read, tuple(problems))


def _guard(inputs: Inputs, options: InputOptions, debug: DebugLog) -> None:
    """Refuse to write over a file of the run, be it one that turns out to be unreadable.

    Begins the debug log, unless it is such a file itself.
    """
    others: set[object] = set()
    if STDIN in options.paths:
        others.add(_standard_input_place())
    if options.stdin_filename is not None:
        others.add(place_of(Path(options.stdin_filename)))

    def refuse(option: str, path: str) -> None:
        if inputs.has(Path(path)) or place_of(Path(path)) in others:
            raise CuratorError(f"{option}: {path} is one of the files of this run")

    if debug.path is not None:
        try:
            refuse("--debug-log", debug.path)
        except CuratorError:
            debug.refuse()
            raise
    debug.begin()
    for path in options.outputs:
        refuse("--output", path)


def _standard_input_place() -> object:
    """What standard input shares with the names of its file, if it is one."""
    try:
        status = os.fstat(sys.stdin.fileno())
    except (AttributeError, OSError, ValueError):  # there is none, or no file behind it
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def _read(found: Input, options: InputOptions) -> tuple[Source, Path | None]:
    """The source of an input, and the absolute path of its file if it has a place."""
    if found.path is not None:
        return options.read(found.path, found.name, max_size=options.max_size), found.path
    given = options.stdin_filename
    name = "<stdin>" if given is None else display_name(Path(given))
    source = Source.from_bytes(
        name, _standard_input(name, options.max_size), max_size=options.max_size
    )
    return source, None if given is None else absolute(given)


def _standard_input(name: str, max_size: int) -> bytes:
    if sys.stdin is None:
        raise CuratorError(f"{name}: there is no standard input")
    try:
        return read_limited(sys.stdin.buffer, name, max_size)
    except OSError as error:
        raise CuratorError(f"{name}: cannot be read: {reason(error)}") from error
