"""A cache that is open: loads and saves what is remembered, and recovers from what goes wrong.

It imports sqlite3, and is itself imported when a cache is opened.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Final

from curator.net.cache.database import Database, Fault, Row, UnusableError
from curator.net.cache.folder import DATABASE, put_aside
from curator.net.cache.opening import open_database
from curator.net.cache.rows import decode, encode, is_encodable
from curator.net.results import Remembered

MAX_DAYS: Final = 90
"""Days after which a URL is forgotten that no run has asked for."""
_DAY: Final = 86_400  # seconds

_ASIDE: Final = {Fault.DAMAGED: "links.damaged.sqlite", Fault.NEWER: "links.newer.sqlite"}
_WORDS: Final = {
    Fault.LOCKED: "another process keeps it locked: going on without it",
    Fault.FULL: "the disk is full, or it has grown too large: nothing new is remembered",
    Fault.READ_ONLY: "it is read-only: nothing new is remembered",
    Fault.UNREADABLE: "it cannot be read or written: going on without it",
    Fault.DAMAGED: "it is damaged",
    Fault.NEWER: "it is of a newer version of curator",
    Fault.EMPTY: "it is read-only, and there is nothing in it",
}


class LinkCache:
    """What is remembered of links, in the database of one folder; a ``results.Cache``.

    Nothing of it raises. ``notices`` are for the user, one line each; there are more as trouble
    comes. It may be used from several threads, in turns; not in a process that was forked. It
    has to be closed. ``patience`` is the seconds to wait for other processes, ``max_size`` the
    bytes on the disk.
    """

    def __init__(self, folder: Path, name: str, patience: float, max_size: int) -> None:
        self.notices: list[str] = []
        self._path = folder / DATABASE
        self._name = name
        self._patience = patience
        self._max_size = max_size
        self._turn = threading.Lock()
        self._has_saved = False
        self._database: Database | None = None
        try:
            self._open()
        except UnusableError as error:
            self._recover(error.fault)

    def load(self, urls: Set[str]) -> Mapping[str, Remembered]:
        """What is remembered of ``urls``, however old."""
        # The keys are the strings that are there already, for there may be many.
        wanted = {url: url for url in urls if is_encodable(url)}
        found: dict[str, Remembered] = {}
        with self._turn:
            if self._database is None:
                return found
            try:
                for url, facts in self._database.read(sorted(wanted)):
                    record = decode(wanted[url], facts)
                    if record is not None:
                        found[wanted[url]] = record
            except UnusableError as error:
                self._recover(error.fault)
        return found

    def save(self, records: Mapping[str, Remembered]) -> None:
        """Remember ``records``, which replace what is there of the same URLs.

        Those without anything in them are forgotten, and so are URLs with credentials.
        """
        today = _today()
        rows: list[Row] = []
        gone: list[str] = []
        for url in sorted(filter(is_encodable, records)):
            facts = encode(url, records[url])
            if facts is None:
                gone.append(url)
            else:
                rows.append(Row(url, today, facts))
        with self._turn:
            if self._database is None or not self._database.writable:
                return
            self._has_saved = True
            try:
                self._database.write(rows, gone)
            except UnusableError as error:
                self._recover(error.fault)
                self._write_again(rows)

    def close(self) -> None:
        """Drop what is too old or too much, and close the file; may be called again."""
        with self._turn:
            try:
                if self._has_saved and self._database is not None:
                    self._database.tidy(_today() - MAX_DAYS, self._max_size)
            except UnusableError as error:
                self._say(_WORDS[error.fault])
            self._leave()

    def _open(self) -> None:
        self._database = open_database(self._path, self._patience, self._max_size)
        if not self._database.writable:
            self._say(_WORDS[Fault.READ_ONLY])

    def _recover(self, fault: Fault) -> None:
        """Begin anew where that helps, and go on without a cache where it does not."""
        self._leave()
        if fault not in _ASIDE:
            self._say(_WORDS[fault])
            return
        try:
            put_aside(self._path, _ASIDE[fault])
        except FileNotFoundError:  # another process was quicker
            pass
        except OSError:
            self._say(f"{_WORDS[fault]} and cannot be put aside: going on without it")
            return
        else:
            self._say(f"{_WORDS[fault]}; it was put aside as {_ASIDE[fault]}, and a new one begun")
        try:
            self._open()
        except UnusableError as error:  # once more would be no better
            self._say(_WORDS[error.fault])

    def _write_again(self, rows: list[Row]) -> None:
        """Write to a database that was begun anew, if there is one."""
        if self._database is None or not self._database.writable:
            return
        try:
            self._database.write(rows, ())
        except UnusableError as error:
            self._leave()
            self._say(_WORDS[error.fault])

    def _leave(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    def _say(self, what: str) -> None:
        line = f"the cache {self._name}: {what}"
        if line not in self.notices:
            self.notices.append(line)


def _today() -> int:
    return int(time.time() // _DAY)
