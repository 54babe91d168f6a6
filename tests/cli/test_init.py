"""``curator init``: what it writes, what it leaves alone, and that it is right about the lists."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from curator.cli import atomic, creating
from tests.cli.conftest import CLEAN, Run
from tests.documents import SHARED

BADGE = "[![Awesome](https://awesome.re/badge.svg)](https://awesome.re)"
AWESOME = CLEAN.replace("# Awesome Things", f"# Awesome Things {BADGE}\n\n> All the things.")
SMALL = "# Things\n\n" + "".join(
    f"- [Thing {n}](https://example.org/{n}) - it is a thing.\n" for n in range(25)
)
FILES = ("curator.toml", ".github/workflows/curator.yml", ".pre-commit-config.yaml")


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def files_of(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def link(path: Path, target: Path) -> None:
    try:
        path.symlink_to(target, target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")


# -------------------------------------------------------------------------- what is written


def test_a_repository_is_set_up(folder: Path, run: Run) -> None:
    write(folder, "README.md", AWESOME)
    done = run("init")
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        "README.md: 5 entries\n"
        "preset awesome: the Awesome badge stands at the top\n"
        "\n"
        "Wrote curator.toml\n"
        "Wrote .github/workflows/curator.yml\n"
        "Wrote .pre-commit-config.yaml; 'pre-commit install' has it run before each commit\n"
        "\n"
        "With that, 'curator check' finds 1 warning (missing-contributing 1).\n"
    )
    assert set(files_of(folder)) == {"README.md", *FILES}
    assert (folder / "curator.toml").read_bytes() == (
        b"# How curator checks the lists of this repository: proposed by 'curator init', yours to\n"
        b"# change. 'curator rule' lists the rules, 'curator rule NAME' explains one.\n"
        b"\n"
        b"# The Awesome badge stands at the top.\n"
        b'preset = "awesome"\n'
        b"\n"
        b"# What is checked where the command line names no paths.\n"
        b'lists = ["README.md"]\n'
    )
    assert run("check").out.startswith("README.md:1:1  warning  missing-contributing")


def test_nothing_is_written_twice(folder: Path, run: Run) -> None:
    write(folder, "README.md", AWESOME)
    run("init")
    before = files_of(folder)
    again = run("init")
    assert (again.status, again.err) == (0, "")
    assert again.out == (
        "README.md: 5 entries\n"
        "\n"
        "curator.toml is there already, and was left alone\n"
        ".github/workflows/curator.yml runs curator already, and was left alone\n"
        ".pre-commit-config.yaml runs curator already, and was left alone\n"
    )
    assert files_of(folder) == before


def test_a_dry_run_prints_what_it_would_write(folder: Path, run: Run) -> None:
    write(folder, "README.md", AWESOME)
    shown = run("init", "--dry-run")
    assert shown.status == 0
    assert set(files_of(folder)) == {"README.md"}
    run("init")
    for name in FILES:
        text = (folder / name).read_text(encoding="utf-8")
        lines = [f"    {line}".rstrip() for line in text.rstrip("\n").split("\n")]
        assert "\n".join([f"Would write {name}:", "", *lines, ""]) in shown.out


def test_parts_can_be_left_out(folder: Path, run: Run) -> None:
    write(folder, "README.md", AWESOME)
    done = run("init", "--no-workflow", "--no-hook", "--preset", "strict")
    assert done.status == 0
    assert "preset strict: chosen by --preset\n" in done.out
    assert set(files_of(folder)) == {"README.md", "curator.toml"}
    assert '# Chosen by --preset.\npreset = "strict"\n' in (folder / "curator.toml").read_text()


def test_what_does_not_suit_the_lists_is_off(folder: Path, run: Run) -> None:
    write(folder, "README.md", SMALL.replace("# Things", f"# Things {BADGE}"))
    done = run("init")
    assert "lowercase-description off: 25 findings in 25 entries\n" in done.out
    text = (folder / "curator.toml").read_text(encoding="utf-8")
    assert "# 25 findings in 25 entries: A description begins with a small letter.\n" in text
    assert 'lowercase-description = "off"\n' in text
    assert "lowercase-description" not in run("check").out


def test_generated_lists_are_told(folder: Path, run: Run) -> None:
    text = "<!-- This file is generated from data/list.yml. Do not edit. -->\n\n" + CLEAN
    write(folder, "README.md", f"{text}- [Six] (https://example.org/6) - The sixth.\n")
    told = run("init").out
    assert "README.md: 6 entries, generated from data/list.yml\n" in told
    # No fix is promised that would then be refused.
    assert "'curator check' finds 1 error" in told
    assert "curator fix" not in told
    checked = run("check").out
    assert "can be fixed" not in checked
    assert " in generated files, which 'curator fix' leaves alone.\n" in checked
    said = "# README.md says that it is generated: what is found is mended elsewhere.\n"
    assert said in (folder / "curator.toml").read_text(encoding="utf-8")


def test_many_lists_are_named_by_their_folder(folder: Path, run: Run) -> None:
    write(folder, "README.md", CLEAN)
    for number in range(12):
        write(folder, f"topics/{number:02}.md", SMALL)
    write(folder, "topics/README.md", "# Topics\n\n[Nowhere](nowhere.md)\n")
    write(folder, "docs/guide.md", "# Guide\n\nWords.\n")
    done = run("init")
    assert "3 more lists: 55 entries\n" in done.out
    assert 'lists = ["README.md", "topics/"]\n' in (folder / "curator.toml").read_text()
    summary = json.loads(run("check", "--format", "json").out)["summary"]
    assert summary["files"] == 14
    assert summary["errors"] == 1
    assert "'curator check' finds 1 error" in done.out


# ------------------------------------------------------------------------- where there is none


@pytest.mark.parametrize("text", ["# Program\n\nIt runs.\n", ""])
def test_without_a_list_it_says_what_to_do(folder: Path, run: Run, text: str) -> None:
    write(folder, "README.md", text)
    status, out, err = run("init")
    assert (status, out) == (2, "")
    assert err == (
        "error: no list here (1 Markdown file seen): a list has at least 5 entries with links, and "
        'little else beside them; name yours in curator.toml, such as lists = ["README.md"]\n'
    )
    assert set(files_of(folder)) == {"README.md"}


def test_a_folder_has_to_be_one(folder: Path, run: Run) -> None:
    write(folder, "README.md", CLEAN)
    assert run("init", "nowhere") == (2, "", "error: nowhere: no such folder\n")
    assert run("init", "README.md").err == "error: README.md: no such folder\n"
    assert set(files_of(folder)) == {"README.md"}


def test_the_repository_around_a_folder_is_set_up(folder: Path, run: Run) -> None:
    write(folder, "README.md", CLEAN)
    write(folder, "docs/a.txt", "x")
    assert run("init", "docs").status == 0
    assert (folder / "curator.toml").exists()
    assert not (folder / "docs" / "curator.toml").exists()


def test_what_cannot_be_read_is_told_and_left_out(folder: Path, run: Run) -> None:
    write(folder, "README.md", CLEAN)
    (folder / "b.md").write_bytes(b"\xff\xfe- [a](https://a.b)\n" * 20)
    done = run("init")
    assert done.status == 0
    assert done.err.startswith("notice: b.md: not UTF-8")
    assert 'lists = ["README.md"]\n' in (folder / "curator.toml").read_text()


# ---------------------------------------------------------------------- what is left alone


@pytest.mark.parametrize("name", FILES)
def test_what_is_there_stays_as_it_is(folder: Path, run: Run, name: str) -> None:
    write(folder, "README.md", AWESOME)
    write(folder, name, "[[[ broken\n")
    done = run("init")
    assert done.status == 0
    assert (folder / name).read_text() == "[[[ broken\n"
    others = set(FILES) - {name}
    assert others < set(files_of(folder))
    assert f"Wrote {name}" not in done.out
    assert name in done.out


def test_a_configuration_in_pyproject_is_one(folder: Path, run: Run) -> None:
    write(folder, "README.md", CLEAN)
    write(folder, "pyproject.toml", '[tool.curator]\npreset = "papers"\n')
    said = "[tool.curator] in pyproject.toml is there already, and was left alone\n"
    assert said in run("init").out
    assert not (folder / "curator.toml").exists()
    write(folder, "pyproject.toml", '[project]\nname = "x"\n')
    run("init")
    assert (folder / "curator.toml").exists()


def test_hooks_of_others_are_not_edited_but_told_what_they_need(folder: Path, run: Run) -> None:
    write(folder, "README.md", CLEAN)
    write(folder, ".pre-commit-config.yaml", "repos: []\n")
    done = run("init")
    assert ".pre-commit-config.yaml is there already, and was left alone; to its" in done.out
    assert "\n          - id: curator-check\n" in done.out
    assert "curator-check" not in run("init", "--no-hook").out
    assert (folder / ".pre-commit-config.yaml").read_text() == "repos: []\n"


def test_another_workflow_that_runs_curator_is_enough(folder: Path, run: Run) -> None:
    write(folder, "README.md", CLEAN)
    write(folder, ".github/workflows/ci.yml", "steps:\n  - run: curator check\n")
    assert ".github/workflows/ci.yml runs curator already" in run("init").out
    assert not (folder / FILES[1]).exists()
    write(folder, ".github/workflows/ci.yml", "# - run: curator check\n")
    run("init")
    assert (folder / FILES[1]).exists()


def test_a_file_that_comes_meanwhile_is_not_replaced(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "README.md", CLEAN)
    create = atomic.make_file

    def late(path: Path, data: bytes) -> None:
        if path.name == "curator.toml":
            path.write_text("mine\n")
        create(path, data)

    monkeypatch.setattr(creating, "make_file", late)
    done = run("init")
    assert done.err == "notice: curator.toml: left alone, another program has just written it\n"
    assert (folder / "curator.toml").read_text() == "mine\n"
    assert set(files_of(folder)) == {"README.md", *FILES}


def test_disks_without_hard_links_will_do(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write(folder, "README.md", CLEAN)
    assert run("init").status == 0
    assert set(files_of(folder)) == {"README.md", *FILES}


# ------------------------------------------------------------------------- hostile places


def test_no_link_leads_out_of_the_repository(
    folder: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    write(folder, "README.md", CLEAN)
    link(folder / ".github", outside)
    status, out, err = run("init")
    assert status == 2
    assert err == (
        "error: .github/workflows/curator.yml: not written: .github is a link that leads out of "
        "here\n"
    )
    assert "Wrote curator.toml\n" in out
    assert list(outside.iterdir()) == []


def test_a_link_of_the_name_is_not_followed(
    folder: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    write(folder, "README.md", CLEAN)
    for name in ("curator.toml", ".pre-commit-config.yaml"):
        link(folder / name, outside / name)
    done = run("init")
    assert done.status == 0
    assert list(outside.iterdir()) == []
    assert "curator.toml is there already" in done.out


def test_a_link_within_the_repository_is_followed(folder: Path, run: Run) -> None:
    write(folder, "README.md", CLEAN)
    (folder / "ci").mkdir()
    link(folder / ".github", folder / "ci")
    assert run("init").status == 0
    assert (folder / "ci" / "workflows" / "curator.yml").exists()


def test_a_file_in_the_place_of_a_folder_is_told(folder: Path, run: Run) -> None:
    write(folder, "README.md", CLEAN)
    write(folder, ".github", "x")
    status, _, err = run("init")
    assert status == 2
    assert err == "error: .github/workflows/curator.yml: not written: .github is no folder\n"
    assert (folder / "curator.toml").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_names_of_files_break_neither_terminal_nor_configuration(folder: Path, run: Run) -> None:
    names = ["\x1b[31mred.md", 'a"]\nb.md', "c[1]*.md", "d\u202emd.md", "!e.md", "-f.md"]
    for name in names:
        (folder / name).write_text(SMALL, encoding="utf-8")
    for number in range(3):
        write(folder, f"-/{number}.md", SMALL)
    for done in (run("init", "--dry-run"), run("init")):
        assert done.status == 0
        assert "\x1b" not in done.out + done.err
        assert "\u202e" not in done.out + done.err
    assert "\x1b" not in (folder / "curator.toml").read_text(encoding="utf-8")
    checked = run("check", "--format", "json")
    assert checked.err == ""
    assert json.loads(checked.out)["summary"]["files"] == len(names) + 3


# ---------------------------------------------------------------------------- its neighbours


def test_other_tools_are_told_what_becomes_of_them(folder: Path, run: Run) -> None:
    marks = "\n<!-- START doctoc -->\n<!-- END doctoc -->\n"
    write(folder, "README.md", CLEAN.replace("\n\n", marks + "\n", 1))
    write(folder, "lychee.toml", "")
    write(folder, ".markdownlint.json", "{}")
    write(folder, "package.json", '{"scripts": {"test": "awesome-lint"}}')
    write(folder, ".github/workflows/links.yml", "# - run: awesome_bot\n- run: npx markdownlint\n")
    told = [line for line in run("init").out.split("\n") if line.partition(" ")[2][:1] == "("]
    assert [line.partition(":")[0] for line in told] == [
        "awesome-lint (package.json)",
        "doctoc (README.md)",
        "lychee (lychee.toml)",
        "markdownlint (.markdownlint.json)",
    ]


@pytest.mark.parametrize(("branch", "named"), [("trunk", '"trunk"'), ("main", '"main"')])
def test_the_workflow_names_the_default_branch(tmp_path: Path, branch: str, named: str) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    subprocess.run([git, "init", "-q", "-b", branch], cwd=tmp_path, check=True)
    write(tmp_path, "README.md", CLEAN)
    from curator.cli.start import run as start  # noqa: PLC0415 - as a user, from elsewhere

    assert start(("init", str(tmp_path))) == 0
    text = (tmp_path / FILES[1]).read_text(encoding="utf-8")
    assert f"branches: [{named}]\n" in text


# ------------------------------------------------------------------------------ real lists


_QUICK = ("Hannibal046", "thunlp", "cedrickchee", "matiassingers")
LISTS = sorted((SHARED / "corpus").glob("*.md")) if SHARED else []


@pytest.mark.skipif(not LISTS, reason="the corpus is not there")
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path,
            marks=() if path.name.startswith(_QUICK) else pytest.mark.nightly,
            id=path.name[:30],
        )
        for path in LISTS
    ],
)
def test_what_is_told_of_real_lists_is_what_a_check_then_finds(
    folder: Path, run: Run, path: Path
) -> None:
    (folder / "README.md").write_bytes(path.read_bytes())
    done = run("init")
    assert (done.status, done.err) == (0, "")
    summary = json.loads(run("check", "--format", "json").out)["summary"]
    counts = [summary[each] for each in ("errors", "warnings", "infos")]
    for count, word in zip(counts, ("error", "warning", "info"), strict=True):
        assert not count or f"{count:,} {word}" in done.out
    assert counts[1] < 100, "more than anybody goes through"
