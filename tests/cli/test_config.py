"""Commands obey the configuration around their inputs, or the one the user names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import BROKEN, CLEAN, Run
from tests.cli.test_imports import imported


@pytest.fixture
def lists(folder: Path) -> Path:
    """A repository with a broken list for each of two rules."""
    (folder / "lists" / "zh").mkdir(parents=True)
    (folder / "README.md").write_text(CLEAN, encoding="utf-8")
    (folder / "lists" / "a.md").write_text(BROKEN, encoding="utf-8")
    (folder / "lists" / "zh" / "a.md").write_text(BROKEN, encoding="utf-8")
    return folder


def configure(folder: Path, toml: str, name: str = "curator.toml") -> None:
    (folder / name).write_text(toml, encoding="utf-8")


def found(out: str) -> list[tuple[str, str]]:
    """The file and the severity of every finding of a report."""
    lines = [line.split() for line in out.split("\n") if "broken-anchor" in line]
    return [(line[0].split(":")[0], line[1]) for line in lines if ".md:" in line[0]]


def test_rules_severities_and_overrides(run: Run, lists: Path) -> None:
    configure(
        lists,
        "rules.broken-anchor = 'warning'\n"
        "[[overrides]]\nfiles = ['zh/']\nrules.broken-anchor = 'off'\n",
    )
    done = run("check", ".")
    assert (done.status, done.err) == (0, "")
    assert found(done.out) == [("lists/a.md", "warning")]
    configure(lists / "lists", "", "curator.toml")
    assert found(run("check", ".").out) == [
        ("lists/a.md", "error"),
        ("lists/zh/a.md", "error"),
    ]


def test_the_command_line_wins(run: Run, lists: Path) -> None:
    configure(lists, "rules.broken-anchor = 'off'\n")
    assert run("check", "lists").status == 0
    assert run("check", "--select", "broken-anchor", "lists").status == 1
    configure(lists, "select = ['broken-anchor']\n")
    assert run("check", "lists").status == 1
    assert run("check", "--ignore", "broken-anchor", "lists").status == 0
    configure(lists, "preset = 'awesome-lint'\n")
    assert "broken-anchor" not in run("check", "lists").out
    assert "broken-anchor" in run("check", "--preset", "recommended", "lists").out


def test_lists_are_what_is_checked_without_paths(
    run: Run, lists: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("check").status == 0
    configure(lists, "lists = ['lists/*.md']\n")
    assert found(run("check").out) == [("lists/a.md", "error")]
    monkeypatch.chdir(lists / "lists" / "zh")
    assert found(run("check").out) == [("../a.md", "error")]
    assert found(run("check", "a.md").out) == [("a.md", "error")]


def test_exclude_is_for_folders_and_not_for_named_files(run: Run, lists: Path) -> None:
    configure(lists, "exclude = ['zh/']\n")
    assert found(run("check", ".").out) == [("lists/a.md", "error")]
    assert found(run("check", "lists/zh/a.md").out) == [("lists/zh/a.md", "error")]


def test_standard_input_has_the_configuration_of_its_place(run: Run, lists: Path) -> None:
    configure(lists / "lists", "rules.broken-anchor = 'warning'\n")
    text = BROKEN.encode()
    assert run("check", "-", stdin=text).status == 1
    assert run("check", "-", "--stdin-filename", "lists/new.md", stdin=text).status == 0


def test_all_mistakes_are_told_one_a_line(run: Run, lists: Path) -> None:
    configure(lists, 'selct = ["x"]\npreset = "a\\u001b[31mb\\n"\nmax-file-size = 1\n')
    done = run("check", ".")
    assert (done.status, done.out) == (2, "")
    first, second, third = done.err.rstrip("\n").split("\n")
    assert first == "error: curator.toml: selct: unknown key, did you mean 'select'?"
    assert second.startswith("error: curator.toml: preset: 'a\\u{1b}[31mb' is no preset (")
    assert third == (
        "error: curator.toml: max-file-size: may only be set in a file that is named by --config"
    )


def test_a_named_file_is_the_only_one(run: Run, lists: Path) -> None:
    configure(lists, "broken")
    configure(lists, "max-file-size = 100\n", "ci.toml")
    done = run("check", "--config", "ci.toml", "lists/a.md")
    assert done.status == 2
    assert "more than the limit of 100" in done.err
    done = run("check", "--config", "no.toml", "lists/a.md")
    assert (done.status, done.err) == (2, "error: --config: no.toml: no such file\n")


def test_no_configuration_costs_nothing(lists: Path) -> None:
    (lists / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert not imported("check", "lists/a.md") & {"pydantic", "tomllib", "pathspec"}
    configure(lists, "rules.broken-anchor = 'warning'\n")
    assert {"pydantic", "tomllib"} <= imported("check", "lists/a.md")


def test_a_table_that_silences_nothing_is_told(folder: Path, run: Run) -> None:
    (folder / "README.md").write_text(
        "# A\n\n- [a](https://example.org/a)\n- [b](https://example.org/a)\n", encoding="utf-8"
    )
    table = "[[ignore]]\nrule = {rule!r}\nreason = 'so'\n"
    needed, idle = table.format(rule="duplicate-link"), table.format(rule="malformed-link")
    (folder / "curator.toml").write_text(needed + idle, encoding="utf-8")
    status, out, err = run("check")
    assert (status, out) == (0, "Nothing found in 1 file.\n")
    assert err == "notice: curator.toml: ignore[1]: silences nothing, and can go\n"
    assert run("check", "README.md").err == ""  # it may be for another list
    assert run("check", "--select", "duplicate-link").err == ""


def test_the_root_of_a_site_is_where_rooted_targets_start(folder: Path, run: Run) -> None:
    (folder / "docs").mkdir()
    (folder / "docs/a.png").write_bytes(b"x")
    text = "# A\n\n![a](/a.png) ![b](/b.png)\n"
    (folder / "README.md").write_text(text, encoding="utf-8")
    (folder / "curator.toml").write_text(
        "[rules]\nbroken-relative-link = { root = 'docs' }\n", encoding="utf-8"
    )
    status, out, _ = run("check", "--select", "broken-relative-link")
    assert status == 1
    assert "README.md:3:19  error  broken-relative-link" in out
    assert "(broken-relative-link 1)" in out
