"""A stand-in for the network, and a small server, for tests of commands that ask links."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from curator.net import Cache, Ending, NetOptions, Outcome, Progress, Wanted
from curator.status import Evidence, Failure, Hop, LinkStatus, judge


def seen(url: str, what: int | Failure = 200, *, to: str = "", permanent: bool = True) -> Evidence:
    """What is seen of ``url``, twice, ``to`` being where a redirect led."""
    return Evidence(
        url,
        code=None if isinstance(what, Failure) else what,
        failure=what if isinstance(what, Failure) else None,
        final_url=to or url,
        hops=(Hop(url, 301 if permanent else 302),) if to else (),
        asked_at=1_700_000_000.0,
        first_asked_at=1_699_999_000.0,
        tries=2,
        seen=2,
    )


def status(evidence: Evidence) -> LinkStatus:
    """The status that follows from ``evidence``."""
    return LinkStatus(evidence, *judge(evidence))


class FakeNet:
    """What stands for ``curator.net.check``: all links are alive but those it is told of.

    Keeps what it was asked, with which options.
    """

    def __init__(self, *known: Evidence, ending: Ending = "complete") -> None:
        self.known = {each.url: each for each in known}
        self.ending = ending
        self.absent: set[str] = set()
        self.asked: list[Sequence[Wanted]] = []
        self.options: list[NetOptions] = []
        self.caches: list[Cache | None] = []
        self.notices: list[str] = []
        self.remembered: Sequence[Evidence] = ()
        self.during: Callable[[Progress | None], None] = lambda _progress: None

    def __call__(
        self,
        wanted: Sequence[Wanted],
        options: NetOptions,
        cache: Cache | None = None,
        progress: Progress | None = None,
        log: Callable[[str], None] | None = None,
    ) -> Outcome:
        self.asked.append(wanted)
        self.options.append(options)
        self.caches.append(cache)
        self.during(progress)
        statuses = {url: status(self.known.get(url) or seen(url)) for url, _, _ in wanted}
        for each in self.remembered:
            statuses[each.url] = replace(status(each), cached=True)
        secure = {each.url: status(seen(f"https{each.url[4:]}")) for each in wanted if each.secure}
        return Outcome(
            statuses,
            set(self.absent),
            secure,
            list(self.notices),
            self.ending,
            requests=len(wanted),
            fresh=len(self.remembered),
            seconds=1.5,
        )

    @property
    def urls(self) -> list[str]:
        """The addresses that were asked, in order; fails unless they were asked once."""
        (wanted,) = self.asked
        return [each.url for each in wanted]


class Server:
    """A server on this machine: a path that begins with a code gets it, ``/to/x`` goes to /x."""

    def __init__(self, port: int, requests: list[str]) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.requests = requests


@contextmanager
def serving() -> Iterator[Server]:
    """A server for as long as the block lasts."""
    requests: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            requests.append(self.path)
            first = self.path.split("/")[1]
            # Enough of it that nobody takes the page for one that a script has yet to fill.
            text = "".join(f"<p id='p{n}'>With words on it, to be read.</p>" for n in range(40))
            body = f"<title>A page</title><h1 id='here'>Here</h1>{text}".encode()
            self.send_response(301 if first == "to" else int(first) if first.isdigit() else 200)
            if first == "to":
                self.send_header("Location", self.path.removeprefix("/to"))
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - the name that is looked for

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield Server(server.server_port, requests)
        finally:
            server.shutdown()
            thread.join()
