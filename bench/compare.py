"""Curator beside lychee on the same fake internet: verdicts by the truth, manners by its log.

Run as ``python -m bench.compare SHAPE …``. Status 1 if a requirement is missed that could be
measured. Servers and clients share the machine, one after the other on the same internet.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import weblist
from bench.contestants import (
    COMMAND,
    LIBRARY,
    Contest,
    Contestant,
    Result,
    compete,
    lay_out,
    lychee,
    remembering,
)
from bench.internet import Internet, Visit, internet
from bench.judging import Worth, faults, judged
from bench.measure import table
from bench.weblist import Link, Shape

MOST_DEFAULT = 0.45
"""Wall time over lychee's with its defaults, on a realistic list."""
MOST_TUNED = 1.15
"""Wall time over lychee's when it is tuned, likewise."""
MOST_WORK = 1.8
"""Wall time over that of lychee where only the client's work counts."""
MOST_WORK_MEMORY = 0.5
MOST_SECURE_MEMORY = 1.5
"""Peak memory over lychee's, where only the work counts and with TLS."""
MOST_PER_LINK = 1.3
"""Cost of one link of 100,000 over that of one of 10,000."""
MOST_MEMORY = 300e6
"""Bytes at 100,000 links."""
MOST_CONNECTIONS = 256
MOST_DELAY = 1.5
"""Time until the other hosts are done over what they take when they are alone."""
GRACE = 2.0
"""Seconds on top of that, for a run that takes next to no time alone."""

OURS = (COMMAND.name, LIBRARY.name)


@dataclass(slots=True)
class Arena:
    """Who takes part, how often, how long at most; what was missed so far.

    ``only`` are parts of names of contestants; without any, all take part.
    """

    seeds: Sequence[int]
    rounds: int
    limit: float
    only: Sequence[str]
    peers: Sequence[Path]
    missed: list[str] = field(default_factory=list)

    def contestants(self, *ours: Contestant) -> list[Contestant]:
        """Lychee in both ways if it is there, then ``ours``."""
        return [
            one
            for one in (*lychee(self.peers), *ours)
            if not self.only or any(part in one.name for part in self.only)
        ]

    def compare(
        self, contestants: Sequence[Contestant], contest: Contest, net: Internet
    ) -> dict[str, Result]:
        """The quickest run of each, in turns, of those that came to an end."""
        best: dict[str, Result] = {}
        for _ in range(self.rounds):
            for one in contestants:
                try:
                    result = compete(one, contest, net, self.limit)
                except RuntimeError as error:
                    self.miss(one.name, str(error))
                    continue
                if one.name not in best or result.run.wall < best[one.name].run.wall:
                    best[one.name] = result
        return best

    def require(self, what: str, value: float, most: float, unit: str = "") -> None:
        """Print a requirement and whether it is met."""
        met = value <= most
        verdict = "reached" if met else "NOT reached"
        print(f"required: {what}: {value:.2f}{unit}, at most {most:g}{unit}: {verdict}")
        if not met:
            self.missed.append(what)

    def miss(self, who: str, what: str) -> None:
        """Print a requirement that is missed."""
        print(f"NOT reached: {who}: {what}")
        self.missed.append(f"{who}: {what}")


@contextlib.contextmanager
def _contest(
    shape: Shape, *, names: bool = False, tls: bool = False
) -> Iterator[tuple[Contest, Internet, dict[str, Link]]]:
    """A list laid out, the internet it leads to, and the link behind each URL."""
    with internet(shape.hosts, tls=tls) as net, tempfile.TemporaryDirectory() as folder:
        contest = lay_out(shape, net, Path(folder), names=names)
        yield contest, net, dict(zip(contest.urls, shape.links, strict=True))


# ------------------------------------------------------------------- what is printed

_HEADINGS = (
    "program", "wall s", "ratio", "CPU s", "peak MB", "requests", "per link", "false dead",
    "false alive", "unsettled", "alarms", "in flight", "gap ms", "hasty", "patience s",
    "opened", "open",
)  # fmt: skip


def _show(results: Mapping[str, Result], worths: Mapping[str, Worth]) -> None:
    """The table of all runs, the ratios against the first."""
    if not results:
        return
    first = next(iter(results.values())).run.wall
    rows = []
    for name, result in results.items():
        run, worth = result.run, worths[name]
        rows.append((
            name, f"{run.wall:.1f}", f"{run.wall / first:.2f}", f"{run.cpu:.1f}",
            f"{run.peak / 1e6:.0f}", str(worth.requests), f"{worth.per_link:.2f}",
            str(len(worth.false_dead)), str(len(worth.false_alive)),
            str(sum(worth.unsettled.values())), str(sum(worth.alarms.values())),
            str(worth.in_flight), f"{worth.gap * 1000:.0f}", str(worth.hasty),
            f"{worth.patience:.1f}", str(worth.connections), str(worth.open_at_once),
        ))  # fmt: skip
    print(table(_HEADINGS, rows))


