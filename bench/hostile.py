"""What the documents of ``bench.shapes`` cost, seconds per megabyte, with mistune beside it.

Each shape and parser has a process of its own and a time limit, so that one that never ends
holds up nothing; mistune is given the largest size only, and the garbage collector is off. Run
as ``python -m bench.hostile``, or name shapes (or parts of their names).
"""

from __future__ import annotations

import argparse
import gc
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date
from functools import partial
from itertools import chain
from math import ceil
from typing import TypeVar

from bench.commands import environment
from bench.measure import ROOT, table
from bench.parsers import mistune_parser
from bench.shapes import SHAPES

from curator.document import Document, build_document
from curator.engine import Settings, lint
from curator.facts import NoFiles
from curator.markdown import Budget, parse, parse_syntax
from curator.nodes import Syntax
from curator.rules import INDEX
from curator.source import Source

SIZES = (20_000, 80_000, 320_000)
"""Characters asked of a shape; what it makes may be a little shorter."""
LIMIT = 20.0
"""Seconds of CPU that mistune, and each stage of curator, has for one shape."""
GROWTH = 5.0
"""Growth of the time from a size to four times that size from which a shape is flagged."""
NOTICEABLE = 0.1
"""Seconds below which growth is noise."""
ENOUGH = 0.1
"""Seconds after which no size is run again for a better figure."""
LOOKS = 3
"""How often a shape is measured before its growth is believed."""
PATIENCE = 10
"""Seconds of the wall clock that a second of CPU may take on a busy machine."""
TODAY = date(2026, 1, 1)

_OUT_OF_TIME = int(getattr(signal, "SIGXCPU", 0))

