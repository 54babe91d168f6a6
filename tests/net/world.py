"""Made-up webs: a transport that keeps connections, and servers that do as told, on any clock."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from typing import NamedTuple
from urllib.parse import urlsplit

from curator.net.checker import Checker
from curator.net.messages import NoResponse, Request, Response
from curator.net.options import NetOptions
from curator.net.policy import queue_of
from curator.net.results import Cache, Outcome, Remembered, Wanted
from curator.net.store import Store
from curator.status import Failure
from tests.net.clock import run

MIDNIGHT = 1_700_000_000.0
"""The time of day at which the virtual clock starts, in seconds since 1970."""


class Step(NamedTuple):
    """What a server does with one request; ``headers`` may hold ``{until}``, a date to come."""

    code: int = 200
    to: str = ""
    seconds: float = 0.02
    failure: Failure | None = None
    pause: float | None = None
    form: str = "seconds"
    cookie: bool = False
    body: bytes = b""


Behaviour = Sequence[Step]
"""What is done with the first request for an address, the second …; the last is for all others."""


class Name(NamedTuple):
    """How the look-ups of a name end, one after the other: ``None`` is an address."""

    ends: Sequence[Failure | None]
    seconds: float = 0.05


class Asking(NamedTuple):
    """A request as its server saw it."""

    url: str
    host: str
    begun: float
    sent: float
    ended: float


def _wish(step: Step, now: float) -> list[tuple[str, str]]:
    """The headers by which a server asks for a pause."""
    if step.pause is None:
        return []
    whole = str(int(step.pause))
    return {
        "seconds": [("retry-after", whole)],
        "date": [("retry-after", formatdate(now + step.pause, usegmt=True))],
        "reset": [
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", str(int(now) + int(whole))),
        ],
        "delta": [("ratelimit-remaining", "0"), ("ratelimit-reset", whole)],
        "garbage": [("retry-after", "soon, I guess")],
    }[step.form]


@dataclass
class World:
    """A transport that keeps connections, looks names up once, and logs what servers see."""

    pages: Mapping[str, Behaviour]
    names: Mapping[str, Name] = field(default_factory=dict)
    log: list[Asking] = field(default_factory=list)
    wishes: list[tuple[str, float, float]] = field(default_factory=list)
    most_open: int = 0
    _open: int = 0
    _idle: Counter[str] = field(default_factory=Counter)
    _counts: Counter[str] = field(default_factory=Counter)
    _found: dict[str, NoResponse | None] = field(default_factory=dict)

    async def look_up(self, host: str, priority: int = 0) -> NoResponse | None:
        if host not in self._found:
            name = self.names.get(host, Name([None]))
            number = self._counts[f"name {host}"]
            self._counts[f"name {host}"] += 1
            await asyncio.sleep(name.seconds)
            failure = name.ends[min(number, len(name.ends) - 1)]
            self._found[host] = None if failure is None else NoResponse(failure, "", 0.0)
        return self._found[host]

    def forget(self, host: str) -> None:
        self._found.pop(host, None)

    async def send(self, request: Request) -> Response | NoResponse:
        now = asyncio.get_running_loop().time
        host = urlsplit(request.url).hostname or ""
        begun = now()
        if why := await self.look_up(host):
            return why
        if self._idle[host]:
            self._idle[host] -= 1
        else:
            self._open += 1
            self.most_open = max(self.most_open, self._open)
            await asyncio.sleep(0.03)
        while request.turn is not None and (pause := request.turn()) > 0:
            await asyncio.sleep(pause)
        sent = now()
        step = self._step(request)
        lives = False
        try:
            await asyncio.sleep(min(step.seconds, request.timeout))
            lives = step.failure is None
        finally:
            self.log.append(Asking(request.url, host, begun, sent, now()))
            self._idle[host] += lives
            self._open -= not lives
        if step.failure is not None or step.seconds > request.timeout:
            return NoResponse(step.failure or Failure.TIMEOUT, "", step.seconds)
        return self._answer(request, step, host)

    def _step(self, request: Request) -> Step:
        """What is next for an address; else for its head, its host, or any."""
        place = request.url.partition("://")[2]
        keys = [f"{request.method} {place}", place, place.partition("/")[0]]
        page = next((self.pages[key] for key in keys if key in self.pages), [Step()])
        number = self._counts[request.url]
        self._counts[request.url] += 1
        return page[min(number, len(page) - 1)]

    def _answer(self, request: Request, step: Step, host: str) -> Response:
        time_of_day = MIDNIGHT + asyncio.get_running_loop().time()
        code, headers = step.code, _wish(step, time_of_day)
        heard = step.code in {403, 429, 503} or step.form in {"reset", "delta"}
        if headers and heard and step.form != "garbage" and step.pause:
            # Dates have whole seconds.
            self.wishes.append((queue_of(host), time_of_day, time_of_day + step.pause - 1))
        if step.cookie and ("Cookie", "seen=1") not in request.headers:
            code = 302
            headers += [("set-cookie", "seen=1; Path=/"), ("location", request.url)]
        elif step.to:
            headers += [("location", step.to)]
        return Response(request.url, code, "", tuple(headers), step.body, True, True, step.seconds)

    def release(self, host: str, closed: Callable[[], None] | None = None) -> None:
        idle, self._idle[host] = self._idle[host], 0

        def done() -> None:
            self._open -= idle
            if closed is not None:
                closed()

        asyncio.get_running_loop().call_later(0.01, done)

    async def close(self) -> None:
        pass


class Memory(dict[str, Remembered]):
    """A cache that forgets nothing."""

    def load(self, urls: Set[str]) -> Mapping[str, Remembered]:
        return {url: self[url] for url in urls if url in self}

    def save(self, records: Mapping[str, Remembered]) -> None:
        self.update(records)


def ask(
    wanted: Sequence[Wanted],
    world: World,
    options: NetOptions,
    stop_at: float | None = None,
    cache: Cache | None = None,
) -> Outcome:
    """Ask ``wanted`` in ``world``; ``stop_at`` is when the run is stopped, if it is."""

    async def work() -> Outcome:
        loop = asyncio.get_running_loop()

        def now() -> float:
            return MIDNIGHT + loop.time()

        store = Store(options, cache, now)
        logged: list[str] = []
        checker = Checker(options, world, store, logged.append, now=now)
        if stop_at is not None:
            loop.call_later(stop_at, checker.scheduler.stop)
        await asyncio.wait_for(checker.run(store.load(wanted)), 1_000_000)
        assert not checker.mishaps, [each for each in logged if each.startswith("failed")]
        return replace(store.outcome(), requests=checker.requests, seconds=loop.time())

    return run(work())
