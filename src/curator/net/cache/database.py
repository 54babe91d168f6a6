"""The database of a cache that is open: read and written in batches, its errors told apart.

It imports sqlite3, and is itself imported when a cache is opened.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

_AT_ONCE: Final = 500
"""URLs of one question; some builds of SQLite take no more than 999 parameters."""
_BATCH: Final = 5_000
"""Rows of one transaction, between which other processes have their turn."""


class Fault(StrEnum):
    """Why a database cannot be used."""

    LOCKED = "locked"
    """Another process has kept it longer than one is ready to wait."""
    FULL = "full"
    READ_ONLY = "read-only"
    UNREADABLE = "unreadable"
    """The system does not let it be opened, read or written."""
    DAMAGED = "damaged"
    """It is no database, a broken one, or one of something else."""
    NEWER = "newer"
    EMPTY = "empty"
    """There is nothing in it yet, and it was to be read only."""


_FAULTS: Final = {
    sqlite3.SQLITE_BUSY: Fault.LOCKED,
    sqlite3.SQLITE_LOCKED: Fault.LOCKED,
    sqlite3.SQLITE_PROTOCOL: Fault.LOCKED,
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
    sqlite3.SQLITE_PERM: Fault.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Fault.UNREADABLE,
    sqlite3.SQLITE_IOERR: Fault.UNREADABLE,
    sqlite3.SQLITE_AUTH: Fault.UNREADABLE,
    sqlite3.SQLITE_NOMEM: Fault.UNREADABLE,
}
"""By the primary code of SQLite (sqlite.org/rescode.html); any other means damage."""


class UnusableError(Exception):
    """A database cannot be used; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Tell errors of SQLite by their fault."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        raise UnusableError(_FAULTS.get(code & 0xFF, Fault.DAMAGED)) from error


class Row(NamedTuple):
    """A URL, the day it was saved, counted from 1970, and what is known of it, as text."""

    url: str
    saved: int
    facts: str


class Database:
    """An open database of ours; every method raises ``UnusableError`` where it fails.

    To be used by one thread at a time, whichever.
    """

    def __init__(self, connection: sqlite3.Connection, *, writable: bool) -> None:
        self._connection = connection
        self.writable = writable

    def read(self, urls: Sequence[str]) -> Iterator[tuple[str, object]]:
        """Those of ``urls`` that are there, with their facts, in no order."""
        with told():
            for start in range(0, len(urls), _AT_ONCE):
                part = urls[start : start + _AT_ONCE]
                marks = ",".join("?" * len(part))
                question = f"SELECT url, facts FROM links WHERE url IN ({marks})"  # noqa: S608
                yield from self._connection.execute(question, part)

    def read_all(self) -> Iterator[tuple[str, object]]:
        """Everything, in the order of URLs."""
        with told():
            yield from self._connection.execute("SELECT url, facts FROM links ORDER BY url")

    def write(self, rows: Sequence[Row], gone: Sequence[str]) -> None:
        """Put ``rows`` in, in place of those of the same URLs, and take ``gone`` out.

        Several transactions: where the process is stopped, those that are done are kept.
        """
        for start in range(0, len(rows), _BATCH):
            with self._transaction():
                self._connection.executemany(
                    "INSERT OR REPLACE INTO links VALUES (?, ?, ?)", rows[start : start + _BATCH]
                )
        if gone:
            with self._transaction():
                self._connection.executemany(
                    "DELETE FROM links WHERE url = ?", [(url,) for url in gone]
                )

    def tidy(self, oldest: int, max_size: int) -> None:
        """Drop rows saved before the day ``oldest``, and a quarter of all where it is crowded.

        That is where ``max_size`` bytes are nearly reached; those saved first go first.
        """
        with self._transaction():
            self._connection.execute("DELETE FROM links WHERE saved < ?", (oldest,))
            pages = self._number("page_count") - self._number("freelist_count")
            if pages * self._number("page_size") > max_size * 0.8:
                self._connection.execute(
                    "DELETE FROM links WHERE url IN (SELECT url FROM links ORDER BY saved "
                    "LIMIT (SELECT count(*) / 4 + 1 FROM links))"
                )
        with told():
            self._connection.execute("PRAGMA incremental_vacuum").fetchall()

    def leave_exclusively(self) -> bool:
        """Whether no other process has the database open; it is no longer to be used."""
        try:
            # This change needs the database for oneself alone.
            mode = self._connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError:
            return False
        return bool(mode == ("delete",))

    def close(self) -> None:
        """Close it; says nothing of what goes wrong."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()

    def _number(self, pragma: str) -> int:
        return number(self._connection, pragma)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")


def number(connection: sqlite3.Connection, pragma: str) -> int:
    """The value of a pragma that is a number."""
    (value,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(value)
