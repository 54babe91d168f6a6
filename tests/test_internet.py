"""The fake internet of the benchmarks: every URL does what its path says, every name likewise."""

from __future__ import annotations

import gzip
import http.client
import socket
import ssl
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from bench.internet import (
    Connection,
    Internet,
    Visit,
    address_of,
    busiest,
    gaps,
    in_flight,
    internet,
    name_of,
    open_at_once,
)
from bench.internet.names import own_addresses
from bench.internet.server import bind

Answer = tuple[int, http.client.HTTPMessage, bytes]


@pytest.fixture(scope="module")
def net() -> Iterator[Internet]:
    with internet(4, tls=True, heads=True) as running:
        yield running


@pytest.fixture(autouse=True)
def _fresh(net: Internet) -> None:
    net.forget()


def ask(
    net: Internet, path: str, method: str = "GET", host: int | str = 0, cookie: str = ""
) -> Answer:
    """What ``path`` answers, over a connection of its own."""
    parts = urlsplit(net.url(host, path))
    connection = http.client.HTTPConnection(net.lookup(name_of(0))[0], parts.port, timeout=5)
    headers = {"Host": parts.netloc} | ({"Cookie": cookie} if cookie else {})
    try:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def raw(net: Internet, path: str, *, most: int = 1_000_000, timeout: float = 5.0) -> bytes:
    """The bytes that come until the server closes the connection, or as many as wanted."""
    with socket.create_connection((net.lookup("h0.example")[0], net.port), timeout=timeout) as one:
        one.sendall(f"GET {path} HTTP/1.1\r\nHost: h0.example:{net.port}\r\n\r\n".encode())
        said = b""
        while len(said) < most and (piece := one.recv(65_536)):
            said += piece
        return said


def codes(net: Internet, path: str, times: int) -> list[int]:
    return [ask(net, path)[0] for _ in range(times)]


def chain(net: Internet, path: str, most: int = 20) -> list[int]:
    """The codes that a client sees who follows redirects."""
    seen: list[int] = []
    while len(seen) < most:
        code, headers, _ = ask(net, path)
        seen.append(code)
        location = headers.get("Location")
        if location is None:
            break
        path = location
    return seen


# ------------------------------------------------------------------- codes and redirects


@pytest.mark.parametrize("path", ["/", "/ok", "/ok/a?b=c", "/page", "/slow/0", "/ok?ms=1"])
def test_pages_that_live(net: Internet, path: str) -> None:
    code, headers, body = ask(net, path)
    assert (code, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b'id="id"' in body
    assert b'name="name"' in body


@pytest.mark.parametrize("code", [204, 401, 403, 404, 405, 410, 418, 429, 451, 500, 503, 599, 999])
def test_a_code_is_answered_always(net: Internet, code: int) -> None:
    assert codes(net, f"/{code}/a", 3) == [code] * 3


def test_an_unknown_path_is_not_found(net: Internet) -> None:
    assert ask(net, "/nothing/here")[0] == 404
    assert ask(net, "/body/nothing")[0] == 400


@pytest.mark.parametrize("code", [404, 429, 503])
def test_a_code_some_times_and_then_fine(net: Internet, code: int) -> None:
    assert codes(net, f"/{code}/2/a", 4) == [code, code, 200, 200]
    assert codes(net, f"/{code}/2/b", 1) == [code]
    net.forget()
    assert codes(net, f"/{code}/2/a", 1) == [code]


def test_retry_after(net: Internet) -> None:
    assert ask(net, "/429/1")[1]["Retry-After"] == "1"
    assert ask(net, "/503/always")[1]["Retry-After"] == "1"
    assert ask(net, "/429/1?after=7")[1]["Retry-After"] == "7"
    assert ask(net, "/429/1?after=none")[1]["Retry-After"] is None
    assert ask(net, "/404/1")[1]["Retry-After"] is None


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_chains_of_redirects(net: Internet, code: int) -> None:
    assert chain(net, f"/{code}") == [code, 200]
    assert chain(net, f"/{code}/a") == [code, 404]
    assert chain(net, f"/{code}/3") == [code, code, code, 200]
    assert chain(net, f"/{code}/2/404/x") == [code, code, 404]


def test_a_redirect_keeps_the_query(net: Internet) -> None:
    assert ask(net, "/301/1/ok/a?ms=1&b=2")[1]["Location"] == "/ok/a?ms=1&b=2"


def test_loops(net: Internet) -> None:
    assert chain(net, "/loop/a") == [302] * 20
    assert ask(net, "/loop/a")[1]["Location"] == "/loop/a"
    assert ask(net, "/loop/2")[1]["Location"] == "/loop/2/1"
    assert ask(net, "/loop/2/1")[1]["Location"] == "/loop/2/0"


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/frontpage/a", "/"),
        ("/private", "http://169.254.169.254/latest/meta-data/"),
        ("/private/10.0.0.1", "http://10.0.0.1/latest/meta-data/"),
        ("/signin/a", "/login?return_to=/signin/a"),
        ("/errorpage/a", "/error/404.html"),
        ("/to/302/" + quote("ftp://a.example/ö?b", safe=""), "ftp://a.example/Ã¶?b"),
        ("/to/301/%1b%5b31m", "\x1b[31m"),
        ("/to/302", None),
    ],
)
def test_redirects_that_lead_astray(net: Internet, path: str, location: str | None) -> None:
    code, headers, _ = ask(net, path)
    assert code in {301, 302}
    assert headers.get("Location") == location


