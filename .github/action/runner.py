"""How a step speaks with GitHub's runner: its inputs, its event, its outputs and its log.

As in "Workflow commands" and "Variables" of GitHub's documentation of Actions.
"""

from __future__ import annotations

import io
import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any, NoReturn

# What GitHub answers can hold any character, and the log of Windows would not take it.
if isinstance(sys.stdout, io.TextIOWrapper):
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def variable(name: str) -> str:
    """A variable of the environment; empty where it is not set."""
    return os.environ.get(name, "")


def flag(name: str) -> bool:
    """An input that is a switch.

    Raises:
        SystemExit: it is neither ``true`` nor ``false``.
    """
    value = variable(f"INPUT_{name.upper()}").strip().lower()
    if value not in {"true", "false", ""}:
        fail(f"The input '{name}' is {value!r}, and has to be true or false.")
    return value == "true"


def event() -> dict[str, Any]:
    """What started the run; empty where the runner does not say."""
    path = variable("GITHUB_EVENT_PATH")
    if not path:
        return {}
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        fail(f"The event of this run cannot be read: {error}")
    return found if isinstance(found, dict) else {}


def part(value: object, *keys: str) -> Any:
    """What stands at the end of a way through nested objects; ``None`` where it ends early."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def output(name: str, value: object) -> None:
    """Give an output of the step; no value can end it early, or forge another."""
    mark = secrets.token_hex(16)
    with Path(variable("GITHUB_OUTPUT")).open("a", encoding="utf-8", newline="\n") as file:
        file.write(f"{name}<<{mark}\n{value}\n{mark}\n")


def notice(text: str) -> None:
    """Tell the reader of the run something that is no reason to fail."""
    _command("notice", text)


def error(text: str) -> None:
    """Tell the reader of the run what went wrong; the step goes on."""
    _command("error", text)


def fail(text: str) -> NoReturn:
    """Tell why the step cannot go on, and end it with status 2."""
    _command("error", text)
    sys.exit(2)


def say(text: str) -> None:
    """Write a line to the log that the runner takes for no command."""
    line = text.replace("\r", " ").replace("\n", " ")
    print(line.replace("::", ": :").replace("##[", "# #["), flush=True)


def _command(name: str, text: str) -> None:
    print(f"::{name} title=curator::{_escaped(text)}", flush=True)


def _escaped(text: str) -> str:
    """Text as the data of a workflow command, unescaped by the runner."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
