"""Shell completion: the scripts, and what curator answers to a shell that asks."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from curator.cli.app import app
from curator.diagnostic import PRESETS
from curator.rules import INDEX
from tests.cli.conftest import Run
from tests.cli.test_imports import NETWORK, SLOW, imported

SHELLS = ("bash", "zsh", "fish")
Ask = Callable[..., list[str]]


@pytest.fixture
def ask(run: Run, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """How the words, of which the last is not complete, may go on."""

    def call(*words: str) -> list[str]:
        monkeypatch.setenv("_CURATOR_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", shlex.join(["curator", *words[:-1]]) + f" {words[-1]}")
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        status, out, err = run()
        assert (status, err) == (0, "")
        return [line for line in out.split("\n") if line]

    return call


def plain(*values: str) -> list[str]:
    return [f"plain,{value}" for value in values]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_printed(run: Run, shell: str) -> None:
    status, out, err = run("completion", shell)
    assert (status, err) == (0, "")
    assert f"_CURATOR_COMPLETE={shell}_complete" in out
    assert "%(" not in out


def test_an_unknown_shell_is_an_error(run: Run) -> None:
    status, out, err = run("completion", "tcsh")
    assert (status, out) == (2, "")
    assert "'bash', 'zsh', 'fish'" in err


def test_commands_and_options(ask: Ask) -> None:
    names = app.list_commands(click.Context(app))
    assert ask("") == plain(*names)
    assert ask("ch") == plain("check")
    assert set(plain("--select", "--ignore", "--preset")) <= set(ask("check", "--"))
    assert ask("check", "--sel") == plain("--select")


def test_choices(ask: Ask) -> None:
    assert ask("check", "--preset", "") == plain(*PRESETS)
    assert ask("check", "--preset", "awesome-") == plain("awesome-lint")
    assert ask("rule", "--preset", "pap") == plain("papers")
    assert ask("completion", "") == plain(*SHELLS)
    assert ask("check", "--color", "a") == plain("auto", "always")


def test_rules(ask: Ask) -> None:
    assert ask("rule", "") == plain(*INDEX)
    assert ask("rule", "moji") == plain("mojibake")
    assert ask("rule", "mojibake", "broken-a") == plain("broken-anchor")
    for option in ("--select", "--ignore"):
        assert ask("check", option, "") == plain(*INDEX)
        assert ask("check", option, "broken-a") == plain("broken-anchor")
        assert ask("check", option, "no-such") == []


def test_rules_after_a_comma_and_none_of_them_twice(ask: Ask) -> None:
    assert ask("check", "--select", "mojibake,broken-a") == plain("mojibake,broken-anchor")
    others = [f"mojibake,{name}" for name in INDEX if name != "mojibake"]
    assert ask("check", "--select", "mojibake,") == plain(*others)
    assert ask("check", "--select=mojibake,broken-a") == plain("mojibake,broken-anchor")


def test_formats_of_outputs(ask: Ask) -> None:
    assert {"plain,json=", "plain,text="} <= set(ask("check", "--output", ""))
    assert ask("check", "--output", "js") == plain("json=")


def test_paths_are_left_to_the_shell(ask: Ask) -> None:
    for command in ("check", "tree"):
        assert ask(command, "REA") == ["file,REA"]
        assert ask(command, "a.md", "") == ["file,"]
        assert ask(command, "--stdin-filename", "REA") == ["file,REA"]
    assert ask("rule", "--debug-log", "x") == ["file,x"]


def test_other_shells_are_told_what_a_rule_finds(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMP_WORDS", "curator rule broken-anch")
    monkeypatch.setenv("COMP_CWORD", "2")
    summary = INDEX["broken-anchor"].summary
    monkeypatch.setenv("_CURATOR_COMPLETE", "zsh_complete")
    assert run().out == f"plain\nbroken-anchor\n{summary}\n"
    monkeypatch.setenv("_CURATOR_COMPLETE", "fish_complete")
    monkeypatch.setenv("COMP_CWORD", "broken-anch")
    assert summary in run().out


def test_an_answer_imports_neither_rules_nor_more_than_it_needs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_CURATOR_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_CWORD", "3")
    monkeypatch.setenv("COMP_WORDS", "curator check --select mo")
    modules = imported()
    assert not modules & (NETWORK | SLOW)
    rules = {name for name in modules if name.startswith("curator.rules.")}
    assert rules == {"curator.rules._index"}
    monkeypatch.setenv("COMP_CWORD", "2")
    monkeypatch.setenv("COMP_WORDS", "curator rule mo")
    modules = imported()
    assert not modules & (NETWORK | SLOW | {"curator.document", "mistune"})


def _shell(name: str) -> str:
    found = shutil.which(name)
    if found is None or os.name == "nt":
        pytest.skip(f"no {name} here")
    return found


def _with_curator(folder: Path) -> dict[str, str]:
    """An environment in which ``curator`` is this one."""
    script = folder / "bin" / "curator"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m curator "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return {**os.environ, "PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}"}


def _say(command: list[str], environment: dict[str, str]) -> list[str]:
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        (("rule", "moji"), ["mojibake"]),
        (("check", "--select", "mojibake,broken-a"), ["mojibake,broken-anchor"]),
        (("check", "--output", "js"), ["json="]),
    ],
)
def test_in_bash(folder: Path, words: tuple[str, ...], answers: list[str]) -> None:
    program = f"""
        (( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404 )) || exit 0
        eval "$(curator completion bash)"
        COMP_WORDS=(curator {shlex.join(words)}) COMP_CWORD={len(words)}
        complete -p curator | grep -o -- '-F [a-z_]*'
        _curator_completion curator {shlex.quote(words[-1])} {shlex.quote(words[-2])} 2>/dev/null
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    said = _say([_shell("bash"), "--norc", "-c", program], _with_curator(folder))
    if not said:
        pytest.skip("bash is older than 4.4")
    assert said == ["-F _curator_completion", *answers]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_take_the_script(folder: Path, shell: str) -> None:
    environment = _with_curator(folder)
    script = folder / "script"
    _say(["sh", "-c", f"curator completion {shell} > script"], environment)
    assert _say([_shell(shell), "-n", str(script)], environment) == []


def test_in_fish(folder: Path) -> None:
    program = "curator completion fish | source; complete -C 'curator rule moji'"
    (said,) = _say([_shell("fish"), "--no-config", "-c", program], _with_curator(folder))
    assert said.split("\t")[0] == "mojibake"
