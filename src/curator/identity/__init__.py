"""What a link denotes, whatever its spelling: one value for ``abs``, ``pdf``, DOI and mirror.

Everything here is a pure function of the address, total (no string makes it fail), linear in
its length, and asks nothing of the network.
"""

from __future__ import annotations

from functools import lru_cache

from curator.identity import papers, sites
from curator.identity.address import (
    Address,
    is_tracking_parameter,
    simplest,
    split,
    tidy,
    tidy_fragment,
)
from curator.identity.arxiv import ArxivId, ArxivProblem, is_future, parse_arxiv_id
from curator.identity.arxiv_urls import (
    ARXIV_HOSTS,
    ArxivReference,
    arxiv_identity,
    arxiv_reference,
    is_arxiv_host,
)
from curator.identity.value import PAPER_SCHEMES, Identity

__all__ = [
    "PAPER_SCHEMES",
    "ArxivId",
    "ArxivProblem",
    "ArxivReference",
    "Identity",
    "arxiv_reference",
    "identify",
    "is_arxiv_host",
    "is_future",
    "is_tracking_parameter",
    "parse_arxiv_id",
]

_CACHED_URLS = 16_384
_CACHED_LONG_URLS = 256
_LONGEST = 2_048
"""Characters of an address beyond which it is told by its start and a digest."""
_SHOWN = 200

_SITES = {**dict.fromkeys(ARXIV_HOSTS, arxiv_identity), **sites.SITES, **papers.SITES}

# Ways to name a Git repository that people also reach in a browser.
_GIT_SCHEMES = frozenset({"git", "git+http", "git+https", "git+ssh", "ssh"})


def identify(url: str) -> Identity:
    """What ``url`` denotes; equal ``key`` for all spellings of one resource.

    ``url`` is as Markdown decodes it: character references and backslash escapes resolved,
    percent-escapes kept. Relative links and bare fragments get scheme ``path``; what is no
    address at all is a ``url`` as written.
    """
    return _cached(url) if len(url) <= _LONGEST else _cached_long(url)


def _identify(url: str) -> Identity:
    address = split(url)
    scheme = address.scheme
    if scheme in {"http", "https"} or (not scheme and address.host):
        return _on_the_web(address)
    if scheme in {"arxiv", "doi"} and not address.host:
        found = arxiv_identity(address) if scheme == "arxiv" else papers.doi(address)
        return found or _as_written(address)
    if scheme in _GIT_SCHEMES and address.host == "github.com":
        return _on_the_web(address)
    if scheme == "mailto":
        user, _, domain = address.path.rpartition("@")
        return Identity("mailto", f"{user}@{domain.lower()}" if user else address.path)
    if not scheme and not address.text.startswith("//"):
        query = f"?{tidy(address.query)}" if address.query else ""
        path = tidy(address.path.removeprefix("./"))
        return Identity("path", f"{path}{query}", tidy(address.fragment))
    if address.host:
        value = f"{scheme}://{simplest(address)}"
        return Identity("url", value, tidy_fragment(address.fragment))
    return _as_written(address)


def _on_the_web(address: Address) -> Identity:
    host = address.host
    if not host:
        return _as_written(address)
    handler = _SITES.get(host)
    if handler is None and "arxiv" in host:
        handler = arxiv_identity
    found = handler(address) if handler is not None else None
    return found or Identity("url", simplest(address), tidy_fragment(address.fragment))


def _as_written(address: Address) -> Identity:
    """An address of another scheme, or one that makes no sense: only its scheme is folded."""
    rest = address.text[len(address.scheme) :]
    return Identity("url", f"{address.scheme}{rest}")


def _identify_long(url: str) -> Identity:
    """The identity of an address that is far too long, told by texts of bounded length.

    Many links may share such an address by reference, and each is asked for its key.
    """
    found = _identify(url)
    return found._replace(value=_told(found.value), fragment=_told(found.fragment))


def _told(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    from hashlib import sha256  # noqa: PLC0415 - no list needs it

    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{text[:_SHOWN]}…{digest}"


_cached = lru_cache(maxsize=_CACHED_URLS)(_identify)
_cached_long = lru_cache(maxsize=_CACHED_LONG_URLS)(_identify_long)
