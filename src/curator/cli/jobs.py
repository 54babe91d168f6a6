"""How many processes check the files of a run, and which files each of them is given."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

MAX_JOBS = 64
"""Processes that a run may have; reading and reporting, which one does, are a share of its time."""

_Command = TypeVar("_Command", bound=Callable[..., Any])

FORKS = sys.platform == "linux"
"""Whether a worker starts as a copy of this process; elsewhere that is not safe.

There are no threads here, which is where copying a process goes wrong.
"""

# A process checks about 600,000 characters in a second. A first worker costs 10 to 40 ms as a
# copy (two lists of 50,000 characters already took 510 ms instead of 580), 100 ms on a busy
# machine; as a new process that has to import all anew, half a second. What is saved has to be
# well above that.
_SAVED = 100_000 if FORKS else 800_000

_AUTO = 0


def _number(text: str) -> int:
    """A number of processes; ``auto`` is 0."""
    text = text.strip().lower()
    if text == "auto":
        return _AUTO
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise click.BadParameter(f"{text!r} is no number and not 'auto'")
    number = int(text)
    if number > MAX_JOBS:
        raise click.BadParameter(f"{number} is more than {MAX_JOBS} processes")
    return number


def jobs_option(command: _Command) -> _Command:
    """The option ``--jobs``, a number of processes with 0 for as many as pay."""
    return click.option(
        "--jobs",
        type=_number,
        default="auto",
        show_default=True,
        metavar="N",
        help="Check with N processes; 1 starts none, 'auto' (or 0) as many as save time.",
    )(command)


def processors() -> int:
    """The processors that this process may use."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _paying(sizes: Sequence[int]) -> int:
    """The number of processes of which each has enough to do."""
    return max(min(processors(), sum(sizes) // _SAVED, MAX_JOBS), 1)


def split(sizes: Sequence[int], jobs: int) -> list[list[int]]:
    """The files, by number, that each process is given; the first share is this process's own.

    ``sizes`` are the lengths of their texts in characters, which the work is proportional to.
    ``jobs`` is the number of processes, 0 for as many as save time. No share is empty but that
    of a run without files.
    """
    count = min(jobs or _paying(sizes), len(sizes))
    shares: list[list[int]] = [[] for _ in range(max(count, 1))]
    loads = [0] * len(shares)
    for number in sorted(range(len(sizes)), key=lambda number: -sizes[number]):
        least = loads.index(min(loads))
        shares[least].append(number)
        loads[least] += sizes[number]
    if not jobs and max(loads) + _SAVED > sum(loads):
        return [list(range(len(sizes)))]
    # This process starts the others and reports: it takes the lightest share.
    order = sorted(range(len(shares)), key=loads.__getitem__)
    return [sorted(shares[at]) for at in order]
