"""How fast lists are parsed, beside mistune and other parsers, in one run.

Prints ratios, since megabytes a second say more of the machine than of the parser. Run as
``python -m bench.speed``, on files of your own if you name any.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from bench import commands, generate
from bench.measure import ROOT, best_of, real_lists, table
from bench.parsers import SYNTAX, TREE, Parser, all_parsers, mistune_parser

REQUIRED = 1.0
"""Megabytes a second that parse and tree together must reach."""
GENERATED = 200_000
"""Bytes of each generated list."""
QUICK = 4_000
"""The same with ``--quick``."""


def read(files: Sequence[Path]) -> dict[str, str]:
    """The text of each file by its name, newlines as they are."""
    return {file.name: file.read_bytes().decode("utf-8") for file in files}


def groups(files: Sequence[Path], *, quick: bool) -> dict[str, dict[str, str]]:
    """The documents to measure, by group: those named, or fixtures, real and generated lists."""
    if files:
        return {"files": read(files)}
    fixtures = read(sorted((ROOT / "tests" / "fixtures").glob("*.md")))
    size = QUICK if quick else GENERATED
    found = {"fixtures": fixtures, "generated": generate.documents(generate.STYLES, size)}
    corpus = real_lists()
    if corpus and not quick:
        found["corpus"] = read(corpus)
    return found


def _each(parse: Callable[[str], object], texts: Sequence[str]) -> None:
    for text in texts:
        parse(text)


def measure(parsers: Sequence[Parser], texts: Sequence[str], rounds: int) -> dict[str, float]:
    """Megabytes a second of each parser over ``texts``, by its name."""
    size = sum(len(text.encode()) for text in texts)
    tasks = {parser.name: partial(_each, parser.parse, texts) for parser in parsers}
    return {
        name: size / 1e6 / max(seconds, 1e-9) for name, seconds in best_of(tasks, rounds).items()
    }


def group_table(texts: Mapping[str, str], parsers: Sequence[Parser], rounds: int) -> str:
    """All parsers on all documents of one group."""
    speeds = measure(parsers, list(texts.values()), rounds)
    base = speeds["mistune"]
    rows = [
        (parser.name, parser.gives, f"{speed:.2f}", f"{speed / base:.2f}")
        for parser in parsers
        for speed in [speeds[parser.name]]
    ]
    reached = speeds[TREE.name]
    verdict = "reached" if reached >= REQUIRED else "NOT reached"
    return (
        table(("parser", "what it gives", "MB/s", "x mistune"), rows)
        + f"\nrequired of parse + tree: {REQUIRED:.1f} MB/s, {verdict} ({reached:.2f})"
    )


def file_table(texts: Mapping[str, str], rounds: int) -> str:
    """Each document on its own: curator's two stages and mistune."""
    parsers = [SYNTAX, TREE, mistune_parser()]
    rows = []
    for name, text in texts.items():
        speeds = measure(parsers, [text], rounds)
        figures = [f"{speeds[parser.name]:.2f}" for parser in parsers]
        ratio = speeds[TREE.name] / speeds["mistune"]
        rows.append((name, f"{len(text.encode()) / 1000:.1f}", *figures, f"{ratio:.2f}"))
    return table(
        ("document", "KB", "parse MB/s", "+ tree MB/s", "mistune MB/s", "tree x mistune"), rows
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is run (default 5)")
    parser.add_argument("--quick", action="store_true", help="small documents, one round")
    parser.add_argument("--no-peers", action="store_true", help="curator and mistune only")
    parser.add_argument("--each", action="store_true", help="also each document on its own")
    parser.add_argument("--programs", action="store_true", help="also whole programs, on 200 KB")
    parser.add_argument(
        "--peers", action="append", default=[], type=Path, metavar="FOLDER",
        help="look for programs here too; may be repeated",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    rounds = 1 if options.quick else options.rounds
    parsers, missing = all_parsers()
    if options.no_peers:
        parsers, missing = [SYNTAX, TREE, mistune_parser()], []
    for group, texts in groups(options.files, quick=options.quick).items():
        size = sum(len(text.encode()) for text in texts.values())
        print(f"## {group}: {len(texts)} documents, {size / 1e6:.2f} MB, best of {rounds}\n")
        print(group_table(texts, parsers, rounds), end="\n\n")
        if options.each:
            print(file_table(texts, rounds), end="\n\n")
    if missing:
        print(f"not installed: {', '.join(missing)}\n")
    if options.programs:
        size = QUICK if options.quick else GENERATED
        print(f"## programs, one awesome list of {size / 1000:.0f} KB\n")
        print(commands.comparison(generate.document_of("awesome", size), rounds, options.peers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
