"""Streams, signals, colours and hostile text: what a terminal, a pipe or a runner is sent."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from wcwidth import wcswidth

from curator.cli.app import app
from curator.cli.console import is_width_known, on_terminal, open_console, use_colour
from tests.cli.conftest import BROKEN, CLEAN, Run, finish, start

posix_only = pytest.mark.skipif(os.name == "nt", reason="signals and devices of POSIX")

WIDE = BROKEN + "".join(
    f"\n## 分节 {n} 🚀 и ещё одна\n\n- [x{n}](https://e.org/{n})\n" for n in range(9)
)


def test_pipes_get_utf8_whatever_the_code_page(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="cp1252") for _ in range(2))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    console = open_console()
    console.write(["日本 ✓"])
    console.error("日本")
    assert console.unicode
    assert out.buffer.getvalue().decode("utf-8") == f"日本 ✓{os.linesep}"
    assert err.buffer.getvalue().decode("utf-8") == f"error: 日本{os.linesep}"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_encoding_that_is_asked_for_is_kept(folder: Path, encoding: str) -> None:
    (folder / "list.md").write_text(WIDE, encoding="utf-8")
    tree = finish(start("tree", "list.md", PYTHONIOENCODING=encoding))
    assert (tree.status, tree.err) == (0, "")
    assert "|- " in tree.out
    assert "\\u5206" in tree.out
    data = finish(start("tree", "list.md", "--format", "json", PYTHONIOENCODING=encoding))
    assert json.loads(data.out)["documents"][0]["headings"][1]["text"] == "分节 0 🚀 и ещё одна"


@pytest.mark.parametrize("columns", ["20", "40", "59", "60", "80"])
def test_a_tree_fits_a_narrow_terminal(folder: Path, run: Run, columns: str) -> None:
    (folder / "list.md").write_text(WIDE, encoding="utf-8")
    os.environ["COLUMNS"] = columns
    try:
        lines = run("tree", "list.md", "--entries").out.split("\n")
        shown = run("check", "list.md").out.split("\n")
    finally:
        del os.environ["COLUMNS"]
    assert max(wcswidth(line) for line in lines) <= max(int(columns), 34)
    copied = {"curator: ignore", "'curator rule"}  # what is to be copied stays whole
    assert all(
        wcswidth(line) <= max(int(columns), 28)
        for line in shown
        if not any(piece in line for piece in copied)
    )


def test_messages_are_wrapped_only_where_somebody_looks_at_them(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "list.md").write_text(BROKEN, encoding="utf-8")
    piped = run("check", "list.md").out
    assert not is_width_known({})
    monkeypatch.setenv("COLUMNS", "40")
    assert is_width_known(os.environ)
    narrow = run("check", "list.md").out
    assert len(narrow.split("\n")) > len(piped.split("\n"))
    assert "".join(narrow.split()) == "".join(piped.split())


@posix_only
def test_a_reader_that_goes_away_ends_the_run_quietly(folder: Path) -> None:
    text = CLEAN + "".join(f"\n## Section {n}\n\n- [x](https://e.org/{n})\n" for n in range(5000))
    (folder / "list.md").write_text(text, encoding="utf-8")
    with start("tree", "list.md") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"list.md")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@posix_only
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, -15)])
def test_signals_end_the_run_quietly(folder: Path, number: int, status: int) -> None:
    log = folder / "log.txt"
    with start("check", "-", "--debug-log", "log.txt") as process:
        deadline = time.monotonic() + 30
        while not (log.exists() and "arguments" in log.read_text("utf-8")):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(number)
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(60) == status


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_output_that_cannot_be_written_is_an_error(folder: Path) -> None:
    (folder / "list.md").write_text(CLEAN, encoding="utf-8")
    for arguments in (["check", "list.md"], ["tree", "list.md", "--format", "json"]):
        command = [sys.executable, "-m", "curator", *arguments]
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 2
        assert re.fullmatch(rb"error: standard output: no space left on device\n", done.stderr)


@posix_only
def test_streams_that_are_closed_are_no_crash(folder: Path) -> None:
    (folder / "list.md").write_text(BROKEN, encoding="utf-8")
    for closed in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
        command = f'"{sys.executable}" -m curator check list.md {closed}'
        done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (1, b"")
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m curator check - <&-'], capture_output=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: <stdin>: ")


@pytest.mark.parametrize(
    ("option", "environment", "coloured"),
    [
        ("auto", {}, False),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "0"}, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("auto", {"NO_COLOR": ""}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_is_a_matter_of_option_environment_and_terminal(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, option: str,
    environment: dict[str, str], coloured: bool,
) -> None:  # fmt: skip
    (folder / "list.md").write_text(BROKEN, encoding="utf-8")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for command in ("check", "tree"):
        assert ("\x1b[" in run(command, "list.md", "--color", option).out) == coloured
    plain = re.sub(r"\x1b\[[\d;]*m", "", run("check", "list.md", "--color", option).out)
    assert plain == run("check", "list.md", "--color", "never").out


def test_terminals_are_painted_unless_they_are_dumb(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert not on_terminal()
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert on_terminal()
    assert is_width_known({})
    assert use_colour("auto", {"TERM": "xterm"})
    assert not use_colour("auto", {"TERM": "dumb"})
    assert not use_colour("auto", {"TERM": "xterm", "NO_COLOR": "1"})


HOSTILE = """\
# \x1b]0;owned\x07 ::error::title \u202e##[error]