def test_a_redirect_to_another_host_keeps_the_port(net: Internet) -> None:
    location = ask(net, "/elsewhere/h3.example/404/x")[1]["Location"]
    assert location == f"http://h3.example:{net.port}/404/x"


def test_where_redirects_end(net: Internet) -> None:
    assert b"password" in ask(net, "/login?return_to=/signin")[2]
    assert b"Page not found" in ask(net, "/error/404.html")[2]


def test_a_wall_of_cookies(net: Internet) -> None:
    code, headers, _ = ask(net, "/cookie/a")
    assert (code, headers["Location"]) == (302, "/cookie/a")
    assert ask(net, "/cookie/a", cookie=headers["Set-Cookie"].partition(";")[0])[0] == 200


def test_a_page_that_refreshes(net: Internet) -> None:
    assert b'http-equiv="refresh" content="0; url=/ok"' in ask(net, "/refresh")[2]
    assert b"url=/404/x" in ask(net, "/refresh/404/x")[2]


# ------------------------------------------------------------------- HEAD, limits


@pytest.mark.parametrize("code", [403, 404, 405, 501, 503])
def test_head_lies(net: Internet, code: int) -> None:
    assert ask(net, f"/head/{code}/a", "HEAD")[0] == code
    assert ask(net, f"/head/{code}/a")[0] == 200


def test_head_hangs_or_resets_and_get_does_not(net: Internet) -> None:
    assert codes(net, "/head/hang", 1) == codes(net, "/head/reset", 1) == [200]
    with pytest.raises(ConnectionError):
        ask(net, "/head/reset", "HEAD")


def test_head_of_an_honest_page_has_its_length_and_no_body(net: Internet) -> None:
    code, headers, body = ask(net, "/ok", "HEAD")
    assert (code, body) == (200, b"")
    assert int(headers["Content-Length"]) > 500


def test_more_than_so_many_a_second_are_too_many(net: Internet) -> None:
    assert codes(net, "/limited/3/a", 4) == [200, 200, 200, 429]
    assert ask(net, "/limited/3/a", host=1)[0] == 200


# ------------------------------------------------------------------- broken connections


def test_connections_that_are_reset(net: Internet) -> None:
    with pytest.raises(ConnectionError):
        raw(net, "/reset")
    with pytest.raises(ConnectionError):
        raw(net, "/reset/1")
    assert ask(net, "/reset/1")[0] == 200
    assert raw(net, "/close") == b""


