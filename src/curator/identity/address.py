"""An address taken apart without ever failing, and its simplest equivalent form."""

from __future__ import annotations

import re
from typing import NamedTuple

from curator.identity.shape import Shape

_ADDRESS = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?"
    r"(?://(?P<authority>[^/\\?#]*))?"
    r"(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?"
    r"(?:\#(?P<fragment>.*))?",
    re.DOTALL,
)
"""RFC 3986, appendix B, with a backslash ending the authority as it does in browsers."""

_HOST_AND_PORT = Shape(r"(\[[^\]]*\]|[^:]+)(?::([0-9]*))?")

_IGNORED = str.maketrans("", "", "\t\n\r")

# Whatever stands for itself in a path or query; `%` and everything outside is looked at.
_TO_TIDY = re.compile(r"%[0-9A-Fa-f]{2}|[^!#$&-;=?-\[\]_a-z~]")
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!'()*,:@")
_ESCAPES = Shape(r"(?:%[0-9A-Fa-f]{2})+")

_TRACKING = frozenset({"_ga", "fbclid", "gclid", "mc_cid", "mc_eid", "msclkid", "ref_src", "yclid"})
_INDEX_PAGES = ("/index.html", "/index.htm", "/index.php")

# One site under two names, where every address of the one redirects to the other.
_RENAMED_HOSTS = {
    "mobile.twitter.com": "x.com",
    "nips.cc": "neurips.cc",
    "twitter.com": "x.com",
}

_DEFAULT_PORTS = {"http": "80", "https": "443"}

MAX_HOST = 253
"""Characters in a host name (RFC 1035); no longer one is looked up."""


class Address(NamedTuple):
    """The parts of an address, undecoded.

    ``host`` is lower case, in punycode, without ``www.`` and default port; empty where there is
    none or where it makes no sense. ``text`` is the address itself without surrounding white
    space and line breaks, ``path_at`` the offset of the path in it.
    """

    scheme: str
    host: str
    path: str
    query: str
    fragment: str
    text: str
    path_at: int


def split(url: str) -> Address:
    """The parts of ``url``; total, and blind to surrounding white space as browsers are."""
    text = url.strip()
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.translate(_IGNORED)
    match = _ADDRESS.match(text)
    if match is None:  # cannot be: every part is optional
        return Address("", "", text, "", "", text, 0)
    scheme, authority, path, query, fragment = match.groups(default="")
    scheme = scheme.lower()
    host = _host(authority, scheme) if authority else ""
    if host and "\\" in path:
        path = path.replace("\\", "/")
    return Address(scheme, host, path, query, fragment, text, match.start("path"))


def _host(authority: str, scheme: str) -> str:
    """The host of ``authority`` in lower case, without user, ``www.`` and default port."""
    host, port = authority.rpartition("@")[2], ""
    if ":" in host or "[" in host:
        match = _HOST_AND_PORT.fullmatch(host)
        if match is None:
            return ""
        host, port = match.groups(default="")
    host = host.rstrip(".").lower()
    if not host.isascii():
        host = _punycode(host)
    if not host or " " in host or not host.isprintable():
        return ""
    if host.startswith("www.") and "." in host[4:]:
        host = host[4:]
    port = port.lstrip("0")
    if port and port != _DEFAULT_PORTS.get(scheme or "https"):
        host = f"{host}:{port}"
    return host


def _punycode(host: str) -> str:
    """``host`` as it is looked up; nothing where it is no name that could be."""
    if len(host) > MAX_HOST:
        return ""
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def decoded(text: str) -> str:
    """``text`` with percent-escapes resolved; bytes that are no UTF-8 become U+FFFD."""
    if "%" not in text:
        return text
    return _ESCAPES.sub(
        lambda m: bytes.fromhex(m.group().replace("%", "")).decode("utf-8", "replace"), text
    )


def _tidied(match: re.Match[str]) -> str:
    found = match.group()
    if len(found) == 3:
        character = chr(int(found[1:], 16))
        return character if character in _PLAIN else found.upper()
    return "".join(f"%{byte:02X}" for byte in found.encode("utf-8", "surrogatepass"))


def tidy(text: str) -> str:
    """``text`` with each character escaped if it must be and only then (RFC 3986, 6.2.2)."""
    return _TO_TIDY.sub(_tidied, text)


def tidy_path(path: str) -> str:
    """``path`` with tidy escapes and without dot segments, trailing slashes and index page.

    Double slashes inside are kept: some servers give them a meaning.
    """
    path = tidy(path)
    if "/." in path:
        path = _without_dot_segments(path)
    end = len(path)
    while end:
        if path.endswith("/", 0, end):
            end -= 1
            continue
        page = next((page for page in _INDEX_PAGES if path.endswith(page, 0, end)), None)
        if page is None:
            break
        end -= len(page)
    return path[:end]


def _without_dot_segments(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept)


def parameters(query: str) -> list[tuple[str, str]]:
    """Names and values of ``query`` as written, in order."""
    pairs = (piece.partition("=") for piece in query.split("&") if piece)
    return [(name, value) for name, _, value in pairs]


def parameter(query: str, name: str) -> str:
    """The first value of parameter ``name`` with its escapes resolved, or nothing."""
    if name not in query:
        return ""
    return next((decoded(value) for key, value in parameters(query) if key == name), "")


def tidy_query(query: str) -> str:
    """``query`` sorted, with tidy escapes and without what only says where a click came from."""
    if not query:
        return ""
    kept = [
        piece
        for piece in query.split("&")
        if piece and not is_tracking_parameter(piece.partition("=")[0])
    ]
    return tidy("&".join(sorted(kept)))


def is_tracking_parameter(name: str) -> bool:
    """Whether a query parameter of this name only says where a click came from."""
    name = name.lower()
    return name.startswith("utm_") or name in _TRACKING


def tidy_fragment(fragment: str) -> str:
    """``fragment`` where it names a part of the page: not ``readme``, not a text fragment."""
    if not fragment:
        return ""
    fragment = fragment.partition(":~:")[0]
    return "" if fragment == "readme" else tidy(fragment)


def segments(address: Address) -> list[str]:
    """The parts of the path as written, without empty ones at the ends and dot segments."""
    path = address.path
    if "/." in path:
        path = _without_dot_segments(path)
    path = path.strip("/")
    return path.split("/") if path else []


def simplest(address: Address) -> str:
    """Host, path and query in the form that equivalent web addresses share."""
    host = _RENAMED_HOSTS.get(address.host, address.host)
    query = tidy_query(address.query)
    path = tidy_path(address.path)
    return f"{host}{path}?{query}" if query else f"{host}{path}"
