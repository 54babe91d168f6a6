"""``curator toc``: what it writes, what it says, and its exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

STALE = """\
# List

## Contents

- [A](#a)
- [Gone](#gone)
- [C](#c)

## A

## C

## D
"""
RIGHT = STALE.replace("- [Gone](#gone)\n", "").replace("- [C](#c)\n", "- [C](#c)\n- [D](#d)\n")
BARE = "# List\n\n## A\n\n## B\n"


@pytest.fixture
def stale(folder: Path) -> Path:
    path = folder / "a.md"
    path.write_bytes(STALE.encode())
    return path


def test_contents_are_brought_up_to_date_and_then_they_are(stale: Path, run: Run) -> None:
    done = "a.md: changed its contents\n    Remove 'Gone'\n    List 'D'\n"
    assert run("toc", "a.md") == (0, done, "")
    assert stale.read_text() == RIGHT
    assert run("toc", "a.md") == (0, "Nothing to change in 1 file.\n", "")


def test_check_writes_nothing(stale: Path, run: Run) -> None:
    would = "a.md: would change its contents\n    Remove 'Gone'\n    List 'D'\n"
    assert run("toc", "--check", "a.md") == (1, would, "")
    assert stale.read_text() == STALE
    stale.write_text(RIGHT)
    assert run("toc", "--check", "a.md").status == 0


def test_a_difference_is_shown(stale: Path, run: Run) -> None:
    shown = run("toc", "--diff", "a.md")
    assert shown.status == 1
    assert "\n-- [Gone](#gone)\n" in shown.out
    assert "\n+- [D](#d)\n" in shown.out
    assert stale.read_text() == STALE


def test_standard_input_goes_to_standard_output(folder: Path, run: Run) -> None:
    text = STALE.replace("\n", "\r\n").encode()
    done = run("toc", "-", stdin=text)
    assert done.status == 0
    assert done.out.replace("\r\n", "\n") == RIGHT
    assert "changed its contents" in done.err


def test_a_file_without_contents_is_left_alone(folder: Path, run: Run) -> None:
    (folder / "b.md").write_text(BARE)
    done = run("toc", "b.md")
    told = "b.md: no contents (--create writes some)\nNothing to change in 1 file.\n"
    assert done == (0, told, "")
    assert (folder / "b.md").read_text() == BARE


def test_a_file_without_contents_is_given_some(folder: Path, run: Run) -> None:
    (folder / "b.md").write_text(BARE)
    assert run("toc", "--create", "b.md").status == 0
    given = "# List\n\n## Contents\n\n- [A](#a)\n- [B](#b)\n\n## A\n\n## B\n"
    assert (folder / "b.md").read_text() == given
    assert run("toc", "--create", "b.md") == (0, "Nothing to change in 1 file.\n", "")


def test_marks_are_kept_and_printed_markers_replaced(folder: Path, run: Run) -> None:
    (folder / "c.md").write_text("<!--ts-->\n<!--te-->\n\n# A\n\n# B\n")
    (folder / "d.md").write_text("[TOC]\n\n# A\n\n# B\n")
    done = run("toc", "c.md", "d.md")
    assert done.status == 0
    assert done.out.endswith("Changed the contents of 2 of 2 files.\n")
    rows = "\n\n- [A](#a)\n- [B](#b)\n\n"
    assert (folder / "c.md").read_text() == f"<!--ts-->{rows}<!--te-->\n\n# A\n\n# B\n"
    written = f"<!-- toc -->{rows}<!-- tocstop -->\n\n# A\n\n# B\n"
    assert (folder / "d.md").read_text() == written


def test_what_cannot_be_mended_is_named(folder: Path, run: Run) -> None:
    text = "# Contents\n\n- [A](#a) says more\n- [Gone](#gone) as well\n\n# A\n"
    (folder / "e.md").write_text(text)
    done = run("toc", "e.md")
    assert done.status == 1
    assert done.out == (
        "e.md:4: no heading or id makes the anchor '#gone'\n1 thing is left to be done by hand.\n"
    )
    assert (folder / "e.md").read_text() == text


def test_generated_files_are_refused(stale: Path, run: Run) -> None:
    stale.write_text(f"<!-- This file is generated. Do not edit. -->\n{STALE}")
    done = run("toc", "a.md")
    assert done.status == 2
    assert "generated" in done.err
    assert done.out == ""
    assert "Gone" in stale.read_text()
    for only in ("--check", "--diff"):
        shown = run("toc", only, "a.md")
        assert (shown.status, shown.out) == (2, "")
        assert "Nothing" not in shown.err
    (stale.parent / "b.md").write_text(RIGHT)
    assert run("toc", "a.md", "b.md").out == "Nothing to change in 1 file.\n"
    assert run("toc", "--force", "a.md").status == 0
    assert "Gone" not in stale.read_text()


def test_the_configuration_decides_what_is_missing(stale: Path, run: Run) -> None:
    (stale.parent / "curator.toml").write_text("[rules.stale-toc]\nshare = 1.0\n")
    run("toc", "a.md")
    assert stale.read_text() == STALE.replace("- [Gone](#gone)\n", "")


def test_files_with_too_few_entries_are_not_said_to_agree(stale: Path, run: Run) -> None:
    told = "Passed over a.md: with fewer than 5 entries, only where a file itself is named.\n"
    assert run("toc", "--check", ".") == (0, told, "")
    (stale.parent / "b.md").write_text(STALE)
    assert run("toc", ".").out.startswith("Passed over a.md and 1 more: ")
    (stale.parent / "a.md").write_text(BARE)
    (stale.parent / "b.md").write_text(BARE)
    assert run("toc", ".").out == "Nothing to change in 2 files.\n"
    assert stale.read_text() == BARE
