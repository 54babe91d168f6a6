"""What is compared with what: work trees, revisions that are not there, files that are no text."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from curator.cli.start import run
from curator.workspace.revisions import merge_base
from tests.since.conftest import Ask, Story
from tests.since.pull import (
    BAD_PALM,
    BROUGHT,
    FORK,
    OLD,
    OLD_FINDINGS,
    README,
    SECOND,
    TIP,
    Found,
)
from tests.since.trees import (
    Commit,
    File,
    Tree,
    after,
    folder_tree,
    git,
    shas,
    start_repository,
    write_commits,
)

ALL = OLD_FINDINGS + BROUGHT
"""What is wrong with the files of ``main`` at its end."""

BAD = Found(README, 21, "malformed-link")


def add(folder: Path, path: str, mark: str, line: str) -> None:
    """Put ``line`` below the line of a file on this disk that has ``mark`` in it."""
    tree: Tree = {path: File((folder / path).read_bytes())}
    after(path, mark, line)(tree)
    (folder / path).write_bytes(tree[path].data)


# --------------------------------------------------------------------- what is not committed


@pytest.mark.parametrize("since", ["HEAD", "auto"])
@pytest.mark.parametrize("staged", [False, True], ids=["unstaged", "staged"])
def test_changes_that_are_not_committed(copied: Story, ask: Ask, since: str, staged: bool) -> None:
    copied.checkout("refs/heads/main")
    add(copied.folder, README, "[LLaMA]", BAD_PALM)
    new = "# New\n\n- [A](htps://example.org/a) - One.\n"
    (copied.folder / "lists/new.md").write_text(new, encoding="utf-8")
    if staged:
        git(copied.folder, "add", "--all")
    answer = ask("--since", since)
    assert answer.findings == (BAD, Found("lists/new.md", 3, "malformed-link"))
    assert (answer.status, answer.elsewhere) == (1, ALL)


def test_changes_on_top_of_a_branch(copied: Story, ask: Ask) -> None:
    copied.checkout("refs/heads/bad-entries")
    add(copied.folder, OLD, "[word2vec]", "- [fastText](htps://arxiv.org/abs/1607.04606) - It.")
    answer = ask("--since", "main")
    assert answer.findings == (
        BAD,
        Found(OLD, 7, "malformed-link"),
        Found(SECOND, 27, "malformed-arxiv-id"),
    )
    assert answer.elsewhere == OLD_FINDINGS
    answer = ask("--since", "HEAD")
    assert answer.findings == (Found(OLD, 7, "malformed-link"),)
    assert answer.elsewhere == OLD_FINDINGS + 2


def test_a_change_taken_back_on_disk_is_none(copied: Story, ask: Ask) -> None:
    copied.checkout("refs/heads/bad-entries")
    for path in (README, SECOND):
        data = git(copied.folder, "show", f"main~{TIP - FORK}:{path}")
        (copied.folder / path).write_bytes(data)
    answer = ask("--since", "main")
    assert (answer.status, answer.findings, answer.elsewhere) == (0, (), OLD_FINDINGS)


def test_a_file_removed_on_disk_only(copied: Story, ask: Ask) -> None:
    """Git still has it in its index, and a commit would too: the link to it is no mistake yet."""
    copied.checkout("refs/heads/main")
    (copied.folder / OLD).unlink()
    answer = ask("--since", "HEAD")
    # Two were in it: what is wrong with it by itself, and what it repeats.
    assert (answer.status, answer.findings, answer.elsewhere) == (0, (), ALL - 2)


def test_a_revision_is_read_whatever_lies_here(copied: Story, ask: Ask) -> None:
    copied.checkout("refs/heads/main")
    add(copied.folder, OLD, "[word2vec]", "- [fastText](htps://arxiv.org/abs/1607.04606) - It.")
    (copied.folder / README).unlink()
    (copied.folder / SECOND).write_bytes(b"\xff\0")
    answer = ask("--since", "main", "--rev", "bad-entries")
    assert answer.findings == (BAD, Found(SECOND, 27, "malformed-arxiv-id"))
    assert (answer.status, answer.elsewhere) == (1, OLD_FINDINGS)


# -------------------------------------------------------------------- some of the files only


def test_only_the_files_that_are_named(story: Story, ask: Ask) -> None:
    story.checkout("refs/heads/bad-entries")
    answer = ask("--since", "main", paths=("lists",))
    assert answer.findings == (Found(SECOND, 27, "malformed-arxiv-id"),)
    assert answer.elsewhere == 3
    answer = ask("--since", "main", paths=(README,))
    assert answer.findings == (BAD,)
    assert answer.elsewhere == 5


def test_from_a_folder_below_the_root(
    story: Story, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.checkout("refs/heads/bad-entries")
    monkeypatch.chdir(story.folder / "lists")
    assert ask("--since", "main").findings == (Found("second.md", 27, "malformed-arxiv-id"),)
    answer = ask("--since", "main", paths=("..",))
    assert [found[1:] for found in answer.findings] == [BAD[1:], (27, "malformed-arxiv-id")]
    assert answer.elsewhere == OLD_FINDINGS
    story.checkout("refs/heads/main")
    answer = ask("--since", "main", "--rev", "bad-entries")
    assert answer.findings == (Found("second.md", 27, "malformed-arxiv-id"),)


def test_from_another_work_tree(
    copied: Story, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied.checkout("refs/heads/main")
    tree = tmp_path / "tree"
    git(copied.folder, "worktree", "add", "--quiet", "--detach", str(tree), "bad-entries")
    monkeypatch.chdir(tree)
    answer = ask("--since", "main")
    assert answer.findings == (BAD, Found(SECOND, 27, "malformed-arxiv-id"))
    assert answer.elsewhere == OLD_FINDINGS


def test_a_repository_without_a_work_tree(
    story: Story, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(story.folder), "bare.git")
    monkeypatch.chdir(tmp_path / "bare.git")
    answer = ask("--since", "main", "--rev", "bad-entries")
    assert answer.findings == (BAD, Found(SECOND, 27, "malformed-arxiv-id"))
    assert answer.elsewhere == OLD_FINDINGS


def test_commits_that_stand_for_others_do_not_count(copied: Story, ask: Ask) -> None:
    """A repository may have references that put one object in the place of another."""
    copied.checkout("refs/heads/bad-entries")
    head = copied.refs["refs/heads/bad-entries"]
    git(copied.folder, "replace", f"main~{TIP - FORK}", head)
    answer = ask("--since", "main")
    assert answer.findings == (BAD, Found(SECOND, 27, "malformed-arxiv-id"))


def test_branches_that_were_merged_into_one_another(tmp_path: Path) -> None:
    """What only the other one brought is no part of the change, as it would be to git diff."""
    folder = tmp_path / "merged"
    start_repository(folder)
    tree = git(folder, "mktree").decode().strip()

    def commit(name: str, *parents: str) -> str:
        given = [word for parent in parents for word in ("-p", parent)]
        return git(folder, "commit-tree", tree, *given, "-m", name).decode().strip()

    start = commit("start")
    one, other = commit("one", start), commit("other", start)
    ones, others = commit("merge", one, other), commit("merge", other, one)
    assert merge_base(folder, ones, commit("more", others)) == one
    assert merge_base(folder, others, commit("more", ones)) == other


def test_a_revision_without_a_change_to_compare_it_with(story: Story, ask: Ask) -> None:
    story.checkout("refs/heads/docs-only")
    answer = ask("--rev", "main")
    assert (len(answer.findings), answer.elsewhere) == (ALL, 0)


# ------------------------------------------------------------------------- revisions missing


@pytest.mark.parametrize(
    "ref", ["nowhere", "--output=canary", "-h", "main:README.md", "HEAD^9", "main..HEAD", "", " "]
)
def test_a_revision_that_is_none(story: Story, ask: Ask, ref: str) -> None:
    story.checkout("refs/heads/main")
    answer = ask(f"--since={ref}")
    assert (answer.status, answer.findings) == (2, ())
    assert answer.err.startswith("error: ") or "Error: " in answer.err
    assert not (story.folder / "canary").exists()


@pytest.mark.parametrize("ref", ["refs/heads/bad-entries~9", "--all", "main:lists"])
def test_a_revision_to_read_that_is_none(story: Story, ask: Ask, ref: str) -> None:
    story.checkout("refs/heads/main")
    answer = ask("--since", "main", f"--rev={ref}")
    assert (answer.status, answer.findings) == (2, ())


def test_before_the_first_commit_all_is_new(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_repository(tmp_path / "new")
    monkeypatch.chdir(tmp_path / "new")
    Path("README.md").write_text("# A\n\n- [B](htps://example.org) - C.\n", encoding="utf-8")
    answer = ask("--since", "HEAD")
    assert answer.findings == (Found(README, 3, "malformed-link"),)
    assert (answer.status, answer.elsewhere) == (1, 0)


def test_outside_of_a_repository(tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("README.md").write_text("# A\n\n- [B](htps://example.org) - C.\n", encoding="utf-8")
    answer = ask("--since", "HEAD")
    assert answer.status == 2
    assert "repository" in answer.err


# ------------------------------------------------------------------------ what cannot be read

LATIN = """\
# Liste

