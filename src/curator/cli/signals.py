"""Signals that end a run, made to wait while something is done that must not be cut in two."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator


def hold_back() -> None:
    """Let signals wait that would end this process; processes started now do so as well."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))


def let_through() -> None:
    """Let these signals do what they do, also those that waited."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Have signals wait until the block is done."""
    hold_back()
    try:
        yield
    finally:
        let_through()
