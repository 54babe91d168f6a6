"""What is wrong with what the user chooses about the network: blocks, proxies, headers."""

from __future__ import annotations

import re

from curator.config.mistakes import quoted

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
"""The name of a header (RFC 9110, section 5.1)."""
_OURS = frozenset(
    "connection content-length expect host keep-alive proxy-authorization proxy-connection te "
    "trailer transfer-encoding upgrade".split()
)
"""Headers that say how a request is sent, which is not for anybody to choose."""
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
_PROXY = re.compile(r"https?://(?:[^/?#\s@]*@)?(?:[^/?#\s@:\[\]]+|\[[0-9A-Fa-f:.]+\])(?::(\d+))?/?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
LONGEST_VALUE = 8_000
"""Characters of the value of a header."""


def network_mistake(text: str) -> str | None:
    """What is wrong with a block of addresses, such as ``10.0.0.0/8`` or one address."""
    import ipaddress  # noqa: PLC0415 - few runs name a block

    try:
        ipaddress.ip_network(text.strip())
    except ValueError:
        pass
    else:
        return None
    try:
        meant = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return f"{quoted(text)} is no block of addresses such as '10.0.0.0/8' or 'fd00::/8'"
    return f"{quoted(text)} is an address inside of a block, did you mean '{meant}'?"


def proxy_mistake(text: str) -> str | None:
    """What is wrong with the address of a proxy. Never says it, for it may hold a password."""
    match = _PROXY.fullmatch(text)
    if match is None:
        return "has to be the address of a proxy, such as 'http://proxy.example.org:3128'"
    port = match[1]
    if port is not None and not (len(port) <= 5 and 0 < int(port) < 65_536):
        return "has a port that is none"
    return None


def header_mistake(name: str) -> str | None:
    """What is wrong with the name of a header; does not say it, for a value may stand there."""
    if not _TOKEN.fullmatch(name):
        return "is no name of a header, such as 'Authorization'"
    if name.lower() in _OURS:
        return f"'{name.lower()}' is a header that curator sets itself"
    return None


def variable_mistake(name: str) -> str | None:
    """What is wrong with the name of an environment variable.

    Never says it: whoever writes the secret in its place does not want to read it in a log.
    """
    if _VARIABLE.fullmatch(name):
        return None
    return "names no environment variable: the value itself must not stand here"


def value_mistake(value: str) -> str | None:
    """What is wrong with the value of a header, which is never said either."""
    if not value.strip():
        return "is empty"
    if len(value) > LONGEST_VALUE:
        return f"is longer than {LONGEST_VALUE:,} characters"
    if _UNPRINTABLE.search(value) or not value.isascii():
        return "holds characters that no header can have"
    return None
