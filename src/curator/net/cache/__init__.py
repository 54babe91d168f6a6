"""What is remembered of links from one run to the next: opened, shown and cleared.

Whatever is wrong with a cache, a run goes on: at worst without it, and says so in one line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from curator.errors import CuratorError
from curator.net.cache.folder import DATABASE, find_link, is_ours, make_folder, remove, size
from curator.net.cache.rows import decode
from curator.net.results import Cache, Remembered

MAX_SIZE: Final = 512_000_000
"""Bytes that a cache may grow to, which are nearly two million URLs."""
PATIENCE: Final = 5.0
"""Seconds to wait for another process that writes to the same cache."""


class OpenCache(Cache, Protocol):
    """A cache that is open: to be closed."""

    @property
    def notices(self) -> list[str]:
        """What the user should know; there may be more after every call."""
        ...

    def close(self) -> None:
        """Write what is left and close the file; may be called again."""
        ...


@dataclass(frozen=True, slots=True)
class NoCache:
    """A cache that remembers nothing; ``notices`` say why, if anybody wanted one."""

    notices: list[str] = field(default_factory=list)

    def load(self, urls: Set[str]) -> Mapping[str, Remembered]:  # noqa: ARG002 - the protocol's
        """Nothing is remembered."""
        return {}

    def save(self, records: Mapping[str, Remembered]) -> None:
        """Nothing is remembered."""

    def close(self) -> None:
        """Nothing is open."""


class Location(NamedTuple):
    """Where a cache lies, and what a message calls it.

    ``folder`` is absolute. ``root`` is that of the repository around it, below which no link
    may lead to it; ``refusal`` is a reason of the caller's not to use it.
    """

    folder: Path
    name: str
    root: Path | None = None
    refusal: str | None = None


def open_cache(
    location: Location, *, patience: float = PATIENCE, max_size: int = MAX_SIZE
) -> OpenCache:
    """Open the cache at ``location``, which is made if it is not there. Never raises.

    ``patience`` is the seconds to wait for other processes, ``max_size`` the bytes it may have.
    """
    folder, name = location.folder, location.name
    why = refusal(location)
    if why is None:
        try:
            if not make_folder(folder):
                why = "the folder is not curator's, and has something in it: name another one"
        except (OSError, ValueError) as error:  # ValueError: a name that no file can have
            # What is there already can be read in a folder that cannot be written.
            if not _has_database(folder):
                why = f"it cannot be made ({_reason(error)})"
    if why is None:
        try:
            from curator.net.cache.link_cache import LinkCache  # noqa: PLC0415 - imports sqlite3
        except ImportError:
            why = "this Python was built without SQLite"
        else:
            return LinkCache(folder, name, patience, max_size)
    return NoCache([f"the cache {name}: {why}; going on without it"])


def refusal(location: Location) -> str | None:
    """Why a cache is not to be used, be it there or not; ``None`` if it may be."""
    if location.refusal is not None:
        return location.refusal
    link = find_link(location.folder, location.root)
    return None if link is None else f"{link.name} is a link to another place"


def read_cache(location: Location) -> Iterator[tuple[str, Remembered]]:
    """Everything that the cache at ``location`` remembers, in the order of URLs.

    Nothing is made or changed, so that a cache that is not there remembers nothing.

    Raises:
        CuratorError: it cannot be read, is damaged or of a newer version.
    """
    if not _has_database(location.folder):
        return
    from curator.net.cache.database import Fault, UnusableError  # noqa: PLC0415 - imports sqlite3
    from curator.net.cache.opening import read_database  # noqa: PLC0415 - likewise

    try:
        database = read_database(location.folder / DATABASE, PATIENCE)
        try:
            for url, facts in database.read_all():
                record = decode(url, facts) if isinstance(url, str) else None
                if record is not None:
                    yield url, record
        finally:
            database.close()
    except UnusableError as error:
        if error.fault is not Fault.EMPTY:
            raise CuratorError(f"the cache {location.name} is {error.fault}") from error


def cache_size(location: Location) -> int:
    """The bytes that the cache at ``location`` has on the disk, 0 where there is none."""
    return size(location.folder)


def clear_cache(location: Location) -> bool:
    """Remove what curator made in the folder of a cache; false if there is nothing of the kind.

    Raises:
        CuratorError: the folder is not curator's or is reached through a link, another process
            is using the cache, or the system does not let it be removed.
    """
    folder, name = location.folder, location.name
    why = refusal(location)
    if why is not None:
        raise CuratorError(f"{name}: not cleared, {why}")
    try:
        if not os.path.lexists(folder):
            return False
        if not is_ours(folder):
            raise CuratorError(f"{name}: not cleared, it is no cache of curator's")
        if _is_in_use(folder):
            raise CuratorError(f"{name}: not cleared, another process is using it: try again")
        remove(folder)
    except OSError as error:
        raise CuratorError(f"{name}: cannot be cleared: {_reason(error)}") from error
    return True


def _has_database(folder: Path) -> bool:
    return os.path.lexists(folder / DATABASE)


def _is_in_use(folder: Path) -> bool:
    """Whether another process has the database open; what is none can be in no use."""
    if not _has_database(folder):
        return False
    from curator.net.cache.database import Fault, UnusableError  # noqa: PLC0415 - imports sqlite3
    from curator.net.cache.opening import open_database  # noqa: PLC0415 - likewise

    try:
        database = open_database(folder / DATABASE, 0.0, MAX_SIZE)
    except UnusableError as error:
        return error.fault is Fault.LOCKED
    try:
        return database.writable and not database.leave_exclusively()
    finally:
        database.close()


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
