"""``--since`` beside the network, configuration and many files: what is asked, read and told."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curator import net
from curator.cli import share
from curator.document import Document
from curator.engine import lint
from curator.markdown import parse
from curator.report import FileReport
from curator.source import Source
from curator.status import Evidence, Failure
from curator.workspace import git as asking
from curator.workspace.renames import find_renamed
from tests.cli.conftest import BROKEN, CLEAN, Run
from tests.cli.web import FakeNet, seen, serving

Commit = Callable[..., None]

NAMED = ("-c", "user.name=A", "-c", "user.email=a@example.org")
LOCAL = ("--allow-network", "127.0.0.0/8", "--no-cache")
ONLY = ("--select", "dead-link")


@pytest.fixture
def commit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Commit:
    """Write files and commit them to a real repository in the folder."""
    (folder / ".git").rmdir()
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    for name in ("PRE_COMMIT_FROM_REF", "CI_PIPELINE_SOURCE", "CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        monkeypatch.delenv(name, raising=False)

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)

    git("init", "-q", "-b", "main")

    def make(**files: str) -> None:
        for name, text in files.items():
            path = folder / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        git("add", "-A")
        git(*NAMED, "commit", "-qm", "A change.")

    return make


# ------------------------------------------------------------------------------- network


def test_only_links_on_touched_lines_are_requested(run: Run, folder: Path, commit: Commit) -> None:
    with serving() as server:
        old = f"# List\n\n- [Old]({server.url}/404/old) - Gone.\n- [Kept][kept] - Kept.\n"
        defined = f"\n[kept]: {server.url}/404/kept\n"
        commit(README_md=old + defined)
        new = f"- [New]({server.url}/404/new) - New.\n- [Kept again][kept] - Kept.\n"
        used = f"[Used]: {server.url}/404/used\n"
        (folder / "README.md").write_text(old + new + defined + used, encoding="utf-8")
        result = run("check", "--online", *LOCAL, *ONLY, "--since", "HEAD", "--format", "json")
        assert {path.split("?")[0] for path in server.requests} == {"/404/new", "/404/used"}
    found = json.loads(result.out)
    assert [(each["rule"], each["line"]) for each in found["findings"]] == [
        ("dead-link", 5),
        ("dead-link", 9),
    ]
    assert [each["url"].rpartition("/")[2] for each in found["statuses"]] == ["new", "used"]
    assert found["summary"]["elsewhere"] == 0


def test_a_link_elsewhere_with_the_same_address_is_not_of_the_change(
    run: Run, folder: Path, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(net, "check", FakeNet(seen("https://a.org/x", 404)))
    text = "# List\n\n## One\n\n- [Old](https://a.org/x) - Gone.\n\n## Two\n\n"
    commit(README_md=text + "- [Else](https://a.org/) - Here.\n")
    (folder / "README.md").write_text(text + "- [New](https://a.org/x) - Here.\n", encoding="utf-8")
    given = ("--online", "--no-cache", "--since", "HEAD", "--select", "dead-link")
    found = json.loads(run("check", *given, "--format", "json").out)
    assert [each["line"] for each in found["findings"]] == [9]
    assert found["summary"]["elsewhere"] == 1


def test_a_network_that_is_down_turns_nothing_red(
    run: Run, folder: Path, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    down: list[Evidence] = [
        seen(f"https://{name}.org/", Failure.NAME_UNKNOWN) for name in ("a", "b", "c")
    ]
    commit(README_md=CLEAN)
    entries = "".join(f"- [{each.url}]({each.url}) - It is.\n" for each in down)
    (folder / "README.md").write_text(CLEAN + entries, encoding="utf-8")
    monkeypatch.setattr(net, "check", FakeNet(*down, ending="network-down"))
    whole = run("check", "--online", "--no-cache")
    assert (whole.status, "error: " in whole.err) == (2, True)
    since = run("check", "--online", "--no-cache", "--since", "HEAD")
    assert (since.status, "error: " in since.err) == (0, False)
    assert "notice: " in since.err


# ------------------------------------------------------------------------- configuration


def test_configuration_is_that_of_the_base(run: Run, folder: Path, commit: Commit) -> None:
    commit(README_md=CLEAN, curator_toml='ignore = ["malformed-link"]\n')
    (folder / "README.md").write_text(BROKEN, encoding="utf-8")
    (folder / "curator.toml").write_text('ignore = ["broken-anchor"]\n', encoding="utf-8")
    result = run("check", "--since", "HEAD")
    assert (result.status, "broken-anchor" in result.out) == (1, True)
    assert result.err == "notice: curator.toml: changed here, which counts once it is merged\n"
    assert run("check").status == 0


def test_a_configuration_that_is_new_and_wrong_is_told(
    run: Run, folder: Path, commit: Commit
) -> None:
    commit(README_md=CLEAN, lists__a_md=CLEAN.replace("Things", "a"))
    for place, paths in (("", []), ("lists/", ["."])):
        config = folder / f"{place}curator.toml"
        config.write_text('preset = "strct"\n', encoding="utf-8")
        result = run("check", *paths, "--since", "HEAD")
        assert result.status == 2
        assert f"notice: {place}curator.toml: changed here" in result.err
        assert f"error: {place}curator.toml: preset: " in result.err
        assert "did you mean 'strict'?" in result.err
        assert "Nothing found" in result.out
        config.unlink()


def test_a_mistake_in_the_configuration_of_the_base_names_its_revision(
    run: Run, folder: Path, commit: Commit
) -> None:
    commit(README_md=CLEAN, curator_toml="presett = 1\n")
    (folder / "curator.toml").write_text("", encoding="utf-8")
    result = run("check", "--since", "HEAD")
    assert result.status == 2
    assert "curator.toml (at " in result.err


def test_a_configuration_that_the_user_names_holds(
    run: Run, folder: Path, commit: Commit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = tmp_path_factory.mktemp("own") / "own.toml"
    own.write_text('ignore = ["broken-anchor"]\n', encoding="utf-8")
    commit(README_md=CLEAN)
    (folder / "README.md").write_text(BROKEN, encoding="utf-8")
    assert run("check", "--since", "HEAD", "--config", str(own)).status == 0


# -------------------------------------------------------------------------------- the cost


def test_files_that_are_the_same_on_both_sides_are_parsed_and_judged_once(
    run: Run, folder: Path, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(**{f"lists__{name}_md": CLEAN.replace("Things", name) for name in "abc"})
    (folder / "lists" / "b.md").write_text(BROKEN.replace("Things", "b"), encoding="utf-8")
    parsed: list[str] = []
    judged: list[str] = []

    def parsing(source: Source) -> Document:
        parsed.append(source.path)
        return parse(source)

    def judging(document: Document, *rest: Any) -> FileReport:
        judged.append(document.source.path)
        return lint(document, *rest)

    monkeypatch.setattr(share, "parse", parsing)
    monkeypatch.setattr(share, "lint", judging)
    assert run("check", "lists", "--since", "HEAD", "--jobs", "1").status == 1
    assert sorted(parsed) == ["lists/a.md", *["lists/b.md"] * 2, "lists/c.md"]
    assert sorted(judged) == sorted(parsed)


def test_git_is_asked_as_often_whatever_the_number_of_files(
    run: Run, folder: Path, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    ask = asking.ask
    calls: list[tuple[str, ...]] = []

    def counting(root: Path, *arguments: str, given: bytes = b"") -> object:
        calls.append(arguments)
        return ask(root, *arguments, given=given)

    monkeypatch.setattr("curator.workspace.git.ask", counting)
    monkeypatch.setattr("curator.workspace.revisions.ask", counting)
    for names in ("ab", "abcdefghijkl"):
        commit(**{f"lists__{name}_md": CLEAN.replace("Things", name) for name in names})
        for name in names:
            path = folder / "lists" / f"{name}.md"
            path.write_text(BROKEN.replace("Things", name), encoding="utf-8")
        calls.clear()
        assert run("check", "lists", "--since", "HEAD").status == 1
        counts.append(len(calls))
        commit()
        calls.clear()
        assert run("check", "lists", "--since", "HEAD~1", "--rev", "HEAD").status == 1
        counts.append(len(calls))
    assert counts[0] == counts[2] <= 8
    assert counts[1] == counts[3] <= 12


# ------------------------------------------------------------------------------ bad usage


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("check", "--since", "nowhere"), "--since: there is no revision 'nowhere'"),
        (("check", "--since", "mian"), "'mian' in this repository, did you mean 'main'?"),
        (("check", "--since", ""), "--since: there is no revision ''"),
        (("check", "--since", "--help"), "--since: there is no revision '--help'"),
        (("check", "--rev", "nowhere"), "--rev: there is no revision 'nowhere'"),
        (("check", "--rev", "HEAD", "--diff"), "--diff is for files that lie here"),
        (("check", "--since", "HEAD", "-"), "--stdin-filename"),
        (("check", "--rev", "HEAD", "-"), "--rev is for files of git, not for standard input"),
        (("fix", "--since", "nowhere"), "--since: there is no revision 'nowhere'"),
    ],
)
def test_what_makes_no_sense_is_one_line(
    run: Run, commit: Commit, given: tuple[str, ...], said: str
) -> None:
    commit(README_md=CLEAN)
    result = run(*given)
    assert (result.status, result.out) == (2, "")
    assert said in result.err
    assert "Traceback" not in result.err


def test_outside_of_a_repository(run: Run, folder: Path) -> None:
    (folder / ".git").rmdir()
    (folder / "README.md").write_text(CLEAN, encoding="utf-8")
    result = run("check", "--since", "HEAD")
    assert (result.status, result.out) == (2, "")
    assert "--since is for a git repository, and there is none here" in result.err


def test_files_of_another_repository(
    run: Run, folder: Path, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is said of a change is of where the files are, not of where the command is started."""
    commit(README_md=BROKEN, other__b_md=CLEAN)
    other = folder / "other"
    for words in (["init", "-q"], ["add", "-A"], [*NAMED, "commit", "-qm", "Another."]):
        subprocess.run(["git", *words], cwd=other, check=True)
    monkeypatch.chdir(other)
    assert run("check", "../README.md", "--rev", "HEAD").status == 1
    readme = folder / "README.md"
    readme.write_text(
        f"{BROKEN}- [Seven] (https://example.org/7) - The seventh.\n", encoding="utf-8"
    )
    given = ("check", "--since", "HEAD", "../README.md")
    sha = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=folder, encoding="ascii")
    assert f"(since HEAD at {sha[:7]})" in run(*given).out
    (other / "b.md").write_text(BROKEN, encoding="utf-8")
    assert "'curator fix --since REF" in run(*given, "b.md").out


