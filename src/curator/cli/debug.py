"""The debug log: what a bug report needs, written only to the file the user names."""

from __future__ import annotations

import contextlib
import re
import sys
import time
import traceback
from pathlib import Path
from typing import TextIO

from curator import __version__
from curator.errors import CuratorError

_FIRST_LINE = re.compile(rb" *\d+\.\d{3} curator \d")


class DebugLog:
    """A log that drops everything until it is opened; times are seconds since its making."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._file: TextIO | None = None

    def open(self, path: str) -> None:
        """Begin to write to the file at ``path``, replacing an earlier log.

        Raises:
            CuratorError: the file cannot be written, or is something else than a log: a
                slip of the fingers must not cost a list.
        """
        try:
            if not _is_replaceable(Path(path)):
                raise CuratorError(f"--debug-log: {path} is there already and no log of curator")
            self._file = Path(path).open(  # noqa: SIM115 - closed by close()
                "w", encoding="utf-8", errors="backslashreplace", buffering=1
            )
        except OSError as error:
            raise CuratorError(f"--debug-log: {path}: {error.strerror or error}") from error
        import platform  # noqa: PLC0415 - takes a while, and most runs keep no log

        self.log(f"curator {__version__}, Python {sys.version}, {platform.platform()}")
        self.log(f"arguments {sys.argv[1:]!r}")

    def log(self, text: str) -> None:
        """Write one line, with the time since the start.

        Raises:
            CuratorError: the file cannot take it; the log is ended.
        """
        if self._file is None:
            return
        try:
            self._file.write(f"{time.perf_counter() - self._began:9.3f} {text}\n")
        except OSError as error:
            self.close()
            raise CuratorError(f"--debug-log: {(error.strerror or str(error)).lower()}") from error

    def failure(self, error: BaseException) -> None:
        """Write the full traceback of ``error``, as far as that can be done."""
        with contextlib.suppress(CuratorError):
            self.log("failed\n" + "".join(traceback.format_exception(error)))

    @property
    def is_open(self) -> bool:
        """Whether a file was named."""
        return self._file is not None

    def close(self) -> None:
        """End the log."""
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()


def _is_replaceable(path: Path) -> bool:
    """Whether ``path`` is free, empty, no regular file, or an earlier log."""
    try:
        if not path.is_file() or not path.stat().st_size:
            return True
        with path.open("rb") as file:
            return _FIRST_LINE.match(file.read(100)) is not None
    except OSError:  # opening it for writing will say what is wrong
        return True
