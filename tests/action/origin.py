"""A repository as GitHub keeps it, with pull requests and the merge commits it makes of them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

Files = Mapping[str, str | None]
"""What a commit writes; ``None`` removes the file."""

LIST = """\
# Reading

What comes first is [below](#nowhere).

## Papers

- [One](https://example.org/1) - The first.
- [Two](https://example.org/2) - The second.
- [Three](https://example.org/3) - The third.
- [Four](https://example.org/4) - The fourth.
- [Five](https://example.org/5) - The fifth.
"""
"""A list with one old mistake: an anchor that no heading makes."""

GOOD = LIST + "- [Six](https://example.org/6) - The sixth.\n"
BAD = LIST + "- [Six] (https://example.org/6) - The sixth.\n"
MENDED = "- [Six](https://example.org/6) - The sixth."
BAD_LINE = 12


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    """What git prints, with no configuration but the repository's own."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        check=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    )
    return done.stdout.decode().strip()


class Origin:
    """A bare repository that commits are written into directly."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main")
        self.address = folder.as_uri()

    def commit(self, ref: str, files: Files, *parents: str) -> str:
        """A commit at ``ref`` on these parents; its name."""
        return self.commits(ref, [files], *parents)

    def commits(self, ref: str, all_files: Sequence[Files], *parents: str) -> str:
        """Several commits, one on the other, the first on these parents."""
        stream = "".join(self._one(ref, files) for files in all_files)
        first, _, rest = stream.partition("\0")
        links = "".join(
            f"{word} {parent}\n" for word, parent in zip(("from", "merge"), parents, strict=False)
        )
        stream = f"{first}{links}{rest}".replace("\0", "")
        if not parents:
            stream = f"reset {ref}\n{stream}"
        git(self.folder, "fast-import", "--quiet", "--force", given=stream.encode())
        return git(self.folder, "rev-parse", ref)

    def _one(self, ref: str, files: Files) -> str:
        head = f"commit {ref}\ncommitter A <a@example.org> 1700000000 +0000\n{_data('Change')}\0"
        return head + "".join(
            f"D {_quoted(path)}\n"
            if text is None
            else f"M 100644 inline {_quoted(path)}\n{_data(text)}"
            for path, text in files.items()
        )

    def pull(self, number: int, base: str, all_files: Sequence[Files], into: str) -> Pull:
        """A pull request with these commits on ``base``, merged for a trial into ``into``."""
        head = self.commits(f"refs/pull/{number}/head", all_files, base)
        merged = {path: text for files in all_files for path, text in files.items()}
        merge = self.commit(f"refs/pull/{number}/merge", merged, into, head)
        return Pull(number, into, head, merge)

    def checkout(self, folder: Path, sha: str, depth: int = 1) -> Path:
        """A clone as actions/checkout makes it: one commit, and no branch."""
        folder.mkdir()
        git(folder, "init", "--quiet", "--initial-branch=main")
        git(folder, "remote", "add", "origin", self.address)
        git(folder, "fetch", "--quiet", "--no-tags", f"--depth={depth}", "origin", sha)
        git(folder, "checkout", "--quiet", "--detach", sha)
        return folder


class Pull:
    """A pull request: its number, and the names of its commits."""

    def __init__(self, number: int, base: str, head: str, merge: str) -> None:
        self.number = number
        self.base = base
        self.head = head
        self.merge = merge

    def event(self, repository: str = "owner/list") -> dict[str, object]:
        """What GitHub says of it, as far as it matters; ``repository`` is where it comes from."""
        head = {"sha": self.head, "repo": {"full_name": repository}}
        base = {"sha": self.base, "repo": {"full_name": "owner/list"}}
        return {"pull_request": {"number": self.number, "head": head, "base": base, "commits": 1}}


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"


def _quoted(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
