"""The access log of the fake internet, and what it tells of a client's manners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple


class Visit(NamedTuple):
    """One request as the server saw it; times as of ``time.monotonic``.

    ``host`` is what the ``Host`` header says, without the port; ``path`` the target as sent.
    ``start`` is when the head of the request was there, ``end`` when the answer was written or
    the client went away, ``None`` if neither has been. ``code`` is 0 without an answer.
    ``head`` is the head of the request, if the internet keeps them.
    """

    host: str
    path: str
    method: str
    start: float
    end: float | None
    connection: int
    code: int
    head: str = ""

    @property
    def seconds(self) -> float:
        """How long the request was under way, for ever if it still is."""
        return float("inf") if self.end is None else self.end - self.start

    def header(self, name: str) -> str:
        """The value of the request's header ``name``, empty without one."""
        for line in self.head.split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.strip().lower() == name.lower():
                return value.strip()
        return ""


class Connection(NamedTuple):
    """A connection: the server's address and port, when it was there, when it ended."""

    number: int
    address: str
    port: int
    opened: float
    closed: float | None


def gaps(visits: Iterable[Visit]) -> dict[str, list[float]]:
    """The seconds between the starts of one request to a host and the next, in order of time.

    Hosts that were asked once are left out.
    """
    found: dict[str, list[float]] = {}
    for host, mine in _by_host(visits).items():
        starts = sorted(visit.start for visit in mine)
        if len(starts) > 1:
            found[host] = [later - first for first, later in pairwise(starts)]
    return found


def in_flight(visits: Iterable[Visit], slack: float = 0.0) -> dict[str, int]:
    """How many requests each host had to deal with at once, at most.

    A request without an answer counts as ended ``slack`` seconds early, since the server learns
    late that a client has gone away.
    """
    return {
        host: _most_at_once((visit.start, _end(visit, slack)) for visit in mine)
        for host, mine in _by_host(visits).items()
    }


def open_at_once(connections: Iterable[Connection]) -> int:
    """How many connections were open at once, at most."""
    return _most_at_once((one.opened, one.closed) for one in connections)


def busiest(visits: Iterable[Visit]) -> list[tuple[str, int]]:
    """The hosts and how often each was asked, most first."""
    counts = {host: len(mine) for host, mine in _by_host(visits).items()}
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _end(visit: Visit, slack: float) -> float | None:
    return visit.end - slack if visit.end is not None and not visit.code else visit.end


def _by_host(visits: Iterable[Visit]) -> dict[str, list[Visit]]:
    groups: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        groups[visit.host].append(visit)
    return groups


def _most_at_once(spans: Iterable[tuple[float, float | None]]) -> int:
    """The largest number of spans that hold one moment; what ends as another starts is over."""
    events: list[tuple[float, int]] = []
    for start, end in spans:
        events.append((start, 1))
        if end is not None:
            events.append((max(start, end), -1))
    now = most = 0
    for _, change in sorted(events):
        now += change
        most = max(most, now)
    return most