def _tell(name: str, worth: Worth) -> None:
    """What a run got wrong, by kind."""
    for what, found in (("dead", worth.false_dead), ("alive", worth.false_alive)):
        if found:
            print(f"{name}, falsely {what}: {_counted(Counter(kind for _, kind in found))}")
            for url, kind in found[:10] if name in OURS else ():
                print(f"    {kind}: {url}")
    if worth.unsettled:
        said = Counter({f"{kind} ({v})": n for (v, kind), n in worth.unsettled.items()})
        print(f"{name}, unsettled: {_counted(said)}")
    if worth.alarms:
        print(f"{name}, alarms: {_counted(Counter(worth.alarms))}")


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.most_common())


def _report(
    arena: Arena, results: Mapping[str, Result], truth: Mapping[str, Link], *, busy: bool = False
) -> dict[str, Worth]:
    """Print what there is to know, and require of ours that verdicts and manners hold.

    Where all are ``busy``, the server notes the time of a request late, so that nothing is made
    of gaps.
    """
    worths = {name: judged(result, truth) for name, result in results.items()}
    _show(results, worths)
    for name, worth in worths.items():
        _tell(name, worth)
        if not name.startswith("lychee"):
            for fault in faults(worth, busy=busy):
                arena.miss(name, fault)
    return worths


# ------------------------------------------------------------------- shapes


def realistic(arena: Arena) -> None:
    """2,000 links on 703 hosts, half of them on one, with every kind of trouble."""
    for seed in arena.seeds:
        print(f"\n## Realistic list, seed {seed}\n")
        with _contest(weblist.realistic(seed)) as (contest, net, truth):
            results = arena.compare(arena.contestants(LIBRARY, COMMAND), contest, net)
        _report(arena, results, truth)
        for name in OURS:
            for peer, most in (("lychee", MOST_DEFAULT), ("lychee, tuned", MOST_TUNED)):
                if name in results and peer in results:
                    ratio = results[name].run.wall / results[peer].run.wall
                    arena.require(f"{name}, wall time over {peer}", ratio, most)


def slow_host(arena: Arena) -> None:
    """1,000 links of one slow host before 1,000 others, which must not wait for them."""
    print("\n## A slow host first\n")
    seed = arena.seeds[0]
    shape = weblist.slow_host(seed)
    others = Shape([link for link in shape.links if link.kind == "fine"], shape.hosts)
    _others_do_not_wait(arena, shape, others, names=False)


def bad_names(arena: Arena) -> None:
    """50 names that do not resolve, in time or at all, among 2,000 links.

    Only the library is fed names of its own internet.
    """
    print("\n## Names that do not resolve\n")
    shape = weblist.bad_names(arena.seeds[0])
    others = Shape([link for link in shape.links if link.kind == "fine"], shape.hosts)
    _others_do_not_wait(arena, shape, others, names=True)


def _others_do_not_wait(arena: Arena, shape: Shape, others: Shape, *, names: bool) -> None:
    taking_part = [LIBRARY] if names else arena.contestants(LIBRARY)
    with _contest(others, names=names) as (contest, net, _):
        alone = arena.compare(taking_part, contest, net)
    with _contest(shape, names=names) as (contest, net, truth):
        results = arena.compare(taking_part, contest, net)
    _report(arena, results, truth)
    for name in results:
        if name in alone:
            without = _done(alone[name].visits)
            beside = _done([v for v in results[name].visits if v.path.startswith("/ok/q")])
            print(f"{name}: the others were done after {beside:.1f} s, alone {without:.1f} s")
            if name in OURS:
                most = without * MOST_DELAY + GRACE
                arena.require(f"{name}, others done", beside, round(most, 1), " s")


def _done(visits: Sequence[Visit]) -> float:
    """Seconds from the first request to the end of the last."""
    ends = [visit.end for visit in visits if visit.end is not None]
    return max(ends, default=0.0) - min((visit.start for visit in visits), default=0.0)


def work(arena: Arena) -> None:
    """10,000 living links on 2,000 hosts, answered at once: what the client itself costs."""
    print("\n## Work: 10,000 links that are answered at once\n")
    with _contest(weblist.light(arena.seeds[0])) as (contest, net, truth):
        results = arena.compare(arena.contestants(LIBRARY, COMMAND), contest, net)
    _report(arena, results, truth, busy=True)
    peers = [results[name].run for name in ("lychee", "lychee, tuned") if name in results]
    if peers and LIBRARY.name in results:
        mine = results[LIBRARY.name].run
        quickest = min(peers, key=lambda run: run.wall)
        arena.require("wall time over the quicker lychee", mine.wall / quickest.wall, MOST_WORK)
        leanest = min(run.peak for run in peers)
        arena.require("memory over the leaner lychee", mine.peak / leanest, MOST_WORK_MEMORY)


