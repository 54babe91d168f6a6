"""A revision of a repository as if it lay on this disk: looked up, listed and read through git."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from curator.errors import CuratorError
from curator.source import Source
from curator.workspace.ignore import Notice, Unignored
from curator.workspace.repository import READMES, absolute
from curator.workspace.revisions import SHORT, Blob, has_object, list_files, read_blobs
from curator.workspace.tracked import Parts, Tracked, composed
from curator.workspace.walk import Folder, Problem

_MOST_LINKS = 8
"""Links after which there is no file behind them."""

MAX_BLOB = 50_000_000
"""Bytes of a file that is read of a revision at most, whatever else allows more."""

_MOST_KEPT = 4_000_000
"""Bytes of a file whose content is kept, and may be read beforehand together with others."""


class Snapshot:
    """The files of one revision of the repository at ``root``, an absolute path.

    ``sha`` is its commit; empty for a revision before the first commit, which has no files.
    Raises ``CuratorError`` from any method if git cannot list them.
    """

    def __init__(self, root: Path, sha: str) -> None:
        self.root = root
        self.sha = sha
        self._contents: dict[str, bytes] = {}

    @cached_property
    def blobs(self) -> dict[str, Blob]:
        """All files by their paths from the root."""
        return list_files(self.root, self.sha) if self.sha else {}

    @cached_property
    def _tracked(self) -> Tracked:
        return Tracked({path: blob.mode for path, blob in self.blobs.items()})

    def name(self, path: str) -> str:
        """A file of the revision as messages call it, as git spells it."""
        return f"{self.sha[:SHORT]}:{path}" if self.sha else path

    # ------------------------------------------------------------------------- its contents

    def fetch(self, paths: Iterable[str]) -> None:
        """Read the contents of several files at once, as far as they are there and not large."""
        oids = {blob.oid for path in paths if (blob := self._target(path)) is not None}
        self._contents |= read_blobs(self.root, oids - self._contents.keys(), _MOST_KEPT)

    def content(self, path: str) -> bytes | None:
        """The bytes of a file, links followed; ``None`` if there is none, or if it is too large.

        Raises:
            CuratorError: a partial clone does not have it.
        """
        blob = self._target(path)
        if blob is None:
            return None
        data = self._contents.get(blob.oid)
        if data is None:
            data = read_blobs(self.root, [blob.oid], MAX_BLOB).get(blob.oid)
            if data is None and not has_object(self.root, blob.oid):
                raise CuratorError(
                    f"{self.name(path)} is not in this partial clone: "
                    f"'git cat-file -e {self.name(path)}' fetches it"
                )
            if data is not None and len(data) <= _MOST_KEPT:
                self._contents[blob.oid] = data
        return data

    def has_same(self, path: str, other: Snapshot) -> bool:
        """Whether ``path`` is a file with one content in both revisions."""
        blob = self._target(path)
        return blob is not None and blob == other._target(path)

    def _target(self, path: str) -> Blob | None:
        """The file that ``path`` is, or that its links lead to without leaving the repository."""
        path = composed(path)
        for _ in range(_MOST_LINKS):
            blob = self.blobs.get(path)
            if blob is None or blob.mode == "submodule":
                return None
            if blob.mode == "file":
                return blob
            if blob.oid not in self._contents:
                self._contents |= read_blobs(self.root, [blob.oid], MAX_BLOB)
            leads = self._contents.get(blob.oid, b"/").decode("utf-8", "surrogateescape")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), composed(leads)))
        return None

    def _file(self, path: str) -> Blob | None:
        blob = self.blobs.get(composed(path))
        return blob if blob is not None and blob.mode == "file" else None

    # --------------------------------------------------------- what links lead to (``Shelf``)

    def lies(self, parts: Parts) -> bool | None:
        """Whether the revision has the path."""
        return self._tracked.exists(parts)

    def exists(self, parts: Parts) -> bool | None:
        """Whether a clone of the revision has the path."""
        return self._tracked.exists(parts)

    def nearest(self, parts: Parts) -> Parts | None:
        """The path that was probably meant."""
        found = self._tracked.nearest(parts)
        if found is None:
            return None
        return tuple(found.split("/")) if found else ()

    def is_file(self, parts: Parts) -> bool:
        """Whether the path is a regular file and no link."""
        return self._file("/".join(parts)) is not None

    def files(self, folder: Parts) -> Sequence[str]:
        """The names of the files and links directly in a folder."""
        inner = "/".join(folder)
        start = len(inner) + 1 if inner else 0
        return sorted(path[start:] for path in self._tracked.beside(inner) if path in self.blobs)

    def source(self, parts: Parts, *, max_size: int) -> Source:
        """The text of a file."""
        path = "/".join(parts)
        data = self.content(path)
        if data is None:
            raise CuratorError(f"{self.name(path)}: cannot be read")
        return Source.from_bytes(self.name(path), data, max_size=max_size)

    def beginning(self, parts: Parts, size: int) -> str | None:
        """The beginning of a file."""
        try:
            data = self.content("/".join(parts))
        except CuratorError:
            return None
        return None if data is None else data[:size].decode("utf-8-sig", "replace")

    # -------------------------------------------- what is found in folders (``Folders``)

    @cached_property
    def _folders(self) -> dict[str, Folder]:
        """The files and folders in each folder, by its path from the root; no links."""
        files: dict[str, list[str]] = {"": []}
        below: dict[str, set[str]] = {"": set()}
        for path, blob in self.blobs.items():
            folder, _, name = path.rpartition("/")
            inner = folder
            while inner not in files:
                files[inner], below[inner] = [], set()
                inner = inner.rpartition("/")[0]
            if blob.mode == "file":
                files[folder].append(name)
        for path in files:
            if path:
                above, _, name = path.rpartition("/")
                below[above].add(name)
        return {path: Folder(sorted(names), sorted(below[path])) for path, names in files.items()}

    def _inner(self, path: Path) -> str | None:
        """A path from here as one from the root, empty for that; ``None`` outside of it."""
        whole = absolute(path)
        if not whole.is_relative_to(self.root):
            return None
        inner = composed(whole.relative_to(self.root).as_posix())
        return "" if inner == "." else inner

    def is_folder(self, path: Path) -> bool:
        """Whether the revision has a folder at ``path``."""
        return self._inner(path) in self._folders

    def is_there(self, path: Path) -> bool:
        """Whether the revision has anything at ``path``."""
        inner = self._inner(path)
        return inner in self._folders or inner in self.blobs

    def list_folder(self, path: Path, _root: Path, _problem: Problem) -> Folder:
        """What is in the folder at ``path``, links left out: each file has a place of its own."""
        inner = self._inner(path)
        return _NOTHING if inner is None else self._folders.get(inner, _NOTHING)

    def missing(self, path: Path) -> str | None:
        """Why there is no file to read at ``path``; ``None`` if there is one."""
        inner = self._inner(path)
        if inner is None or not self.is_there(path):
            return f"no such file or folder at {self.sha[:SHORT]}"
        return None if self._target(inner) is not None else "is no file"

    def readme(self) -> Path | None:
        """The readme at the root of the repository, as a path from here."""
        found = [name for name in self._folders[""].files if name.lower() in READMES]
        if not found:
            return None
        name = min(found, key=lambda name: (READMES.index(name.lower()), name))
        return Path(os.path.relpath(self.root / name))

    def ignore_for(self, _folder: Path, _notice: Notice) -> Unignored:
        """What is left out in a folder: nothing, for git has these files."""
        return Unignored(self.root)


_NOTHING = Folder([], [])
