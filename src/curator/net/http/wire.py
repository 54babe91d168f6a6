"""An address as it is sent: taken apart the way browsers do, its path as it was written."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from curator.status import Failure

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?\#\\]*)(?P<target>[^\#]*)", re.DOTALL
)

# What cannot stand in a request line, or is refused there by strict servers.
_UNSENDABLE = re.compile(r"[^!#$%&\'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]")

_PORT = re.compile(r"0*[0-9]{1,5}")
_DEFAULT_PORTS = {"http": 80, "https": 443}
BAD_PORTS = frozenset(
    map(
        int,
        """
        1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110
        111 113 115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531
        532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190
        5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080
        """.split(),
    )
)
"""Ports of other services, which could take a request for words of their own.

The list of the Fetch Standard ("bad port"): browsers go to none, so that no reader does.
"""
_MAX_HOST = 253
_MAX_LABEL = 63


class Target(NamedTuple):
    """Where a request goes and what it asks for.

    ``host`` is as it is looked up (lower case, punycode, an IPv6 address without brackets),
    ``path`` the target of the request line, with the query.
    """

    scheme: str
    host: str
    port: int
    path: str


def target(url: str) -> Target | Failure:
    """Take ``url`` apart; ``NOT_HTTP`` or ``NAME_UNKNOWN`` for what cannot be asked.

    User and password are left out: they are never sent.
    """
    match = _URL.match(url)
    if match is None:
        return Failure.NOT_HTTP
    scheme, authority, path = match.groups()
    scheme = scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        return Failure.NOT_HTTP
    found = _place(scheme, authority.rpartition("@")[2])
    if isinstance(found, Failure):
        return found
    host, port = found
    if _UNSENDABLE.search(path):
        path = _UNSENDABLE.sub(_quoted, path)
    return Target(scheme, host, port, path if path.startswith("/") else "/" + path)


@lru_cache(maxsize=4096)
def _place(scheme: str, text: str) -> tuple[str, int] | Failure:
    """The host and the port of an authority without its user."""
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or rest[:1] not in {"", ":"}:
            return Failure.NOT_HTTP
        port_text = rest[1:]
    else:
        host, _, port_text = text.partition(":")
    if not host:
        return Failure.NOT_HTTP
    if not port_text:
        port = _DEFAULT_PORTS[scheme]
    elif _PORT.fullmatch(port_text) and 0 < int(port_text) <= 65_535:
        port = int(port_text)
    else:
        return Failure.NOT_HTTP
    name = host_name(host)
    return (name, port) if name else Failure.NAME_UNKNOWN


def host_name(text: str) -> str:
    """``text`` as a host that can be looked up, in punycode; empty where there can be none."""
    text = text.strip("[]")
    if ":" in text:
        return text.lower()
    if "%" in text:
        text = unquote(text)
    if len(text) > _MAX_HOST + 1:  # punycode takes seconds for what could be no host anyway
        return ""
    name = text.lower() if text.isascii() else _punycode(text)
    bare = name.removesuffix(".")
    if not bare or len(bare) > _MAX_HOST or _UNFIT.search(bare):
        return ""
    if any(not 0 < len(label) <= _MAX_LABEL for label in bare.split(".")):
        return ""
    return name


# Forbidden in a host (URL Standard, "forbidden domain code points").
_UNFIT = re.compile(r"[^!$&'()*+,\-.0-9;=_a-z~`{}\"]")


def _punycode(text: str) -> str:
    import idna  # noqa: PLC0415 - large tables that few lists need

    try:
        return idna.encode(text, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        pass
    # Emoji and such are no letters to IDNA 2008, yet browsers go there.
    try:
        return text.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _quoted(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))