def test_silence(net: Internet) -> None:
    with pytest.raises(TimeoutError):
        raw(net, "/silence", timeout=0.1)
    with pytest.raises(TimeoutError):
        raw(net, "/silence/1", timeout=0.1)
    assert ask(net, "/silence/1")[0] == 200


def test_answers_that_are_no_http(net: Internet) -> None:
    assert raw(net, "/garbage").startswith(b"SSH-2.0-")
    assert raw(net, "/half").startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\n\r\n" not in raw(net, "/half")
    early = raw(net, "/early", most=200)
    assert early.startswith(b"HTTP/1.1 103 Early Hints\r\n")
    assert b"\r\n\r\nHTTP/1.1 200 OK\r\n" in early


def test_a_port_that_refuses(net: Internet) -> None:
    with (
        pytest.raises(ConnectionRefusedError),
        socket.create_connection((net.lookup("h0.example")[0], net.refusing), timeout=5),
    ):
        pass


# ------------------------------------------------------------------- bodies and heads


def test_bodies_that_end_early(net: Internet) -> None:
    with pytest.raises(http.client.IncompleteRead):
        ask(net, "/body/cut")
    with pytest.raises((ConnectionError, http.client.IncompleteRead)):
        ask(net, "/body/reset")
    with pytest.raises(http.client.IncompleteRead):
        ask(net, "/body/badchunk")


def test_bodies_of_other_shapes(net: Internet) -> None:
    whole = ask(net, "/ok")[2]
    assert ask(net, "/body/chunked")[2] == whole
    assert ask(net, "/body/length")[2] == whole[: len(whole) // 2]
    assert len(ask(net, "/body/big/2")[2]) == 2_000_000
    assert gzip.decompress(ask(net, "/gzip")[2]) == whole
    code, headers, body = ask(net, "/notgzip")
    assert (code, headers["Content-Encoding"], body) == (200, "gzip", whole)


def test_bodies_without_an_end(net: Internet) -> None:
    assert len(raw(net, "/body/endless", most=5_000_000)) >= 5_000_000
    with pytest.raises(TimeoutError):
        raw(net, "/body/late", timeout=0.1)
    with pytest.raises(TimeoutError):
        raw(net, "/body/slow", timeout=0.1)


def test_a_bomb_is_a_thousand_times_as_large_as_what_is_sent(net: Internet) -> None:
    sent = raw(net, "/bomb/10", most=60_000)
    chunks = sent.partition(b"\r\n\r\n")[2]
    packed = b""
    while (size := chunks.partition(b"\r\n")[0]) and len(chunks) > int(size, 16) + 10:
        packed += chunks[len(size) + 2 :][: int(size, 16)]
        chunks = chunks[len(size) + 4 + int(size, 16) :]
    assert len(zlib.decompressobj(31).decompress(packed)) > 200 * len(packed)
    # A small one is whole, and its sums are right.
    assert len(gzip.decompress(ask(net, "/bomb/0")[2])) == 0


def test_large_heads(net: Internet) -> None:
    assert len(ask(net, "/headers/60")[1]["Content-Security-Policy"]) == 60_000
    assert len(ask(net, "/headers/60/many")[1]) == 62
    for path in ("/headers/endless", "/headers/line"):
        said = raw(net, path, most=300_000)
        assert len(said) >= 300_000
        assert b"\r\n\r\n" not in said


# ------------------------------------------------------------------- pages


@pytest.mark.parametrize("code", [200, 202, 403, 503])
def test_challenges(net: Internet, code: int) -> None:
    found, headers, body = ask(net, f"/challenge/{code}/a")
    assert found == code
    if code == 202:
        assert headers["x-amzn-waf-action"] == "challenge"
    else:
        assert b"Just a moment" in body
        assert headers["Server"] == "cloudflare"
        assert headers.get("cf-mitigated") == ("challenge" if code == 403 else None)


def test_pages_of_other_kinds(net: Internet) -> None:
    assert b"for sale" in ask(net, "/parking")[2]
    assert b"<script src=" in ask(net, "/script")[2]
    assert ask(net, "/text")[1]["Content-Type"].startswith("text/plain")
    assert ask(net, "/pdf")[2].startswith(b"%PDF")


def test_control_sequences_in_all_that_is_said(net: Internet) -> None:
    said = raw(net, "/hostile/404?ms=0", most=200)
    head, _, body = said.partition(b"\r\n\r\n")
    assert head.split(b"\r\n")[0].startswith(b"HTTP/1.1 404 \x1b[31m")
    assert b"X-Note: \x1b[31m" in head
    assert b"<title>\x1b[31m" in body


# ------------------------------------------------------------------- names


def test_names_of_hosts(net: Internet) -> None:
    expected = "127.0.0.1" if net.alone else address_of(3)
    for name in ("h3.example", "www.h3.example", "H3.example."):
        assert list(net.lookup(name)) == [expected]
    assert list(net.lookup("127.0.9.9")) == ["127.0.9.9"]
    assert len({address_of(number) for number in range(2000)}) == 2000


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("missing-a.example", socket.EAI_NONAME),
        ("nothing.invalid", socket.EAI_NONAME),
        ("h4.example", socket.EAI_NONAME),
        ("again-a.example", socket.EAI_AGAIN),
    ],
)
def test_names_without_an_address(net: Internet, name: str, error: int) -> None:
    with pytest.raises(socket.gaierror) as caught:
        net.lookup(name)
    assert caught.value.errno == error