- [\u00dcbung](htps://example.org/a) - Eins.
- [Zwei](https://example.org/b) - Zwei.
"""
LATIN_1 = LATIN.encode("latin-1")


@pytest.fixture
def legacy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Tree, Tree], None]:
    """Two commits, the first of which has files that nobody can read as text."""

    def make(before: Tree, later: Tree) -> None:
        whole = folder_tree(Path(__file__).with_name("main"))
        commits = [Commit("before", whole | before), Commit("later", whole | before | later, (0,))]
        folder = tmp_path / "legacy"
        start_repository(folder)
        write_commits(folder, commits, {"refs/heads/main": 0, "refs/heads/later": 1})
        Story(folder, shas(folder)).checkout("refs/heads/later")
        monkeypatch.chdir(folder)

    return make


@pytest.mark.parametrize("before", [LATIN_1, b"\0\1\2binary\0"], ids=["8859", "bin"])
def test_a_file_that_was_no_text_and_is_now(
    legacy: Callable[[Tree, Tree], None], ask: Ask, before: bytes
) -> None:
    """Nothing can be known of what was wrong with it before: all of it is new."""
    legacy({"lists/list.md": File(before)}, {"lists/list.md": File(LATIN.encode())})
    answer = ask("--since", "main")
    assert answer.findings == (Found("lists/list.md", 3, "malformed-link"),)
    assert (answer.status, answer.elsewhere) == (1, OLD_FINDINGS)
    assert not answer.report["summary"]["problems"]
    assert ask("--since", "main", "--rev", "later").findings == answer.findings


def test_a_file_that_is_no_text_any_more(legacy: Callable[[Tree, Tree], None], ask: Ask) -> None:
    """That is what the change did, and it is told."""
    legacy({"lists/list.md": File(LATIN.encode())}, {"lists/list.md": File(LATIN_1)})
    answer = ask("--since", "main")
    assert answer.status == 2
    assert "lists/list.md" in answer.err


def test_a_file_of_others_that_is_no_text(legacy: Callable[[Tree, Tree], None], ask: Ask) -> None:
    """Do not fail my pull request for somebody else's mistake."""
    clean = b"# Odds\n\n- [A](https://example.org/a) - One.\n"
    legacy({"lists/list.md": File(LATIN_1)}, {"lists/odds.md": File(clean)})
    answer = ask("--since", "main")
    assert (answer.status, answer.findings, answer.elsewhere) == (0, (), OLD_FINDINGS)
    assert "lists/list.md" in answer.err  # it is told, all the same


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no Unicode")
def test_a_file_whose_name_is_no_text(
    legacy: Callable[[Tree, Tree], None], ask: Ask, tmp_path: Path
) -> None:
    legacy({}, {"lists/odds.md": File(b"# Odds\n\n- [A](https://example.org/a) - One.\n")})
    odd = Path("lists/odd\udcff\udcfes.md")
    Path("lists/odds.md").rename(odd)
    with odd.open("ab") as file:
        file.write(b"- [B](htps://example.org/b) - Two.\n")
    git(tmp_path / "legacy", "add", "--all")
    git(tmp_path / "legacy", "commit", "--quiet", "--message", "odd")
    for arguments in (("--since", "main"), ("--since", "main", "--rev", "HEAD")):
        answer = ask(*arguments)
        assert [found[1:] for found in answer.findings] == [(4, "malformed-link")]
        assert (answer.status, answer.elsewhere) == (1, OLD_FINDINGS)


# ------------------------------------------------------------------------------------ mending


def test_only_what_the_change_touched_is_mended(
    copied: Story, capsys: pytest.CaptureFixture[str]
) -> None:
    copied.checkout("refs/heads/main")
    add(copied.folder, README, "[LLaMA]", "- [PaLM](https://arxiv.org/abs/2204.02311) - It is big")
    before = (copied.folder / README).read_text(encoding="utf-8")
    assert run(["fix", ".", "--since", "HEAD"]) in {0, 1}
    capsys.readouterr()
    mended = (copied.folder / README).read_text(encoding="utf-8")
    assert mended == before.replace("It is big\n", "It is big.\n")
    assert "low rank\n" in mended
    assert os.environ.get("GITHUB_ACTIONS") is None
