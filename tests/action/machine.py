"""A small model of GitHub's runner: it runs the steps of ``action.yml`` as they are written.

Of expressions it knows what the Action uses. Steps that use another Action are only noted,
with what they would be given.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
ACTION = ROOT / "action.yml"
TOKEN = "ghs_secretOfThisRun"

needs_runner = pytest.mark.skipif(
    sys.platform == "win32" or not shutil.which("bash") or not shutil.which("git"),
    reason="needs bash and git as GitHub's runners have them",
)

_EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")
_COMMAND = re.compile(r"^::(\w[\w-]*)(?: (.*?))?::(.*)$")


class Annotation(NamedTuple):
    """A workflow command of the log, read as the runner reads it."""

    name: str
    properties: dict[str, str]
    text: str


@dataclass(slots=True)
class Outcome:
    """What a run of the Action left behind."""

    status: int = 0
    log: str = ""
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    used: dict[str, dict[str, str]] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)

    @property
    def commands(self) -> list[Annotation]:
        """The workflow commands of the log."""
        found = [match for line in self.log.split("\n") if (match := _COMMAND.match(line))]
        return [Annotation(match[1], _properties(match[2] or ""), match[3]) for match in found]

    @property
    def annotations(self) -> list[Annotation]:
        """The errors and warnings that are shown on lines."""
        return [each for each in self.commands if "file" in each.properties]


def _properties(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in text.split(",") if pair)
    return {name.strip(): _unescaped(value) for name, _, value in pairs}


def _unescaped(value: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        value = value.replace(code, char)
    return value


def read_action() -> dict[str, Any]:
    """``action.yml`` as it is."""
    document: dict[str, Any] = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    return document


@dataclass(slots=True)
class Machine:
    """A runner with a checkout in ``workspace`` and a temporary folder of its own."""

    workspace: Path
    temp: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, **inputs: str) -> Outcome:
        """Run all steps with these inputs (``-`` written as ``_``)."""
        action = read_action()
        given = {name: each["default"] for name, each in action["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        self.temp.mkdir(exist_ok=True)
        context = _Context(
            inputs={name: TOKEN if name == "token" else value for name, value in given.items()},
            temp=str(self.temp),
        )
        outcome = Outcome()
        for step in action["runs"]["steps"]:
            self._step(step, context, outcome)
        outcome.outputs = {
            name: context.text(each["value"]) for name, each in action["outputs"].items()
        }
        summary = self.temp / "summary"
        outcome.summary = summary.read_text(encoding="utf-8") if summary.is_file() else ""
        return outcome

    def _step(self, step: Mapping[str, Any], context: _Context, outcome: Outcome) -> None:
        if outcome.status or not context.holds(step.get("if", "")):
            return
        outcome.ran.append(step["id"])
        if "uses" in step:
            name = step["uses"].partition("@")[0]
            outcome.used[name] = {key: context.text(str(v)) for key, v in step["with"].items()}
            return
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
        file = self.temp / "output"
        file.write_text("", encoding="utf-8")
        script = self.temp / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env=self._environment(file)
            | {name: context.text(value) for name, value in step.get("env", {}).items()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        outcome.log += done.stdout.decode("utf-8", "surrogateescape")
        outcome.status = done.returncode
        context.outputs[step["id"]] = read_outputs(file.read_text(encoding="utf-8"))

    def _environment(self, output: Path) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return (
            kept
            | {
                "CI": "true",
                "CURATOR_PYTHON": sys.executable,
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_REPOSITORY": "owner/list",
                "GITHUB_RUN_ID": "42",
                "GITHUB_SERVER_URL": "https://github.example",
                "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
                "GITHUB_WORKSPACE": str(self.workspace),
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_CONFIG_NOSYSTEM": "1",
                "RUNNER_TEMP": str(self.temp),
            }
            | self.environment
        )


@dataclass(slots=True)
class _Context:
    """What expressions can name."""

    inputs: Mapping[str, str]
    temp: str
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)

    def text(self, template: str) -> str:
        """A template with the values of its expressions."""
        return _EXPRESSION.sub(lambda match: self._value(match[1]), template)

    def holds(self, condition: str) -> bool:
        """Whether a condition does."""
        return all(self._compared(each) for each in condition.split(" && ") if each)

    def _compared(self, condition: str) -> bool:
        left, operator, right = condition.split(" ")
        return (self._value(left) == self._value(right)) is {"==": True, "!=": False}[operator]

    def _value(self, expression: str) -> str:
        return next(filter(None, map(self._named, expression.split(" || "))), "")

    def _named(self, expression: str) -> str:
        if expression.startswith("'"):
            return expression.strip("'")
        match expression.split("."):
            case ["inputs", name]:
                return self.inputs[name]
            case ["steps", step, "outputs", name]:
                return self.outputs.get(step, {}).get(name, "")
        return {
            "runner.temp": self.temp,
            "runner.os": "Linux",
            "github.run_id": "42",
            "github.run_attempt": "1",
        }[expression]


def read_outputs(text: str) -> dict[str, str]:
    """The outputs of a step, as the runner reads its file."""
    found: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        name, mark, delimiter = line.partition("<<")
        if mark and "=" not in name:
            value = []
            for each in lines:
                if each == delimiter:
                    break
                value.append(each)
            found[name] = "\n".join(value)
        elif line:
            name, _, plain = line.partition("=")
            found[name] = plain
    return found
