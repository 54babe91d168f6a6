"""The cookies of one chain of redirects, for the sites that show nothing without them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from email.utils import mktime_tz, parsedate_tz
from ipaddress import ip_address
from typing import NamedTuple

from curator.net.http.wire import Target, target

MAX_COOKIES = 50
MAX_SIZE = 4096
"""Characters of one cookie, name and value; browsers have the same bound."""
MAX_HEADER = 8192
"""Characters of the header sent; servers commonly refuse more."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DIGITS = re.compile(r"-?[0-9]{1,18}")


class _Cookie(NamedTuple):
    name: str
    value: str
    domain: str
    subdomains: bool
    path: str
    secure: bool
    expires: float


class Cookies:
    """What servers asked to be sent back (RFC 6265), for as long as one link is followed.

    Not more than ``MAX_COOKIES`` are kept, the latest.
    """

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], _Cookie] = {}

    def take(self, url: str, values: Iterable[str]) -> None:
        """Keep what the headers ``Set-Cookie`` of the answer of ``url`` say."""
        place: Target | None = None
        for value in values:
            if place is None:
                found = target(url)
                if not isinstance(found, Target):
                    return
                place = found
            cookie = _read(value, place)
            if cookie is None:
                continue
            key = cookie.name, cookie.domain, cookie.path
            self._kept.pop(key, None)
            if cookie.expires > time.time():
                self._kept[key] = cookie
                if len(self._kept) > MAX_COOKIES:
                    del self._kept[next(iter(self._kept))]

    def header_for(self, url: str) -> str:
        """The value of the header ``Cookie`` for ``url``, empty without any."""
        if not self._kept:
            return ""
        place = target(url)
        if not isinstance(place, Target):
            return ""
        now, path = time.time(), _path(place)
        fitting = [
            cookie
            for cookie in self._kept.values()
            if _is_for_host(cookie, place.host)
            and _is_for_path(cookie, path)
            and cookie.expires > now
            and (place.scheme == "https" or not cookie.secure)
        ]
        fitting.sort(key=lambda cookie: -len(cookie.path))
        header = ""
        for cookie in fitting:
            pair = f"{cookie.name}={cookie.value}"
            longer = f"{header}; {pair}" if header else pair
            if len(longer) <= MAX_HEADER:
                header = longer
        return header


def _read(text: str, place: Target) -> _Cookie | None:
    """The cookie that ``text`` sets (RFC 6265, section 5.2), ``None`` if it is none."""
    pair, *attributes = text.split(";")
    name, equals, value = pair.partition("=")
    name, value = name.strip(), value.strip()
    if not equals or not name or len(name) + len(value) > MAX_SIZE:
        return None
    if _CONTROL.search(name) or _CONTROL.search(value):
        return None
    said: dict[str, str] = {}
    for attribute in attributes:
        key, _, what = attribute.partition("=")
        said[key.strip().lower()] = what.strip()
    domain = said.get("domain", "").removeprefix(".").lower()
    if domain and not _may_set(place.host, domain):
        return None
    secure = "secure" in said
    if secure and place.scheme != "https":
        return None
    path = said.get("path", "")
    if not path.startswith("/"):
        path = _path(place).rpartition("/")[0] or "/"
    subdomains = bool(domain) and not _is_address(place.host)
    return _Cookie(name, value, domain or place.host, subdomains, path, secure, _expires(said))


def _may_set(host: str, domain: str) -> bool:
    """Whether ``host`` may set cookies for ``domain``: its own name, or one above it."""
    if host == domain:
        return True
    return "." in domain and host.endswith("." + domain) and not _is_address(host)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _expires(said: dict[str, str]) -> float:
    """When a cookie ends, in seconds since 1970; for ever if it does not say."""
    age = said.get("max-age", "")
    if _DIGITS.fullmatch(age):
        return time.time() + int(age)
    parsed = parsedate_tz(said["expires"][:100]) if "expires" in said else None
    if parsed is None:
        return float("inf")
    try:
        return float(mktime_tz(parsed))
    except (OverflowError, ValueError):
        return float("inf")


def _path(place: Target) -> str:
    return place.path.partition("?")[0]


def _is_for_host(cookie: _Cookie, host: str) -> bool:
    if host == cookie.domain:
        return True
    return cookie.subdomains and host.endswith("." + cookie.domain)


def _is_for_path(cookie: _Cookie, path: str) -> bool:
    if not path.startswith(cookie.path):
        return False
    return cookie.path.endswith("/") or path[len(cookie.path) :][:1] in {"", "/"}
