"""What a pattern of a configuration may look like, and whether there is a file for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from curator.config.globs import Glob, Places
from curator.config.mistakes import quoted
from curator.diagnostic import RuleInfo

MOST_SEARCHED = 200
"""Patterns with wildcards of one file that are tried on all files of the repository."""

MAX_LENGTH = 1_000
"""Characters of a pattern; hundreds of thousands would take seconds to prepare."""

_DRIVE = re.compile(r"[A-Za-z]:")


def glob_mistake(text: str, *, line: bool = False) -> str | None:
    """What is wrong with a pattern; a ``line`` of ``exclude`` may begin with ``/`` or ``!``."""
    if len(text) > MAX_LENGTH:
        return f"{quoted(text)} is longer than {MAX_LENGTH:,} characters"
    inner = text.removeprefix("!") if line else text
    if not inner.strip("./ "):
        return f"{quoted(text)} names no file" if text else "is empty"
    if "\\" in text:
        return f"{quoted(text)}: folders are divided by '/', never by a backslash"
    if _DRIVE.match(inner) or (inner.startswith("/") and not line):
        return f"{quoted(text)} is absolute: write it from the folder of this file, as './a.md'"
    if ".." in inner.split("/"):
        return f"{quoted(text)} leads out of the folder of this file"
    if text.startswith("!") and not line:
        return f"{quoted(text)}: only a line of exclude may begin with '!'"
    return None


@dataclass(frozen=True)
class Known:
    """What the values of a configuration are compared with: rules, and the files there are.

    ``list_files`` gives the paths below ``folder``; it is asked only if a pattern needs it.
    """

    index: Mapping[str, RuleInfo]
    folder: Path
    list_files: Callable[[Path], Sequence[str]]
    _answers: dict[tuple[str, bool], bool] = field(default_factory=dict)

    def finds(self, glob: Glob) -> bool:
        """Whether there is a file for ``glob``.

        A path without wildcards may also be of a file that nothing lists. Of very many
        patterns with wildcards the last ones are believed: each costs a look at all files.
        """
        key = (glob.text, glob.anchored)
        if key not in self._answers:
            self._answers[key] = self._search(glob)
        return self._answers[key]

    def _search(self, glob: Glob) -> bool:
        if glob.literal is None and len(self._answers) >= MOST_SEARCHED:
            return True
        if glob.literal is not None and glob.rooted and self._is_there(glob.literal):
            return True
        return self._places.any_for(glob)

    def _is_there(self, path: str) -> bool:
        try:
            (self.folder / path).lstat()
        except (OSError, ValueError):
            return False
        return True

    @cached_property
    def _places(self) -> Places:
        return Places(self.list_files(self.folder))
