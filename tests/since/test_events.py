"""Runs that GitHub or pre-commit start: what the event names, and clones with little history."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.since.conftest import Ask, Story
from tests.since.pull import BROUGHT, FORK, OLD_FINDINGS, README, SECOND, TIP, Found
from tests.since.story import NUMBERS
from tests.since.trees import git, start_repository

ALL = OLD_FINDINGS + BROUGHT
"""What is wrong with the files of ``main`` at its end."""

BAD = Found(README, 21, "malformed-link")
MERGE = f"refs/pull/{NUMBERS['bad-entries']}/merge"

Event = Callable[[str, Mapping[str, Any]], None]


@pytest.fixture
def event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Event:
    """Let the environment be that of a job of GitHub Actions that was started by an event."""

    def set_event(name: str, payload: Mapping[str, Any]) -> None:
        path = tmp_path / "event.json"
        path.write_text(json.dumps(payload), encoding="utf-8")
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        monkeypatch.setenv("GITHUB_EVENT_NAME", name)
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(path))

    return set_event


# ---------------------------------------------------------------------------- shallow clones


def shallow(story: Story, folder: Path, ref: str, depth: int) -> None:
    """Clone ``ref`` alone, as GitHub's checkout does, with so many commits of history."""
    if not folder.exists():
        start_repository(folder)
    git(folder, "fetch", "--quiet", f"--depth={depth}", story.folder.as_uri(), ref)
    git(folder, "checkout", "--quiet", "--force", "--detach", "FETCH_HEAD")


def test_a_shallow_clone_of_a_merge(
    story: Story, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "clone"
    ref = MERGE
    shallow(story, clone, ref, 1)
    monkeypatch.chdir(clone)
    answer = ask("--since", "HEAD^1")
    assert (answer.status, answer.findings) == (2, ())
    assert "depth" in answer.err
    shallow(story, clone, ref, 2)
    answer = ask("--since", "HEAD^1")
    assert answer.findings == (BAD, Found(SECOND, 27, "malformed-arxiv-id"))
    assert (answer.status, answer.elsewhere) == (1, ALL)


def test_a_shallow_clone_in_a_job_says_which_depth_it_needs(
    story: Story, tmp_path: Path, ask: Ask, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "clone"
    pull = {
        "base": {"sha": story.refs["refs/heads/main"], "ref": "main"},
        "head": {"sha": story.refs["refs/heads/bad-entries"], "ref": "bad-entries"},
        "commits": 2,
    }
    event("pull_request", {"number": 2, "pull_request": pull})
    shallow(story, clone, MERGE, 1)
    monkeypatch.chdir(clone)
    answer = ask("--since", "auto")
    assert (answer.status, answer.findings) == (2, ())
    assert "fetch-depth: 2" in answer.err
    shallow(story, clone, MERGE, 2)
    assert ask("--since", "auto").elsewhere == ALL


def test_a_shallow_clone_of_a_branch(
    story: Story, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the two parted is not known here: to guess would blame others for what they did not."""
    clone = tmp_path / "clone"
    shallow(story, clone, "refs/heads/main", 1)
    git(clone, "branch", "main", "HEAD")
    shallow(story, clone, "refs/heads/bad-entries", 1)
    monkeypatch.chdir(clone)
    answer = ask("--since", "main")
    assert (answer.status, answer.findings) == (2, ())
    assert "depth" in answer.err


# ----------------------------------------------------------------------------------- events


@pytest.mark.parametrize("base", ["main", f"main~{TIP - FORK}"], ids=["newest", "stale"])
def test_the_event_of_a_pull_request(story: Story, ask: Ask, event: Event, base: str) -> None:
    """The base that an event names may be older than that of the merge that is checked out."""
    story.checkout(MERGE)
    pull = {
        "base": {"sha": git(story.folder, "rev-parse", base).decode().strip(), "ref": "main"},
        "head": {"sha": story.refs["refs/heads/bad-entries"], "ref": "bad-entries"},
        "commits": 2,
    }
    event("pull_request", {"number": 2, "pull_request": pull})
    answer = ask("--since", "auto")
    assert answer.findings == (BAD, Found(SECOND, 27, "malformed-arxiv-id"))
    assert answer.elsewhere == ALL


def test_the_event_of_a_pull_request_whose_head_is_checked_out(
    story: Story, ask: Ask, event: Event
) -> None:
    story.checkout("refs/heads/bad-entries")
    head = story.refs["refs/heads/bad-entries"]
    pull = {"base": {"sha": story.refs["refs/heads/main"]}, "head": {"sha": head}, "commits": 2}
    event("pull_request", {"number": 2, "pull_request": pull})
    answer = ask("--since", "auto")
    assert answer.findings == (BAD, Found(SECOND, 27, "malformed-arxiv-id"))
    assert answer.elsewhere == OLD_FINDINGS


@pytest.mark.parametrize(
    ("name", "key"), [("push", None), ("merge_group", "merge_group")], ids=["push", "queue"]
)
def test_the_event_of_a_push_and_of_a_queue(
    story: Story, ask: Ask, event: Event, name: str, key: str | None
) -> None:
    story.checkout("refs/heads/main")
    before = git(story.folder, "rev-parse", "main~2").decode().strip()
    event(name, {"before": before} if key is None else {key: {"base_sha": before}})
    answer = ask("--since", "auto")
    assert answer.findings == (Found(SECOND, 28, "malformed-arxiv-id"),)
    assert answer.elsewhere == ALL - 1


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("schedule", {"schedule": "0 3 * * *"}),
        ("workflow_dispatch", {"inputs": None}),
        ("push", {"before": "0" * 40}),
    ],
)
def test_events_with_nothing_to_compare_with(
    story: Story, ask: Ask, event: Event, name: str, payload: Mapping[str, Any]
) -> None:
    story.checkout("refs/heads/main")
    event(name, payload)
    answer = ask("--since", "auto")
    assert (answer.status, len(answer.findings), answer.elsewhere) == (1, ALL, 0)


def test_a_push_that_was_forced_over_commits_that_are_gone(
    story: Story, ask: Ask, event: Event
) -> None:
    """Whatever is said of it, it is said, and nobody is told that all is well."""
    story.checkout("refs/heads/main")
    event("push", {"before": "1" * 40})
    answer = ask("--since", "auto")
    assert answer.status in {1, 2}
    assert answer.err


def test_what_pre_commit_says(story: Story, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    story.checkout("refs/heads/bad-entries")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "bad-entries~1")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "bad-entries")
    answer = ask("--since", "auto")
    assert answer.findings == (Found(SECOND, 27, "malformed-arxiv-id"),)
