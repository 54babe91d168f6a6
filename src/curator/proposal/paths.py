"""The files to check as a configuration names them: few paths, each of which means itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from curator.config.globs import Glob
from curator.config.patterns import glob_mistake
from curator.proposal.seen import MIN_ENTRIES, Seen, SeenFile

_ENOUGH: Final = 3
"""Lists of a folder that make it a folder of lists."""
_MOSTLY: Final = 0.6
"""The share of the files with entries in a folder that have to be lists."""

# Characters that stand for others in a pattern. A backslash and what is no Unicode can be
# written in no other way than as "any character".
_MAGIC = re.compile(r"[*?\[]")
_UNWRITABLE = re.compile("[\\\\\ud800-\udfff]")
_MISREAD = re.compile(r"[!/-]|[A-Za-z]:")


class Paths(NamedTuple):
    """What ``lists`` and ``exclude`` of a configuration are to say.

    ``unnamed`` are lists that no pattern can name, such as one that is longer than a pattern
    may be.
    """

    lists: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


def choose_paths(seen: Seen) -> Paths:
    """The lists of a repository by as few paths as fit.

    A folder stands for its files where most of those with entries are lists, so that new lists
    in it are found; those that are none are left out by name.
    """
    lists: list[str] = []
    exclude: list[str] = []
    unnamed: list[str] = []
    for path, others in _gather(seen):
        pattern = literal_pattern(path)
        if pattern is None:
            unnamed.append(path)
            continue
        lists.append(pattern)
        inside = filter(None, map(literal_pattern, others))
        exclude += (f"/{line.removeprefix('./')}" for line in inside)
    return Paths(tuple(lists), tuple(exclude), tuple(unnamed))


def literal_pattern(path: str) -> str | None:
    """A pattern that means the file or folder at ``path``, whatever its name; ``None`` if none.

    A folder has a slash at its end.
    """
    text = _UNWRITABLE.sub("?", _MAGIC.sub(r"[\g<0>]", path))
    if path.rstrip("/") == "-":  # which means standard input, also behind './'
        text = text.replace("-", "[-]")
    elif _MISREAD.match(text):
        text = f"./{text}"
    inner = f"{path}a" if path.endswith("/") else path
    if glob_mistake(text) or not Glob(text, anchored=True).matches(inner):
        return None
    return text


def _gather(seen: Seen) -> Iterator[tuple[str, list[str]]]:
    """Paths of lists, each with the files below it that are none.

    A folder's own files come first, then its folders, in the order in which they were seen.
    """
    lists = frozenset(file.path for file in seen.lists)
    stack: list[tuple[str, Sequence[SeenFile]]] = [("", seen.files)]
    while stack:
        folder, files = stack.pop()
        if folder and (others := _others(files, lists)) is not None and literal_pattern(folder):
            yield folder, others
            continue
        below: defaultdict[str, list[SeenFile]] = defaultdict(list)
        for file in files:
            name, slash, _ = file.path[len(folder) :].partition("/")
            if slash:
                below[f"{folder}{name}/"].append(file)
            elif file.path in lists:
                yield file.path, []
        stack += reversed(below.items())


def _others(files: Sequence[SeenFile], lists: Collection[str]) -> list[str] | None:
    """The files of a folder of lists that are none; ``None`` if it is no such folder."""
    linked = [file for file in files if file.entries >= MIN_ENTRIES]
    found = sum(file.path in lists for file in linked)
    if found < _ENOUGH or found < _MOSTLY * len(linked) or 2 * len(linked) < len(files):
        return None
    return [file.path for file in linked if file.path not in lists and not file.is_alike]
