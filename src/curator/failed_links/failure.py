"""What failed to become a link, and how it is repaired."""

from __future__ import annotations

from typing import NamedTuple

from curator.diagnostic import Edit
from curator.source import Span


class Repair(NamedTuple):
    """Splices that make of a failed link what was plainly meant; ``title`` is imperative."""

    title: str
    edits: tuple[Edit, ...]


class FailedLink(NamedTuple):
    """A place in the text that was meant to be a link, or a bracket beside one.

    ``problem`` is a clause for a message, ``meant`` the markup that was plainly meant, or
    ``None``; ``around`` is the text that tells this failure from others of its kind.
    ``repair`` is ``None`` where more than one thing may have been meant.
    """

    span: Span
    problem: str
    around: str
    meant: str | None = None
    repair: Repair | None = None


def moved(span: tuple[int, int], by: int) -> Span:
    """A span of a mask as one of the text, in which the block starts at ``by``."""
    return Span(span[0] + by, span[1] + by)
