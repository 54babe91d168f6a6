"""Sockets that are made for judged addresses only, and counted until they are closed."""

from __future__ import annotations

import socket
from collections.abc import Collection, Sequence
from contextvars import ContextVar

from curator.net.http.guard import AddressRefused, Network, refusal
from curator.net.messages import Turn


class Attempt:
    """What becomes of one request on the way to its connection."""

    __slots__ = ("fresh", "refused", "turn")

    def __init__(self, turn: Turn | None = None) -> None:
        self.turn = turn
        self.fresh = False
        """A socket was made for it: it did not go out on a connection that was kept."""
        self.refused: AddressRefused | None = None


# Connecting is done somewhere inside aiohttp, but in the context of who sends the request.
ATTEMPT: ContextVar[Attempt] = ContextVar("ATTEMPT")


class Sockets:
    """Makes the sockets of one transport; ``open`` is how many are not closed.

    ``allowed`` are networks that may be connected to though not public. With ``only`` no
    other addresses may be connected to at all, and those without being judged: an operator's
    proxy.
    """

    def __init__(self, allowed: Sequence[Network], only: Collection[str] | None = None) -> None:
        self.open = 0
        self._allowed = allowed
        self.only = only

    def make(
        self, info: tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int]]
    ) -> socket.socket:
        """A socket for the address in ``info``, in the form of ``getaddrinfo``.

        Raises ``AddressRefused`` if it is not to be connected to.
        """
        family, kind, protocol, _, (address, *_rest) = info
        attempt = ATTEMPT.get(None)
        if why := self._refusal(address):
            error = AddressRefused(address, why)
            if attempt is not None:
                attempt.refused = error
            raise error
        if attempt is not None:
            attempt.fresh = True
        made = _Counted(family, kind, protocol)
        made.of = self
        self.open += 1
        return made

    def _refusal(self, address: str) -> str | None:
        if self.only is not None:
            return None if address in self.only else "not the proxy"
        return refusal(address, self._allowed)


class _Counted(socket.socket):
    """A socket that tells when it is closed."""

    __slots__ = ("of",)

    of: Sockets | None

    def close(self) -> None:
        of = getattr(self, "of", None)
        if of is not None:
            self.of = None
            of.open -= 1
        super().close()
