"""What judging a change costs beside the plain check of the same list.

Run as ``python -m bench.since``. Each list is committed to a repository of its own, one line of
it is changed, and ``curator check`` takes turns with ``curator check --since HEAD``; only the
ratios carry over to other machines.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import generate
from bench.measure import best_runs, table

MOST = 2.2
"""How many times the plain check a change of one line may cost."""
ENTRIES = 4_000
STYLES = ("awesome", "papers", "table")
_FILE = "README.md"


def prepare(folder: Path, style: str) -> None:
    """A repository with a list of which one line is changed and not committed."""
    text = generate.document(style, ENTRIES)
    (folder / _FILE).write_text(text, encoding="utf-8")
    for arguments in (
        ("init", "--quiet", "--initial-branch", "main"),
        ("add", _FILE),
        ("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "A"),
    ):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    lines = text.split("\n")
    at = len(lines) // 2
    while "](http" not in lines[at]:
        at += 1
    lines[at] = lines[at].replace("](http", " again](http", 1)
    (folder / _FILE).write_text("\n".join(lines), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the status is 1 if a ratio is too large."""
    parser = argparse.ArgumentParser(prog="bench.since", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="turns of which the least counts")
    options = parser.parse_args(arguments)
    check = (sys.executable, "-m", "curator", "check", "--jobs", "1", _FILE)
    rows: list[tuple[str, ...]] = []
    worst = 0.0
    for style in STYLES:
        with tempfile.TemporaryDirectory() as name:
            prepare(Path(name), style)
            programs = {"check": check, "since": (*check, "--since", "HEAD")}
            runs = best_runs(programs, Path(name), options.rounds)
        ratio = runs["since"].cpu / runs["check"].cpu
        worst = max(worst, ratio)
        rows.append(
            (style, f"{runs['check'].cpu:.2f}", f"{runs['since'].cpu:.2f}", f"{ratio:.2f} ×")
        )
    print(f"{ENTRIES:,} entries, one line changed, one process; CPU seconds\n")
    print(table(("list", "check", "--since HEAD", f"at most {MOST} ×"), rows))
    return int(worst > MOST)


if __name__ == "__main__":
    raise SystemExit(main())
