"""What a request asks for, and what the server does about it."""

from __future__ import annotations

import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus


class Then(Enum):
    """What becomes of the connection once everything is said."""

    KEEP = auto()
    CLOSE = auto()
    RESET = auto()
    HOLD = auto()
    """Nothing more is said, and it stays open until the client goes away."""


class Memory:
    """What the server remembers of earlier requests, so that a URL may change its mind."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Start anew."""
        self._times: Counter[tuple[str, str]] = Counter()
        self._recent: defaultdict[str, deque[float]] = defaultdict(deque)

    def times(self, host: str, target: str) -> int:
        """Count a request; how often this target has been asked for, this time included."""
        self._times[host, target] += 1
        return self._times[host, target]

    def crowd(self, host: str, *, most: int) -> bool:
        """Whether ``host`` granted ``most`` requests within a second; if not, grants this one."""
        recent = self._recent[host]
        now = time.monotonic()
        while recent and recent[0] <= now - 1:
            recent.popleft()
        if len(recent) >= most:
            return True
        recent.append(now)
        return False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. ``rest`` are the segments of the path behind the one that names what to do.

    ``origin`` is scheme, host and port; ``query`` what stands behind ``?``, as sent, and
    ``choices`` the same as pairs.
    """

    method: str
    host: str
    origin: str
    target: str
    rest: tuple[str, ...]
    query: str
    choices: dict[str, str]
    cookie: str
    memory: Memory

    def times(self) -> int:
        """How often this URL has been asked for, this time included. To be called once."""
        return self.memory.times(self.host, self.target)

    def number(self, place: int, default: int) -> int:
        """The segment at ``place`` behind the name, if it is a number."""
        if place < len(self.rest) and self.rest[place].isdecimal():
            return int(self.rest[place])
        return default

    def word(self, place: int, default: str = "") -> str:
        """The segment at ``place`` behind the name."""
        return self.rest[place] if place < len(self.rest) else default

    def onward(self, *segments: str) -> str:
        """The target of these segments, with this request's query."""
        path = "/" + "/".join(segment for segment in segments if segment)
        return f"{path}?{self.query}" if self.query else path


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does: it waits ``wait`` seconds, writes ``head``, and then the ``body``.

    A body that is no tuple is written piece by piece as fast as the client reads, with
    ``pause`` seconds in between. A HEAD request gets no body. ``code`` is for the log.
    """

    code: int
    head: bytes = b""
    body: Iterable[bytes] = ()
    then: Then = Then.KEEP
    wait: float = 0.0
    pause: float = 0.0


Headers = Sequence[tuple[str, str]]

_WITHOUT_BODY = {204, 205, 304}
HTML = "text/html; charset=utf-8"


def head(code: int, headers: Headers = (), *, reason: str | None = None) -> bytes:
    """The head of an answer; text as Latin-1, nothing escaped, for servers may send anything."""
    if reason is None:
        try:
            reason = HTTPStatus(code).phrase
        except ValueError:
            reason = "Whatever"
    lines = [f"HTTP/1.1 {code} {reason}", *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def whole(
    code: int,
    body: bytes = b"",
    headers: Headers = (),
    *,
    kind: str = HTML,
    reason: str | None = None,
) -> Reply:
    """An answer in one piece, as most are."""
    if code in _WITHOUT_BODY:
        return Reply(code, head(code, headers, reason=reason))
    said = (("Content-Type", kind), ("Content-Length", str(len(body))), *headers)
    return Reply(code, head(code, said, reason=reason), (body,))


def redirect(code: int, location: str, headers: Headers = ()) -> Reply:
    """An answer that sends the client on."""
    return whole(code, b"<p>This way.", (("Location", location), *headers))


SILENCE = Reply(0, then=Then.HOLD)
"""Nothing, while the connection stays open."""

_WORDS = " ".join(["A page of the fake internet, with as much text as small pages have."] * 12)
PAGE = f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A page</title></head>
<body>
<h1 id="top">A page</h1>
<h2 id="id">By id</h2><h2><a name="name"></a>By name</h2>
<h2 id="user-content-readme">As GitHub writes them</h2>
<p>{_WORDS}</p>
</body>
</html>
""".encode()
OK = whole(200, PAGE)
"""The answer of every living page that is nothing special."""


def titled(title: str, text: str = "", extra: str = "") -> bytes:
    """A small page of a title, some text and ``extra`` in its head."""
    return (
        f"<!doctype html>\n<html><head><title>{title}</title>{extra}</head>"
        f"<body><h1>{title}</h1><p>{text}</p></body></html>\n"
    ).encode("utf-8", "surrogateescape")
