"""Where the files of a repository are looked up: on this disk, or in one of its revisions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

from curator.source import Source
from curator.workspace.ignore import Ignore
from curator.workspace.listing import Listing
from curator.workspace.reading import read_source
from curator.workspace.repository import find_repository
from curator.workspace.tracked import Parts, Tracked


class Shelf(Protocol):
    """The files of one repository. Paths are from its root."""

    def lies(self, parts: Parts) -> bool | None:
        """Whether the path is there, tracked or not; ``None`` where that cannot be known."""

    def exists(self, parts: Parts) -> bool | None:
        """Whether a clone has the path, or will once what lies here is added to git."""

    def nearest(self, parts: Parts) -> Parts | None:
        """The path that was probably meant by one that does not exist."""

    def is_file(self, parts: Parts) -> bool:
        """Whether the path, which exists, is a regular file and no link."""

    def files(self, folder: Parts) -> Sequence[str]:
        """The names of the files and links directly in a folder; none where it is not there."""

    def source(self, parts: Parts, *, max_size: int) -> Source:
        """The text of a file.

        Raises:
            CuratorError: it cannot be read, or not as text.
        """

    def beginning(self, parts: Parts, size: int) -> str | None:
        """The first ``size`` bytes of a file as text; ``None`` if it cannot be read."""


class Shelves(Protocol):
    """Which repository a file belongs to, and where the files of that are looked up."""

    def root_of(self, folder: Path) -> Path | None:
        """The root of the repository that a folder, an absolute path, is in."""

    def open(self, root: Path, *, in_repository: bool) -> Shelf:
        """The files of the repository at ``root``, or of a folder that is in none."""


class Checkouts:
    """The repositories that lie on this disk (``Shelves``)."""

    def root_of(self, folder: Path) -> Path | None:
        """The nearest folder upwards that is a repository."""
        return find_repository(folder)

    def open(self, root: Path, *, in_repository: bool) -> Shelf:
        """What lies in it."""
        return Checkout(root, in_repository=in_repository)


CHECKOUTS: Final[Shelves] = Checkouts()


class Checkout:
    """What lies on this disk, and what git tracks of it.

    Outside of a repository, ``in_repository`` is false and nothing is tracked.
    """

    def __init__(self, root: Path, *, in_repository: bool) -> None:
        self._root = root
        self._in_repository = in_repository
        self._listing = Listing(root)
        self._ignores: dict[Parts, Ignore] = {}

    @cached_property
    def _tracked(self) -> Tracked | None:
        """What git tracks, asked for when the first link leads to a file."""
        return Tracked.of(self._root) if self._in_repository else None

    def lies(self, parts: Parts) -> bool | None:
        """Whether the path is there, tracked or not."""
        return self._listing.exists(parts)

    def exists(self, parts: Parts) -> bool | None:
        """Whether a clone has the path, or will once what lies here is added to git."""
        on_disk = self._listing.exists(parts)
        if self._tracked is None:
            return on_disk
        known = self._tracked.exists(parts)
        if known is not False:
            return known
        # What is new goes into the same commit as the link.
        return bool(on_disk) and not self._is_ignored(parts)

    def nearest(self, parts: Parts) -> Parts | None:
        """The tracked path that was probably meant."""
        return None if self._tracked is None else _split(self._tracked.nearest(parts))

    def is_file(self, parts: Parts) -> bool:
        """Whether the path, which exists, is a regular file and no link."""
        return self._listing.is_file(parts)

    def files(self, folder: Parts) -> Sequence[str]:
        """The names of the files and links directly in a folder."""
        return self._listing.files(folder)

    def source(self, parts: Parts, *, max_size: int) -> Source:
        """The text of a file on this disk."""
        return read_source(self._root.joinpath(*parts), "/".join(parts), max_size=max_size)

    def beginning(self, parts: Parts, size: int) -> str | None:
        """The beginning of a file on this disk."""
        try:
            with self._root.joinpath(*parts).open("rb") as file:
                return _text(file.read(size))
        except OSError:
            return None

    def _is_ignored(self, parts: Parts) -> bool:
        """Whether git would not add what lies at ``parts``."""
        for depth in range(len(parts)):
            folder = depth < len(parts) - 1 or not self._listing.is_file(parts)
            ignore = self._ignore_in(parts[:depth])
            if ignore.covers("/".join(parts[: depth + 1]), folder=folder):
                return True
        return False

    def _ignore_in(self, folder: Parts) -> Ignore:
        known = self._ignores.get(folder)
        if known is None:
            above = self._ignore_in(folder[:-1]) if folder else Ignore(self._root, _say_nothing)
            known = self._ignores[folder] = above.entering("/".join(folder))
        return known


def _say_nothing(_path: Path, _why: str) -> None:
    """What is not used of a ``.gitignore`` file is told where folders are searched."""


def _split(path: str | None) -> Parts | None:
    """A path in its parts; none of the root, which is empty."""
    if path is None:
        return None
    return tuple(path.split("/")) if path else ()


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace")
