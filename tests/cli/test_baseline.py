"""``curator baseline`` and ``check --baseline``: what is written, left out, dropped and refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import BROKEN, CLEAN, Run

NAME = "curator-baseline.json"
ERRORS = BROKEN + "- [Seven](#lost) - The seventh.\n"


@pytest.fixture
def lists(folder: Path) -> Path:
    """A repository with a readme and a folder of lists, all with mistakes."""
    write(folder / "README.md", ERRORS)
    (folder / "lists").mkdir()
    write(folder / "lists/more.md", BROKEN.replace("example.org", "example.com"))
    return folder


def write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def entries(path: Path) -> list[tuple[str, str]]:
    found = json.loads(path.read_text(encoding="utf-8"))["findings"]
    return [(each["path"], each["key"]) for each in found]


def test_a_baseline_is_written_and_left_out(lists: Path, run: Run) -> None:
    assert run("check").status == 1
    status, out, err = run("baseline")
    assert (status, err) == (0, "")
    assert out == (
        f"{NAME}: written, with 2 findings in 1 file\n"
        f"'curator check --baseline {NAME}' leaves them out, in the Action 'baseline: {NAME}'.\n"
    )
    assert entries(lists / NAME) == [
        ("README.md", "broken-anchor:#lost"),
        ("README.md", "broken-anchor:#nowhere"),
    ]
    status, out, err = run("check", "--baseline", NAME)
    assert (status, err) == (0, "")
    summary = json.loads(run("check", "--baseline", NAME, "--format", "json").out)
    assert summary["findings"] == []


def test_what_is_new_is_found(lists: Path, run: Run) -> None:
    run("baseline")
    write(lists / "README.md", ERRORS + "- [Eight](#new) - The eighth.\n")
    status, out, err = run("check", "--baseline", NAME)
    assert (status, err) == (1, "")
    assert "#new" in out
    assert "#lost" not in out


def test_a_baseline_only_shrinks(lists: Path, run: Run) -> None:
    run("baseline")
    write(lists / "README.md", BROKEN + "- [Eight](#new) - The eighth.\n")
    err = run("check", "--baseline", NAME).err
    assert f"notice: {NAME}:4: no longer occurs: broken-anchor in README.md (" in err
    assert "'curator baseline' drops it" in err
    status, out, err = run("baseline")
    assert (status, out) == (0, f"{NAME}: 1 finding dropped that no longer occurs, 1 stays\n")
    assert err == f"notice: {NAME}: 1 new finding is not in it; --add takes it in\n"
    assert entries(lists / NAME) == [("README.md", "broken-anchor:#nowhere")]
    assert run("baseline", "--add").out == f"{NAME}: 1 new finding added, 1 stays\n"
    before = (lists / NAME).stat().st_mtime_ns
    assert run("baseline").out == f"{NAME}: unchanged, 2 stay\n"
    assert (lists / NAME).stat().st_mtime_ns == before


def test_an_empty_baseline_can_go(lists: Path, run: Run) -> None:
    run("baseline")
    write(lists / "README.md", CLEAN)
    status, _, err = run("baseline")
    assert (status, err) == (0, f"hint: {NAME} has no findings, and can go\n")
    assert run("check", "--baseline", NAME)[::2] == (0, "")


def test_what_was_not_part_of_a_run_is_not_called_stale(lists: Path, run: Run) -> None:
    run("baseline", ".")
    assert len(entries(lists / NAME)) == 3
    for arguments in (
        ("README.md",),
        ("lists",),
        (".", "--select", "stale-toc"),
        (".", "--ignore", "broken-anchor"),
    ):
        assert run("check", "--baseline", NAME, *arguments)[::2] == (0, "")
        run("baseline", *arguments)
        assert len(entries(lists / NAME)) == 3


def test_what_a_folder_takes_for_no_list_is_not_called_stale(folder: Path, run: Run) -> None:
    write(folder / "small.md", "# Small\n\n- [One](https://example.org/1)\n\n\n\n## Empty\n")
    run("baseline", "small.md", "--preset", "strict")
    assert entries(folder / NAME)
    assert run("check", ".", "--preset", "strict", "--baseline", NAME)[::2] == (0, "")


def test_a_paper_listed_in_another_file_is_judged_with_that_file(folder: Path, run: Run) -> None:
    paper = "- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) - The paper.\n"
    write(folder / "README.md", CLEAN + paper)
    write(folder / "second.md", CLEAN.replace("example.org", "example.com") + paper)
    run("baseline", ".", "--select", "duplicate-paper")
    assert [path for path, _ in entries(folder / NAME)] == ["second.md"]
    status, _, err = run("check", "second.md", "--baseline", NAME, "--select", "duplicate-paper")
    assert (status, err) == (0, "")


def test_a_deleted_file_is_stale_in_a_whole_run(lists: Path, run: Run) -> None:
    run("baseline", ".")
    (lists / "lists/more.md").unlink()
    assert run("check", "README.md", "--baseline", NAME).err == ""
    assert (
        "no longer occurs: broken-anchor in lists/more.md" in run("check", "--baseline", NAME).err
    )
    run("baseline")
    assert {path for path, _ in entries(lists / NAME)} == {"README.md"}


def test_a_path_that_leads_to_another_machine_is_not_looked_for(lists: Path, run: Run) -> None:
    finding = {"rule": "broken-anchor", "key": "broken-anchor:#x", "message": ""}
    paths = ["//host/share/a.md", "\\\\host\\share\\a.md", "C:\\a.md", "/etc/none.md", "a\0b.md"]
    found = [{"path": path, **finding} for path in paths]
    write(lists / NAME, json.dumps({"version": 1, "findings": found}))
    status, _, err = run("check", "--baseline", NAME)
    assert status == 1
    assert err.count("no longer occurs") == 1  # the one that no system can have
    assert "\0" not in err


def test_paths_are_those_from_the_folder_of_the_file(
    lists: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (lists / "ci").mkdir()
    run("baseline", ".", "--output", "ci/base.json")
    assert {path for path, _ in entries(lists / "ci/base.json")} == {
        "../README.md",
        "../lists/more.md",
    }
    monkeypatch.chdir(lists / "lists")
    given = ("check", "..", "--baseline", "../ci/base.json")
    assert run(*given)[::2] == (0, "")
    whole = ("check", str(lists / "README.md"), "--baseline", str(lists / "ci/base.json"))
    assert run(*whole)[::2] == (0, "")


def test_standard_input_stands_for_its_file(lists: Path, run: Run) -> None:
    run("baseline")
    given = ("check", "-", "--baseline", NAME)
    assert run(*given, "--stdin-filename", "README.md", stdin=ERRORS.encode()).status == 0
    assert run(*given, stdin=ERRORS.encode()).status == 1


def test_what_lists_say_does_not_act_on_the_terminal(folder: Path, run: Run) -> None:
    write(folder / "README.md", CLEAN + "- [Six](#\u202e\x1b[31m::error::) - A line.\n")
    run("baseline")
    text = (folder / NAME).read_text(encoding="utf-8")
    assert text.isascii()
    write(folder / "README.md", CLEAN)
    err = run("check", "--baseline", NAME).err
    assert "no longer occurs" in err
    assert not {"\x1b", "\u202e"} & {*err}


@pytest.mark.skipif(shutil.which("git") is None, reason="no git here")
def test_a_change_is_judged_less_the_baseline(lists: Path, run: Run) -> None:
    (lists / ".git").rmdir()
    name = ("-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false")
    run("baseline", "README.md")
    for command in (("init", "-q"), ("add", "."), (*name, "commit", "-q", "-m", "Begin")):
        subprocess.run(["git", *command], cwd=lists, check=True)
    # A line with a finding of old is touched, and one is added.
    text = ERRORS.replace("The sixth.", "The sixth, in other words.")
    write(lists / "README.md", text + "- [Eight](#new) - The eighth.\n")
    given = ("check", "--since", "HEAD", "--format", "json")
    found = [each["key"] for each in json.loads(run(*given).out)["findings"]]
    assert found == ["broken-anchor:#nowhere", "broken-anchor:#new"]
    # It is the baseline of before, whether one lies here or not.
    for _ in range(2):
        status, out, err = run(*given, "--baseline", NAME)
        assert (status, err) == (1, "")
        assert [each["key"] for each in json.loads(out)["findings"]] == ["broken-anchor:#new"]
        (lists / NAME).unlink(missing_ok=True)


# ------------------------------------------------------------------------- refusals


def refused(run: Run, *arguments: str) -> str:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    return err


def test_a_baseline_that_is_not_there_is_an_error(lists: Path, run: Run) -> None:
    err = refused(run, "check", "--baseline", NAME)
    assert err == f"error: --baseline: {NAME}: no such file; 'curator baseline' writes one\n"


@pytest.mark.parametrize("text", ["", "# A list\n", '{"version": 2}', '{"a": "\x1b[31m"}'])
def test_what_is_no_baseline_is_neither_read_nor_written_over(
    lists: Path, run: Run, text: str
) -> None:
    write(lists / NAME, text)
    for command in (("check", "--baseline", NAME), ("baseline",)):
        err = refused(run, *command)
        assert f"{NAME}: " in err
        assert "\x1b" not in err
    assert (lists / NAME).read_bytes() == text.encode()


def test_a_merge_that_is_not_finished_is_told_with_its_line(lists: Path, run: Run) -> None:
    run("baseline")
    text = (lists / NAME).read_text(encoding="utf-8")
    write(lists / NAME, text.replace("    {", "<<<<<<< HEAD\n    {", 1))
    assert f"{NAME}: line 4: a merge is not finished here" in refused(run, "baseline")


def test_an_input_is_not_written_over(lists: Path, run: Run) -> None:
    write(lists / "README.md", '{"version": 1, "findings": []}')
    assert "is one of the files of this run" in refused(run, "baseline", "--output", "README.md")


def test_a_report_does_not_take_the_place_of_the_baseline(lists: Path, run: Run) -> None:
    run("baseline")
    err = refused(run, "check", "--baseline", NAME, "--output", f"json=./{NAME}")
    assert "is the baseline of this run" in err
    assert entries(lists / NAME)


def test_a_folder_is_no_baseline(lists: Path, run: Run) -> None:
    assert "not a regular file" in refused(run, "check", "--baseline", "lists")
    assert "empty path" in refused(run, "baseline", "--output", "")


def test_a_folder_that_is_not_there_is_told(lists: Path, run: Run) -> None:
    assert "cannot be written" in refused(run, "baseline", "--output", "none/base.json")


def test_links_lead_nowhere_else(
    lists: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "base.json"
    try:
        (lists / NAME).symlink_to(outside)
        (lists / "git.json").symlink_to(lists / ".git" / "base.json")
    except OSError:
        pytest.skip("no symbolic links here")
    assert "outside of the repository" in refused(run, "baseline", "--output", "git.json")
    for there in (False, True):
        if there:
            write(outside, '{"version": 1, "findings": []}')
        for command in (("check", "--baseline", NAME), ("baseline",)):
            assert "a link to a file outside of the repository" in refused(run, *command)
    (lists / NAME).unlink()
    (lists / NAME).symlink_to("lists/base.json")
    assert run("baseline").status == 0
    assert (lists / NAME).is_symlink()
    assert (lists / "lists/base.json").is_file()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(lists: Path, run: Run) -> None:
    os.mkfifo(lists / NAME)
    assert "not a regular file" in refused(run, "check", "--baseline", NAME)


def test_nothing_is_written_if_a_file_cannot_be_read(lists: Path, run: Run) -> None:
    (lists / "lists/bad.md").write_bytes(b"\xff")
    status, out, err = run("baseline", ".")
    assert (status, out) == (2, "")
    assert f"error: {NAME}: not written, for not every file could be read" in err
    assert not (lists / NAME).exists()


def test_a_diff_is_not_for_baselines(lists: Path, run: Run) -> None:
    status, _, err = run("check", "--diff", "--baseline", NAME)
    assert status == 2
    assert "--diff" in err
