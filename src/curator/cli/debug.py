"""The debug log: what a bug report needs, written only to the file the user names."""

from __future__ import annotations

import contextlib
import re
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from curator import __version__
from curator.errors import CuratorError

_USER = re.compile(r"//[^/?#\s]*@")
_FIRST_LINE = re.compile(rb" *\d+\.\d{3} curator \d")


class DebugLog:
    """A log that drops everything unless a file is named; times are seconds since its making.

    What is logged before ``begin`` is held back: only when the lists of the run are known can
    it be told that the file is none of them.
    """

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._held: list[str] = []
        self._file: TextIO | None = None
        self.path: str | None = None
        """The file that was named; ``None`` without one, and once it cannot be written."""

    def name(self, path: str) -> None:
        """Keep a log, for the file at ``path``."""
        import platform  # noqa: PLC0415 - takes a while, and most runs keep no log

        self.path = path
        self.log(f"curator {__version__}, Python {sys.version}, {platform.platform()}")
        self.log(f"arguments {without_secrets(sys.argv[1:])!r}")

    def begin(self) -> None:
        """Write to the file from now on, replacing an earlier log.

        Raises:
            CuratorError: the file cannot be written, or is something else than a log: a
                slip of the fingers must not cost a list.
        """
        if self.path is None or self._file is not None:
            return
        from curator.workspace.repository import absolute, leads_out  # noqa: PLC0415 - as above

        if leads_out(absolute(self.path)):
            raise self._ended("a link leads out of the repository")
        if not _is_replaceable(Path(self.path)):
            raise self._ended("is there already and no log of curator", " ")
        try:
            self._file = Path(self.path).open(  # noqa: SIM115 - closed by close()
                "w", encoding="utf-8", errors="backslashreplace", buffering=1
            )
            self._file.write("".join(self._held))
        except OSError as error:
            raise self._ended(_reason(error)) from error
        self._held.clear()

    def refuse(self) -> None:
        """Write nothing, and forget the file."""
        self.path = None
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()

    def log(self, text: str) -> None:
        """Note one line, with the time since the start.

        Raises:
            CuratorError: the file cannot take it; the log is ended.
        """
        if self.path is None:
            return
        line = f"{time.perf_counter() - self._began:9.3f} {text}\n"
        if self._file is None:
            self._held.append(line)
            return
        try:
            self._file.write(line)
        except OSError as error:
            raise self._ended(_reason(error)) from error

    def failure(self, error: BaseException) -> None:
        """Note the full traceback of ``error``.

        Raises:
            CuratorError: as ``log``.
        """
        self.log("failed\n" + "".join(traceback.format_exception(error)))

    def close(self) -> None:
        """End the log; what is still held back is written.

        Raises:
            CuratorError: as ``begin`` and ``log``.
        """
        self.begin()
        if self._file is None:
            return
        file, self._file = self._file, None
        try:
            file.close()
        except OSError as error:
            raise self._ended(_reason(error)) from error

    def _ended(self, why: str, separator: str = ": ") -> CuratorError:
        """The error that says why there is no log, or none any more; there will be one only."""
        path = self.path
        self.refuse()
        return CuratorError(f"--debug-log: {path}{separator}{why}")


def without_secrets(arguments: Sequence[str]) -> list[str]:
    """``arguments`` as a report of a bug may show them, which is read by strangers.

    Less user and password in addresses, and less what stands where ``--header`` wants the name
    of a variable, for somebody may have written the value there.
    """
    shown = [_USER.sub("//…@", text) for text in arguments]
    for at, text in enumerate(arguments):
        # Of HOST NAME VARIABLE the first may stand in one word with the option.
        third = at + (3 if text == "--header" else 2)
        if text.partition("=")[0] == "--header" and third < len(shown):
            shown[third] = "…"
    return shown


def _is_replaceable(path: Path) -> bool:
    """Whether ``path`` is free, empty, no regular file, or an earlier log."""
    try:
        if not path.is_file() or not path.stat().st_size:
            return True
        with path.open("rb") as file:
            return _FIRST_LINE.match(file.read(100)) is not None
    except OSError:  # opening it for writing will say what is wrong
        return True


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
