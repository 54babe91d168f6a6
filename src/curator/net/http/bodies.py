"""Bodies kept up to a bound, decompressed by ourselves, so that no bomb goes off."""

from __future__ import annotations

import asyncio
import zlib

import aiohttp

from curator.net.http import failures
from curator.net.messages import Enough
from curator.status import Failure

ACCEPTED = "gzip, deflate"
"""The value of ``Accept-Encoding`` that ``Body`` understands the answers to."""

_ANY_HEADER = zlib.MAX_WBITS | 32
_NO_HEADER = -zlib.MAX_WBITS
_GZIP = b"\x1f\x8b"
_COMPRESSED = frozenset({"gzip", "x-gzip", "deflate"})
_PLAIN = frozenset({"", "identity", "none"})
_STEP = 4096
_MAX_REST = 65_536
"""Bytes of a body that are read and dropped so that a connection can be used again."""
_REST_SECONDS = 1.0
_SMALL = 65_536
"""Bytes of a body that there is always room for."""


class Room:
    """The bytes that large bodies may take together: ``left`` of them.

    What is compressed well costs a stranger nothing, and hundreds may be read at once.
    """

    __slots__ = ("left",)

    def __init__(self, size: int = 128_000_000) -> None:
        self.left = size


class Body:
    """What is kept of one body: at most ``limit`` bytes of it, decompressed.

    What goes beyond a small page is taken from ``room``, until ``release``; without room the
    rest is not wanted.

    ``kept`` grows with what is fed. ``full`` says that no more is wanted, ``broken`` that it
    cannot be decompressed, ``complete`` that nothing of it is missing so far.
    """

    __slots__ = (
        "_ask_at",
        "_dropped",
        "_enough",
        "_inflate",
        "_limit",
        "_plain",
        "_room",
        "_start",
        "_taken",
        "_used",
        "broken",
        "full",
        "kept",
    )

    def __init__(
        self,
        encoding: str,
        limit: int,
        enough: Enough | None = None,
        room: Room | None = None,
    ) -> None:
        encoding = encoding.strip().lower()
        self._limit = limit
        self._enough = enough
        self._room = room
        self._used = 0
        self._ask_at = 1
        self._plain = encoding in _PLAIN
        self._inflate: zlib._Decompress | None = None
        self._start = b""
        self._taken = 0
        self._dropped = False
        self.kept = bytearray()
        self.broken = False
        self.full = limit <= 0 or not (self._plain or encoding in _COMPRESSED)

    @property
    def complete(self) -> bool:
        """Whether all that was fed is kept, and a compressed body came to its own end.

        Nothing at all is complete whatever the encoding: answers to HEAD, and 304, name one.
        """
        if self._dropped or self.broken:
            return False
        return self._plain or not self._taken or (self._inflate is not None and self._inflate.eof)

    def feed(self, data: bytes) -> None:
        """Take in the next bytes as they came; nothing once it is full or broken."""
        if not data:
            return
        if self.full or self.broken:
            self._dropped = True
            return
        self._taken += len(data)
        most = self._most()
        if not most:
            self.full = self._dropped = True
            return
        if self._plain:
            self._dropped = len(data) > most
            self.kept += data[:most]
        else:
            self._decompress(data, most)
        self._account()
        # What is compressed to nothing can go on for ever without a byte to keep.
        too_much = len(self.kept) >= self._limit or self._taken > self._limit + _MAX_REST
        if too_much:
            self.full = True
        elif self._enough is not None and len(self.kept) >= self._ask_at:
            # Asked again only when there is a good deal more: it looks at everything again.
            self._ask_at = max(len(self.kept) * 5 // 4, len(self.kept) + _STEP)
            self.full = self._enough(bytes(self.kept))

    def release(self) -> None:
        """Give back the room; to be called when nothing more is fed."""
        if self._room is not None:
            self._room.left += self._used
            self._used = 0

    def _most(self) -> int:
        """How many bytes more may be kept."""
        most = self._limit - len(self.kept)
        if self._room is None:
            return most
        return min(most, max(_SMALL - len(self.kept), 0) + self._room.left)

    def _account(self) -> None:
        """Take from the room what is kept."""
        more = len(self.kept) - _SMALL - self._used
        if self._room is not None and more > 0:
            self._room.left -= more
            self._used += more

    def _decompress(self, data: bytes, most: int) -> None:
        if self._inflate is None:
            data = self._start + data
            if len(data) < 2:
                self._start = data
                return
            self._inflate = zlib.decompressobj(_ANY_HEADER if _has_header(data) else _NO_HEADER)
        if self._inflate.eof:
            return  # padding, as browsers take it
        try:
            self.kept += self._inflate.decompress(data, most)
        except zlib.error:
            self.broken = True
        self._dropped = bool(self._inflate.unconsumed_tail)


def _has_header(data: bytes) -> bool:
    """Whether ``data`` starts as gzip or zlib do (RFC 1950): some servers leave it out."""
    return data.startswith(_GZIP) or (
        data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0
    )


async def read(
    answer: aiohttp.ClientResponse, body: Body, seconds: float
) -> tuple[bool, Failure | None]:
    """Read what ``body`` wants of an answer, within ``seconds``.

    Says whether the answer was read to its end, so that its connection can live on, and how
    the body broke off, if it did.
    """
    content = answer.content
    if content.is_eof():  # it came with the head, as small ones do
        while data := content.read_nowait():
            body.feed(data)
        error = content.exception()
        if error is None:
            return True, Failure.PROTOCOL if body.broken else None
    try:
        async with asyncio.timeout(seconds):
            while not body.full and not body.broken:
                data = await content.readany()
                if not data:
                    return True, None
                body.feed(data)
    except Exception as error:
        return False, failures.of_exchange(error)[0]
    return await _drain(answer, body), Failure.PROTOCOL if body.broken else None


async def _drain(answer: aiohttp.ClientResponse, body: Body) -> bool:
    """Read and drop what is left if it is little; whether it came to its end."""
    content = answer.content
    length = answer.content_length
    if length is not None and length - content.total_bytes > _MAX_REST:
        return False
    try:
        async with asyncio.timeout(_REST_SECONDS):
            while data := await content.readany():
                body.feed(data)
                if length is None:
                    return content.at_eof()
    except Exception:
        return False
    return True
