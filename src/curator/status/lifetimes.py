"""How long what was seen of a link is believed without asking again, by its verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from curator.status import Verdict

_HOUR: Final = 3_600.0
_DAY: Final = 20 * _HOUR
"""A day, less what the start of a nightly job wavers: one that finds what it saw last night
still fresh by minutes would ask only every other night."""
_CLOCK_ERROR: Final = 60.0
"""Seconds by which the clocks of two machines with one cache may differ."""

LIFETIMES: Final[Mapping[Verdict, float]] = {
    "alive": _DAY,
    "moved": _DAY,
    "suspicious": _DAY,
    "blocked": 6 * _HOUR,  # hosts that refuse are asked seldom, but may relent
    "dead": _HOUR,  # whoever just put it back wants to see that
    "broken-tls": _HOUR,
    "transient": 0.0,
    "skipped": 0.0,
}
"""Seconds for which evidence of each verdict is believed; 0 for what is always asked again."""


def is_fresh(verdict: Verdict, age_seconds: float) -> bool:
    """Whether evidence that is so old, and judged so today, need not be asked for again.

    Evidence of the future, as a clock that was set back makes it, is not believed.
    """
    return age_seconds >= -_CLOCK_ERROR and max(age_seconds, 0.0) < LIFETIMES[verdict]
