"""Patterns for addresses of the web, such as ``example.org`` and ``example.org/private/*``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from curator.config.mistakes import quoted

MAX_LENGTH = 1_000
"""Characters of a pattern."""
MOST_FLOATING = 100
"""Patterns of one configuration whose host has a wildcard inside: each is tried on every link."""

_HOST = r"(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*"
_HOST_NAME = re.compile(_HOST)
_PARTS = re.compile(r"(?:(https?)?:?//)?([^/?#\\]*)([^#]*)", re.IGNORECASE | re.DOTALL)
_PORT = re.compile(r":(\d*)$")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_BAD = re.compile(r"[\x00-\x20\x7f]")
_IGNORED = str.maketrans("", "", "\t\n\r")  # inside an address, as browsers do
MAX_HOST = 253
"""Characters of a host name (RFC 1035, less the root's dot)."""


def host_mistake(text: str) -> str | None:
    """What is wrong with ``text`` as the name of a host, or ``*.`` and the name of a domain."""
    if not text:
        return "is empty"
    if len(text) <= MAX_HOST + 2 and _HOST_NAME.fullmatch(text.lower()):
        return None
    if not text.isascii():
        return f"{quoted(text)}: host names are written in ASCII, those of other letters as xn--…"
    return f"{quoted(text)} is no host name such as 'example.org' or '*.example.org'"


def is_host_of(pattern: str, host: str) -> bool:
    """Whether ``pattern``, a name or ``*.`` and a domain, is for ``host``; both in lower case.

    ``*.example.org`` is for all names below the domain and for itself.
    """
    if pattern.startswith("*."):
        return host == pattern[2:] or host.endswith(pattern[1:])
    return host == pattern


class Web(NamedTuple):
    """An address of the web apart: ``scheme``, ``host`` and ``port`` in lower case, the ``rest``.

    ``rest`` is all behind the host but the fragment, ``port`` and ``scheme`` are empty where
    they are not written.
    """

    scheme: str
    host: str
    port: str
    rest: str


def parts_of(url: str) -> Web:
    """The parts of an address, which may lack its scheme; never fails.

    Without user and password. Total and linear: it is given whatever lists hold.
    """
    match = _PARTS.match(url.strip().translate(_IGNORED))
    if match is None:  # it always matches
        return Web("", "", "", url)
    scheme, authority, rest = match.groups()
    name = authority.rpartition("@")[2].lower()
    port = _PORT.search(name)
    if port is not None:
        name = name[: port.start()]
    name = _plain(name.rstrip("."))
    return Web((scheme or "").lower(), name, port[1] if port else "", rest)


def _plain(host: str) -> str:
    """One form for a host, however it is written: without escapes, in punycode."""
    if "%" in host:
        host = unquote(host).lower().rstrip(".")
    if host.isascii() or len(host) > MAX_HOST:
        return host
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host


def pattern_mistake(text: str) -> str | None:
    """What is wrong with a pattern for addresses."""
    if not text.strip():
        return "is empty"
    if len(text) > MAX_LENGTH:
        return f"{quoted(text)} is longer than {MAX_LENGTH:,} characters"
    if _BAD.search(text):
        return f"{quoted(text)}: an address holds no space"
    if "#" in text:
        return f"{quoted(text)}: fragments are not compared, leave out what begins with '#'"
    scheme = _SCHEME.match(text)
    if scheme is not None and scheme[0].lower() not in {"http://", "https://"}:
        return f"{quoted(text)}: only http and https are asked"
    if not parts_of(text).host:
        return f"{quoted(text)} names no host: write it as 'example.org/path' or '*/path'"
    return None


class _Pattern(NamedTuple):
    """A pattern with a scheme (any, if empty), a port likewise, and the pieces between its stars.

    ``whole`` says that all of a host is meant.
    """

    web: Web
    pieces: tuple[str, ...]
    whole: bool

    def matches(self, web: Web) -> bool:
        """Whether it is for an address, of whose host nothing is known yet."""
        mine = self.web
        if mine.scheme not in ("", web.scheme) or mine.port not in ("", web.port):
            return False
        if self.whole:
            return True
        port = f":{web.port}" if web.port and mine.port else ""
        return _fits(self.pieces, f"{web.host}{port}{web.rest or '/'}")


class AddressPatterns:
    """Patterns for addresses, asked for very many of them.

    ``*`` is any characters, also none and also ``/``; nothing else is special. A pattern
    without a scheme is for http and https alike. One that names only a host is for all
    addresses there, on any port; ``*.example.org`` for those of all hosts below it and its
    own. Any other has to fit the whole address, whose fragment does not count; scheme and host
    in any case of letters.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_host: dict[str, list[_Pattern]] = {}
        self._below: dict[str, list[_Pattern]] = {}
        self._floating: list[_Pattern] = []
        for text in texts:
            self._add(text)

    def __bool__(self) -> bool:
        return bool(self._by_host or self._below or self._floating)

    def _add(self, text: str) -> None:
        web = parts_of(text)
        port = f":{web.port}" if web.port else ""
        whole = web.rest in ("", "/*")
        rest = "/*" if whole else web.rest
        made = _Pattern(web, tuple(f"{web.host}{port}{rest}".split("*")), whole)
        if "*" not in web.host:
            self._by_host.setdefault(web.host, []).append(made)
        elif whole and web.host.startswith("*.") and "*" not in web.host[2:]:
            self._below.setdefault(web.host[2:], []).append(made)
        else:
            # Whether there is one host or several is for the wildcards to say.
            self._floating.append(made._replace(whole=False))

    def matches(self, url: str) -> bool:
        """Whether a pattern is for ``url``, an address with or without a scheme."""
        if not self:
            return False
        web = parts_of(url)
        return any(pattern.matches(web) for pattern in self._candidates(web.host))

    def _candidates(self, host: str) -> Iterator[_Pattern]:
        yield from self._by_host.get(host, ())
        name = host
        while name and self._below:
            yield from self._below.get(name, ())
            name = name.partition(".")[2]
        yield from self._floating


def is_floating(text: str) -> bool:
    """Whether a pattern has to be tried on every link, whatever its host."""
    web = parts_of(text)
    if "*" not in web.host:
        return False
    domain = web.host.startswith("*.") and "*" not in web.host[2:]
    return not (domain and web.rest in ("", "/*"))


def _fits(pieces: tuple[str, ...], text: str) -> bool:
    """Whether ``text`` is the pieces in their order, with anything between them."""
    first, *middle = pieces
    if not middle:
        return text == first
    last = middle.pop()
    if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True
