"""The server of the fake internet: HTTP/1.1 on many addresses of this machine, in one process.

A protocol of its own instead of a web framework: it has to do what no framework lets a server
do, and it must cost less than the clients that are measured with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
import socket
import ssl
import struct
import sys
import time
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl

from bench.internet.behaviours import reply_to
from bench.internet.replies import Asked, Memory, Reply, Then, titled, whole

Row = list[str | int | float | None]

_MAX_HEAD = 1_000_000
_BACKLOG = 512
_RESET_ON_CLOSE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""``struct linger``: nothing is waited for, so that the connection is reset, not ended."""
_HEADER = re.compile(rb"\r\n(host|cookie|connection):[ \t]*([^\r\n]*)", re.IGNORECASE)


class Log:
    """Who came and what was asked: rows in the order of the fields of Connection and Visit."""

    def __init__(self, *, heads: bool) -> None:
        self._heads = heads
        self._connections: dict[int, Row] = {}
        self._visits: list[Row] = []
        self._numbers = itertools.count(1)

    def opened(self, address: str, port: int) -> int:
        """Note a connection; its number."""
        number = next(self._numbers)
        self._connections[number] = [number, address, port, time.monotonic(), None]
        return number

    def closed(self, number: int) -> None:
        """Note the end of a connection."""
        if row := self._connections.get(number):  # it may have been forgotten
            row[-1] = time.monotonic()

    def asked(self, host: str, target: str, method: str, number: int, head: bytes) -> Row:
        """Note a request; the row, for ``answered``."""
        text = head.decode("latin-1") if self._heads else ""
        row: Row = [host, target, method, time.monotonic(), None, number, 0, text]
        self._visits.append(row)
        return row

    @staticmethod
    def answered(row: Row, code: int) -> None:
        """Note the end of a request: answered with ``code``, 0 for no answer."""
        if row[4] is None:
            row[4], row[6] = time.monotonic(), code

    def rows(self) -> dict[str, list[Row]]:
        """All there is."""
        return {"visits": self._visits, "connections": list(self._connections.values())}

    def forget(self) -> None:
        """Start anew; connections that are still open are kept."""
        self._visits = []
        self._connections = {
            number: row for number, row in self._connections.items() if row[-1] is None
        }


class Server:
    """What all connections share: the log, the memory, and the tasks of slow answers."""

    def __init__(self, *, heads: bool = False) -> None:
        self.log = Log(heads=heads)
        self.memory = Memory()
        self.tasks: set[asyncio.Task[None]] = set()

    def forget(self) -> None:
        """Start anew, as if nobody had ever asked."""
        self.log.forget()
        self.memory.forget()

    async def listen(self, sockets: Iterable[socket.socket], tls: ssl.SSLContext | None) -> None:
        """Serve what comes in on ``sockets``, which are bound already."""
        loop = asyncio.get_running_loop()
        for one in sockets:
            await loop.create_server(
                lambda: Exchange(self, "https" if tls else "http"),
                sock=one, ssl=tls, backlog=_BACKLOG,
            )  # fmt: skip


