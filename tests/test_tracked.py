"""What a clone would hold: git's index, asked of real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from curator.facts import Files
from curator.markdown import parse
from curator.source import Source
from curator.workspace import Located, gather
from curator.workspace.tracked import Tracked

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def run(folder: Path, *arguments: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository that tracks what the tests ask about, and has more lying around."""
    for name in ("README.md", "docs/Guide.md", "docs/a b.md", "docs/Übung.md", "img/logo.PNG"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("# A\n", encoding="utf-8")
    run(tmp_path, "init", "-q")
    run(tmp_path, "add", ".")
    run(tmp_path, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    run(tmp_path, "update-index", "--add", "--cacheinfo", f"120000,{'0' * 39}1,link")
    (tmp_path / ".gitignore").write_text("*.log\nbuild/\n", encoding="utf-8")
    (tmp_path / "new.md").write_text("new\n", encoding="utf-8")
    (tmp_path / "run.log").write_text("log\n", encoding="utf-8")
    (tmp_path / "build").mkdir()
    (tmp_path / "build/page.md").write_text("built\n", encoding="utf-8")
    (tmp_path / "docs/Guide.md").unlink()  # tracked, and not here
    return tmp_path


def files_for(path: Path, *targets: str) -> Files:
    text = "\n".join(f"[x](<{target}>)" for target in targets)
    (files,) = gather([Located(parse(Source(path.name, text)), path)])
    return files


EXISTS = [
    ("docs/Guide.md", True),
    ("docs/guide.md", False),
    ("Docs/Guide.md", False),
    ("./docs/a%20b.md#x", True),
    ("docs/%C3%9Cbung.md?raw=true", True),
    ("docs/U\u0308bung.md", True),
    ("docs", True),
    ("docs/", True),
    ("/img/logo.PNG", True),
    ("img/logo.png", False),
    ("module", True),
    ("module/inside.md", None),
    ("link", True),
    ("link/inside.md", None),
    ("README.md/inside.md", False),
    ("new.md", True),
    ("run.log", False),
    ("build/page.md", False),
    ("nowhere.md", False),
    ("../outside.md", None),
    ("../../issues", None),
    (".", True),
]


@pytest.mark.parametrize(("target", "expected"), EXISTS)
def test_what_exists_is_what_a_clone_has(
    repository: Path, target: str, expected: bool | None
) -> None:
    files = files_for(repository / "README.md", *(name for name, _ in EXISTS))
    assert files.exists(target) is expected


@pytest.mark.parametrize(
    ("folder", "target", "expected"),
    [
        ("", "docs/guide.md", "docs/Guide.md"),
        ("", "./docs/guide.md#x", "./docs/Guide.md"),
        ("", "/docs/guide.md", "/docs/Guide.md"),
        ("", "Guide.md", "docs/Guide.md"),
        ("", "docs/Guides.md", "docs/Guide.md"),
        ("", "docs/A b.md", "docs/a%20b.md"),
        ("", "DOCS", "docs"),
        ("docs", "guide.md", "Guide.md"),
        ("docs", "img/logo.PNG", "../img/logo.PNG"),
        ("", "docs/übung.md", "docs/Übung.md"),
        ("", "docs/%C3%BCbung.md", "docs/%C3%9Cbung.md"),
        ("", "quite/another.md", None),
    ],
)
def test_the_path_that_was_meant(
    repository: Path, folder: str, target: str, expected: str | None
) -> None:
    path = repository / folder / "list.md"
    files = files_for(path, target)
    assert files.exists(target) is False
    assert files.nearest(target) == expected
    if expected is not None:
        assert files_for(path, expected).exists(expected) is True


def test_nothing_of_the_repository_is_run(repository: Path) -> None:
    mark = repository / "ran"
    script = repository / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch '{mark}'\n", encoding="utf-8")
    script.chmod(0o755)
    for name in ("core.fsmonitor", "core.sshCommand", "core.editor", "core.pager"):
        run(repository, "config", name, str(script))
    tracked = Tracked.of(repository)
    assert tracked is not None
    assert "README.md" in tracked.files
    assert not mark.exists()


def test_the_environment_of_the_caller_does_not_count(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "no-index"))
    tracked = Tracked.of(repository)
    assert tracked is not None
    assert "README.md" in tracked.files


def test_without_git_the_disk_answers(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert Tracked.of(repository) is None
    files = files_for(repository / "README.md", "run.log", "docs/Guide.md", "nowhere.md")
    assert [files.exists(name) for name in ("run.log", "docs/Guide.md", "nowhere.md")] == [
        True,
        False,
        False,
    ]


def test_a_folder_that_only_looks_like_a_repository(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    (inner / ".git").mkdir(parents=True)
    (inner / "a.md").write_text("a\n", encoding="utf-8")
    run(tmp_path, "init", "-q")
    assert Tracked.of(inner) is None  # rather than what the repository above tracks
    assert files_for(inner / "list.md", "a.md").exists("a.md") is True


def test_git_is_asked_once_and_only_for_files(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    of = Tracked.of

    def counting(root: Path) -> Tracked | None:
        asked.append(root)
        return of(root)

    monkeypatch.setattr(Tracked, "of", counting)
    lists = [
        Located(parse(Source(n, "[x](https://e.org/#a) [y](#z)\n")), repository / n) for n in "ab"
    ]
    gather(lists)
    assert asked == []
    lists = [Located(parse(Source(n, "[x](docs/Guide.md)\n")), repository / n) for n in "ab"]
    gather(lists)
    assert asked == [repository]
