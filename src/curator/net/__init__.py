"""Links asked over the network: quickly, politely, and safely against what servers send."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from curator.net.options import HostHeader, HostRule, NetOptions
from curator.net.results import (
    Cache,
    Ending,
    Outcome,
    Progress,
    Remembered,
    Snapshot,
    Waiting,
    Wanted,
)

__all__ = [
    "Cache",
    "Ending",
    "HostHeader",
    "HostRule",
    "NetOptions",
    "Outcome",
    "Progress",
    "Remembered",
    "Snapshot",
    "Waiting",
    "Wanted",
    "check",
]


def check(
    wanted: Sequence[Wanted],
    options: NetOptions,
    cache: Cache | None = None,
    progress: Progress | None = None,
    log: Callable[[str], None] | None = None,
) -> Outcome:
    """Ask ``wanted`` over the network, and say what is known of each.

    What ``cache`` has that is fresh is not asked again. Blocks until all is done, the time is
    up or the user presses Ctrl-C, which ends it with what is known; ``Outcome.ending`` tells.
    ``log`` takes lines for a debug log.
    """
    from curator.net.run import run  # noqa: PLC0415 - brings in asyncio and aiohttp

    return run(wanted, options, cache, progress, log)
