"""What the Action decides from the event and its inputs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.action.machine import ROOT, read_outputs

_SAME = {"pull_request": {"number": 7, "head": {"repo": {"full_name": "Owner/List"}}}}
_FORK = {"pull_request": {"number": 7, "head": {"repo": {"full_name": "stranger/list"}}}}
_ALL = {"comment": "true", "issue": "true", "sarif": "true", "online": "true", "cache": "true"}


def plan(folder: Path, name: str, event: object, **inputs: str) -> set[str]:
    """The things that are decided to be done."""
    output, file = folder / "output", folder / "event.json"
    file.write_text(json.dumps(event), encoding="utf-8")
    given = dict.fromkeys(_ALL, "") | inputs
    environment = {f"INPUT_{key.upper()}": value for key, value in given.items()} | {
        "GITHUB_EVENT_NAME": name,
        "GITHUB_EVENT_PATH": str(file),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_REPOSITORY": "owner/list",
    }
    program = ROOT / ".github" / "action" / "plan.py"
    subprocess.run([sys.executable, "-B", program], env={**os.environ, **environment}, check=True)
    found = read_outputs(output.read_text(encoding="utf-8"))
    assert found["number"] == ("7" if name == "pull_request" else "")
    return {key for key, value in found.items() if value == "true"}


@pytest.mark.parametrize(
    ("name", "event", "done"),
    [
        ("pull_request", _SAME, {"comment", "sarif", "online", "restore"}),
        ("pull_request", _FORK, {"online", "restore"}),
        ("pull_request_review", _FORK, {"online", "restore"}),
        ("issue_comment", {"issue": {"number": 7}}, {"sarif", "online", "restore"}),
        ("push", {"before": "0" * 40}, {"sarif", "online", "restore", "save"}),
        ("merge_group", {}, {"sarif", "online", "restore", "save"}),
        ("schedule", {}, {"issue", "sarif", "online", "restore", "save"}),
        ("workflow_dispatch", None, {"issue", "sarif", "online", "restore", "save"}),
    ],
)
def test_each_event_allows_what_it_can(
    tmp_path: Path, name: str, event: object, done: set[str]
) -> None:
    assert plan(tmp_path, name, event, **_ALL) == done
    (tmp_path / "output").unlink()
    assert plan(tmp_path, name, event, **_ALL | {"cache": "false"}) == done - {"restore", "save"}
    (tmp_path / "output").unlink()
    assert plan(tmp_path, name, event) == set()


def test_the_tracking_issue_is_about_the_default_branch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = {"repository": {"default_branch": "trunk"}}
    monkeypatch.setenv("GITHUB_REF", "refs/heads/trunk")
    assert plan(tmp_path, "workflow_dispatch", event, issue="true") == {"issue"}
    (tmp_path / "output").unlink()
    monkeypatch.setenv("GITHUB_REF", "refs/heads/other")
    assert plan(tmp_path, "workflow_dispatch", event, issue="true") == set()
