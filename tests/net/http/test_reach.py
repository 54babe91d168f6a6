"""Whom the transport reaches: certificates, addresses that are not public, proxies."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import trustme

from curator.errors import CuratorError
from curator.net.http.guard import AddressRefused
from curator.net.http.transport import AiohttpTransport
from curator.net.messages import NoResponse, Request
from curator.net.options import HostHeader, NetOptions
from curator.status import Failure
from tests.net.http.servers import Server, asked, failed, ok, saying, serving, transporting


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def server_context(
    authority: trustme.CA, *names: str, until: dt.datetime | None = None, **dates: object
) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, not_after=until, **dates).configure_cert(context)  # type: ignore[arg-type]
    return context


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "secure.example"])
def test_a_good_certificate(authority: trustme.CA, ca_file: str, host: str) -> None:
    context = server_context(authority, "localhost", "127.0.0.1", "secure.example")
    alpn: list[str] = []

    async def handler(head: bytes, writer: asyncio.StreamWriter, server: Server) -> None:
        alpn.append(str(writer.get_extra_info("ssl_object").selected_alpn_protocol()))
        writer.write(ok())

    context.set_alpn_protocols(["h2", "http/1.1"])

    async def main() -> None:
        options = {"ca_file": ca_file, "lookup": lambda name: ("127.0.0.1",)}
        async with serving(handler, context) as server, transporting(**options) as transport:
            for _ in range(2):
                got = await asked(server.url(scheme="https", host=host), transport)
                assert got.reused
            assert server.opened == 1
            assert alpn == ["http/1.1"] * 2

    asyncio.run(main())


def test_certificates_that_are_not_believed(authority: trustme.CA, ca_file: str) -> None:
    day = dt.timedelta(days=1)
    now = dt.datetime.now(dt.UTC)
    stranger = trustme.CA()
    cases = [
        (server_context(authority, "localhost", until=now - day), Failure.TLS_EXPIRED),
        (
            server_context(authority, "localhost", until=now + 2 * day, not_before=now + day),
            Failure.TLS_EXPIRED,
        ),
        (server_context(authority, "other.example"), Failure.TLS_OTHER_NAME),
        (server_context(stranger, "localhost"), Failure.TLS_UNKNOWN_ISSUER),
    ]

    async def main() -> None:
        options = {"ca_file": ca_file, "lookup": lambda name: ("127.0.0.1",)}
        for context, failure in cases:
            async with serving(saying(ok()), context) as server, transporting(**options) as one:
                got = await failed(server.url(scheme="https", host="localhost"), one)
                assert got.failure is failure, got
                assert got.detail
                assert not server.heads
                assert one.open == 0

    asyncio.run(main())


def test_an_address_that_the_certificate_does_not_name(authority: trustme.CA, ca_file: str) -> None:
    async def main() -> None:
        context = server_context(authority, "localhost")
        async with (
            serving(saying(ok()), context) as server,
            transporting(ca_file=ca_file) as transport,
        ):
            got = await failed(server.url(scheme="https"), transport)
            assert got.failure is Failure.TLS_OTHER_NAME

    asyncio.run(main())


def test_one_that_signed_itself(authority: trustme.CA) -> None:
    """Without a file of its own, nothing but the system's authorities is believed."""

    async def main() -> None:
        context = server_context(authority, "127.0.0.1")
        async with serving(saying(ok()), context) as server, transporting() as transport:
            got = await failed(server.url(scheme="https"), transport)
            assert got.failure is Failure.TLS_UNKNOWN_ISSUER

    asyncio.run(main())


def test_tls_where_none_is_and_none_where_it_is(authority: trustme.CA, ca_file: str) -> None:
    context = server_context(authority, "127.0.0.1")

    async def main() -> None:
        async with transporting(ca_file=ca_file) as transport:
            async with serving(saying(b"HTTP/1.1 400 Bad Request\r\n\r\n", close=True)) as plain:
                got = await failed(plain.url(scheme="https"), transport, timeout=0.5)
                assert got.failure in {Failure.TLS, Failure.RESET, Failure.TIMEOUT}
            async with serving(saying(ok()), context) as secure:
                got = await failed(secure.url(), transport, timeout=0.5)
                assert got.failure in {Failure.PROTOCOL, Failure.RESET}

    asyncio.run(main())


def test_an_old_version_of_tls(authority: trustme.CA, ca_file: str) -> None:
    context = server_context(authority, "127.0.0.1")
    with contextlib.suppress(ssl.SSLError), pytest.warns(DeprecationWarning, match="TLSv1"):
        context.maximum_version = ssl.TLSVersion.TLSv1

    async def main() -> None:
        async with (
            serving(saying(ok()), context) as server,
            transporting(ca_file=ca_file) as transport,
        ):
            got = await failed(server.url(scheme="https"), transport)
            assert got.failure in {Failure.TLS, Failure.RESET}

    asyncio.run(main())


