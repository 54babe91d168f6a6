"""What a configuration chooses about asking links: what is left out, and how it is asked."""

from __future__ import annotations

from typing import Final, NamedTuple

GENTLE_CONCURRENCY: Final = 10
GENTLE_GAP: Final = 0.05
"""What is usual for each host: requests in flight, and seconds between the starts of two.

A file of the checked tree, which strangers may have written, can only ask for less.
"""
MOST_CONCURRENCY: Final = 1_000
MOST_CONNECTIONS: Final = 10_000
MOST_REDIRECTS: Final = 50
LONGEST_GAP: Final = 3_600.0
LONGEST_TIMEOUT: Final = 600.0
LONGEST_RUN: Final = 604_800.0
"""Bounds on what anybody may choose: a slip of the finger is told, whoever made it."""


class HostChoice(NamedTuple):
    """What is chosen for a host, or with ``*.`` for a domain and all below it.

    ``None`` leaves as it is. ``accept`` are codes that count as alive there.
    """

    host: str
    concurrency: int | None = None
    gap: float | None = None
    accept: frozenset[int] = frozenset()


class LinkChoices(NamedTuple):
    """What a file of configuration chooses about the links of the lists it is for.

    ``exclude`` are patterns for addresses. ``trusted`` is a file that the user named, which
    may also ask hosts for more than is usual.
    """

    exclude: tuple[str, ...] = ()
    hosts: tuple[HostChoice, ...] = ()
    trusted: bool = False


class HeaderChoice(NamedTuple):
    """A header for one host, whose value is in the environment ``variable``."""

    host: str
    name: str
    variable: str


class NetworkChoices(NamedTuple):
    """What only the user chooses about the network; ``None`` leaves as it is.

    ``timeout`` is seconds for one request, ``timeout_total`` for all. ``networks`` are blocks
    of addresses (CIDR). Paths are as written, relative to the current folder.
    """

    timeout: float | None = None
    timeout_total: float | None = None
    max_connections: int | None = None
    max_redirects: int | None = None
    concurrency: int | None = None
    gap: float | None = None
    proxy: str | None = None
    ca_file: str | None = None
    cache_dir: str | None = None
    networks: tuple[str, ...] = ()
    headers: tuple[HeaderChoice, ...] = ()
