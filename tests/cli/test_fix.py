"""``curator fix``: what it writes, what it says, and its exit status."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from curator.cli import fixing, repairing, share, workers, writing
from curator.diagnostic import Applicability, Diagnostic, Edit, Fix
from curator.document import Document
from curator.engine import lint, linting, load_rule
from curator.report import FileReport
from curator.rule import Check, Context
from curator.source import Span
from tests.cli.conftest import BROKEN, CLEAN, Result, Run, finish, start
from tests.cli.test_workers import forking
from tests.documents import corpus

SAFE = "missing-final-newline"
UNSAFE = "tracking-parameters"
BOTH = ("--select", f"{SAFE},{UNSAFE}")

UNENDED = CLEAN.removesuffix("\n")
"""A list with a warning whose fix is safe: there is no newline at the end."""
TRACKED = CLEAN + "- [Six](https://example.org/6?utm_source=x) - The sixth.\n"
"""A list with a warning whose fix is unsafe."""
UNTRACKED = CLEAN + "- [Six](https://example.org/6) - The sixth.\n"


def put(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.md").write_bytes(text.encode())


def texts(folder: Path) -> dict[str, str]:
    """The lists of a folder, and whatever else was left there."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in files}


def text_of(folder: Path, name: str = "a") -> str:
    return (folder / f"{name}.md").read_bytes().decode()


# ------------------------------------------------------------------------- what is written


def test_a_list_is_repaired_and_the_second_run_has_nothing_to_do(folder: Path, run: Run) -> None:
    put(folder, a=UNENDED)
    assert run("fix", "a.md") == (
        0,
        f"Fixed 1 finding in a.md ({SAFE} 1)\nNo findings remain.\n",
        "",
    )
    assert texts(folder) == {"a.md": CLEAN}
    assert run("fix", "a.md") == (0, "Nothing to fix in 1 file.\n", "")
    assert texts(folder) == {"a.md": CLEAN}


def test_unsafe_fixes_are_applied_when_asked_for(folder: Path, run: Run) -> None:
    put(folder, a=TRACKED.removesuffix("\n"))
    status, out, err = run("fix", "a.md", *BOTH)
    lines = out.split("\n")
    assert (status, err) == (0, "")
    assert lines[0].startswith("a.md:8:")
    assert f"Fixed 1 finding in a.md ({SAFE} 1)" in lines
    assert f"1 warning remains in 1 file ({UNSAFE} 1)" in lines
    assert "1 can be fixed with --unsafe-fixes." in lines
    assert text_of(folder) == TRACKED
    assert run("fix", "a.md", *BOTH, "--unsafe-fixes").out == (
        f"Fixed 1 finding in a.md ({UNSAFE} 1)\nNo findings remain.\n"
    )
    assert text_of(folder) == UNTRACKED


def test_check_says_what_could_be_fixed(folder: Path, run: Run) -> None:
    put(folder, a=TRACKED.removesuffix("\n"), b=TRACKED, c=UNENDED)

    def said(name: str) -> str:
        out = run("check", name, *BOTH).out
        return next(line for line in out.split("\n") if "can be fixed" in line)

    assert said("a.md") == "1 can be fixed with 'curator fix', 1 more with --unsafe-fixes."
    assert said("b.md") == "1 can be fixed with 'curator fix --unsafe-fixes'."
    assert said("c.md") == "1 can be fixed with 'curator fix'."


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_marks_and_newlines_stay(folder: Path, run: Run, newline: str, mark: str) -> None:
    unended, whole = ((mark + text).replace("\n", newline) for text in (UNENDED, CLEAN))
    put(folder, a=unended)
    assert run("fix", "a.md", "--select", SAFE).status == 0
    assert text_of(folder) == whole
    put(folder, a=(mark + TRACKED.removesuffix("\n")).replace("\n", newline))
    assert run("fix", "a.md", "--select", UNSAFE, "--unsafe-fixes").status == 0
    assert text_of(folder) == (mark + UNTRACKED.removesuffix("\n")).replace("\n", newline)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_mode_of_a_file_stays(folder: Path, run: Run) -> None:
    put(folder, a=UNENDED)
    (folder / "a.md").chmod(0o755)
    assert run("fix", "a.md").status == 0
    assert stat.S_IMODE((folder / "a.md").stat().st_mode) == 0o755