def test_names_that_change_their_mind(net: Internet) -> None:
    own = list(net.lookup("h1.example"))
    for name in ("once-missing-h1.example", "once-again-h1.example"):
        with pytest.raises(socket.gaierror):
            net.lookup(name)
        assert list(net.lookup(name)) == own
    assert list(net.lookup("rebind-h1.example")) == own
    assert list(net.lookup("rebind-h1.example")) == ["169.254.169.254"]
    assert list(net.lookup("private-a.example")) == ["10.0.0.1"]
    assert list(net.lookup("mixed-h1.example")) == [*own, "10.0.0.1"]
    assert list(net.lookup("slow-1-h1.example")) == own


def test_names_that_hang_do_so_until_the_end() -> None:
    with ThreadPoolExecutor(1) as pool:
        with internet(1) as running:
            hanging = pool.submit(running.lookup, "hang-a.example")
            assert not hanging.done()
        with pytest.raises(socket.gaierror):
            hanging.result(timeout=5)
    assert [name for name, _ in running.names.asked] == ["hang-a.example"]


# ------------------------------------------------------------------- TLS


def handshake(net: Internet, kind: str, name: str) -> str:
    """What comes of TLS with the port of that kind: its version, or why not."""
    context = ssl.create_default_context(cafile=str(net.ca_file))
    address = net.lookup("h0.example")[0]
    with socket.create_connection((address, net.secure[kind]), timeout=5) as plain:
        try:
            with context.wrap_socket(plain, server_hostname=name) as secure:
                request = f"GET /404 HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"
                secure.sendall(request.encode())
                return secure.recv(12).decode()
        except ssl.SSLCertVerificationError as error:
            return error.verify_message


def test_certificates(net: Internet) -> None:
    assert handshake(net, "good", "h0.example") == "HTTP/1.1 404"
    assert handshake(net, "good", net.lookup("h0.example")[0]) == "HTTP/1.1 404"
    assert "expired" in handshake(net, "expired", "h0.example")
    assert "not valid for 'h0.example'" in handshake(net, "other-name", "h0.example")
    assert "unable to get local issuer" in handshake(net, "unknown-issuer", "h0.example")


def test_urls(net: Internet) -> None:
    assert net.url(2) == f"http://h2.example:{net.port}/ok"
    assert net.url("a.b", "/404") == f"http://a.b:{net.port}/404"
    assert net.url(2, secure="expired") == f"https://h2.example:{net.secure['expired']}/ok"


# ------------------------------------------------------------------- the log


