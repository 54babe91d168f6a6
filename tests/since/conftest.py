"""The repository of the story, made once, and the command run in it under watch."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from curator.cli.start import run
from tests.since.processes import started
from tests.since.pull import Found
from tests.since.story import build
from tests.since.trees import git

_SAYING = ("GITHUB_", "GIT_", "PRE_COMMIT", "CI", "CURATOR_", "RUNNER_")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and shutil.which("git") is None:
            item.add_marker(pytest.mark.skip(reason="git is not installed"))


class Story(NamedTuple):
    """The repository on this disk, and the object that each of its refs names."""

    folder: Path
    refs: Mapping[str, str]

    def checkout(self, ref: str) -> None:
        """Have the files of ``ref`` lie here."""
        sha = self.refs.get(ref, ref)
        if (self.folder / ".git/HEAD").read_text(encoding="ascii") != f"{sha}\n":
            git(self.folder, "checkout", "--quiet", "--force", "--detach", sha)


class Answer(NamedTuple):
    """What the command said: its status, the findings, the number of others, and the rest."""

    status: int
    findings: tuple[Found, ...]
    elsewhere: int
    err: str
    report: Mapping[str, Any]


Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("since") / "story"
    return Story(folder, build(folder))


@pytest.fixture
def story(_built: Story, monkeypatch: pytest.MonkeyPatch) -> Story:
    """The repository, which is the current folder, with no say from the environment."""
    monkeypatch.chdir(_built.folder)
    for name in os.environ:
        if name.startswith(_SAYING):
            monkeypatch.delenv(name)
    return _built


@pytest.fixture
def copied(story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A copy of the repository for a test that spoils it."""
    folder = tmp_path / "copy"
    shutil.copytree(story.folder, folder, symlinks=True)
    monkeypatch.chdir(folder)
    return Story(folder, story.refs)


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Run ``curator check`` in this process, and see to it that it starts nothing but git."""

    def call(*arguments: str, paths: tuple[str, ...] = (".",)) -> Answer:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b""), encoding="ascii"))
        capsys.readouterr()
        with started() as processes:
            status = run(["check", *paths, "--format", "json", "--jobs", "1", *arguments])
        said = capsys.readouterr()
        assert {process.fault for process in processes} <= {""}, processes
        report = json.loads(said.out) if said.out else {"findings": [], "summary": {}}
        findings = tuple(
            Found(found["path"], found["line"], found["rule"]) for found in report["findings"]
        )
        elsewhere = report["summary"].get("elsewhere", 0)
        return Answer(status, findings, elsewhere, said.err, report)

    return call
