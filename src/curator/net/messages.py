"""A request, what can come of it, and the transport between: all that a checker sees of HTTP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from curator.status import Failure

Method = Literal["GET", "HEAD"]

Enough = Callable[[bytes], bool]
"""Whether what has been read of a body, from its start, is all that is wanted."""


Turn = Callable[[], float]
"""Takes the next turn at a host, and says 0; or the seconds after which to ask again."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request. ``url`` is absolute, http or https, without fragment, sent as it is.

    ``headers`` come on top of those that every request has. ``timeout`` is the seconds until
    the head of the answer has to be there; reading the body has as many again. At most
    ``body_limit`` bytes of the body are kept, after decompression, and reading stops when
    ``enough`` says so; a small rest is read and dropped so that the connection lives. ``turn``
    is asked once the connection is there.
    """

    url: str
    method: Method = "GET"
    headers: Sequence[tuple[str, str]] = ()
    timeout: float = 10.0
    body_limit: int = 65_536
    enough: Enough | None = None
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: ``headers`` in order, names in lower case, values as sent.

    ``body`` is decompressed; ``complete`` says that it is all there is. ``reused`` says that
    the connection lives on. ``seconds`` is the time until the head was there. A body that
    broke off is no failure: the head has been said; ``body_failure`` tells of it.
    """

    url: str
    code: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    complete: bool
    reused: bool
    seconds: float
    body_failure: Failure | None = None

    def header(self, name: str) -> str:
        """The first value of the header ``name`` (in lower case), empty without one."""
        return next((value for key, value in self.headers if key == name), "")

    def all(self, name: str) -> list[str]:
        """All values of the header ``name`` (in lower case)."""
        return [value for key, value in self.headers if key == name]


class NoResponse(NamedTuple):
    """A request without an answer: why, in what words, after how many seconds."""

    failure: Failure
    detail: str
    seconds: float


class Transport(Protocol):
    """What sends requests. To be used inside one event loop, and closed at the end."""

    async def look_up(self, host: str, priority: int = 0) -> NoResponse | None:
        """Find the addresses of ``host`` beforehand; what stands in the way, if anything.

        A name is looked up once in a run, however often it is asked for; those of greater
        ``priority`` first. Never raises. With addresses that are not to be connected to the
        failure is ``PRIVATE``.
        """
        ...

    def forget(self, host: str) -> None:
        """Look up ``host`` anew when it is asked for next."""
        ...

    async def send(self, request: Request) -> Response | NoResponse:
        """Send a request and wait for what comes of it. Never raises but when cancelled.

        No redirect is followed, no cookie kept, nothing tried twice.
        """
        ...

    def release(self, host: str, closed: Callable[[], None] | None = None) -> None:
        """Close the idle connections to ``host``, for nothing more is wanted from it now.

        ``closed`` is called when that is done, be it at once.
        """
        ...

    async def close(self) -> None:
        """Close everything."""
        ...
