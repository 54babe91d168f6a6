"""``curator check``: findings, formats, the choice of rules, and the exit status."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.diagnostic import Diagnostic
from curator.engine import linting, load_rule
from curator.rule import Check, Context
from curator.source import Span
from tests.cli.conftest import BROKEN, CLEAN, Run, finish, start

WARNED = CLEAN + "- [One](https://example.org/1) - The first once more.\n"
"""A list with one warning: a link that is there twice in one section."""


def test_a_clean_list_has_nothing_to_report(folder: Path, run: Run) -> None:
    (folder / "list.md").write_text(CLEAN, encoding="utf-8")
    assert run("check", "list.md") == (0, "Nothing found in 1 file.\n", "")


def test_a_finding_is_shown_with_its_place_its_line_and_its_span(folder: Path, run: Run) -> None:
    (folder / "list.md").write_text(BROKEN, encoding="utf-8")
    status, out, err = run("check", "list.md")
    first, line, marks, _, summary, *hints = out.rstrip("\n").split("\n")
    assert (status, err) == (1, "")
    assert first.startswith("list.md:8:")
    assert "  error  broken-anchor  " in first
    assert line == "    8 | - [Six](#nowhere) - The sixth."
    column = int(first.split(":")[2].split(" ")[0])
    assert marks.index("^") == len("    8 | ") + column - 1
    assert summary == "1 error in 1 file (broken-anchor 1)"
    assert "--ignore" in hints[0]
    assert hints[1].endswith("<!-- curator: ignore broken-anchor -->")


@pytest.mark.parametrize(
    ("text", "fail_on", "status"),
    [
        (BROKEN, "error", 1),
        (BROKEN, "warning", 1),
        (BROKEN, "info", 1),
        (BROKEN, "never", 0),
        (WARNED, "error", 0),
        (WARNED, "warning", 1),
        (WARNED, "never", 0),
        (CLEAN, "info", 0),
    ],
)
def test_the_status_follows_the_severity(
    folder: Path, run: Run, text: str, fail_on: str, status: int
) -> None:
    (folder / "list.md").write_text(text, encoding="utf-8")
    assert run("check", "list.md", "--fail-on", fail_on).status == status


def test_rules_are_chosen_by_name(folder: Path, run: Run) -> None:
    (folder / "list.md").write_text(WARNED + "- [Six](#nowhere) - The sixth.\n", encoding="utf-8")
    assert "(broken-anchor 1, duplicate-link 1)" in run("check", "list.md").out
    assert "(broken-anchor 1)" in run("check", "list.md", "--select", "broken-anchor").out
    assert "(duplicate-link 1)" in run("check", "list.md", "--ignore=broken-anchor").out
    both = run("check", "list.md", "--ignore", "broken-anchor, duplicate-link")
    assert both.out == "Nothing found in 1 file.\n"
    twice = run("check", "list.md", "--select", "broken-anchor", "--select", "duplicate-link")
    assert twice.out == run("check", "list.md").out


def test_an_unknown_rule_is_an_error_with_a_suggestion(folder: Path, run: Run) -> None:
    (folder / "list.md").write_text(CLEAN, encoding="utf-8")
    status, out, err = run("check", "list.md", "--select", "broken-ancor")
    assert (status, out) == (2, "")
    assert err == "error: unknown rule 'broken-ancor', did you mean 'broken-anchor'?\n"


def _plant(monkeypatch: pytest.MonkeyPatch, check: Check) -> None:
    monkeypatch.setattr(
        linting, "load_rule", lambda module: linting.LoadedRule(load_rule(module).rule, check)
    )


def test_infos_are_counted_unless_asked_for(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def two_infos(context: Context) -> Iterator[Diagnostic]:
        severity = type(context.rule.severity).INFO
        yield context.found(Span(0, 3), "just so", key="a", severity=severity)
        yield context.found(Span(2, 3), "and so", key="b", severity=severity)

    _plant(monkeypatch, two_infos)
    (folder / "list.md").write_text(CLEAN, encoding="utf-8")
    arguments = ("check", "list.md", "--select", "broken-anchor")
    assert run(*arguments).out == (
        "info  broken-anchor  2 not listed (--show info)\n\nNo errors or warnings in 1 file.\n"
    )
    shown = run(*arguments, "--show", "info")
    assert shown.status == 0
    assert "list.md:1:1  info  broken-anchor  just so\n" in shown.out
    assert "2 infos in 1 file (broken-anchor 2)" in shown.out
    assert run(*arguments, "--fail-on", "info").status == 1


def test_a_rule_that_crashes_is_named_and_changes_no_verdict(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(context: Context) -> Iterator[Diagnostic]:
        raise ZeroDivisionError(context.rule.name)

    _plant(monkeypatch, crash)
    (folder / "list.md").write_text(CLEAN, encoding="utf-8")
    status, out, err = run("check", "list.md", "--select", "broken-anchor")
    assert (status, out) == (0, "Nothing found in 1 file.\n")
    assert err.count("\n") == 1
    assert "internal error: the rule broken-anchor failed on list.md" in err
    assert "ZeroDivisionError" in err


def test_json_has_every_finding(folder: Path, run: Run) -> None:
    (folder / "list.md").write_text(BROKEN, encoding="utf-8")
    (folder / "list.de.md").write_text(CLEAN, encoding="utf-8")
    status, out, _ = run("check", "list.de.md", "list.md", "--format", "json")
    result = json.loads(out)
    (finding,) = result["findings"]
    assert status == 1
    assert list(result) == ["version", "findings", "statuses", "summary"]
    assert result["version"] == 1
    assert (finding["path"], finding["rule"], finding["line"]) == ("list.md", "broken-anchor", 8)
    assert BROKEN.split("\n")[7][finding["column"] - 1 : finding["end_column"] - 1]
    assert result["summary"]["files"] == 2
    assert result["summary"]["rules"] == {"broken-anchor": 1}


def test_findings_go_to_several_files_as_well(folder: Path, run: Run) -> None:
    (folder / "list.md").write_text(BROKEN, encoding="utf-8")
    outputs = ("--output", "json=out.json", "--output", "text=out.txt")
    status, out, _ = run("check", "list.md", "--color", "always", *outputs)
    assert status == 1
    assert "\x1b[" in out
    plain = run("check", "list.md").out
    assert (folder / "out.txt").read_text(encoding="utf-8") == plain
    written = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert written == json.loads(run("check", "list.md", "--format", "json").out)


def test_output_never_replaces_a_list_that_was_checked(folder: Path, run: Run) -> None:
    (folder / "list.md").write_text(BROKEN, encoding="utf-8")
    status, _, err = run("check", "list.md", "--output", "text=./list.md")
    assert status == 2
    assert err.startswith("error: --output: ./list.md is one of the files")
    assert (folder / "list.md").read_text(encoding="utf-8") == BROKEN


@pytest.mark.parametrize("output", ["xml=a", "json", "json="])
def test_an_output_needs_a_known_format_and_a_file(folder: Path, run: Run, output: str) -> None:
    status, _, err = run("check", "--output", output)
    assert status == 2
    assert "text=FILE or json=FILE" in err


def test_an_output_that_cannot_be_written_is_an_error(folder: Path, run: Run) -> None:
    (folder / "list.md").write_text(CLEAN, encoding="utf-8")
    status, _, err = run("check", "list.md", "--output", "json=missing/out.json")
    assert (status, err.count("\n")) == (2, 1)
    assert err.startswith("error: --output: missing/out.json: ")


def test_a_small_file_in_a_folder_gets_only_the_rules_of_links(folder: Path, run: Run) -> None:
    text = (
        "# Notes\n\n- [a](https://example.org/x)\n- [b](https://example.org/x)\n- [c](#nowhere)\n"
    )
    (folder / "notes").mkdir()
    (folder / "notes" / "small.md").write_text(text, encoding="utf-8")
    assert "(broken-anchor 1, duplicate-link 1)" in run("check", "notes/small.md").out
    assert "(broken-anchor 1)" in run("check", "notes").out
    assert "(broken-anchor 1, duplicate-link 1)" in run("check", "notes", "notes/small.md").out


def test_the_same_run_twice_says_the_same(folder: Path, run: Run) -> None:
    for name in ("b.md", "a.md", "c.md"):
        (folder / name).write_text(BROKEN + WARNED, encoding="utf-8")
    for form in ("text", "json"):
        one = start("check", ".", "--format", form, PYTHONHASHSEED="1")
        two = start("check", ".", "--format", form, PYTHONHASHSEED="2")
        assert finish(one) == finish(two)
    assert [line[:4] for line in run("check", ".").out.split("\n") if ":8:" in line] == [
        "a.md",
        "b.md",
        "c.md",
    ]


def test_a_bug_of_curator_is_one_line_and_a_log(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("of\nmine")

    monkeypatch.setattr("curator.cli.checking.gather_facts", fail)
    (folder / "list.md").write_text(CLEAN, encoding="utf-8")
    status, out, err = run("check", "list.md")
    assert (status, out) == (2, "")
    assert err.split("\n")[0].startswith("curator: internal error: KeyError: ")
    assert "--debug-log FILE" in err
    assert "Traceback" not in err
    status, _, err = run("check", "list.md", "--debug-log", "log.txt")
    log = (folder / "log.txt").read_text(encoding="utf-8")
    assert status == 2
    assert "Traceback" in log
    assert "KeyError" in log
    assert "list.md" in log
    assert "Traceback" not in err


def test_a_debug_log_that_cannot_be_written_is_an_error(folder: Path, run: Run) -> None:
    (folder / "list.md").write_text(CLEAN, encoding="utf-8")
    status, _, err = run("check", "list.md", "--debug-log", "missing/log.txt")
    assert (status, err.count("\n")) == (2, 1)
    assert err.startswith("error: --debug-log: missing/log.txt: ")


def test_links_between_files_are_judged_by_the_files_themselves(folder: Path, run: Run) -> None:
    other = "# Other\n\n## Here it is\n"
    (folder / "docs").mkdir()
    (folder / "docs" / "other.md").write_text(other, encoding="utf-8")
    good = CLEAN + "- [Six](docs/other.md#here-it-is) - The sixth.\n"
    bad = CLEAN + "- [Six](docs/other.md#nowhere) - The sixth.\n"
    (folder / "good.md").write_text(good, encoding="utf-8")
    (folder / "bad.md").write_text(bad, encoding="utf-8")
    assert run("check", "good.md").status == 0
    assert "(broken-anchor 1)" in run("check", "bad.md").out


_TOOL = "- [Tool](https://example.org/page) - A tool.\n"


def test_check_tells_what_another_file_lists(folder: Path, run: Run) -> None:
    text = CLEAN + _TOOL
    (folder / "README.md").write_text(CLEAN, encoding="utf-8")
    (folder / "README.ja.md").write_text(CLEAN, encoding="utf-8")
    (folder / "a.md").write_text(_TOOL, encoding="utf-8")
    assert run("check", "README.md", "README.ja.md").out == "Nothing found in 2 files.\n"
    (folder / "README.md").write_text(text, encoding="utf-8")
    status, out, err = run(
        "check", "a.md", "README.md", "README.ja.md", "--show=info", "--select=duplicate-link"
    )
    assert (status, err) == (0, "")
    first, _, _, related, *_ = out.split("\n")
    message = "'Tool' is also listed in 'a.md' on line 1 (example.org/page)"
    assert first == f"README.md:8:3  info  duplicate-link  {message}"
    assert related == "      = a.md:1:3  listed here"
    assert "1 info in 1 of 3 files (duplicate-link 1)" in out
    chosen = ("--format", "json", "--select", "duplicate-link")
    result = json.loads(run("check", "a.md", "README.md", *chosen).out)
    (finding,) = result["findings"]
    (place,) = finding["related"]
    where = [place[name] for name in ("path", "line", "column", "end_line", "end_column")]
    assert where == ["a.md", 1, 3, 1, 35]
    assert finding["key"] == "duplicate-link:url:example.org/page elsewhere"


def test_a_file_found_in_a_folder_counts_if_it_is_a_list(folder: Path, run: Run) -> None:
    (folder / "NOTES.md").write_text(_TOOL, encoding="utf-8")
    (folder / "list.md").write_text(CLEAN + _TOOL, encoding="utf-8")
    assert run("check", ".").out == "Nothing found in 2 files.\n"
    assert "(--show info)" in run("check", "NOTES.md", ".").out
    (folder / "NOTES.md").write_text(_TOOL + CLEAN, encoding="utf-8")
    assert "duplicate-link  6 not listed" in run("check", ".").out
