"""A baseline in a run: its file read and written, and what the run can tell of its entries."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path, PureWindowsPath
from typing import NamedTuple

from curator.baseline import FORM, MAX_SIZE, Baseline, Recorded, read_baseline, written
from curator.cli.app import Session
from curator.cli.inputs import ReadInput
from curator.cli.judging import Judged, Judging
from curator.cli.signals import held_back
from curator.cli.writing import replace_file
from curator.engine import Settings
from curator.errors import CuratorError
from curator.line_records import too_large
from curator.report import Report
from curator.rules import INDEX
from curator.workspace import absolute, display_name, find_repository, place_of, reason

_OF_OTHER_FILES = " elsewhere"
"""The end of the keys of findings that depend on what other files of a run list."""


class BaselineFile(NamedTuple):
    """A baseline, the folder that its paths are relative to, its real path, and its bytes."""

    baseline: Baseline
    folder: Path
    path: Path
    data: bytes


def open_baseline(given: str, option: str, outputs: Sequence[str] = ()) -> BaselineFile | None:
    """The baseline that an ``option`` names; ``None`` if there is no such file.

    ``outputs`` are files that the run will write reports to, and that may not be this one.

    Raises:
        CuratorError: it cannot be read, is no baseline, or is reached by a link out of the
            repository.
    """
    path = _guarded(given, option)
    if any(place_of(Path(output)) == place_of(path) for output in outputs):
        raise CuratorError(f"--output: {given} is the baseline of this run")
    name = f"{option}: {display_name(Path(given))}"
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CuratorError(f"{name}: not a regular file")
        if status.st_size > MAX_SIZE:
            raise too_large(FORM, name, status.st_size)
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CuratorError(f"{name}: cannot be read: {reason(error)}") from error
    found = _read(data, display_name(Path(given)), option)
    return BaselineFile(found, _folder_of(given), path, data)


def _read(data: bytes, name: str, option: str) -> Baseline:
    try:
        return read_baseline(data, name)
    except CuratorError as error:
        raise CuratorError(f"{option}: {error}") from error


def new_baseline(given: str, option: str) -> BaselineFile:
    """A baseline without entries, for a file that is not there yet.

    Raises:
        CuratorError: a link would have it written outside of the repository.
    """
    path = _guarded(given, option)
    return BaselineFile(Baseline(display_name(Path(given))), _folder_of(given), path, b"")


def needed_baseline(
    given: str,
    outputs: Sequence[str],
    content: Callable[[Path], bytes | None] | None,
    session: Session,
) -> BaselineFile:
    """The baseline of a check, which has to be there; otherwise as ``open_baseline``.

    Where a change is judged it is the one of before, of which ``content`` gives the bytes: or
    anybody could write down what the same change gets wrong.
    """
    found = open_baseline(given, "--baseline", outputs)
    if found is None:
        name = display_name(Path(given))
        raise CuratorError(f"--baseline: {name}: no such file; 'curator baseline' writes one")
    held = None if content is None else content(absolute(given))
    if content is None or held == found.data:
        return found
    name = found.baseline.name
    session.console.notice(f"{name}: changed here, which counts once it is merged")
    before = Baseline(name) if held is None else _read(held, name, "--baseline")
    return found._replace(baseline=before)


def without_baselined(
    file: BaselineFile,
    run: Judged,
    options: Judging,
    report: Report,
    whole: Report,
) -> Report:
    """``report``, which is to be judged of the ``whole``, less what the baseline has."""
    picked = None if run.before is None else report
    found = report if picked is None else whole
    return file.baseline.apply(found, RunScope(file.folder, run, options, whole), picked)


def _folder_of(given: str) -> Path:
    return Path(os.path.realpath(absolute(given).parent))


def _guarded(given: str, option: str) -> Path:
    """The real path of a file, which no link of a checked tree leads out of that."""
    if not given:
        raise CuratorError(f"{option}: an empty path names no file")
    path = absolute(given)
    real = Path(os.path.realpath(path))
    root = find_repository(path.parent) or path.parent
    if not real.is_relative_to(os.path.realpath(root)):
        raise CuratorError(f"{option}: {given}: is a link to a file outside of the repository")
    return real


def write_baseline(file: BaselineFile, recorded: Sequence[Recorded], option: str) -> bool:
    """Have the file hold ``recorded``, whole or not at all; whether that is something new.

    Raises:
        CuratorError: it cannot be written.
    """
    name = f"{option}: {file.baseline.name}"
    data = written(recorded).encode()
    if data == file.data:
        return False
    if len(data) > MAX_SIZE:
        raise too_large(FORM, name, len(data))
    try:
        with held_back():
            if file.data:
                replace_file(file.path, file.data, data)
            else:
                _write_new(file.path, data)
    except CuratorError as error:
        raise CuratorError(f"{name}: not written, {error}") from error
    except OSError as error:
        raise CuratorError(f"{name}: cannot be written: {reason(error)}") from error
    return True


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet; where it appears meanwhile, it is somebody else's."""
    path.open("xb").close()
    try:
        replace_file(path, b"", data)
    except BaseException:
        with contextlib.suppress(OSError):
            if not path.stat().st_size:
                path.unlink()
        raise


