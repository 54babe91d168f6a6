"""The debug log: what a bug report needs, written only to the file the user names."""

from __future__ import annotations

import sys
import time
import traceback
from pathlib import Path
from typing import TextIO

from curator import __version__
from curator.errors import CuratorError


class DebugLog:
    """A log that drops everything until it is opened; times are seconds since its making."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._file: TextIO | None = None

    def open(self, path: str) -> None:
        """Begin to write to the file at ``path``, replacing it.

        Raises:
            CuratorError: the file cannot be written.
        """
        try:
            self._file = Path(path).open(  # noqa: SIM115 - closed by close()
                "w", encoding="utf-8", errors="backslashreplace", buffering=1
            )
        except OSError as error:
            raise CuratorError(f"--debug-log: {path}: {error.strerror or error}") from error
        import platform  # noqa: PLC0415 - takes a while, and most runs keep no log

        self.log(f"curator {__version__}, Python {sys.version}, {platform.platform()}")
        self.log(f"arguments {sys.argv[1:]!r}")

    def log(self, text: str) -> None:
        """Write one line, with the time since the start."""
        if self._file is not None:
            self._file.write(f"{time.perf_counter() - self._began:9.3f} {text}\n")

    def failure(self, error: BaseException) -> None:
        """Write the full traceback of ``error``."""
        self.log("failed\n" + "".join(traceback.format_exception(error)))

    @property
    def is_open(self) -> bool:
        """Whether a file was named."""
        return self._file is not None

    def close(self) -> None:
        """End the log."""
        if self._file is not None:
            self._file.close()
            self._file = None
