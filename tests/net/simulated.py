"""A transport without sockets: hosts that answer as told, for tests of what is asked when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from curator.net.messages import NoResponse, Request, Response
from curator.status import Failure


class Told(NamedTuple):
    """What a server does with one request: answers after ``seconds``, or does not."""

    code: int = 200
    seconds: float = 0.01
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    failure: Failure | None = None


class Sent(NamedTuple):
    """A request in the log: when it began and ended, by the loop's clock."""

    host: str
    url: str
    method: str
    began: float
    ended: float


Script = Callable[[Request, int], Told]
"""What is done with a request; the number counts those for this URL before it."""


@dataclass
class Simulated:
    """``names`` are hosts whose name cannot be found: why, and after how many seconds."""

    script: Script
    names: Mapping[str, tuple[Failure, float]] = field(default_factory=dict)
    log: list[Sent] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    open: int = 0
    most_open: int = 0
    _counts: dict[str, int] = field(default_factory=dict)

    async def look_up(self, host: str, priority: int = 0) -> NoResponse | None:
        self.looked_up.append(host)
        found = self.names.get(host)
        if found is None:
            return None
        await asyncio.sleep(found[1])
        return NoResponse(found[0], "no such name", found[1])

    def forget(self, host: str) -> None:
        pass

    async def send(self, request: Request) -> Response | NoResponse:
        loop = asyncio.get_running_loop()
        began = loop.time()
        count = self._counts.get(request.url, 0)
        self._counts[request.url] = count + 1
        told = self.script(request, count)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            await asyncio.sleep(min(told.seconds, request.timeout))
        finally:
            self.open -= 1
            host = urlsplit(request.url).hostname or ""
            self.log.append(Sent(host, request.url, request.method, began, loop.time()))
        if told.seconds > request.timeout:
            return NoResponse(Failure.TIMEOUT, "", request.timeout)
        if told.failure is not None:
            return NoResponse(told.failure, "", told.seconds)
        return Response(
            request.url, told.code, "", told.headers, told.body, True, True, told.seconds
        )

    def release(self, host: str, closed: Callable[[], None] | None = None) -> None:
        self.released.append(host)
        if closed is not None:
            asyncio.get_running_loop().call_soon(closed)

    async def close(self) -> None:
        pass

    def sent(self, host: str) -> list[Sent]:
        return sorted((each for each in self.log if each.host == host), key=lambda each: each.began)
