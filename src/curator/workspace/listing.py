"""The names in the folders of a repository, in exactly the case in which they are stored."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from curator.workspace.tracked import composed

Kind = Literal["file", "folder", "link"]


class Listing:
    """Folders below ``root``, each listed once when first asked about.

    Names are compared with what the folder really holds, so that the answer is the same on
    disks that do not tell upper from lower case.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folders: dict[tuple[str, ...], dict[str, Kind] | None] = {}

    def exists(self, parts: tuple[str, ...]) -> bool | None:
        """Whether the path is there; ``None`` behind links, in submodules and where barred."""
        for depth, name in enumerate(parts):
            names = self._list(parts[:depth])
            if names is None:
                return None
            kind = names.get(composed(name))
            if kind is None:
                return False
            if kind == "link" and depth < len(parts) - 1:
                return None
            if kind == "file" and depth < len(parts) - 1:
                return False
        return True

    def is_file(self, parts: tuple[str, ...]) -> bool:
        """Whether the path, which exists, is a regular file and no link."""
        names = self._list(parts[:-1])
        return names is not None and names.get(composed(parts[-1])) == "file"

    def files(self, folder: tuple[str, ...]) -> list[str]:
        """The names of the files and links directly in a folder; none where it is not there."""
        if self.exists(folder) is not True:
            return []
        names = self._list(folder) or {}
        return sorted(name for name, kind in names.items() if kind != "folder")

    def _list(self, folder: tuple[str, ...]) -> dict[str, Kind] | None:
        if folder not in self._folders:
            self._folders[folder] = self._read(folder)
        return self._folders[folder]

    def _read(self, folder: tuple[str, ...]) -> dict[str, Kind] | None:
        names: dict[str, Kind] = {}
        try:
            with os.scandir(self.root.joinpath(*folder)) as entries:
                for entry in entries:
                    if entry.is_symlink():
                        kind: Kind = "link"
                    else:
                        kind = "folder" if entry.is_dir(follow_symlinks=False) else "file"
                    names[composed(entry.name)] = kind
        except (OSError, ValueError):
            return None
        submodule = bool(folder) and (not names or ".git" in names)  # git tracks no empty folder
        names.pop(".git", None)
        return None if submodule else names