def many(arena: Arena) -> None:
    """100,000 links in 20 files beside 10,000 in one, all on 2,000 hosts."""
    print("\n## Many links: 100,000 in 20 files, and 10,000 in one\n")
    seed = arena.seeds[0]
    each: dict[int, dict[str, Result]] = {}
    for links, files in ((10_000, 1), (100_000, 20)):
        with _contest(weblist.light(seed, links, files=files)) as (contest, net, truth):
            each[links] = arena.compare(arena.contestants(LIBRARY, COMMAND), contest, net)
        print(f"{links:,} links:\n")
        _report(arena, each[links], truth, busy=True)
        print()
    for name, result in each[100_000].items():
        if name not in each[10_000]:
            continue
        few = each[10_000][name].run
        wall, cpu = result.run.wall / few.wall / 10, result.run.cpu / few.cpu / 10
        print(f"{name}: per link {cpu:.2f} of the CPU and {wall:.2f} of the wall time")
        if name in OURS:
            arena.require(f"{name}, wall time per link", wall, MOST_PER_LINK)
            arena.require(f"{name}, memory", result.run.peak / 1e6, MOST_MEMORY / 1e6, " MB")


def secure(arena: Arena) -> None:
    """2,000 living links behind https."""
    print("\n## TLS: 2,000 links behind https\n")
    with _contest(weblist.secure(arena.seeds[0]), tls=True) as (contest, net, truth):
        results = arena.compare(arena.contestants(LIBRARY, COMMAND), contest, net)
    worths = _report(arena, results, truth, busy=True)
    for name in OURS:
        if name not in results:
            continue
        arena.require(
            f"{name}, connections open at once", worths[name].open_at_once, MOST_CONNECTIONS
        )
        peers = [one.run.peak for peer, one in results.items() if peer.startswith("lychee")]
        if peers:
            ratio = results[name].run.peak / min(peers)
            arena.require(f"{name}, memory over the leaner lychee", ratio, MOST_SECURE_MEMORY)


def warm(arena: Arena) -> None:
    """A second run with the cache of the first: nothing that is fresh is asked."""
    print("\n## A warm cache\n")
    with (
        _contest(weblist.realistic(arena.seeds[0])) as (contest, net, truth),
        tempfile.TemporaryDirectory() as cache,
    ):
        curator = remembering(Path(cache, "cache"))
        runs = {}
        for number in ("first", "second"):
            try:
                runs[number] = compete(curator, contest, net, arena.limit)
            except RuntimeError as error:
                arena.miss(curator.name, str(error))
                return
        port = net.port
    _show(runs, {name: judged(result, truth) for name, result in runs.items()})
    second = runs["second"]
    asked = {f"http://{visit.host}:{port}{visit.path}" for visit in second.visits}
    print(f"{len(second.cached)} of {len(truth)} links are known from the cache")
    arena.require("requests for links that are fresh", len(asked & second.cached), 0)
    if not second.cached:
        arena.miss(curator.name, "nothing was remembered")


SHAPES: dict[str, Callable[[Arena], None]] = {
    "realistic": realistic,
    "slow-host": slow_host,
    "bad-names": bad_names,
    "work": work,
    "many": many,
    "tls": secure,
    "warm": warm,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.compare", description=__doc__)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=", ".join(SHAPES))
    parser.add_argument("--seeds", type=int, default=3, help="seeds of the realistic list")
    parser.add_argument("--rounds", type=int, default=1, help="runs of each, the quickest counts")
    parser.add_argument("--limit", type=float, default=600, help="seconds for one run")
    parser.add_argument(
        "--only", action="append", default=[], metavar="PART",
        help="only programs with this in their name (lychee, net.check, online); repeatable",
    )  # fmt: skip
    parser.add_argument(
        "--peers", action="append", default=[], type=Path, metavar="FOLDER",
        help="look for lychee here too; may be repeated",
    )  # fmt: skip
    given = parser.parse_args(arguments)
    if unknown := set(given.shapes) - SHAPES.keys():
        parser.error(f"no such shape: {', '.join(sorted(unknown))}")
    arena = Arena(range(1, given.seeds + 1), given.rounds, given.limit, given.only, given.peers)
    if not lychee(arena.peers):
        print("not installed: lychee")
    for name in given.shapes or SHAPES:
        SHAPES[name](arena)
        sys.stdout.flush()
    if arena.missed:
        print("\nmissed:", *arena.missed, sep="\n- ")
    return 1 if arena.missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
