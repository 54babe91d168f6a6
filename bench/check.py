"""What checking costs beside parsing, and beside awesome-lint: one list, and many at once.

Run as ``python -m bench.check [--peers FOLDER]``. Status 1 if a requirement is missed that
could be measured here: the whole check at most 1.6 times parse and tree, a cold check of one
list of 70 KB under 0.35 of awesome-lint's time, all real lists at least ten times as fast.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from bench import commands, generate
from bench.measure import best_of, real_lists, run, table

from curator.engine import Selection, Settings, lint, settings_for
from curator.markdown import parse
from curator.rules import INDEX
from curator.source import Source
from curator.workspace import Located, gather, read_source

MOST_CHECK = 1.6
"""The whole check over parse and tree, in one process."""
MOST_COLD = 0.35
"""A cold check of one list of about ``COLD_SIZE`` bytes over awesome-lint's time on it."""
LEAST_MANY = 10.0
"""awesome-lint's time over all real lists, one run each, over one command of curator's."""
COLD_SIZE = 70_000
TODAY = date(2026, 1, 1)


def sources() -> list[tuple[str, Source]]:
    """The real lists; generated ones where there are none."""
    found = [(path.name, read_source(path, path.name)) for path in real_lists()]
    return found or [
        (style, Source("readme.md", generate.document(style, 1_000))) for style in generate.STYLES
    ]


def in_process(rounds: int) -> tuple[str, bool]:
    """The table of parsing and checking each list, and whether the requirement is met."""
    settings = settings_for(INDEX, Selection())
    rows = []
    total = {"parse": 0.0, "check": 0.0}
    for name, source in sources():
        tasks: dict[str, Callable[[], object]] = {
            "parse": partial(_parsed, source),
            "check": partial(_checked, source, settings),
        }
        _checked(source, settings)  # imports the rules
        times = best_of(tasks, rounds)
        for stage, seconds in times.items():
            total[stage] += seconds
        rows.append((name[:48], f"{len(source.text.encode()) / 1e3:.0f}", *_figures(times)))
    rows.append(("all", "", *_figures(total)))
    ratio = total["check"] / total["parse"]
    reached = ratio <= MOST_CHECK
    verdict = "reached" if reached else "NOT reached"
    shown = table(("list", "KB", "parse + tree ms", "whole check ms", "ratio"), rows)
    return f"{shown}\nrequired: at most {MOST_CHECK} in all, {verdict} ({ratio:.2f})", reached


def _figures(times: dict[str, float]) -> tuple[str, str, str]:
    parsed, checked = times["parse"], times["check"]
    return f"{parsed * 1e3:.1f}", f"{checked * 1e3:.1f}", f"{checked / parsed:.2f}"


def _parsed(source: Source) -> None:
    parse(Source(source.path, source.text))


def _checked(source: Source, settings: Settings) -> None:
    document = parse(Source(source.path, source.text))
    (files,) = gather([Located(document, Path("/nowhere", source.path))])
    lint(document, settings, files, TODAY)


def cold(rounds: int, peers: Sequence[Path]) -> tuple[str, bool]:
    """One cold check of a list of about 70 KB beside the linters of others."""
    text = _about(COLD_SIZE)
    runs, missing = commands.compare(text, rounds, peers)
    mine, theirs = runs["curator check"], runs.get("awesome-lint")
    rows = [
        (name, f"{one.wall * 1e3:.0f}", f"{one.wall / mine.wall:.2f}", str(one.status))
        for name, one in runs.items()
    ]
    shown = table(("program", "wall ms", "ratio", "exit"), rows)
    if missing:
        shown += f"\nnot installed: {', '.join(missing)}"
    if theirs is None:
        return shown, True
    ratio = mine.wall / theirs.wall
    verdict = "reached" if ratio < MOST_COLD else "NOT reached"
    shown += f"\nrequired: under {MOST_COLD} of awesome-lint, {verdict} ({ratio:.2f})"
    return f"{len(text.encode()) / 1e3:.1f} KB\n{shown}", ratio < MOST_COLD


def _about(size: int) -> str:
    """The real list nearest in size, or a generated one."""
    real = [path.read_text(encoding="utf-8") for path in real_lists()]
    if real:
        return min(real, key=lambda text: abs(len(text.encode()) - size))
    entries = 100
    while len(generate.document("awesome", entries).encode()) < size:
        entries += 50
    return generate.document("awesome", entries)


def many(rounds: int, peers: Sequence[Path]) -> tuple[str, bool]:
    """All real lists: one command of curator's, one run of awesome-lint for each."""
    programs, _ = commands.find(peers)
    theirs = programs.get("awesome-lint")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folders = list(_repositories(Path(name)))
        files = [str(folder / commands.FILE) for folder in folders]
        environment = commands.environment()
        command = [sys.executable, "-m", "curator", "check", *files]
        mine = min(run(command, Path(name), environment).wall for _ in range(rounds + 1))
        rows = [("curator check, one command", f"{mine:.2f}", "1.00")]
        if theirs is None:
            return table(
                ("program", "wall s", "ratio"), rows
            ) + "\nnot installed: awesome-lint", True
        # awesome-lint takes one list at a time, in a repository of its own.
        other = sum(run(theirs, folder, environment).wall for folder in folders)
    ratio = other / mine
    rows.append((f"awesome-lint, {len(folders)} runs", f"{other:.2f}", f"{ratio:.2f}"))
    verdict = "reached" if ratio >= LEAST_MANY else "NOT reached"
    shown = table(("program", "wall s", "ratio"), rows)
    return f"{shown}\nrequired: {LEAST_MANY:.0f} times, {verdict}", ratio >= LEAST_MANY


def _repositories(root: Path) -> Iterator[Path]:
    for number, (_, source) in enumerate(sources()):
        folder = root / f"list-{number}"
        folder.mkdir()
        (folder / commands.FILE).write_text(source.text, encoding="utf-8", newline="")
        if shutil.which("git"):
            commands.commit(folder)
        yield folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    options = commands.options("check", __doc__, arguments, rounds=3)
    reached = True
    for title, (shown, good) in (
        ("in one process, CPU", in_process(options.rounds)),
        ("cold, one list", cold(options.rounds, options.peers)),
        ("many lists", many(options.rounds, options.peers)),
    ):
        print(f"## {title}\n\n{shown}\n")
        reached = reached and good
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