@pytest.mark.parametrize(
    ("text", "fail_on", "status"),
    [
        (UNENDED, "info", 0),
        (BROKEN, "error", 1),
        (BROKEN, "never", 0),
        (TRACKED, "error", 0),
        (TRACKED, "warning", 1),
    ],
)
def test_the_status_tells_what_remains(
    folder: Path, run: Run, text: str, fail_on: str, status: int
) -> None:
    put(folder, a=text)
    select = f"{SAFE},{UNSAFE},broken-anchor"
    assert run("fix", "a.md", "--select", select, "--fail-on", fail_on).status == status


def test_several_files_are_summed_up(folder: Path, run: Run) -> None:
    put(folder, a=UNENDED, b=TRACKED.removesuffix("\n"), c=CLEAN)
    out = run("fix", ".", *BOTH, "--unsafe-fixes").out
    assert out == (
        f"Fixed 1 finding in a.md ({SAFE} 1)\n"
        f"Fixed 2 findings in b.md ({SAFE} 1, {UNSAFE} 1)\n"
        f"Fixed 3 findings in 2 of 3 files ({SAFE} 2, {UNSAFE} 1)\n"
        "No findings remain.\n"
    )
    assert run("fix", ".", *BOTH, "--unsafe-fixes").out == "Nothing to fix in 3 files.\n"


def test_lines_are_broken_on_narrow_terminals(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, a=TRACKED.removesuffix("\n"), b=UNENDED)
    monkeypatch.setenv("COLUMNS", "40")
    out = run("fix", ".", *BOTH).out
    assert max(map(len, out.split("\n"))) <= 60  # a comment to copy stays whole
    assert "Fixed 1 finding in a.md\n    (missing-final-newline 1)\n" in out
    put(folder, a=TRACKED.removesuffix("\n"))
    told = run("fix", "a.md", *BOTH, "--diff").err
    assert "Would fix 1 finding in a.md\n    (missing-final-newline 1)\n" in told


# --------------------------------------------------------------------- standard input


def test_standard_input_becomes_standard_output(folder: Path, run: Run) -> None:
    status, out, err = run("fix", "-", *BOTH, stdin=TRACKED.removesuffix("\n").encode())
    assert (status, out) == (0, TRACKED)
    assert err == (
        f"Fixed 1 finding in <stdin> ({SAFE} 1)\n"
        f"1 warning remains in 1 file ({UNSAFE} 1)\n"
        "1 can be fixed with --unsafe-fixes.\n"
    )
    assert texts(folder) == {}


@pytest.mark.parametrize(
    "text",
    [CLEAN, "\ufeff" + CLEAN.replace("\n", "\r\n"), "a\rb\r", "", "\ufeff", "x\x1b[1m\u2028\n"],
)
def test_what_needs_no_fix_passes_through(folder: Path, text: str) -> None:
    status, out, _ = _bytes("fix", "-", *BOTH, stdin=text.encode())
    assert (status, out) == (0, text.encode())


def _bytes(*arguments: str, stdin: bytes) -> tuple[int, bytes, bytes]:
    process = start(*arguments)
    out, err = process.communicate(stdin, timeout=60)
    return process.returncode, out, err


@pytest.mark.parametrize("text", [UNENDED, TRACKED.removesuffix("\n"), "\ufeff" + UNENDED])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_standard_input_is_repaired_as_a_file_is(
    folder: Path, run: Run, text: str, newline: str
) -> None:
    text = text.replace("\n", newline)
    put(folder, a=text)
    options = (*BOTH, "--unsafe-fixes")
    run("fix", "a.md", *options)
    status, out, _ = _bytes("fix", "-", *options, stdin=text.encode())
    assert (status, out.decode()) == (0, text_of(folder))