def test_a_folder_of_many_files_that_was_renamed() -> None:
    gone = {f"a/{number:03}.md": f"- {number}\n- x\n" for number in range(150)}
    new = {path.replace("a/", "b/"): text for path, text in gone.items()}
    new["b/000.md"] += "- more\n"
    assert find_renamed(new, gone) == dict(zip(sorted(new), sorted(gone), strict=True))


@pytest.mark.parametrize("left", ["folder", "link"])
def test_a_file_that_something_else_is_put_in_the_place_of_was_renamed(
    run: Run, folder: Path, commit: Commit, left: str
) -> None:
    commit(list_md=BROKEN)
    old = folder / "list.md"
    new = folder / ("list.md/README.md" if left == "folder" else "new.md")
    old.unlink()
    if left == "folder":
        old.mkdir()
    else:
        old.symlink_to("new.md")
    new.write_text(BROKEN, encoding="utf-8")
    result = run("check", ".", "--since", "HEAD")
    assert (result.status, "elsewhere" in result.out) == (0, True)


def test_standard_input_is_compared_with_the_file_it_stands_for(run: Run, commit: Commit) -> None:
    commit(README_md=CLEAN)
    given = ("check", "--since", "HEAD", "-", "--stdin-filename", "README.md")
    result = run(*given, stdin=BROKEN.encode())
    assert (result.status, "README.md:8" in result.out) == (1, True)
