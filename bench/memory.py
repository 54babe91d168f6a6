"""The most memory that a run holds, on generated lists of 5 MB and on real lists.

Each figure is the largest resident set of a process of its own, as the system reports it. On
Linux that is never less than what this program itself holds, about 20 MB: less is not seen.
Run as ``python -m bench.memory``, on Linux or macOS.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import commands, generate
from bench.measure import real_lists, run, table

MOST = 350.0
"""Megabytes that a command may hold on a list of 5 MB."""
SIZE = 5_000_000

_READ = (
    "import sys; from curator.source import Source; "
    "from curator.markdown import parse, parse_syntax; "
    "source = Source('a.md', open(sys.argv[1], encoding='utf-8', newline='').read()); "
)
LIBRARY: dict[str, tuple[str, ...]] = {
    "python -c pass": ("-c", "pass"),
    "import curator.markdown": ("-c", _READ.partition("source =")[0]),
    "parse": ("-c", _READ + "kept = parse_syntax(source)"),
    "parse + tree": ("-c", _READ + "kept = parse(source)"),
}
"""Steps of a run through the library, to see where memory goes."""

_RAISED = ("--max-file-size", "100MB")
COMMANDS: dict[str, tuple[str, ...]] = {
    "curator check": ("-m", "curator", "check", *_RAISED),
    "curator check --format json": ("-m", "curator", "check", "--format", "json", *_RAISED),
    "curator tree": ("-m", "curator", "tree", *_RAISED),
    "curator tree --format json": ("-m", "curator", "tree", "--format", "json", *_RAISED),
}


def rows(
    name: str, steps: Mapping[str, Sequence[str]], files: Sequence[Path], folder: Path
) -> tuple[list[tuple[str, ...]], list[str]]:
    """The lines of the table for ``files``, and which of them held more than is allowed."""
    size = sum(file.stat().st_size for file in files)
    found: list[tuple[str, ...]] = []
    over: list[str] = []
    for step, arguments in steps.items():
        one = run([sys.executable, *arguments, *map(str, files)], folder, commands.environment())
        peak = one.peak / 1e6
        if peak > MOST:
            over.append(f"{step} on {name}")
        # 1 is a verdict of `check`; anything else means that it did not do the work.
        status = str(one.status) if one.status <= 1 else f"{one.status} FAILED"
        found.append((name, f"{size / 1e6:.2f}", step, f"{peak:.0f}", f"{one.cpu:.2f}", status))
    return found, over


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; status 1 if a run held more than is allowed."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="also these, each")
    parser.add_argument("--size", type=int, default=SIZE, help="bytes of a generated list")
    parser.add_argument(
        "--styles", nargs="+", choices=generate.STYLES, default=list(generate.STYLES)
    )
    options = parser.parse_args(arguments)
    if sys.platform == "win32":
        print("memory is not measured on Windows: the system does not report it this way")
        return 0
    found: list[tuple[str, ...]] = []
    over: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for style in options.styles:
            file = folder / f"{style}.md"
            file.write_bytes(generate.document_of(style, options.size).encode())
            more, heavy = rows(f"generated, {style}", LIBRARY | COMMANDS, [file], folder)
            found += more
            over += heavy
        for file in options.files:
            more, heavy = rows(file.name, COMMANDS, [file.resolve()], folder)
            found += more
            over += heavy
        corpus = real_lists()
        if corpus and not options.files:
            more, heavy = rows(f"{len(corpus)} real lists", COMMANDS, corpus, folder)
            found += more
            over += heavy
    print(f"## largest resident set, at most {MOST:.0f} MB allowed\n")
    print(table(("document", "MB", "step", "peak MB", "CPU s", "exit"), found))
    print(f"more than allowed: {'; '.join(over) or 'none'}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