- [::error::One \x1b[31m red \x9b31m](https://example.org/\x1b[2J) - \u2066Hidden ##[group].
- [Two \u202eowt](#no\u202ewhere\x1b[31m) - ##[error]Here.
- [Three](#::error::x) ::warning::y
- Four \x1b[31m ##[x] \u202e text <!-- curator: ignore mojibake, mismatched-link-text -->
::error::lazy
"""


@pytest.mark.parametrize("actions", ["true", ""])
def test_hostile_text_reaches_nobody(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, actions: str
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", actions)
    name = "list.md" if os.name == "nt" else "a\n::error::b\x1b[31m##[error]\u202e.md"
    (folder / name).write_text(HOSTILE, encoding="utf-8", newline="")
    missing = "::error::gone\x1b[31m"
    for arguments in (
        ("check", name, missing, "--show", "info", "--preset", "strict"),
        ("check", name, "--format", "json"),
        ("tree", name, "--entries"),
        ("tree", name, "--format", "json"),
    ):
        _, out, err = run(*arguments)
        assert out
        if "strict" in arguments:
            assert "Take out the suppression" in out  # with the line as it would be then
        for line in re.split(r"[\r\n]", out + err):
            assert not re.search("[\x00-\x1f\x7f-\x9f\u202e\u2066\ud800-\udfff]", line)
            if actions:
                assert not line.lstrip().startswith("::")
                assert "##[" not in line
        if "json" in arguments:
            document = json.loads(out)
            if arguments[0] == "tree":
                assert (
                    document["documents"][0]["headings"][0]["text"]
                    == HOSTILE[2 : HOSTILE.index("\n")]
                )


@posix_only
def test_file_names_that_are_not_utf8_are_printed_somehow(folder: Path, run: Run) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    try:
        (folder / name).write_text(BROKEN, encoding="utf-8")
    except OSError:
        pytest.skip("this disk takes UTF-8 names only")
    assert run("check", name).out.startswith("caf\\u{dce9}.md:8:")
    assert json.loads(run("check", name, "--format", "json").out)["findings"][0]["path"] == (
        "caf\ufffd.md"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "--formt", "json"), "--format"),
        (("check", "--format", "xml"), "'text'"),
        (("chek",), "'chek'. Did you mean 'check'?"),
        (("nothing",), "'nothing'."),
        (("check", "--fail-on"), "--fail-on"),
    ],
)
def test_a_mistaken_command_line_is_one_line_and_a_hint(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    status, out, err = run(*arguments)
    first, hint, end = err.split("\n")
    assert (status, out, end) == (2, "", "")
    assert first.startswith("error: ")
    assert said in first
    assert hint.startswith("hint: 'curator")
    assert "--help' lists" in hint


@pytest.mark.parametrize("option", ["--exclude", "--formt", "--jobs"])
def test_the_hint_names_the_command(run: Run, option: str) -> None:
    assert run("fix", option).err.endswith("\nhint: 'curator fix --help' lists what can be given\n")


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    status, out, err = run()
    assert (status, err) == (2, "")
    assert out.startswith("Usage: curator")
    assert run("--help").out == out
    assert run("--help").status == 0


def test_the_quick_answer_to_version_is_that_of_click(run: Run) -> None:
    quick = finish(start("--version"))
    assert quick == run("--version")
    assert quick.status == 0


def test_the_installed_script_is_the_module() -> None:
    folder = Path(sys.executable).parent
    script = next((p for p in (folder / "curator", folder / "curator.exe") if p.exists()), None)
    if script is None:
        pytest.skip("the command is not installed beside this Python")
    done = subprocess.run([script, "--help"], capture_output=True, check=True)
    assert done.stdout.decode().replace("\r\n", "\n") == finish(start("--help")).out


def test_the_list_of_commands_is_whole_on_a_narrow_terminal() -> None:
    assert "..." not in app.get_help(click.Context(app, terminal_width=80)).partition("\n")[2]


def test_every_option_says_what_it_does_in_one_place_of_the_help() -> None:
    for name in app.list_commands(click.Context(app)):
        command = app.get_command(click.Context(app), name)
        assert command is not None
        assert command.help
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help
                assert option.help.endswith(".")
        context = click.Context(command, help_option_names=["-h", "--help"])
        listed = re.findall(r"^  (?:-h, )?(--[a-z-]+)", command.get_help(context), re.MULTILINE)
        flags = [each.opts[-1] for each in command.get_params(context) if each.opts[0][0] == "-"]
        assert sorted(listed) == sorted(flags)
