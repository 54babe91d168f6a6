"""A list from a stranger and servers of a stranger: where requests go, and what they cost here."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from curator import net
from curator.net import NetOptions, Outcome, Wanted
from tests.net.http.servers import Handler, Server, ok, serving

linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux has all of 127.0.0.0/8"
)
EVIL = "127.0.0.2"
ONLY_EVIL = (f"{EVIL}/32",)

# Where each leads to a server on this machine, as some reader of URLs takes it.
SPELLINGS = """
127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 127.0.0.1. 0 0.0.0.0
localhost LOCALHOST localhost. %6cocalhost 127%2e0%2e0%2e1 %31%32%37.0.0.1 127.0.0.0x1
\uff11\uff12\uff17.0.0.1 127\u30020\u30020\u30021 127\uff0e0\uff0e0\uff0e1 \u2460\u2461\u2466.0.0.1
\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54 loc\u00adalhost
[::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1]
[2002:7f00:1::] [::1%25lo] [::1%lo] [fe80::1%251] [::ffff:0:127.0.0.1] [127.0.0.1]
good.example@127.0.0.1 good.example:80@127.0.0.1 a@b@127.0.0.1 good.example%40127.0.0.1
""".split()
ODD = (
    "http://127.0.0.1\\@good.example:PORT/",
    "http://good.example\\@127.0.0.1:PORT/",
    "http://good.example\t@127.0.0.1:PORT/",
    "http://127.0.\n0.1:PORT/",
    " http://127.0.0.1:PORT/ ",
    "http://127.0.0.1:PORT#@good.example/",
    "http://127.0.0.1:PORT?@good.example/",
    "http:///127.0.0.1:PORT/",
    "http:/127.0.0.1:PORT/",
    "http:127.0.0.1:PORT/",
    "http:\\\\127.0.0.1:PORT\\",
    "//127.0.0.1:PORT/",
    "\\\\127.0.0.1:PORT/",
    "/\t/127.0.0.1:PORT/",
    "ws://127.0.0.1:PORT/",
    "gopher://127.0.0.1:PORT/_x",
    "file:///etc/hostname",
    "http://private.example:PORT/",
    "http://mixed.example:PORT/",
)


def spelled(port: int) -> list[str]:
    """All spellings, of a server at ``port``."""
    return [
        *(f"http://{host}:{port}/" for host in SPELLINGS),
        *(url.replace("PORT", str(port)) for url in ODD),
    ]


def lookup(host: str) -> Sequence[str]:
    """Names of a stranger, who says what he likes of them; the rest is for the system."""
    known = {
        "private.example": ["127.0.0.1"],
        "mixed.example": ["::1", "10.0.0.1", "127.0.0.1"],
        "good.example": ["192.0.2.1"],
    }
    if host.rstrip(".") in known:
        return known[host.rstrip(".")]
    if host.endswith(".evil.example"):
        return [EVIL]
    from curator.net.http.names import system_lookup  # noqa: PLC0415 - as the transport does

    return system_lookup(host)


@contextlib.contextmanager
def running(handler: Handler, host: str) -> Iterator[Server]:
    """A server in a thread of its own, for as long as the block lasts."""
    ready: list[Server] = []
    begun, over = threading.Event(), threading.Event()

    async def main() -> None:
        async with serving(handler, host=host) as server:
            ready.append(server)
            begun.set()
            while not over.is_set():
                await asyncio.sleep(0.02)

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    assert begun.wait(10)
    try:
        yield ready[0]
    finally:
        over.set()
        thread.join(10)


def checked(urls: Sequence[str], **options: Any) -> Outcome:
    chosen = {"timeout": 1.0, "retry_timeout": 1.0, "gap": 0.0, "lookup": lookup, **options}
    return net.check([Wanted(url) for url in urls], NetOptions(**chosen))


async def answer(head: bytes, writer: asyncio.StreamWriter, server: Server) -> None:
    writer.write(ok(b"the secret of this machine"))


def leading(to: Callable[[int], bytes]) -> Handler:
    """Answers ``/N`` with what ``to`` makes of N."""

    async def handler(head: bytes, writer: asyncio.StreamWriter, server: Server) -> None:
        number = re.match(rb"GET /(\d+)", head)
        assert number is not None
        writer.write(to(int(number[1])))

    return handler


def test_this_machine_is_not_reached_however_it_is_spelled() -> None:
    with running(answer, "127.0.0.1") as victim:
        outcome = checked(spelled(victim.port))
        assert victim.opened == 0
    assert {each.verdict for each in outcome.statuses.values()} <= {"skipped", "transient"}
    assert all(each.evidence.code is None for each in outcome.statuses.values())


def refresh(url: str) -> bytes:
    page = f'<meta http-equiv="refresh" content="0; url={url}"><p>Text.</p>'
    return ok(page.encode(), "Content-Type: text/html")


def redirect(url: str) -> bytes:
    target = url.encode().replace(b"\n", b"")
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nSet-Cookie: a=b\r\nLocation: "
    return head + target + b"\r\n\r\n"


@linux
@pytest.mark.parametrize("lead", [redirect, refresh])
def test_nor_by_redirects(lead: Callable[[str], bytes]) -> None:
    with running(answer, "127.0.0.1") as victim:
        targets = spelled(victim.port)
        with running(leading(lambda number: lead(targets[number])), EVIL) as evil:
            urls = [f"http://h{n}.evil.example:{evil.port}/{n}" for n in range(len(targets))]
            outcome = checked(urls, networks=ONLY_EVIL)
            assert len(evil.heads) >= len(targets)
        assert victim.opened == 0
    assert not any(b"secret" in each.encode() for each in map(repr, outcome.statuses.values()))


# --------------------------------------------------------------------------- what it costs

CHILD = """
import json, resource, sys
from curator import net
from curator.net import NetOptions, Wanted
given = json.loads(sys.argv[1])
if given["files"]:
    import socket
    resource.setrlimit(resource.RLIMIT_NOFILE, (given["files"], given["files"]))
    def getaddrinfo(host, *_, **__):
        # As that of the system, which calls every name unknown where it gets no files.
        try:
            with socket.socket(), socket.socket(type=socket.SOCK_DGRAM):
                return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.2", 0))]
        except OSError:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None
    socket.getaddrinfo = getaddrinfo
    lookup = None