_Given = TypeVar("_Given")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one stage took on one size of one shape: CPU seconds on that many bytes.

    ``steps`` are those of the parse budget for each character, ``notes`` the parse notes by
    kind; both are empty for other stages.
    """

    bytes: int
    seconds: float
    steps: float = 0.0
    notes: Mapping[str, int] = field(default_factory=dict)

    @property
    def per_megabyte(self) -> float:
        """Seconds per megabyte."""
        return self.seconds / self.bytes * 1e6


Costs = dict[str, dict[int, Cost]]
"""By stage and size; what was not reached in time, or where the stage failed, is missing."""


def timed(
    prepare: Callable[[], _Given], task: Callable[[_Given], _Result]
) -> tuple[float, _Result]:
    """CPU seconds of ``task`` on what ``prepare`` makes, which is not counted, and its result.

    The best of a few runs, only one if that takes long.
    """
    best, began = float("inf"), time.process_time()
    while True:
        given = prepare()
        gc.collect()
        start = time.process_time()
        result = task(given)
        now = time.process_time()
        best = min(best, now - start)
        if now - began > ENOUGH:
            return best, result


def _say(stage: str, size: int, cost: Cost) -> None:
    print(json.dumps([stage, size, *astuple(cost)]), flush=True)


def work_curator(texts: Mapping[int, str]) -> None:
    """Measure curator in this process: one stage after the other, so that none hides another.

    Prints one line of JSON for each stage and size as soon as it is known.
    """
    parsed: dict[int, tuple[Source, Syntax]] = {}
    for size, text in texts.items():
        seconds, (source, syntax, budget) = timed(partial(Source, "a.md", text), _parse)
        parsed[size] = source, syntax
        notes = Counter(str(note.kind) for note in syntax.notes)
        steps = budget.spent / max(len(text), 1)
        _say("parse", size, Cost(len(text.encode()), seconds, steps, notes))
    for size, made in parsed.items():
        seconds, _ = timed(partial(parsed.__getitem__, size), _document)
        _say("tree", size, Cost(len(made[0].text.encode()), seconds))
    _lint(parse(Source("a.md", "# A\n")))  # imports the rules
    for size, made in parsed.items():
        # A document keeps what it once worked out: each run has one of its own.
        seconds, _ = timed(partial(build_document, *made), _lint)
        _say("lint", size, Cost(len(made[0].text.encode()), seconds))


def _parse(source: Source) -> tuple[Source, Syntax, Budget]:
    budget = Budget.for_text(source.text)
    return source, parse_syntax(source, budget=budget), budget


def _document(made: tuple[Source, Syntax]) -> Document:
    return build_document(*made)


def _lint(document: Document) -> None:
    crashes = lint(document, Settings(rules=tuple(INDEX.values())), NoFiles(), TODAY).crashes
    if crashes:
        raise RuntimeError(f"{crashes[0].rule}: {crashes[0].error}")


def work_mistune(texts: Mapping[int, str]) -> None:
    """Measure mistune in this process, likewise."""
    parser = mistune_parser()
    parser.parse("# A\n")
    for size, text in texts.items():
        _say("mistune", size, Cost(len(text.encode()), timed(partial(str, text), parser.parse)[0]))


WORKERS: dict[str, Callable[[Mapping[int, str]], None]] = {
    "curator": work_curator,
    "mistune": work_mistune,
}
STAGES = ("parse", "tree", "lint")
"""What curator does: the syntax tree, the section tree made of it, all rules."""


def limit_cpu(seconds: float) -> None:
    """Have the system end this process after so many seconds of CPU.

    Windows has no such limit; there the wall clock alone ends a worker.
    """
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not there on Windows

        whole = max(ceil(seconds), 1)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))


def measure(worker: str, shape: str, sizes: Sequence[int], limit: float) -> tuple[Costs, str]:
    """The costs of ``shape`` in a process of its own, and why they end early if they do.

    ``limit`` is in seconds of CPU; ``PATIENCE`` times as many of the wall clock end it as well.
    """
    command = [sys.executable, "-m", "bench.hostile", "--worker", worker, shape]
    command += ["--sizes", ",".join(map(str, sizes)), "--limit", str(limit)]
    late = f"> {limit:.0f} s"
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            timeout=limit * PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        output = error.stdout or b""
        return read_costs(output.decode() if isinstance(output, bytes) else output), late
    if done.returncode and -done.returncode == _OUT_OF_TIME:
        return read_costs(done.stdout), late
    if done.returncode:
        return read_costs(done.stdout), done.stderr.rstrip().rpartition("\n")[2][:60] or "failed"
    return read_costs(done.stdout), ""


def read_costs(output: str) -> Costs:
    """The lines that a worker printed; an unfinished last one is left out."""
    lines, _, _ = output.rpartition("\n")
    found: Costs = {}
    for line in filter(None, lines.split("\n")):
        stage, size, *figures = json.loads(line)
        found.setdefault(stage, {})[size] = Cost(*figures)
    return found


def least(first: Costs, second: Costs) -> Costs:
    """The lesser cost of each stage and size of two measurements."""
    merged = {stage: dict(costs) for stage, costs in first.items()}
    for stage, costs in second.items():
        known = merged.setdefault(stage, {})
        for size, cost in costs.items():
            known[size] = min(known.get(size, cost), cost, key=lambda one: one.seconds)
    return merged


def looked_at(shape: str, sizes: Sequence[int], limit: float) -> tuple[Costs, str]:
    """The costs of ``shape`` in curator, measured again while they seem to grow too fast.

    On a busy machine one slow run of the largest size looks like growth; growth itself
    is there each time.
    """
    found, ended = measure("curator", shape, sizes, limit)
    for _ in range(LOOKS - 1):
        factors = [growth(costs, sizes) for costs in found.values()]
        if ended or not any(factor and factor > GROWTH for factor in factors):
            break
        again, ended = measure("curator", shape, sizes, limit)
        found = least(found, again)
    return found, ended


def growth(costs: Mapping[int, Cost], sizes: Sequence[int]) -> float | None:
    """How many times as long the largest size took as the one before it.

    ``None`` where that is unknown or too little to tell; brought to a factor of four in size.
    """
    if len(sizes) < 2 or sizes[-1] not in costs or sizes[-2] not in costs:
        return None
    small, large = costs[sizes[-2]], costs[sizes[-1]]
    if large.seconds < NOTICEABLE or not small.seconds or large.bytes <= small.bytes:
        return None
    return large.seconds / small.seconds * 4 * small.bytes / large.bytes


@dataclass(slots=True)
class Tally:
    """What stands out of all shapes together: what to name of each kind, and the worst."""

    grown: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    mistune_failed: list[str] = field(default_factory=list)
    worst: dict[str, tuple[float, str]] = field(default_factory=dict)

    def add(self, shape: str, stage: str, costs: Mapping[int, Cost], factor: float | None) -> None:
        """Take in one stage of one shape."""
        if factor and factor > GROWTH:
            self.grown.append(f"{shape} ({stage}, x {factor:.1f})")
        for cost in costs.values():
            one = (cost.per_megabyte, shape)
            self.worst[stage] = max(self.worst.get(stage, one), one)

    def lines(self, count: int) -> list[str]:
        """What is to be known of the whole run."""
        worst = [f"{stage} {cost:.2f} ({shape})" for stage, (cost, shape) in self.worst.items()]
        named = {
            f"growth above {GROWTH:.0f}": self.grown,
            "curator did not end or failed": self.failed,
            "parse notes": self.noted,
            "mistune did not end or failed": self.mistune_failed,
        }
        return [
            f"{count} shapes; most seconds per MB: {', '.join(worst)}",
            *(f"{name}: {len(found)}: {'; '.join(found) or '-'}" for name, found in named.items()),
        ]


def _figure(costs: Mapping[int, Cost], size: int, ended: str) -> str:
    return f"{costs[size].per_megabyte:.2f}" if size in costs else ended or "-"


def shape_row(shape: str, sizes: Sequence[int], limit: float, tally: Tally) -> list[str]:
    """Measure one shape: its line of the table, what stands out tallied."""
    found, ended = looked_at(shape, sizes, limit * len(STAGES))
    peer, peer_ended = measure("mistune", shape, sizes[-1:], limit)
    syntax = found.get("parse", {})
    row = [shape, f"{max((cost.steps for cost in syntax.values()), default=0):.1f}"]
    for stage in STAGES:
        costs = found.get(stage, {})
        factor = growth(costs, sizes)
        tally.add(shape, stage, costs, factor)
        row += [_figure(costs, size, ended) for size in sizes]
        row.append(f"{factor:.1f}" + "!" * (factor > GROWTH) if factor else "-")
    row.append(_figure(peer.get("mistune", {}), sizes[-1], peer_ended))
    notes = Counter[str]()
    for cost in syntax.values():
        notes.update(cost.notes)
    row.append(str(notes.total()))
    if ended:
        tally.failed.append(f"{shape} ({ended})")
    if notes:
        kinds = ", ".join(f"{number} {kind}" for kind, number in notes.items())
        tally.noted.append(f"{shape} ({kinds})")
    if peer_ended:
        tally.mistune_failed.append(f"{shape} ({peer_ended})")
    return row


def headings(sizes: Sequence[int]) -> list[str]:
    """The headings of the table: seconds per megabyte at each size, and growth at the last."""
    kilobytes = [f"{size // 1000} KB" for size in sizes]
    stages = [[*(f"{stage} {size}" for size in kilobytes), "growth"] for stage in STAGES]
    return ["shape", "steps/char", *chain(*stages), f"mistune {kilobytes[-1]}", "notes"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; status 1 if curator did not end, failed or grew too fast on a shape."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help="names or parts of them")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="characters, a,b,c")
    parser.add_argument("--limit", type=float, default=LIMIT, help="CPU seconds a shape and stage")
    parser.add_argument("--worker", choices=WORKERS, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    try:
        sizes = sorted(int(size) for size in options.sizes.split(","))
    except ValueError:
        parser.error(f"--sizes: not numbers: {options.sizes}")
    if options.worker:
        limit_cpu(options.limit)
        # What the collector costs depends on all that is alive, and jumps where a size first
        # sets it off: that would look like growth. bench.scaling measures with it.
        gc.disable()
        WORKERS[options.worker]({size: SHAPES[options.shapes[0]](size) for size in sizes})
        return 0
    wanted = [
        name
        for name in SHAPES
        if not options.shapes or any(part in name for part in options.shapes)
    ]
    if not wanted:
        parser.error("no such shape")
    tally = Tally()
    rows = []
    for number, shape in enumerate(wanted, 1):
        print(f"{number}/{len(wanted)} {shape}", file=sys.stderr, flush=True)
        rows.append(shape_row(shape, sizes, options.limit, tally))
    print(f"## seconds per megabyte, limit {options.limit:.0f} s a shape and stage\n")
    print(table(headings(sizes), rows))
    print("\n".join(tally.lines(len(wanted))))
    return 1 if tally.grown or tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
