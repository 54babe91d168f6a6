"""The SQLite file of a cache opened, or made; told from files of something else.

It imports sqlite3, and is itself imported when a cache is opened.
"""

from __future__ import annotations

import contextlib
import sqlite3
import stat
from pathlib import Path
from typing import Final, Literal

from curator.net.cache.database import Database, Fault, UnusableError, number, told

APPLICATION: Final = 0x43557241
"""SQLite's application id, by which a database is known to be curator's: ``CUrA``."""
VERSION: Final = 1
"""The version of the schema, and of what is written in its rows."""

_SCHEMA: Final = (
    "CREATE TABLE links "
    "(url TEXT PRIMARY KEY, saved INTEGER NOT NULL, facts TEXT NOT NULL) WITHOUT ROWID"
)
_LONGEST: Final = 1_000_000
"""Bytes of one value in a database; a larger one is not curator's."""


def open_database(path: Path, patience: float, max_size: int) -> Database:
    """Open the database at ``path``, which is made if it is not there.

    ``patience`` is the seconds to wait for other processes, ``max_size`` the bytes it may grow
    to. Where it cannot be written it is opened for reading.

    Raises:
        UnusableError: it cannot be used.
    """
    _require_file(path)
    try:
        return _opened(_connect(str(path), patience), max_size)
    except UnusableError as error:
        if error.fault not in {Fault.READ_ONLY, Fault.UNREADABLE, Fault.FULL}:
            raise
        return _open_unwritable(path, patience, error)


def read_database(path: Path, patience: float) -> Database:
    """Open the database at ``path``, which is there, for reading only.

    Raises:
        UnusableError: it cannot be used.
    """
    _require_file(path)
    try:
        return _verified(_connect(f"{path.as_uri()}?mode=ro", patience))
    except UnusableError as error:
        if error.fault not in {Fault.READ_ONLY, Fault.UNREADABLE}:
            raise
        return _open_unwritable(path, patience, error)


def _require_file(path: Path) -> None:
    """What is no file is damage: a folder cannot be opened, and a pipe would never answer."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnusableError(Fault.UNREADABLE) from error
    if not stat.S_ISREG(mode):
        raise UnusableError(Fault.DAMAGED)


def _open_unwritable(path: Path, patience: float, why: UnusableError) -> Database:
    """Open a database where nothing can be written, not even the files that it needs beside it.

    Raises:
        UnusableError: ``why``, where it is not there, or somebody has left work in its log.
    """
    log = path.with_name(path.name + "-wal")
    try:
        whole = path.stat().st_size > 0 and not (log.exists() and log.stat().st_size)
    except OSError:
        whole = False
    if not whole:
        raise why
    return _verified(_connect(f"{path.as_uri()}?immutable=1", patience))


def _connect(place: str, patience: float) -> sqlite3.Connection:
    with told():
        return sqlite3.connect(
            place,
            timeout=patience,
            isolation_level=None,  # transactions are begun and ended where they are seen
            check_same_thread=False,
            uri=place.startswith("file:"),
        )


def _opened(connection: sqlite3.Connection, max_size: int) -> Database:
    """Make what is not there yet, and see whether it can be written."""
    database = Database(connection, writable=True)
    try:
        with told():
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            if _kind(connection) == "empty":
                _make(connection)
            else:
                connection.execute("BEGIN IMMEDIATE")  # fails where nothing can be written
                connection.execute("ROLLBACK")
            _tune(connection, max_size)
    except UnusableError:
        database.close()
        raise
    return database


def _verified(connection: sqlite3.Connection) -> Database:
    database = Database(connection, writable=False)
    try:
        with told():
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            if _kind(connection) == "empty":
                raise UnusableError(Fault.EMPTY)
    except UnusableError:
        database.close()
        raise
    return database


def _kind(connection: sqlite3.Connection) -> Literal["ours", "empty"]:
    """Whether the database is ours or has nothing in it yet.

    Raises:
        UnusableError: it is of something else, or newer.
    """
    # A stranger's schema could have views and triggers that never end.
    connection.execute("PRAGMA trusted_schema = OFF")
    # What another process makes meanwhile has to be seen whole or not at all.
    connection.execute("BEGIN")
    try:
        return _kind_now(connection)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _kind_now(connection: sqlite3.Connection) -> Literal["ours", "empty"]:
    """The same, in the transaction that has begun."""
    application = number(connection, "application_id")
    version = number(connection, "user_version")
    if application == APPLICATION and version > VERSION:
        raise UnusableError(Fault.NEWER)
    made = connection.execute("SELECT type, name, sql FROM sqlite_master LIMIT 2").fetchall()
    if (application, version, made) == (APPLICATION, VERSION, [("table", "links", _SCHEMA)]):
        return "ours"
    if (application, version, made) == (0, 0, []):
        return "empty"
    raise UnusableError(Fault.DAMAGED)


def _make(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _kind_now(connection) == "empty":  # and not made by another process meanwhile
            connection.execute(_SCHEMA)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _tune(connection: sqlite3.Connection, max_size: int) -> None:
    """Have it quick, and safe against being stopped at any moment."""
    # Not every file system has what a write-ahead log needs; while another process is just
    # about to choose, the choice is left to it.
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA synchronous = NORMAL")
    pages = max(max_size // number(connection, "page_size"), 1)
    connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()
