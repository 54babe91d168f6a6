"""What is left out when a folder is searched: ``.gitignore`` files and given patterns."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from curator.errors import CuratorError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_MAX_IGNORE_FILE = 1_000_000
# A pattern becomes a regular expression that backtracks once more for every star in a part
# of a path; nobody needs more than these, and a hostile file must not cost minutes.
_MAX_STARS = 4
_STARS = re.compile(r"\*+")
_MAX_DEEP = 3
"""Parts ``**`` of a pattern, which multiply in the same way."""

Notice = Callable[[Path, str], None]
"""Told the path of a ``.gitignore`` file that is not wholly obeyed, and why."""


class Ignore:
    """The ``.gitignore`` files that hold in one folder, those of the folders above first.

    Paths are relative to ``root``, with ``/`` between the parts.
    """

    __slots__ = ("_notice", "_specs", "root")

    def __init__(
        self, root: Path, notice: Notice, specs: tuple[tuple[int, GitIgnoreSpec], ...] = ()
    ) -> None:
        self.root = root
        self._notice = notice
        self._specs = specs

    def entering(self, folder: str) -> Ignore:
        """What holds in ``folder``, a path relative to the root, empty for the root itself."""
        spec = _read(self.root / folder / ".gitignore", self._notice)
        if spec is None:
            return self
        inner = (len(folder) + 1 if folder else 0, spec)
        return Ignore(self.root, self._notice, (*self._specs, inner))

    def covers(self, path: str, *, folder: bool = False) -> bool:
        """Whether ``path`` is ignored; the deepest file with a pattern for it decides."""
        path = f"{path}/" if folder else path
        for start, spec in reversed(self._specs):
            include = spec.check_file(path[start:]).include
            if include is not None:
                return include
        return False


class Tracking:
    """What is left out in a folder as git has it: nothing that is tracked, be it ignored.

    ``tracked`` says of a path from the root whether git tracks it, or something in it.
    """

    __slots__ = ("_ignore", "_tracked", "root")

    def __init__(self, ignore: Ignore, tracked: Callable[[str], bool]) -> None:
        self.root = ignore.root
        self._ignore = ignore
        self._tracked = tracked

    def entering(self, folder: str) -> Tracking:
        """What holds in ``folder``."""
        return Tracking(self._ignore.entering(folder), self._tracked)

    def covers(self, path: str, *, folder: bool = False) -> bool:
        """Whether ``path`` is ignored."""
        return self._ignore.covers(path, folder=folder) and not self._tracked(path)


class Unignored:
    """What is left out of a folder in which nothing is; it may stand for an ``Ignore``."""

    __slots__ = ("root",)

    def __init__(self, root: Path) -> None:
        self.root = root

    def entering(self, folder: str) -> Unignored:  # noqa: ARG002 - as ``Ignore`` has it
        """Nothing is left out anywhere."""
        return self

    def covers(self, path: str, *, folder: bool = False) -> bool:  # noqa: ARG002 - likewise
        """Nothing is."""
        return False


Ignoring = Ignore | Tracking | Unignored
"""What is left out in a folder, by any of the ways there are."""


def ignore_for(folder: Path, repository: Path | None, notice: Notice) -> Ignore:
    """The patterns that hold in ``folder``, from the root of its repository down.

    A folder that the user names although it is ignored is searched all the same.
    """
    if repository is None:
        return Ignore(folder, notice).entering("")
    ignore = Ignore(repository, notice).entering("")
    inner = ""
    for part in folder.relative_to(repository).parts:
        inner = f"{inner}/{part}" if inner else part
        if ignore.covers(inner, folder=True):
            ignore = Ignore(repository, notice)
        ignore = ignore.entering(inner)
    return ignore


def pattern_spec(lines: Iterable[str]) -> GitIgnoreSpec:
    """Patterns as in a ``.gitignore`` file.

    Raises:
        CuratorError: one of them makes no sense, or would take too long.
    """
    patterns = list(lines)
    for pattern in patterns:
        if not _is_usable(pattern):
            raise CuratorError(f"the pattern '{pattern[:80]}' makes no sense or is too costly")
    return _spec(patterns)


def _spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - not needed where nothing is ignored

    with warnings.catch_warnings():  # re foresees other meanings for brackets such as [[a]
        warnings.simplefilter("ignore", FutureWarning)
        return GitIgnoreSpec.from_lines(patterns)


def _read(path: Path, notice: Notice) -> GitIgnoreSpec | None:
    """The patterns of a ``.gitignore`` file; none if it is missing, odd or unreadable."""
    try:
        if path.is_symlink() or not path.is_file():  # git does not follow links either
            return None
        with path.open("rb") as file:
            text = file.read(_MAX_IGNORE_FILE).decode("utf-8", "replace")
    except OSError:
        return None
    patterns = [
        line for line in re.split(r"\r?\n", text) if line.strip() and not line.startswith("#")
    ]
    kept = [pattern for pattern in patterns if _is_usable(pattern)]
    dropped = len(patterns) - len(kept)
    if dropped:
        what = "1 pattern" if dropped == 1 else f"{dropped:,} patterns"
        verb = "is" if dropped == 1 else "are"
        notice(path, f"{what} {verb} not used: too many stars, or no sense")
    return _spec(kept) if kept else None


def _is_usable(pattern: str) -> bool:
    """Whether a pattern is cheap to compare with, and pathspec can read it."""
    parts = pattern.split("/")
    if parts.count("**") > _MAX_DEEP:
        return False
    if any(len(_STARS.findall(part)) > _MAX_STARS for part in parts):
        return False
    if "[" not in pattern:
        return True
    try:
        _spec([pattern])
    except (re.error, ValueError):
        return False
    return True
