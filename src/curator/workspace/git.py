"""What git says of a repository, asked through plumbing that runs nothing of the repository's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

TIMEOUT = 30
"""Seconds that git may take; a repository of a million files takes about two."""

# Settings by which a repository could make git run a program of its own.
_HARMLESS = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")

# An object that a partial clone lacks would be fetched, by programs that the repository names.
_NO_FETCHING = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": ""}


class Answer(NamedTuple):
    """What ``git`` printed, its exit status, and what it complained of in one line."""

    output: bytes
    status: int
    complaint: str


def git(root: Path, *arguments: str) -> bytes | None:
    """What ``git`` prints in the repository at ``root``, an absolute path.

    ``None`` if there is no git, if it takes too long, or if it fails, be it because ``root``
    is no repository of the user's.
    """
    answer = ask(root, *arguments)
    return answer.output if answer is not None and not answer.status else None


def ask(root: Path, *arguments: str, given: bytes = b"") -> Answer | None:
    """What ``git``, ``given`` this input, answers in the repository at ``root``.

    ``None`` if there is no git or if it takes too long. The environment is scrubbed: none of
    the ``GIT_`` variables of the caller count, git looks for no other repository above
    ``root``, locks nothing, fetches nothing and asks nobody.
    """
    import shutil  # noqa: PLC0415 - most runs ask git nothing
    import subprocess  # noqa: PLC0415 - likewise

    program = shutil.which("git")
    if program is None or not Path(program).is_absolute():  # never one from the current folder
        return None
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    environment |= _NO_FETCHING | {
        "GIT_CEILING_DIRECTORIES": str(root.parent),
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and no argument from a list
            [program, *_HARMLESS, *arguments],
            cwd=root,
            env=environment,
            input=given,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return Answer(done.stdout, done.returncode, _first_line(done.stderr))


def _first_line(said: bytes) -> str:
    line = said.strip().partition(b"\n")[0].decode("utf-8", "replace")
    return line.removeprefix("fatal: ").strip()
