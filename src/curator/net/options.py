"""What an operator and a list may choose about asking links, with bounds and defaults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from curator import __version__

USER_AGENT = (
    f"Mozilla/5.0 (compatible; awesome-curator/{__version__}; "
    "checks the links of curated lists; answer 403 or 429 to be left alone)"
)

DEFAULT_CONCURRENCY = 10
DEFAULT_GAP = 0.05
"""Requests to one host in flight at once, and seconds between the starts of two."""
MAX_CONNECTIONS = 256
TIMEOUT = 10.5
"""Seconds: a server that answers within ten has to be heard, whatever the way takes."""
RETRY_TIMEOUT = 1.5 * TIMEOUT
MAX_REDIRECTS = 10
MAX_HEADER = 65_536
"""Bytes of one line of a head."""
MAX_BODY = 65_536
"""Bytes of a body that are looked at for signs of a challenge, a parking page, a refresh."""
MAX_PAGE = 2_000_000
"""Bytes of a page in which fragments are looked for."""


class HostRule(NamedTuple):
    """What is chosen for hosts by name.

    ``host`` is a name in lower case; ``*.name`` is for all below it and itself. ``None`` leaves
    as it is; ``accept`` are codes to be taken as alive. A rule that is ``gentler`` comes from a
    list, and can take away from what holds without it, never add.
    """

    host: str
    concurrency: int | None = None
    gap: float | None = None
    accept: frozenset[int] = frozenset()
    gentler: bool = False


class HostHeader(NamedTuple):
    """A header that only one host is sent, over https only unless it is a loopback address."""

    host: str
    name: str
    value: str


Lookup = Callable[[str], Sequence[str]]
"""The addresses of a host name, as text; blocks. Raises what ``socket.getaddrinfo`` raises."""


@dataclass(frozen=True, slots=True)
class NetOptions:
    """How links are asked.

    ``timeout`` and ``retry_timeout`` are seconds for one request, ``total_timeout`` for all.
    ``networks`` are blocks of addresses (CIDR) that may be connected to although they are not
    public. ``lookup`` replaces the system's look-up of names. ``refresh`` asks again whatever
    the cache holds.
    """

    timeout: float = TIMEOUT
    retry_timeout: float = RETRY_TIMEOUT
    total_timeout: float | None = None
    max_connections: int = MAX_CONNECTIONS
    max_redirects: int = MAX_REDIRECTS
    concurrency: int = DEFAULT_CONCURRENCY
    gap: float = DEFAULT_GAP
    hosts: tuple[HostRule, ...] = ()
    headers: tuple[HostHeader, ...] = ()
    networks: tuple[str, ...] = ()
    proxy: str | None = None
    ca_file: str | None = None
    user_agent: str = USER_AGENT
    lookup: Lookup | None = field(default=None, compare=False)
    refresh: bool = False
