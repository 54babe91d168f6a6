"""Nothing that the user has is lost, and nothing that a list holds reaches a terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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
    assert b"no log of curator" in done.stderr
    assert list_file.read_text(encoding="utf-8") == LIST


def test_a_debug_log_replaces_an_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    for _ in range(2):
        done = curator("check", "README.md", "--debug-log", "run.log", cwd=tmp_path)
        assert done.returncode == 0
    assert (tmp_path / "run.log").read_text(encoding="utf-8").count("arguments") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_debug_log_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    done = curator("check", "README.md", "--debug-log", "/dev/full", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: --debug-log:")
    assert b"Traceback" not in done.stderr


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
