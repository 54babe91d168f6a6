"""Whether cost grows as a list does: microseconds per entry at 1,000, 5,000, 20,000 entries.

Run as ``python -m bench.scaling``; ``--long`` adds 50,000.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import pairwise

from bench import generate
from bench.measure import best_of, table

from curator.diagnostic import RuleInfo
from curator.document import build_document
from curator.engine import Settings, lint
from curator.facts import NoFiles
from curator.markdown import parse, parse_syntax
from curator.rules import INDEX
from curator.source import Source

SIZES = (1_000, 5_000, 20_000)
LONG = 50_000
STAGES = ("parse", "tree", "lint")
SUPERLINEAR = 1.5
"""From how many times the cost per entry of the shortest list a longer one is flagged."""
TODAY = date(2026, 1, 1)


def stages(text: str, rules: Sequence[RuleInfo]) -> tuple[float, ...]:
    """CPU seconds of each of ``STAGES`` on ``text``, one run."""
    gc.collect()
    source = Source("readme.md", text)
    times = [time.process_time()]
    syntax = parse_syntax(source)
    times.append(time.process_time())
    document = build_document(source, syntax)
    times.append(time.process_time())
    lint(document, Settings(rules=tuple(rules)), NoFiles(), TODAY)
    times.append(time.process_time())
    return tuple(after - before for before, after in pairwise(times))


def best_stages(texts: Iterable[str], rules: Sequence[RuleInfo]) -> tuple[float, ...]:
    """The least time of each stage over ``texts``."""
    runs = [stages(text, rules) for text in texts]
    return tuple(min(column) for column in zip(*runs, strict=True))


def style_rows(style: str, sizes: Sequence[int], rounds: int) -> tuple[list[list[str]], list[str]]:
    """The lines of the table for one style, and what in them grows faster than the list."""
    rules = tuple(INDEX.values())
    first: tuple[float, ...] = ()
    rows: list[list[str]] = []
    flagged: list[str] = []
    for entries in sizes:
        # Another list each round: curator remembers what it worked out of an address.
        texts = [generate.document(style, entries, seed=seed) for seed in range(1, rounds + 1)]
        each = tuple(seconds / entries for seconds in best_stages(texts, rules))
        first = first or each
        factors = [now / then for now, then in zip(each, first, strict=True)]
        flagged += [
            f"{style}, {stage}, {entries} entries: x {factor:.2f}"
            for stage, factor in zip(STAGES, factors, strict=True)
            if factor > SUPERLINEAR
        ]
        rows.append(
            [
                style,
                str(entries),
                f"{len(texts[0].encode()) / 1e6:.2f}",
                *(f"{seconds * 1e6:.1f}" for seconds in each),
                *(f"{factor:.2f}" for factor in factors),
            ]
        )
    return rows, flagged


def rule_table(style: str, entries: int, rounds: int) -> str:
    """Each rule alone on one list, and what a run without rules costs."""
    document = parse(Source("readme.md", generate.document(style, entries)))
    named = {name: (rule,) for name, rule in INDEX.items()}
    tasks = {
        name: partial(lint, document, Settings(rules=rules), NoFiles(), TODAY)
        for name, rules in {"no rules": (), **named}.items()
    }
    for task in tasks.values():
        task()  # imports the rule, and works out what the document keeps
    times = best_of(tasks, rounds)
    rows = [(name, f"{seconds / entries * 1e6:.2f}") for name, seconds in times.items()]
    return table((f"rule, {style}, {entries} entries", "us per entry"), rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; status 1 if anything grows faster than the list."""
    parser = argparse.ArgumentParser(prog="python -m bench.scaling", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="ENTRIES")
    parser.add_argument("--long", action="store_true", help=f"also {LONG} entries")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run (default 3)")
    parser.add_argument("--styles", nargs="+", choices=generate.STYLES, default=generate.STYLES)
    parser.add_argument("--each-rule", action="store_true", help="also each rule alone")
    options = parser.parse_args(arguments)
    if options.rounds < 1 or min(options.sizes) < 1:
        parser.error("--rounds and --sizes must be at least 1")
    sizes = sorted({*options.sizes, *([LONG] if options.long else [])})
    stages(generate.document("awesome", 50), tuple(INDEX.values()))  # imports every rule
    rows: list[list[str]] = []
    flagged: list[str] = []
    for style in options.styles:
        more, faults = style_rows(style, sizes, options.rounds)
        rows += more
        flagged += faults
    units = [f"{stage}, us each" for stage in STAGES]
    factors = [f"{stage}, x first" for stage in STAGES]
    print(f"## cost per entry, {len(INDEX)} rules, best of {options.rounds}\n")
    print(table(("style", "entries", "MB", *units, *factors), rows))
    print(f"more than {SUPERLINEAR} x the first: {'; '.join(flagged) or 'none'}")
    if options.each_rule:
        print()
        print(rule_table("awesome", sizes[0], options.rounds))
    return 1 if flagged else 0


if __name__ == "__main__":
    sys.exit(main())
