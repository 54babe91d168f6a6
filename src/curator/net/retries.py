"""When a link is asked again, and when a server wants to be left alone for a while."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

from curator.net.messages import Response
from curator.status import Failure

MAX_PAUSE: Final = 120.0
"""Seconds that a host is waited for at most; one that wants more is given up for this run."""
MAX_ATTEMPTS: Final = 4
"""Times that one link is asked, redirects not counted, whatever comes of it."""


class Again(NamedTuple):
    """How often an outcome is looked at in all, and after how many seconds the next time.

    ``patient`` says that the answer may then take longer.
    """

    looks: int
    after: float
    patient: bool = False


_ONCE: Final = Again(1, 0.0)
_SOON: Final = Again(2, 1.0)

_CODES: Final = {
    404: _SOON,
    408: _SOON,
    410: _SOON,
    425: _SOON,
    429: Again(4, 0.0),  # the pause is its host's, and other links may have their turn first
    500: _SOON,
    502: _SOON,
    503: Again(3, 2.0),
    504: Again(2, 2.0, patient=True),
}

_FAILURES: Final = {
    Failure.TIMEOUT: Again(2, 3.0, patient=True),
    Failure.RESET: _SOON,
    Failure.REFUSED: _SOON,
    Failure.UNREACHABLE: _SOON,
    Failure.PROTOCOL: _SOON,
    Failure.NAME_UNRESOLVED: Again(2, 2.0, patient=True),
    Failure.TLS: _SOON,
}


def again(code: int | None, failure: Failure | None) -> Again:
    """Whether this outcome is worth another look."""
    if failure is not None:
        return _FAILURES.get(failure, _ONCE)
    if code is not None and 520 <= code <= 527:  # Cloudflare's words for a server behind it
        return _SOON
    return _CODES.get(code or 0, _ONCE)


def wanted_pause(response: Response, now: float) -> float | None:
    """The seconds for which a server asks to be left alone, by its headers; ``None`` if not.

    ``now`` is in seconds since 1970. ``Retry-After`` as RFC 9110 (10.2.3) has it; the
    ``RateLimit`` fields of drafts and of GitHub count where nothing remains.
    """
    after = response.header("retry-after")
    if after and response.code in {403, 429, 503}:
        return _seconds(after, now)
    remaining = response.header("x-ratelimit-remaining") or response.header("ratelimit-remaining")
    if remaining.strip() == "0":
        reset = response.header("x-ratelimit-reset") or response.header("ratelimit-reset")
        seconds = _seconds(reset, now)
        # Some count from now, some give the time of day.
        return seconds if seconds is None or seconds < 1e9 else max(0.0, seconds - now)
    return None


def _seconds(text: str, now: float) -> float | None:
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 12:
        return float(text)
    try:
        date = parsedate_to_datetime(text)
        if date.tzinfo is None:  # the older forms of dates, which are of the same zone
            date = date.replace(tzinfo=UTC)
        return max(0.0, date.timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None
