"""A run that judges a change, or a revision that is not checked out: what it reads from git."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from curator.change import Change, change_of
from curator.cli.comparing import Ends, find_ends
from curator.cli.inputs import InputOptions, ReadInput
from curator.config import Surroundings
from curator.errors import CuratorError
from curator.source import Source
from curator.workspace import absolute, display_name, files_below, find_repository
from curator.workspace.facts import OpenShelf
from curator.workspace.reading import read_source
from curator.workspace.renames import MOST_FILES, find_renamed
from curator.workspace.repository import is_markdown, is_there
from curator.workspace.revisions import SHORT, is_repository
from curator.workspace.shelves import Checkout, Shelf
from curator.workspace.snapshot import Snapshot
from curator.workspace.walk import DISK

_LOOKED_AT = 10_000_000
"""Bytes of a file that cannot be read which are compared with those of before."""


class Before(NamedTuple):
    """What the files of a run were before the change.

    ``read`` are their texts then. ``at`` says for each file of the run which of these it was,
    by number; ``None`` for a new one. ``changes`` are what was done to each.
    """

    read: list[ReadInput]
    at: list[int | None]
    changes: list[Change]
    open_shelf: OpenShelf

    def same(self, number: int, read: Sequence[ReadInput]) -> int | None:
        """The number of a file of before that is the same as one of the run, path and all."""
        at = self.at[number]
        if at is None:
            return None
        then, now = self.read[at], read[number]
        unchanged = then.path == now.path and then.source.text == now.source.text
        return at if unchanged else None


class _Sides(NamedTuple):
    """What is compared in one repository; ``None`` for what is not asked for, or lies here."""

    ends: Ends
    base: Snapshot | None
    head: Snapshot | None


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

    # ------------------------------------------------------------------------ repositories

    @cached_property
    def _bare(self) -> Path | None:
        """The current folder, if that is a repository without a checkout."""
        here = absolute(".")
        bare = is_there(here / "HEAD") and is_there(here / "objects") and is_there(here / "refs")
        return here if self._rev is not None and bare and is_repository(here) else None

    def root_of(self, folder: Path) -> Path | None:
        """The root of the repository that a folder is in."""
        found = find_repository(folder)
        if found is None and self._bare is not None and folder.is_relative_to(self._bare):
            return self._bare
        return found

    def _sides(self, root: Path) -> _Sides:
        if root not in self._known:
            ends = find_ends(root, self._since, self._rev, self._environment)
            base = None if ends.base is None else Snapshot(root, ends.base)
            head = None if ends.head is None else Snapshot(root, ends.head)
            self._known[root] = _Sides(ends, base, head)
        return self._known[root]

    @cached_property
    def _here(self) -> _Sides:
        """The repository here, or the one of the first path that was given."""
        root = self.root_of(absolute("."))
        if root is None and self._paths:
            root = self.root_of(absolute(self._paths[0]))
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

    # ------------------------------------------------------------------- what is read of them

    def reading(self, options: InputOptions) -> InputOptions:
        """How the files of the run are found and read."""
        size = options.max_size

        def excused(path: Path) -> bool:
            return self.is_untouched(path, max(size, _LOOKED_AT))

        folders = self._here.head or DISK
        return replace(options, folders=folders, read=self.read, excused=excused)

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
        then = sides.base.content(inner)
        if then is None or len(then) > size:
            return False
        if sides.head is not None:
            return sides.head.content(inner) == then
        try:
            with path.open("rb") as file:
                return file.read(size + 1) == then
        except OSError:
            return False

    def open_shelf(self, root: Path, in_repository: bool) -> Shelf:  # noqa: FBT001 - as asked
        """The files of a repository as the run judges them."""
        head = self._sides(root).head if self._is_root(root) else None
        return head or Checkout(root, in_repository)

    def _open_base(self, root: Path, in_repository: bool) -> Shelf:  # noqa: FBT001 - as asked
        base = self._sides(root).base if self._is_root(root) else None
        return base or Checkout(root, in_repository)

    def _is_root(self, root: Path) -> bool:
        return self.root_of(root) == root

    def _of(self, path: Path) -> _Sides | None:
        root = self.root_of(path.parent)
        return None if root is None else self._sides(root)

    # ------------------------------------------------------------------------ configuration

    def surroundings(self) -> Surroundings:
        """The world in which configuration is looked for: the revision of before.

        What a change says in a configuration holds once it is merged, or anybody could switch
        off what finds the mistakes of the same change.
        """
        return self._surroundings(lambda sides: sides.head if sides.base is None else sides.base)

    def surroundings_of_change(self) -> Surroundings:
        """The world in which a configuration lies that the change brings."""
        return self._surroundings(lambda sides: sides.head)

    def _surroundings(self, chosen: Callable[[_Sides], Snapshot | None]) -> Surroundings:
        held = _Held(self, chosen)
        return Surroundings(absolute("."), self.root_of, held.name, held.files_below, held.content)

    def chosen(
        self, folder: Path, chosen: Callable[[_Sides], Snapshot | None]
    ) -> tuple[Path | None, Snapshot | None]:
        """The repository around a folder, and the one of its revisions that is chosen."""
        root = self.root_of(folder)
        return root, None if root is None else chosen(self._sides(root))

    # ------------------------------------------------------------------------------- before

    def before(self, read: Sequence[ReadInput], max_size: int) -> Before:
        """What the files of the run were, and what was done to them."""
        paths = _Origins(self, read).paths
        then: list[ReadInput] = []
        at: list[int | None] = []
        changes: list[Change] = []
        for item, path in zip(read, paths, strict=True):
            source = None if path is None else self._source_before(path, item, max_size)
            changes.append(change_of(source, item.source))
            at.append(None if source is None else len(then))
            if source is not None:
                # By all rules, be it too short for a list: what one more entry makes a list
                # had the mistakes of a list before.
                then.append(ReadInput(source, path, named=True))
        return Before(then, at, changes, self._open_base)

    def _source_before(self, path: Path, item: ReadInput, max_size: int) -> Source | None:
        """The text of a file of before; ``None`` if there is none to compare with."""
        base = self.base_at(path)
        data = None if base is None else base.content(path.relative_to(base.root).as_posix())
        if data is None or len(data) > max_size:
            return None
        name = item.source.path if path == item.path else display_name(Path(os.path.relpath(path)))
        # What was no text then is compared as far as it was.
        return Source(name, data.decode("utf-8", "replace").replace("\0", "\ufffd"))

    def base_at(self, path: Path) -> Snapshot | None:
        """The revision of before in the repository that ``path`` is in.

        Raises:
            CuratorError: it is in none.
        """
        sides = self._of(path)
        if sides is None:
            raise CuratorError(f"--since: {display_name(path)} is in no git repository")
        return sides.base


class _Held:
    """The files of configuration in one of the revisions, or on this disk."""

    def __init__(self, scope: Scope, chosen: Callable[[_Sides], Snapshot | None]) -> None:
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


class _Origins:
    """Where each file of a run lay before the change; ``None`` for new ones."""

    def __init__(self, scope: Scope, read: Sequence[ReadInput]) -> None:
        self._scope = scope
        self._fetch(read)
        self.paths = [self._same(item) for item in read]
        self._find_renamed(read)

    def _fetch(self, read: Sequence[ReadInput]) -> None:
        """Have the contents of all files at once, for each question to git takes its time."""
        wanted: dict[Path, list[str]] = {}
        for item in read:
            base = None if item.path is None else self._scope.base_at(item.path)
            if item.path is not None and base is not None:
                inner = item.path.relative_to(base.root).as_posix()
                wanted.setdefault(base.root, []).append(inner)
        for root, paths in wanted.items():
            base = self._scope.base_at(root / "any")
            if base is not None:
                base.fetch(paths)

    def _same(self, item: ReadInput) -> Path | None:
        if item.path is None:
            raise CuratorError(
                "--since: standard input is no file that could have changed: say which one with "
                "--stdin-filename"
            )
        base = self._scope.base_at(item.path)
        if base is None or base.content(item.path.relative_to(base.root).as_posix()) is None:
            return None
        return item.path

    def _find_renamed(self, read: Sequence[ReadInput]) -> None:
        """Look for new files among those that are gone."""
        by_root: dict[Path, dict[str, int]] = {}
        for number, (item, path) in enumerate(zip(read, self.paths, strict=True)):
            base = None if item.path is None else self._scope.base_at(item.path)
            if path is None and item.path is not None and base is not None:
                inner = item.path.relative_to(base.root).as_posix()
                by_root.setdefault(base.root, {})[inner] = number
        for root, numbers in by_root.items():
            base = self._scope.base_at(root / "any")
            if base is None:
                continue
            shelf = self._scope.open_shelf(root, in_repository=True)
            gone = [path for path in base.blobs if is_markdown(path) and _is_gone(path, shelf)]
            gone = gone[:MOST_FILES]
            base.fetch(gone)
            texts = {path: (base.content(path) or b"").decode("utf-8", "replace") for path in gone}
            new = {inner: read[number].source.text for inner, number in numbers.items()}
            for inner, old in find_renamed(new, texts).items():
                self.paths[numbers[inner]] = root / old


def _is_gone(path: str, shelf: Shelf) -> bool:
    return shelf.lies(tuple(path.split("/"))) is False
