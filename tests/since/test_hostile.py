"""A repository whose settings, attributes and hooks name programs: none of them runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.since.conftest import Ask, Story
from tests.since.processes import ALLOWED
from tests.since.pull import README, Found
from tests.since.story import NUMBERS
from tests.since.trees import git, neutral

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the traps are shell scripts")

_HOOKS = (
    "post-checkout post-index-change reference-transaction pre-commit post-rewrite pre-auto-gc"
    " fsmonitor-watchman post-merge"
).split()

_CONFIG = """
[core]
\trepositoryFormatVersion = 1
\tfsmonitor = {traps}/fsmonitor
\thooksPath = {traps}/hooks
\tpager = {traps}/pager
\teditor = {traps}/editor
\taskPass = {traps}/askpass
\tsshCommand = {traps}/ssh
\tgitProxy = {traps}/proxy
\talternateRefsCommand = {traps}/alternates
[diff]
\texternal = {traps}/external
[diff "evil"]
\tcommand = {traps}/diff
\ttextconv = {traps}/textconv
[filter "evil"]
\tclean = {traps}/clean
\tsmudge = {traps}/smudge
\tprocess = {traps}/process
\trequired = true
[merge "evil"]
\tdriver = {traps}/merge
[interactive]
\tdiffFilter = {traps}/pager
[gpg]
\tprogram = {traps}/gpg
[log]
\tshowSignature = true
[credential]
\thelper = !{traps}/credential
[alias]
\trev-parse = !{traps}/alias
\tcat-file = !{traps}/alias
\tls-tree = !{traps}/alias
\tls-files = !{traps}/alias
\tmerge-base = !{traps}/alias
\tx = !{traps}/alias
[pager]
\trev-parse = {traps}/pager
\tcat-file = {traps}/pager
\tls-tree = {traps}/pager
\tls-files = {traps}/pager
\tmerge-base = {traps}/pager
[uploadpack]
\tpackObjectsHook = {traps}/pack
[protocol]
\tallow = always
[protocol "ext"]
\tallow = always
[remote "origin"]
\turl = {url}
\tpromisor = true
\tpartialCloneFilter = blob:none
\tuploadpack = {traps}/uploadpack
[extensions]
\tpartialClone = origin
"""


class Traps:
    """Programs that a repository names, each of which leaves its name behind when it runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "traps"
        self.sprung_folder = folder / "sprung"
        self.sprung_folder.mkdir()
        (self.folder / "hooks").mkdir(parents=True)

    def lay(self, repository: Path, url: str = "") -> None:
        """Have the settings of the repository name the programs."""
        own = repository / ".git/hooks"
        own.mkdir(exist_ok=True)
        config = _CONFIG.format(traps=self.folder, url=url or f"ext::{self.folder}/ext %S")
        names = {"ext", *re.findall(r"\{traps\}/(\w+)", _CONFIG)}
        for name in names - {"hooks"}:
            self._script(self.folder / name, name)
        for hook in _HOOKS:
            self._script(self.folder / "hooks" / hook, hook)
            self._script(own / hook, hook)
        with (repository / ".git/config").open("a", encoding="utf-8") as file:
            file.write(config)

    def _script(self, path: Path, name: str) -> None:
        path.write_text(f"#!/bin/sh\n: > '{self.sprung_folder}/{name}'\nexit 1\n", encoding="utf-8")
        path.chmod(0o755)

    @property
    def sprung(self) -> set[str]:
        """The names of those that ran."""
        return {path.name for path in self.sprung_folder.iterdir()}


