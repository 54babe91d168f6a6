"""The files about taking part in a project: found at their three places, and read so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from curator.facts import CommunityFile, CommunityName
from curator.workspace.repository import READMES
from curator.workspace.shelves import Shelf
from curator.workspace.tracked import Parts

Community = Mapping[CommunityName, tuple[CommunityFile, ...]]
"""What there is of each kind, in the order in which GitHub looks for it."""

FOLDERS: Final[tuple[Parts, ...]] = ((".github",), (), ("docs",))
"""Where GitHub looks, as its documentation of "default community health files" says."""

MAX_READ: Final = 100_000
"""Bytes of each file that are read."""

_MOST_FILES: Final = 8
"""Files of one name that are read; three would be many."""

_NAMES: Final[Mapping[CommunityName, re.Pattern[str]]] = {
    "contributing": re.compile(r"contributing(?:\.[a-z]{2,12})?", re.IGNORECASE),
    "code-of-conduct": re.compile(r"code[-_]of[-_]conduct(?:\.[a-z]{2,12})?", re.IGNORECASE),
}


def is_own_readme(shelf: Shelf, file: Parts) -> bool:
    """Whether ``file`` is the one that GitHub shows on the front page of the repository.

    That in ``.github`` is shown before that at the root, and that in ``docs`` last; here the
    root goes first, for that is where lists have theirs.
    """
    if file[-1].lower() not in READMES or len(file) > 2:
        return False
    folder = file[:-1]
    return not folder or (folder in FOLDERS and not any(map(_is_readme, shelf.files(()))))


def _is_readme(name: str) -> bool:
    return name.lower() in READMES


def read_community(shelf: Shelf, exists: Callable[[Parts], bool | None]) -> Community:
    """The files on a repository's shelf that ``exists`` knows, with their beginnings.

    Links count as files, but nobody follows them.
    """
    found: dict[CommunityName, list[CommunityFile]] = {name: [] for name in _NAMES}
    for folder in FOLDERS:
        for file in shelf.files(folder):
            for name, pattern in _NAMES.items():
                parts = (*folder, file)
                if not pattern.fullmatch(file) or len(found[name]) == _MOST_FILES:
                    continue
                if exists(parts):
                    text = shelf.beginning(parts, MAX_READ) if shelf.is_file(parts) else None
                    found[name].append(CommunityFile("/".join(parts), text))
    return {name: tuple(files) for name, files in found.items()}