def test_the_file_that_standard_input_stands_for_is_left_alone(folder: Path, run: Run) -> None:
    put(folder, a="# Other\n")
    result = run("fix", "-", "--stdin-filename", "a.md", *BOTH, stdin=UNENDED.encode())
    assert (result.status, result.out) == (0, CLEAN)
    assert texts(folder) == {"a.md": "# Other\n"}


@pytest.mark.parametrize("data", [b"\xff\n", b"\0"])
def test_standard_input_that_cannot_be_read_yields_nothing(
    folder: Path, run: Run, data: bytes
) -> None:
    status, out, err = run("fix", "-", stdin=data)
    assert (status, out) == (2, "")
    assert err.startswith("error: <stdin>: ")


def test_on_a_terminal_nothing_acts(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "on_terminal", lambda: True)
    out = run("fix", "-", *BOTH, stdin="\ufeff# \x1b[31mA\r\n\r\na\tb\x9b".encode()).out
    assert out.startswith("# \\u{1b}[31mA\n\na\tb\\u{9b}\n")


# ------------------------------------------------------------------------ the difference


def test_a_diff_is_shown_and_nothing_written(folder: Path, run: Run) -> None:
    put(folder, a=TRACKED.removesuffix("\n"), b=CLEAN)
    before = texts(folder)
    status, out, err = run("fix", ".", *BOTH, "--diff")
    assert status == 1
    assert out == (
        "--- a/a.md\n+++ b/a.md\n@@ -5,4 +5,4 @@\n"
        " - [Three](https://example.org/3) - The third.\n"
        " - [Four](https://example.org/4) - The fourth.\n"
        " - [Five](https://example.org/5) - The fifth.\n"
        "-- [Six](https://example.org/6?utm_source=x) - The sixth.\n"
        "\\ No newline at end of file\n"
        "+- [Six](https://example.org/6?utm_source=x) - The sixth.\n"
    )
    assert err == (
        f"Would fix 1 finding in a.md ({SAFE} 1)\n"
        "Would fix 1 finding in 1 of 2 files\n"
        f"1 warning remains in 1 of 2 files ({UNSAFE} 1)\n"
        "1 can be fixed with --unsafe-fixes.\n"
    )
    assert texts(folder) == before
    assert run("check", ".", *BOTH, "--diff") == (status, out, err)
    unsafe = run("fix", ".", *BOTH, "--diff", "--unsafe-fixes")
    assert "+- [Six](https://example.org/6) - The sixth.\n" in unsafe.out
    assert run("check", ".", *BOTH, "--diff", "--unsafe-fixes") == unsafe


@pytest.mark.skipif(shutil.which("git") is None, reason="no git here")
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_git_applies_the_diff(folder: Path, run: Run, newline: str, mark: str) -> None:
    odd = TRACKED.removesuffix("\n").replace("sixth", "s\x85i\u2028x\u202eth\x1b[1m ##[x] ::set")
    names = ["a.md", 'b c/d "e".md', "ü.md"] if os.name != "nt" else ["a.md", "b c/d.md", "ü.md"]
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes((mark + odd).replace("\n", newline).encode())
    options = (".", *BOTH, "--unsafe-fixes")
    status, patch, _ = _bytes("fix", *options, "--diff", stdin=b"")
    assert status == 1
    before = texts(folder)
    subprocess.run(["git", "apply", "-"], cwd=folder, input=patch, check=True)
    after = texts(folder)
    for name in names:
        (folder / name).write_bytes(before[name].encode())
    assert run("fix", *options).status == 0
    assert texts(folder) == after != before


@pytest.mark.parametrize(
    ("text", "options", "status"),
    [
        (CLEAN, (), 0),
        (UNENDED, (), 1),
        (UNENDED, ("--fail-on", "never"), 1),
        (TRACKED, (), 0),
        (TRACKED, ("--fail-on", "warning"), 1),
        (TRACKED, ("--unsafe-fixes",), 1),
    ],
)
@pytest.mark.parametrize("command", ["fix", "check"])
def test_the_status_tells_of_a_difference(
    folder: Path, run: Run, command: str, text: str, options: tuple[str, ...], status: int
) -> None:
    put(folder, a=text)
    result = run(command, "a.md", *BOTH, "--diff", *options)
    assert result.status == status
    assert text_of(folder) == text