class Exchange(asyncio.Protocol):
    """One connection: requests come one after the other, and each is answered."""

    __slots__ = (
        "_buffer", "_busy", "_number", "_row", "_scheme", "_server", "_socket", "_task",
        "_transport", "_writable",
    )  # fmt: skip

    def __init__(self, server: Server, scheme: str) -> None:
        self._server = server
        self._scheme = scheme
        self._buffer = b""
        self._busy = False
        self._row: Row | None = None
        self._task: asyncio.Task[None] | None = None
        self._writable: asyncio.Future[None] | None = None

    # --------------------------------------------------------------- what asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._socket: socket.socket = transport.get_extra_info("socket")
        address, port = transport.get_extra_info("sockname")[:2]
        self._number = self._server.log.opened(address, port)

    def data_received(self, data: bytes) -> None:
        """A client says something."""
        self._buffer += data
        if not self._busy:
            self._take()

    def eof_received(self) -> bool:
        """A client has said everything: it goes away, for none closes only one half."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - as asyncio calls it
        """The connection is gone, whoever closed it."""
        self._server.log.closed(self._number)
        if self._row is not None:
            self._server.log.answered(self._row, 0)
        if self._task is not None:
            self._task.cancel()

    def pause_writing(self) -> None:
        """The client reads more slowly than we write."""
        self._writable = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        """The client has caught up."""
        if self._writable is not None:
            if not self._writable.done():
                self._writable.set_result(None)
            self._writable = None

    # --------------------------------------------------------------- requests

    def _take(self) -> None:
        """Answer the next request, if all of its head is there."""
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            if len(self._buffer) > _MAX_HEAD:
                self._transport.abort()
            return
        self._buffer = rest
        self._busy = True
        headers = {name.lower(): value for name, value in _HEADER.findall(head)}
        method, _, tail = head.partition(b"\r\n")[0].decode("latin-1").partition(" ")
        target = tail.rpartition(" ")[0]
        authority = headers.get(b"host", b"").decode("latin-1").lower()
        host = authority.rpartition(":")[0] or authority
        self._row = self._server.log.asked(host, target, method, self._number, head)
        asked_name, asked = self._understand(method, host, authority, target, headers)
        try:
            reply = reply_to(asked_name, asked)
        except (ValueError, LookupError) as error:
            reply = whole(400, titled("The fake internet has no such thing", repr(error)))
        wait = reply.wait + float(asked.choices.get("ms", 0)) / 1000
        leave = reply.then is Then.KEEP and headers.get(b"connection", b"").lower() == b"close"
        self._begin(reply, wait, Then.CLOSE if leave else reply.then, bodiless=method == "HEAD")

    def _go_on(self) -> None:
        if not self._busy and not self._transport.is_closing():
            self._take()

    def _understand(
        self, method: str, host: str, authority: str, target: str, headers: dict[bytes, bytes]
    ) -> tuple[str, Asked]:
        path, _, query = target.partition("?")
        name, *rest = path.split("/")[1:] or [""]
        return name, Asked(
            method,
            host,
            f"{self._scheme}://{authority}",
            target,
            tuple(rest),
            query,
            dict(parse_qsl(query)) if query else {},
            headers.get(b"cookie", b"").decode("latin-1"),
            self._server.memory,
        )

    # --------------------------------------------------------------- answers

    def _begin(self, reply: Reply, wait: float, then: Then, *, bodiless: bool) -> None:
        """Answer at once what can be; the rest in a task of its own."""
        body = () if bodiless else reply.body
        if isinstance(body, tuple):
            if wait:
                asyncio.get_running_loop().call_later(wait, self._say, reply, body, then)
            else:
                self._say(reply, body, then)
            return
        self._task = asyncio.get_running_loop().create_task(self._drip(reply, body, wait, then))
        self._server.tasks.add(self._task)
        self._task.add_done_callback(self._server.tasks.discard)

    def _say(self, reply: Reply, body: tuple[bytes, ...], then: Then) -> None:
        if self._transport.is_closing():
            return
        if said := b"".join((reply.head, *body)):
            self._transport.write(said)
        self._finish(reply.code, then)

    async def _drip(self, reply: Reply, body: Iterable[bytes], wait: float, then: Then) -> None:
        await asyncio.sleep(wait)
        self._transport.write(reply.head)
        for piece in body:
            if self._transport.is_closing():
                return
            self._transport.write(piece)
            if self._writable is not None:
                await self._writable
            # Others get their turn even while one client reads as fast as it can.
            await asyncio.sleep(reply.pause)
        self._finish(reply.code, then)

    def _finish(self, code: int, then: Then) -> None:
        if then is Then.HOLD:
            return
        assert self._row is not None
        self._server.log.answered(self._row, code)
        self._row = None
        if then is Then.KEEP:
            self._busy = False
            if self._buffer:  # not from here, or many requests at once would be a deep recursion
                asyncio.get_running_loop().call_soon(self._go_on)
        elif then is Then.CLOSE:
            self._transport.close()
        else:
            with contextlib.suppress(OSError):
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self._transport.abort()


def bind(addresses: Sequence[str]) -> tuple[int, list[socket.socket]]:
    """Sockets on all ``addresses``, on one port that is free on each of them.

    Raises:
        OSError: an address is not there, or no such port was found.
        ValueError: an address is not of this machine alone.
    """
    if strange := [address for address in addresses if not address.startswith("127.")]:
        raise ValueError(f"not a loopback address: {strange[0]}")
    for attempt in itertools.count(1):
        sockets: list[socket.socket] = []
        port = 0
        try:
            for address in addresses:
                sockets.append(socket.socket())
                if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
                    sockets[-1].setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
                sockets[-1].bind((address, port))
                port = sockets[-1].getsockname()[1]
        except OSError:
            for one in sockets:
                one.close()
            if not port or attempt == 20:
                raise
        else:
            return port, sockets
    raise AssertionError("itertools.count ends")
