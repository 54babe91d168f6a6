"""What rules may know of the files around a document, gathered before any rule runs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import quote, unquote

from curator.document import Document
from curator.errors import CuratorError
from curator.facts import (
    RENDERERS,
    CommunityFile,
    CommunityName,
    Files,
    NoFiles,
    Occurrence,
)
from curator.markdown import parse
from curator.workspace.community import Community, is_own_readme, read_community
from curator.workspace.elsewhere import Located, Told, earlier_entries
from curator.workspace.repository import is_markdown
from curator.workspace.shelves import CHECKOUTS, Shelf, Shelves
from curator.workspace.tracked import Parts

MAX_READ_FILES = 200
"""Other files of the repository that are read for their anchors in one run."""
MAX_READ_BYTES = 4_000_000
"""Bytes of all these files together."""

MAX_SUGGESTIONS = 200
"""Missing targets of one repository for which a like path is sought."""

_Answer = TypeVar("_Answer")

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\")


class _Place(NamedTuple):
    """A document's repository, its folder in it, and its own path in it.

    Where there is no repository, ``root`` is the document's own folder.
    """

    root: Path
    folder: Parts
    file: Parts
    in_repository: bool


class Survey(NamedTuple):
    """What a document tells of itself to the files around it, and asks of them.

    ``targets`` are the targets of its links, images and definitions that may be paths;
    ``community`` is whether it asks for the files about taking part in its project.
    """

    anchors: frozenset[str]
    targets: tuple[str, ...]
    community: bool = True


class Surveyed(NamedTuple):
    """A document by its survey, and the absolute path of its file; ``None`` if it has none."""

    survey: Survey
    path: Path | None


def survey(document: Document, site: str = "", *, community: bool = True) -> Survey:
    """What the facts around ``document`` depend on; small, whatever its size.

    ``site`` is the folder of the repository that targets such as ``/a.png`` may start from:
    they are looked up behind it as well. ``community`` is whether a rule asks for the files
    about taking part in its project.
    """
    urls = {link.url for links in (document.links, document.images) for link in links}
    urls.update(definition.url for definition in document.definitions.values())
    paths = {url for url in urls if url[:1] != "#" and not _ADDRESS.match(url)}
    if site:
        paths |= {f"/{site.strip('/')}{path}" for path in paths if path[:1] == "/"}
    return Survey(document.anchors, tuple(sorted(paths)), community)


class RepositoryFiles:
    """The answers for one document: what its links lead to, and what earlier files list.

    They may be sent to another process.
    """

    __slots__ = ("_anchors", "_community", "_earlier", "_exists", "_nearest", "_place")

    def __init__(
        self,
        place: _Place,
        exists: Mapping[Parts, bool | None],
        nearest: Mapping[Parts, Parts],
        anchors: Mapping[Parts, Set[str]],
        earlier: Told,
        community: Community | None,
    ) -> None:
        self._place = place
        self._exists = exists
        self._nearest = nearest
        self._anchors = anchors
        self._earlier = earlier
        self._community = community

    def exists(self, target: str) -> bool | None:
        """Whether ``target`` exists in exactly this case, as ``curator.facts.Files`` says."""
        parts = resolve(target, self._place)
        return None if parts is None else self._exists.get(parts)

    def nearest(self, target: str) -> str | None:
        """The target of the existing file that was probably meant, without ``?`` and ``#``."""
        parts = resolve(target, self._place)
        found = None if parts is None else self._nearest.get(parts)
        return None if found is None else _target(found, target, self._place)

    def anchors(self, target: str) -> Set[str] | None:
        """The anchors of the Markdown file that ``target`` names."""
        parts = resolve(target, self._place)
        return None if parts is None else self._anchors.get(parts)

    def elsewhere(self, key: str) -> Sequence[Occurrence]:
        """The first entries with this key in earlier files of the run."""
        return self._earlier.get(key, ())

    def community(self, name: CommunityName) -> Sequence[CommunityFile] | None:
        """The files about taking part, known for the readme of a repository."""
        return None if self._community is None else self._community[name]


_UNSAFE = re.compile(r"[\x00-\x20\"%<>\\^`{|}()\[\]?#]")
_ENCODED = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")


def _target(parts: Parts, like: str, place: _Place) -> str:
    """The path ``parts`` as a link target of a document at ``place``, written as ``like`` is.

    Letters beyond ASCII are percent-encoded only if those of ``like`` are.
    """
    encoded = _ENCODED.search(like) is not None

    def written(path: Iterable[str]) -> str:
        whole = "/".join(path)
        if encoded:
            return quote(whole, errors="surrogateescape")
        return _UNSAFE.sub(lambda match: f"%{ord(match.group()):02X}", whole)

    if like.startswith("/"):
        return f"/{written(parts)}"
    relative = posixpath.relpath(f"/{written(parts)}", f"/{written(place.folder)}")
    return f"./{relative}" if like.startswith("./") and relative[0] != "." else relative


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
    """The facts for each document, in the given order."""
    surveyed = [Surveyed(survey(item.document), item.path) for item in located]
    return gather_facts(surveyed, earlier_entries(located))


