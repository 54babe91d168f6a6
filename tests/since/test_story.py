"""For each pull request of the story: exactly the findings that it is answerable for."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import finish, start
from tests.since.conftest import Answer, Ask, Story
from tests.since.processes import Process
from tests.since.pull import BROUGHT, FORK, OLD_FINDINGS, TIP, Pull, Setting
from tests.since.story import PULLS, merge_of
from tests.since.trees import git

pulls = pytest.mark.parametrize("pull", PULLS, ids=lambda pull: pull.name)


def consider(pull: Pull, setting: Setting, request: pytest.FixtureRequest) -> None:
    """Skip what a system cannot have, and expect what is known to be wrong."""
    if pull.posix and os.name == "nt":
        pytest.skip("Windows has no such names and links")
    if setting in pull.disputed:
        request.applymarker(pytest.mark.xfail(reason=pull.dispute, strict=True))


def holds(answer: Answer, pull: Pull, *, merged: bool = False) -> None:
    expected, elsewhere, status = pull.findings, pull.elsewhere, pull.status
    if merged:
        expected = pull.on_merge
        elsewhere += pull.brought
        status = pull.status if pull.merged_status is None else pull.merged_status
    assert sorted(answer.findings) == sorted(expected), answer.err
    assert answer.elsewhere == elsewhere
    assert answer.status == status, answer.err
    assert bool(answer.report["summary"]["problems"]) == (status == 2)
    assert not answer.report["summary"]["crashes"]


@pulls
def test_the_branch_against_main(
    story: Story, ask: Ask, pull: Pull, request: pytest.FixtureRequest
) -> None:
    consider(pull, "branch", request)
    story.checkout(pull.branch)
    holds(ask("--since", "main"), pull)


@pulls
def test_the_merge_against_its_first_parent(
    story: Story, ask: Ask, pull: Pull, request: pytest.FixtureRequest
) -> None:
    consider(pull, "merge", request)
    story.checkout(merge_of(pull))
    holds(ask("--since", "HEAD^1"), pull, merged=True)


@pulls
def test_a_revision_that_is_not_checked_out(
    story: Story, ask: Ask, pull: Pull, request: pytest.FixtureRequest
) -> None:
    consider(pull, "revision", request)
    story.checkout("refs/heads/main")
    holds(ask("--since", "main", "--rev", story.refs[pull.branch]), pull)


def test_every_finding_of_main_is_elsewhere_for_main(story: Story, ask: Ask) -> None:
    story.checkout("refs/heads/main")
    for arguments in (("--since", "main"), ("--since", "HEAD"), ("--since", "main~0")):
        answer = ask(*arguments)
        assert (answer.status, answer.findings, answer.elsewhere) == (0, (), OLD_FINDINGS + BROUGHT)


def test_the_command_as_a_process_of_its_own(story: Story) -> None:
    """With as many processes as it likes, and from the merge as GitHub checks it out."""
    pull = next(pull for pull in PULLS if pull.name == "heading-renamed")
    story.checkout(merge_of(pull))
    command = ("check", ".", "--since", "HEAD^1", "--jobs", "2", "--format", "json")
    result = finish(start(*command))
    assert result.status == 1, result.err
    report = json.loads(result.out)
    found = [(found["path"], found["line"], found["rule"]) for found in report["findings"]]
    assert found == list(pull.on_merge)


def test_what_others_brought_is_theirs(story: Story, ask: Ask) -> None:
    """The commits of ``main`` after the fork, judged as one change."""
    story.checkout("refs/heads/main")
    answer = ask("--since", f"main~{TIP - FORK}")
    assert [(found.path, found.line) for found in answer.findings] == [
        ("README.md", 34),
        ("lists/second.md", 28),
    ]
    assert answer.elsewhere == OLD_FINDINGS


def test_the_merges_are_those_that_git_makes(story: Story) -> None:
    """The edits of each pull request, made anew on ``main``, are what GitHub would merge."""
    try:
        for pull in PULLS:
            merged = git(story.folder, "merge-tree", "--write-tree", "main", pull.branch)
            own = git(story.folder, "rev-parse", f"{merge_of(pull)}^{{tree}}")
            assert merged.strip() == own.strip(), pull.name
    except AssertionError as error:
        if "usage: git merge-tree" in str(error):
            pytest.skip("git is older than 2.38")
        raise


def test_the_story_is_long_enough(story: Story) -> None:
    count = git(story.folder, "rev-list", "--all", "--count")
    assert int(count) >= 2 * len(PULLS)
    assert len(PULLS) >= 30


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("/usr/bin/git", "-c", "a=b", "ls-files", "-z"), ""),
        (("/usr/bin/git", "--git-dir", "x", "cat-file", "--batch"), ""),
        (("/usr/bin/git", "diff"), "git diff"),
        (("/usr/bin/git",), "git "),
        (("/bin/sh", "-c", "git ls-files"), "not git"),
    ],
)
def test_the_watch_works(words: tuple[str, ...], fault: str) -> None:
    assert Process("subprocess.Popen", words).fault == fault
    assert Path(words[0]).is_absolute()
