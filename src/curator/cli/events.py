"""The revision that a change is to be compared with, by what started the run."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from curator.errors import CuratorError

MAX_EVENT: Final = 30_000_000
"""Bytes of an event that are read; GitHub sends 25 MB at most."""
_NOTHING: Final = frozenset("0")
_MOST_COMMITS: Final = 1_000_000


class Start(NamedTuple):
    """What a run was started for.

    ``ref`` is the revision to compare with, ``None`` where there is none and all is judged.
    ``words`` name it. ``head`` is the commit that a pull request is about, empty if it is not
    known, ``commits`` how many it has, 0 likewise. ``forced`` says that ``ref`` may be gone,
    as that of a branch is which somebody replaced.
    """

    ref: str | None
    words: str
    head: str = ""
    commits: int = 0
    forced: bool = False


def start_of(environment: Mapping[str, str] = os.environ) -> Start:
    """What the environment says that a run is for.

    Knows pre-commit, the events of GitHub and the merge requests of GitLab, as the
    documentation of each names the variables. Anywhere else it is what is not committed yet.

    Raises:
        CuratorError: there is an event that cannot be read.
    """
    from_ref = environment.get("PRE_COMMIT_FROM_REF")
    if from_ref:
        return Start(from_ref, from_ref)
    if environment.get("GITHUB_ACTIONS") == "true":
        return _of_github(environment)
    merge_request = environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA")
    if merge_request:
        return Start(merge_request, "the base of the merge request")
    if environment.get("CI_PIPELINE_SOURCE"):  # GitLab, of another kind
        return Start(None, f"a pipeline started by '{environment['CI_PIPELINE_SOURCE']}'")
    return Start("HEAD", "HEAD")


def _of_github(environment: Mapping[str, str]) -> Start:
    """What GitHub's event says; see "Events that trigger workflows" in its documentation."""
    name = environment.get("GITHUB_EVENT_NAME", "")
    if name in {"pull_request", "pull_request_target", "pull_request_review"}:
        event = _event(environment)
        return Start(
            _text(event, "pull_request", "base", "sha"),
            "the base of the pull request",
            _text(event, "pull_request", "head", "sha") or "",
            _number(event, "pull_request", "commits"),
        )
    if name == "merge_group":
        return Start(_text(_event(environment), "merge_group", "base_sha"), "the base of the queue")
    if name == "push":
        before = _text(_event(environment), "before") or ""
        if set(before) <= _NOTHING:  # the branch is new
            return Start(None, "a push of a new branch")
        return Start(before, "the push before", forced=True)
    return Start(None, f"a run of '{name}'" if name else "a run without an event")


def _event(environment: Mapping[str, str]) -> Any:
    path = environment.get("GITHUB_EVENT_PATH", "")
    try:
        with Path(path).open("rb") as file:
            return json.loads(file.read(MAX_EVENT))
    except (OSError, ValueError, RecursionError) as error:
        raise CuratorError(
            "--since auto: the event that GITHUB_EVENT_PATH names cannot be read"
        ) from error


def _text(document: Any, *keys: str) -> str | None:
    """The text at a path of keys, if there is one."""
    found = _at(document, keys)
    return found if isinstance(found, str) and found else None


def _number(document: Any, *keys: str) -> int:
    """The number at a path of keys, 0 if there is none."""
    found = _at(document, keys)
    return found if isinstance(found, int) and 0 < found < _MOST_COMMITS else 0


def _at(document: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document
