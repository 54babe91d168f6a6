"""The errors that end a run: one clear line on standard error and exit status 2."""

from collections.abc import Sequence


class CuratorError(Exception):
    """Bad input, bad usage or a bad environment: what is wrong, and where, in one line."""


class ConfigError(CuratorError):
    """A configuration that cannot be used; ``problems`` has one line for each mistake."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class NotUtf8Error(CuratorError):
    """A file is not valid UTF-8; it is refused and left alone.

    ``offset`` is the position of the first invalid byte, counted from 0, and ``line`` that of
    its line, from 1, in ``data``, what the file holds.
    """

    def __init__(self, path: str, data: bytes, offset: int) -> None:
        ends = data.count(b"\n", 0, offset) + data.count(b"\r", 0, offset)
        self.line = 1 + ends - data.count(b"\r\n", 0, offset)
        self.offset = offset
        super().__init__(f"{path}: not UTF-8 (line {self.line}, invalid byte at offset {offset})")


class BinaryFileError(CuratorError):
    """A file holds NUL bytes, as no Markdown file does."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: looks like a binary file (it contains a NUL byte)")


class FileTooLargeError(CuratorError):
    """A file is larger than the limit on bytes per file."""

    def __init__(self, path: str, size: int, limit: int) -> None:
        super().__init__(
            f"{path}: {size:,} bytes, more than the limit of {limit:,} "
            "(raise it with --max-file-size)"
        )
