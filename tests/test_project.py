"""What the repository says of itself in several places agrees, and its own laws are kept."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import curator

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "src" / "curator").rglob("*.py"))
WORKFLOWS = [ROOT / ".github" / "workflows" / name for name in ("ci.yml", "nightly.yml")]


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def git(*arguments: str) -> str:
    """What git says, or a skip where this is no checkout or git is not installed."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return done.stdout


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_test_every_python_that_the_package_claims(workflow: Path) -> None:
    claimed = [
        version
        for classifier in project()["project"]["classifiers"]
        for version in re.findall(r"Python :: (3\.\d+)$", classifier)
    ]
    (matrix,) = re.findall(
        r"^ +python: \[(.*)\]$", workflow.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert re.findall(r'"(.*?)"', matrix) == claimed
    assert project()["project"]["requires-python"] == f">={claimed[0]}"


def test_the_changelog_has_a_place_for_what_is_new() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert re.fullmatch(r"\d+\.\d+\.\d+", curator.__version__)


def test_the_licence_is_the_one_that_the_package_names() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("MIT License\n")
    assert "The curator authors" in licence
    assert project()["project"]["license"] == "MIT"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_keep_the_laws_of_the_house(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "opens with a sentence that says what is in it"
    splits = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "splitlines"
    ]
    assert splits == [], "str.splitlines splits at U+2028 and others, where no line ends"
    assert module.stem not in {"utils", "helpers", "manager"}


def test_our_own_documents_pass_our_own_rules() -> None:
    documents = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "lists"]
    done = subprocess.run(
        [sys.executable, "-m", "curator", "check", "--fail-on", "info", *documents],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_fixtures_are_checked_out_byte_for_byte() -> None:
    attributes = git("check-attr", "text", "eol", "--", "tests/fixtures/x.md", "lists/x.md")
    assert "tests/fixtures/x.md: text: unset" in attributes
    assert "lists/x.md: eol: lf" in attributes


def test_other_text_files_have_unix_newlines() -> None:
    rows = git("ls-files", "--eol", "--", ".", ":!tests/fixtures", ":!tests/data")
    wrong = [row for row in rows.split("\n") if re.match(r"i/(crlf|mixed)", row)]
    assert wrong == []
