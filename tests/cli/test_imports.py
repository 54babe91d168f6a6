"""What a command imports: time that is spent before the first line is read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import BROKEN

_PROGRAM = """
import sys
sys.argv = ["curator", *sys.argv[1:]]
from curator.__main__ import main
status = main()
print("\\n".join(sys.modules), file=sys.stderr)
sys.exit(status)
"""

NETWORK = {"aiohttp", "asyncio", "socket", "ssl", "http", "email"}
SLOW = {"pydantic", "importlib.metadata", "logging", "rich", "ftfy"}


def imported(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout
    return set(done.stderr.split("\n"))


@pytest.fixture
def broken(folder: Path) -> str:
    (folder / "list.md").write_text(BROKEN, encoding="utf-8")
    return "list.md"


def test_version_imports_next_to_nothing() -> None:
    modules = imported("--version")
    assert not modules & {"click", "mistune", "re", "dataclasses", "pathlib"} & (modules - _bare())
    assert not modules & (NETWORK | SLOW)
    assert {name for name in modules if name.startswith("curator.")} == {"curator.__main__"}


def _bare() -> set[str]:
    """What this Python imports all by itself."""
    code = "import sys; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n"))


@pytest.mark.parametrize("form", ["text", "json"])
def test_check_and_tree_import_neither_network_nor_validation(broken: str, form: str) -> None:
    for command in ("check", "tree"):
        modules = imported(command, broken, "--format", form)
        assert "curator.document" in modules
        assert not modules & (NETWORK | SLOW)
        assert "pathspec" not in modules  # no folder was searched
        assert "wcwidth" not in modules  # all ASCII


OF_A_CHANGE = {"curator.cli.since", "curator.cli.before", "curator.workspace.snapshot"}
REPORTERS = {f"curator.reporters.{form}" for form in ("github", "markdown", "sarif", "junit")}


def test_check_imports_only_what_it_is_asked_for(broken: str) -> None:
    modules = imported("check", broken)
    assert not modules & (OF_A_CHANGE | REPORTERS | {"subprocess"})
    outputs = [f"--output={form}=report.{form}" for form in ("markdown", "sarif", "junit")]
    modules = imported("check", broken, "--format", "github", *outputs)
    assert modules >= REPORTERS
    assert not modules & (OF_A_CHANGE | NETWORK | SLOW)


def test_tree_imports_no_rule_and_no_engine(broken: str) -> None:
    modules = imported("tree", broken)
    assert not modules & {"curator.engine", "curator.rules", "curator.cli.check"}


def test_only_the_rules_that_run_are_imported(broken: str) -> None:
    modules = imported("check", broken, "--select", "broken-anchor")
    rules = {name for name in modules if name.startswith("curator.rules.")}
    assert rules == {"curator.rules._index", "curator.rules.broken_anchor"}