class RunScope:
    """What a run says of itself to a baseline in ``folder``, as ``curator.baseline.Scope``."""

    def __init__(self, folder: Path, run: Judged, options: Judging, report: Report) -> None:
        self._folder = folder
        self._whole = not options.paths
        self._on_disk = options.rev is None
        self._online = run.links is not None
        self._rules = report.rules
        self._crashed = {(crash.path, crash.rule) for f in report.files for crash in f.crashes}
        self._places: dict[str, str] = {}
        self._items: dict[str, tuple[ReadInput, Settings]] = {}
        self._fitting: dict[str, Settings] = {}
        for item, settings in zip(run.batch.read, run.settings, strict=True):
            if item.path is not None:
                place = _from(folder, item.path)
                self._places[item.source.path] = place
                self._items[place] = (item, settings)

    def place(self, path: str) -> str | None:
        """The path that the baseline has for a file of the run; ``None`` without a place."""
        return self._places.get(path)

    def judges(self, recorded: Recorded) -> bool:
        """Whether the run would have found ``recorded`` if it still occurred.

        Not so if the file or the rule was not part of it. Of online rules, and of rules on
        links while these are asked, it depends on the network what is found.
        """
        known = self._items.get(recorded.path)
        if known is None:
            return self._whole and self._on_disk and self._is_gone(recorded.path)
        item, settings = known
        rule = INDEX.get(recorded.rule)
        if rule is None:
            return True
        if rule.online or (self._online and rule.category == "links"):
            return False
        if recorded.key.endswith(_OF_OTHER_FILES) and not self._whole:
            return False
        if rule.name not in self._rules or (item.source.path, rule.name) in self._crashed:
            return False
        if not item.named and rule.category != "links":
            settings = self._of_document(recorded.path)
        return rule in settings.rules

    def _of_document(self, place: str) -> Settings:
        """The settings of a file that may be no list, which it takes its time to find out."""
        if place not in self._fitting:
            item, settings = self._items[place]
            self._fitting[place] = settings.for_document(item.document, named=item.named)
        return self._fitting[place]

    def _is_gone(self, path: str) -> bool:
        """Whether no file is there; never asked of a path that could lead to another machine."""
        if PureWindowsPath(path).anchor:
            return False
        try:
            return not os.path.lexists(self._folder / path)
        except ValueError:  # no system has such a name
            return True


def _from(folder: Path, path: Path) -> str:
    """The path of a file from a folder, whatever links lead to its own; with ``/``."""
    real = Path(os.path.realpath(path.parent), path.name)
    try:
        return Path(os.path.relpath(real, folder)).as_posix()
    except ValueError:  # it is on another drive of a Windows machine
        return real.as_posix()