@pytest.fixture
def traps(tmp_path: Path) -> Traps:
    return Traps(tmp_path)


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a git first on the path that writes down how it is called, and what it starts itself.

    The real one says the latter in the records of its Trace2, "child_start" and "exec" events.
    """
    real = shutil.which("git")
    folder = tmp_path / "wrapper"
    folder.mkdir()
    calls = folder / "calls"
    script = folder / "git"
    script.write_text(
        f"#!/bin/sh\nprintf '%s ' \"$@\" >> '{calls}'\necho >> '{calls}'\n"
        f"GIT_TRACE2_EVENT='{folder}/events' exec '{real}' \"$@\"\n",
        encoding="utf-8",
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    return folder


def lose(story: Story, revision: str) -> None:
    """Take an object away from the store, as if a partial clone had never fetched it."""
    sha = git(story.folder, "rev-parse", revision).decode().strip()
    path = story.folder / ".git/objects" / sha[:2] / sha[2:]
    path.chmod(0o644)
    path.unlink()


BAD = Found(README, 21, "malformed-link")


@pytest.mark.parametrize(
    ("ref", "arguments", "expected"),
    [
        ("refs/heads/attributes", ("--since", "main"), (BAD,)),
        (f"refs/pull/{NUMBERS['attributes']}/merge", ("--since", "HEAD^1"), (BAD,)),
        ("refs/heads/main", ("--since", "main", "--rev", "attributes"), (BAD,)),
        ("refs/heads/attributes", ("--since", "auto"), ()),
    ],
    ids=["branch", "merge", "revision", "auto"],
)
def test_no_program_of_the_repository_runs(
    copied: Story,
    ask: Ask,
    traps: Traps,
    recorded: Path,
    ref: str,
    arguments: tuple[str, ...],
    expected: tuple[Found, ...],
) -> None:
    copied.checkout(ref)
    traps.lay(copied.folder)
    (recorded / "calls").unlink(missing_ok=True)
    (recorded / "events").unlink(missing_ok=True)
    answer = ask(*arguments)
    assert answer.findings == expected, answer.err
    assert traps.sprung == set()
    calls = (recorded / "calls").read_text(encoding="utf-8").strip().split("\n")
    assert calls
    for call in calls:
        assert ALLOWED & set(call.split()), call
    events = (recorded / "events").read_text(encoding="utf-8")
    assert '"event":"start"' in events
    assert '"event":"child_start"' not in events
    assert '"event":"exec"' not in events


@pytest.mark.parametrize("url", ["", "{folder}", "ssh://git@localhost/none"])
@pytest.mark.parametrize("lost", [f"main~4:{README}", "main~4^{tree}", "main~4:lists"])
def test_nothing_is_fetched_that_a_partial_clone_lacks(
    copied: Story, ask: Ask, traps: Traps, lost: str, url: str
) -> None:
    copied.checkout("refs/heads/attributes")
    traps.lay(copied.folder, url.format(folder=copied.folder))
    lose(copied, lost)
    answer = ask("--since", "main")
    assert traps.sprung == set()
    assert answer.status == 2, answer
    assert answer.err


@pytest.mark.parametrize(
    ("name", "paths", "inside"),
    [
        ("README.md", (), False),
        ("README.md", ("README.md",), False),
        ("README.md", (".",), False),
        ("README.md", ("README.md",), True),
        ("lists", ("lists",), False),
        ("lists", (".",), False),
        ("lists", ("lists/*.md",), False),
    ],
)
def test_a_link_shows_nothing_of_this_machine(
    copied: Story, tmp_path: Path, ask: Ask, name: str, paths: tuple[str, ...], inside: bool
) -> None:
    """A pull request may put a link in the place of a list, and its findings are published."""
    copied.checkout("refs/heads/main")
    folder = copied.folder / ".git" if inside else tmp_path / "private"
    folder.mkdir(exist_ok=True)
    secret = folder / "secret.md"
    secret.write_text("# A\n\n- [hunter2](htps://example.org/hunter2) - It.\n", encoding="utf-8")
    path = copied.folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.symlink_to(secret if name == "README.md" else folder)
    answer = ask("--since", "main", paths=paths)
    assert "hunter2" not in str(answer)
    git(copied.folder, "add", "--all")
    git(copied.folder, "commit", "--quiet", "--message", "link")
    answer = ask("--since", "main", "--rev", "HEAD", paths=paths)
    assert "hunter2" not in str(answer)


def test_the_traps_work(copied: Story, traps: Traps) -> None:
    """They do spring when git is used as people use it."""
    copied.checkout("refs/heads/attributes")
    traps.lay(copied.folder)
    path = copied.folder / README
    path.write_bytes(path.read_bytes() + b"\n")
    lenient = ("git", "-c", "filter.evil.required=false", "-c", "filter.evil.process=", "diff")
    _try(copied.folder, "git", "status")
    _try(copied.folder, *lenient, "main~4", "main~1")
    _try(copied.folder, *lenient, "--no-ext-diff", "--textconv", "main~4", "main~1")
    lose(copied, "main:lists/old.md")
    _try(copied.folder, "git", "cat-file", "-p", "main:lists/old.md")
    _try(copied.folder, "git", "x")
    assert {"fsmonitor", "diff", "textconv", "process", "ext", "alias"} <= traps.sprung


def _try(folder: Path, *arguments: str) -> None:
    subprocess.run(arguments, cwd=folder, env=neutral(), capture_output=True, check=False)
