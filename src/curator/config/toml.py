"""The text of a file of configuration as TOML, with the place of whatever is none."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from curator.diagnostic import shortened
from curator.errors import ConfigError, NotUtf8Error

MAX_KEY_PARTS = 16
"""Names with dots between them that a key may have."""

# Python's tomllib needs time in the square of the parts of a dotted key: a hostile file of the
# permitted size would cost an hour. No pattern here starts over inside what it has read.
_KEY_PART = r"""(?:"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|[\w-]++)"""
_DEEP_KEY = re.compile(
    rf"(?:^|[\[{{,])[ \t]*+(?:{_KEY_PART}[ \t]*+\.[ \t]*+){{{MAX_KEY_PARTS}}}", re.MULTILINE
)

_TOML_PLACE = re.compile(r" \(at (line \d+, column \d+|end of document)\)$")


def mentions(data: bytes, table: tuple[str, str]) -> bool:
    """Whether bytes that may be no TOML name a table of a table, such as ``[tool.curator]``."""
    outer, inner = (re.escape(name.encode()) for name in table)
    spaces = rb"""["']?[ \t]*+\.[ \t]*+["']?"""
    return re.search(rb"\b" + outer + spaces + inner + rb"\b", data) is not None


def parse(data: bytes, name: str) -> dict[str, Any]:
    """What ``data``, the file that messages call ``name``, says in TOML.

    Raises:
        ConfigError: it is not UTF-8, no TOML, or TOML made to cost time.
    """
    try:
        # Editors on Windows put a mark at the start, and it means nothing.
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError([str(NotUtf8Error(name, data, error.start))]) from error
    if _DEEP_KEY.search(text):
        raise ConfigError([f"{name}: not usable TOML: a key of more than {MAX_KEY_PARTS} parts"])
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_broken(name, str(error))]) from error
    except RecursionError as error:
        raise ConfigError([f"{name}: not usable TOML: too many brackets in one another"]) from error
    except ValueError as error:  # a number of thousands of digits, a date that cannot be
        raise ConfigError([_broken(name, str(error))]) from error


def _broken(name: str, message: str) -> str:
    """A syntax error with its line and column in front, as other tools write it."""
    found = _TOML_PLACE.search(message)
    if found is None:
        return f"{name}: not valid TOML: {shortened(message)}"
    return f"{name}: {found[1]}: not valid TOML: {shortened(message[: found.start()])}"
