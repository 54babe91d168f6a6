"""What repairing a list costs beside checking it, and in how many rounds it comes to rest.

Run as ``python -m bench.repair``. Status 1 if a requirement is missed: on a list of about 70 KB
a repair takes at most three times the check, and none takes ten rounds or more.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bench import commands
from bench.check import COLD_SIZE, TODAY, sources
from bench.measure import best_of, table

from curator.diagnostic import PRESETS, Applicability, Preset
from curator.document import Document
from curator.engine import Selection, Settings, lint, settings_for
from curator.fixer import Repaired, repair
from curator.markdown import parse
from curator.report import FileReport
from curator.rules import INDEX
from curator.source import Source
from curator.workspace import Located, gather

MOST = 3.0
"""A repair over a check of the list nearest to ``COLD_SIZE``, in one process."""
MOST_ROUNDS = 9


def linted(document: Document, settings: Settings) -> FileReport:
    """What the rules find, facts gathered as a command does it."""
    (files,) = gather([Located(document, Path("/nowhere", document.source.path))])
    return lint(document, settings, files, TODAY)


def checked(source: Source, settings: Settings) -> FileReport:
    """A list parsed and checked."""
    return linted(parse(Source(source.path, source.text)), settings)


def repaired(source: Source, settings: Settings, wanted: Applicability) -> Repaired:
    """A list parsed and repaired."""
    document = parse(Source(source.path, source.text))
    return repair(document, partial(linted, settings=settings), wanted)


def measure(preset: Preset, wanted: Applicability, rounds: int) -> tuple[str, bool]:
    """The table of all lists under one preset, and whether the requirements are met."""
    settings = settings_for(INDEX, Selection(preset))
    rows, ratios, met = [], {}, True
    for name, source in sources():
        done = repaired(source, settings, wanted)  # imports the rules
        tasks: dict[str, Callable[[], object]] = {
            "check": partial(checked, source, settings),
            "fix": partial(repaired, source, settings, wanted),
        }
        times = best_of(tasks, rounds)
        size = len(source.text.encode())
        ratios[size] = times["fix"] / times["check"]
        met = met and done.rounds <= MOST_ROUNDS and not done.fighting
        rows.append(
            (
                name[:48],
                f"{size / 1e3:.0f}",
                str(len(done.applied)),
                str(done.rounds),
                f"{times['check'] * 1e3:.0f}",
                f"{times['fix'] * 1e3:.0f}",
                f"{ratios[size]:.2f}",
            )
        )
    nearest = min(ratios, key=lambda size: abs(size - COLD_SIZE))
    met = met and ratios[nearest] <= MOST
    shown = table(("list", "KB", "fixes", "rounds", "check ms", "fix ms", "ratio"), rows)
    verdict = "reached" if met else "NOT reached"
    required = f"{MOST:.0f} on the list of {nearest / 1e3:.0f} KB, at most {MOST_ROUNDS} rounds"
    return f"{shown}\nrequired: {required}, {verdict} ({ratios[nearest]:.2f})", met


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one table for each preset, safe fixes and then unsafe ones as well."""
    given = commands.options("repair", __doc__, arguments, rounds=2)
    good = True
    for preset in PRESETS:
        for wanted in (Applicability.SAFE, Applicability.UNSAFE):
            shown, met = measure(preset, wanted, given.rounds)
            print(f"{preset}, {wanted.name.lower()} fixes\n\n{shown}\n")
            good = good and met
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
