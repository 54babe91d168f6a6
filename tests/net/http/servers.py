"""Servers of our own that say byte for byte what a test has them say, and count who came."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from curator.net.http.transport import AiohttpTransport
from curator.net.messages import NoResponse, Request, Response
from curator.net.options import NetOptions

LOOPBACK = ("127.0.0.0/8", "::1/128")


@dataclass
class Server:
    """What a server has seen: ``heads`` of requests, connections ``opened`` and ``closed``."""

    port: int = 0
    heads: list[bytes] = field(default_factory=list)
    opened: int = 0
    closed: int = 0
    sent: int = 0
    readers: dict[asyncio.StreamWriter, asyncio.StreamReader] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def lines(self) -> list[str]:
        """The request lines."""
        return [head.split(b"\r\n", 1)[0].decode("latin-1") for head in self.heads]

    def url(self, path: str = "/", *, scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    async def until(self, said: Callable[[Server], bool]) -> None:
        """Wait until something holds of this server, a few seconds at most."""
        async with asyncio.timeout(5):
            while not said(self):
                self.changed.clear()
                await self.changed.wait()


Handler = Callable[[bytes, asyncio.StreamWriter, Server], Awaitable[bool | None]]
"""Answers one request; a true result closes the connection."""


@contextlib.asynccontextmanager
async def serving(
    handler: Handler, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Server]:
    """Run a server with ``handler`` on a port of its own."""
    server = Server()
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.opened += 1
        server.readers[writer] = reader
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                server.heads.append(head)
                server.changed.set()
                if await handler(head, writer, server):
                    break
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.transport.abort()
            server.closed += 1
            server.changed.set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    listening = await asyncio.start_server(accept, host, 0, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)


def saying(answers: Mapping[str, bytes] | bytes, *, close: bool = False) -> Handler:
    """Answers with fixed bytes, by path or always the same."""

    async def handler(head: bytes, writer: asyncio.StreamWriter, server: Server) -> bool:
        path = head.split(b" ", 2)[1].decode("latin-1")
        writer.write(answers if isinstance(answers, bytes) else answers[path])
        await writer.drain()
        return close

    return handler


def endless(start: bytes, again: bytes) -> Handler:
    """Says ``start`` and then ``again`` for ever, as fast as it is read."""

    async def handler(head: bytes, writer: asyncio.StreamWriter, server: Server) -> bool:
        writer.write(start)
        while True:
            writer.write(again)
            server.sent += len(again)
            await writer.drain()

    return handler


def ok(body: bytes = b"hello", *headers: str, code: str = "200 OK") -> bytes:
    """A plain answer."""
    lines = [f"HTTP/1.1 {code}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@contextlib.asynccontextmanager
async def transporting(**options: Any) -> AsyncIterator[AiohttpTransport]:
    """A transport that may talk to servers of our own."""
    options.setdefault("networks", LOOPBACK)
    transport = AiohttpTransport(NetOptions(**options))
    try:
        yield transport
    finally:
        await transport.close()


async def asked(url: str, transport: AiohttpTransport, **request: Any) -> Response:
    """The answer of ``url``, which there must be."""
    got = await transport.send(Request(url, **{"timeout": 2.0, **request}))
    assert isinstance(got, Response), got
    return got


async def failed(url: str, transport: AiohttpTransport, **request: Any) -> NoResponse:
    """The failure of ``url``, which must not answer."""
    got = await transport.send(Request(url, **{"timeout": 2.0, **request}))
    assert isinstance(got, NoResponse), got
    return got
