"""Worker processes: they do shares of a run, and are asked step by step over a pipe."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import traceback
from collections.abc import Callable, Sequence
from datetime import date
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

from curator.cli.debug import DebugLog
from curator.cli.jobs import FORKS
from curator.cli.share import Share
from curator.cli.signals import held_back, hold_back, let_through

if TYPE_CHECKING:  # imported only where workers are started: it takes as long as a small list
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

Step = Callable[[Share, Sequence[_Given]], list[_Made]]
"""A method of ``Share``."""


class WorkerFailedError(Exception):
    """A step failed in a worker: a bug of curator's, told with the traceback from there."""


class _Failure(NamedTuple):
    """What a worker answers when a step fails."""

    trace: str


class Team:
    """This process and its workers, each with a share of the files; the first is this one's.

    To be used in a ``with`` block, at whose end the workers are no more. What a worker cannot
    do, because it could not be started or was killed, is done in this process.

    Raises:
        WorkerFailedError: from ``everywhere``, where a step failed in a worker.
    """

    def __init__(self, shares: Sequence[Sequence[int]], today: date, debug: DebugLog) -> None:
        self._shares = shares
        self._today = today
        self._debug = debug
        self._own = Share(today, debug.log)
        self._workers: list[_Worker] = []
        self._on_term: Any = None

    def __enter__(self) -> Self:
        if len(self._shares) > 1:
            try:
                self._start()
            except BaseException:
                self._end()
                raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def everywhere(self, step: Step[_Given, _Made], given: Sequence[_Given]) -> list[_Made]:
        """Do a step with all files, for each of which something is given and made, by number."""
        made: dict[int, _Made] = {}
        own, *others = ([given[number] for number in share] for share in self._shares)
        for worker, part in zip(self._workers, others, strict=True):
            worker.ask(step, part)
        made.update(zip(self._shares[0], step(self._own, own), strict=True))
        for worker, share in zip(self._workers, self._shares[1:], strict=True):
            made.update(zip(share, worker.answer(), strict=True))
        return [made[number] for number in range(len(given))]

    def _start(self) -> None:
        self._on_term = _replace_handler(self._on_signal)
        with held_back():
            for number, share in enumerate(self._shares[1:], 1):
                worker = _Worker(number, self._today, self._debug)
                worker.start([other.connection for other in self._workers])
                self._workers.append(worker)
                self._debug.log(f"worker {number} has {len(share)} files: {list(share)!r}")

    def _end(self) -> None:
        for worker in self._workers:
            worker.kill()
        _restore_handler(self._on_term)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        """End as a process without workers ends, that is at once, but not without them."""
        for worker in self._workers:
            worker.kill()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)


class _Worker:
    """A worker as seen from the process that asks it."""

    def __init__(self, number: int, today: date, debug: DebugLog) -> None:
        self.connection: Connection | None = None
        self._number = number
        self._today = today
        self._debug = debug
        self._process: BaseProcess | None = None
        self._asked: list[tuple[Step[Any, Any], Sequence[Any]]] = []

    def start(self, others: Sequence[Connection | None]) -> None:
        """Start the process, which has to let go of the pipes to ``others``."""
        try:
            ours, theirs, process = _make_process(others, self._today)
        except (ImportError, OSError) as error:  # no such thing here, or no room for it
            self._lose(error)
            return
        theirs.close()
        self.connection, self._process = ours, process

    def ask(self, step: Step[Any, Any], given: Sequence[Any]) -> None:
        """Have a step done; ``answer`` has to be called before the next one."""
        self._asked.append((step, given))
        if self.connection is not None:
            try:
                self.connection.send((step, given))
            except OSError as error:
                self._lose(error)

    def answer(self) -> list[Any]:
        """What the last step made.

        Raises:
            WorkerFailedError: the step failed.
        """
        if self.connection is not None:
            try:
                answer = self.connection.recv()
            except (EOFError, OSError) as error:
                self._lose(error)
            else:
                if isinstance(answer, _Failure):
                    raise WorkerFailedError(answer.trace)
                self._debug.log(f"worker {self._number} did '{self._asked[-1][0].__name__}'")
                return list(answer)
        return self._do_it_here()

    def _do_it_here(self) -> list[Any]:
        """Go through all steps up to the last one."""
        share = Share(self._today, self._debug.log)
        made: list[Any] = []
        for step, given in self._asked:
            made = step(share, given)
        return made

    def _lose(self, error: Exception) -> None:
        """Do without the worker from now on."""
        self.kill()
        what = f"{type(error).__name__}: {error}"
        self._debug.log(f"worker {self._number} is gone ({what}), this process does its files")

    def kill(self) -> None:
        """End the process at once: it holds nothing that has to be put in order."""
        connection, self.connection = self.connection, None
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.join()
        if connection is not None:
            connection.close()


def _make_process(
    others: Sequence[Connection | None], today: date
) -> tuple[Connection, Connection, BaseProcess]:
    """Both ends of a pipe, and a process that serves the second.

    Raises:
        ImportError: this Python has no processes.
        OSError: the system has no room for more.
    """
    import multiprocessing  # noqa: PLC0415 - see above

    # The method is not known to a type checker, for which the two are different classes.
    context: Any = multiprocessing.get_context("fork" if FORKS else "spawn")
    if not FORKS and os.name == "posix":
        from multiprocessing import resource_tracker  # noqa: PLC0415 - see above

        # It would be started with the first worker, and lets signals through when it is.
        resource_tracker.ensure_running()
        hold_back()
    ours, theirs = context.Pipe()
    inherited = [each for each in (*others, ours) if each is not None] if FORKS else []
    process = context.Process(
        target=serve, args=(theirs, inherited, today, gc.get_threshold()), daemon=True
    )
    try:
        process.start()
    except BaseException:
        ours.close()
        theirs.close()
        raise
    return ours, theirs, process


def serve(
    connection: Connection,
    inherited: Sequence[Connection],
    today: date,
    collection: tuple[int, int, int],
) -> None:
    """What a worker does: steps, as they are asked for, until the other end is closed.

    ``inherited`` are ends of pipes that only the other process should have, so that it is
    noticed when that has ended. ``collection`` is how often Python looks for garbage.
    """
    # Ctrl-C goes to all processes of a terminal: the one that asks will end this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    let_through()
    for other in inherited:
        other.close()
    gc.set_threshold(*collection)

    def progress(_what: str) -> None:
        if connection.poll():  # nothing is sent meanwhile: the other process is no more
            raise EOFError

    share = Share(today, progress)
    with contextlib.suppress(EOFError, OSError):
        while True:
            connection.send(_answer(share, *connection.recv()))


def _answer(share: Share, step: Step[Any, Any], given: Sequence[Any]) -> list[Any] | _Failure:
    try:
        return step(share, given)
    except EOFError:
        raise
    except Exception as error:  # a bug, which the other process will tell the user
        return _Failure("".join(traceback.format_exception(error)))


def _replace_handler(handler: Callable[[int, FrameType | None], None]) -> Any:
    """Have SIGTERM handled where it would just end the process; what was done before."""
    try:
        before = signal.getsignal(signal.SIGTERM)
        if before is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, handler)
            return before
    except ValueError:  # not in the main thread
        pass
    return None


def _restore_handler(before: Any) -> None:
    if before is not None:
        signal.signal(signal.SIGTERM, before)
