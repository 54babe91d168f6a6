"""How gently each host is asked: what is usual, what services want, what the user chose."""

from __future__ import annotations

from typing import NamedTuple

from curator.net.options import HostRule, NetOptions


class Policy(NamedTuple):
    """Requests in flight at once, seconds between two starts, codes to be taken as alive."""

    concurrency: int
    gap: float
    accept: frozenset[int]


class Service(NamedTuple):
    """Hosts of one operator that count requests together, and what they put up with."""

    name: str
    concurrency: int
    gap: float


_ARXIV = Service("arXiv", 1, 1.0)
"""Asks robots for one connection (info.arxiv.org/help/robots.html)."""
_GITHUB = Service("GitHub", 4, 0.1)
"""Answers 429 to more than a few pages at once."""
_HUGGING_FACE = Service("Hugging Face", 2, 0.5)
"""Grants anonymous visitors few pages in five minutes."""

_SERVICES = {
    "arxiv.org": _ARXIV,
    "www.arxiv.org": _ARXIV,
    "export.arxiv.org": _ARXIV,
    "github.com": _GITHUB,
    "www.github.com": _GITHUB,
    "gist.github.com": _GITHUB,
    "raw.githubusercontent.com": _GITHUB,
    "huggingface.co": _HUGGING_FACE,
    "hf.co": _HUGGING_FACE,
    "web.archive.org": Service("Internet Archive", 1, 1.0),
}


def queue_of(host: str) -> str:
    """The name of the queue for ``host``: the host itself, or the service it belongs to."""
    service = _SERVICES.get(host)
    return service.name if service else host


def is_service(queue: str) -> bool:
    """Whether a queue is that of a service rather than of one host, whose name has no space."""
    return any(service.name == queue for service in _SERVICES.values())


def policy_for(host: str, options: NetOptions) -> Policy:
    """The policy for ``host``: the operator's, or that of its service if that is gentler.

    Rules of ``options.hosts`` come on top, in their order, whatever they say; those that are
    ``gentler`` only where they are that.
    """
    concurrency, gap = options.concurrency, options.gap
    service = _SERVICES.get(host)
    if service is not None:
        concurrency, gap = min(concurrency, service.concurrency), max(gap, service.gap)
    accept: frozenset[int] = frozenset()
    for rule in options.hosts:
        if _is_for(rule, host):
            least = concurrency if rule.concurrency is None else rule.concurrency
            longest = gap if rule.gap is None else rule.gap
            concurrency = min(concurrency, least) if rule.gentler else least
            gap = max(gap, longest) if rule.gentler else longest
            accept |= rule.accept
    return Policy(max(1, concurrency), max(0.0, gap), accept)


def _is_for(rule: HostRule, host: str) -> bool:
    if rule.host.startswith("*."):
        return host == rule.host[2:] or host.endswith(rule.host[1:])
    return host == rule.host
