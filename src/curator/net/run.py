"""A run over links in an event loop of its own: its signals, its deadline, its progress."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from types import FrameType
from typing import Final

from curator.net.checker import Checker
from curator.net.hosts import HostQueue
from curator.net.http.transport import AiohttpTransport
from curator.net.options import NetOptions
from curator.net.results import (
    Cache,
    Ending,
    Outcome,
    Progress,
    Snapshot,
    Waiting,
    Wanted,
)
from curator.net.store import Store

_TICK: Final = 0.2
_FLUSH: Final = 2.0
_WORST: Final = 5


class _Run:
    """One run: what ends it early, and what is told of it meanwhile."""

    def __init__(
        self,
        wanted: Sequence[Wanted],
        options: NetOptions,
        store: Store,
        progress: Progress | None,
        log: Callable[[str], None] | None,
    ) -> None:
        self._options = options
        self._store = store
        self._progress = progress
        self._log = log
        self._wanted = store.load(wanted)
        self._began = time.monotonic()
        self._checker: Checker | None = None
        self._ending: Ending = "complete"

    async def __call__(self) -> Outcome:
        """Ask what the cache does not know."""
        if not self._wanted or self._ending != "complete":
            return self._outcome()
        transport = AiohttpTransport(self._options)
        self._checker = Checker(self._options, transport, self._store, self._log)
        ticker = asyncio.ensure_future(self._tick(self._checker))
        try:
            await self._checker.run(self._wanted)
        finally:
            ticker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await ticker
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(transport.close(), 0.5)
        return self._outcome()

    def end(self, ending: Ending) -> None:
        """End soon, with what is known so far."""
        if self._ending == "complete":
            self._ending = ending
        if self._checker is not None:
            self._checker.scheduler.stop()

    async def _tick(self, checker: Checker) -> None:
        flushed = self._began
        while True:
            await asyncio.sleep(_TICK)
            now = time.monotonic()
            if now - flushed > _FLUSH:
                self._store.flush()
                flushed = now
            # A living host may be slow, its name as well: it is waited for as long as for any.
            waited = now - self._began > self._options.timeout + 1.0
            if waited and checker.is_down:
                self.end("network-down")
            limit = self._options.total_timeout
            if limit is not None and now - self._began > limit:
                self.end("out-of-time")
            if self._progress is not None:
                self._progress.update(self._snapshot(checker))

    def _snapshot(self, checker: Checker) -> Snapshot:
        scheduler = checker.scheduler
        return Snapshot(
            done=len(self._store.statuses),
            total=max(self._store.total, len(self._store.statuses)),
            requests=checker.requests,
            in_flight=scheduler.in_flight,
            seconds=time.monotonic() - self._began,
            verdicts=dict(self._store.verdicts),
            worst=tuple(map(_waiting, scheduler.worst(_WORST))),
        )

    def _outcome(self) -> Outcome:
        checker = self._checker
        seconds = time.monotonic() - self._began
        if checker is None:
            return replace(self._store.outcome(self._ending), seconds=seconds)
        ending = self._ending
        if ending == "complete" and checker.is_down:
            ending = "network-down"
        elif ending == "complete" and checker.health.is_distrustful():
            ending = "no-trust"
        notices: list[str] = []
        if checker.mishaps:
            notices.append(
                f"internal error while asking {len(checker.mishaps)} links, which were left out: "
                f"{checker.mishaps[0]}; please report it with --debug-log FILE"
            )
        if self._progress is not None:
            self._progress.update(self._snapshot(checker))
        outcome = self._store.outcome(ending)
        return replace(outcome, notices=notices, requests=checker.requests, seconds=seconds)


def _waiting(host: HostQueue) -> Waiting:
    now = asyncio.get_running_loop().time()
    pause = host.paused_until - now
    if host.looking:
        why = "looking up its name"
    elif pause > 0.5:
        why = f"asked for a pause, {pause:.0f} s more"
    elif host.silent:
        why = "not answering"
    elif host.in_flight:
        why = f"{host.in_flight} in flight"
    else:
        why = "waiting its turn"
    return Waiting(host.key, len(host) + host.in_flight, why)


def run(
    wanted: Sequence[Wanted],
    options: NetOptions,
    cache: Cache | None,
    progress: Progress | None,
    log: Callable[[str], None] | None,
) -> Outcome:
    """Ask ``wanted``; as ``curator.net.check``."""
    work = _Run(wanted, options, Store(options, cache), progress, log)
    with _on_interrupt(lambda: work.end("interrupted")), asyncio.Runner() as runner:
        return runner.run(work())


@contextlib.contextmanager
def _on_interrupt(act: Callable[[], None]) -> Iterator[None]:
    """Have the first Ctrl-C ``act``, and the second one end the program as ever."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        act()

    before = signal.getsignal(signal.SIGINT)
    if before is None or before is signal.SIG_IGN:  # not ours to change
        yield
        return
    signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
