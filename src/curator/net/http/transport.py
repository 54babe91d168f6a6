"""The transport: one request over aiohttp, bounded and guarded, and what came of it."""

from __future__ import annotations

import asyncio
import re
import ssl
import time
from collections.abc import Callable

import aiohttp
from yarl import URL

from curator.net.http import failures, lenient, tls
from curator.net.http.bodies import ACCEPTED, Body, Room, read
from curator.net.http.guard import networks
from curator.net.http.heads import BoundedConnector
from curator.net.http.names import Names, Resolver, most_look_ups
from curator.net.http.operator_choices import OperatorHeaders, Proxy
from curator.net.http.sessions import Sessions
from curator.net.http.sockets import ATTEMPT, Attempt, Sockets
from curator.net.http.wire import BAD_PORTS, Target, host_name, target
from curator.net.messages import NoResponse, Request, Response, Turn
from curator.net.options import MAX_HEADER, NetOptions
from curator.status import Failure

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_MAX_HEADERS = 128
_READ_SIZE = 16_384
_IDLE_SECONDS = 4.0
_PROXY_REFUSES = 407
_ODD_HOST = 3
"""Answers of one host that aiohttp refuses, after which all of its answers are read leniently."""
_UNASKED = {
    Failure.NOT_HTTP: "no address of the web",
    Failure.NAME_UNKNOWN: "no host can have this name",
}
_NO_TIMEOUT = aiohttp.ClientTimeout(total=None)

# The last label says that a host is meant as an IPv4 address (URL Standard, "ends in a number").
_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0[xX][0-9A-Fa-f]*)\.?\Z")


class _Broken(Exception):  # noqa: N818 - carries what aiohttp would try again after
    """A connection that broke."""


class AiohttpTransport:
    """Sends requests over aiohttp; a ``Transport``.

    What aiohttp refuses is a failure (``PROTOCOL``) the first time, and read as leniently as
    browsers do when it is asked for again: so nothing is sent twice behind the caller's back.

    Raises ``CuratorError`` for options that make no sense. To be made inside the event loop.
    """

    def __init__(self, options: NetOptions) -> None:
        self._options = options
        allowed = networks(options.networks)
        self._names = Names(options.lookup, allowed, threads=most_look_ups(options.max_connections))
        self._sockets = Sockets(allowed)
        self._proxy = Proxy(options.proxy, options.lookup) if options.proxy else None
        self._resolver = Resolver(self._proxy.names if self._proxy else self._names)
        self._tls = tls.context(options.ca_file) if options.ca_file else None
        self._operators = OperatorHeaders(options.headers)
        self._common = (
            ("User-Agent", options.user_agent),
            ("Accept", _ACCEPT),
            ("Accept-Language", "en, *;q=0.5"),
            ("Accept-Encoding", ACCEPTED),
        )
        self._odd: dict[str, set[str]] = {}
        self._room = Room()
        self._sessions = Sessions(self._session)

    @property
    def open(self) -> int:
        """How many sockets are open, those about to connect included."""
        return self._sockets.open

    async def look_up(self, host: str, priority: int = 0) -> NoResponse | None:
        """Find the addresses of ``host`` beforehand; what stands in the way, if anything."""
        answer = await self._names.find(host_name(host), priority)
        return answer if isinstance(answer, NoResponse) else None

    def forget(self, host: str) -> None:
        """Have ``host`` looked up anew when it is asked for next."""
        name = host_name(host)
        self._names.forget(name)
        self._names.forget(f"{name}.")

    def release(self, host: str, closed: Callable[[], None] | None = None) -> None:
        """Close the idle connections to ``host``, for nothing more is wanted from it now."""
        self._sessions.retire(_pool(host_name(host)), closed)

    async def close(self) -> None:
        """Close everything."""
        await self._sessions.close()
        self._names.close()
        if self._proxy is not None:
            self._proxy.names.close()

    async def send(self, request: Request) -> Response | NoResponse:
        """Send a request and wait for what comes of it. Never raises but when cancelled."""
        where = target(request.url)
        if isinstance(where, Failure):
            return NoResponse(where, _UNASKED.get(where, ""), 0.0)
        addresses = self._names.known(where.host)
        if addresses is None:
            addresses = await self._names.find(where.host)
        if isinstance(addresses, NoResponse):
            return addresses
        if where.port in BAD_PORTS:
            return NoResponse(Failure.NOT_HTTP, "no web site is at this port", 0.0)
        if self._proxy is not None and (failure := await self._proxy.find(self._sockets)):
            return failure
        if self._is_odd(where.host, request.url):
            return await self._ask_leniently(request, where, addresses)
        host = self._sessions.enter(_pool(where.host))
        try:
            got = await self._exchange(request, where, addresses, host.session)
        finally:
            self._sessions.leave(host)
        if isinstance(got, NoResponse) and got.failure is Failure.PROTOCOL and self._proxy is None:
            self._odd.setdefault(where.host, set()).add(request.url)
        return got

    def _is_odd(self, host: str, url: str) -> bool:
        """Whether what ``url`` answered was refused by aiohttp, or that of others of its host."""
        odd = self._odd.get(host, ())
        return url in odd or len(odd) >= _ODD_HOST

    async def _ask_leniently(
        self, request: Request, where: Target, addresses: tuple[str, ...]
    ) -> Response | NoResponse:
        added = self._operators.added(where, addresses, request.headers)
        names = {name.lower() for name, _ in added}
        headers = [pair for pair in self._common if pair[0].lower() not in names]
        await _turn_of(request.turn)
        started = time.monotonic()
        try:
            context = self._context() if where.scheme == "https" else None
            return await lenient.ask(
                request, where, addresses, [*headers, *added], self._sockets, context, self._room
            )
        except Exception as error:
            return NoResponse(*failures.of_exchange(error), time.monotonic() - started)

    async def _exchange(
        self,
        request: Request,
        where: Target,
        addresses: tuple[str, ...],
        session: aiohttp.ClientSession,
    ) -> Response | NoResponse:
        attempt = Attempt(request.turn)
        ATTEMPT.set(attempt)
        started = time.monotonic()
        try:
            async with asyncio.timeout(request.timeout):
                answer = await session.request(
                    request.method,
                    _yarl(where, addresses),
                    headers=self._operators.added(where, addresses, request.headers),
                    ssl=self._context() if where.scheme == "https" else True,
                    proxy=self._proxy.url if self._proxy is not None else None,
                    allow_redirects=False,
                )
        except Exception as error:
            seconds = time.monotonic() - started
            # Whatever it is, it is no answer. With several addresses aiohttp mixes errors up.
            refused = attempt.refused if not attempt.fresh else None
            failure, words = failures.of_exchange(refused or error)
            if not attempt.fresh:
                # The server had closed what we kept: the next try goes on a fresh connection.
                self._sessions.retire(_pool(where.host))
            return NoResponse(failure, words, seconds)
        return await self._answer(request, answer, time.monotonic() - started)

    async def _answer(
        self, request: Request, answer: aiohttp.ClientResponse, seconds: float
    ) -> Response | NoResponse:
        """The answer with its body; the connection is given back, or closed."""
        if answer.status == _PROXY_REFUSES and self._proxy is not None:
            answer.close()
            return NoResponse(Failure.PROXY, "the proxy asks for a password", seconds)
        headers = tuple(
            (name.lower(), value if value.isascii() else _text(value))
            for name, value in answer.headers.items()
        )
        encoding = answer.headers.get("Content-Encoding", "")
        body = Body(encoding, request.body_limit, request.enough, self._room)
        ended, failure = False, None
        try:
            ended, failure = await read(answer, body, request.timeout)
        finally:
            body.release()
            if not answer.closed:  # by aiohttp, at the end of the body
                answer.close()
        return Response(
            request.url,
            answer.status,
            _text(answer.reason or "")[: failures.MAX_DETAIL],
            headers,
            bytes(body.kept),
            complete=ended and failure is None and body.complete,
            reused=ended and _lives_on(request.method, answer),
            seconds=seconds,
            body_failure=failure,
        )

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = tls.context()
        return self._tls

    def _session(self) -> aiohttp.ClientSession:
        connector = BoundedConnector(
            resolver=self._resolver,
            use_dns_cache=False,
            limit=0,
            keepalive_timeout=_IDLE_SECONDS,
            socket_factory=self._sockets.make,
        )
        return aiohttp.ClientSession(
            connector=connector,
            headers=self._common,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=_NO_TIMEOUT,
            trust_env=False,
            read_bufsize=_READ_SIZE,
            max_line_size=MAX_HEADER,
            max_field_size=MAX_HEADER,
            max_headers=_MAX_HEADERS,
            middlewares=(_once,),
            request_class=_InTurn,
        )


