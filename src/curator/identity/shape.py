"""Regular expressions that cost nothing until an address needs them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property


class Shape:
    """A regular expression compiled on first use; its methods are those of ``re.Pattern``.

    There is one for nearly every site that is known, and a list links a few of the sites:
    compiling all of them would be most of the time it takes to import this package.
    """

    def __init__(self, pattern: str, flags: re.RegexFlag = re.RegexFlag.NOFLAG) -> None:
        self._pattern = pattern
        self._flags = flags

    @cached_property
    def fullmatch(self) -> Callable[[str], re.Match[str] | None]:
        """The match of the whole of a text, if it has this shape."""
        return re.compile(self._pattern, self._flags).fullmatch

    @cached_property
    def search(self) -> Callable[[str], re.Match[str] | None]:
        """The first match anywhere in a text."""
        return re.compile(self._pattern, self._flags).search

    @cached_property
    def findall(self) -> Callable[[str], list[str]]:
        """All matches in a text; of a shape with one group, what the group holds."""
        return re.compile(self._pattern, self._flags).findall

    @cached_property
    def sub(self) -> Callable[[str | Callable[[re.Match[str]], str], str], str]:
        """A text with every match replaced."""
        return re.compile(self._pattern, self._flags).sub
