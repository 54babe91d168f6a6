"""Identities as a configuration names them: an address in any spelling, or a key as reported."""

from __future__ import annotations

from curator.identity import PAPER_SCHEMES, identify

_WEB = {
    "github": "https://github.com/",
    "github-user": "https://github.com/",
    "gist": "https://gist.github.com/",
    "url": "https://",
}
"""What makes an address of the key of a scheme whose values are folded."""
_TAKEN = PAPER_SCHEMES | {"hf", "npm", "path", "pypi", "raw", "youtube"}
"""Schemes whose keys are taken as they stand."""


def identity_key(text: str) -> str | None:
    """The ``Identity.key`` that ``text`` means; ``None`` if it means no resource.

    ``text`` is an address, or a key such as ``arxiv:1706.03762``, ``github:owner/name`` and
    ``path:lists/a.md``. A bare ``example.org/a`` is refused: it might be a host or a path.
    """
    scheme, colon, value = text.strip().partition(":")
    scheme = scheme.lower()
    if not colon or not value.strip("/ "):
        return None
    if scheme in _WEB and "://" not in value:
        return identify(_WEB[scheme] + value).key
    if scheme == "url":
        return identify(value).key
    found = identify(text)
    if found.scheme != "url":
        return found.key
    if scheme in _TAKEN and scheme not in {"arxiv", "doi"}:
        return f"{scheme}:{value}"
    written = found.value.startswith(f"{scheme}:")
    return None if written and scheme in {"arxiv", "doi", "http", "https"} else found.key
