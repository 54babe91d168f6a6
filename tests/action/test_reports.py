"""The programs that talk with GitHub's API, against a double of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.action.github import GitHub, serve
from tests.action.machine import ROOT, TOKEN

_PROGRAMS = ROOT / ".github" / "action"
_FOUND = "<!-- curator report -->\n## 1 error\n"
_CLEAN = "<!-- curator report -->\n## Nothing\n"


def call(
    program: str, folder: Path, github: GitHub, report: str = _FOUND, **environment: str
) -> str:
    """What a program says; its status has to be 0. It waits for no answer for long."""
    (folder / "report.md").write_text(report, encoding="utf-8", newline="\n")
    # Nobody waits long for what never comes; a busy machine is given all the time it needs.
    wait = 0.5 if github.hanging else 60
    start = f"import github_api; github_api._TIMEOUT = {wait}; import {program}; {program}.main()"
    inherited = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(
        [sys.executable, "-c", start],
        env=inherited
        | {
            "PYTHONPATH": str(_PROGRAMS),
            "PYTHONDONTWRITEBYTECODE": "1",
            "GITHUB_API_URL": github.address,
            "GITHUB_GRAPHQL_URL": f"{github.address}/graphql",
            "GITHUB_REPOSITORY": "owner/list",
            "GITHUB_RUN_ID": "42",
            "GITHUB_SERVER_URL": "https://github.example",
            "INPUT_TOKEN": TOKEN,
            "NUMBER": "7",
            "REPORT": str(folder / "report.md"),
            "STATUS": "1",
            "ERRORS": "1",
            "WARNINGS": "0",
        }
        | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert TOKEN not in done.stdout + done.stderr
    return done.stdout


def track(folder: Path, github: GitHub, status: str, report: str = _FOUND) -> str:
    return call("tracking_issue", folder, github, report, STATUS=status)


def test_one_issue_is_opened_updated_closed_and_opened_again(
    tmp_path: Path, github: GitHub
) -> None:
    track(tmp_path, github, "0", _CLEAN)
    assert github.written == []
    track(tmp_path, github, "1")
    track(tmp_path, github, "1")
    assert github.written == [("POST", "/issues")]
    (issue,) = github.issues
    assert issue["labels"] == [{"name": "curator"}]
    assert "## 1 error" in issue["body"]
    track(tmp_path, github, "1", _FOUND + "More.\n")
    assert "More." in issue["body"]
    track(tmp_path, github, "0", _CLEAN)
    assert (issue["state"], issue["state_reason"]) == ("closed", "completed")
    track(tmp_path, github, "0", _CLEAN)
    track(tmp_path, github, "1")
    assert issue["state"] == "open"
    assert github.written == [("POST", "/issues"), *[("PATCH", "/issues/1")] * 3]


def test_a_run_that_could_not_judge_leaves_the_issue_alone(tmp_path: Path, github: GitHub) -> None:
    track(tmp_path, github, "1")
    asked = len(github.requests)
    assert "::notice" in track(tmp_path, github, "2", _CLEAN)
    assert len(github.requests) == asked


def test_an_issue_that_people_do_not_want_stays_closed(tmp_path: Path, github: GitHub) -> None:
    track(tmp_path, github, "1")
    github.issues[0] |= {"state": "closed", "state_reason": "not_planned"}
    assert "not planned" in track(tmp_path, github, "1", _FOUND + "More.\n")
    assert github.issues[0]["state"] == "closed"


def test_issues_of_others_and_pull_requests_are_not_taken_for_it(
    tmp_path: Path, github: GitHub
) -> None:
    marked = "<!-- curator tracking issue -->\nmine"
    github.issue("a", marked, ["curator"], login="stranger")
    github.issue("b", "no mark", ["curator"])
    github.issue("c", marked, ["curator"])["pull_request"] = {}
    github.issue("d", marked, ["other"])
    track(tmp_path, github, "1")
    assert [issue["body"] for issue in github.issues[:3]] == [marked, "no mark", marked]
    assert len(github.issues) == 5


def test_a_comment_far_down_is_found(tmp_path: Path, github: GitHub) -> None:
    for number in range(250):
        github.comment(f"Comment {number}")
    github.comment(_CLEAN)
    call("comment", tmp_path, github)
    assert github.written == [("PATCH", "/issues/comments/251")]


def test_a_clean_run_comments_only_where_there_is_a_comment(tmp_path: Path, github: GitHub) -> None:
    clean = {"STATUS": "0", "ERRORS": "0", "WARNINGS": "0"}
    call("comment", tmp_path, github, _CLEAN, **clean)
    assert github.comments == []
    call("comment", tmp_path, github, **clean | {"WARNINGS": "2"})
    assert len(github.comments) == 1
    call("comment", tmp_path, github, _CLEAN, **clean)
    assert [comment["body"] for comment in github.comments] == [_CLEAN]


@pytest.mark.parametrize("program", ["comment", "tracking_issue"])
def test_an_api_that_gives_no_answer_is_a_notice(
    program: str, tmp_path: Path, github: GitHub
) -> None:
    github.hanging = True
    assert "::notice" in call(program, tmp_path, github)
    github.end()
    assert "::notice" in call(program, tmp_path, github)
    assert "::notice" in call(program, tmp_path, github, GITHUB_API_URL="http://127.0.0.1:1")


@pytest.mark.parametrize("status", [401, 403, 404, 410, 422, 429, 500, 502])
def test_an_api_that_refuses_is_a_notice(tmp_path: Path, github: GitHub, status: int) -> None:
    github.failing = status
    said = call("comment", tmp_path, github)
    assert said.startswith("::notice")
    assert str(status) in said


def test_answers_that_are_not_as_documented_are_a_notice(tmp_path: Path, github: GitHub) -> None:
    github.comment(_FOUND)["id"] = "1/../../user"
    issue = github.issue("a", "<!-- curator tracking issue -->\nmine", ["curator"])
    issue["number"] = None
    for program in ("comment", "tracking_issue"):
        said = call(program, tmp_path, github, _CLEAN)
        assert "::notice" in said
        assert "GitHub does not say which" in said
    assert github.written == []


def test_the_token_follows_no_redirect(tmp_path: Path, github: GitHub) -> None:
    with serve() as other:
        github.redirecting = other.address
        assert "::notice" in call("comment", tmp_path, github)
        assert other.requests == []


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("GITHUB_API_URL", "http://api.example.org"),
        ("GITHUB_API_URL", "file:///etc/passwd"),
        ("GITHUB_API_URL", "https://[bad"),
        ("GITHUB_GRAPHQL_URL", "https://other.example.org/graphql"),
        ("GITHUB_GRAPHQL_URL", "http://127.0.0.1:1/graphql"),
        ("INPUT_TOKEN", ""),
    ],
)
def test_the_token_goes_to_one_safe_address_only(
    tmp_path: Path, github: GitHub, name: str, address: str
) -> None:
    assert "::notice" in call("comment", tmp_path, github, **{name: address})
    assert github.requests == []


def test_a_report_that_is_too_long_is_no_comment(tmp_path: Path, github: GitHub) -> None:
    assert "too long" in call("comment", tmp_path, github, _FOUND + "x" * 70_000)
    assert "too long" in call("tracking_issue", tmp_path, github, _FOUND + "x" * 65_500)
    assert github.written == []


def test_what_the_api_says_breaks_no_line_of_the_log(tmp_path: Path, github: GitHub) -> None:
    github.failing, github.refusal = 403, "a\n::error::b\r::error::c%0A"
    said = call("comment", tmp_path, github)
    assert [line[:8] for line in said.split("\n") if line.startswith("::")] == ["::notice"]


def test_a_report_is_put_into_the_outputs_and_the_summary(tmp_path: Path) -> None:
    output, summary = tmp_path / "output", tmp_path / "summary"
    environment = {
        "GITHUB_OUTPUT": str(output),
        "GITHUB_STEP_SUMMARY": str(summary),
        "REPORTS": str(tmp_path),
    }
    said = "hint: no\nerror: `</details>` 5%\ncurator: internal error: oh\n"
    (tmp_path / "errors").write_text(said, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(_PROGRAMS / "report.py")],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    why = ["`</details>` 5%", "curator: internal error: oh"]
    told = "".join(f"::error title=curator::{line.replace('%', '%25')}\n" for line in why)
    assert done.stdout == told
    summarised = summary.read_text(encoding="utf-8")
    assert summarised == f"curator could not run:\n\n    {why[0]}\n    {why[1]}\n"
    found = {"summary": {"errors": 3, "warnings": "4\nx=1", "infos": 0}}
    (tmp_path / "report.json").write_text(json.dumps(found), encoding="utf-8")
    (tmp_path / "report.md").write_text("y" * 1_100_000, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(_PROGRAMS / "report.py")],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "too long" in done.stdout
    assert "yy" not in summary.read_text(encoding="utf-8")
    assert "x=1" not in output.read_text(encoding="utf-8")
