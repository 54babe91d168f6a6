"""The files that git tracks, in exactly the case in which they are stored."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal

from curator.workspace.git import git

Parts = tuple[str, ...]
"""A path from the root of its repository, part by part; empty for the root."""

Mode = Literal["file", "link", "submodule"]
_MODES: Mapping[bytes, Mode] = {b"120000": "link", b"160000": "submodule"}


class Tracked:
    """The index of a repository: the files a clone of it has, whatever lies on this disk."""

    def __init__(self, files: Mapping[str, Mode]) -> None:
        self.files = files

    @classmethod
    def of(cls, root: Path) -> Tracked | None:
        """The index of the repository at ``root``; ``None`` if git cannot tell it."""
        listed = git(root, "ls-files", "-z", "--cached", "--stage", "--full-name")
        if listed is None:
            return None
        files: dict[str, Mode] = {}
        for record in listed.split(b"\0"):
            facts, _, name = record.partition(b"\t")
            if name:
                path = composed(name.decode("utf-8", "surrogateescape"))
                files[path] = _MODES.get(facts[:6], "file")
        return cls(files)

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a tracked file, the root (empty) among them."""
        found: set[str] = {""}
        for path in self.files:
            folder = path.rpartition("/")[0]
            while folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        folded: dict[str, list[str]] = {}
        for path in (*self.files, *self.folders):
            folded.setdefault(path.casefold(), []).append(path)
        return folded

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        by_name: dict[str, list[str]] = {}
        for path in self.files:
            by_name.setdefault(path.rpartition("/")[2].casefold(), []).append(path)
        return by_name

    @cached_property
    def _by_folder(self) -> dict[str, list[str]]:
        by_folder: dict[str, list[str]] = {}
        for path in (*self.files, *self.folders):
            if path:
                by_folder.setdefault(path.rpartition("/")[0], []).append(path)
        return by_folder

    def beside(self, folder: str) -> list[str]:
        """The paths of what lies directly in a folder, empty for the root."""
        return self._by_folder.get(folder, [])

    def exists(self, parts: Parts) -> bool | None:
        """Whether the path is tracked; ``None`` behind a link or inside a submodule."""
        path = composed("/".join(parts))
        if path in self.files or path in self.folders:
            return True
        for above in _above(path):
            mode = self.files.get(above)
            if mode is not None:
                return False if mode == "file" else None
        return False

    def nearest(self, parts: Parts) -> str | None:
        """The tracked path that was probably meant by one that is not tracked.

        The same but for the case of letters; else the only file of that name; else the most
        alike in the same folder.
        """
        path = composed("/".join(parts))
        same = self._folded.get(path.casefold(), ())
        if same:
            return same[0]
        folder, _, name = path.rpartition("/")
        moved = self._by_name.get(name.casefold(), ())
        if len(moved) == 1:
            return moved[0]
        beside = self.beside(folder)
        if not 0 < len(beside) <= _MOST_BESIDE or len(name) > _LONGEST_NAME:
            return None
        from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

        names = [other.rpartition("/")[2] for other in beside]
        close = get_close_matches(name, names, n=1, cutoff=_ALIKE)
        return beside[names.index(close[0])] if close else None


_MOST_BESIDE = 500
_LONGEST_NAME = 200
_ALIKE = 0.8


def _above(path: str) -> Iterator[str]:
    """The folders of ``path``, the deepest first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def composed(name: str) -> str:
    """One form for names that macOS stores decomposed."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)
