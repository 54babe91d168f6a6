"""What is wrong in a configuration: one line each with the file, the key's path and a way out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from curator.diagnostic import shortened

Step = str | int
"""A key of a table, or a position in an array counted from 0."""

MOST_TOLD = 50
"""Mistakes of one file that are told; nobody reads more at once."""
_LONGEST_NAME = 64
_QUOTED = 40

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


class Mistake(NamedTuple):
    """Something wrong at ``path``, keys and positions from the top of the configuration.

    ``meant`` was written where only one of ``known`` makes sense, if that is the mistake;
    where none of them is like it, ``otherwise`` is said instead.
    """

    path: tuple[Step, ...]
    text: str
    meant: str = ""
    known: Sequence[str] = ()
    otherwise: str = ""


def told(name: str, mistakes: Sequence[Mistake]) -> list[str]:
    """The lines about the mistakes of the file that messages call ``name``.

    Looks for what was meant only where it is told: a file may hold very many mistakes.
    """
    lines = [
        f"{name}: {key_path(path)}: {text}{hint(meant, known) or otherwise}"
        for path, text, meant, known, otherwise in mistakes[:MOST_TOLD]
    ]
    more = len(mistakes) - len(lines)
    return [*lines, f"{name}: and {more:,} more mistakes"] if more else lines


def key_path(path: Iterable[Step]) -> str:
    """A place in a configuration as people write it: ``overrides[1].rules.stale-toc``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += "." * bool(text)
            text += step if _fits(step) else f'"{shortened(step, _QUOTED)}"'
    return text


def hint(given: str, known: Iterable[str]) -> str:
    """Which of the ``known`` names was probably meant by ``given``, if any is like it."""
    if not given or len(given) > _LONGEST_NAME:
        return ""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    close = difflib.get_close_matches(given, list(known), n=1)
    return f", did you mean '{close[0]}'?" if close else ""


def quoted(value: str) -> str:
    """A value of a configuration, which strangers may have written, short enough to be told."""
    return f"'{shortened(value, _QUOTED)}'"


def any_of(names: Iterable[str]) -> str:
    """The values that a key may have, in words."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def kind(value: object) -> str:
    """What a value of TOML is, in words."""
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "a boolean"),
        (int, "an integer"),
        (float, "a number"),
        (str, "a string"),
        (list, "an array"),
        (dict, "a table"),
    )
    return next((words for of, words in kinds if isinstance(value, of)), "a date or a time")


def _fits(key: str) -> bool:
    return len(key) <= _LONGEST_NAME and _BARE_KEY.fullmatch(key) is not None
