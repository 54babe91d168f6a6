"""What rules may know of the files around a document, gathered before any rule runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from curator.document import Document
from curator.errors import CuratorError
from curator.facts import RENDERERS, Files, NoFiles, Occurrence
from curator.markdown import parse
from curator.workspace.elsewhere import Catalogue, Located
from curator.workspace.listing import Listing
from curator.workspace.reading import read_source
from curator.workspace.repository import find_repository, is_markdown

MAX_READ_FILES = 200
"""Other files of the repository that are read for their anchors in one run."""
MAX_READ_BYTES = 4_000_000
"""Bytes of all these files together."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\")

Parts = tuple[str, ...]
"""A path from the root of its repository, part by part; empty for the root."""


class _Place(NamedTuple):
    """A document's repository, its folder in it, and its own path in it.

    Where there is no repository, ``root`` is the document's own folder.
    """

    root: Path
    folder: Parts
    file: Parts
    in_repository: bool


class RepositoryFiles:
    """The answers for one document: what its links lead to, and what earlier files list."""

    __slots__ = ("_anchors", "_catalogue", "_exists", "_number", "_place")

    def __init__(
        self,
        place: _Place,
        exists: Mapping[Parts, bool | None],
        anchors: Mapping[Parts, Set[str]],
        catalogue: Catalogue,
        number: int,
    ) -> None:
        self._place = place
        self._exists = exists
        self._anchors = anchors
        self._catalogue = catalogue
        self._number = number

    def exists(self, target: str) -> bool | None:
        """Whether ``target`` exists in exactly this case, as ``curator.facts.Files`` says."""
        parts = resolve(target, self._place)
        return None if parts is None else self._exists.get(parts)

    def nearest(self, target: str) -> str | None:  # noqa: ARG002 - being written
        """The target of the existing file that was probably meant."""
        return None

    def anchors(self, target: str) -> Set[str] | None:
        """The anchors of the Markdown file that ``target`` names."""
        parts = resolve(target, self._place)
        return None if parts is None else self._anchors.get(parts)

    def elsewhere(self, key: str) -> Sequence[Occurrence]:
        """The first entries with this key in earlier files of the run."""
        return self._catalogue.before(self._number, key)


def resolve(target: str, place: _Place) -> Parts | None:
    """The path that a relative link target names, from the root of the repository.

    GitHub takes a target that begins with a slash from there too. ``None`` for addresses, for
    such targets where there is no repository, and for what leads out of it: ``../../issues``
    and its kin are pages of GitHub's that no checkout has.
    """
    rooted = target.startswith("/")
    if _ADDRESS.match(target) or (rooted and not place.in_repository):
        return None
    path = unquote(re.split(r"[?#]", target, maxsplit=1)[0], errors="surrogateescape")
    if not path:
        return place.file
    parts = [] if rooted else list(place.folder)
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return tuple(parts)


def gather(located: Sequence[Located]) -> list[Files]:
    """The facts for each document, in the given order.

    Lists the folders that relative links lead through, and reads other Markdown files of the
    repository whose anchors are linked, within bounds; nothing outside the repository of a
    document (without one: outside its folder) is looked at.
    """
    places = [None if item.path is None else _place(item.path) for item in located]
    by_root: dict[Path, _Root] = {}
    for item, place in zip(located, places, strict=True):
        if place is not None:
            root = by_root.setdefault(place.root, _Root(place.root))
            root.exists[place.file] = True
            root.anchors[place.file] = item.document.anchors
    for item, place in zip(located, places, strict=True):
        if place is not None:
            by_root[place.root].look_up(item.document, place)
    _read_anchors(by_root.values())
    catalogue = Catalogue(located)
    found: list[Files] = []
    for number, place in enumerate(places):
        if place is None:
            found.append(NoFiles())
            continue
        root = by_root[place.root]
        found.append(RepositoryFiles(place, root.exists, root.anchors, catalogue, number))
    return found


class _Root:
    """What is known of one repository, and the files whose anchors are still wanted."""

    def __init__(self, path: Path) -> None:
        self.listing = Listing(path)
        self.path = path
        self.exists: dict[Parts, bool | None] = {}
        self.anchors: dict[Parts, Set[str]] = {}
        self.wanted: dict[Parts, None] = {}

    def look_up(self, document: Document, place: _Place) -> None:
        """Find out about every target of ``document`` that is a path, and who renders it."""
        urls = {link.url for links in (document.links, document.images) for link in links}
        urls.update(definition.url for definition in document.definitions.values())
        urls.update(RENDERERS)
        for url in sorted(urls):
            parts = resolve(url, place)
            if parts is None:
                continue
            if parts not in self.exists:
                self.exists[parts] = self.listing.exists(parts)
            if "#" in url and parts and is_markdown(parts[-1]) and self.exists[parts]:
                self.wanted[parts] = None


def _place(path: Path) -> _Place:
    folder = path.parent
    repository = find_repository(folder)
    root = repository or folder
    parts = folder.relative_to(root).parts
    return _Place(root, parts, (*parts, path.name), repository is not None)


def _read_anchors(roots: Iterable[_Root]) -> None:
    """Read the wanted files that are not documents of this run, as far as the bounds go."""
    files, room = MAX_READ_FILES, MAX_READ_BYTES
    for root in roots:
        for parts in root.wanted:
            if parts in root.anchors or not files or not root.listing.is_file(parts):
                continue
            files -= 1
            name = "/".join(parts)
            try:
                source = read_source(root.path.joinpath(*parts), name, max_size=room)
            except CuratorError:
                continue  # a rule then knows nothing of its anchors
            room -= len(source.text.encode())
            root.anchors[parts] = parse(source).anchors
