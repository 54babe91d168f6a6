"""Runs over links that came to no good end: what is said of that, and what is still believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from curator.engine import Settings
from curator.status import Failure, LinkStatus

if TYPE_CHECKING:  # importing it takes time, and most runs are offline
    from curator.net.results import Ending, Outcome

_EARLY: Final[Mapping[Ending, str]] = {
    "interrupted": "interrupted",
    "out-of-time": "the time for asking links is up (--timeout-total)",
}
_NO_PROXY: Final = frozenset({Failure.PROXY, Failure.NAME_UNKNOWN, Failure.NAME_UNRESOLVED})
"""What becomes of links where the proxy does not work; names are looked up before it is asked."""
_PROXIES: Final = tuple("https_proxy HTTPS_PROXY http_proxy HTTP_PROXY all_proxy ALL_PROXY".split())
"""The variables by which other programs are told of a proxy."""


def told_apart(outcome: Outcome) -> Outcome:
    """``outcome``, as of a network that is down if the operator's proxy let nothing through.

    Where other links are remembered the proxy may well work, and refuse just what was asked.
    """
    if outcome.ending != "complete" or outcome.fresh:
        return outcome
    failures = {each.evidence.failure for each in outcome.statuses.values() if _is_new(each)}
    if Failure.PROXY in failures and failures <= _NO_PROXY:
        return replace(outcome, ending="network-down")
    return outcome


def problem(outcome: Outcome) -> str:
    """Why not all links were asked, or none could be; empty if all is well."""
    statuses = outcome.statuses.values()
    if outcome.ending == "network-down":
        proxy = any(each.evidence.failure is Failure.PROXY and _is_new(each) for each in statuses)
        down = "the proxy cannot be reached or refuses" if proxy else "the network is down"
        told = "only what is remembered is told" if outcome.fresh else "nothing is said of any"
        return f"{down}: no link could be reached, and {told}"
    if outcome.ending == "no-trust":
        return (
            "no certificate was trusted: this machine's trust store is missing or out of date, "
            "or a proxy is in between whose certificate --ca-file has to name"
        )
    if outcome.ending not in _EARLY:
        return ""
    left = sum(each.evidence.failure is Failure.NOT_ASKED for each in statuses)
    return f"{_EARLY[outcome.ending]}: {left:,} of {len(statuses):,} links were not asked"


def advice(outcome: Outcome, environment: Mapping[str, str], *, proxy: bool) -> list[str]:
    """What may be the reason where the network seems down; ``proxy`` says that one was chosen."""
    if outcome.ending != "network-down":
        return []
    failures = {each.evidence.failure for each in outcome.statuses.values() if _is_new(each)}
    if proxy:
        unknown = failures & _NO_PROXY and Failure.PROXY not in failures
        return ["names are looked up on this machine, also where a proxy is used"] * bool(unknown)
    named = next((name for name in _PROXIES if environment.get(name)), None)
    if named is None:
        return []
    return [f"{named} is set, but only a proxy that --proxy or CURATOR_PROXY names is used"]


def is_believed(status: LinkStatus, ending: Ending) -> bool:
    """Whether a status counts in a run that ended so: what was at fault says nothing of links."""
    if ending == "network-down":
        return not _is_new(status)
    return ending != "no-trust" or status.evidence.failure is not Failure.TLS_UNKNOWN_ISSUER


def fitting(settings: Settings, outcome: Outcome) -> Settings:
    """Settings for a run that came to this: nobody can say that what was not asked is not needed.

    Without any fact about links, the rules about them are not run at all.
    """
    if outcome.ending == "network-down" and not outcome.fresh:
        return settings.offline()
    if outcome.ending != "complete" and settings.asks:
        return replace(settings, narrowed=True)
    return settings


def _is_new(status: LinkStatus) -> bool:
    """Whether a status is of a request in this run."""
    return not status.cached and status.verdict != "skipped"
