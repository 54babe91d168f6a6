"""What was seen when a link was asked for, kept so that it can be judged again later."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

Verdict = Literal[
    "alive", "moved", "dead", "broken-tls", "suspicious", "blocked", "transient", "skipped"
]


class Failure(StrEnum):
    """Why there is no answer. The values are written to the cache, and so never change."""

    NAME_UNKNOWN = "name-unknown"
    """The name has no address, and the name service is sure of it."""
    NAME_UNRESOLVED = "name-unresolved"
    """The name service gave no answer, or none in time."""
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    """No route to the host or its network."""
    TIMEOUT = "timeout"
    RESET = "reset"
    """The connection was closed or reset before the answer was there."""
    PROTOCOL = "protocol"
    """The answer is no HTTP, is cut short, or larger in its head than anybody needs."""
    TLS_EXPIRED = "tls-expired"
    TLS_OTHER_NAME = "tls-other-name"
    TLS_UNKNOWN_ISSUER = "tls-unknown-issuer"
    """No known authority vouches for the certificate, as where an intermediate is missing."""
    TLS = "tls"
    """Any other failure to agree on TLS."""
    PROXY = "proxy"
    """The operator's own proxy cannot be reached or refuses: no fault of the link."""
    REDIRECT_LOOP = "redirect-loop"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    BAD_REDIRECT = "bad-redirect"
    """A redirect without a target, or to one that is no address of the web."""
    PRIVATE = "private-address"
    """The name or a redirect leads to an address that is not on the public internet."""
    EXCLUDED = "excluded"
    NOT_HTTP = "not-http"
    """An address that is not asked over HTTP, such as ``mailto:``, or none at all."""
    NO_FILES = "no-files"
    """This machine has no more files or sockets to give: its fault, not the link's."""
    NOT_ASKED = "not-asked"
    """The run ended first."""


class Mark(StrEnum):
    """What headers, body and final address of an answer show, whatever its code."""

    CHALLENGE = "challenge"
    """A page that asks for a proof of being human instead of showing what is there."""
    PARKING = "parking"
    """A page that offers the domain for sale, or only carries advertisements."""
    LOGIN = "login"
    """A redirect to where one signs in or consents first."""
    ERROR_PAGE = "error-page"
    """A redirect to a page that says that there is no such page."""


class Hop(NamedTuple):
    """A redirect: the address that answered with it, and its code, 0 for ``<meta refresh>``."""

    url: str
    code: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What became of one link, whoever said it.

    ``url`` is as the list has it, without its fragment. ``code`` is that of the last answer,
    ``failure`` what happened instead of one; exactly one of them is ``None``. ``final_url`` is
    where the ``hops`` led, ``url`` itself without any. ``seconds`` is how long the last answer
    took, ``asked_at`` when it came, in seconds since 1970; ``first_asked_at`` is when the same
    outcome was seen first in this run. ``tries`` counts the requests for this link, those of
    redirects included; ``seen`` how often this outcome was seen in a row in this run. ``source``
    is who said it: ``http``, or the name of a service. ``detail`` is what was said in words, and
    ``title`` that of a page which may be another than the one meant, both as a stranger wrote
    them: to be escaped.
    """

    url: str
    code: int | None = None
    failure: Failure | None = None
    final_url: str = ""
    hops: tuple[Hop, ...] = ()
    marks: frozenset[Mark] = frozenset()
    method: str = "GET"
    seconds: float = 0.0
    asked_at: float = 0.0
    first_asked_at: float = 0.0
    tries: int = 0
    seen: int = 1
    source: str = "http"
    detail: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What earlier runs say of a link that has been failing; times in seconds since 1970.

    ``outcome`` is what they saw, as ``failing_as`` tells it of an evidence: a change of it does
    not end the row of failures, only an answer does. ``runs`` do not count this run, nor those
    that came too soon after one that counts; ``counted_at`` is when the last that counts was.
    """

    outcome: str
    since: float
    runs: int
    counted_at: float = 0.0


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """What is known of one URL: a verdict, why, and the evidence for it.

    ``reason`` is a word for programs, such as ``not-found``. ``cached`` says that the evidence
    is of an earlier run. ``failing_since`` (seconds since 1970) and ``failed_runs``, this one
    included, tell how long it has been without an answer; 0 where it is not.
    """

    evidence: Evidence
    verdict: Verdict
    reason: str
    cached: bool = False
    failing_since: float = 0.0
    failed_runs: int = 0

    @property
    def url(self) -> str:
        """The URL as the list has it, without its fragment."""
        return self.evidence.url
