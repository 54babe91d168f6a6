"""Nothing that the user has is lost, and nothing that a list holds reaches a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import BROKEN, CLEAN, Run

LIST = "# L\n\n- [a](https://a.b)\n"


def curator(*arguments: str, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "curator", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_a_debug_log_replaces_no_list(tmp_path: Path) -> None:
    list_file = tmp_path / "README.md"
    list_file.write_text(LIST, encoding="utf-8")
    done = curator("check", "README.md", "--debug-log", "README.md", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == b"error: --debug-log: README.md is one of the files of this run\n"
    assert list_file.read_text(encoding="utf-8") == LIST


def test_a_debug_log_replaces_an_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    for _ in range(2):
        done = curator("check", "README.md", "--debug-log", "run.log", cwd=tmp_path)
        assert done.returncode == 0
    assert (tmp_path / "run.log").read_text(encoding="utf-8").count("arguments") == 1


@pytest.mark.parametrize("text", ["", "    0.001 curator 0.1.0, my list\n"])
@pytest.mark.parametrize("given", ["list.md", "."])
def test_a_debug_log_is_no_list_of_the_run(folder: Path, run: Run, text: str, given: str) -> None:
    (folder / "list.md").write_text(text, encoding="utf-8")
    status, out, err = run("check", given, "--debug-log", "./list.md")
    assert (status, out) == (2, "")
    assert err == "error: --debug-log: ./list.md is one of the files of this run\n"
    assert (folder / "list.md").read_text(encoding="utf-8") == text


def test_no_link_leads_a_debug_log_out_of_the_repository(
    folder: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "profile"
    try:
        (folder / "run.log").symlink_to(outside)
    except OSError:
        pytest.skip("no symbolic links here")
    (folder / ".git").mkdir(exist_ok=True)
    (folder / "list.md").write_text(CLEAN, encoding="utf-8")
    status, out, err = run("check", "list.md", "--debug-log", "run.log")
    assert (status, out) == (2, "")
    assert err == "error: --debug-log: run.log: a link leads out of the repository\n"
    assert not outside.exists()


def test_a_debug_log_is_no_list_that_was_made_by_its_own_name(folder: Path, run: Run) -> None:
    (folder / "list.md").write_text(CLEAN, encoding="utf-8")
    assert run("check", ".", "--debug-log", "log.md").out == "Nothing found in 1 file.\n"


@pytest.mark.parametrize("arguments", [("--select", "no-such-rule"), ("--stdin-filename", "x.md")])
def test_a_debug_log_tells_of_a_run_that_read_nothing(
    folder: Path, run: Run, arguments: tuple[str, ...]
) -> None:
    (folder / "list.txt").write_text(CLEAN, encoding="utf-8")
    status, _, err = run("check", "list.txt", *arguments, "--debug-log", "run.log")
    assert (status, err.count("\n")) == (2, 1)
    assert "arguments" in (folder / "run.log").read_text(encoding="utf-8")
    status, _, err = run("check", "list.txt", *arguments, "--debug-log", "list.txt")
    assert (status, err.count("\n")) == (2, 2)
    assert "error: --debug-log: list.txt is there already and no log of curator" in err
    assert (folder / "list.txt").read_text(encoding="utf-8") == CLEAN


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_debug_log_that_cannot_be_written_is_one_line(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "README.md").write_text(LIST, encoding="utf-8")
    said = "error: --debug-log: /dev/full: no space left on device\n"
    assert run("check", "README.md", "--debug-log", "/dev/full") == (2, "", said)

    def fail(*_: object) -> None:
        raise KeyError("mine")

    monkeypatch.setattr("curator.cli.inputs.find_inputs", fail)
    status, out, err = run("check", "README.md", "--debug-log", "/dev/full")
    assert (status, out) == (2, "")
    assert "internal error: KeyError: 'mine'" in err
    assert said in err
    assert "Traceback" not in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_disk_that_is_full_is_no_crash_of_the_process(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    done = curator("check", "README.md", "--debug-log", "/dev/full", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == b"error: --debug-log: /dev/full: no space left on device\n"


@pytest.mark.parametrize("spelling", ["README.md", "./README.md", "hard.md"])
@pytest.mark.parametrize("limit", ["5", "2MB"])
def test_a_report_replaces_no_list_be_it_refused(tmp_path: Path, spelling: str, limit: str) -> None:
    list_file = tmp_path / "README.md"
    list_file.write_text(LIST, encoding="utf-8")
    try:
        os.link(list_file, tmp_path / "hard.md")
    except OSError:
        pytest.skip("no hard links here")
    output = f"text={spelling}"
    options = ["--max-file-size", limit, "--output", output]
    done = curator("check", "README.md", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert list_file.read_text(encoding="utf-8") == LIST


def test_a_report_that_may_not_be_written_is_refused_before_others_are(
    folder: Path, run: Run
) -> None:
    (folder / "list.md").write_text(BROKEN, encoding="utf-8")
    outputs = ("--output", "json=out.json", "--output", "text=list.md")
    status, out, err = run("check", "list.md", *outputs)
    assert (status, out) == (2, "")
    assert err == "error: --output: list.md is one of the files of this run\n"
    assert not (folder / "out.json").exists()


def test_a_report_does_not_replace_what_standard_input_stands_for(folder: Path, run: Run) -> None:
    (folder / "list.md").write_text(BROKEN, encoding="utf-8")
    for option in (("--output", "text=list.md"), ("--debug-log", "list.md")):
        named = ("check", "-", "--stdin-filename", "./list.md", *option)
        status, _, err = run(*named, stdin=CLEAN.encode())
        assert status == 2
        assert err == f"error: {option[0]}: list.md is one of the files of this run\n"
    assert (folder / "list.md").read_text(encoding="utf-8") == BROKEN


def test_a_report_does_not_replace_the_file_that_is_standard_input(tmp_path: Path) -> None:
    list_file = tmp_path / "list.md"
    list_file.write_text(BROKEN, encoding="utf-8")
    with list_file.open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-m", "curator", "check", "-", "--output", "text=list.md"],
            cwd=tmp_path,
            stdin=file,
            capture_output=True,
            check=False,
        )
    assert done.returncode == 2
    assert list_file.read_text(encoding="utf-8") == BROKEN


def test_up_from_a_link_is_up_from_its_target(tmp_path: Path) -> None:
    (tmp_path / "real" / "sub").mkdir(parents=True)
    (tmp_path / "real" / "a.md").write_text("# Real\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("# Wrong\n", encoding="utf-8")
    try:
        (tmp_path / "link").symlink_to(tmp_path / "real" / "sub", target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")
    if os.name == "nt":
        pytest.skip("Windows takes .. away before it follows links")
    done = curator("tree", "--format", "json", "link/../a.md", cwd=tmp_path)
    assert json.loads(done.stdout)["documents"][0]["title"] == "Real"


@pytest.mark.skipif(os.name == "nt", reason="Windows takes .. away before it follows links")
def test_links_after_the_last_way_up_are_left_as_they_are(folder: Path, run: Run) -> None:
    (folder / "real" / "sub").mkdir(parents=True)
    (folder / "real" / "a.md").write_text(CLEAN + "- [Six](b.md#nowhere)\n", encoding="utf-8")
    (folder / "real" / "b.md").write_text("# B\n", encoding="utf-8")
    (folder / "shown").symlink_to(folder / "real", target_is_directory=True)
    (folder / "here").mkdir()
    # Nothing is known of what lies behind a link.
    assert run("check", "shown/a.md").status == 0
    assert run("check", "here/../shown/a.md").status == 0
    assert run("check", "shown/sub/../a.md").status == 1
    assert run("check", "real/a.md").status == 1
    assert run("check", "missing/../real/a.md").err == (
        "error: missing/../real/a.md: no such file or folder\n"
    )


def test_json_holds_nothing_that_acts_on_a_terminal(tmp_path: Path) -> None:
    text = "# t\x9b31m\x7f\n\n- [a\u202e\U000e0041](https://e.org)\n"
    (tmp_path / "c.md").write_text(text, encoding="utf-8")
    done = curator("tree", "--format", "json", "c.md", cwd=tmp_path)
    shown = done.stdout.decode()
    assert not set("\x9b\x7f\u202e\U000e0041") & set(shown)
    document = json.loads(shown)["documents"][0]
    assert document["title"] == "t\x9b31m\x7f"
    assert document["links"][0]["text"] == "a\u202e\U000e0041"


def test_standard_input_over_the_limit_does_not_pretend_to_know_its_size(tmp_path: Path) -> None:
    done = curator("check", "-", "--max-file-size", "10", cwd=tmp_path, stdin=b"x" * 100)
    assert done.returncode == 2
    assert b"more than the limit of 10 bytes" in done.stderr


def test_nothing_is_called_right_that_could_not_be_read(tmp_path: Path) -> None:
    done = curator("check", "missing.md", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
