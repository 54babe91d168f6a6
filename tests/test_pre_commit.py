"""The hooks for pre-commit, run by pre-commit in a repository of their user."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
HOOKS: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
)
LIST = """\
# Reading

What comes first is [below](#nowhere).

- [One](https://example.org/1) - The first.
- [Two](https://example.org/2) - The second.
- [Three](https://example.org/3) - The third.
- [Four](https://example.org/4) - The fourth.
- [Five](https://example.org/5) - The fifth.
"""
"""A list with an old mistake that nobody is asked to mend."""
BAD = "- [Six] (https://example.org/6) - The sixth.\n"
UNTIDY = "- [Six](https://example.org/6) - The sixth.   \n"
TIDY = "- [Six](https://example.org/6) - The sixth.\n"

pytestmark = pytest.mark.skipif(
    not shutil.which("git")
    or not shutil.which("pre-commit", path=str(Path(sys.executable).parent)),
    reason="needs git and pre-commit",
)


class Result(NamedTuple):
    """What a program said, and its exit status."""

    status: int
    said: str


class Repository:
    """A repository with a list in it, and a configuration of pre-commit."""

    def __init__(self, folder: Path, repos: object) -> None:
        self.folder = folder / "list"
        self.folder.mkdir()
        self._environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GIT_", "GITHUB_", "PRE_COMMIT", "CI"))
        } | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PRE_COMMIT_HOME": str(folder / "home"),
        }
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "A")
        self.git("config", "user.email", "a@example.org")
        self.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": repos}))
        self.write("README.md", LIST)
        self.git("add", ".")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8", newline="\n")

    def read(self) -> str:
        return (self.folder / "README.md").read_bytes().decode()

    def git(self, *arguments: str) -> str:
        done = self._call("git", *arguments)
        assert done.status == 0, done.said
        return done.said

    def commit(self) -> None:
        self.git("commit", "--quiet", "--no-verify", "--all", "--message", "Change")

    def hook(self, name: str, *arguments: str) -> Result:
        return self._call(sys.executable, "-m", "pre_commit", "run", name, *arguments)

    def _call(self, *command: str) -> Result:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=600,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode("utf-8", "replace"))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Its hooks are ours, taken from the environment of the tests rather than installed."""
    hooks = [{**hook, "language": "system"} for hook in HOOKS]
    return Repository(tmp_path, [{"repo": "local", "hooks": hooks}])


def test_a_commit_answers_for_what_it_changes_only(repository: Repository) -> None:
    repository.commit()
    repository.write("README.md", LIST + TIDY)
    repository.git("add", ".")
    assert repository.hook("curator-check").status == 0
    repository.write("README.md", LIST + BAD)
    repository.git("add", ".")
    found = repository.hook("curator-check")
    assert found.status == 1
    assert "README.md:10:3" in found.said
    assert "malformed-link" in found.said
    assert "broken-anchor" not in found.said


def test_what_is_not_staged_is_not_judged(repository: Repository) -> None:
    repository.commit()
    repository.write("README.md", LIST + TIDY)
    repository.git("add", ".")
    repository.write("README.md", LIST + BAD)
    assert repository.hook("curator-check").status == 0
    assert repository.read() == LIST + BAD


def test_the_first_commit_is_judged_whole(repository: Repository) -> None:
    found = repository.hook("curator-check")
    assert found.status == 1
    assert "broken-anchor" in found.said


def test_a_push_is_judged_from_where_it_starts(repository: Repository) -> None:
    repository.commit()
    repository.write("README.md", LIST + BAD)
    repository.commit()
    repository.write("README.md", LIST + BAD + TIDY.replace("6", "7").replace("Six", "Seven"))
    repository.commit()
    found = repository.hook("curator-check", "--from-ref", "HEAD~2", "--to-ref", "HEAD")
    assert (found.status, "malformed-link" in found.said) == (1, True)
    assert repository.hook("curator-check", "--from-ref", "HEAD~1", "--to-ref", "HEAD").status == 0


def test_a_fix_mends_what_changed_and_stops_the_commit(repository: Repository) -> None:
    old = LIST.replace("- [Two]", "-  [Two]")
    repository.write("README.md", old)
    repository.commit()
    repository.write("README.md", old + UNTIDY.replace("\n", ""))
    repository.git("add", ".")
    fixed = repository.hook("curator-fix")
    assert fixed.status == 1
    assert "files were modified by this hook" in fixed.said
    assert repository.read().startswith(old)
    assert repository.read() != old + UNTIDY.replace("\n", "")
    repository.git("add", ".")
    assert repository.hook("curator-fix").status == 0


def test_other_files_start_no_hook(repository: Repository) -> None:
    repository.commit()
    repository.write("notes.txt", BAD)
    repository.git("add", ".")
    skipped = repository.hook("curator-check")
    assert skipped.status == 0
    assert "no files to check" in skipped.said


@pytest.mark.nightly
def test_pre_commit_installs_the_hooks_from_a_repository(tmp_path: Path) -> None:
    """Needs the network: pre-commit makes an environment with what the package depends on."""
    source = tmp_path / "curator"
    source.mkdir()
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, source / name)
    for command in (
        ("init", "--quiet"),
        ("add", "."),
        ("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "All"),
    ):
        subprocess.run(["git", *command], cwd=source, check=True)
    sha = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=source, text=True).strip()
    hooks = [{"id": hook["id"]} for hook in HOOKS]
    repository = Repository(tmp_path, [{"repo": str(source), "rev": sha, "hooks": hooks}])
    repository.commit()
    repository.write("README.md", LIST + BAD)
    repository.git("add", ".")
    found = repository.hook("curator-check")
    assert found.status == 1
    assert "malformed-link" in found.said
    assert "broken-anchor" not in found.said
