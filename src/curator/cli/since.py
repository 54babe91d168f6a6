"""A run that judges a change, or a revision that is not checked out: what it reads from git."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from curator.cli.comparing import Ends, find_ends
from curator.cli.inputs import InputOptions
from curator.config import Surroundings
from curator.errors import CuratorError
from curator.source import Source
from curator.workspace import absolute, display_name, files_below, find_repository
from curator.workspace.reading import read_source
from curator.workspace.repository import is_there, leads_out
from curator.workspace.revisions import SHORT, is_repository
from curator.workspace.shelves import Checkout, Shelf, Shelves
from curator.workspace.snapshot import MAX_BLOB, Snapshot
from curator.workspace.walk import TrackedDisk

_LOOKED_AT = MAX_BLOB
"""Bytes of a file that cannot be read which are compared with those of before."""


class _Sides(NamedTuple):
    """What is compared in one repository; ``None`` for what is not asked for, or lies here."""

    ends: Ends
    base: Snapshot | None
    head: Snapshot | None


_Chosen = Callable[[_Sides], Snapshot | None]
"""Which of the two revisions is meant; ``None`` for what lies on this disk."""


def _base(sides: _Sides) -> Snapshot | None:
    return sides.base


def _head(sides: _Sides) -> Snapshot | None:
    return sides.head


def _holding(sides: _Sides) -> Snapshot | None:
    """The revision whose configuration holds."""
    return sides.head if sides.base is None else sides.base


class Scope:
    """What of the repositories of a run is judged, and where their files are read.

    ``since`` is the revision that a change is judged from, ``rev`` the one that is judged
    instead of what lies here; one of them is given. Both are looked for in every repository
    that the run has files of.

    Raises:
        CuratorError: from any method, a revision that is not there.
    """

    def __init__(
        self,
        since: str | None,
        rev: str | None,
        paths: Sequence[str] = (),
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._since = since
        self._rev = rev
        self._paths = paths
        self._environment = environment
        self._known: dict[Path, _Sides] = {}
        self._roots: dict[Path, Path | None] = {}

    # ------------------------------------------------------------------------ repositories

    @cached_property
    def _bare(self) -> Path | None:
        """The current folder, if that is a repository without a checkout."""
        here = absolute(".")
        bare = is_there(here / "HEAD") and is_there(here / "objects") and is_there(here / "refs")
        return here if self._rev is not None and bare and is_repository(here) else None

    def root_of(self, folder: Path) -> Path | None:
        """The root of the repository that a folder is in."""
        if folder not in self._roots:
            found = find_repository(folder)
            if found is None and self._bare is not None and folder.is_relative_to(self._bare):
                found = self._bare
            self._roots[folder] = found
        return self._roots[folder]

    def _sides(self, root: Path) -> _Sides:
        if root not in self._known:
            ends = find_ends(root, self._since, self._rev, self._environment)
            base = None if ends.base is None else Snapshot(root, ends.base)
            head = None if ends.head is None else Snapshot(root, ends.head)
            self._known[root] = _Sides(ends, base, head)
        return self._known[root]

    @cached_property
    def _here(self) -> _Sides:
        """The repository of the first path that is in one, or the one here."""
        places = (self.root_of(absolute(path)) for path in [*self._paths, "."])
        root = next((place for place in places if place is not None), None)
        if root is None:
            option = "--since" if self._rev is None else "--rev"
            raise CuratorError(f"{option} is for a git repository, and there is none here")
        return self._sides(root)

    @property
    def compares(self) -> bool:
        """Whether there is a change to judge; else all of it is."""
        return self._here.base is not None

    @property
    def words(self) -> str:
        """What is judged, for people: from where a change is, or why all of it is."""
        return self._here.ends.words

    @property
    def since(self) -> str:
        """The revision whose change is judged, for people; empty where all is."""
        return self.words if self.compares else ""

    def base(self, paths: Iterable[Path | None]) -> str:
        """What to give for ``--since`` to judge the same change of these files again.

        That is the commit it is judged from, as short as people are shown it; of several
        repositories each has its own.
        """
        found = {base.sha for path in paths if path and (base := self.base_of(path))}
        return "REF" if len(found) > 1 else "".join(found)[:SHORT]

    @property
    def head(self) -> str:
        """The commit that is judged; empty where the files that lie here are."""
        return self._here.ends.head or ""

    # ------------------------------------------------------------------- what is read of them

    def reading(self, options: InputOptions) -> InputOptions:
        """How the files of the run are found and read."""
        size = options.max_size

        def excused(path: Path) -> bool:
            return self.is_untouched(path, max(size, _LOOKED_AT))

        def foretell(paths: Sequence[Path]) -> None:
            head = self._here.head
            if head is not None:
                head.fetch([path.relative_to(head.root).as_posix() for path in paths])

        return replace(
            options,
            folders=self._here.head or TrackedDisk(),
            read=self.read,
            foretell=foretell,
            excused=excused,
        )

    def read(self, path: Path, name: str, *, max_size: int) -> Source:
        """The text of a file of the run."""
        head = self._here.head
        if head is None:
            return read_source(path, name, max_size=max_size)
        data = head.content(path.relative_to(head.root).as_posix())
        if data is None:
            raise CuratorError(f"{name}: cannot be read")
        return Source.from_bytes(name, data, max_size=max_size)

    def is_untouched(self, path: Path, size: int) -> bool:
        """Whether a file, of which ``size`` bytes are looked at, is the one of before."""
        sides = self._of(path)
        if sides is None or sides.base is None:
            return False
        inner = path.relative_to(sides.base.root).as_posix()
        if sides.head is not None:
            return sides.base.has_same(inner, sides.head)
        then = sides.base.content(inner)
        if then is None or len(then) > size or leads_out(path) or not path.is_file():
            return False
        try:
            with path.open("rb") as file:
                return file.read(size + 1) == then
        except OSError:
            return False

    @property
    def shelves(self) -> Shelves:
        """Where the files of each repository are looked up as the run judges them."""
        return _RevisionShelves(self, _head)

    @property
    def shelves_before(self) -> Shelves:
        """Where they are looked up as they were before."""
        return _RevisionShelves(self, _base)

    def _of(self, path: Path) -> _Sides | None:
        root = self.root_of(path.parent)
        return None if root is None else self._sides(root)

    def base_of(self, path: Path) -> Snapshot | None:
        """The revision of before in the repository that a file is in, if it is in one."""
        sides = self._of(path)
        return None if sides is None else sides.base

    # ------------------------------------------------------------------------ configuration

    def surroundings(self) -> Surroundings:
        """The world in which configuration is looked for: the revision of before.

        What a change says in a configuration holds once it is merged, or anybody could switch
        off what finds the mistakes of the same change.
        """
        return self._surroundings(_holding)

    def surroundings_of_change(self) -> Surroundings:
        """The world in which a configuration lies that the change brings."""
        return self._surroundings(_head)

    def _surroundings(self, chosen: _Chosen) -> Surroundings:
        held = _Held(self, chosen)
        return Surroundings(absolute("."), self.root_of, held.name, held.files_below, held.content)

    def chosen(self, folder: Path, chosen: _Chosen) -> tuple[Path | None, Snapshot | None]:
        """The repository around a folder, and the one of its revisions that is chosen."""
        root = self.root_of(folder)
        return root, None if root is None else chosen(self._sides(root))


class _RevisionShelves:
    """The repositories of a run in one of their revisions (``Shelves``)."""

    def __init__(self, scope: Scope, chosen: _Chosen) -> None:
        self._scope = scope
        self._chosen = chosen

    def root_of(self, folder: Path) -> Path | None:
        """The root of the repository that a folder is in."""
        return self._scope.root_of(folder)

    def open(self, root: Path, *, in_repository: bool) -> Shelf:
        """The files of the revision, or what lies here."""
        held = self._scope.chosen(root, self._chosen)[1] if in_repository else None
        return held or Checkout(root, in_repository=in_repository)


class _Held:
    """The files of configuration in one of the revisions, or on this disk."""

    def __init__(self, scope: Scope, chosen: _Chosen) -> None:
        self._scope = scope
        self._chosen = chosen

    def name(self, path: Path) -> str:
        """A file as messages call it, with its revision."""
        _, held = self._scope.chosen(path.parent, self._chosen)
        name = display_name(path)
        return name if held is None or not held.sha else f"{name} (at {held.sha[:SHORT]})"

    def content(self, path: Path) -> bytes | None:
        """What a file holds, links followed inside of the repository."""
        root, held = self._scope.chosen(path.parent, self._chosen)
        if held is not None:
            return held.content(path.relative_to(held.root).as_posix())
        try:
            whole = path.resolve()
            inside = root is None or whole.is_relative_to(root.resolve())
            return whole.read_bytes() if inside and whole.is_file() else None
        except (OSError, RuntimeError):  # the latter for a loop of links, before Python 3.13
            return None

    def files_below(self, folder: Path) -> Sequence[str]:
        """All files below a folder, relative to it."""
        _, held = self._scope.chosen(folder, self._chosen)
        if held is None:
            return files_below(folder)
        start = folder.relative_to(held.root).as_posix()
        prefix = "" if start == "." else f"{start}/"
        return [path[len(prefix) :] for path in held.blobs if path.startswith(prefix)]
