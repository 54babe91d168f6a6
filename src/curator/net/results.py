"""What a run over links is asked for, what it tells on the way, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from curator.status import Evidence, History, LinkStatus, Verdict


class Wanted(NamedTuple):
    """A URL to be asked, as written and without its fragment.

    ``fragments`` are those whose places are to be looked for on the page, without ``#``;
    ``secure`` asks as well what https answers there, for a URL of plain http.
    """

    url: str
    fragments: frozenset[str] = frozenset()
    secure: bool = False


class Remembered(NamedTuple):
    """What the cache holds of a URL.

    ``evidence`` is ``None`` where only failures are remembered, as ``history``. ``fragments``
    says of those that were looked for whether the page has them, ``None`` where that cannot be
    told.
    """

    evidence: Evidence | None
    history: History | None = None
    fragments: Mapping[str, bool | None] = {}


Ending = Literal["complete", "interrupted", "out-of-time", "network-down", "no-trust"]
"""``network-down``: nothing could be reached at all. ``no-trust``: no certificate was trusted."""


@dataclass(slots=True)
class Outcome:
    """What a run over links came to; ``statuses`` has every URL that was wanted.

    ``absent`` are URLs with a fragment that their page does not have, ``secure`` what https
    answers for URLs of plain http. ``notices`` are for the user, one line each, and
    ``problems`` what was to be done and could not be. ``requests`` is how many were sent,
    ``fresh`` how many URLs the cache answered.
    """

    statuses: dict[str, LinkStatus] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    secure: dict[str, LinkStatus] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    ending: Ending = "complete"
    requests: int = 0
    fresh: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)


class Waiting(NamedTuple):
    """A host that still has links: how many, and what it is waited for, in a few words."""

    host: str
    links: int
    why: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How far a run has come. ``worst`` are the hosts with most links left, most first."""

    done: int
    total: int
    requests: int
    in_flight: int
    seconds: float
    verdicts: Mapping[Verdict, int]
    worst: tuple[Waiting, ...]


class Progress(Protocol):
    """Who is told how far a run has come."""

    def update(self, snapshot: Snapshot) -> None:
        """Take note; called a few times a second, and once at the end."""
        ...


class Cache(Protocol):
    """What is remembered from run to run. None of it raises: a cache that fails is told once."""

    def load(self, urls: Set[str]) -> Mapping[str, Remembered]:
        """What is remembered of ``urls``, however old."""
        ...

    def save(self, records: Mapping[str, Remembered]) -> None:
        """Remember ``records``, which replace what is there of the same URLs."""
        ...
