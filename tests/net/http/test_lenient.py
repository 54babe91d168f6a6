"""Answers that aiohttp refuses and browsers take, asked for a second time."""

from __future__ import annotations

import asyncio
import gzip
import ssl

import pytest
import trustme

from curator.net.messages import Request, Response
from curator.net.options import USER_AGENT
from curator.status import Failure
from tests.net.http.servers import Server, asked, endless, failed, ok, saying, serving, transporting

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n"
LENGTH = b"Content-Length: 2\r\n"

TAKEN = {
    "length and chunks": CHUNKED + LENGTH + b"\r\n2\r\nhi\r\n0\r\n\r\n",
    "length twice": OK + LENGTH + LENGTH + b"\r\nhi",
    "two lengths": OK + LENGTH + b"Content-Length: 3\r\n\r\nhix",
    "a list of lengths": OK + b"Content-Length: 2, 2\r\n\r\nhi",
    "no length where one is named": OK + b"Content-Length:\r\n\r\nhi",
    "a length that is none": OK + b"Content-Length: two\r\n\r\nhi",
    "more than its length": OK + LENGTH + b"\r\nhi and more",
    "a name with a space": OK + b"A B: c\r\n" + LENGTH + b"\r\nhi",
    "a space before the colon": OK + b"Content-Length : 2\r\n\r\nhi more",
    "a line that is no header": OK + b"nonsense\r\n: x\r\n" + LENGTH + b"\r\nhi",
    "a name that is not ASCII": OK + "\u00e9: x\r\n".encode() + LENGTH + b"\r\nhi",
    "NUL in a value": OK + b"A: b\0c\r\n" + LENGTH + b"\r\nhi",
    "a short version": b"HTTP/1 200 OK\r\n" + LENGTH + b"\r\nhi",
    "two spaces": b"HTTP/1.1  200 OK\r\n" + LENGTH + b"\r\nhi",
    "lower case": b"http/1.1 200 OK\r\n" + LENGTH + b"\r\nhi",
    "a code with its reason": b"HTTP/1.1 200OK\r\n" + LENGTH + b"\r\nhi",
    "a radio": b"ICY 200 OK\r\n" + LENGTH + b"\r\nhi",
    "bare line feeds in chunks": CHUNKED + b"\r\n2\nhi\n0\n\n",
    "interim answers": b"HTTP/1.1 103 Early\r\nA B: c\r\n\r\n" + OK + LENGTH + b"\r\nhi",
    "200 headers": OK + b"A: b\r\n" * 200 + LENGTH + b"\r\nhi",
    "folded": OK + b"A B: c\r\n d\r\n" + LENGTH + b"\r\nhi",
    "until the end": b"HTTP/1.1  200 OK\r\n\r\nhi",
    "gzip": OK + b"A B: c\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"hi"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_taken_when_asked_for_again(name: str) -> None:
    async def main() -> None:
        async with (
            serving(saying(TAKEN[name], close=True)) as server,
            transporting() as transport,
        ):
            first = await failed(server.url(), transport)
            assert first.failure is Failure.PROTOCOL
            assert len(server.heads) == 1
            got = await asked(server.url(), transport)
            assert (got.code, got.body, got.complete, got.reused) == (200, b"hi", True, False)
            assert got.body_failure is None
            assert len(server.heads) == 2
            await asyncio.sleep(0.01)
            assert transport.open == 0

    asyncio.run(main())


BROKEN = {
    "chunks without a size": (CHUNKED + b"\r\n2\r\nhi\r\nzz\r\n", b"hi"),
    "chunks that end early": (CHUNKED + b"A B: c\r\n\r\n9\r\nhi", b"hi"),
    "a body that ends early": (OK + b"A B: c\r\nContent-Length: 9\r\n\r\nhi", b"hi"),
    "not compressed": (OK + b"A B: c\r\nContent-Encoding: gzip\r\n\r\n<html>", b""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_body_that_breaks_off_is_no_failure(name: str) -> None:
    said, body = BROKEN[name]

    async def main() -> None:
        async with serving(saying(said, close=True)) as server, transporting() as transport:
            await failed(server.url(), transport)
            got = await asked(server.url(), transport)
            assert (got.code, got.body, got.body_failure) == (200, body, Failure.PROTOCOL)
            assert not got.complete

    asyncio.run(main())


REFUSED = {
    "HTTP/0.9": b"<html>hello</html>",
    "another protocol": b"SSH-2.0-OpenSSH_9.6\r\n",
    "a code of four digits": b"HTTP/1.1 2000 OK\r\n\r\n",
    "a line without end": OK + b"A: " + b"a" * 70_000 + b"\r\n\r\n",
    "headers without end": OK + b"A: b\r\n" * 1_000 + b"\r\n",
    "interim answers without end": b"HTTP/1.1 103 x\r\nA B: c\r\n\r\n" * 1_000,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_answer_to_anybody(name: str) -> None:
    async def main() -> None:
        async with (
            serving(saying(REFUSED[name], close=True)) as server,
            transporting() as transport,
        ):
            for _ in range(2):
                got = await failed(server.url(), transport)
                assert got.failure is Failure.PROTOCOL
                assert 0 < len(got.detail) <= 200
            await asyncio.sleep(0.01)
            assert transport.open == 0

    asyncio.run(main())


@pytest.mark.parametrize(
    "again", [b"A: b\r\n" * 1_000, b"A: " + b"a" * 60_000 + b"\r\n", b"a" * 65_536]
)
def test_endless_heads_are_not_read_on(again: bytes) -> None:
    async def main() -> None:
        async with serving(endless(OK + b"A B: c\r\n", again)) as server, transporting() as one:
            for _ in range(2):
                assert (await failed(server.url(), one)).failure is Failure.PROTOCOL
            await server.until(lambda seen: seen.closed == 2)
            assert server.sent < 20_000_000

    asyncio.run(main())


def test_lines_that_go_on_are_counted() -> None:
    said = OK + b"A B: c\r\n" + b" a\n" * 60_000 + b"\r\nab"

    async def main() -> None:
        async with serving(saying(said)) as server, transporting() as transport:
            await failed(server.url(), transport)
            got = await failed(server.url(), transport)
            assert got.detail == "a head larger than anybody needs"

    asyncio.run(main())


def test_an_endless_body_is_not_read_on() -> None:
    async def main() -> None:
        start = OK + b"A B: c\r\n\r\n"
        async with serving(endless(start, b"a" * 65_536)) as server, transporting() as one:
            await failed(server.url(), one)
            got = await asked(server.url(), one, body_limit=10_000)
            assert (len(got.body), got.complete, got.body_failure) == (10_000, False, None)
            await server.until(lambda seen: seen.closed == 2)

    asyncio.run(main())


def test_silence_and_ends_are_told() -> None:
    async def handler(head: bytes, writer: asyncio.StreamWriter, server: Server) -> bool:
        if len(server.heads) == 1:
            writer.write(b"nonsense\r\n")
        elif b"/head" in head:
            await asyncio.sleep(5)
        elif b"/body" in head:
            writer.write(OK + b"Content-Length: 9\r\n\r\nhi")
            await writer.drain()
            await asyncio.sleep(5)
        elif b"/half" in head:
            writer.write(OK + b"A: b\r\n")
        await writer.drain()
        return True

    async def main() -> None:
        for path, failure in {
            "/head": Failure.TIMEOUT,
            "/end": Failure.RESET,
            "/half": Failure.RESET,
        }.items():
            async with serving(handler) as server, transporting() as transport:
                await failed(server.url(path), transport)
                got = await failed(server.url(path), transport, timeout=0.2)
                assert got.failure is failure
                await asyncio.sleep(0.01)
                assert transport.open == 0
        async with serving(handler) as server, transporting() as transport:
            await failed(server.url("/body"), transport)
            answer = await asked(server.url("/body"), transport, timeout=0.2)
            assert (answer.body, answer.body_failure) == (b"hi", Failure.TIMEOUT)

    asyncio.run(main())


def test_what_is_sent() -> None:
    async def main() -> None:
        said = OK + b"A B: c\r\n\r\n"
        async with serving(saying(said, close=True)) as server, transporting() as transport:
            url = server.url("/a/../b?c|d#e")
            headers = [("Cookie", "a=b"), ("accept", "text/plain")]
            for method in ("GET", "GET", "HEAD"):
                await transport.send(Request(url, method, headers))
            head = server.heads[1].decode()
            assert head.split("\r\n") == [
                "GET /a/../b?c%7Cd HTTP/1.1",
                f"Host: 127.0.0.1:{server.port}",
                f"User-Agent: {USER_AGENT}",
                "Accept-Language: en, *;q=0.5",
                "Accept-Encoding: gzip, deflate",
                "Cookie: a=b",
                "accept: text/plain",
                "Connection: close",
                "",
                "",
            ]
            assert server.lines[2] == "HEAD /a/../b?c%7Cd HTTP/1.1"
            got = await failed(url, transport, headers=[("X", "a\r\nb: c")])
            assert got.failure is Failure.PROTOCOL

    asyncio.run(main())


def test_a_host_that_is_odd_throughout_is_asked_once_for_each_address() -> None:
    async def main() -> None:
        async with (
            serving(saying(TAKEN["length and chunks"], close=True)) as server,
            transporting() as transport,
        ):
            failures = 0
            for number in range(10):
                got = await transport.send(Request(server.url(f"/{number}")))
                failures += not isinstance(got, Response)
            assert failures == 3
            assert len(server.heads) == 10

    asyncio.run(main())


def test_good_answers_of_the_same_host_are_read_as_ever() -> None:
    answers = {"/odd": TAKEN["more than its length"], "/good": ok()}

    async def main() -> None:
        async with serving(saying(answers)) as server, transporting() as transport:
            await failed(server.url("/odd"), transport)
            assert (await asked(server.url("/odd"), transport)).body == b"hi"
            assert (await asked(server.url("/good"), transport)).reused

    asyncio.run(main())


def test_over_tls() -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("odd.example").configure_cert(context)

    async def main() -> None:
        with authority.cert_pem.tempfile() as ca_file:
            options = {"ca_file": ca_file, "lookup": lambda host: ("127.0.0.2", "127.0.0.1")}
            said = TAKEN["length and chunks"]
            async with (
                serving(saying(said, close=True), context) as server,
                transporting(**options) as transport,
            ):
                url = server.url(scheme="https", host="odd.example")
                await failed(url, transport)
                assert (await asked(url, transport)).body == b"hi"
                await asyncio.sleep(0.02)
                assert transport.open == 0

    asyncio.run(main())


def test_the_socket_is_judged_here_too() -> None:
    answers = iter([("127.0.0.1",), ("10.0.0.1",)])

    async def main() -> None:
        options = {"lookup": lambda host: next(answers)}
        async with (
            serving(saying(TAKEN["two spaces"], close=True)) as server,
            transporting(**options) as transport,
        ):
            url = server.url(host="odd.example")
            await failed(url, transport)
            transport.forget("odd.example")
            assert (await failed(url, transport)).failure is Failure.PRIVATE

    asyncio.run(main())


def test_a_cancelled_request_closes_its_connection() -> None:
    async def handler(head: bytes, writer: asyncio.StreamWriter, server: Server) -> bool:
        if len(server.heads) == 1:
            writer.write(b"nonsense\r\n")
            return True
        await asyncio.sleep(5)
        return True

    async def main() -> None:
        async with serving(handler) as server, transporting() as transport:
            await failed(server.url(), transport)
            asking = asyncio.ensure_future(transport.send(Request(server.url())))
            await server.until(lambda seen: len(seen.heads) == 2)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            await asyncio.sleep(0.01)
            assert transport.open == 0

    asyncio.run(main())
