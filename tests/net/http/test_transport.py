"""The transport against servers of our own: answers, failures, connections, addresses."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from typing import Any

import pytest

from curator.net.http.transport import AiohttpTransport
from curator.net.messages import Request, Response
from curator.net.options import USER_AGENT, HostHeader, NetOptions
from curator.status import Failure
from tests.net.http.servers import Server, asked, endless, failed, ok, saying, serving, transporting


def test_an_answer() -> None:
    async def main() -> None:
        said = ok(b"<p>h\xc3\xa9</p>", "Content-Type: text/html", "Set-Cookie: a", "Set-Cookie: b")
        async with serving(saying(said)) as server, transporting() as transport:
            got = await asked(server.url("/p?q"), transport, headers=[("Cookie", "x=y")])
            assert (got.url, got.code, got.reason) == (server.url("/p?q"), 200, "OK")
            assert got.body == b"<p>h\xc3\xa9</p>"
            assert got.complete
            assert got.reused
            assert got.body_failure is None
            assert got.all("set-cookie") == ["a", "b"]
            assert got.header("content-type") == "text/html"
            (head,) = server.heads
            lines = head.decode().split("\r\n")
            assert lines[:3] == [
                "GET /p?q HTTP/1.1",
                f"Host: 127.0.0.1:{server.port}",
                f"User-Agent: {USER_AGENT}",
            ]
            assert "Accept-Encoding: gzip, deflate" in lines
            assert "Cookie: x=y" in lines
            assert sum(line.lower().startswith("accept:") for line in lines) == 1

    asyncio.run(main())


PATHS = {
    "/a/../b/./c": "/a/../b/./c",
    "/%7Efoo/%2f%2F%zz?": "/%7Efoo/%2f%2F%zz?",
    "//x//y?a=%20+b&[c]={d}": "//x//y?a=%20+b&[c]=%7Bd%7D",
    "/\u00fc?\u00fc#fragment": "/%C3%BC?%C3%BC",
    "": "/",
    "?q": "/?q",
}


@pytest.mark.parametrize(("path", "sent"), PATHS.items())
def test_addresses_are_sent_as_written(path: str, sent: str) -> None:
    async def main() -> None:
        async with serving(saying(ok())) as server, transporting() as transport:
            await asked(server.url(path), transport)
            assert server.lines == [f"GET {sent} HTTP/1.1"]

    asyncio.run(main())


def test_user_and_password_are_never_sent(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", "http://me:secret@127.0.0.1:9")

    async def main() -> None:
        async with serving(saying(ok())) as server, transporting() as transport:
            await asked(f"http://us%65r:secret@127.0.0.1:{server.port}/", transport)
            assert b"uthorization" not in server.heads[0]
            assert b"secret" not in server.heads[0]

    asyncio.run(main())


HEAD = "HTTP/1.1 200 OK\r\n"
TAKEN: dict[str, tuple[bytes, int, bytes]] = {
    "no reason": (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi", 200, b"hi"),
    "control characters in the reason": (
        b"HTTP/1.1 404 a\x1b[31mb\r\nContent-Length: 2\r\n\r\nhi", 404, b"hi",
    ),
    "huge reason": (
        b"HTTP/1.1 404 " + b"a" * 60_000 + b"\r\nContent-Length: 2\r\n\r\nhi", 404, b"hi",
    ),
    "any code": (b"HTTP/1.1 999 no\r\nContent-Length: 2\r\n\r\nhi", 999, b"hi"),
    "HTTP/1.0, until it ends": (b"HTTP/1.0 200 OK\r\n\r\nhi", 200, b"hi"),
    "HTTP/2.0 by name": (b"HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200, b"hi"),
    "1xx before it": (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\n\r\nhi",
        200, b"hi",
    ),
    "bare line feeds": (b"HTTP/1.1 200 OK\nContent-Length: 2\nA: b\n\nhi", 200, b"hi"),
    "empty lines first": (b"\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200, b"hi"),
    "folded header": (b"HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 2\r\n\r\nhi", 200, b"hi"),
    "60 KB header": (
        b"HTTP/1.1 200 OK\r\nA: " + b"a" * 60_000 + b"\r\nContent-Length: 2\r\n\r\nhi", 200, b"hi",
    ),
    "100 headers": (
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 100 + b"Content-Length: 2\r\n\r\nhi", 200, b"hi",
    ),
    "chunked": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\nh\r\n1 \r\ni\r\n0\r\n\r\n",
        200, b"hi",
    ),
    "offer of an upgrade": (
        b"HTTP/1.1 200 OK\r\nConnection: Upgrade\r\nUpgrade: h2\r\nContent-Length: 2\r\n\r\nhi",
        200, b"hi",
    ),
    "nothing but a head": (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b""),
    "gzip": (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%b"
        % (len(gzip.compress(b"hi")), gzip.compress(b"hi")), 200, b"hi",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_answers_that_browsers_take(name: str) -> None:
    said, code, body = TAKEN[name]

    async def main() -> None:
        async with serving(saying(said, close=True)) as server, transporting() as transport:
            got = await asked(server.url(), transport)
            assert (got.code, got.body, got.complete) == (code, body, True)
            assert len(got.reason) <= 200

    asyncio.run(main())


def test_texts_of_a_head_are_utf8_or_latin1() -> None:
    async def main() -> None:
        said = b"HTTP/1.1 404 Pas trouv\xe9\r\nLocation: /\xc3\xa9\r\nX: \xe9\r\nContent-Length: 0"
        async with serving(saying(said + b"\r\n\r\n")) as server, transporting() as transport:
            got = await asked(server.url(), transport)
            assert got.reason == "Pas trouv\u00e9"
            assert (got.header("location"), got.header("x")) == ("/\u00e9", "\u00e9")

    asyncio.run(main())


REFUSED: dict[str, tuple[bytes, Failure]] = {
    "empty": (b"", Failure.RESET),
    "half a head": (b"HTTP/1.1 200 OK\r\nContent-Le", Failure.RESET),
    "HTTP/0.9": (b"<html>hello</html>", Failure.PROTOCOL),
    "another protocol": (b"SSH-2.0-OpenSSH_9.6\r\n", Failure.PROTOCOL),
    "TLS": (b"\x15\x03\x01\x00\x02\x02\x46", Failure.PROTOCOL),
    "70 KB header": (b"HTTP/1.1 200 OK\r\nA: " + b"a" * 70_000 + b"\r\n\r\n", Failure.PROTOCOL),
    "70 KB reason": (b"HTTP/1.1 200 " + b"a" * 70_000 + b"\r\n\r\n", Failure.PROTOCOL),
    "1,000 headers": (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1_000 + b"\r\n", Failure.PROTOCOL),
    "two lengths": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi", Failure.PROTOCOL,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_answer(name: str) -> None:
    said, failure = REFUSED[name]

    async def main() -> None:
        async with serving(saying(said, close=True)) as server, transporting() as transport:
            got = await failed(server.url(), transport)
            assert got.failure is failure
            assert 0 < len(got.detail) <= 200
            assert "\n" not in got.detail
            assert len(server.heads) == 1

    asyncio.run(main())


@pytest.mark.parametrize(
    ("start", "again"),
    [
        (b"HTTP/1.1 200 OK\r\nA: ", b"a" * 65_536),
        (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n" * 1_000),
        (b"HTTP/1.1 ", b"1" * 65_536),
        (b"", b"a" * 65_536),
    ],
)
def test_endless_heads_are_not_read_on(start: bytes, again: bytes) -> None:
    async def main() -> None:
        async with serving(endless(start, again)) as server, transporting() as transport:
            got = await failed(server.url(), transport)
            assert got.failure is Failure.PROTOCOL
            await server.until(lambda seen: seen.closed == 1)
            assert server.sent < 20_000_000

    asyncio.run(main())


def test_a_head_of_many_long_lines_is_not_read_on() -> None:
    # No line of it is too long, and there are not too many: eight megabytes all the same.
    lines = b"".join(b"x%d: %s\r\n" % (number, b"a" * 60_000) for number in range(120))

    async def main() -> None:
        async with (
            serving(endless(b"HTTP/1.1 200 OK\r\n" + lines, b"")) as server,
            transporting() as transport,
        ):
            for _ in range(2):  # the second time it is read leniently
                got = await failed(server.url(), transport)
                assert got.failure is Failure.PROTOCOL
                assert got.detail == "a head larger than anybody needs"

    asyncio.run(main())


def test_many_interim_answers_and_a_long_body_are_no_long_head() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </%s>\r\n\r\n" % (b"a" * 60_000)

    async def main() -> None:
        answer = early * 9 + ok(b"b" * 3_000_000)
        async with serving(saying(answer)) as server, transporting() as transport:
            for _ in range(2):
                got = await asked(server.url(), transport, body_limit=3_000_000)
                assert got.complete
                assert len(got.body) == 3_000_000

    asyncio.run(main())


def test_endless_interim_answers_end_in_time() -> None:
    async def main() -> None:
        again = b"HTTP/1.1 100 Continue\r\n\r\n" * 10
        async with serving(endless(b"", again)) as server, transporting() as transport:
            got = await failed(server.url(), transport, timeout=0.2)
            assert got.failure is Failure.TIMEOUT

    asyncio.run(main())


def test_silence_and_drips_end_in_time() -> None:
    async def drip(head: bytes, writer: asyncio.StreamWriter, server: Server) -> None:
        if b"/head" in head:
            writer.write(b"HTTP/1.1 200 OK\r\nA: ")
        elif b"/body" in head:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while True:
            await asyncio.sleep(0.01)
            if b"/silence" not in head:
                writer.write(b"a")
                await writer.drain()

    async def main() -> None:
        async with serving(drip) as server, transporting() as transport:
            for path in ("/silence", "/head"):
                got = await failed(server.url(path), transport, timeout=0.2)
                assert got.failure is Failure.TIMEOUT
                assert got.seconds >= 0.19
            answer = await asked(server.url("/body"), transport, timeout=0.2)
            assert (answer.code, answer.body_failure) == (200, Failure.TIMEOUT)
            assert answer.body
            assert set(answer.body) == {ord("a")}
            assert not answer.complete
            assert not answer.reused
            await server.until(lambda seen: seen.closed >= 2)
            assert transport.open == 0

    asyncio.run(main())


def test_a_reset_is_told_and_nothing_is_sent_twice() -> None:
    async def reset(head: bytes, writer: asyncio.StreamWriter, server: Server) -> bool:
        if b"/body" in head:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc")
            await writer.drain()
            await asyncio.sleep(0.02)
        writer.transport.abort()
        return True

    async def main() -> None:
        async with serving(reset) as server, transporting() as transport:
            assert (await failed(server.url("/head"), transport)).failure is Failure.RESET
            assert len(server.heads) == 1
            got = await asked(server.url("/body"), transport)
            assert got.body == b"abc"
            assert got.body_failure in {Failure.RESET, Failure.PROTOCOL}
            assert not got.complete

    asyncio.run(main())


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc",
    ],
)
def test_a_body_that_breaks_off_is_no_failure(said: bytes) -> None:
    async def main() -> None:
        async with serving(saying(said, close=True)) as server, transporting() as transport:
            got = await asked(server.url(), transport)
            assert (got.code, got.body, got.body_failure) == (200, b"abc", Failure.PROTOCOL)
            assert not got.complete
            assert not got.reused

    asyncio.run(main())


def test_broken_chunks_after_the_head() -> None:
    async def handler(head: bytes, writer: asyncio.StreamWriter, server: Server) -> bool:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)
        writer.write(b"zz\r\n")
        await writer.drain()
        return True

    async def main() -> None:
        async with serving(handler) as server, transporting() as transport:
            got = await asked(server.url(), transport, timeout=0.2)
            assert (got.code, got.body) == (200, b"abc")
            assert got.body_failure is not None

    asyncio.run(main())


@pytest.mark.parametrize(
    "start",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n",
    ],
)
def test_endless_bodies_are_not_read_on(start: bytes) -> None:
    async def main() -> None:
        async with serving(endless(start, b"a" * 65_536)) as server, transporting() as transport:
            got = await asked(server.url(), transport, body_limit=100_000)
            assert len(got.body) == (0 if b"br" in start else 100_000)
            assert not got.complete
            assert not got.reused
            assert got.body_failure is None
            await server.until(lambda seen: seen.closed == 1)
            assert server.sent < 20_000_000

    asyncio.run(main())


def test_a_bomb_of_ten_gigabytes_is_not_read() -> None:
    squeeze = zlib.compressobj(9, wbits=31)
    squeeze.compress(b"")
    start = squeeze.compress(b"\0" * 1_000_000) + squeeze.flush(zlib.Z_FULL_FLUSH)
    # A thousandth of what it stands for: ten thousand of these are 10 GB.
    again = squeeze.compress(b"\0" * 1_000_000) + squeeze.flush(zlib.Z_FULL_FLUSH)
    written = 0

    async def bomb(head: bytes, writer: asyncio.StreamWriter, server: Server) -> bool:
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + start)
        for _ in range(10_000):
            writer.write(again)
            written += 1
            await writer.drain()
        return True

    async def main() -> None:
        async with serving(bomb) as server, transporting() as transport:
            got = await asked(server.url(), transport, body_limit=1_000)
            assert got.body == b"\0" * 1_000
            assert not got.complete
            await server.until(lambda seen: seen.closed == 1)
        assert written < 10_000

    asyncio.run(main())


def test_enough_stops_reading_and_a_small_rest_keeps_the_connection() -> None:
    small, large = b"x" * 30_000, b"x" * 3_000_000
    answers = {
        "/small": ok(small),
        "/large": ok(large),
        "/limit": ok(small),
        "/chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    }

    async def main() -> None:
        async with serving(saying(answers)) as server, transporting() as transport:
            for path in ("/small", "/chunked"):
                got = await asked(server.url(path), transport, enough=lambda kept: True)
                assert got.reused
            got = await asked(server.url("/limit"), transport, body_limit=100)
            assert (got.body, got.complete, got.reused) == (b"x" * 100, False, True)
            assert server.opened == 1
            got = await asked(server.url("/large"), transport, enough=lambda kept: True)
            assert not got.reused
            assert 0 < len(got.body) <= 65_536
            await server.until(lambda seen: seen.closed == 1)

    asyncio.run(main())


def test_head() -> None:
    answers = {
        "/": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
        "/gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000\r\n\r\n",
        "/chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    }

    async def main() -> None:
        async with serving(saying(answers)) as server, transporting() as transport:
            for path in answers:
                got = await asked(server.url(path), transport, method="HEAD")
                assert (got.body, got.complete, got.reused) == (b"", True, True)
            assert server.opened == 1
            assert server.lines[0] == "HEAD / HTTP/1.1"

    asyncio.run(main())


def test_head_that_lies_with_a_body() -> None:
    async def handler(head: bytes, writer: asyncio.StreamWriter, server: Server) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
        await writer.drain()
        if head.startswith(b"HEAD"):
            await asyncio.sleep(0.02)
        writer.write(b"hello")

    async def main() -> None:
        async with serving(handler) as server, transporting() as transport:
            assert (await asked(server.url(), transport, method="HEAD")).code == 200
            await asyncio.sleep(0.05)
            # What came after it is not taken for the answer to another request.
            got = await asked(server.url(), transport)
            assert got.body == b"hello"

    asyncio.run(main())


def test_head_that_lies_with_a_body_at_once() -> None:
    async def main() -> None:
        async with serving(saying(ok())) as server, transporting() as transport:
            got = await transport.send(Request(server.url(), "HEAD"))
            assert isinstance(got, Response) or got.failure is Failure.PROTOCOL
            assert (await asked(server.url(), transport)).body == b"hello"

    asyncio.run(main())


def test_connections_are_kept_and_released() -> None:
    async def main() -> None:
        async with serving(saying(ok())) as server, transporting() as transport:
            for _ in range(5):
                assert (await asked(server.url(), transport)).reused
            assert (server.opened, server.closed) == (1, 0)
            transport.release("127.0.0.1")
            transport.release("never.example")
            await server.until(lambda seen: seen.closed == 1)
            await asked(server.url(), transport)
            assert server.opened == 2
            await transport.close()
            await server.until(lambda seen: seen.closed == 2)

    asyncio.run(main())


def test_a_release_leaves_what_is_in_use() -> None:
    go = asyncio.Event()

    async def slow(head: bytes, writer: asyncio.StreamWriter, server: Server) -> None:
        await go.wait()
        writer.write(ok())

    async def main() -> None:
        async with serving(slow) as server, transporting() as transport:
            asking = asyncio.ensure_future(asked(server.url(), transport))
            await server.until(lambda seen: len(seen.heads) == 1)
            transport.release("127.0.0.1")
            await asyncio.sleep(0.02)
            assert server.closed == 0
            go.set()
            assert (await asking).code == 200
            await server.until(lambda seen: seen.closed == 1)

    asyncio.run(main())


@pytest.mark.parametrize(
    ("header", "reused"),
    [
        ("Connection: close", False),
        ("Connection: keep-alive", True),
        ("Connection: Close, x", False),
    ],
)
def test_servers_that_close(header: str, reused: bool) -> None:
    async def main() -> None:
        async with serving(saying(ok(b"hello", header))) as server, transporting() as transport:
            assert (await asked(server.url(), transport)).reused is reused
            assert (await asked(server.url(), transport)).reused is reused
            assert server.opened == (1 if reused else 2)

    asyncio.run(main())


def test_a_kept_connection_that_was_closed_is_not_used_for_the_next_try() -> None:
    count = 0

    async def handler(head: bytes, writer: asyncio.StreamWriter, server: Server) -> bool:
        nonlocal count
        count += 1
        if count == 3:
            return True
        writer.write(ok())
        return False

    async def main() -> None:
        async with serving(handler) as server, transporting() as transport:
            await asyncio.gather(*(asked(server.url(), transport) for _ in range(2)))
            assert (await failed(server.url(), transport)).failure is Failure.RESET
            assert len(server.heads) == 3
            await server.until(lambda seen: seen.closed == 2)
            assert (await asked(server.url(), transport)).code == 200

    asyncio.run(main())


def test_a_cancelled_request_closes_its_connection() -> None:
    async def silent(head: bytes, writer: asyncio.StreamWriter, server: Server) -> None:
        if b"/body" in head:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            await writer.drain()
        await asyncio.sleep(10)

    async def main() -> None:
        async with serving(silent) as server, transporting() as transport:
            for path in ("/head", "/body"):
                server.heads.clear()
                asking = asyncio.ensure_future(transport.send(Request(server.url(path))))
                await server.until(lambda seen: bool(seen.heads))
                await asyncio.sleep(0.02)
                asking.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await asking
            assert transport.open == 0

    asyncio.run(main())


def test_refused_and_unfit() -> None:
    async def main() -> None:
        async with serving(saying(ok())) as server:
            port = server.port
        async with transporting() as transport:
            got = await failed(f"http://127.0.0.1:{port}/", transport)
            assert got.failure is Failure.REFUSED
            assert (await failed("mailto:a@b", transport)).failure is Failure.NOT_HTTP
            assert (await failed("http://a..b/", transport)).failure is Failure.NAME_UNKNOWN

    asyncio.run(main())


def test_headers_of_the_operator_go_to_their_host_alone() -> None:
    headers = (
        HostHeader("Mine.example", "Authorization", "secret"),
        HostHeader("mine.example", "Cookie", "a=b"),
    )

    async def main() -> None:
        options = {"lookup": lambda host: ("127.0.0.1",), "headers": headers}
        async with serving(saying(ok())) as server, transporting(**options) as transport:
            await asked(server.url(host="mine.example"), transport, headers=[("cookie", "c=d")])
            await asked(server.url(host="other.example"), transport)
            await asked(server.url(host="sub.mine.example"), transport)
            mine, *others = server.heads
            assert b"Authorization: secret\r\n" in mine
            assert b"Cookie: a=b; c=d\r\n" in mine
            assert not any(b"secret" in head or b"a=b" in head for head in others)

    asyncio.run(main())


def test_an_address_that_cannot_be_sent_is_no_exception() -> None:
    async def main() -> None:
        async with serving(saying(ok())) as server, transporting() as transport:
            got = await failed(server.url(), transport, headers=[("X", "a\r\nb: c")])
            assert got.failure is Failure.PROTOCOL
            assert not server.heads

    asyncio.run(main())


def test_ports_of_other_services_are_not_connected_to() -> None:
    async def main() -> None:
        async with transporting() as transport:
            for port in (22, 25, 6667):
                got = await failed(f"http://127.0.0.1:{port}/", transport)
                assert got.failure is Failure.NOT_HTTP
            assert (await failed("http://10.0.0.1:25/", transport)).failure is Failure.PRIVATE

    asyncio.run(main())


def test_a_host_with_a_dot_at_its_end_is_released_as_well() -> None:
    async def main() -> None:
        async with (
            serving(saying(ok())) as server,
            transporting(lookup=lambda _: ["127.0.0.1"]) as transport,
        ):
            got = await asked(server.url(host="h.example."), transport)
            assert got.reused
            transport.release("h.example")
            await server.until(lambda seen: seen.closed == 1)
            assert transport.open == 0

    asyncio.run(main())


def test_closing_twice_and_unused() -> None:
    async def main() -> None:
        transport = AiohttpTransport(NetOptions())
        await transport.close()
        await transport.close()

    asyncio.run(main())
