"""Names looked up once each, so that slow ones starve nobody, and the addresses judged."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import socket
import time
from collections.abc import Callable, Sequence
from ipaddress import ip_address

from aiohttp.abc import AbstractResolver, ResolveResult

from curator.net.files import open_files
from curator.net.http import failures
from curator.net.http.guard import Network, refusal
from curator.net.http.threads import Threads
from curator.net.http.wire import host_name
from curator.net.messages import NoResponse
from curator.net.options import Lookup
from curator.status import Failure

DEADLINE = 10.0
"""Seconds from the start of a look-up until it is given up."""
RUNNING = 32
"""Look-ups at once, of those that have not shown to be slow."""
SLOW_AFTER = 1.0
"""Seconds after which a look-up makes room for another."""
THREADS = 192
"""Look-ups at once, slow ones and those given up included."""
MOST_ADDRESSES = 16
"""Addresses of one host that are connected to in turn: a name may list all those of a victim."""
_OTHER_FILES = 24
"""Open files that neither connections nor look-ups have: the cache, the lists, Python's own."""
_FILES_OF_ONE = 2
"""Files that a look-up has open at once, sockets to the name service among them."""
_STARVED_PAUSE = 0.5
_MOST_STARVED = 20
"""Seconds until a look-up that got no file is tried again, and how often that is done."""

Answer = tuple[str, ...] | NoResponse

_IMPOSSIBLE = NoResponse(Failure.NAME_UNKNOWN, "no host can have this name", 0.0)


