"""Addresses as they are asked: what is sent, to which host, and where redirects lead."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urljoin

from curator.net.http.wire import host_name

_WEB = re.compile(
    r"(?:https?:)?//"
    r"([^/\\?#]*@)?"  # somebody's name and password, which are nobody else's business
    r"(\[[0-9A-Fa-f:.%]+\]|[^/\\?#:@\[\]]+)"
    r"(?::([0-9]{0,5}))?"
    r"(?=[/\\?]|\Z)",
    re.IGNORECASE,
)
_IGNORED = str.maketrans("", "", "\t\n\r")  # as browsers do inside an address

_LARGE = frozenset(
    ".7z .apk .avi .bin .bz2 .csv .deb .dmg .doc .docx .epub .exe .flac .gif .gz .h5 .ipynb .iso "
    ".jar .jpeg .jpg .m4a .mkv .mov .mp3 .mp4 .mpeg .msi .npz .ogg .onnx .parquet .pdf .pkl .png "
    ".ppt .pptx .ps .pt .pth .rar .rpm .safetensors .svg .tar .tgz .tif .tiff .wav .webm .webp "
    ".whl .woff2 .xls .xlsx .xz .zip .zst".split()
)
"""Endings of what is no page, so that its head tells as much as its body."""

_MAX_FRAGMENT = 500
MAX_URL = 8_000
"""Characters of an address beyond which no server can be expected to take it."""


class Asked(NamedTuple):
    """An address to be sent.

    ``url`` is without fragment and without the name and password of anybody; its ``host`` is in
    lower case.
    """

    url: str
    host: str
    fragment: str = ""


def asked(url: str) -> Asked | None:
    """What is sent for ``url``, a link as it is written; ``None`` if it is none of the web.

    A link without scheme (``//host/path``) is asked over https, as on GitHub.
    """
    text, _, fragment = url.strip().translate(_IGNORED).partition("#")
    found = _WEB.match(text)
    if found is None or len(text) > MAX_URL:
        return None
    if found[1]:
        text = text[: found.start(1)] + text[found.end(1) :]
    if text.startswith("//"):
        text = f"https:{text}"
    # As it is looked up, so that one host has one queue however it is spelled.
    host = (host_name(found[2]) or found[2].strip("[]").lower()).rstrip(".")
    if len(fragment) > _MAX_FRAGMENT:
        fragment = ""
    return Asked(text, host, fragment) if host else None


def asked_url(url: str) -> str:
    """What is sent for ``url``; empty if it is none of the web."""
    target = asked(url)
    return target.url if target else ""


def followed(base: str, location: str) -> Asked | None:
    """Where a redirect from ``base`` leads; ``None`` if that is no address of the web."""
    target = location.strip().translate(_IGNORED)
    if not target:
        return None
    if not _WEB.match(target):
        try:
            target = urljoin(base, target)
        except ValueError:
            return None
    elif target.startswith("//"):
        target = f"{base.partition(':')[0]}:{target}"
    return asked(target)


def is_large_file(url: str) -> bool:
    """Whether ``url`` looks like a file that is no page, going by its ending."""
    path = url.partition("?")[0]
    dot = path.rfind(".")
    return dot > path.rfind("/") > len("https://") and path[dot:].lower() in _LARGE


def secured(url: str) -> str | None:
    """The same address over https, for one of plain http that names no port."""
    found = asked(url)
    if found is None or not found.url.lower().startswith("http://"):
        return None
    match = _WEB.match(found.url)
    return None if match is None or match[3] else f"https{found.url[len('http') :]}"
