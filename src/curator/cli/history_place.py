"""The file of histories of a run: opened before links are asked, written when they were."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

from curator.cli.kept_file import KeptFile, open_kept, write_kept
from curator.errors import CuratorError
from curator.net.history_file import FORM, Histories, read_history
from curator.net.results import Outcome
from curator.workspace import place_of

_OPTION = "--history"


class RunHistory:
    """The file that ``--history`` names, and ``links``, what it knows in this run."""

    def __init__(self, file: KeptFile) -> None:
        known = {} if file.data is None else read_history(file.data, file.name)
        self.links = Histories(known, time.time)
        self._file = file

    def write(self, outcome: Outcome) -> None:
        """Write what is known now; ``outcome`` is told what is to be said of that.

        A run over thousands of links is not lost because this cannot be written.
        """
        text, missing = self.links.written()
        if missing:
            links = "1 failing link" if missing == 1 else f"{missing:,} failing links"
            outcome.notices.append(f"{self._file.name}: has no room for {links}")
        try:
            write_kept(self._file, text.encode())
        except CuratorError as error:
            outcome.problems.append(str(error))


def open_run_history(given: str, inputs: Iterable[Path], outputs: Iterable[str]) -> RunHistory:
    """The histories in the file at ``given``; none if it is not there.

    It may be none of the ``inputs`` and ``outputs`` of the run.

    Raises:
        CuratorError: it is one of these, cannot be read or made, is no history, or is reached by a
            link out of the repository.
    """
    file = open_kept(given, _OPTION, FORM)
    if file.data is None and not file.path.parent.is_dir():
        raise CuratorError(f"{file.name}: there is no such folder")
    place = place_of(file.path)
    if any(place_of(path) == place for path in inputs):
        raise CuratorError(f"{_OPTION}: {given} is one of the files of this run")
    if any(place_of(Path(os.path.realpath(path))) == place for path in outputs):
        raise CuratorError(f"--output: {given} is the history of this run")
    return RunHistory(file)
