"""The TOML of one file of configuration, read once, with one clear line for each way to fail."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from curator.errors import ConfigError

OWN_FILE = "curator.toml"
PROJECT_FILE = "pyproject.toml"
TABLE = ("tool", "curator")
"""The table of a ``pyproject.toml`` that is curator's."""

MAX_SIZE = 1_000_000
"""Bytes that a file of configuration may have."""

Table = dict[str, Any]


def read_table(
    path: Path,
    name: str,
    *,
    root: Path | None = None,
    content: Callable[[Path], bytes | None] | None = None,
) -> Table | None:
    """What the file at ``path``, which messages call ``name``, says to curator.

    ``None`` if there is no such file, or if it is a ``pyproject.toml`` without
    ``[tool.curator]``, which may then be as broken as it likes. With a ``root``, the file was
    found rather than named by the user, and links may not lead out of that folder. ``content``
    gives the bytes of files that are not those on this disk, ``None`` where there is none.

    Raises:
        ConfigError: the file cannot be used.
    """
    project = path.name == PROJECT_FILE
    if content is None:
        data = _on_disk(path, name, skip_odd=project)
    else:
        data, root = content(path), None
    if data is None or (project and b"curator" not in data):
        return None
    from curator.config import toml  # noqa: PLC0415 - most runs have no configuration

    try:
        if root is not None:
            _guard(path, name, root)
        if len(data) > MAX_SIZE:
            raise ConfigError([f"{name}: more than the limit of {MAX_SIZE:,} bytes"])
        table = toml.parse(data, name)
    except ConfigError:
        if project and not toml.mentions(data, TABLE):
            return None
        raise
    return _inner(table, name) if project else table


def _on_disk(path: Path, name: str, *, skip_odd: bool) -> bytes | None:
    """What the file at ``path`` holds; ``None`` if there is none, or with ``skip_odd`` no file."""
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            status = path.stat()
    except OSError as error:
        if isinstance(error, FileNotFoundError | NotADirectoryError) and not path.is_symlink():
            return None
        raise ConfigError([f"{name}: cannot be read: {_reason(error)}"]) from error
    if not stat.S_ISREG(status.st_mode):
        if skip_odd:
            return None
        what = "a folder, not a file" if stat.S_ISDIR(status.st_mode) else "not a regular file"
        raise ConfigError([f"{name}: is {what}"])
    return _read(path, name)


def _read(path: Path, name: str) -> bytes:
    """The bytes of a file, at most one more than it may have."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_SIZE + 1)
    except OSError as error:
        raise ConfigError([f"{name}: cannot be read: {_reason(error)}"]) from error


def _guard(path: Path, name: str, root: Path) -> None:
    """Refuse a file that a link of the checked tree takes from elsewhere."""
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        raise ConfigError([f"{name}: is a link to a file outside of the repository"])


def _inner(table: Table, name: str) -> Table | None:
    """The table of curator's in a ``pyproject.toml``, if there is one."""
    tools = table.get(TABLE[0])
    if not isinstance(tools, dict) or TABLE[1] not in tools:
        return None
    inner = tools[TABLE[1]]
    if not isinstance(inner, dict):
        raise ConfigError([f"{name}: {'.'.join(TABLE)}: expected a table"])
    return inner


def _reason(error: OSError) -> str:
    return (error.strerror or str(error) or type(error).__name__).lower()