def test_standard_input_can_be_compared_too(folder: Path, run: Run) -> None:
    name = ("--stdin-filename", "a.md")
    status, out, _ = run("fix", "-", *name, *BOTH, "--diff", stdin=UNENDED.encode())
    assert status == 1
    assert out.startswith("--- a/a.md\n+++ b/a.md\n")


def test_a_diff_that_people_see_is_harmless(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = CLEAN.replace("fifth", "fi\x1b[31mfth ##[error]").replace(
        "- [Four]", "::set-x::\n\n- [F]"
    )
    put(folder, a=text.removesuffix("\n"))
    painted = run("fix", "a.md", *BOTH, "--diff", "--color", "always").out
    assert "\x1b[32m+- [Five]" in painted
    assert "\x1b[31mfth" not in painted
    assert "\\u{1b}[31mfth" in painted
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    shown = run("fix", "a.md", *BOTH, "--diff").out
    assert "\x1b" not in shown
    assert "##[" not in shown
    assert not any(line.strip().startswith("::") for line in shown.split("\n"))


def test_a_diff_in_a_file_has_every_byte(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, a=UNENDED.replace("fifth", "##[fifth]"))
    with (folder / "out.diff").open("wb") as file:
        subprocess.run(
            [sys.executable, "-m", "curator", "fix", "a.md", *BOTH, "--diff"],
            stdout=file,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "GITHUB_ACTIONS": "true"},
            check=False,
        )
    assert "##[fifth]" in (folder / "out.diff").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [("--unsafe-fixes",), ("--diff", "--format", "json"), ("--diff", "--output", "json=x.json")],
)
def test_options_of_check_that_do_not_go_together(
    folder: Path, run: Run, options: tuple[str, ...]
) -> None:
    put(folder, a=CLEAN)
    assert run("check", "a.md", *options).status == 2
    assert texts(folder) == {"a.md": CLEAN}


# ------------------------------------------------------------------------------ trouble

GENERATED = UNENDED.replace("# Awesome Things", "# Awesome Things\n\n<!-- Generated from a.yml -->")


def test_a_generated_file_is_left_alone_unless_forced(folder: Path, run: Run) -> None:
    put(folder, a=GENERATED, b=UNENDED)
    status, out, err = run("fix", ".", *BOTH)
    assert status == 2
    assert err == (
        "error: a.md: not changed, line 3 says that it is generated or not to be edited, "
        "see 'a.yml' (--force changes it all the same)\n"
    )
    assert "Fixed 1 finding in b.md" in out
    assert f"info  {SAFE}  1 not listed" in out
    assert texts(folder) == {"a.md": GENERATED, "b.md": CLEAN}
    shown = run("fix", "a.md", *BOTH, "--diff")
    assert (shown.status, shown.out) == (2, "")
    assert run("fix", "a.md", *BOTH, "--force").status == 0
    assert text_of(folder) == GENERATED + "\n"


def test_nothing_is_promised_for_a_generated_file(folder: Path, run: Run) -> None:
    put(folder, a=GENERATED.replace("/5", "/5?utm_source=x"))
    for more in ((), ("--diff",)):
        status, out, err = run("fix", "a.md", *BOTH, *more)
        assert status == 2
        assert "--unsafe-fixes" not in out + err
        assert "--unsafe-fixes" in "".join(run("fix", "a.md", *BOTH, "--force", "--diff")[1:])


def test_a_generated_file_is_counted_as_one_of_all(folder: Path, run: Run) -> None:
    broken = "- [Six](#nowhere) - The sixth.\n"
    put(folder, a=GENERATED + "\n" + broken, b=UNENDED, c=CLEAN + broken)
    put(folder, a=GENERATED)
    out = run("fix", ".", *BOTH, "--select", "broken-anchor").out
    assert "Fixed 1 finding in 1 of 3 files" in out
    assert "1 error remains in 1 of 3 files" in out
    put(folder, b=GENERATED, c=GENERATED)
    assert "Fixed" not in run("fix", ".", *BOTH).out


