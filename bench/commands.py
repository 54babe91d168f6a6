"""Whole programs side by side on one file: curator's commands and the linters of others."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.measure import Run, best_runs, table

Argv = tuple[str, ...]

FILE = "readme.md"
"""The name under which each program is given the file; awesome-lint wants a readme."""

CURATOR: dict[str, Argv] = {
    "curator check": ("check", FILE, "--max-file-size", "100MB"),
    "curator tree": ("tree", FILE, "--max-file-size", "100MB"),
}
PEERS: dict[str, tuple[str, Argv]] = {
    "rumdl check": ("rumdl", ("check", "--no-cache", FILE)),
    "lychee --offline": ("lychee", ("--offline", "--no-progress", FILE)),
    "awesome-lint": ("awesome-lint", (FILE,)),
    "markdownlint-cli2": ("markdownlint-cli2", (FILE,)),
}
"""Programs that are compared if they are installed, and how to have them look at one file."""


def options(
    name: str, summary: str | None, arguments: Sequence[str] | None, *, rounds: int
) -> argparse.Namespace:
    """The options ``rounds`` and ``peers`` of the program ``bench.NAME``.

    Raises:
        SystemExit: a misuse, or ``--help``.
    """
    parser = argparse.ArgumentParser(prog=f"python -m bench.{name}", description=summary)
    parser.add_argument(
        "--rounds", type=int, default=rounds, help=f"how often each is run (default {rounds})"
    )
    parser.add_argument(
        "--peers", action="append", default=[], type=Path, metavar="FOLDER",
        help="look for programs here too; may be repeated",
    )  # fmt: skip
    given = parser.parse_args(arguments)
    if given.rounds < 1:
        parser.error("--rounds must be at least 1")
    return given


def environment() -> dict[str, str]:
    """This process's environment, byte code allowed as on any user's machine.

    Where ``PYTHONDONTWRITEBYTECODE`` is set, each start compiles every module again.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    return kept | {"NO_COLOR": "1"}


_UNWANTED = {"PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "FORCE_COLOR"}


def find(peers: Sequence[Path]) -> tuple[dict[str, Argv], list[str]]:
    """The command lines of all programs that are there, and the names of those that are not.

    ``peers`` are folders of programs to look in before those of ``PATH``.
    """
    path = os.pathsep.join([*map(str, peers), os.environ.get("PATH", "")])
    found = {name: (sys.executable, "-m", "curator", *rest) for name, rest in CURATOR.items()}
    missing: list[str] = []
    for name, (program, rest) in PEERS.items():
        where = shutil.which(program, path=path)
        if where is None:
            missing.append(program)
        else:
            found[name] = (where, *rest)
    return found, missing


def compare(text: str, rounds: int, peers: Sequence[Path]) -> tuple[dict[str, Run], list[str]]:
    """Run every program that is there on ``text``; its best run, and who was not there.

    The file stands alone in a fresh git repository, committed, as awesome-lint asks.
    """
    programs, missing = find(peers)
    # git may leave read-only files behind, which Windows does not let go at once.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder, FILE).write_text(text, encoding="utf-8", newline="")
        commit(Path(folder))
        return best_runs(programs, Path(folder), rounds, environment()), missing


def commit(folder: Path) -> None:
    """Make ``folder`` a repository of its own; without git, awesome-lint fails early."""
    git = shutil.which("git")
    if git is None:
        return
    who = ("-c", "user.name=bench", "-c", "user.email=bench@example.org")
    for step in (("init", "--quiet"), ("add", "."), (*who, "commit", "--quiet", "-m", "List")):
        subprocess.run([git, *step], cwd=folder, check=True, capture_output=True)


def comparison(text: str, rounds: int, peers: Sequence[Path]) -> str:
    """The table of all programs on ``text``, the ratios against ``curator check``."""
    runs, missing = compare(text, rounds, peers)
    base = runs["curator check"]
    rows = [
        (
            name,
            f"{one.wall * 1000:.0f}",
            f"{one.cpu * 1000:.0f}" if one.cpu else "-",
            f"{one.wall / base.wall:.2f}",
            str(one.status),
        )
        for name, one in runs.items()
    ]
    lines = [table(("program", "wall ms", "CPU ms", "wall, ratio", "exit"), rows)]
    if missing:
        lines.append(f"not installed: {', '.join(missing)}")
    return "\n".join(lines)
