"""``curator cache``: shows what is remembered of links, and clears it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

import click

from curator.cli.app import Session
from curator.cli.cache_place import cache_location
from curator.cli.options import debug_option
from curator.cli.suggestions import complete_files
from curator.net.cache import Location, cache_size, clear_cache, read_cache, refusal
from curator.net.results import Remembered
from curator.reporters.escape import message
from curator.status import Verdict, judge
from curator.status.lifetimes import is_fresh

_UNITS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
_SIZES: Final = ((1_000_000, "MB"), (1_000, "kB"))


@click.command("cache")
@click.argument("action", type=click.Choice(["show", "clear"]), default="show")
@click.option(
    "--cache-dir",
    metavar="FOLDER",
    envvar="CURATOR_CACHE_DIR",
    show_envvar=True,
    shell_complete=complete_files,
    help="The folder of the cache, instead of .curator_cache.",
)
@debug_option
@click.pass_obj
def command(session: Session, action: Literal["show", "clear"], cache_dir: str | None) -> int:
    """Show what is remembered of links, or clear it.

    `curator check --online` remembers what links answered in the folder .curator_cache at the
    root of the repository. Links that were alive are not asked again for most of a day, dead
    ones for an hour; of failing ones it is remembered since when they fail.

    `curator cache show`, or `curator cache` alone, tells where the cache lies, its size, and
    how many links it has by verdict. `curator cache clear` removes it, and nothing that curator
    did not make.

    The exit status is 2 if the cache cannot be read or cleared.
    """
    location = cache_location(cache_dir)
    if action == "clear":
        done = "cleared" if clear_cache(location) else "nothing to clear"
        session.console.write([f"{message(location.name)}: {done}"])
        return 0
    why = refusal(location)
    if why is not None:
        session.console.notice(f"the cache {location.name} is not used: {why}")
    session.console.write(_shown(location, time.time()))
    return 0


@dataclass(slots=True)
class _Tally:
    """How many URLs there are of one kind, how many of them fresh; the age of the oldest."""

    urls: int = 0
    fresh: int = 0
    oldest: float = 0.0

    def add(self, age: float, *, fresh: bool) -> None:
        self.urls += 1
        self.fresh += fresh
        self.oldest = max(self.oldest, age)


@dataclass(slots=True)
class _Count:
    """What a cache holds, by verdict."""

    verdicts: dict[Verdict, _Tally] = field(default_factory=dict)
    total: _Tally = field(default_factory=_Tally)
    failing: int = 0


def _counted(records: Iterable[tuple[str, Remembered]], now: float) -> _Count:
    count = _Count()
    for _, record in records:
        count.failing += record.history is not None
        if record.evidence is None:
            count.total.urls += 1
            continue
        age = now - record.evidence.asked_at
        verdict = judge(record.evidence).verdict
        fresh = is_fresh(verdict, age)
        count.total.add(age, fresh=fresh)
        count.verdicts.setdefault(verdict, _Tally()).add(age, fresh=fresh)
    return count


def _shown(location: Location, now: float) -> Iterator[str]:
    """The lines about a cache."""
    count = _counted(read_cache(location), now)
    name = message(location.name)
    if not count.total.urls:
        yield f"{name}: nothing is remembered"
        return
    yield f"{name}: {_size(cache_size(location))}, {_amount(count.total.urls, 'link')}"
    yield ""
    rows = [("verdict", "links", "fresh", "oldest")]
    for verdict, tally in sorted(count.verdicts.items(), key=lambda pair: -pair[1].urls):
        rows.append((verdict, f"{tally.urls:,}", f"{tally.fresh:,}", _age(tally.oldest)))
    total = count.total
    rows.append(("all", f"{total.urls:,}", f"{total.fresh:,}", _age(total.oldest)))
    sizes = [max(map(len, texts)) for texts in zip(*rows, strict=True)]
    for title, *numbers in rows:
        aligned = (text.rjust(size) for text, size in zip(numbers, sizes[1:], strict=True))
        yield "  ".join((title.ljust(sizes[0]), *aligned))
    yield ""
    yield (
        f"{_amount(total.fresh, 'link')} would not be asked again now; "
        f"{_amount(count.failing, 'link')} failed when last asked."
    )


def _amount(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + "s" * (number != 1)


def _age(seconds: float) -> str:
    for length, name in _UNITS:
        if seconds >= length:
            return _amount(int(seconds // length), name)
    return "now"


def _size(size: int) -> str:
    for unit, name in _SIZES:
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return _amount(size, "byte")
