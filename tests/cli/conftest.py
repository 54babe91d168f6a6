"""What the tests of commands share: a folder to work in, and two ways to run a command."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from curator.cli.start import run as run_in_process

CLEAN = """\
# Awesome Things

- [One](https://example.org/1) - The first.
- [Two](https://example.org/2) - The second.
- [Three](https://example.org/3) - The third.
- [Four](https://example.org/4) - The fourth.
- [Five](https://example.org/5) - The fifth.
"""
BROKEN = CLEAN + "- [Six](#nowhere) - The sixth.\n"
"""A list with one error: an anchor that no heading makes."""


class Result(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository that is the current folder, with no say from the environment."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process: quick, and errors can be planted."""

    def call(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="ascii"))
        capsys.readouterr()
        status = run_in_process(arguments)
        return Result(status, *capsys.readouterr())

    return call


def start(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Start the command as a process of its own, its streams being pipes."""
    inherited = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    return subprocess.Popen(
        [sys.executable, "-m", "curator", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**inherited, **environment},
    )


def finish(process: subprocess.Popen[bytes], stdin: bytes = b"") -> Result:
    """Wait for a command that was started, and read what it said."""
    out, err = process.communicate(stdin, timeout=60)
    return Result(process.returncode, _text(out), _text(err))


def _text(data: bytes) -> str:
    return data.decode("utf-8").replace("\r\n", "\n")
