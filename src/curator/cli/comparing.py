"""The two revisions of a run that judges a change: how they are found, and what keeps them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from curator.cli.events import Start, start_of
from curator.errors import CuratorError
from curator.workspace.revisions import (
    SHORT,
    find_commit,
    has_object,
    is_shallow,
    merge_base,
    parents,
    ref_names,
)

AUTO: Final = "auto"
"""The revision that the environment of the run names."""

_LONGEST: Final = 80
"""Characters of a name that others are compared with."""


class Ends(NamedTuple):
    """The commits between which a change lies, by their names.

    ``base`` is ``None`` where there is nothing to compare with, and empty where there was
    nothing before. ``words`` name it for people. ``head`` is ``None`` for the files as they lie
    here.
    """

    base: str | None
    head: str | None
    words: str = ""


def find_ends(
    root: Path,
    since: str | None,
    rev: str | None,
    environment: Mapping[str, str] = os.environ,
) -> Ends:
    """The commits that ``--since`` and ``--rev`` mean in the repository at ``root``.

    The base is where the head parted from the revision that is named, so that what others did
    there meanwhile is no part of the change.

    Raises:
        CuratorError: there is no such revision, or this clone does not have it.
    """
    head = None
    if rev is not None:
        head = find_commit(root, rev)
        if head is None:
            raise CuratorError(f"--rev: {_unknown(root, rev)}")
    if since is None:
        return Ends(None, head)
    tip = head or find_commit(root, "HEAD")
    start = start_of(environment) if since == AUTO else Start(since, since)
    if start.ref is None:
        return Ends(None, head, start.words)
    if tip is None:
        if start.ref != "HEAD":
            raise CuratorError(f"--since: {_unknown(root, start.ref)}")
        return Ends("", head, "the first commit")
    return _Search(root, start, tip).ends(head)


class _Search:
    """The search for the base of a change whose last commit is ``tip``."""

    def __init__(self, root: Path, start: Start, tip: str) -> None:
        self._root = root
        self._start = start
        self._ref = start.ref or ""
        self._tip = tip

    def ends(self, head: str | None) -> Ends:
        """Both commits."""
        start = self._start
        merged = self._merged_into()
        if merged is not None:
            return Ends(merged, head, f"{start.words}, at {merged[:SHORT]}")
        commit = find_commit(self._root, self._ref)
        if commit is None:
            if start.forced and not is_shallow(self._root):
                return Ends(None, head, "a push that replaced what was there")
            raise CuratorError(self._missing())
        base = merge_base(self._root, commit, self._tip)
        if base is None:
            raise CuratorError(self._apart())
        return Ends(base, head, f"{start.words} at {base[:SHORT]}")

    def _merged_into(self) -> str | None:
        """The commit that GitHub merged a pull request into for a trial, if the tip is that.

        It knows its parents even where a shallow clone does not have them.
        """
        if not self._start.head:
            return None
        known = parents(self._root, self._tip)
        if len(known) != 2 or known[1] != self._start.head:
            return None
        if not has_object(self._root, known[0]):
            raise CuratorError(
                f"--since: {self._start.words} ({known[0][:SHORT]}) is not in this clone: check "
                "it out with fetch-depth: 2, or run 'git fetch --deepen=1'"
            )
        return known[0]

    def _missing(self) -> str:
        said = f"--since: {_unknown(self._root, self._ref)}"
        if self._start.words != self._ref:
            said = f"--since: {self._start.words} ({self._ref[:SHORT]}) is not in this clone"
        if not is_shallow(self._root):
            return said
        return f"{said} Else {self._depth()}" if said.endswith("?") else f"{said}: {self._depth()}"

    def _apart(self) -> str:
        words, tip = self._start.words, self._tip[:SHORT]
        if is_shallow(self._root):
            return f"--since: this clone does not reach to where {words} and {tip} parted: " + (
                self._depth()
            )
        return f"--since: {words} and {tip} have no commit in common"

    def _depth(self) -> str:
        """How to get the history that a shallow clone lacks."""
        needed = self._start.commits + 1 if self._start.commits else 0
        depth = f"fetch-depth: {needed} or more" if needed else "fetch-depth: 0"
        return f"check it out with {depth}, or run 'git fetch --unshallow'"


def _unknown(root: Path, ref: str) -> str:
    """That there is no such revision, and which one was probably meant."""
    for other in (f"origin/{ref}", f"upstream/{ref}"):
        if find_commit(root, other) is not None:
            return f"there is no revision {ref!r} here, did you mean {other!r}?"
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    close = get_close_matches(ref[:_LONGEST], ref_names(root), n=1)
    hint = f", did you mean {close[0]!r}?" if close else ""
    return f"there is no revision {ref!r} in this repository{hint}"