def most_look_ups(connections: int) -> int:
    """How many names may be looked up at once beside ``connections``, by the limit on files."""
    left = open_files() - connections - _OTHER_FILES
    return min(THREADS, max(2, left // _FILES_OF_ONE))


class Names:
    """The addresses of hosts that may be connected to, each host looked up once.

    Hosts are given as ``wire.host_name`` writes them. To be used in one event loop. ``lookup``
    replaces the system's; ``allowed`` are networks that may be connected to though not public.
    """

    def __init__(
        self,
        lookup: Lookup | None = None,
        allowed: Sequence[Network] = (),
        *,
        deadline: float = DEADLINE,
        running: int = RUNNING,
        slow_after: float = SLOW_AFTER,
        threads: int = THREADS,
    ) -> None:
        self._lookup = lookup or system_lookup
        self._allowed = allowed
        self._deadline = deadline
        self._running = running
        self._slow_after = slow_after
        self._answers: dict[str, Answer] = {}
        self._searches: dict[str, _Search] = {}
        self._queue: list[tuple[int, int, _Search]] = []
        self._asked = 0
        self._young = 0
        self._abandoned = 0
        self._threads = Threads(threads)

    def known(self, host: str) -> Answer | None:
        """What a look-up of ``host`` has come to, ``None`` if it has not ended."""
        return self._answers.get(host)

    async def find(self, host: str, priority: int = 0) -> Answer:
        """The addresses of ``host``, or what stands in the way.

        Greater ``priority`` is looked up first. Whoever asks for the same name waits for the
        same look-up, which goes on when they stop waiting.
        """
        answer = self._answers.get(host) or self._without_asking(host)
        if answer is not None:
            self._answers[host] = answer
            return answer
        search = self._searches.get(host)
        if search is None:
            search = self._searches[host] = _Search(host)
            self._enqueue(search, priority)
        elif search.waiting and priority > search.priority:
            self._enqueue(search, priority)
        return await asyncio.shield(search.answer)

    def forget(self, host: str) -> None:
        """Have ``host`` looked up anew when it is asked for next."""
        self._answers.pop(host, None)

    def close(self) -> None:
        """End what waits; a look-up that hangs is left behind."""
        for search in self._searches.values():
            search.cancel()
        self._searches.clear()
        self._queue.clear()
        self._threads.close()

    def _without_asking(self, host: str) -> Answer | None:
        """The answer for an address, and for a name that cannot be."""
        if not host_name(host):
            return _IMPOSSIBLE
        if ":" not in host and not host[-1].isdigit():
            return None
        try:
            address = str(ip_address(host))
        except ValueError:
            # Other ways to write an IPv4 address are for the system to read.
            return _IMPOSSIBLE if ":" in host else None
        return self._judged((address,), 0.0)

    def _enqueue(self, search: _Search, priority: int) -> None:
        search.priority = priority
        self._asked += 1
        # Twice in the queue if the priority rose: the first that comes up counts.
        heapq.heappush(self._queue, (-priority, self._asked, search))
        self._start_some()

    def _start_some(self) -> None:
        while self._queue and self._young < self._running and self._threads.free:
            search = heapq.heappop(self._queue)[2]
            if search.waiting:
                self._start(search)
        if self._queue and self._abandoned and self._abandoned == self._threads.busy:
            # Every thread hangs in a look-up that was given up: there is no name service.
            for _, _, search in self._queue:
                words = "the name service answers nothing"
                self._settle(search, NoResponse(Failure.NAME_UNRESOLVED, words, 0.0))
            self._queue.clear()

    def _start(self, search: _Search) -> None:
        loop = asyncio.get_running_loop()
        search.started = time.monotonic()
        self._young += 1
        search.timer = loop.call_later(self._slow_after, self._make_room, search)

        def told(addresses: Sequence[str], error: BaseException | None) -> None:
            # A loop that is closed has nobody left who waits.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._ended, search, addresses, error)

        self._threads.run(lambda: _look(self._lookup, search.host, told))

    def _make_room(self, search: _Search) -> None:
        search.slow = True
        self._young -= 1
        loop = asyncio.get_running_loop()
        search.timer = loop.call_later(self._deadline - self._slow_after, self._abandon, search)
        self._start_some()

    def _abandon(self, search: _Search) -> None:
        search.abandoned = True
        self._abandoned += 1
        words = f"no answer within {self._deadline:g} seconds"
        self._settle(search, NoResponse(Failure.NAME_UNRESOLVED, words, self._deadline))
        self._start_some()

    def _ended(
        self, search: _Search, addresses: Sequence[str], error: BaseException | None
    ) -> None:
        self._threads.ended()
        search.cancel_timer()
        self._abandoned -= search.abandoned
        if not search.slow:
            self._young -= 1
        seconds = time.monotonic() - search.started
        failure = None if error is None else NoResponse(*failures.of_lookup(error), seconds)
        if failure is not None and failure.failure is Failure.NO_FILES and self._put_off(search):
            pass
        elif failure is not None:
            self._settle(search, failure)
        else:
            self._settle(search, self._judged(addresses, seconds))
        self._start_some()

    def _put_off(self, search: _Search) -> bool:
        """Look up fewer at once, and this one again: out of files is our fault, not the name's."""
        search.starved += 1
        if search.starved > _MOST_STARVED or search.answer.done():
            return False
        self._running = max(1, self._running // 2)
        search.started, search.slow, search.abandoned = 0.0, False, False
        loop = asyncio.get_running_loop()
        search.timer = loop.call_later(_STARVED_PAUSE, self._enqueue, search, search.priority)
        return True

    def _judged(self, addresses: Sequence[str], seconds: float) -> Answer:
        """The addresses that may be connected to; a failure where there is none."""
        if not addresses:
            return NoResponse(Failure.NAME_UNKNOWN, "the name has no address", seconds)
        refusals = [(one, refusal(one, self._allowed)) for one in addresses]
        public = tuple(one for one, why in refusals if why is None)
        if public:
            return public[:MOST_ADDRESSES]
        address, why = refusals[0]
        words = f"{address} is not on the public internet ({why})"
        return NoResponse(Failure.PRIVATE, words[: failures.MAX_DETAIL], seconds)

    def _settle(self, search: _Search, answer: Answer) -> None:
        """Give the answer to whoever waits; a late one, after it was given up, to nobody."""
        if self._searches.get(search.host) is search:
            del self._searches[search.host]
            self._answers[search.host] = answer
            if not search.answer.done():
                search.answer.set_result(answer)


class Resolver(AbstractResolver):
    """What tells aiohttp the addresses that were found and judged, and no others."""

    def __init__(self, names: Names) -> None:
        self._names = names

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - all are connected to
    ) -> list[ResolveResult]:
        """The known addresses of ``host``. Raises ``OSError`` if it was not looked up."""
        answer = self._names.known(host)
        if answer is None or isinstance(answer, NoResponse):
            raise OSError(None, f"{host} was not looked up")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in answer
        ]

    async def close(self) -> None:
        """Nothing to close: the names belong to the transport."""


class _Search:
    """A look-up that is wanted, or under way once ``started`` (a time) is set."""

    __slots__ = ("abandoned", "answer", "host", "priority", "slow", "started", "starved", "timer")

    def __init__(self, host: str) -> None:
        self.host = host
        self.priority = 0
        self.started = 0.0
        self.starved = 0
        self.slow = False
        self.abandoned = False
        self.answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.timer: asyncio.TimerHandle | None = None

    @property
    def waiting(self) -> bool:
        return not self.started

    def cancel_timer(self) -> None:
        if self.timer is not None:
            self.timer.cancel()

    def cancel(self) -> None:
        self.cancel_timer()
        self.answer.cancel()


def _look(
    lookup: Lookup,
    host: str,
    told: Callable[[Sequence[str], BaseException | None], None],
) -> None:
    try:
        addresses = tuple(lookup(host))
    except BaseException as error:
        told((), error)  # whatever it is, somebody waits for it
    else:
        told(addresses, None)


def system_lookup(host: str) -> Sequence[str]:
    """The addresses of ``host`` as the system has them, those of use to this machine if any.

    Raises what ``socket.getaddrinfo`` raises.
    """
    try:
        return _addresses(host, socket.AI_ADDRCONFIG)
    except socket.gaierror as error:
        _require_files()
        if failures.of_lookup(error)[0] is not Failure.NAME_UNKNOWN:
            raise
    try:
        # To a machine without IPv6, a name that has nothing else looks like none at all.
        return _addresses(host, 0)
    except socket.gaierror:
        _require_files()
        raise


def _require_files() -> None:
    """Raise ``OSError`` where there are no more files: the system calls every name unknown then."""
    with contextlib.ExitStack() as stack:
        for _ in range(_FILES_OF_ONE):
            stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))


def _addresses(host: str, flags: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=flags)
    return tuple(dict.fromkeys(str(place[0]) for *_, place in found))