@pytest.mark.parametrize("given", ["", ",", " , "])
@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize("command", ["check", "fix"])
def test_an_option_that_names_no_rule_is_refused(
    folder: Path, run: Run, command: str, option: str, given: str
) -> None:
    put(folder, a=UNENDED)
    status, out, err = run(command, "a.md", option, given, "--select", SAFE)
    assert (status, out) == (2, "")
    assert err.startswith(f"error: Invalid value for '{option}': {given!r} names no rule\n")
    assert texts(folder) == {"a.md": UNENDED}
    assert run(command, "a.md", "--select", f"{SAFE},").status == 0


def test_a_generated_file_that_needs_no_fix_is_no_fault(folder: Path, run: Run) -> None:
    put(folder, a=GENERATED + "\n")
    assert run("fix", "a.md", *BOTH) == (0, "Nothing to fix in 1 file.\n", "")
    put(folder, a=GENERATED.replace("/5", "/5?utm_source=x") + "\n")
    assert run("fix", "a.md", *BOTH).status == 0
    assert run("fix", "a.md", *BOTH, "--unsafe-fixes").status == 2


def test_checking_a_generated_file_is_no_fault(folder: Path, run: Run) -> None:
    put(folder, a=GENERATED)
    status, out, err = run("check", "a.md", *BOTH, "--diff")
    assert (status, out) == (0, "")
    assert err.startswith("notice: a.md: not changed, line 3 says")


def test_a_generated_standard_input_passes_through(folder: Path, run: Run) -> None:
    status, out, err = run("fix", "-", *BOTH, stdin=GENERATED.encode())
    assert (status, out) == (2, GENERATED)
    assert err.startswith("error: <stdin>: not changed, line 3 says")
    assert run("fix", "-", *BOTH, "--force", stdin=GENERATED.encode()).out == GENERATED + "\n"


def test_one_file_that_cannot_be_read_keeps_no_other_from_being_fixed(
    folder: Path, run: Run
) -> None:
    put(folder, a=UNENDED, c=UNENDED)
    (folder / "b.md").write_bytes(b"# Caf\xe9\n")
    status, out, err = run("fix", "a.md", "b.md", "gone.md", "c.md", *BOTH)
    assert status == 2
    assert [line.split(": ")[1] for line in err.splitlines()] == ["gone.md", "b.md"]
    assert "Fixed 2 findings in 2 of 2 files" in out
    assert (folder / "b.md").read_bytes() == b"# Caf\xe9\n"
    assert text_of(folder, "a") == text_of(folder, "c") == CLEAN


def test_a_file_that_changed_meanwhile_is_left_alone(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, a=UNENDED, b=UNENDED)
    original = repairing.repair_batch

    def and_change(*given: object) -> object:
        made = original(*given)  # type: ignore[arg-type]
        put(folder, a="# Mine\n")
        return made

    monkeypatch.setattr(fixing, "repair_batch", and_change)
    status, out, err = run("fix", "a.md", "b.md", *BOTH)
    assert status == 2
    assert err == "error: a.md: not changed, another program has changed it since it was read\n"
    assert out == f"Fixed 1 finding in b.md ({SAFE} 1)\nNo findings remain.\n"
    assert texts(folder) == {"a.md": "# Mine\n", "b.md": CLEAN}


def test_a_full_disk_is_one_line(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, a=UNENDED)

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run("fix", "a.md", *BOTH) == (
        2,
        "",
        "error: a.md: not changed, it cannot be written: no space left on device\n",
    )
    assert texts(folder) == {"a.md": UNENDED}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_read_only_file_is_one_line(folder: Path, run: Run) -> None:
    put(folder, a=UNENDED)
    (folder / "a.md").chmod(0o444)
    status, out, err = run("fix", "a.md", *BOTH)
    assert (status, err) == (2, "error: a.md: not changed, it is read-only\n")
    assert f"info  {SAFE}  1 not listed" in out  # as for other files that must not be changed
    assert run("fix", "a.md", *BOTH, "--diff").out  # there it is not written
    assert run("fix", "a.md", *BOTH, "--diff").status == 1
    assert texts(folder) == {"a.md": UNENDED}