def test_the_log_tells_who_was_asked_what_and_how_it_ended(net: Internet) -> None:
    ask(net, "/ok/a?b", host=1)
    ask(net, "/404", "HEAD", host="www.h2.example", cookie="a=b")
    with pytest.raises(ConnectionError):
        raw(net, "/reset")
    first, second, third = net.visits()
    assert (first.host, first.path, first.method, first.code) == (
        "h1.example",
        "/ok/a?b",
        "GET",
        200,
    )
    assert (second.host, second.method, second.code) == ("www.h2.example", "HEAD", 404)
    assert second.header("cookie") == "a=b"
    assert (third.host, third.code) == ("h0.example", 0)
    assert 0 <= first.seconds < 1
    assert first.connection != second.connection
    assert [one.port for one in net.connections()] == [net.port] * 3
    assert busiest([first, first, second]) == [("h1.example", 2), ("www.h2.example", 1)]


def test_the_log_knows_when_a_client_gave_up(net: Internet) -> None:
    with pytest.raises(TimeoutError):
        raw(net, "/silence", timeout=0.1)
    deadline = time.monotonic() + 5
    while net.visits()[0].end is None and time.monotonic() < deadline:
        time.sleep(0.01)
    (visit,) = net.visits()
    assert visit.code == 0
    assert visit.seconds > 0.05


def test_requests_that_come_together_are_answered_in_turn(net: Internet) -> None:
    with socket.create_connection((net.lookup("h0.example")[0], net.port), timeout=5) as one:
        one.sendall(
            b"GET /404?ms=1 HTTP/1.1\r\nHost: a\r\n\r\n" * 2 + b"GET /close HTTP/1.1\r\n\r\n"
        )
        said = b"".join(iter(lambda: one.recv(65_536), b""))
    assert said.count(b"HTTP/1.1 404 Not Found") == 2


def test_manners_are_read_from_the_log() -> None:
    def visit(start: float, end: float | None, host: str = "a", code: int = 200) -> Visit:
        return Visit(host, "/ok", "GET", start, end, 1, code)

    visits = [visit(0, 1), visit(0.5, 2), visit(1, None), visit(3, 4), visit(3, 4, "b")]
    assert gaps(visits) == {"a": [0.5, 0.5, 2]}
    assert in_flight(visits) == {"a": 2, "b": 1}
    assert in_flight([visit(0, 1), visit(0.99, 2)]) == {"a": 2}
    assert in_flight([visit(0, 1), visit(0.99, 2)], slack=0.02) == {"a": 2}
    assert in_flight([visit(0, 1, code=0), visit(0.99, 2)], slack=0.02) == {"a": 1}
    assert open_at_once([Connection(1, "a", 1, 0, 2), Connection(2, "a", 1, 1, None)]) == 2
    assert visits[2].seconds == float("inf")


# ------------------------------------------------------------------- bounds


def test_it_listens_on_this_machine_alone() -> None:
    for address in ("0.0.0.0", "10.0.0.1", "::1"):
        with pytest.raises(ValueError, match="not a loopback address"):
            bind(["127.0.0.1", address])


def test_it_ends_when_nobody_is_there_any_more() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.internet"], text=True, cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        assert '"port"' in process.stdout.readline()
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=10) == 0


def test_it_serves_many_at_once(net: Internet) -> None:
    barrier = threading.Barrier(8)

    def one(number: int) -> int:
        barrier.wait(timeout=5)
        return ask(net, f"/ok/{number}?ms=100")[0]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(one, range(8))) == [200] * 8
    assert in_flight(net.visits()) == {"h0.example": 8}


@pytest.mark.skipif(not own_addresses(), reason="this machine has 127.0.0.1 alone")
def test_every_host_has_an_address_of_its_own(net: Internet) -> None:
    hosts = [urlsplit(net.literal(number)).hostname for number in range(4)]
    assert len(set(hosts)) == 4
    with socket.create_connection((hosts[3], net.port), timeout=5):
        pass
    deadline = time.monotonic() + 5
    while not net.connections() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [one.address for one in islice(net.connections(), 1)] == [hosts[3]]
