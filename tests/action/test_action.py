"""The steps of the Action, in real repositories, for the events that start them."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.action.conftest import CANARY, Start, Story
from tests.action.github import BOT, GitHub
from tests.action.machine import TOKEN, Machine, Outcome, needs_runner, read_action
from tests.action.origin import BAD_LINE, MENDED, Pull, git

pytestmark = needs_runner


def on_pull(start: Start, pull: Pull, repository: str = "owner/list") -> Machine:
    return start("pull_request", pull.merge, pull.event(repository))


def places(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [
        (each.name, each.properties["file"], each.properties["line"])
        for each in outcome.annotations
    ]


def test_inputs_reach_the_steps_through_their_environment_only() -> None:
    for step in read_action()["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        if "uses" in step:
            assert re.search(r"@[0-9a-f]{40}$", step["uses"])


def test_a_clean_pull_request_is_green_whatever_stood_there_before(
    start: Start, story: Story
) -> None:
    outcome = on_pull(start, story.clean).run()
    assert outcome.status == 0, outcome.log
    assert outcome.annotations == []
    assert outcome.outputs["errors"] == "0"
    assert outcome.outputs["elsewhere"] == "1"
    assert outcome.outputs["status"] == "0"
    assert Path(outcome.outputs["report"]).read_text(encoding="utf-8") == outcome.summary
    assert Path(outcome.outputs["json"]).is_file()
    assert outcome.used == {}


def test_a_bad_entry_is_told_on_its_line_with_what_the_line_should_be(
    start: Start, story: Story, github: GitHub
) -> None:
    outcome = on_pull(start, story.bad).run()
    assert outcome.status == 1
    assert places(outcome) == [("error", "README.md", str(BAD_LINE))]
    assert MENDED in outcome.annotations[0].text
    assert MENDED in outcome.summary
    assert outcome.outputs["errors"] == "1"
    assert github.requests == []
    assert TOKEN not in outcome.log


def test_the_verdict_comes_after_all_reports(start: Start, story: Story) -> None:
    outcome = on_pull(start, story.bad).run(comment="true", sarif="true")
    assert outcome.ran[-4:] == ["report", "upload", "comment", "verdict"]


def test_a_pull_request_that_was_not_checked_out_as_merged_is_deepened(
    start: Start, story: Story
) -> None:
    event = story.stale.event()
    machine = start("pull_request", story.stale.head, event)
    outcome = machine.run()
    assert places(outcome) == [("error", "README.md", str(BAD_LINE))], outcome.log
    assert outcome.outputs["elsewhere"] == "1"
    assert outcome.status == 1


def test_a_named_revision_is_fetched_and_reached(start: Start, story: Story) -> None:
    machine = start("workflow_dispatch", story.stale.head)
    outcome = machine.run(since="origin/main")
    assert places(outcome) == [("error", "README.md", str(BAD_LINE))], outcome.log
    outcome = start("workflow_dispatch", story.main).run(since="HEAD~50")
    assert (outcome.status, outcome.annotations) == (0, []), outcome.log


def test_a_push_is_judged_by_what_was_there_before(start: Start, story: Story) -> None:
    outcome = start("push", story.bad.head, {"before": story.older}).run(sarif="true")
    assert places(outcome) == [("error", "README.md", str(BAD_LINE))], outcome.log
    assert "github/codeql-action/upload-sarif" in outcome.used


@pytest.mark.parametrize("before", ["0" * 40, "1" * 40])
def test_a_push_that_compares_with_nothing_is_judged_whole(
    start: Start, story: Story, before: str
) -> None:
    outcome = start("push", story.main, {"before": before}).run()
    assert places(outcome) == [("error", "README.md", "3")], outcome.log


def test_a_schedule_judges_everything(start: Start, story: Story) -> None:
    outcome = start("schedule", story.main).run()
    assert places(outcome) == [("error", "README.md", "3")]
    assert outcome.status == 1


def test_all_judges_everything_also_in_a_pull_request(start: Start, story: Story) -> None:
    outcome = on_pull(start, story.bad).run(since="all", fail_on="never")
    assert len(outcome.annotations) == 2
    assert outcome.status == 0


def test_what_a_baseline_has_is_left_out(start: Start, story: Story) -> None:
    machine = start("schedule", story.main)
    command = [sys.executable, "-m", "curator", "baseline", "--output", "old.json", "README.md"]
    subprocess.run(command, cwd=machine.workspace, check=True, capture_output=True)
    outcome = machine.run(baseline="old.json")
    assert (outcome.status, outcome.annotations) == (0, []), outcome.log
    assert outcome.outputs["baselined"] == "1"


def test_a_fork_gets_no_comment_and_no_upload(start: Start, story: Story, github: GitHub) -> None:
    outcome = on_pull(start, story.bad, "stranger/list").run(
        comment="true", sarif="true", issue="true"
    )
    assert outcome.status == 1
    assert places(outcome) == [("error", "README.md", str(BAD_LINE))]
    assert "comes from a fork" in outcome.log
    assert MENDED in outcome.summary
    assert outcome.used == {}
    assert github.requests == []


def test_a_fork_that_is_gone_is_a_fork(start: Start, story: Story, github: GitHub) -> None:
    event = story.bad.event()
    event["pull_request"]["head"]["repo"] = None  # type: ignore[index]
    outcome = start("pull_request", story.bad.merge, event).run(comment="true")
    assert outcome.status == 1
    assert github.requests == []


def test_a_dangerous_event_is_refused(start: Start, story: Story) -> None:
    outcome = start("pull_request_target", story.bad.merge, story.bad.event()).run()
    assert outcome.status == 2
    assert "pull_request_target" in outcome.log
    assert outcome.ran == ["find", "plan"]


def test_one_comment_is_made_then_updated_then_cleaned(
    start: Start, story: Story, github: GitHub
) -> None:
    github.comment("<!-- curator report -->\nsomebody else's", login="stranger")
    github.comment("look: <!-- curator report -->")
    outcome = on_pull(start, story.bad).run(comment="true")
    assert (outcome.status, len(github.comments)) == (1, 3)
    assert github.comments[2]["body"] == outcome.summary
    assert {request.token for request in github.requests} == {f"Bearer {TOKEN}"}
    on_pull(start, story.bad).run(comment="true")
    assert github.written == [("POST", "/issues/2/comments")]
    outcome = on_pull(start, story.clean).run(comment="true")
    assert github.written[1:] == [("PATCH", "/issues/comments/3")]
    assert (outcome.status, github.comments[2]["body"]) == (0, outcome.summary)
    assert github.comments[0]["body"].endswith("somebody else's")
    assert github.comments[1]["user"]["login"] == BOT


def test_an_api_that_refuses_is_a_notice(start: Start, story: Story, github: GitHub) -> None:
    github.failing = 403
    outcome = on_pull(start, story.clean).run(comment="true")
    assert outcome.status == 0
    (notice,) = [each for each in outcome.commands if each.name == "notice"]
    assert "403" in notice.text
    assert "pull-requests: write" in notice.text


def test_hostile_inputs_are_words_and_nothing_else(start: Start, story: Story) -> None:
    machine = on_pull(start, story.bad)
    outcome = machine.run(
        paths=f"--version\n; touch {CANARY}\n$(touch {CANARY})\n`touch {CANARY}`\n*.md"
    )
    assert outcome.status == 2, outcome.log
    assert not list(machine.workspace.glob(CANARY))
    assert places(outcome) == [("error", "README.md", str(BAD_LINE))]
    for name, hostile in (
        ("preset", f"$(touch {CANARY})"),
        ("preset", "a\nb"),
        ("since", f"x'; touch {CANARY}; '"),
        ("since", "--output=/dev/null"),
        ("version", f"1.0; touch {CANARY}"),
        ("format", f"json=found.json; touch {CANARY}\n--version"),
    ):
        outcome = machine.run(**{name: hostile})
        assert outcome.status == 2
        assert not list(machine.workspace.glob(CANARY))
    # It is told on the page of the run, too: hardly anybody opens the log.
    assert [each.name for each in outcome.commands] == ["error"]
    assert "'--version' is not text=FILE" in outcome.commands[0].text


def test_a_switch_that_is_neither_is_told(start: Start, story: Story) -> None:
    outcome = on_pull(start, story.clean).run(comment="yes\n::set-output name=x::y")
    assert outcome.status == 2
    assert [each.name for each in outcome.commands] == ["error"]


def test_a_hostile_repository_runs_nothing_and_forges_nothing(start: Start, story: Story) -> None:
    machine = on_pull(start, story.hostile)
    program = machine.workspace.parent / "program"
    program.write_text(f'#!/bin/sh\ntouch "$RUNNER_TEMP/{CANARY}"\ncat\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    hooks = machine.workspace / ".git" / "hooks"
    for hook in ("reference-transaction", "post-checkout", "post-index-change"):
        (hooks / hook).write_text(program.read_text(encoding="utf-8"), encoding="utf-8")
        (hooks / hook).chmod(0o755)
    for key in ("filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "core.fsmonitor"):
        git(machine.workspace, "config", key, str(program))
    outcome = machine.run(paths="README.md\nlists")
    assert not (machine.temp / CANARY).exists()
    assert outcome.status == 1, outcome.log
    # The configuration of the base holds: the pull request cannot switch a rule off.
    files = {each.properties["file"] for each in outcome.annotations}
    assert "README.md" in files
    allowed = {"error", "warning", "notice"}
    assert {each.name for each in outcome.commands} <= allowed
    assert "##[" not in outcome.log
    assert int(outcome.outputs["errors"]) >= 2
    assert "<script>" not in outcome.summary


def test_more_reports_are_written_where_they_are_asked_for(start: Start, story: Story) -> None:
    machine = on_pull(start, story.bad)
    machine.run(format="junit=junit.xml\njson=found.json")
    assert (machine.workspace / "junit.xml").is_file()
    assert (machine.workspace / "found.json").is_file()


def test_answers_of_links_are_kept_from_run_to_run(start: Start, story: Story) -> None:
    # Without a link in it nothing is asked: what is looked at is which steps ran.
    outcome = start("schedule", story.main).run(
        online="true", paths="notes.md", history="links.json"
    )
    restored, saved = (outcome.used[f"actions/cache/{name}"] for name in ("restore", "save"))
    assert outcome.status == 0, outcome.log
    assert restored["path"] == saved["path"]
    assert restored["key"] == saved["key"]
    assert saved["key"].startswith(restored["restore-keys"])


def test_the_checkout_is_left_as_it_was(start: Start, story: Story) -> None:
    machine = on_pull(start, story.bad)
    before = sorted(machine.workspace.iterdir())
    machine.run(comment="true", sarif="true")
    assert sorted(machine.workspace.iterdir()) == before
    assert git(machine.workspace, "status", "--porcelain") == ""
