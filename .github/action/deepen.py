"""Fetches as much of the history as comparing needs, where the clone was made shallow.

A checkout has by default only one commit. What a pull request is compared with is then one
commit further for GitHub's merge commits, and as far away as the merge base otherwise; that is
looked for in growing steps, up to a bound. Nothing here fails the run: where history is still
missing, curator says so.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from runner import event, notice, part, say, variable

_STEPS = (30, 100, 300, 1_000, 3_000, 10_000)
"""How many commits more are fetched each time."""

_SECONDS = 300
"""How long one fetch may take."""

_PULLS = frozenset({"pull_request", "pull_request_review"})
_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_BRANCH = re.compile(r"(?:origin/)?([A-Za-z0-9_][A-Za-z0-9_./-]*)")
_PARENT = re.compile(r"^parent ([0-9a-f]+)$", re.MULTILINE)

# No program is run by a fetch: no hook, no monitor of files, no helper for passwords, and none
# of git's own tidying either.
_QUIETLY = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "credential.helper=",
    "fetch.writeCommitGraph=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "protocol.ext.allow=never",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=60",
)
_FETCH = ("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head")


def main() -> None:
    """Fetch what is missing between the checkout and what it is compared with."""
    since = variable("INPUT_SINCE") or "auto"
    if not os.path.lexists(".git"):
        # A checkout may have none, and files of its own that look like a bare repository: git
        # would take these for one, and what its configuration names for programs to run.
        return
    if since == "all" or _git("rev-parse", "--is-shallow-repository") != "true":
        return
    head = _commit("HEAD")
    if head is None:
        return
    name = variable("GITHUB_EVENT_NAME")
    if since != "auto":
        _reach_named(head, since)
    elif name in _PULLS and _is_merge(head, event()):
        _fetch("--depth=2", head)
    elif (base := base_of(name, event())) is not None and not _reach(head, base):
        # A push may have replaced what was there; only the whole history says so.
        _fetch("--unshallow", head)


def base_of(name: str, given: Mapping[str, Any]) -> str | None:
    """The commit that an event names as the one before; ``None`` if it names none."""
    ways = {"push": ("before",), "merge_group": ("merge_group", "base_sha")}
    ways |= dict.fromkeys(_PULLS, ("pull_request", "base", "sha"))
    found = part(given, *ways[name]) if name in ways else None
    # A push that made the branch says zeros.
    known = isinstance(found, str) and _SHA.fullmatch(found) and found.strip("0")
    return found if known else None


def _is_merge(head: str, given: Mapping[str, Any]) -> bool:
    """Whether the checkout is the merge commit that GitHub makes of a pull request.

    Git names the parents of a commit also where a shallow clone does not have them.
    """
    named = _PARENT.findall(_git("cat-file", "commit", head) or "")
    return len(named) == 2 and named[1] == part(given, "pull_request", "head", "sha")


def _reach_named(head: str, since: str) -> None:
    """Fetch what ``since`` names: a commit, a branch of the origin, or a place before the head."""
    if _SHA.fullmatch(since):
        _reach(head, since)
        return
    branch = _BRANCH.fullmatch(since)
    if _commit(since) is None and branch is not None and since != "HEAD":
        ref = branch[1]
        _fetch("--depth=1", f"+refs/heads/{ref}:refs/remotes/origin/{ref}")
    base = _commit(since) or _commit(f"refs/remotes/origin/{since}")
    for step in () if base else _STEPS:
        if not _fetch(f"--deepen={step}", head):
            return
        base = _commit(since)
        if base is not None:
            break
    if base is not None:
        _reach(head, base)


def _reach(head: str, base: str) -> bool:
    """Fetch until it is known where the histories of two commits parted.

    False if the origin does not have the base.
    """
    if _commit(base) is None and not _fetch("--depth=1", base):
        return False
    for step in _STEPS:
        if _git("merge-base", head, base) is not None:
            return True
        if not _fetch(f"--deepen={step}", head, base):
            return True
    if _git("merge-base", head, base) is None:
        notice(f"No commit that {base[:7]} and the checkout share is among the last {sum(_STEPS)}.")
    return True


def _fetch(*arguments: str) -> bool:
    """Fetch from the origin; whether it worked."""
    depth, *refs = arguments
    say(f"git fetch {depth} origin {' '.join(refs)}")
    settings = [word for each in _QUIETLY for word in ("-c", each)]
    try:
        done = _run([*settings, *_FETCH, depth, "origin", *refs], _environment())
    except (OSError, subprocess.TimeoutExpired) as error:
        notice(f"The history could not be deepened: {type(error).__name__}.")
        return False
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2][:200]
        notice(f"The history could not be deepened; git says: {said}")
    return not done.returncode


def _environment() -> dict[str, str]:
    """The environment of a fetch: the token as a header, for GitHub's own address only.

    In the environment it stands on no command line and in no file. A checkout that kept its
    credentials has such a header already, and two of them are refused.
    """
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    environment.pop("INPUT_TOKEN", None)
    token, server = variable("INPUT_TOKEN"), variable("GITHUB_SERVER_URL").rstrip("/")
    origin = _git("remote", "get-url", "origin") or ""
    if not token or not server.startswith("https://") or not origin.startswith(f"{server}/"):
        return environment
    if _git("config", "--get-urlmatch", "http.extraheader", origin):
        return environment
    count = int(environment.get("GIT_CONFIG_COUNT") or 0)
    secret = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    environment["GIT_CONFIG_COUNT"] = str(count + 1)
    environment[f"GIT_CONFIG_KEY_{count}"] = f"http.{server}/.extraheader"
    environment[f"GIT_CONFIG_VALUE_{count}"] = f"AUTHORIZATION: basic {secret}"
    return environment


def _run(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run git to its end.

    Raises:
        OSError: it is not installed, or cannot be started.
        subprocess.TimeoutExpired: it took longer than ``_SECONDS``.
    """
    return subprocess.run(
        [_program(), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=_SECONDS,
        check=False,
    )


def _program() -> str:
    """Where git is.

    Raises:
        FileNotFoundError: it is not installed. Windows looks for programs in the current folder
            first, which is a stranger's: what is found there by its name alone is not git.
    """
    found = shutil.which("git")
    if found is None or not Path(found).is_absolute():
        raise FileNotFoundError("git")
    return found


def _commit(ref: str) -> str | None:
    """The commit that ``ref`` names, if the clone has it."""
    named = f"{ref}^{{commit}}"
    return _git("rev-parse", "--verify", "--quiet", "--end-of-options", named) or None


def _git(*arguments: str) -> str | None:
    """What git says; ``None`` if it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "INPUT_TOKEN"}
    try:
        done = _run(["-c", "core.fsmonitor=false", *arguments], environment)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if not done.returncode else None


if __name__ == "__main__":
    main()