# Sends itself a signal in the middle of the second of three replacements.
_SIGNALLED = """
import os, signal, sys
from curator.cli import writing
sync, count = os.fsync, 0
def planted(number):
    global count
    count += 1
    if count == 3:
        os.kill(os.getpid(), signal.{name})
    sync(number)
os.fsync = planted
sys.argv = ["curator", *sys.argv[1:]]
from curator.__main__ import main
sys.exit(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_what_is_written_stays_when_a_signal_ends_the_run(
    folder: Path, name: str, jobs: str
) -> None:
    put(folder, a=UNENDED, b=UNENDED, c=UNENDED)
    code = _SIGNALLED.format(name=name)
    done = subprocess.run(
        [sys.executable, "-c", code, "fix", *BOTH, "--jobs", jobs, "a.md", "b.md", "c.md"],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == (130 if name == "SIGINT" else -getattr(signal, name))
    assert (done.stdout, done.stderr) == (b"", b"")
    left = texts(folder)
    # What was begun is done, unless the process had no say in it.
    expected = {"a.md": CLEAN, "b.md": UNENDED if name == "SIGKILL" else CLEAN, "c.md": UNENDED}
    assert {name: text for name, text in left.items() if name in expected} == expected
    others = set(left) - set(expected)
    assert len(others) == (name == "SIGKILL")
    assert all(other.startswith(".curator-") for other in others)
    # Nobody takes what was left behind for a list.
    assert finish(start("fix", ".", *BOTH)).status == 0
    assert [text_of(folder, each) for each in "abc"] == [CLEAN] * 3


# ----------------------------------------------------------------------- rules that err


def plant(monkeypatch: pytest.MonkeyPatch, **checks: Check) -> None:
    """Have rules do something else, by their names with ``_`` for ``-``."""

    def load(module: str) -> linting.LoadedRule:
        loaded = load_rule(module)
        check = checks.get(module.rpartition(".")[2], loaded.check)
        return linting.LoadedRule(loaded.rule, check)

    monkeypatch.setattr(linting, "load_rule", load)


def replacing(old: str, new: str, applicability: Applicability = Applicability.SAFE) -> Check:
    """A rule that wants one text instead of another."""

    def check(context: Context) -> Iterator[Diagnostic]:
        at = context.source.text.find(old)
        if at >= 0:
            span = Span(at, at + len(old))
            fix = Fix(f"Write '{new}'", (Edit(span, new),), applicability)
            yield context.found(span, f"this is '{old}'", key=old, fix=fix)

    return check


def test_a_rule_that_crashes_is_named_and_others_fix(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(context: Context) -> Iterator[Diagnostic]:
        raise ZeroDivisionError(context.rule.name)

    plant(monkeypatch, tracking_parameters=crash)
    put(folder, a=UNENDED)
    status, out, err = run("fix", "a.md", *BOTH)
    assert status == 0
    assert f"Fixed 1 finding in a.md ({SAFE} 1)" in out
    assert err.count("\n") == 1
    assert f"internal error: the rule {UNSAFE} failed on a.md" in err
    assert text_of(folder) == CLEAN


def test_rules_that_fight_change_nothing_and_are_named(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(
        monkeypatch,
        missing_final_newline=replacing("first.", "first!"),
        tracking_parameters=replacing("first!", "first."),
    )
    put(folder, a=CLEAN, b="# B\n\n- [x](https://e.org) - The tenth.\n")
    status, out, err = run("fix", "a.md", "b.md", *BOTH)
    assert status == 2
    assert err.splitlines()[0] == (
        "curator: internal error: a.md: not changed, the fixes of these rules never come to "
        f"rest: {SAFE}, {UNSAFE}"
    )
    assert err.splitlines()[1].startswith("hint: this is a bug in curator: please report it")
    assert "Nothing to fix in 1 file." in out
    assert text_of(folder) == CLEAN


def test_a_fix_that_breaks_the_law_is_left_out_and_named(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(
        monkeypatch,
        missing_final_newline=replacing("first", "last"),
        tracking_parameters=replacing("second.", "second!"),
    )
    put(folder, a=CLEAN)
    status, out, err = run("fix", "a.md", *BOTH)
    assert (status, err) == (0, "")
    assert f"Fixed 1 finding in a.md ({UNSAFE} 1)\n" in out
    assert (
        f"a.md:3: left out the fix of {SAFE}, it would change more than it may (Write 'last')\n"
    ) in out
    assert "can be fixed" not in out
    assert text_of(folder) == CLEAN.replace("second.", "second!")


# ------------------------------------------------------------ files that know each other


def renaming(context: Context) -> Iterator[Diagnostic]:
    """A rule that renames a heading, in one file of several."""
    yield from replacing("## Old", "## New", Applicability.UNSAFE)(context)


def following(context: Context) -> Iterator[Diagnostic]:
    """A rule that follows headings of other files that were renamed."""
    for link in context.document.links:
        target, _, anchor = link.url.partition("#")
        anchors = context.files.anchors(link.url)
        if target and anchors is not None and anchor not in anchors and "new" in anchors:
            assert link.destination is not None
            fix = Fix("Follow", (Edit(link.destination, f"{target}#new"),), Applicability.UNSAFE)
            yield context.found(link.span, "it has gone", key=link.url, fix=fix)


CHAIN = {
    "a": "# A\n\n- [b](b.md#old) - B.\n- [c](c.md#old) - C.\n",
    "b": "# B\n\n## Old\n\n- [a](a.md) - A.\n",
    "c": "# C\n\n## Old\n\n- [b](b.md#old) - B.\n",
}


@forking
@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_a_repair_of_one_file_is_known_to_the_others(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    plant(monkeypatch, missing_final_newline=renaming, tracking_parameters=following)
    put(folder, **CHAIN)
    result = run("fix", "a.md", "b.md", "c.md", *BOTH, "--unsafe-fixes", "--jobs", jobs)
    assert (result.status, result.err) == (0, "")
    assert result.out == (
        f"Fixed 2 findings in a.md ({UNSAFE} 2)\n"
        f"Fixed 1 finding in b.md ({SAFE} 1)\n"
        f"Fixed 2 findings in c.md ({SAFE} 1, {UNSAFE} 1)\n"
        f"Fixed 5 findings in 3 of 3 files ({UNSAFE} 3, {SAFE} 2)\n"
        "No findings remain.\n"
    )
    for name, text in CHAIN.items():
        assert text_of(folder, name) == text.replace("Old", "New").replace("old", "new")


def test_only_files_with_news_are_repaired_again(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noting(context: Context) -> Iterator[Diagnostic]:
        asked.append(context.source.path)
        yield from following(context)

    plant(monkeypatch, missing_final_newline=renaming, tracking_parameters=noting)
    put(folder, **CHAIN, d="# D\n\n- [x](https://e.org) - X.\n")
    run("fix", ".", *BOTH, "--unsafe-fixes")
    assert asked.count("d.md") == 1


def test_files_that_never_come_to_rest_are_told_of(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of two files wants to have a greater number than the other one."""

    def competing(context: Context) -> Iterator[Diagnostic]:
        (link,) = context.document.links
        other = max(int(anchor) for anchor in context.files.anchors(link.url) or ())
        (heading,) = context.document.headings
        if int(heading.text) <= other:
            span = Span(heading.span.start + 2, heading.span.end)
            fix = Fix("Win", (Edit(span, f"{other + 1}"),), Applicability.UNSAFE)
            yield context.found(heading.span, "too small", key="small", fix=fix)

    plant(monkeypatch, tracking_parameters=competing)
    put(folder, a="# 1\n\n- [b](b.md#1) - B.\n", b="# 1\n\n- [a](a.md#1) - A.\n")
    result = run("fix", "a.md", "b.md", "--select", UNSAFE, "--unsafe-fixes")
    assert result.err == (
        "notice: repairing files made others change again and again: run it again\n"
    )
    assert [text_of(folder, name)[:3] for name in "ab"] == [f"# {repairing.MAX_TURNS + 1}"] * 2


