"""A baseline in a run: its file read and written, and what the run can tell of its entries."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path, PureWindowsPath
from typing import NamedTuple

from curator.baseline import FORM, Baseline, Recorded, read_baseline, written
from curator.cli.app import Session
from curator.cli.inputs import ReadInput
from curator.cli.judging import Judged, Judging
from curator.cli.kept_file import KeptFile, open_kept, write_kept
from curator.engine import Settings
from curator.errors import CuratorError
from curator.line_records import too_large
from curator.report import Report
from curator.rules import INDEX
from curator.workspace import absolute, display_name, place_of

_OF_OTHER_FILES = " elsewhere"
"""The end of the keys of findings that depend on what other files of a run list."""


class BaselineFile(NamedTuple):
    """A baseline, the folder that its paths are relative to, and its file.

    It has no entries where there is no such file yet.
    """

    baseline: Baseline
    folder: Path
    file: KeptFile

    @property
    def is_new(self) -> bool:
        """Whether there is no such file yet."""
        return self.file.data is None


def open_baseline(given: str, option: str, outputs: Sequence[str] = ()) -> BaselineFile:
    """The baseline that an ``option`` names, which may not be there.

    ``outputs`` are files that the run will write reports to, and that may not be this one.

    Raises:
        CuratorError: it cannot be read, is no baseline, or is reached by a link out of the
            repository.
    """
    file = open_kept(given, option, FORM)
    if any(place_of(Path(output)) == place_of(file.path) for output in outputs):
        raise CuratorError(f"--output: {given} is the baseline of this run")
    name = display_name(Path(given))
    found = Baseline(name) if file.data is None else _read(file.data, name, option)
    return BaselineFile(found, Path(os.path.realpath(absolute(given).parent)), file)


def _read(data: bytes, name: str, option: str) -> Baseline:
    try:
        return read_baseline(data, name)
    except CuratorError as error:
        raise CuratorError(f"{option}: {error}") from error


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
    name = found.baseline.name
    held = None if content is None else content(absolute(given))
    if found.is_new and held is None:
        raise CuratorError(f"--baseline: {name}: no such file; 'curator baseline' writes one")
    if content is None or held == found.file.data:
        return found
    if not found.is_new:
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


def write_baseline(file: BaselineFile, recorded: Sequence[Recorded]) -> bool:
    """Have the file hold ``recorded``, whole or not at all; whether that is something new.

    Raises:
        CuratorError: it cannot be written.
    """
    data = written(recorded).encode()
    if len(data) > FORM.max_size:
        raise too_large(FORM, file.file.name, len(data))
    return write_kept(file.file, data)


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
