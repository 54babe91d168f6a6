"""Where output goes: streams made fit for any text, colour, width, and what tells of trouble."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TextIO

from curator.errors import CuratorError
from curator.reporters.escape import message, workflow, workflow_json

ColourChoice = Literal["auto", "always", "never"]

PIPE_WIDTH = 100
"""Cells of a line where no terminal says how wide it is."""
_MIN_WIDTH = 20
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Console:
    """Standard output and error as this run uses them.

    ``unicode`` says whether output can hold any character; ``actions`` whether it is read
    by GitHub's runner, which takes some lines for commands.
    """

    unicode: bool = True
    actions: bool = False

    def write(self, lines: Iterable[str]) -> None:
        """Print lines of text on standard output."""
        batch: list[str] = []
        for line in lines:
            batch.append(line)
            if len(batch) == _CHUNK:
                self._print(batch)
                batch = []
        self._print(batch)
        self._flush()

    def write_json(self, pieces: Iterable[str]) -> None:
        """Print JSON, given in pieces that cut no string in two, on standard output."""
        for piece in pieces:
            self._put(workflow_json(piece) if self.actions else piece)
        self._put("\n")
        self._flush()

    def write_commands(self, pieces: Iterable[str]) -> None:
        """Print what is meant as commands for GitHub's runner, and was made safe as such."""
        for piece in pieces:
            self._put(piece)
        self._flush()

    def write_exact(self, pieces: Iterable[str]) -> None:
        """Put text on standard output as its file holds it: in UTF-8, each newline as it is."""
        stream = getattr(sys.stdout, "buffer", None)
        if stream is None:
            for piece in pieces:
                self._put(piece)
            return
        self._flush()
        try:
            for piece in pieces:
                stream.write(piece.encode())
            stream.flush()
        except OSError as error:
            raise _output_error(error) from error

    def aside(self, lines: Iterable[str]) -> None:
        """Print lines on standard error: a report where standard output is for something else."""
        text = "\n".join(lines)
        if text:
            self._tell(text)

    def error(self, text: str) -> None:
        """Say on standard error what could not be done."""
        self._tell(f"error: {message(text)}")

    def notice(self, text: str) -> None:
        """Say on standard error what the user should know."""
        self._tell(f"notice: {message(text)}")

    def hint(self, text: str) -> None:
        """Say on standard error how to go on."""
        self._tell(f"hint: {message(text)}")

    def internal_error(self, text: str) -> None:
        """Say on standard error that curator itself failed."""
        self._tell(f"curator: internal error: {message(text)}")

    def _print(self, lines: list[str]) -> None:
        if lines:
            text = "\n".join(lines) + "\n"
            self._put(workflow(text) if self.actions else text)

    def _put(self, text: str) -> None:
        if sys.stdout is None:  # started without one, as ``pythonw`` and ``>&-`` do
            return
        try:
            sys.stdout.write(text)
        except OSError as error:
            raise _output_error(error) from error

    def _flush(self) -> None:
        if sys.stdout is None:
            return
        try:
            sys.stdout.flush()
        except OSError as error:
            raise _output_error(error) from error

    def _tell(self, text: str) -> None:
        if sys.stderr is None:
            return
        try:
            sys.stderr.write((workflow(text) if self.actions else text) + "\n")
            sys.stderr.flush()
        except OSError:  # nobody is listening, and there is nowhere else to say so
            pass


def _output_error(error: OSError) -> Exception:
    """A reader that went away ends the run quietly; a full disk is told."""
    # Windows says "invalid argument" when the reader of a pipe is gone.
    if isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == 22):
        return BrokenPipeError()
    return CuratorError(f"standard output: {(error.strerror or str(error)).lower()}")


def open_console(environment: Mapping[str, str] = os.environ) -> Console:
    """Make standard output and error able to carry any text.

    Pipes and files get UTF-8 whatever the system's code page. A terminal, and an encoding
    that ``PYTHONIOENCODING`` asks for, are taken as they are; what they lack is escaped.
    """
    wanted = bool(environment.get("PYTHONIOENCODING"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            keep = wanted or (os.name != "nt" and _is_terminal(stream))
            encoding = stream.encoding if keep else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    return Console(
        unicode=_is_unicode(sys.stdout), actions=environment.get("GITHUB_ACTIONS") == "true"
    )


def _is_unicode(stream: TextIO | None) -> bool:
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-")
    return encoding.startswith("utf")


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def use_colour(choice: ColourChoice, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to paint standard output.

    The option decides; then NO_COLOR (no-color.org), then FORCE_COLOR, each if not empty;
    then whether it is a terminal that can.
    """
    if choice != "auto":
        wanted = choice == "always"
    elif environment.get("NO_COLOR"):
        wanted = False
    elif environment.get("FORCE_COLOR"):
        wanted = environment["FORCE_COLOR"] != "0"
    else:
        wanted = _is_terminal(sys.stdout) and environment.get("TERM") != "dumb"
    if wanted and os.name == "nt":
        _let_windows_paint()
    return wanted


def _let_windows_paint() -> None:
    """Ask an old console of Windows to obey escape sequences, by what click brings along."""
    with contextlib.suppress(ImportError, AttributeError):
        importlib.import_module("colorama").just_fix_windows_console()


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    return _is_terminal(sys.stdout)


def into_file() -> bool:
    """Whether standard output is a regular file, which neither a person nor a runner watches."""
    try:
        return sys.stdout is not None and stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (AttributeError, OSError, ValueError):
        return False


def is_width_known(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether lines can be wrapped: somebody looks at them, or said how wide they may be.

    Elsewhere a program may read them, to which a line is one piece.
    """
    return on_terminal() or bool(environment.get("COLUMNS"))


def output_width() -> int:
    """The cells of a line: ``COLUMNS``, else the terminal's own, else ``PIPE_WIDTH``."""
    return max(shutil.get_terminal_size((PIPE_WIDTH, 24)).columns, _MIN_WIDTH)