@pytest.mark.parametrize("text", [None, "", "no certificate"])
def test_a_file_without_authorities_is_told(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "ca.pem"
    if text is not None:
        path.write_text(text)

    async def main() -> None:
        with pytest.raises(CuratorError, match=r"ca\.pem: no certificates can be read"):
            AiohttpTransport(NetOptions(ca_file=str(path)))

    asyncio.run(main())


LOCAL = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "2130706433",
    "0177.0.0.1",
    "0x7f.1",
    "127.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::7f00:1]",
    "[64:ff9b::7f00:1]",
    "[fe80::1%25eth0]",
    "\uff11\uff12\uff17.0.0.1",
    "local.example",
    "6.example",
]


@pytest.mark.parametrize("host", LOCAL)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_private_addresses_are_not_connected_to(host: str, scheme: str) -> None:
    def lookup(name: str) -> Sequence[str]:
        if name == "local.example":
            return ("127.0.0.1", "10.0.0.1")
        if name == "6.example":
            return ("::ffff:127.0.0.1",)
        return [str(place[0]) for *_, place in socket.getaddrinfo(name, None)]

    async def main() -> None:
        options = {"networks": (), "lookup": lookup}
        async with serving(saying(ok()), host="0.0.0.0") as server, transporting(**options) as one:
            got = await failed(server.url(scheme=scheme, host=host), one)
            assert got.failure is Failure.PRIVATE or (
                got.failure is Failure.NAME_UNKNOWN and host[0] in "012"
            )
            looked_up = await one.look_up(host.strip("[]"))
            assert looked_up is None or looked_up.failure is got.failure
            assert server.opened == 0
            assert one.open == 0

    asyncio.run(main())


def test_a_name_that_changes_after_it_was_judged() -> None:
    # An address for documentation: nobody is there, and here it counts as public.
    answers = iter([("198.51.100.7",), ("127.0.0.1",), ("127.0.0.1",)])

    async def main() -> None:
        async with serving(saying(ok())) as server:
            options = {"networks": ("198.51.100.0/24",), "lookup": lambda name: next(answers)}
            async with transporting(**options) as transport:
                url = server.url(host="rebind.example")
                assert await transport.look_up("rebind.example") is None
                # The address that was judged is the one that is connected to.
                got = await failed(url, transport, timeout=0.2)
                assert got.failure in {Failure.TIMEOUT, Failure.UNREACHABLE, Failure.REFUSED}
                transport.forget("rebind.example")
                assert (await failed(url, transport)).failure is Failure.PRIVATE
                assert server.opened == 0

    asyncio.run(main())


def test_the_socket_is_judged_even_if_the_look_up_was_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def main() -> None:
        async with serving(saying(ok())) as server, transporting(networks=()) as transport:
            monkeypatch.setattr("curator.net.http.names.refusal", lambda address, allowed: None)
            for url in (server.url(), server.url(host="localhost")):
                got = await failed(url, transport)
                assert got.failure is Failure.PRIVATE
                assert "not on the public internet" in got.detail
            assert server.opened == 0

    asyncio.run(main())


def test_a_public_address_in_an_odd_form_is_asked_for_by_its_plain_one() -> None:
    async def main() -> None:
        async with serving(saying(ok())) as server, transporting() as transport:
            got = await transport.send(Request(server.url(host="2130706433")))
            if isinstance(got, NoResponse):
                pytest.skip("this system does not read addresses in decimal")
            assert f"Host: 127.0.0.1:{server.port}".encode() in server.heads[0]

    asyncio.run(main())


