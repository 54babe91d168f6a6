"""Patterns for paths as in ``.gitignore`` files, matched in time that no pattern can blow up."""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

_MAGIC = re.compile(r"[*?\[]")
_STARS = re.compile(r"\*{2,}")

_Part = Callable[[str], object] | None
"""Whether a name fits one part of a pattern; ``None`` is ``**``, any number of names."""


@dataclass(frozen=True)
class Glob:
    """A pattern such as ``lists/**/*.md`` for paths below a folder, with ``/`` between names.

    It is read as a line of a ``.gitignore`` file: without a slash it matches in any folder,
    with one (also ``./`` or ``/`` at its start) only from the folder itself; ``*`` and ``?``
    match within a name, ``**`` any number of folders; what matches a folder matches all that
    is in it, and a slash at the end asks for a folder. Names are compared case by case.
    ``anchored`` patterns match only from the folder, whether or not they have a slash.

    A regular expression of the whole would backtrack once more for each ``**``: eight of them
    cost seconds for one path. Here a part is an expression that never backtracks, and the
    parts are matched like words with one wildcard, in time pattern times path.
    """

    text: str
    anchored: bool = False

    def matches(self, path: str) -> bool:
        """Whether the pattern is for the file at ``path``, relative to the folder."""
        names, parts = _composed(path).split("/"), self._parts
        at = part = 0
        resume, mark = -1, 0
        while at < len(names):
            if parts[part] is None:
                if part == len(parts) - 1:
                    return True
                part, resume, mark = part + 1, part + 1, at
            elif _fits(parts[part], names[at]):
                at, part = at + 1, part + 1
            elif resume >= 0:
                mark += 1
                at, part = mark, resume
            else:
                return False
        return parts[part] is None and part == len(parts) - 1

    @property
    def literal(self) -> str | None:
        """The one path, or unless ``rooted`` the one name, that it is for; ``None`` if many."""
        return None if _MAGIC.search(self.text) else "/".join(self._names).removesuffix("/")

    @cached_property
    def rooted(self) -> bool:
        """Whether it matches from the folder itself only."""
        return self.anchored or "/" in self.text.rstrip("/")

    @cached_property
    def _names(self) -> list[str]:
        text = self.text.removeprefix("./").lstrip("/").rstrip("/")
        return [name for name in _composed(text).split("/") if name and name != "."]

    @cached_property
    def _parts(self) -> list[_Part]:
        names = self._names
        inside = self.text.endswith("/") or (bool(names) and names[-1] == "**")
        while names and names[-1] == "**":
            names = names[:-1]
        wanted = [*([] if self.rooted else ["**"]), *names, *(["*"] if inside else []), "**"]
        parts: list[_Part] = []
        for name in wanted:
            if name != "**":
                parts.append(_expression(name).match)
            elif not parts or parts[-1] is not None:
                parts.append(None)
        return parts


@dataclass(frozen=True)
class Places:
    """The files below a folder, to be asked which patterns are for any of them."""

    files: Sequence[str]

    def any_for(self, glob: Glob) -> bool:
        """Whether ``glob`` is for at least one of the files."""
        literal = glob.literal
        if literal is None:
            return any(glob.matches(path) for path in self.files)
        if not literal:
            return bool(self.files)
        folders, files = self._paths if glob.rooted else self._names
        return literal in folders or (not glob.text.endswith("/") and literal in files)

    @cached_property
    def _paths(self) -> tuple[set[str], set[str]]:
        """The paths of all folders with files, and of all files."""
        files = {_composed(path) for path in self.files}
        folders: set[str] = set()
        for path in files:
            folder = path.rpartition("/")[0]
            while folder and folder not in folders:
                folders.add(folder)
                folder = folder.rpartition("/")[0]
        return folders, files

    @cached_property
    def _names(self) -> tuple[set[str], set[str]]:
        """The bare names of all folders with files, and of all files."""
        folders, files = self._paths
        return _bare(folders), _bare(files)


class Exclusion(NamedTuple):
    """A line of an ``exclude``: a pattern, and whether it takes back what lines before it say."""

    glob: Glob
    takes_back: bool = False


def exclusion(line: str) -> Exclusion:
    """The meaning of a line: one that begins with ``!`` takes back."""
    return Exclusion(Glob(line.removeprefix("!")), line.startswith("!"))


def is_excluded(exclusions: Iterable[Exclusion], path: str) -> bool:
    """Whether the lines of an ``exclude`` leave ``path`` out: the last one for it decides."""
    verdict = False
    for glob, takes_back in exclusions:
        if verdict == takes_back and glob.matches(path):
            verdict = not takes_back
    return verdict


def _bare(paths: set[str]) -> set[str]:
    return {path.rpartition("/")[2] for path in paths}


def _fits(part: _Part, name: str) -> bool:
    return part is not None and part(name) is not None


def _expression(part: str) -> re.Pattern[str]:
    """A part of a pattern; fnmatch takes odd sets such as ``[z-a]`` for what never matches."""
    return re.compile(fnmatch.translate(_STARS.sub("*", part).replace("[^", "[!")))


def _composed(text: str) -> str:
    """One form for names that macOS stores decomposed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)
