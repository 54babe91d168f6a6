"""What a status comes to in words, and whether a page is there at the address itself."""

from __future__ import annotations

import re
from typing import Final

from curator.status.evidence import LinkStatus
from curator.status.redirects import is_trivial
from curator.status.verdicts import REASONS, permanent_url

_HOST = re.compile(r"[^/]*//(?:[^/?#\\]*@)?(\[[^\]/?#]*\]|[^:/?#\\]*)")
_OF_MANY_CODES: Final = frozenset({"server-error", "unexpected-code"})


def why(status: LinkStatus) -> str:
    """A few words on why the verdict is what it is, none of them a stranger's."""
    words = REASONS.get(status.reason, status.reason)
    return f"{words} ({status.evidence.code})" if status.reason in _OF_MANY_CODES else words


def host_of(url: str) -> str:
    """The host of ``url`` as it is asked for, in lower case: with ``www.``, and without a port."""
    match = _HOST.match(url)
    return match[1].strip().rstrip(".").lower() if match else ""


def is_there(status: LinkStatus) -> bool:
    """Whether the page is there, at the address that was asked or at a spelling of it."""
    if status.verdict == "alive":
        return True
    target = permanent_url(status.evidence) if status.verdict == "moved" else None
    return target is not None and is_trivial(status.url, target)
