"""``curator rule``: the list of the rules, and the page of each."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from curator.diagnostic import PRESETS
from curator.rules import INDEX
from tests.cli.conftest import Run
from tests.cli.test_imports import NETWORK, SLOW, imported
from tests.rules.runner import rule_module


@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_every_rule_is_listed(run: Run, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    status, out, err = run("rule")
    assert (status, err) == (0, "")
    lines = out.split("\n")
    assert all(any(line.split(" ")[0] == name for line in lines) for name in INDEX)
    assert max(map(len, lines)) <= int(columns)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_listed(run: Run, preset: str) -> None:
    names = {name for name, rule in INDEX.items() if preset in rule.presets}
    written = json.loads(run("rule", "--preset", preset, "--format", "json").out)["rules"]
    assert {rule["name"] for rule in written} == names
    assert all(preset in rule["severities"] for rule in written)
    status, out, _ = run("rule", "--preset", preset)
    assert status == 0
    assert {line.split(" ")[0] for line in out.split("\n")} >= names
    assert names or out == f"No rule is in the preset {preset}.\n"


def test_a_page_is_markdown_in_a_pipe_and_text_where_it_is_asked_for(run: Run) -> None:
    status, out, err = run("rule", "broken-anchor")
    assert (status, err) == (0, "")
    assert out.startswith(f"# broken-anchor\n\n{INDEX['broken-anchor'].summary}\n\n- Severity: ")
    page = inspect.getdoc(rule_module("broken-anchor")) or ""
    assert page.partition("\n\n")[2] in out
    text = run("rule", "broken-anchor", "--format", "text").out
    assert text.startswith("broken-anchor\n\n")
    assert "```" not in text
    painted = run("rule", "broken-anchor", "--color", "always").out
    assert painted.startswith("\x1b[1mbroken-anchor\x1b[0m\n")
    assert run("rule", "broken-anchor", "--color", "always", "--format", "markdown").out == out


def test_several_pages(run: Run) -> None:
    one, two = run("rule", "broken-anchor").out, run("rule", "mojibake").out
    assert run("rule", "mojibake", "broken-anchor", "mojibake").out == f"{two}\n{one}"
    text = run("rule", "mojibake", "broken-anchor", "--format", "text").out
    assert f"\n\n{'-' * 100}\n\nbroken-anchor\n" in text


@pytest.mark.parametrize("name", INDEX)
def test_every_page_is_shown_in_every_form(run: Run, name: str) -> None:
    for form in ("text", "markdown"):
        status, out, err = run("rule", name, "--format", form)
        assert (status, err) == (0, "")
        assert f"<!-- curator: ignore {name} -->" in out
        assert all(f"{option.name}" in out for option in INDEX[name].options)
    (written,) = json.loads(run("rule", name, "--format", "json").out)["rules"]
    assert written["page"] == inspect.getdoc(rule_module(name))
    assert written["summary"] == INDEX[name].summary


def test_a_name_of_awesome_lint_is_understood(run: Run) -> None:
    out = run("rule", "double-link", "--format", "json").out
    names = [rule["name"] for rule in json.loads(out)["rules"]]
    assert names == [name for name, rule in INDEX.items() if "double-link" in rule.awesome_lint]
    assert len(names) > 1
    assert "\n- In awesome-lint: `double-link`\n" in run("rule", names[0]).out


def test_an_unknown_rule_is_an_error_with_a_suggestion(run: Run) -> None:
    assert run("rule", "broken-ancor") == (
        2,
        "",
        "error: unknown rule 'broken-ancor', did you mean 'broken-anchor'?\n",
    )
    status, out, err = run("rule", "mojibake", "x\x1b[31m")
    assert (status, out, err) == (2, "", "error: unknown rule 'x\\u{1b}[31m'\n")


def test_a_preset_is_for_lists(run: Run) -> None:
    status, out, err = run("rule", "mojibake", "--preset", "strict")
    assert (status, out) == (2, "")
    assert err.startswith("error: --preset lists rules")


def test_a_python_without_docstrings_says_so_in_one_line(folder: Path) -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-OO", "-m", "curator", "rule", "mojibake"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=environment,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert sum("-OO" in line for line in done.stdout.split("\n")) == 1
    assert INDEX["mojibake"].summary in done.stdout


def test_only_the_rules_asked_for_are_imported(folder: Path) -> None:
    def rules(*arguments: str) -> set[str]:
        modules = imported(*arguments)
        assert not modules & (NETWORK | SLOW)
        return {name for name in modules if name.startswith("curator.rules.")}

    assert rules("rule") == {"curator.rules._index"}
    assert rules("rule", "mojibake") == {"curator.rules._index", "curator.rules.mojibake"}
    assert "curator.document" not in imported("rule")