def gather_facts(
    surveyed: Sequence[Surveyed],
    earlier: Sequence[Told],
    shelves: Shelves = CHECKOUTS,
) -> list[Files]:
    """The facts for each document by what it says of itself, in the given order.

    ``earlier`` is for each document what the files before it list of the same things.
    ``shelves`` say where the files of each repository are looked up.

    Asks git what it tracks, or lists the folders that relative links lead through, and reads
    other Markdown files of the repository whose anchors are linked, within bounds; nothing
    outside the repository of a document (without one: outside its folder) is looked at.
    """
    places = [None if item.path is None else _place(item.path, shelves) for item in surveyed]
    by_root: dict[Path, _Root] = {}
    for item, place in zip(surveyed, places, strict=True):
        if place is not None:
            if place.root not in by_root:
                by_root[place.root] = _Root(
                    shelves.open(place.root, in_repository=place.in_repository)
                )
            root = by_root[place.root]
            root.exists[place.file] = True
            root.anchors[place.file] = item.survey.anchors
    asked = [
        set() if place is None else by_root[place.root].look_up(item.survey, place)
        for item, place in zip(surveyed, places, strict=True)
    ]
    _read_anchors(by_root.values())
    found: list[Files] = []
    for item, place, paths, told in zip(surveyed, places, asked, earlier, strict=True):
        if place is None:
            found.append(NoFiles())
            continue
        root = by_root[place.root]
        found.append(
            RepositoryFiles(
                place,
                _those(paths, root.exists),
                _those(paths, root.nearest),
                _those(paths, root.anchors),
                told,
                root.community(place) if item.survey.community else None,
            )
        )
    return found


def _those(paths: Iterable[Parts], answers: Mapping[Parts, _Answer]) -> dict[Parts, _Answer]:
    """The answers for one document, which may have to be sent to another process."""
    return {path: answers[path] for path in paths if path in answers}


class _Root:
    """What is known of one repository, and the files whose anchors are still wanted."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.exists: dict[Parts, bool | None] = {}
        self.nearest: dict[Parts, Parts] = {}
        self.anchors: dict[Parts, Set[str]] = {}
        self.wanted: dict[Parts, None] = {}

    def community(self, place: _Place) -> Community | None:
        """The files about taking part in the project whose readme lies at ``place``."""
        if not (place.in_repository and is_own_readme(self.shelf, place.file)):
            return None
        return self._community

    @cached_property
    def _community(self) -> Community:
        return read_community(self.shelf, self._find)

    def look_up(self, found: Survey, place: _Place) -> set[Parts]:
        """Find out about every target of a document that is a path, and who renders it.

        Returns the paths that the targets name.
        """
        asked: set[Parts] = {place.file}
        for target in RENDERERS:
            parts = resolve(target, place)
            if parts is None:
                continue
            asked.add(parts)
            if parts not in self.exists:
                self.exists[parts] = self.shelf.lies(parts)
        for target in found.targets:
            parts = resolve(target, place)
            if parts is None:
                continue
            asked.add(parts)
            if parts not in self.exists:
                self.exists[parts] = self._find(parts)
            if "#" in target and parts and is_markdown(parts[-1]) and self.exists[parts]:
                self.wanted[parts] = None
        return asked

    def _find(self, parts: Parts) -> bool | None:
        """Whether there is such a path; if not, the one that was probably meant is noted."""
        known = self.shelf.exists(parts)
        if known is False and len(self.nearest) < MAX_SUGGESTIONS:
            nearest = self.shelf.nearest(parts)
            if nearest is not None:
                self.nearest[parts] = nearest
        return known


def _place(path: Path, shelves: Shelves) -> _Place:
    folder = path.parent
    repository = shelves.root_of(folder)
    root = repository or folder
    parts = folder.relative_to(root).parts
    return _Place(root, parts, (*parts, path.name), repository is not None)


def _read_anchors(roots: Iterable[_Root]) -> None:
    """Read the wanted files that are not documents of this run, as far as the bounds go."""
    files, room = MAX_READ_FILES, MAX_READ_BYTES
    for root in roots:
        for parts in root.wanted:
            if parts in root.anchors or not files or not root.shelf.is_file(parts):
                continue
            files -= 1
            try:
                source = root.shelf.source(parts, max_size=room)
            except CuratorError:
                continue  # a rule then knows nothing of its anchors
            room -= len(source.text.encode())
            root.anchors[parts] = parse(source).anchors
