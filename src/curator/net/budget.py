"""The sockets there are, shared out among hosts: who gets one, who keeps one, who gives it back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Final

from curator.net.hosts import HostQueue

_SOON: Final = 0.5
"""Seconds for which a host keeps its connections although others have none."""
_LOOKED_AT: Final = 8


class Budget:
    """At most ``total`` sockets, which hosts hold as long as links wait for them.

    ``close`` closes the connections of a host and calls back when they are closed: until then
    their sockets are not free. ``freed`` is called when there are free ones again.
    """

    def __init__(
        self,
        total: int,
        close: Callable[[HostQueue, Callable[[], None]], None],
        freed: Callable[[int], None],
        now: Callable[[], float],
    ) -> None:
        self.total = total
        self.closing = 0
        self._used = 0
        self._close = close
        self._freed = freed
        self._now = now
        # Those that hold connections and use none of them just now, the longest at rest first.
        self._at_rest: dict[HostQueue, None] = {}

    def has_one(self, host: HostQueue) -> bool:
        """Whether ``host`` holds a connection that is not in use."""
        return host.in_flight < host.sockets

    def suffices(self, host: HostQueue) -> bool:
        """Whether ``host`` has to do with the connections it holds, for others have none."""
        scarce = self._used * 2 >= self.total
        return scarce and host.sockets > 0 and not host.is_long

    def take(self, host: HostQueue) -> bool:
        """Give ``host`` one socket more, if there is one."""
        if self._used >= self.total:
            self._take_back()
        if self._used >= self.total:
            return False
        host.sockets += 1
        self._used += 1
        return True

    def begin(self, host: HostQueue) -> None:
        """Note that ``host`` uses a connection."""
        self._at_rest.pop(host, None)

    def rest(self, host: HostQueue) -> None:
        """Note that ``host`` uses none just now; without links it gives them all back."""
        if len(host):
            self._at_rest[host] = None
        else:
            self._give_back(host)

    def _take_back(self) -> None:
        """Close the connections of a host that will not use them for a while."""
        for host in islice(self._at_rest, _LOOKED_AT):
            if self.can_spare(host):
                self._give_back(host)
                return

    def can_spare(self, host: HostQueue) -> bool:
        """Whether ``host``, which is at rest, will not use its connections for a while."""
        due = host.due()
        return due is None or due > self._now() + _SOON

    def _give_back(self, host: HostQueue) -> None:
        self._at_rest.pop(host, None)
        count, host.sockets = host.sockets, 0
        if not count:
            return
        self.closing += count

        def closed() -> None:
            self.closing -= count
            self._used -= count
            self._freed(count)

        self._close(host, closed)
