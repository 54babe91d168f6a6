"""Revisions of a repository as git stores them: which commit is meant, its files, their bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from curator.errors import CuratorError
from curator.workspace.git import Answer, ask, git
from curator.workspace.tracked import Mode, composed

_MODES: Final[Mapping[bytes, Mode]] = {b"120000": "link", b"160000": "submodule"}
_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_PARENT = re.compile(rb"^parent ([0-9a-f]{40,64})$", re.MULTILINE)

SHORT: Final = 7
"""Letters of a commit's name that people are shown."""


_MOST_REFS: Final = 1_000


class Blob(NamedTuple):
    """A file of a revision: what it is, and the name of its content."""

    mode: Mode
    oid: str


def find_commit(root: Path, ref: str) -> str | None:
    """The commit that ``ref`` names in the repository at ``root``; ``None`` if there is none.

    Raises:
        CuratorError: git cannot say anything of this repository.
    """
    if not ref or ref.startswith("-") or "\0" in ref:
        return None
    answer = _answered(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"
    )
    sha = answer.output.decode("ascii", "replace").strip()
    return sha if not answer.status and _SHA.fullmatch(sha) else None


def is_repository(root: Path) -> bool:
    """Whether git knows a repository at ``root``, be it a bare one."""
    return git(root, "rev-parse", "--git-dir") is not None


def parents(root: Path, sha: str) -> tuple[str, ...]:
    """The parents that a commit names, be it that a shallow clone does not have them."""
    found = git(root, "cat-file", "commit", sha)
    if found is None:
        return ()
    head = found.partition(b"\n\n")[0]
    return tuple(match[1].decode("ascii") for match in _PARENT.finditer(head))


def ref_names(root: Path) -> tuple[str, ...]:
    """The names of branches and tags, those of remotes included, of many the first ones."""
    found = git(
        root,
        "for-each-ref",
        f"--count={_MOST_REFS}",
        "--format=%(refname:short)",
        "refs/heads",
        "refs/remotes",
        "refs/tags",
    )
    return tuple((found or b"").decode("utf-8", "replace").split())


def has_object(root: Path, oid: str) -> bool:
    """Whether the clone has the object of this name itself."""
    return git(root, "cat-file", "-e", oid) is not None


def merge_base(root: Path, one: str, other: str) -> str | None:
    """The commit at which two others parted; ``None`` where the history here does not say.

    Where each was merged into the other there are several. It is then the one on the line of
    ``one`` itself, so that nothing that only ``one`` brought lies behind it.
    """
    found = _commits(git(root, "merge-base", "--all", one, other))
    if len(found) > 1:
        known = [f"{sha}^@" for sha in found]
        line = _commits(git(root, "rev-list", "--first-parent", one, "--not", *known))
        found = [sha for sha in line if sha in found] or found
    return found[0] if found else None


def _commits(output: bytes | None) -> list[str]:
    """The commits that git prints, one a line."""
    lines = (output or b"").decode("ascii", "replace").split()
    return [sha for sha in lines if _SHA.fullmatch(sha)]


def is_shallow(root: Path) -> bool:
    """Whether the clone lacks a part of its history."""
    return (git(root, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"


def list_files(root: Path, sha: str) -> dict[str, Blob]:
    """The files of a commit by their paths from the root of the repository.

    Raises:
        CuratorError: git cannot list them.
    """
    answer = _answered(root, "ls-tree", "-r", "-z", "--full-tree", sha)
    if answer.status:
        raise CuratorError(f"git cannot list the files of {sha[:SHORT]}: {answer.complaint}")
    files: dict[str, Blob] = {}
    for record in answer.output.split(b"\0"):
        facts, _, name = record.partition(b"\t")
        mode, _, rest = facts.partition(b" ")
        if name:
            path = composed(name.decode("utf-8", "surrogateescape"))
            oid = rest.rpartition(b" ")[2].decode("ascii")
            files[path] = Blob(_MODES.get(mode, "file"), oid)
    return files


def read_blobs(root: Path, oids: Iterable[str], max_size: int) -> dict[str, bytes]:
    """The contents by these names, of those that have at most ``max_size`` bytes.

    What a partial clone does not have is not in the result.
    """
    wanted = list(dict.fromkeys(oids))
    if not wanted:
        return {}
    asked = "".join(f"{oid}\n" for oid in wanted).encode()
    sizes = ask(root, "cat-file", "--batch-check", given=asked)
    if sizes is None or sizes.status:
        return {}
    small = [
        parts[0]
        for line in sizes.output.split(b"\n")
        if len(parts := line.split()) == 3 and parts[1] == b"blob" and int(parts[2]) <= max_size
    ]
    found = ask(root, "cat-file", "--batch", given=b"".join(oid + b"\n" for oid in small))
    return {} if found is None or found.status else _parted(found.output)


def _parted(output: bytes) -> dict[str, bytes]:
    """What ``cat-file --batch`` prints: a line with name, type and size before each content."""
    contents: dict[str, bytes] = {}
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        oid, *_, size = output[at:end].split()
        start = end + 1
        at = start + int(size)
        contents[oid.decode("ascii")] = output[start:at]
        at += 1  # the newline after it
    return contents


def _answered(root: Path, *arguments: str) -> Answer:
    """What git answers, be it that it fails.

    Raises:
        CuratorError: there is no git, or it does not want to work with this repository.
    """
    answer = ask(root, *arguments)
    if answer is None:
        raise CuratorError("git is needed to compare revisions, and cannot be run here")
    if answer.status and not is_repository(root):
        why = answer.complaint or "it is no repository"
        raise CuratorError(f"git cannot read the repository at {root.as_posix()}: {why}")
    return answer