async def _turn_of(turn: Turn | None) -> None:
    """Wait until it is the turn of a request."""
    while turn is not None and (pause := turn()) > 0:
        await asyncio.sleep(pause)


class _InTurn(aiohttp.ClientRequest):
    """A request that waits for its turn when its connection is there.

    Waiting before would not do: how long it takes to connect is the difference between two
    requests that were begun with a gap between them and reach their server without one.
    """

    async def send(self, conn: aiohttp.connector.Connection) -> aiohttp.ClientResponse:
        attempt = ATTEMPT.get(None)
        if attempt is not None:
            await _turn_of(attempt.turn)
        return await super().send(conn)


async def _once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a request again by itself when a connection broke."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _Broken from error


def _pool(host: str) -> str:
    """The name of the pool for ``host``: with a dot at its end it is the same host."""
    return host.removesuffix(".")


def _yarl(where: Target, addresses: tuple[str, ...]) -> URL:
    """The address as aiohttp wants it, the target of the request line untouched."""
    host = where.host
    if ":" in host:
        host = f"[{host}]"
    elif _NUMBER.search(host):
        # Browsers ask http://134744072/ as http://8.8.8.8/, and say so in the Host header.
        host = addresses[0]
    return URL.build(scheme=where.scheme, host=host, port=where.port, path=where.path, encoded=True)


def _text(value: str) -> str:
    """A text from a head, which aiohttp read as UTF-8, in Latin-1 if it was not."""
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _lives_on(method: str, answer: aiohttp.ClientResponse) -> bool:
    """Whether the connection of an answer that was read to its end is kept."""
    headers = answer.headers
    connection = headers.get("Connection", "").lower()
    if "close" in connection or answer.status == 101:
        return False
    if answer.version is None or answer.version < aiohttp.HttpVersion11:
        return "keep-alive" in connection
    bounded = "Content-Length" in headers or "Transfer-Encoding" in headers
    return bounded or method == "HEAD" or answer.status in {204, 304}
