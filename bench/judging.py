"""What a run of a link checker is worth: its verdicts by the truth, its manners by the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.contestants import Result
from bench.internet import gaps, in_flight, open_at_once
from bench.weblist import Link

CONCURRENCY = 10
"""Requests to one host in flight at once, at most: lychee's default, and curator's."""
GAP = 0.05
"""Seconds between the starts of two requests to one host, at least: likewise."""
JITTER = 0.01
"""What the log may be wrong by: both sides share two cores with each other."""
PATIENCE = 10.0
"""Seconds that a server is waited for the first time, at least."""
CONNECTING = 0.25
"""Seconds of it that the server cannot see, for a client's wait begins before it connects."""
REQUESTS = 1.2
"""Requests per link, at most."""

_FALSE_ALARM = {"dead", "broken-tls"}
_NO_ALARM = {"alive", "moved"}


@dataclass(frozen=True, slots=True)
class Worth:
    """What a run is worth.

    ``false_dead`` and ``false_alive`` are URLs with the kind of link that each is;
    ``unsettled`` counts living links without a verdict on life or death, by verdict and kind;
    ``alarms`` links that are neither alive nor dead but were called dead; ``missing`` URLs of
    which nothing was said. ``gap`` (the smallest to one host) and ``patience`` are in seconds,
    infinite if never seen; ``hasty`` counts gaps that are too small.
    ``open_at_once`` are connections, ``connections`` how many were opened in all.
    """

    false_dead: Sequence[tuple[str, str]]
    false_alive: Sequence[tuple[str, str]]
    unsettled: Mapping[tuple[str, str], int]
    alarms: Mapping[str, int]
    missing: int
    requests: int
    links: int
    in_flight: int
    gap: float
    hasty: int
    patience: float
    open_at_once: int
    connections: int

    @property
    def per_link(self) -> float:
        """Requests per link."""
        return self.requests / self.links


def judged(result: Result, truth: Mapping[str, Link]) -> Worth:
    """What ``result`` is worth, where ``truth`` has the link behind every URL."""
    false_dead: list[tuple[str, str]] = []
    false_alive: list[tuple[str, str]] = []
    unsettled: Counter[tuple[str, str]] = Counter()
    alarms: Counter[str] = Counter()
    missing = 0
    for url, link in truth.items():
        verdict = result.verdicts.get(url)
        if verdict is None:
            missing += 1
        elif link.truth == "alive" and verdict in _FALSE_ALARM:
            false_dead.append((url, link.kind))
        elif link.truth == "dead" and verdict in _NO_ALARM:
            false_alive.append((url, link.kind))
        elif link.truth == "neither" and verdict in _FALSE_ALARM:
            alarms[link.kind] += 1
        elif link.truth == "alive" and verdict not in _NO_ALARM:
            unsettled[verdict, link.kind] += 1
    apart = [gap for mine in gaps(result.visits).values() for gap in mine]
    return Worth(
        false_dead,
        false_alive,
        unsettled,
        alarms,
        missing,
        len(result.visits),
        len(truth),
        # A client's end is seen late, so a request may seem to overlap with the next.
        max(in_flight(result.visits, slack=JITTER).values(), default=0),
        min(apart, default=float("inf")),
        sum(gap < GAP - JITTER for gap in apart),
        _patience(result),
        open_at_once(result.connections),
        len(result.connections),
    )


def _patience(result: Result) -> float:
    """How long the first request for a silent URL was waited for, the least of all URLs."""
    first: dict[tuple[str, str], float] = {}
    for visit in result.visits:
        if visit.path.startswith("/silence") and (visit.host, visit.path) not in first:
            first[visit.host, visit.path] = visit.seconds
    return min(first.values(), default=float("inf"))


def faults(worth: Worth, *, busy: bool = False) -> list[str]:
    """The requirements on verdicts and manners that a run misses, in words.

    With ``busy``, gaps are left out: the log is not to be trusted with them.
    """
    missed = []
    if worth.false_dead:
        missed.append(f"{len(worth.false_dead)} living links called dead")
    if worth.false_alive:
        missed.append(f"{len(worth.false_alive)} dead links called alive")
    if worth.missing:
        missed.append(f"nothing said of {worth.missing} links")
    if worth.per_link > REQUESTS:
        missed.append(f"{worth.per_link:.2f} requests per link, more than {REQUESTS}")
    if worth.in_flight > CONCURRENCY:
        missed.append(f"{worth.in_flight} requests in flight to one host, more than {CONCURRENCY}")
    if worth.hasty and not busy:
        least = f"{worth.gap * 1000:.0f} ms"
        missed.append(f"{worth.hasty} requests too soon for their host, the worst after {least}")
    if worth.patience < PATIENCE - CONNECTING:
        missed.append(f"a server was waited for only {worth.patience:.1f} s")
    return missed