# ------------------------------------------------------------------- the same every time


def same_with_jobs(folder: Path, run: Run, *options: str) -> None:
    before = texts(folder)
    results: list[tuple[Result, dict[str, str]]] = []
    for jobs in ("1", "2", "3"):
        for name, text in before.items():
            (folder / name).write_bytes(text.encode())
        results.append((run("fix", ".", *options, "--jobs", jobs), texts(folder)))
    assert results[0] == results[1] == results[2]
    again = run("fix", ".", *options)
    assert "Nothing to fix" in again.out
    assert texts(folder) == results[0][1]


def test_workers_change_nothing(folder: Path, run: Run) -> None:
    put(folder, a=UNENDED, b=TRACKED, c=BROKEN, d=GENERATED, e=CLEAN.replace("\n", "\r\n"))
    same_with_jobs(folder, run, "--preset", "strict")


def test_processes_that_are_no_copies_do_the_same(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, a=UNENDED, b=TRACKED, c=BROKEN)
    monkeypatch.setattr(workers, "FORKS", False)
    same_with_jobs(folder, run, *BOTH, "--unsafe-fixes")


@forking
@pytest.mark.parametrize("victim", ["a.md", "b.md", "c.md", ""])
def test_what_a_killed_worker_had_is_repaired_all_the_same(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, victim: str
) -> None:
    plant(monkeypatch, missing_final_newline=renaming, tracking_parameters=following)
    parent = os.getpid()

    def kill(document: Document, *rest: Any) -> FileReport:
        # In the second turn, when some of the work is done.
        begun = "#new" in document.source.text or "## New" in document.source.text
        if begun and os.getpid() != parent and victim in ("", document.source.path):
            os.kill(os.getpid(), signal.SIGKILL)
        return lint(document, *rest)

    monkeypatch.setattr(share, "lint", kill)
    put(folder, **CHAIN)
    result = run("fix", "a.md", "b.md", "c.md", *BOTH, "--unsafe-fixes", "--jobs", "3")
    assert (result.status, result.err) == (0, "")
    assert "Fixed 5 findings in 3 of 3 files" in result.out
    for name, text in CHAIN.items():
        assert text_of(folder, name) == text.replace("Old", "New").replace("old", "new")


