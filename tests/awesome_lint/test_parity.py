"""The verdicts of awesome-lint, and of our preset that bears its name, on lists for each rule."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from curator.rules import INDEX
from tests.documents import ROOT
from tests.rules.runner import blocks, expand

HERE = Path(__file__).resolve().parent
GUIDE = ROOT / "docs" / "guide" / "from-awesome-lint.md"
TITLE = "# Awesome Machine Learning\n\n"
README = "readme.md"

RULES = (
    *("awesome-heading", "awesome-badge", "awesome-contributing", "awesome-code-of-conduct"),
    *("awesome-github", "awesome-git-repo-age", "awesome-license", "awesome-list-item"),
    *("balanced-punctuation", "awesome-no-ci-badge", "no-repeat-item-in-description"),
    *("awesome-spell-check", "awesome-toc", "double-link"),
    *("blockquote-indentation", "checkbox-character-style", "checkbox-content-indent"),
    *("code-block-style", "definition-case", "definition-spacing", "emphasis-marker"),
    *("fenced-code-marker", "file-extension", "final-newline", "hard-break-spaces"),
    *("heading-style", "link-title-style", "list-item-bullet-indent", "list-item-indent"),
    *("no-blockquote-without-marker", "no-emphasis-as-heading", "no-file-name-articles"),
    *("no-file-name-consecutive-dashes", "no-file-name-irregular-characters"),
    *("no-file-name-mixed-case", "no-file-name-outer-dashes", "no-heading-content-indent"),
    *("no-heading-indent", "no-heading-punctuation", "no-multiple-toplevel-headings"),
    *("no-shell-dollars", "no-table-indentation", "no-undefined-references"),
    *("no-unneeded-full-reference-image", "no-unneeded-full-reference-link"),
    *("no-unused-definitions", "ordered-list-marker-style", "ordered-list-marker-value"),
    *("rule-style", "strong-marker", "table-cell-padding", "table-pipe-alignment"),
    *("table-pipes", "unordered-list-marker-style", "no-repeat-punctuation"),
)
"""The rules of awesome-lint 2.3.0: 14 of its own, 40 of remark-lint, and one more plugin."""

ONLINE = frozenset(("awesome-github", "awesome-git-repo-age"))
"""What only GitHub can tell; the second one is switched off in awesome-lint itself."""


_JSON = ("--no-config", "--format=json")


@dataclass(frozen=True, slots=True)
class Case:
    """A list, the files beside it, and who finds something of ``rule`` in it."""

    name: str
    rule: str
    readme: str
    files: dict[str, str]
    verdict: str
    reason: str


def read_cases() -> Iterator[Case]:
    name, readme = "", README
    files: dict[str, str] = {}
    for piece in blocks((HERE / "cases.md").read_text(encoding="utf-8")):
        if isinstance(piece, str):
            if piece.startswith("## "):
                name, readme, files = piece[3:].strip(), README, {}
        elif piece.info == ("text",):
            verdict, _, reason = piece.text.strip().partition(": ")
            yield Case(name, name.partition(":")[0], readme, files, verdict, reason)
        else:
            path = piece.info[1] if len(piece.info) > 1 else README
            if not files:
                readme = path
            files[path] = expand(piece.text) if files else _titled(expand(piece.text))


def _titled(text: str) -> str:
    return text if re.match(r"#|<h1", text) else TITLE + text


CASES = list(read_cases())


def home() -> Path | None:
    """Where awesome-lint is installed: as ``AWESOME_LINT`` says, or beside the program."""
    named = os.environ.get("AWESOME_LINT")
    program = shutil.which("awesome-lint")
    found = Path(named) if named else Path(program).resolve().parent if program else None
    return found if found is not None and (found / "index.js").exists() else None


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A repository for each case."""
    made = []
    for number, case in enumerate(CASES):
        folder = tmp_path_factory.mktemp("list", numbered=True) / f"case-{number}"
        (folder / ".git").mkdir(parents=True)
        for path, text in case.files.items():
            (folder / path).write_bytes(text.encode())
        made.append(folder)
    return made


@pytest.fixture(scope="session")
def ours(folders: list[Path]) -> list[set[str]]:
    """For each case the rules of awesome-lint for which ours found something."""
    paths = [
        str(folder / name)
        for folder, case in zip(folders, CASES, strict=True)
        for name in case.files
        if name == case.readme or "conduct" in name
    ]
    run = subprocess.run(
        [sys.executable, "-m", "curator", "check", "--preset=awesome-lint", *_JSON, *paths],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 1, run.stderr
    found: dict[str, set[str]] = {str(folder): set() for folder in folders}
    for finding in json.loads(run.stdout)["findings"]:
        if finding["severity"] == "info":
            continue  # no verdict; among them is what other lists of the run have as well
        folder = next(f for f in found if finding["path"].endswith(_tail(f, finding["path"])))
        found[folder] |= set(INDEX[finding["rule"]].awesome_lint)
    return [found[str(folder)] for folder in folders]


def _tail(folder: str, path: str) -> str:
    """``path`` with what is before the folder's own name put away, or something never met."""
    parts = Path(path).parts
    return path if Path(folder).name in parts else "\0"


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_our_verdict(ours: list[set[str]], number: int) -> None:
    case = CASES[number]
    expected = case.verdict in ("both", "only curator")
    assert (case.rule in ours[number]) == expected


@cache
def theirs_of(home: Path, folders: tuple[Path, ...], readme: str) -> list[list[Any]]:
    node = shutil.which("node")
    assert node is not None, "awesome-lint is here, but node is not"
    run = subprocess.run(
        [node, str(HERE / "verdicts.mjs"), str(home), *map(str, folders)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env=os.environ | {"README": readme},
    )
    verdicts: list[list[Any]] = json.loads(run.stdout)
    return verdicts


@pytest.mark.awesome_lint
@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_verdict_of_awesome_lint(folders: list[Path], number: int) -> None:
    where = home()
    if where is None:
        pytest.skip("awesome-lint 2.3.0 is not installed (npm; AWESOME_LINT names its folder)")
    case = CASES[number]
    alike = [at for at, other in enumerate(CASES) if other.readme == case.readme]
    verdicts = theirs_of(where, tuple(folders[at] for at in alike), case.readme)
    found = {rule for rule, _, _ in verdicts[alike.index(number)]}
    expected = case.verdict in ("both", "only awesome-lint")
    assert (case.rule in found) == expected, verdicts[alike.index(number)]


# ------------------------------------------------------------------- completeness


def test_every_rule_has_a_case_and_one_of_ours() -> None:
    assert len(RULES) == len(set(RULES)) == 55
    known = {name for info in INDEX.values() for name in info.awesome_lint}
    assert known == set(RULES) - ONLINE
    assert {case.rule for case in CASES} == set(RULES) - ONLINE


def test_the_preset_holds_what_corresponds_and_nothing_else() -> None:
    corresponding = {name for name, info in INDEX.items() if info.awesome_lint}
    assert {name for name, info in INDEX.items() if "awesome-lint" in info.presets} == corresponding


def test_the_guide_maps_every_rule_and_says_where_we_differ() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for rule in RULES:
        assert re.search(rf"^\| {rule} \|", guide, re.MULTILINE), rule
    _, _, differences = guide.partition("## Differences")
    for case in CASES:
        if case.verdict.startswith("only"):
            assert case.reason, case.name
            assert f"`{case.rule}`" in differences, case.name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cases_say_what_is_known(case: Case) -> None:
    assert case.verdict in ("both", "neither", "only awesome-lint", "only curator")
    assert bool(case.reason) == case.verdict.startswith("only")
    assert case.rule in RULES
