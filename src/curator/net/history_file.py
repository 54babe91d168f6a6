"""The histories of failing links in a file that is kept longer than any cache.

The file is JSON, one link a line and in order of addresses. It has links that fail, how, since
when and in how many runs, and nothing else of them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Set
from datetime import UTC, datetime, timedelta
from typing import Final

from curator.errors import CuratorError
from curator.line_records import Entry, Form, line_of, read, written
from curator.net.cache.rows import encode
from curator.net.results import Cache, Remembered
from curator.status import Evidence, History

MAX_DAYS: Final = 400
"""Days after which a link is forgotten that no run has asked for; a yearly job finds it."""
FORM: Final = Form(
    what="history",
    version=1,
    records="links",
    record="link",
    first="url",
    max_size=10_000_000,
    most=50_000,
    unmerged="keep the links of both sides, also where one is there twice",
)
_DAY: Final = 86_400.0  # seconds
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_WRITTEN_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"
_OUTCOME: Final = re.compile(r"[a-z0-9-]{1,40}")
_MOST_RUNS: Final = (1 << 31) - 1
_BETWEEN: Final = len(",\n    ")
_AROUND: Final = len(written(FORM, [""])) - _BETWEEN
"""The characters of a file around its lines, and between each two of them."""


def joined(one: History, other: History) -> History:
    """One history of what two say of the same link; whichever is which.

    They may well know of the same runs, so that these are not added up.
    """
    latest = max(one, other, key=lambda each: (_last(each), each.outcome))
    return History(
        latest.outcome,
        since=min(one.since, other.since),
        runs=max(one.runs, other.runs),
        counted_at=_last(latest),
    )


def _last(history: History) -> float:
    """When the last run was that counts."""
    return history.counted_at or history.since


class Histories:
    """The histories of a file over a run, and what a ``cache`` knows if there is one.

    A ``results.Cache`` itself. ``links`` are the histories by URL: those of failing links, as
    they are after what was saved. ``now`` is the time of day in seconds since 1970.
    """

    def __init__(self, links: Mapping[str, History], now: Callable[[], float] = time.time) -> None:
        self.links = dict(links)
        self.cache: Cache | None = None
        """What is asked first, and told all."""
        self._now = now

    def load(self, urls: Set[str]) -> Mapping[str, Remembered]:
        """What the cache remembers of ``urls``, with the histories of whichever began earlier."""
        known = {} if self.cache is None else dict(self.cache.load(urls))
        for url, record in known.items():
            if record.history is not None:
                ours = self.links.get(url)
                whole = record.history if ours is None else joined(ours, record.history)
                self.links[url] = whole
                known[url] = record._replace(history=whole)
            elif url in self.links and self._has_ended(self.links[url], record.evidence):
                del self.links[url]
        for url in urls & self.links.keys():
            if url not in known or known[url].history is None:
                # It failed after whatever the cache has: that is to be asked again.
                known[url] = Remembered(None, self.links[url])
        return known

    def _has_ended(self, ours: History, evidence: Evidence | None) -> bool:
        """Whether the link gave an answer after it had failed."""
        return evidence is not None and _last(ours) < evidence.asked_at <= self._now()

    def save(self, records: Mapping[str, Remembered]) -> None:
        """Remember ``records``; those without a history fail no longer."""
        if self.cache is not None:
            self.cache.save(records)
        for url, record in records.items():
            if record.history is None:
                self.links.pop(url, None)
            else:
                self.links[url] = record.history

    def written(self) -> tuple[str, int]:
        """The text of the file, and how many links are left out of it for want of room.

        Those that failed last are kept. Links that no run has asked for in ``MAX_DAYS`` days
        are not in it, nor those of which a cache remembers nothing either, such as addresses
        with a password.
        """
        sound = dict(self._sound())
        lines: dict[str, str] = {}
        size = _AROUND
        for url in sorted(sound, key=lambda each: (-_last(sound[each]), each)):
            line = _line(url, sound[url])
            size += len(line.encode()) + _BETWEEN
            if len(lines) == FORM.most or size > FORM.max_size:
                break
            lines[url] = line
        text = written(FORM, [lines[url] for url in sorted(lines)])
        return text, len(sound) - len(lines)

    def _sound(self) -> Iterator[tuple[str, History]]:
        """What is to be written: as ``read_history`` takes it."""
        now = self._now()
        for url, each in self.links.items():
            last = min(max(_last(each), 0.0), now)
            if now - last > MAX_DAYS * _DAY or not _OUTCOME.fullmatch(each.outcome):
                continue
            if encode(url, Remembered(None, each)) is None:
                continue
            since = min(max(each.since, 0.0), last)
            yield url, History(each.outcome, since, min(max(each.runs, 1), _MOST_RUNS), last)


def _line(url: str, history: History) -> str:
    return line_of(
        {
            "url": url,
            "outcome": history.outcome,
            "since": _stamp(history.since),
            "runs": history.runs,
            "last": _stamp(history.counted_at),
        }
    )


def _stamp(seconds: float) -> str:
    return (_EPOCH + timedelta(seconds=int(seconds))).strftime(_WRITTEN_TIME)


def read_history(data: bytes, name: str) -> dict[str, History]:
    """The histories that a file has, by URL; messages call it ``name``.

    Fields that are not known are passed over. A link that is there twice, as after a merge, is
    one.

    Raises:
        CuratorError: it is none, or of a newer version.
    """
    found: dict[str, History] = {}
    for entry in read(FORM, data, name):
        url, history = _text(entry, "url"), _history(entry)
        found[url] = joined(found[url], history) if url in found else history
    return found


def _history(entry: Entry) -> History:
    outcome, runs = _text(entry, "outcome"), entry.facts.get("runs")
    if not _OUTCOME.fullmatch(outcome):
        raise CuratorError(f"{entry.place}: 'outcome' is no code or word such as 503 or timeout")
    if type(runs) is not int or not 1 <= runs <= _MOST_RUNS:  # a bool is none
        raise CuratorError(f"{entry.place}: 'runs' is no number from 1 to {_MOST_RUNS:,}")
    return History(outcome, _time(entry, "since"), runs, _time(entry, "last"))


def _text(entry: Entry, which: str) -> str:
    text = entry.facts.get(which)
    if not isinstance(text, str):
        what = "is no text" if which in entry.facts else "is missing"
        raise CuratorError(f"{entry.place}: '{which}' {what}")
    return text


def _time(entry: Entry, which: str) -> float:
    text = _text(entry, which)
    try:
        if _TIME.fullmatch(text):
            seconds = (datetime.fromisoformat(text) - _EPOCH).total_seconds()
            if seconds >= 0:
                return seconds
    except ValueError:  # there is no such day
        pass
    raise CuratorError(f"{entry.place}: '{which}' is no time such as 2026-11-01T03:00:00Z")
