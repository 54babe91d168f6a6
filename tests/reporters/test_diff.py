"""The unified diff: what it says is what changed, to git and to people."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator import line_diff
from curator.reporters.colour import Palette
from curator.reporters.diff import DiffStyle, render

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n")


def made(before: str, after: str, path: str = "a.md") -> str:
    return "".join(render(path, before, after, DiffStyle()))


def applied(before: str, patch: str) -> str:
    """``before`` with a patch applied as strictly as can be."""
    old = re.findall(r"[^\n]*\n|[^\n]+", before)
    new: list[str] = []
    at = 0
    lines = re.findall(r"[^\n]*\n", patch)
    assert "".join(lines) == patch
    position = 2
    while position < len(lines):
        found = _HUNK.fullmatch(lines[position])
        assert found is not None
        start, count, new_start, new_count = (int(part or "1") for part in found.groups())
        start -= count > 0
        new_start -= new_count > 0
        assert start >= at
        new += old[at:start]
        assert len(new) == new_start
        at = start
        position += 1
        while position < len(lines) and not lines[position].startswith("@@ "):
            sign, line = lines[position][0], lines[position][1:]
            position += 1
            if position < len(lines) and lines[position].startswith("\\"):
                assert lines[position] == "\\ No newline at end of file\n"
                line = line.removesuffix("\n")
                position += 1
            if sign != "+":
                assert old[at] == line
                at += 1
            if sign != "-":
                new.append(line)
        assert at == start + count
        assert len(new) == new_start + new_count
    return "".join([*new, *old[at:]])


texts = st.lists(
    st.sampled_from(["a", "b", "c", "d", "e", "", "x\r", "\r", "é", "@@", "\\ No", "\u2028"]),
    max_size=40,
).map("\n".join)


@given(texts, texts)
def test_a_diff_says_what_changed(before: str, after: str) -> None:
    patch = made(before, after)
    assert bool(patch) == (before != after)
    if patch:
        assert applied(before, patch) == after


@given(st.integers(0, 10_000))
def test_a_diff_of_much_text_says_what_changed(seed: int) -> None:
    chance = random.Random(seed)
    lines = [str(chance.randrange(chance.choice([3, 600, 10**6]))) for _ in range(600)]
    changed = list(lines)
    for _ in range(chance.randrange(60)):
        at = chance.randrange(len(changed))
        changed[at : at + chance.randrange(3)] = ["new"] * chance.randrange(3)
    if chance.random() < 0.3:
        chance.shuffle(changed)
    before, after = "\n".join(lines), "\n".join(changed)
    patch = made(before, after)
    assert (applied(before, patch) if patch else before) == after


def test_few_lines_change_in_a_long_text_with_few_lines() -> None:
    lines = [f"- [{number}](https://e.org/{number})\n" for number in range(20_000)]
    changed = list(lines)
    for number in range(100, 20_000, 500):
        changed[number] = changed[number].replace("\n", " - New.\n")
    patch = made("".join(lines), "".join(changed))
    assert sum(line[:1] == "-" for line in patch.split("\n")) == 40 + 1
    assert patch.count("@@ -") == 40


def test_only_small_parts_are_compared_in_every_detail(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    class Counting(SequenceMatcher[str]):
        def __init__(self, junk: None, a: list[str], b: list[str], **rest: bool) -> None:
            sizes.append(len(a) * len(b))
            super().__init__(junk, a, b, **rest)

    monkeypatch.setattr("difflib.SequenceMatcher", Counting)
    chance = random.Random(1)
    for kinds in (1, 2, 50, 10**9):
        before = [f"{chance.randrange(kinds)}\n" for _ in range(4_000)]
        after = [f"{chance.randrange(kinds)}\n" for _ in range(4_000)]
        whole = "".join(before)
        assert applied(whole, made(whole, "".join(after))) == "".join(after)
    assert all(size <= line_diff.SMALL for size in sizes)
    assert sum(sizes) <= 4 * 4_000 * 200


git = pytest.mark.skipif(shutil.which("git") is None, reason="no git here")

PAIRS = {
    "lf": ("# A\n\n- a\n- b\n", "# A\n\n- a.\n- b\n"),
    "crlf": ("# A\r\n\r\n- a\r\n- b\r\n", "# A\r\n\r\n- a.\r\n- b\r\n"),
    "cr": ("# A\r\r- a\r", "# A\r\r- a.\r"),
    "mixed": ("a\r\nb\nc\rd\n", "a\nb\nc\rd\n"),
    "bom": ("\ufeff# A\n- a\n", "\ufeff# A\n- a.\n"),
    "bom taken": ("\ufeff# A\n- a\n", "# A\n- a\n"),
    "no newline": ("a\nb", "a.\nb"),
    "newline added": ("a\nb", "a\nb\n"),
    "newline taken": ("a\nb\n", "a\nb"),
    "odd": ("a\u2028b\x0c\x1b[31m\n\u202e\x85 é\n", "a\u2028b\x0c\x1b[32m\n\u202e\x85 é\n"),
    "emptied": ("a\n", ""),
}
NAMES = ["a b.md", 'say "a".md', "back\\slash.md", "tab\t.md", "ä 列表.md", "d/e f/a.md"]


@git
@pytest.mark.parametrize(
    ("kind", "name"), [*((kind, "a.md") for kind in PAIRS), *(("crlf", name) for name in NAMES)]
)
def test_git_applies_it(tmp_path: Path, kind: str, name: str) -> None:
    before, after = PAIRS[kind]
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(before.encode())
    patch = made(before, after, name).encode()
    for more in ((), ("-c", "core.autocrlf=true")):
        subprocess.run(
            ["git", *more, "apply", "--check", "-"], cwd=tmp_path, input=patch, check=True
        )
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        cwd=tmp_path,
        input=patch,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    # What is emptied git takes for removed.
    assert (path.read_bytes() if path.exists() else b"") == after.encode()


@pytest.mark.skipif(shutil.which("patch") is None, reason="no patch here")
@pytest.mark.parametrize("kind", PAIRS)
def test_patch_applies_it(tmp_path: Path, kind: str) -> None:
    before, after = PAIRS[kind]
    path = tmp_path / "a b.md"
    path.write_bytes(before.encode())
    patch = made(before, after, "a b.md").encode()
    done = subprocess.run(
        ["patch", "-p1", "--binary"], cwd=tmp_path, input=patch, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert (path.read_bytes() if path.exists() else b"") == after.encode()


@pytest.mark.parametrize("kind", PAIRS)
def test_for_people_nothing_acts_on_a_terminal(kind: str) -> None:
    before, after = PAIRS[kind]
    name = "a\x1b[1m\u202e.md"
    lines = list(render(name, before, after, DiffStyle(escaped=True)))
    assert all(line.endswith("\n") for line in lines)
    text = "".join(lines)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e\ufeff]", text)
    if kind == "crlf":
        assert "{d}" not in text
    if kind in ("cr", "mixed"):
        assert "\\u{d}" in text


def test_colours_change_nothing_else() -> None:
    before, after = PAIRS["odd"]
    plain = "".join(render("a.md", before, after, DiffStyle(escaped=True)))
    painted = "".join(render("a.md", before, after, DiffStyle(Palette(enabled=True), escaped=True)))
    assert re.sub("\x1b\\[[0-9;]+m", "", painted) == plain
    assert "\x1b[32m+" in painted
    assert "\x1b[31m-" in painted


def test_changes_near_each_other_are_in_one_hunk() -> None:
    lines = [f"{number}\n" for number in range(20)]
    for second, hunks in ((8, 1), (9, 1), (10, 2)):
        changed = list(lines)
        changed[2] = changed[second] = "x\n"
        assert made("".join(lines), "".join(changed)).count("@@ -") == hunks
