"""URLs fed to ``curator.net.check`` without any list around them, in a process of its own.

Run as ``python -m bench.feed URLS VERDICTS``: reads one URL a line, writes verdicts as JSON.
"""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curator.net import NetOptions, Wanted, check

if TYPE_CHECKING:
    from bench.internet.names import Names


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, and write what became of each URL."""
    parser = argparse.ArgumentParser(prog="python -m bench.feed", description=__doc__)
    parser.add_argument("urls", type=Path)
    parser.add_argument("verdicts", type=Path)
    parser.add_argument("--hosts", type=int, default=0, help="look names up, of so many hosts")
    parser.add_argument("--ca-file")
    given = parser.parse_args(arguments)
    # As the command does.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    # Not before it is wanted: what this process holds is compared.
    names = _names(given.hosts) if given.hosts else None
    wanted = [Wanted(url) for url in given.urls.read_text(encoding="utf-8").split("\n") if url]
    options = NetOptions(
        networks=("127.0.0.0/8",),
        lookup=names.lookup if names else None,
        ca_file=given.ca_file,
    )
    try:
        outcome = check(wanted, options)
    finally:
        if names:
            names.end()
    told = {
        "ending": outcome.ending,
        "notices": outcome.notices,
        "statuses": [
            {"url": url, "verdict": status.verdict, "reason": status.reason}
            for url, status in outcome.statuses.items()
        ],
    }
    given.verdicts.write_text(json.dumps(told), encoding="utf-8")
    return 0


def _names(hosts: int) -> Names:
    from bench.internet.names import Names, own_addresses  # noqa: PLC0415 - see above

    return Names(hosts, alone=not own_addresses())


if __name__ == "__main__":
    raise SystemExit(main())
