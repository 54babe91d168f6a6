"""A second way to read answers, for those that browsers take and aiohttp's parser refuses.

Servers send lengths twice or beside chunks, more bytes than they said, header lines that are
none. One connection for each request, no more of HTTP than is needed to see what was said.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import time
from collections.abc import Sequence

from curator.net.http import failures
from curator.net.http.bodies import Body, Room
from curator.net.http.heads import MAX_HEAD
from curator.net.http.sockets import Sockets
from curator.net.http.wire import Target
from curator.net.messages import Request, Response
from curator.net.options import MAX_HEADER
from curator.status import Failure

_MAX_HEADERS = 256
_MAX_INTERIM = 10
_PIECE = 16_384

_STATUS = re.compile(rb"\s*(?:HTTP(?:/[0-9.]*)?|ICY)\s+([1-9][0-9]{2})(?![0-9])(.*)", re.IGNORECASE)
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,15})\s*(?:;.*)?")
_LENGTH = re.compile(r"\s*([0-9]{1,18})\s*(?:,.*)?")
_LINE_END = re.compile(r"[\r\n\0]")


class NoHttpError(Exception):
    """What came is no HTTP, however leniently it is read."""


async def ask(
    request: Request,
    where: Target,
    addresses: Sequence[str],
    headers: Sequence[tuple[str, str]],
    sockets: Sockets,
    tls: ssl.SSLContext | None,
    room: Room,
) -> Response:
    """Send ``request`` with ``headers`` to the first of ``addresses`` that can be connected to.

    Raises ``OSError`` for connections that fail, ``TimeoutError`` if there is no head in time
    and ``NoHttpError`` if it is none.
    """
    started = time.monotonic()
    async with asyncio.timeout(request.timeout):
        reader, writer = await _connect(where, addresses, sockets, tls)
        try:
            writer.write(_head(request.method, where, headers))
            await writer.drain()
            code, reason, said = await _read_head(reader)
        except BaseException:
            writer.transport.abort()
            raise
    seconds = time.monotonic() - started
    first = dict(reversed(said))
    body = Body(first.get("content-encoding", ""), request.body_limit, request.enough, room)
    try:
        bare = request.method == "HEAD" or code in {204, 304}
        ended, failure = (True, None) if bare else await _read(reader, first, body, request.timeout)
    finally:
        body.release()
        writer.transport.abort()
    return Response(
        request.url,
        code,
        reason[: failures.MAX_DETAIL],
        said,
        bytes(body.kept),
        complete=ended and failure is None and body.complete,
        reused=False,
        seconds=seconds,
        body_failure=failure,
    )


async def _connect(
    where: Target, addresses: Sequence[str], sockets: Sockets, tls: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    failed: OSError = ConnectionError("no address to connect to")
    for address in addresses:
        try:
            sock = await _connected(address, where.port, sockets)
        except OSError as error:
            failed = error
            continue
        name = where.host.rstrip(".") if tls is not None else None
        return await asyncio.open_connection(
            sock=sock, ssl=tls, server_hostname=name, limit=MAX_HEADER
        )
    raise failed


async def _connected(address: str, port: int, sockets: Sockets) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = sockets.make((family, socket.SOCK_STREAM, 0, "", (address, port)))
    try:
        sock.settimeout(0)
        await asyncio.get_running_loop().sock_connect(sock, (address, port))
    except BaseException:
        sock.close()
        raise
    return sock


def _head(method: str, where: Target, headers: Sequence[tuple[str, str]]) -> bytes:
    host = f"[{where.host}]" if ":" in where.host else where.host.rstrip(".")
    if where.port != {"http": 80, "https": 443}[where.scheme]:
        host = f"{host}:{where.port}"
    lines = [f"{method} {where.path} HTTP/1.1", f"Host: {host}"]
    for name, value in (*headers, ("Connection", "close")):
        if _LINE_END.search(name) or _LINE_END.search(value):
            raise ValueError("a header has no line ends in it")
        lines.append(f"{name}: {value}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape")


async def _read_head(
    reader: asyncio.StreamReader,
) -> tuple[int, str, tuple[tuple[str, str], ...]]:
    """Code, reason and headers of the first answer that is not an interim one."""
    for _ in range(_MAX_INTERIM):
        line = await _line(reader)
        while line and not line.strip():
            line = await _line(reader)
        if not line:
            raise ConnectionError("the connection was closed before the answer was there")
        match = _STATUS.match(line)
        if match is None:
            raise NoHttpError(f"no status line: {_text(line[:100])!r}")
        headers = await _read_headers(reader)
        code = int(match[1])
        if code == 101 or code >= 200:
            return code, _text(match[2]).strip(), headers
    raise NoHttpError("interim answers without end")


async def _read_headers(reader: asyncio.StreamReader) -> tuple[tuple[str, str], ...]:
    headers: list[tuple[str, str]] = []
    size = lines = 0
    while (line := await _line(reader)).strip():
        size += len(line)
        lines += 1  # those that go on with one before as well: each copies all of it
        if size > MAX_HEAD or lines > _MAX_HEADERS:
            raise NoHttpError("a head larger than anybody needs")
        text = _text(line)
        if text[0] in " \t" and headers:
            name, value = headers[-1]
            headers[-1] = name, f"{value} {text.strip()}"
            continue
        name, colon, value = text.partition(":")
        if colon and name.strip():  # anything else is no header, and read over
            headers.append((name.strip().lower(), value.strip()))
    if not line:
        raise ConnectionError("the connection was closed before the answer was there")
    return tuple(headers)


async def _line(reader: asyncio.StreamReader) -> bytes:
    """The next line with its end; empty at the end of the connection."""
    try:
        return await reader.readline()
    except ValueError as error:
        raise NoHttpError("a line longer than anybody needs") from error


async def _read(
    reader: asyncio.StreamReader, headers: dict[str, str], body: Body, seconds: float
) -> tuple[bool, Failure | None]:
    """Read what ``body`` wants; whether all was read, and how it broke off if it did."""
    length = _LENGTH.fullmatch(headers.get("content-length", ""))
    try:
        async with asyncio.timeout(seconds):
            if "chunked" in headers.get("transfer-encoding", "").lower():
                ended = await _feed_chunks(reader, body)
            else:
                ended = await _feed(reader, body, None if length is None else int(length[1]))
    except Exception as error:
        return False, failures.of_exchange(error)[0]
    return ended, Failure.PROTOCOL if body.broken else None


async def _feed_chunks(reader: asyncio.StreamReader, body: Body) -> bool:
    """Feed ``body`` with what chunks hold; whether their end was seen."""
    while True:
        match = _CHUNK.fullmatch((await _line(reader)).rstrip(b"\r\n"))
        if match is None:
            raise NoHttpError("a chunk without its size")
        size = int(match[1], 16)
        if not size:
            return True
        if not await _feed(reader, body, size):
            return False
        await _line(reader)


async def _feed(reader: asyncio.StreamReader, body: Body, size: int | None) -> bool:
    """Feed ``body`` with ``size`` bytes, or all there are; false if it wants no more of them."""
    while size is None or size > 0:
        if body.full or body.broken:
            return False
        piece = await reader.read(_PIECE if size is None else min(size, _PIECE))
        if not piece:
            if size is None:
                return True
            raise NoHttpError("the body ended early")
        if size is not None:
            size -= len(piece)
        body.feed(piece)
    return True


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
