"""How long a command takes to start, and which modules it loads on the way.

Run as ``python -m bench.startup``. Programs are timed in turns by the wall clock; only the
ratios carry over to other machines.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import commands, generate
from bench.measure import best_runs, table

MOST_VERSION = 3.0
"""How many times ``python -c pass`` the time of ``curator --version`` may be."""
SMALL = 30
"""Entries of the small list."""

UNWANTED: Mapping[str, frozenset[str]] = {
    "--version": frozenset("aiohttp asyncio click ftfy mistune pydantic rich".split()),
    "check": frozenset("aiohttp asyncio ftfy pydantic rich".split()),
    "tree": frozenset("aiohttp asyncio ftfy pydantic rich".split()),
}
"""What each command must not load while it is offline and has no configuration."""

IMPORTS: dict[str, tuple[str, ...]] = {
    "python -c pass": ("-c", "pass"),
    "--version": ("-m", "curator", "--version"),
    "check": ("-m", "curator", "check", commands.FILE),
    "check --format json": ("-m", "curator", "check", "--format", "json", commands.FILE),
    "tree": ("-m", "curator", "tree", commands.FILE),
    "tree --format json": ("-m", "curator", "tree", "--format", "json", commands.FILE),
}


@dataclass(frozen=True, slots=True)
class Imports:
    """What a start imported: seconds by top-level package, and the names of all modules."""

    seconds: Mapping[str, float]
    modules: frozenset[str]

    @property
    def total(self) -> float:
        """Seconds spent importing."""
        return sum(self.seconds.values())


def read_imports(log: str) -> Imports:
    """The imports that ``python -X importtime`` wrote to ``log``, its standard error."""
    seconds: defaultdict[str, float] = defaultdict(float)
    modules: set[str] = set()
    for line in log.split("\n"):
        fields = line.removeprefix("import time:").split("|")
        if not line.startswith("import time:") or not fields[0].strip().isdecimal():
            continue
        name = fields[2].strip()
        modules.add(name)
        seconds[name.split(".")[0]] += int(fields[0]) / 1e6
    return Imports(seconds, frozenset(modules))


def imports(arguments: Sequence[str], folder: Path, rounds: int) -> Imports:
    """What Python imports for ``arguments``, the quickest of ``rounds``."""
    found = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-X", "importtime", *arguments],
            cwd=folder,
            env=commands.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        found.append(read_imports(done.stderr))
    return min(found, key=lambda one: one.total)


def version_table(folder: Path, rounds: int) -> str:
    """``curator --version`` against an interpreter that does nothing."""
    programs: dict[str, Sequence[str]] = {
        "python -c pass": (sys.executable, "-c", "pass"),
        "python -m curator --version": (sys.executable, "-m", "curator", "--version"),
    }
    script = shutil.which("curator", path=str(Path(sys.executable).parent))
    if script:
        programs["curator --version"] = (script, "--version")
    programs["python -m curator check"] = (sys.executable, "-m", "curator", "check", commands.FILE)
    runs = best_runs(programs, folder, rounds, commands.environment())
    base = runs["python -c pass"]
    rows = [
        (name, f"{one.wall * 1000:.1f}", f"{one.wall / base.wall:.2f}", f"{one.cpu / base.cpu:.2f}")
        if base.cpu
        else (name, f"{one.wall * 1000:.1f}", f"{one.wall / base.wall:.2f}", "-")
        for name, one in runs.items()
    ]
    ratio = max(one.wall / base.wall for name, one in runs.items() if "--version" in name)
    verdict = "reached" if ratio < MOST_VERSION else "NOT reached"
    return (
        table(("program", "wall ms", "x pass, wall", "x pass, CPU"), rows)
        + f"\nrequired of --version: under {MOST_VERSION:.0f} x pass, {verdict} ({ratio:.2f})"
    )


def import_table(folder: Path, rounds: int) -> str:
    """What each command imports, and whether anything among it should not be there."""
    rows = []
    for name, arguments in IMPORTS.items():
        found = imports(arguments, folder, rounds)
        costly = sorted(found.seconds.items(), key=lambda item: -item[1])[:5]
        unwanted = UNWANTED.get(name.split(" ")[0], frozenset()) & found.seconds.keys()
        rows.append(
            (
                name,
                str(len(found.modules)),
                f"{found.total * 1000:.1f}",
                ", ".join(f"{package} {seconds * 1000:.1f}" for package, seconds in costly),
                ", ".join(sorted(unwanted)) or "none",
            )
        )
    return table(("command", "modules", "ms", "most costly, ms", "unwanted"), rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    options = commands.options("startup", __doc__, arguments, rounds=10)
    text = generate.document("awesome", SMALL)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / commands.FILE).write_text(text, encoding="utf-8", newline="")
        print("## starting\n")
        print(version_table(folder, options.rounds), end="\n\n")
        print("## imports (python -X importtime, itself not free)\n")
        print(import_table(folder, max(options.rounds // 3, 1)), end="\n\n")
    print(f"## programs, one awesome list of {SMALL} entries, {len(text) / 1000:.1f} KB\n")
    print(commands.comparison(text, options.rounds, options.peers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
