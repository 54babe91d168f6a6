"""What rules may know of the world outside their document, as facts gathered beforehand."""

from __future__ import annotations

from collections.abc import Set
from typing import Protocol


class Files(Protocol):
    """The files around one document. Targets are link targets, relative to that document.

    Every answer is ``None`` where it cannot be known: on standard input, outside the
    repository, or for a kind of file that has no such thing.
    """

    def exists(self, target: str) -> bool | None:
        """Whether the file or folder that ``target`` names exists, in exactly this case."""
        ...

    def anchors(self, target: str) -> Set[str] | None:
        """The anchors (heading slugs, ``id`` and ``name`` values) of a Markdown file."""
        ...


class NoFiles:
    """The answers where nothing is known: standard input, or text handed in by a program."""

    def exists(self, target: str) -> bool | None:  # noqa: ARG002 - the protocol's signature
        """Nothing is known of any file."""
        return None

    def anchors(self, target: str) -> Set[str] | None:  # noqa: ARG002 - likewise
        """Nothing is known of any file."""
        return None