@pytest.mark.parametrize("options", [(), ("--unsafe-fixes",)])
def test_workers_change_nothing_in_real_lists(
    folder: Path, run: Run, options: tuple[str, ...]
) -> None:
    lists = sorted(corpus(), key=lambda each: each.path.stat().st_size)[:6]
    if not lists:
        pytest.skip("../shared is not beside this checkout")
    for each in lists:
        (folder / each.path.name).write_bytes(each.path.read_bytes())
    same_with_jobs(folder, run, *options)


def test_a_fix_imports_nothing_of_the_network(folder: Path) -> None:
    put(folder, a=UNENDED)
    code = (
        "import sys; from curator.cli.start import run; run(sys.argv[1:]); "
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "fix", "a.md"], capture_output=True, text=True, check=True
    )
    modules = set(done.stderr.split())
    assert "curator.fixer" in modules
    assert not modules & {"aiohttp", "asyncio", "socket", "ssl", "pydantic", "rich"}
    assert not modules & {"curator.reporters.diff", "multiprocessing"}
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "a.md"], capture_output=True, text=True, check=True
    )
    assert not set(done.stderr.split()) & {"curator.fixer", "curator.cli.repairing"}


def test_the_installed_command_ends_quietly(folder: Path) -> None:
    put(folder, a=UNENDED)
    result = finish(start("fix", "a.md", *BOTH))
    assert result == (0, f"Fixed 1 finding in a.md ({SAFE} 1)\nNo findings remain.\n", "")
