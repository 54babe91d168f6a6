"""What is asked when: one queue per host, each at its own pace, within the sockets there are.

A link that waits for its host holds nothing. A host is in at most one of two heaps: of those
that may be asked now, longest queue first, and of those whose time is yet to come.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from heapq import heappop, heappush, nlargest
from typing import NamedTuple, Protocol

from curator.net.budget import Budget
from curator.net.chain import Chain
from curator.net.hosts import HostQueue
from curator.net.messages import NoResponse
from curator.net.policy import Policy, is_service, queue_of


class Work(Protocol):
    """Who is told to ask a link, and what became of a host's name."""

    async def ask(self, host: HostQueue, chain: Chain) -> None:
        """Ask a link once; may submit it again, or others."""
        ...

    def unreachable(self, host: HostQueue, why: NoResponse) -> None:
        """The name of a host leads nowhere: its links are to be taken out of the queue."""
        ...

    def idle(self, host: HostQueue, closed: Callable[[], None]) -> None:
        """Have the connections to a host closed, and ``closed`` called when they are."""
        ...


class _Due(NamedTuple):
    """An entry of a heap; outdated when the host's version is another one by now."""

    order: float
    number: int
    host: HostQueue
    version: int


class Scheduler:
    """Runs the work of many hosts in one event loop until nothing is left of it."""

    def __init__(
        self,
        work: Work,
        look_up: Callable[[str, int], Awaitable[NoResponse | None]],
        policy: Callable[[str], Policy],
        sockets: int,
    ) -> None:
        self.queues: dict[str, HostQueue] = {}
        self.in_flight = 0
        self._work = work
        self._look_up = look_up
        self._policy = policy
        self._number = 0
        self._waiting: list[_Due] = []
        self._ready: list[_Due] = []
        self._starved: list[_Due] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._started = False
        self.stopped = False
        self._failure: BaseException | None = None
        self._now = asyncio.get_running_loop().time
        self._budget = Budget(sockets, work.idle, self._wake, self._now)

    def submit(self, chain: Chain, *, front: bool = False, after: float = 0.0) -> None:
        """Let a link wait for its host, at the earliest in ``after`` seconds."""
        host = self.queue(chain.host)
        host.put(chain, front=front, not_before=self._now() + after if after else 0.0)
        self._admit(host)

    def queue(self, name: str) -> HostQueue:
        """The queue of the host ``name``, made if there is none."""
        key = queue_of(name)
        host = self.queues.get(key)
        if host is not None and name in host.names:
            return host
        policy = self._policy(name)
        if host is not None:
            host.narrow(policy)
        else:
            # No host may have so many sockets that others starve.
            policy = policy._replace(
                concurrency=max(1, min(policy.concurrency, self._budget.total // 4))
            )
            # The names of services are known to exist, and are looked up when they are asked.
            host = HostQueue(key, policy, looked_up=is_service(key))
            self.queues[key] = host
        host.names.add(name)
        return host

    async def run(self) -> None:
        """Work until nothing is left, or until stopped.

        Raises:
            Exception: what the work raised first; all else is cancelled then.
        """
        self._started = True
        for host in sorted(self.queues.values(), key=len, reverse=True):
            self._admit(host)
        try:
            while not self.stopped and self._failure is None:
                self._changed.clear()
                pause = self._start_what_may()
                if pause is None and not self._tasks and not self._budget.closing:
                    break
                await self._sleep(pause)
        finally:
            await self._cancel()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """End soon, whatever waits."""
        self.stopped = True
        self._changed.set()

    def turn_at(self, host: HostQueue) -> Callable[[], float] | None:
        """Takes a turn at ``host`` when called; ``None`` where nobody has to wait for one."""
        return (lambda: host.turn(self._now())) if host.gap else None

    def use_fewer(self) -> None:
        """Hold a quarter less of connections at once from now on."""
        self._budget.total = max(1, self._budget.total * 3 // 4)

    def worst(self, count: int) -> list[HostQueue]:
        """The hosts with most links left, most first."""
        left = (host for host in self.queues.values() if len(host) or host.in_flight)
        return nlargest(count, left, key=lambda host: len(host) + host.in_flight)

    def ease(self, host: HostQueue, pause: float | None) -> float:
        """Ask ``host`` more gently; the seconds of the pause, ``pause`` if it asked for one."""
        seconds = host.ease(self._now(), pause)
        self._arrange(host)
        return seconds

    # ----------------------------------------------------------------------------- the heaps

    def _admit(self, host: HostQueue) -> None:
        """Have a host with links asked, once its name is looked up."""
        if host.looked_up:
            self._arrange(host)
        elif self._started and len(host) and not host.looking:
            host.looking = True
            self._spawn(self._find(host, next(iter(host.names))))

    def _arrange(self, host: HostQueue) -> None:
        """Put ``host`` where it belongs by what waits for it."""
        host.version += 1
        due = host.due()
        if due is None or not host.looked_up:
            return
        self._number += 1
        if due <= self._now():
            heappush(self._ready, _Due(-len(host), self._number, host, host.version))
        else:
            heappush(self._waiting, _Due(due, self._number, host, host.version))
        self._changed.set()

    def _start_what_may(self) -> float | None:
        """Start all that may be; the seconds until more may, ``None`` if nothing waits for time."""
        now = self._now()
        while self._waiting and self._waiting[0].order <= now:
            entry = heappop(self._waiting)
            if entry.version == entry.host.version:
                self._arrange(entry.host)
        while self._ready:
            entry = heappop(self._ready)
            host = entry.host
            if entry.version != host.version:
                continue
            if not self._budget.has_one(host):
                if self._budget.suffices(host):
                    continue  # it is arranged anew when one of its links is done
                if not self._budget.take(host):
                    heappush(self._starved, entry)
                    continue
            self._start(host, now)
        while self._waiting and self._waiting[0].version != self._waiting[0].host.version:
            heappop(self._waiting)
        return max(0.0, self._waiting[0].order - self._now()) if self._waiting else None

    def _start(self, host: HostQueue, now: float) -> None:
        chain = host.take(now)
        host.in_flight += 1
        self.in_flight += 1
        host.started(now)
        self._budget.begin(host)
        self._spawn(self._ask(host, chain))
        self._arrange(host)

    def _wake(self, count: int) -> None:
        """Let hosts try again that found no socket, as many as there are new ones."""
        self._changed.set()
        while self._starved and count:
            entry = heappop(self._starved)
            if entry.version == entry.host.version:
                self._arrange(entry.host)
                count -= 1

    async def _ask(self, host: HostQueue, chain: Chain) -> None:
        try:
            await self._work.ask(host, chain)
        finally:
            host.in_flight -= 1
            self.in_flight -= 1
            if not host.in_flight:
                self._budget.rest(host)
            self._arrange(host)
            if self._starved and not host.in_flight and self._budget.can_spare(host):
                self._wake(1)

    # ------------------------------------------------------------------------------- the names

    async def _find(self, host: HostQueue, name: str) -> None:
        """Look up the name of ``host``, which may then be asked, or cannot be."""
        try:
            why = await self._look_up(name, len(host))
        finally:
            host.looking = False
        if why is None:
            host.looked_up = True
            self._arrange(host)
        else:
            self._work.unreachable(host, why)

    # ------------------------------------------------------------------------------- the tasks

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Future[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            self._failure = self._failure or task.exception()
        self._changed.set()

    async def _sleep(self, pause: float | None) -> None:
        """Wait until something has changed, or for ``pause`` seconds."""
        if pause is None:
            await self._changed.wait()
            return
        handle = asyncio.get_running_loop().call_later(pause, self._changed.set)
        try:
            await self._changed.wait()
        finally:
            handle.cancel()

    async def _cancel(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=0.5)
