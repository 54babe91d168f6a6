"""How the Action finds Python and installs, and what its fetches are given."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.action.machine import ROOT, TOKEN, needs_runner, read_outputs
from tests.action.origin import Origin, git

_PROGRAMS = ROOT / ".github" / "action"
_TRAP = "import os, pathlib; pathlib.Path(os.environ['RUNNER_TEMP'], 'canary').touch()\n"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A checkout whose modules are named as what an installation starts."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in ("pip", "venv", "ensurepip", "sysconfig", "curator", "click", "json"):
        (folder / f"{name}.py").write_text(_TRAP, encoding="utf-8")
    return folder


def script(name: str, folder: Path, temp: Path, **environment: str) -> dict[str, str]:
    """The outputs of a script."""
    output = temp / "output"
    output.write_text("", encoding="utf-8")
    inherited = {key: value for key, value in os.environ.items() if key != "CURATOR_PYTHON"}
    given = {
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(output),
        "INPUT_VERSION": "",
        "RUNNER_TEMP": str(temp),
    }
    subprocess.run(
        ["bash", str(_PROGRAMS / name)],
        cwd=folder,
        env=inherited | given | environment,
        check=True,
        timeout=600,
    )
    return read_outputs(output.read_text(encoding="utf-8"))


@needs_runner
def test_a_python_is_found_and_none_is_taken_from_the_checkout(
    tmp_path: Path, hostile: Path
) -> None:
    found = script("find_python.sh", hostile, tmp_path)
    assert Path(found["python"]).is_absolute()
    assert not (tmp_path / "canary").exists()


@needs_runner
def test_where_there_is_no_python_that_is_told(tmp_path: Path, hostile: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "dirname"):
        for folder in os.environ["PATH"].split(os.pathsep):
            if Path(folder, name).exists():
                (programs / name).symlink_to(Path(folder, name))
                break
    old = programs / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    found = script("find_python.sh", hostile, tmp_path, PATH=str(programs))
    assert found == {"missing": "true"}


@needs_runner
def test_an_installation_starts_programs_away_from_the_checkout(
    tmp_path: Path, hostile: Path
) -> None:
    """Windows takes a rustc.exe of the current folder for the one that pip asks."""
    python = tmp_path / "python"
    python.write_text(
        '#!/bin/sh\n[ "$PWD" = "$RUNNER_TEMP" ] || exit 3\nfor made; do :; done\n'
        '[ "$3" != venv ] || { mkdir -p "$made/bin" && cp "$0" "$made/bin/python"; }\n',
        encoding="utf-8",
    )
    python.chmod(0o755)
    made = script("install.sh", hostile, tmp_path, PYTHON=str(python))
    assert made["source"] == f"{ROOT}/src"


def test_no_git_of_the_checkout_is_run(tmp_path: Path) -> None:
    """Windows finds what lies in the current folder first, by a path that is not absolute."""
    start = (
        "import deepen, shutil, subprocess\n"
        "shutil.which = lambda name: f'./{name}'\n"
        "subprocess.run = None\n"
        "assert deepen._git('rev-parse', 'HEAD') is None\n"
        "assert not deepen._fetch('--depth=1', 'main')\n"
    )
    environment = {"PYTHONPATH": str(_PROGRAMS), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(
        [sys.executable, "-c", start], cwd=tmp_path, env=os.environ | environment, check=True
    )


@needs_runner
def test_files_that_look_like_a_repository_are_none(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    commit = Origin(checkout).commit("refs/heads/main", {"README.md": "x"})
    git(checkout, "config", "core.sshCommand", f"touch '{tmp_path}/canary';")
    git(checkout, "config", "remote.origin.url", "ssh://example.org/x")
    (checkout / "shallow").write_text(f"{commit}\n", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-B", _PROGRAMS / "deepen.py"],
        cwd=checkout,
        env={**os.environ, "INPUT_SINCE": "main~1"},
        check=True,
    )
    assert not (tmp_path / "canary").exists()


@needs_runner
@pytest.mark.nightly
def test_an_installation_checks_hashes_and_runs_nothing_of_the_checkout(
    tmp_path: Path, hostile: Path
) -> None:
    """Needs the network: the packages come from the index that pip is set up for."""
    made = script("install.sh", hostile, tmp_path, PYTHON=sys.executable)
    done = subprocess.run(
        [made["python"], "-m", "curator", "--version"],
        cwd=hostile,
        env={**os.environ, "PYTHONPATH": made["source"], "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("curator ")
    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize(
    ("server", "origin", "kept", "sent"),
    [
        ("https://github.example", "https://github.example/owner/list", "", True),
        ("https://github.example", "https://github.example.evil/owner/list", "", False),
        ("https://github.example", "https://elsewhere.example/owner/list", "", False),
        ("http://github.example", "http://github.example/owner/list", "", False),
        ("https://github.example", "https://github.example/owner/list", "AUTHORIZATION: x", False),
    ],
)
@needs_runner
def test_a_fetch_is_given_the_token_for_its_own_server_only(
    tmp_path: Path, server: str, origin: str, kept: str, sent: bool
) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", origin)
    if kept:
        git(tmp_path, "config", f"http.{server}/.extraheader", kept)
    inherited = {key: value for key, value in os.environ.items() if "GIT_CONFIG" not in key}
    said = subprocess.check_output(
        [sys.executable, "-c", "import json, deepen; print(json.dumps(deepen._environment()))"],
        cwd=tmp_path,
        env=inherited
        | {
            "PYTHONPATH": str(_PROGRAMS),
            "PYTHONDONTWRITEBYTECODE": "1",
            "GITHUB_SERVER_URL": server,
            "INPUT_TOKEN": TOKEN,
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "a.b",
            "GIT_CONFIG_VALUE_0": "c",
        },
    )
    environment = json.loads(said)
    assert "INPUT_TOKEN" not in environment
    assert environment["GIT_CONFIG_COUNT"] == ("2" if sent else "1")
    assert environment.get("GIT_CONFIG_KEY_1") == (f"http.{server}/.extraheader" if sent else None)
    assert TOKEN not in said.decode()
