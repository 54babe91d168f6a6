"""How many files and sockets this process may have open at once."""

from __future__ import annotations

import sys
from typing import Final

UNLIMITED: Final = sys.maxsize


def open_files() -> int:
    """The limit on open files, ``UNLIMITED`` where the system sets none, as Windows."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return UNLIMITED
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return UNLIMITED if soft == resource.RLIM_INFINITY else soft