@contextlib.asynccontextmanager
async def a_proxy(refuse: bytes = b"") -> AsyncIterator[Server]:
    """A proxy that answers plain requests itself and joins those for TLS to their port here."""

    async def handler(head: bytes, writer: asyncio.StreamWriter, server: Server) -> bool:
        if refuse:
            writer.write(refuse)
        elif head.startswith(b"CONNECT"):
            return await join(head, server.readers[writer], writer)
        else:
            writer.write(ok(b"by proxy"))
        await writer.drain()
        return bool(refuse)

    async def join(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        port = int(head.split()[1].rpartition(b":")[2])
        there_reader, there = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")

        async def copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            while data := await source.read(65_536):
                sink.write(data)
                await sink.drain()

        back = asyncio.ensure_future(copy(there_reader, writer))
        try:
            await copy(reader, there)
        finally:
            back.cancel()
            there.transport.abort()
        return True

    async with serving(handler) as server:
        yield server


def public(name: str) -> Sequence[str]:
    return ("127.0.0.1",) if name == "proxy.example" else ("93.184.215.14",)


def test_through_a_proxy(authority: trustme.CA, ca_file: str) -> None:
    context = server_context(authority, "site.example")

    async def main() -> None:
        async with a_proxy() as proxy, serving(saying(ok(b"far")), context) as site:
            options = {
                "networks": (),
                "lookup": public,
                "ca_file": ca_file,
                "proxy": f"http://me:secret@proxy.example:{proxy.port}",
                "headers": (HostHeader("site.example", "X-Mine", "own"),),
            }
            async with transporting(**options) as transport:
                got = await asked("http://site.example/a/../b?c", transport)
                assert got.body == b"by proxy"
                assert proxy.lines == ["GET http://site.example/a/../b?c HTTP/1.1"]
                assert b"Proxy-Authorization: Basic" in proxy.heads[0]
                assert b"X-Mine" not in proxy.heads[0]
                got = await asked(f"https://site.example:{site.port}/", transport)
                assert got.body == b"far"
                assert b"X-Mine: own" in site.heads[0]
                assert b"Proxy-Authorization" not in site.heads[0]

    asyncio.run(main())


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "https://localhost/", "http://[::1]:1/"])
def test_a_proxy_is_not_asked_for_private_addresses(url: str) -> None:
    def lookup(name: str) -> Sequence[str]:
        return ("127.0.0.1",)

    async def main() -> None:
        async with a_proxy() as proxy:
            options = {"lookup": lookup, "proxy": f"http://127.0.0.1:{proxy.port}", "networks": ()}
            async with transporting(**options) as transport:
                assert (await failed(url, transport)).failure is Failure.PRIVATE
                assert proxy.opened == 0

    asyncio.run(main())


def test_a_proxy_that_does_not_do_its_work() -> None:
    refuse = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"

    async def main() -> None:
        async with a_proxy(refuse) as proxy:
            options = {"lookup": public, "proxy": f"http://127.0.0.1:{proxy.port}"}
            async with transporting(**options) as transport:
                for url in ("http://site.example/", "https://site.example/"):
                    assert (await failed(url, transport)).failure is Failure.PROXY
        async with transporting(**options) as transport:  # it is gone
            for url in ("http://site.example/", "https://site.example/"):
                assert (await failed(url, transport)).failure is Failure.PROXY
        async with transporting(proxy="http://nowhere.example:1", lookup=no_proxy) as transport:
            assert (await failed("http://site.example/", transport)).failure is Failure.PROXY

    asyncio.run(main())


def no_proxy(name: str) -> Sequence[str]:
    if name == "nowhere.example":
        raise socket.gaierror(socket.EAI_NONAME, "unknown")
    return ("93.184.215.14",)


@pytest.mark.parametrize("proxy", ["socks5://h:1", "nonsense", "http://", "http://h:port"])
def test_what_is_no_proxy(proxy: str) -> None:
    async def main() -> None:
        with pytest.raises(CuratorError, match="a proxy is given as"):
            AiohttpTransport(NetOptions(proxy=proxy))

    asyncio.run(main())


def test_several_addresses_until_one_answers() -> None:
    async def main() -> None:
        def lookup(name: str) -> Sequence[str]:
            return ("127.0.0.2", "127.0.0.3", "127.0.0.1", "10.0.0.1")

        async with serving(saying(ok())) as server:
            options = {"lookup": lookup, "networks": ("127.0.0.0/8",)}
            async with transporting(**options) as transport:
                got = await asked(server.url(host="many.example"), transport)
                assert got.code == 200
                assert server.opened == 1

    asyncio.run(main())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no such limit")
def test_no_more_files_is_the_fault_of_this_machine() -> None:
    import resource  # noqa: PLC0415

    async def main() -> None:
        async with serving(saying(ok())) as server, transporting() as transport:
            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            probe = socket.socket()
            lowest = probe.fileno()
            probe.close()
            resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
            try:
                got = await failed(server.url(), transport)
            finally:
                resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            assert got.failure is Failure.NO_FILES
            assert (await asked(server.url(), transport)).code == 200

    asyncio.run(main())


def test_a_refusal_is_an_error_of_sockets() -> None:
    error = AddressRefused("10.0.0.1", "private")
    assert isinstance(error, OSError)
    assert str(error.strerror) == "10.0.0.1 is not on the public internet (private)"
