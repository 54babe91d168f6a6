"""The processes that this one starts, seen by an audit hook (PEP 578), and judged."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ALLOWED = frozenset(
    {"rev-parse", "cat-file", "for-each-ref", "ls-tree", "ls-files", "merge-base", "rev-list"}
)
"""The commands of git that run nothing and write nothing."""

_STARTING = ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn")
_TAKES_A_VALUE = frozenset({"-c", "-C", "--git-dir", "--work-tree", "--namespace"})


class Process(NamedTuple):
    """A process by what it was started with."""

    event: str
    arguments: tuple[str, ...]

    @property
    def command(self) -> str:
        """Which of git's commands it is."""
        rest = iter(self.arguments[1:])
        for word in rest:
            if word in _TAKES_A_VALUE:
                next(rest, None)
            elif not word.startswith("-"):
                return word
        return ""

    @property
    def fault(self) -> str:
        """Why it should not have been started; empty if nothing speaks against it."""
        if self.event != "subprocess.Popen":
            return self.event
        if not self.arguments or Path(self.arguments[0]).stem.lower() != "git":
            return "not git"
        return "" if self.command in ALLOWED else f"git {self.command}"


_watching: list[list[Process]] = []


def _words(line: str) -> list[str]:
    return [word.strip('"') for word in shlex.split(line, posix=False)]


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if not _watching or not event.startswith(_STARTING):
        return
    words: Sequence[object] = ()
    if event == "subprocess.Popen":
        given = arguments[1]
        # On Windows it is one line by now.
        words = _words(given) if isinstance(given, str) else list(given)  # type: ignore[call-overload]
    _watching[-1].append(Process(event, tuple(map(str, words))))


sys.addaudithook(_hook)


@contextmanager
def started() -> Iterator[list[Process]]:
    """The processes that are started meanwhile."""
    processes: list[Process] = []
    _watching.append(processes)
    try:
        yield processes
    finally:
        _watching.remove(processes)
