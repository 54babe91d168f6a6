"""What rules may know of the world outside their document, as facts gathered beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from curator.document import Entry, Link, Section
from curator.status import LinkStatus

RENDERERS: Final = tuple(
    folder + name
    for folder in ("", "../", "/")
    for name in ("_config.yml", "mkdocs.yml", "mkdocs.yaml", ".gitlab-ci.yml")
)
"""Files by which another program than GitHub's renders a document: Jekyll, MkDocs, GitLab.

Targets relative to the document; ``Files.exists`` knows them although no link names them.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Occurrence:
    """An entry of another file of the run, and the link by which it denotes what was asked for.

    ``path`` is the name of that file as messages show it, ``line`` the entry's first, from 1.
    """

    path: str
    line: int
    entry: Entry
    link: Link
    section: Section


CommunityName = Literal["contributing", "code-of-conduct"]
"""The files about taking part in a project that GitHub knows by their names."""
COMMUNITY_NAMES: Final[tuple[CommunityName, ...]] = ("contributing", "code-of-conduct")
"""All of them."""


@dataclass(frozen=True, slots=True)
class CommunityFile:
    """A file about taking part in a project.

    ``path`` is its path from the root of the repository, ``text`` its beginning, at least
    100,000 bytes of it; ``None`` where it is a link or cannot be read.
    """

    path: str
    text: str | None


class Files(Protocol):
    """The files around one document. Targets are link targets, relative to that document.

    What cannot be known is ``None``: on standard input, outside the repository, or for a kind
    of file that has no such thing.
    """

    def exists(self, target: str) -> bool | None:
        """Whether the file or folder that ``target`` names exists, in exactly this case."""
        ...

    def nearest(self, target: str) -> str | None:
        """The target, written in the same way, of the existing file that was probably meant.

        Known for targets that do not exist; ``None`` where nothing is like it.
        """
        ...

    def anchors(self, target: str) -> Set[str] | None:
        """The anchors (heading slugs, ``id`` and ``name`` values) of a Markdown file."""
        ...

    def elsewhere(self, key: str) -> Sequence[Occurrence]:
        """The first entries with this key in earlier files of the run, in their order.

        Known for keys that this document lists itself, and told without descriptions,
        children and places in the other file but the line. ``key`` is the ``Identity.key`` of
        the paper or page that an entry is about. Later files are left out, so that each pair
        is told once, and so are translations of this document, news, remarks and relative
        links.
        """
        ...

    def community(self, name: CommunityName) -> Sequence[CommunityFile] | None:
        """The files of a repository that are called ``name``, those GitHub shows first.

        Known for the repository's own readme only. They lie at the root, in ``.github`` or in
        ``docs``, in any case, with or without an ending such as ``.md``; a code of conduct may
        be called ``CODE_OF_CONDUCT`` as well.
        """
        ...


class NoFiles:
    """The answers where nothing is known: standard input, or text handed in by a program."""

    def exists(self, target: str) -> bool | None:  # noqa: ARG002 - the protocol's signature
        """Nothing is known of any file."""
        return None

    def nearest(self, target: str) -> str | None:  # noqa: ARG002 - likewise
        """Nothing is known of any file."""
        return None

    def anchors(self, target: str) -> Set[str] | None:  # noqa: ARG002 - likewise
        """Nothing is known of any file."""
        return None

    def elsewhere(self, key: str) -> Sequence[Occurrence]:  # noqa: ARG002 - likewise
        """No other file is known."""
        return ()

    def community(self, name: CommunityName) -> Sequence[CommunityFile] | None:  # noqa: ARG002
        """Nothing is known of any file."""
        return None


@dataclass(frozen=True, slots=True)
class Web:
    """What was learnt of the links of one document over the network; nothing, offline.

    ``statuses`` are by URL as written, without its fragment. ``absent`` are URLs with a
    fragment whose page is there in full and has no such place. ``secure`` has, for URLs of
    plain http, what https answers at the same address, where that was asked.
    """

    statuses: Mapping[str, LinkStatus] = field(default_factory=dict)
    absent: Set[str] = frozenset()
    secure: Mapping[str, LinkStatus] = field(default_factory=dict)

    def status(self, url: str) -> LinkStatus | None:
        """What is known of ``url``, whatever its fragment."""
        return self.statuses.get(url.partition("#")[0])

    def lacks_fragment(self, url: str) -> bool:
        """Whether the page of ``url`` is known to have no place of that name."""
        return url in self.absent

    def over_https(self, url: str) -> LinkStatus | None:
        """What https answers at the address of ``url``, which is one of plain http."""
        return self.secure.get(url.partition("#")[0])


OFFLINE: Final = Web()
"""What is known where no link was asked."""
