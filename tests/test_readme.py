"""The commands that README.md quotes are there, can be read, and work in a fresh checkout."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import click
import pytest

from curator.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _readme_command() -> ModuleType:
    """tools/readme_command.py, which is a script beside the package and not part of it."""
    spec = importlib.util.spec_from_file_location(
        "readme_command", ROOT / "tools" / "readme_command.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


COMMANDS: dict[str, str] = _readme_command().commands(README)


def test_both_commands_are_marked() -> None:
    assert list(COMMANDS) == ["check", "test"]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_one_line_that_a_shell_can_read(name: str) -> None:
    assert "\n" not in COMMANDS[name]
    bash = shutil.which("bash")
    if bash is None or os.name == "nt":
        pytest.skip("no bash")
    done = subprocess.run([bash, "-n", "-c", COMMANDS[name]], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_windows_gets_the_same_steps() -> None:
    (block,) = re.findall(r"```powershell\n(.*?)```", README, re.DOTALL)
    for line, command in zip(block.strip().split("\n"), COMMANDS.values(), strict=True):
        there = command.replace("/bin/", "\\Scripts\\").split(" && ")
        here = line.split("; ")
        assert [_arguments(step) for step in here] == [_arguments(step) for step in there]


def _arguments(step: str) -> str:
    """A step without the ways in which Windows starts Python and pip."""
    return re.sub(r"^(py|python3) |python -m (?=pip)", "", step)


def test_what_the_commands_name_exists() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = re.findall(r"--group ([\w-]+)", README)
    assert groups
    assert set(groups) <= set(project["dependency-groups"])
    assert COMMANDS["check"].endswith("/curator check lists")
    assert "curator" in project["project"]["scripts"]
    assert list((ROOT / "lists").glob("*.md"))


def _prose() -> str:
    """README.md without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", README, flags=re.DOTALL | re.MULTILINE)


def test_commands_and_options_that_the_prose_names_exist() -> None:
    context = click.Context(app)
    commands = {name: app.get_command(context, name) for name in app.list_commands(context)}
    named = set(re.findall(r"`curator ([a-z]+)", _prose()))
    assert named == set(commands), "every command is named, and no other"
    options = {
        option
        for command in commands.values()
        if command is not None
        for parameter in command.params
        for option in parameter.opts
    }
    assert set(re.findall(r"`(--[a-z-]+)", _prose())) <= options


def test_links_within_the_repository_lead_somewhere() -> None:
    prose = re.sub(r"`[^`\n]*`", "", _prose())
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", prose)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def _copy_of_the_checkout(to: Path) -> None:
    """What a fresh clone would hold, changes not yet committed included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode("utf-8").split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


@pytest.mark.nightly
@pytest.mark.skipif(os.name == "nt", reason="the marked commands are for a POSIX shell")
def test_the_commands_work_on_a_fresh_machine(tmp_path: Path) -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    _copy_of_the_checkout(tmp_path)
    shell = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for command in COMMANDS.values():
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=tmp_path,
            env=shell,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
