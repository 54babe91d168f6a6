"""Where the cache of a run lies, and whether git lets it be one."""

from __future__ import annotations

from pathlib import Path

from curator.net.cache import Location, OpenCache, open_cache
from curator.net.cache.folder import FOLDER
from curator.workspace import absolute, display_name, find_repository
from curator.workspace.git import git

_TRACKED = "git tracks it ('git rm -r --cached' ends that)"
_UNSURE = "git cannot say whether it is tracked (--cache-dir may name a folder elsewhere)"


def cache_location(named: str | None) -> Location:
    """The cache in the folder that the operator ``named``, else at the root of the repository.

    Outside a repository it lies in the current folder. One that git tracks is refused: whoever
    sends a change could say in it what links answer.
    """
    if named is None:
        here = absolute(".")
        folder = (find_repository(here) or here) / FOLDER
    else:
        folder = absolute(named)
    root = find_repository(folder)
    why = None if root is None else _tracked(folder, root)
    return Location(folder, display_name(folder), root, why)


def open_run_cache(named: str | None) -> OpenCache:
    """Open the cache of a run, which lies where ``cache_location`` says; to be closed."""
    return open_cache(cache_location(named))


def _tracked(folder: Path, root: Path) -> str | None:
    """Why git keeps ``folder`` from being a cache, if it does."""
    place = folder.relative_to(root).as_posix()
    # In any case, for that is how Windows and macOS find what git has as .Curator_Cache.
    listed = git(root, "ls-files", "-z", "--cached", "--", f":(icase,literal){place}")
    if listed is None:
        # Where nothing was ever added to a repository, git has nothing in it.
        empty = (root / ".git").is_dir() and not (root / ".git" / "index").exists()
        return None if empty else _UNSURE
    return _TRACKED if listed else None
