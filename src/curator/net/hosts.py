"""The queue of one host, or of one service: what it is still to be asked, and how fast."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final

from curator.net.chain import Chain
from curator.net.messages import NoResponse
from curator.net.policy import Policy
from curator.status import Failure

SLOWEST_GAP: Final = 5.0
"""Seconds between two requests that no slowing down goes beyond."""
_SILENT: Final = frozenset({Failure.TIMEOUT, Failure.RESET, Failure.PROTOCOL, Failure.TLS})
_MANY_SILENT: Final = 5
_AWAY: Final = frozenset({Failure.REFUSED, Failure.UNREACHABLE, Failure.NAME_UNRESOLVED})
_MANY_AWAY: Final = 3
_MANY_REFUSALS: Final = 8
"""Links in a row, none before them answered, after which a host is not asked for the rest."""
TURNED_AWAY: Final = frozenset({401, 403, 451, 999})
TOO_MUCH: Final = frozenset({429, 503})
"""What servers answer that have too much to do, and nothing of the page that was asked for."""
_MANY_PAUSES: Final = 5
"""Pauses without an answer in between after which a host is not asked for the rest either."""
_LONG_PAUSES: Final = 300.0
_PER_ANSWER: Final = 10.0
"""Seconds of pauses in all that a host is worth, and those that each of its answers adds."""
_LONG: Final = 1.0
_AT_LEAST: Final = 0.02
"""Seconds of waiting that make a queue a long one, and those of a link without a gap."""
_LATENESS: Final = 0.005
"""Seconds of being late that are made up for when the next link is begun."""
_JITTER: Final = 0.002
"""Seconds by which the gap between two requests may be less than wanted."""
_AGAIN: Final = 30.0
"""Seconds within which a second call for patience says that the pace itself is too much."""
_KNOWN: Final = 3
"""A host that has answered is given as many times more."""


@dataclass(slots=True, eq=False)
class HostQueue:
    """The links that wait for one host, and how it is to be asked.

    Times are those of the event loop, in seconds. ``limit`` and ``gap`` are what the host puts
    up with just now; they never get less gentle than ``policy``. ``sockets`` is how many
    connections it may hold. ``spared`` is set once nothing more is to be asked in this run: the
    code that stands for all further answers.
    """

    key: str
    policy: Policy
    names: set[str] = field(default_factory=set)
    looked_up: bool = False
    looking: bool = False
    in_flight: int = 0
    sockets: int = 0
    limit: float = 0.0
    gap: float = 0.0
    next_start: float = 0.0
    next_turn: float = 0.0
    paused_until: float = 0.0
    eased_at: float = 0.0
    pauses: int = 0
    paused: float = 0.0
    answers: int = 0
    silent: int = 0
    away: int = 0
    refusals: int = 0
    struggles: int = 0
    head_lies: bool = False
    large: int = 0
    version: int = 0
    why: NoResponse | None = None
    spared: int | None = None
    _ready: deque[Chain] = field(default_factory=deque)
    _later: list[tuple[float, int, Chain]] = field(default_factory=list)
    _count: int = 0

    def __post_init__(self) -> None:
        self.limit, self.gap = float(self.policy.concurrency), self.policy.gap

    def narrow(self, policy: Policy) -> None:
        """Be as gentle as ``policy`` as well, that of another name with the same queue."""
        before = self.policy
        self.policy = Policy(
            min(before.concurrency, policy.concurrency),
            max(before.gap, policy.gap),
            before.accept & policy.accept,
        )
        self.limit = min(self.limit, float(self.policy.concurrency))
        self.gap = max(self.gap, self.policy.gap)

    def __len__(self) -> int:
        """How many links wait."""
        return len(self._ready) + len(self._later)

    def put(self, chain: Chain, *, front: bool = False, not_before: float = 0.0) -> None:
        """Let a link wait: ``front`` is for one that has begun, such as a redirect."""
        if not_before:
            self._count += 1
            heappush(self._later, (not_before, self._count, chain))
        elif front:
            self._ready.appendleft(chain)
        else:
            self._ready.append(chain)

    def due(self) -> float | None:
        """When the next link may be asked; ``None`` if none waits or no more may be in flight."""
        if self.in_flight >= max(1, int(self.limit)):
            return None
        if self._ready:
            return max(self.next_start, self.paused_until)
        if self._later:
            return max(self.next_start, self.paused_until, self._later[0][0])
        return None

    def take(self, now: float) -> Chain:
        """The next link; to be called when it is ``due``.

        Another look is best had late, but for one that may take long.
        """
        if self._ready:
            patient = self._later and self._later[0][0] <= now and self._later[0][2].patient
            if not patient:
                return self._ready.popleft()
        return heappop(self._later)[2]

    def started(self, now: float) -> None:
        """Note that a link is asked, so that the next one waits.

        What the clock of the event loop is late by is made up for, if it is little: else
        hundreds of links would take longer by all of that.
        """
        self.next_start = max(self.next_start, now - _LATENESS) + self.gap

    def turn(self, now: float) -> float:
        """Take the next turn to send something, if it has come; else the seconds until it may.

        A turn counts from when it is taken: a busy machine must not send two at once because
        the first is late.
        """
        if now < self.next_turn:
            return self.next_turn - now
        self.next_turn = now + self.gap - _JITTER
        return 0.0

    def drain(self) -> Iterator[Chain]:
        """Take all links out."""
        while self._ready:
            yield self._ready.popleft()
        while self._later:
            yield heappop(self._later)[2]

    # ------------------------------------------------------------ what the host shows of itself

    def answered(self, code: int, *, head: bool) -> None:
        """Note an answer with ``code``, to a request for no more than a head if ``head``."""
        self.silent = self.away = 0
        self.struggles = self.struggles + 1 if code in TOO_MUCH else 0
        if code not in self.policy.accept:
            if code in TOO_MUCH:
                return  # counted by its pauses: those in flight together say it but once
            if code in TURNED_AWAY:
                self.refusals += not head  # who refuses that may well show the page
                return
        self.answers += 1
        self.refusals = 0
        self.pauses = 0
        self.limit = min(self.limit + 1 / self.limit, float(self.policy.concurrency))
        self.gap = max(self.policy.gap, self.gap * 0.8)

    def failed(self, why: NoResponse) -> None:
        """Note that there was no answer."""
        self.why = why
        if why.failure in _SILENT:
            self.silent += 1
        elif why.failure in _AWAY:
            self.away += 1

    def put_on_probation(self) -> None:
        """Let one link at a time be tried; the next failure makes it hopeless again."""
        self.limit = 1.0
        self.silent = self._patience * _MANY_SILENT - 1
        self.away = self._patience * _MANY_AWAY - 1

    @property
    def _patience(self) -> int:
        return _KNOWN if self.answers else 1

    def ease(self, now: float, pause: float | None) -> float:
        """Ask more gently from now on, for the host said so; the seconds of the pause.

        ``pause`` is what it asked for. Answers to requests that were in flight together count
        once. The first time a pause is enough; if it does not help, the pace is halved.
        """
        if pause is None:
            pause = min(2.0**self.pauses, 30.0)
        if now - self.eased_at > 1.0 or not self.eased_at:
            self.pauses += 1
            if self.eased_at and now - self.eased_at < _AGAIN:
                self.limit = max(1.0, self.limit / 2)
                self.gap = min(max(self.gap, 0.05) * 2, max(SLOWEST_GAP, self.policy.gap))
            self.eased_at = now
        self.paused += max(0.0, now + pause - max(now, self.paused_until))
        self.paused_until = max(self.paused_until, now + pause)
        return pause

    @property
    def is_long(self) -> bool:
        """Whether the links that wait take so long that more connections are worth it."""
        return len(self) * max(self.gap, _AT_LEAST) > _LONG

    @property
    def hopeless(self) -> bool:
        """Whether so much in a row failed that the rest need not be tried for now."""
        patience = self._patience
        return self.silent >= _MANY_SILENT * patience or self.away >= _MANY_AWAY * patience

    @property
    def unwelcome(self) -> bool:
        """Whether the host turns everything away, as one does that wants to be left alone."""
        if self.paused > _LONG_PAUSES + _PER_ANSWER * self.answers:
            return True
        patience = self._patience
        return self.refusals >= _MANY_REFUSALS * patience or self.pauses >= _MANY_PAUSES * patience
