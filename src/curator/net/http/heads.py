"""Heads of answers bounded as a whole: aiohttp bounds each of their lines only."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.http_parser import RawResponseMessage
from aiohttp.streams import StreamReader

from curator.net.options import MAX_HEADER

MAX_HEAD = 4 * MAX_HEADER
"""Bytes of all lines of a head, somewhat more than which may be read."""


class BoundedConnector(aiohttp.TCPConnector):
    """Makes connections that give up on a head that is larger than anybody needs."""

    def __init__(self, **choices: Any) -> None:
        super().__init__(**choices)
        self._factory = cast("partial[ResponseHandler]", partial(_Bounded, loop=self._loop))


class _Bounded(ResponseHandler):
    """Counts what has come of a head until it is there."""

    _size = 0
    _is_read = False

    def set_response_params(self, **params: Any) -> None:
        self._size, self._is_read = 0, False
        super().set_response_params(**params)

    def feed_data(self, data: tuple[RawResponseMessage, StreamReader], size: int = 0) -> None:
        # Behind an interim answer there is another one.
        self._size, self._is_read = 0, not 100 <= data[0].code <= 199
        super().feed_data(data, size)

    def data_received(self, data: bytes) -> None:
        if not self._is_read:
            if self._size > MAX_HEAD:
                self._give_up()
                return
            self._size += len(data)
        super().data_received(data)

    def _give_up(self) -> None:
        if self.transport is not None:
            self.transport.abort()
        self.set_exception(HttpProcessingError(message="a head larger than anybody needs"))
