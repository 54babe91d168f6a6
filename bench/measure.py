"""Work timed side by side on a busy machine, and the tables in which the figures are printed."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The root of the checkout."""
SHARED = ROOT.parent / "shared"
"""Real lists beside the checkout, where there are any."""

SOURCES = "SOURCES.md"
"""The file beside the real lists that says where they come from."""

_NUMBER = re.compile(r"[-+<>≥≤ ]*[\d.,]*[a-zA-Z%×]{0,2}[!*]?")


def real_lists() -> list[Path]:
    """The real lists beside the checkout, in order of name; none where there are none."""
    return sorted(file for file in (SHARED / "corpus").glob("*.md") if file.name != SOURCES)


def best_of(tasks: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """CPU seconds of each task, the least of ``rounds``.

    The tasks take turns (A B A B …), so that what else runs on the machine meets all of them
    alike. CPU time leaves out waiting for a core, and the least is nearest to what the work
    itself costs. Each begins with no garbage of the one before.
    """
    best = dict.fromkeys(tasks, float("inf"))
    for _ in range(rounds):
        for name, task in tasks.items():
            gc.collect()
            began = time.process_time()
            task()
            best[name] = min(best[name], time.process_time() - began)
    return best


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a program took: seconds of wall-clock and of CPU, and its exit status.

    ``cpu`` counts the program's own children too; it is 0 on Windows, which does not tell.
    ``peak`` is the largest resident set in bytes, likewise.
    """

    wall: float
    cpu: float
    peak: int
    status: int


def run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> Run:
    """Run ``command`` in ``folder``, its output thrown away, and measure that one run."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if sys.platform == "win32":
        status = process.wait()
        return Run(time.perf_counter() - began, 0.0, 0, status)
    import os  # noqa: PLC0415 - wait4 is not there on Windows

    _, state, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(state)  # or Popen would wait again
    # Linux counts in KiB, macOS in bytes (getrusage(2) of either).
    unit = 1 if sys.platform == "darwin" else 1024
    cpu = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu, usage.ru_maxrss * unit, process.returncode)


def best_runs(
    commands: Mapping[str, Sequence[str | Path]],
    folder: Path,
    rounds: int,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Run]:
    """The best run of each command: least wall-clock, CPU and peak of ``rounds`` in turns.

    One more round before the first fills caches (byte code, pages of the disk) and is not
    counted.
    """
    best: dict[str, Run] = {}
    for number in range(rounds + 1):
        for name, command in commands.items():
            one = run(command, folder, environment)
            if number <= 1:
                best[name] = one
            else:
                last = best[name]
                best[name] = Run(
                    min(last.wall, one.wall),
                    min(last.cpu, one.cpu),
                    min(last.peak, one.peak),
                    one.status,
                )
    return best


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; columns of figures are aligned to the right.

    Raises:
        ValueError: a row has more or fewer cells than there are headings.
    """
    body = [list(row) for row in rows]
    columns = list(zip(headings, *body, strict=True))
    widths = [max(map(len, column)) for column in columns]
    right = [all(_NUMBER.fullmatch(cell) for cell in column[1:]) for column in columns]
    rule = [
        "-" * (width - 1) + ":" if figures else "-" * width
        for width, figures in zip(widths, right, strict=True)
    ]
    return "\n".join(_row(line, widths, right) for line in [list(headings), rule, *body])


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (
        cell.rjust(width) if figures else cell.ljust(width)
        for cell, width, figures in zip(cells, widths, right, strict=True)
    )
    return f"| {' | '.join(padded)} |"
