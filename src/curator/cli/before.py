"""What the files of a run were before the change that it judges, be it under another name."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from curator.change import Change, change_of
from curator.cli.inputs import ReadInput
from curator.cli.since import Scope
from curator.errors import CuratorError
from curator.source import Source
from curator.workspace import display_name
from curator.workspace.renames import MOST_FILES, find_renamed
from curator.workspace.repository import is_markdown
from curator.workspace.shelves import Shelves
from curator.workspace.snapshot import Snapshot


class Before(NamedTuple):
    """What the files of a run were before the change.

    ``read`` are their texts then. ``at`` says for each file of the run which of these it was,
    by number; ``None`` for a new one. ``changes`` are what was done to each. ``shelves`` hold
    the files around them.
    """

    read: list[ReadInput]
    at: list[int | None]
    changes: list[Change]
    shelves: Shelves

    def same(self, number: int, read: Sequence[ReadInput]) -> int | None:
        """The number of a file of before that is the same as one of the run, path and all."""
        at = self.at[number]
        if at is None:
            return None
        then, now = self.read[at], read[number]
        unchanged = then.path == now.path and then.source.text == now.source.text
        return at if unchanged else None


def files_before(scope: Scope, read: Sequence[ReadInput], max_size: int) -> Before:
    """What the files of a run were, and what was done to them.

    A file that was larger than ``max_size`` bytes counts as one that was not there.

    Raises:
        CuratorError: a file is in no repository, or this clone does not have it as it was.
    """
    places = [_place(item, scope) for item in read]
    origins = _origins(places, read, scope)
    then: list[ReadInput] = []
    at: list[int | None] = []
    changes: list[Change] = []
    for item, place, inner in zip(read, places, origins, strict=True):
        source = None if inner is None else _source(place, inner, item, max_size)
        changes.append(change_of(source, item.source))
        at.append(None if source is None else len(then))
        if source is not None and inner is not None:
            # By all rules, be it too short for a list: what one more entry makes a list had
            # the mistakes of a list before.
            then.append(ReadInput(source, place.base.root / inner, named=True))
    return Before(then, at, changes, scope.shelves_before)


class _Place(NamedTuple):
    """Where a file of the run lies in its repository, and the revision of before there."""

    base: Snapshot
    inner: str


def _place(item: ReadInput, scope: Scope) -> _Place:
    if item.path is None:
        raise CuratorError(
            "--since: standard input is no file that could have changed: say which one with "
            "--stdin-filename"
        )
    base = scope.base_of(item.path)
    if base is None:
        raise CuratorError(f"--since: {item.source.path} is in no git repository")
    return _Place(base, item.path.relative_to(base.root).as_posix())


def _origins(places: Sequence[_Place], read: Sequence[ReadInput], scope: Scope) -> list[str | None]:
    """The path of each file in the revision of before; ``None`` for new ones."""
    _fetch(places)
    origins = [
        place.inner if place.base.content(place.inner) is not None else None for place in places
    ]
    new: defaultdict[Path, dict[str, int]] = defaultdict(dict)
    bases: dict[Path, Snapshot] = {}
    for number, (place, origin) in enumerate(zip(places, origins, strict=True)):
        if origin is None:
            new[place.base.root][place.inner] = number
            bases[place.base.root] = place.base
    for root, numbers in new.items():
        texts = {inner: read[number].source.text for inner, number in numbers.items()}
        gone = dict(_gone(bases[root], scope.shelves))
        for inner, old in find_renamed(texts, gone).items():
            origins[numbers[inner]] = old
    return origins


def _fetch(places: Iterable[_Place]) -> None:
    """Have the contents of all files at once, for each question to git takes its time."""
    wanted: defaultdict[Path, list[str]] = defaultdict(list)
    bases: dict[Path, Snapshot] = {}
    for base, inner in places:
        wanted[base.root].append(inner)
        bases[base.root] = base
    for root, paths in wanted.items():
        bases[root].fetch(paths)


def _gone(base: Snapshot, shelves: Shelves) -> Iterator[tuple[str, str]]:
    """The paths and texts of files that were there before and are no more.

    A folder or a link may lie in their place.
    """
    shelf = shelves.open(base.root, in_repository=True)
    gone: list[str] = []
    for path, blob in base.blobs.items():
        if blob.mode == "file" and is_markdown(path) and len(gone) < MOST_FILES:
            parts = tuple(path.split("/"))
            lies = shelf.lies(parts)
            if lies is False or (lies and not shelf.is_file(parts)):
                gone.append(path)
    base.fetch(gone)
    for path in gone:
        data = base.content(path)
        if data is not None:
            yield path, data.decode("utf-8", "replace")


def _source(place: _Place, inner: str, item: ReadInput, max_size: int) -> Source | None:
    """The text of a file of before; ``None`` if there is none to compare with."""
    data = place.base.content(inner)
    if data is None or len(data) > max_size:
        return None
    name = item.source.path
    if inner != place.inner:
        name = display_name(Path(os.path.relpath(place.base.root / inner)))
    # What was no text then is compared as far as it was.
    return Source(name, data.decode("utf-8", "replace").replace("\0", "\ufffd"))
