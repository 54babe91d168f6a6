"""One pool of connections for each host, so that a host's can be closed when it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp


class Host:
    """The connections to one host, and how many requests use them."""

    __slots__ = ("in_flight", "retired", "session")

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session
        self.in_flight = 0
        self.retired = False


class Sessions:
    """The hosts that there are connections to; ``make`` opens a session for one more."""

    def __init__(self, make: Callable[[], aiohttp.ClientSession]) -> None:
        self._make = make
        self._hosts: dict[str, Host] = {}
        self._retired: set[Host] = set()
        self._closing: set[asyncio.Task[None]] = set()

    def enter(self, name: str) -> Host:
        """The host ``name``, with one more request in flight."""
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = Host(self._make())
        host.in_flight += 1
        return host

    def leave(self, host: Host) -> None:
        """A request to ``host`` is over."""
        host.in_flight -= 1
        if host.in_flight:
            return
        if host.retired:
            self._retired.discard(host)
            self._close(host)

    def retire(self, name: str, closed: Callable[[], None] | None = None) -> None:
        """Close the idle connections to ``name``; those in use are closed after their use.

        ``closed`` is called when the idle ones are.
        """
        host = self._hosts.pop(name, None)
        if host is not None:
            host.retired = True
            if not host.in_flight:
                self._close(host, closed)
                return
            self._retired.add(host)
        if closed is not None:
            closed()

    async def close(self) -> None:
        """Close all connections, those in use as well."""
        for host in (*self._hosts.values(), *self._retired):
            self._close(host)
        self._hosts.clear()
        self._retired.clear()
        while self._closing:
            await asyncio.wait(self._closing)

    def _close(self, host: Host, closed: Callable[[], None] | None = None) -> None:
        task = asyncio.get_running_loop().create_task(host.session.close())
        self._closing.add(task)

        def done(task: asyncio.Task[None]) -> None:
            self._closing.discard(task)
            if closed is not None:
                closed()

        task.add_done_callback(done)
