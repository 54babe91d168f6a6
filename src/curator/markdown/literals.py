"""Bare URLs and e-mail addresses as GitHub links them (GFM, "Autolinks (extension)")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from curator.markdown.characters import character_class
from curator.nodes import decode

_SCHEMES = frozenset(("http", "https", "ftp"))
_HOST = re.compile(r"(?:\\?[A-Za-z0-9_.-])*+")
_TO_BLANK = re.compile(r"[^ \t\n\v\f\r<]*+")
_TO_BRACKET = re.compile(r"[^ \t\n\v\f\r<\]]*+")
_TRAILING = frozenset("?!.,:*_~'\"")
_ENTITY_NAME = re.compile(r"[A-Za-z]+\Z")
_SIGNS = re.compile(r"://|www\.|@")
_MAIL_HOST = re.compile(r"@(?:[A-Za-z0-9_-]++|\.(?=[A-Za-z0-9]))++")
_XMPP_HOST = re.compile(r"@(?:[A-Za-z0-9_/-]++|\.(?=[A-Za-z0-9]))++")
_BEFORE_WWW = frozenset(" \t\n\v\f\r*_~(")


class Literal(NamedTuple):
    """A bare link: its offsets and the URL it stands for."""

    start: int
    end: int
    url: str


def url_at(text: str, colon: int, floor: int, *, bracketed: bool = False) -> Literal | None:
    """The bare URL whose ``://`` is at ``colon`` and whose scheme begins at ``floor`` or later.

    ``bracketed``: the URL stands behind an open bracket and ends before the next closing one.
    """
    start = colon
    while start > floor and text[start - 1].isascii() and text[start - 1].isalpha():
        start -= 1
        if colon - start > 5:
            return None
    if text[start:colon].lower() not in _SCHEMES:
        return None
    if character_class(text[colon + 3 : colon + 4]) != "other" or _host(text, colon + 3) is None:
        return None
    end = _trimmed(text, start, _tail(text, colon + 3, bracketed=bracketed))
    return Literal(start, end, text[start:end]) if end > colon + 3 else None


def www_at(text: str, start: int, *, bracketed: bool = False) -> Literal | None:
    """The bare link without a scheme whose ``www.`` is at ``start``."""
    if start and text[start - 1] not in _BEFORE_WWW:
        return None
    host = _host(text, start)
    if host is None or "." not in host:
        return None
    end = _trimmed(text, start, _tail(text, start, bracketed=bracketed))
    return Literal(start, end, "http://" + text[start:end]) if end > start else None


def _tail(text: str, start: int, *, bracketed: bool) -> int:
    match = (_TO_BRACKET if bracketed else _TO_BLANK).match(text, start)
    return match.end() if match else start


def _host(text: str, start: int) -> str | None:
    """The ASCII host at ``start``, unless there is an underscore in its last two parts.

    GitHub's parser does not look at the last character of a text here, and lets underscores
    pass in hosts of many parts.
    """
    match = _HOST.match(text, start, max(start, len(text) - 1))
    host = match.group() if match else ""
    parts = host.split(".")
    return host if len(parts) > 11 or "_" not in "".join(parts[-2:]) else None


def _trimmed(text: str, start: int, end: int) -> int:
    """The end of a link without trailing punctuation, ``)`` too many and a trailing entity."""
    surplus = text.count(")", start, end) - text.count("(", start, end)
    while end > start:
        last = text[end - 1]
        if last in _TRAILING:
            end -= 1
        elif last == ")":
            if surplus <= 0:
                break
            surplus -= 1
            end -= 1
        elif last == ";":
            name = _ENTITY_NAME.search(text, max(start, end - 40), end - 1)
            has_name = name is not None and text[name.start() - 1] == "&"
            end = name.start() - 1 if name and has_name else end - 1
        else:
            break
    return end


def mail_at(text: str, at: int, floor: int, limit: int) -> Literal | None:
    """The e-mail address around the ``@`` at ``at``, within ``[floor, limit)``."""
    local = _local_start(text, at, floor)
    if local == at:
        return None
    prefix = text[max(floor, local - 7) : local].lower()
    scheme = next((name for name in ("mailto:", "xmpp:") if prefix.endswith(name)), "")
    pattern = _XMPP_HOST if scheme == "xmpp:" else _MAIL_HOST
    host = pattern.match(text, at, limit)
    if host is None or "." not in host.group() or text[host.end() : host.end() + 1] == "@":
        return None
    last = text[host.end() - 1]
    if not (last.isascii() and last.isalpha()):
        return None
    start, end = local - len(scheme), _trimmed(text, at, host.end())
    address = decode(text[start:end])
    return Literal(start, end, address if scheme else "mailto:" + address)


def _local_start(text: str, at: int, floor: int) -> int:
    start = at
    while start > floor:
        character = text[start - 1]
        escapes = (
            character == "\\" and text[start] in ".+-_" and text[start - 2 : start - 1] != "\\"
        )
        if (
            not escapes
            and not (character.isascii() and character.isalnum())
            and (character not in ".+-_")
        ):
            break
        start -= 1
    return start


def literals_in(text: str, start: int, end: int) -> Iterator[Literal]:
    """The bare links in ``text[start:end]``, prose in which no markup was found.

    URLs are met here only behind a bracket that stayed open; elsewhere they were taken
    before emphasis could claim their characters. GitHub links none of these; a checker
    that left them out would miss targets readers copy.
    """
    for sign in _SIGNS.finditer(text, start, end):
        at = sign.start()
        if at < start:
            continue
        if sign.group() == "@":
            found = mail_at(text, at, start, end)
        elif sign.group() == "://":
            found = url_at(text, at, start, bracketed=True)
        else:
            found = www_at(text, at, bracketed=True)
        if found is not None and found.end <= end:
            yield found
            start = found.end
