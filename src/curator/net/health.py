"""Whether it is the links that fail or the network here: judged by all hosts together."""

from __future__ import annotations

from typing import Final

from curator.status import Failure

_NO_NETWORK: Final = frozenset(
    {
        Failure.NAME_UNKNOWN,
        Failure.NAME_UNRESOLVED,
        Failure.UNREACHABLE,
        Failure.REFUSED,
        Failure.PROXY,
        Failure.TIMEOUT,
    }
)
_ENOUGH_HOSTS: Final = 20
"""Hosts that fail, and none that answers, before a run is ended early."""
_FEWEST_HOSTS: Final = 3
"""Fewer may all be gone by themselves, unless so many links are lost that it hardly matters."""
_ENOUGH_LINKS: Final = 20
_NO_WAY: Final = frozenset({Failure.NAME_UNKNOWN, Failure.NAME_UNRESOLVED, Failure.UNREACHABLE})
"""What is no word from the host itself."""


class Health:
    """What hosts have shown so far: those that answered, failed, or were not trusted."""

    def __init__(self) -> None:
        self._answered: set[str] = set()
        self._failed: set[str] = set()
        self._failing: set[str] = set()
        self._lost = 0
        self._trusted: set[str] = set()
        self._distrusted: set[str] = set()

    def answered(self, host: str, *, secure: bool) -> None:
        """Note that ``host`` gave an answer, over TLS if ``secure``."""
        self._answered.add(host)
        if secure:
            self._trusted.add(host)

    def failed(self, host: str, failure: Failure, *, before: bool = False) -> None:
        """Note that ``host`` gave none, nor in an earlier run if ``before``.

        That tells nothing of the network: with a cache, those that always fail may be the only
        ones which are asked.
        """
        if failure in _NO_NETWORK:
            (self._failing if before else self._failed).add(host)
            self._lost += failure in _NO_WAY and not before
        elif failure is Failure.TLS_UNKNOWN_ISSUER:
            self._distrusted.add(host)
            self._answered.add(host)
        elif failure is not Failure.NO_FILES:
            self._answered.add(host)  # somebody was there to break the connection

    def is_down(self, hosts: int) -> bool:
        """Whether it must be the network: many of ``hosts`` failed, or all, and none answered."""
        hosts -= len(self._failing - self._failed)
        if self._answered:
            return False
        if hosts < _FEWEST_HOSTS:  # as in a list of videos, or of papers
            return self._lost >= _ENOUGH_LINKS
        return len(self._failed) >= min(hosts, _ENOUGH_HOSTS)

    def is_distrustful(self) -> bool:
        """Whether it must be the store of certificates: none of several hosts is trusted."""
        return not self._trusted and len(self._distrusted) >= _FEWEST_HOSTS
