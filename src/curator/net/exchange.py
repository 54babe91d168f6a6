"""One exchange with a server: the request that a link needs, and what a page says in its body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from curator.net.addresses import Asked, followed, is_large_file
from curator.net.answers.pages import PlaceFinder, places, refresh_target, title
from curator.net.chain import Chain
from curator.net.hosts import HostQueue
from curator.net.messages import Request, Response
from curator.net.options import MAX_BODY, MAX_PAGE
from curator.status import Mark

_ENOUGH: Final = 16_384
"""Bytes of a page in which the signs that are looked for stand."""
_LARGE_STREAK: Final = 3
"""Bodies of a host that were cut short, one after the other, until it is asked for heads."""


def _enough(body: bytes) -> bool:
    return len(body) >= _ENOUGH


def request_for(
    chain: Chain, host: HostQueue, timeout: float, turn: Callable[[], float] | None
) -> Request:
    """What ``host`` is sent for a link; ``timeout`` in seconds, ``turn`` as of ``Request``."""
    head = not chain.get and not host.head_lies
    head = head and (is_large_file(chain.url) or host.large >= _LARGE_STREAK)
    headers: list[tuple[str, str]] = []
    if chain.cookies is not None:
        cookies = chain.cookies.header_for(chain.url)
        if cookies:
            headers.append(("Cookie", cookies))
    enough = _enough
    limit = MAX_BODY
    if chain.wanted.fragments:
        enough, limit = PlaceFinder(chain.wanted.fragments), MAX_PAGE
    return Request(chain.url, "HEAD" if head else "GET", headers, timeout, limit, enough, turn)


def refreshed_to(chain: Chain, got: Response) -> Asked | None:
    """Where ``<meta http-equiv=refresh>`` in an answer leads, if that is another address."""
    if b"refresh" not in got.body[:_ENOUGH].lower():
        return None
    target = refresh_target(got.body, chain.url)
    found = None if target is None else followed(chain.url, target)
    # Of pages that show one another in turn each is there.
    if found is None or (chain.has_been_at(found.url) and not got.header("set-cookie")):
        return None
    return found


def read_page(chain: Chain, got: Response, marks: frozenset[Mark]) -> str:
    """Look for the fragments that are wanted; the title of a page that may be another one."""
    kind = got.header("content-type")
    if chain.wanted.fragments and not marks:
        fragments = chain.wanted.fragments
        chain.fragments = places(got.body, chain.url, fragments, kind, got.complete)
    if not marks and chain.host == chain.start[1]:
        return ""
    return title(got.body, kind)