else:
    lookup = lambda host: ["127.0.0.2"]
options = NetOptions(lookup=lookup, networks=("127.0.0.2/32",), gap=0.0, **given["options"])
wanted = [Wanted(url, frozenset(fragments)) for url, fragments in given["wanted"]]
def peak():
    # Not getrusage: it begins with what the process had that started this one.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
before = peak()
outcome = net.check(wanted, options)
said = {url: [each.verdict, each.reason] for url, each in outcome.statuses.items()}
print(json.dumps({"megabytes": (peak() - before) / 1024, "said": said}))
"""


def in_a_child(wanted: Sequence[tuple[str, list[str]]], files: int = 0, **options: Any) -> Any:
    """What a run in a process of its own comes to, and the memory that it took."""
    given = json.dumps({"wanted": wanted, "files": files, "options": options})
    done = subprocess.run(
        [sys.executable, "-c", CHILD, given], capture_output=True, check=True, timeout=120
    )
    assert not done.stderr
    return json.loads(done.stdout)


@linux
def test_large_pages_of_many_hosts_take_bounded_memory() -> None:
    # Five megabytes for each, which cost their server a few kilobytes, and then it says no more.
    bomb = gzip.compress(b"<p>" + b"a" * 4_990_000)[:-8]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"

    async def stall(_: bytes, writer: asyncio.StreamWriter, server: Server) -> bool:
        writer.write(head + bomb)
        await writer.drain()
        await asyncio.sleep(3)
        return True

    with running(stall, EVIL) as evil:
        wanted = [(f"http://h{n}.evil.example:{evil.port}/", ["gone"]) for n in range(60)]
        seen = in_a_child(wanted)
    assert {verdict for verdict, _ in seen["said"].values()} == {"alive"}
    assert seen["megabytes"] < 220


@linux
def test_heads_of_many_hosts_take_bounded_memory() -> None:
    lines = b"".join(b"x%d: %s\r\n" % (number, b"a" * 60_000) for number in range(120))

    async def stall(_: bytes, writer: asyncio.StreamWriter, server: Server) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n" + lines)
        await writer.drain()
        await asyncio.sleep(30)

    with running(stall, EVIL) as evil:
        wanted = [(f"http://h{n}.evil.example:{evil.port}/", list[str]()) for n in range(40)]
        seen = in_a_child(wanted, timeout=2.0, retry_timeout=2.0)
    assert {reason for _, reason in seen["said"].values()} <= {"protocol", "timeout"}
    assert seen["megabytes"] < 100


@linux
def test_no_verdict_comes_of_too_few_open_files() -> None:
    with running(answer, EVIL) as evil:
        wanted = [(f"http://h{n}.evil.example:{evil.port}/", list[str]()) for n in range(120)]
        seen = in_a_child(wanted, files=40, max_connections=16)
    assert {verdict for verdict, _ in seen["said"].values()} == {"alive"}
