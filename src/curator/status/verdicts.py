"""The verdict on an evidence, by one table that knows every code and every failure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import takewhile
from types import MappingProxyType
from typing import Final, NamedTuple

from curator.status import redirects
from curator.status.evidence import Evidence, Failure, History, Mark, Verdict

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # alive and moved
        "ok": "a page is there",
        "redirected": "redirected for the time being",
        "accepted": "a code that is taken as alive for this host",
        "moved-permanently": "moved permanently",
        # dead
        "not-found": "404 Not Found",
        "gone": "410 Gone",
        "name-unknown": "the host name is unknown",
        # broken-tls
        "certificate-expired": "the certificate has expired or is not valid yet",
        "certificate-other-name": "the certificate is for another name",
        "certificate-unknown-issuer": "no known authority vouches for the certificate",
        # suspicious
        "front-page": "redirected to a front page",
        "other-domain": "redirected to another site",
        "parking": "a page of a domain that is for sale or carries only advertisements",
        "error-page": "redirected to an error page",
        # blocked
        "challenge": "the site asks for a proof of being human",
        "login": "redirected to where one signs in or consents first",
        "unauthorized": "401 Unauthorized",
        "forbidden": "403 Forbidden",
        "method-not-allowed": "405 Method Not Allowed",
        "not-acceptable": "406 Not Acceptable",
        "teapot": "418 I'm a teapot",
        "too-many-requests": "429 Too Many Requests",
        "legal-reasons": "451 Unavailable For Legal Reasons",
        "refused-to-programs": "999, by which some sites refuse programs",
        "unexpected-code": "a code that tells nothing about the page",
        "redirect-loop": "the redirects lead in a circle",
        "too-many-redirects": "too many redirects",
        "bad-redirect": "a redirect without a target on the web",
        "proxy": "the proxy cannot be reached or refuses",
        # transient
        "not-found-once": "not found, but seen only once",
        "name-unknown-once": "the host name is unknown, but seen only once",
        "name-unresolved": "the name service gave no answer",
        "refused": "the connection was refused",
        "unreachable": "no route to the host",
        "timeout": "no answer in time",
        "reset": "the connection broke off",
        "protocol": "the answer is no valid HTTP",
        "tls": "no agreement on TLS",
        "request-timeout": "408 Request Timeout",
        "too-early": "425 Too Early",
        "server-error": "a server error",
        # skipped
        "private-address": "leads to an address that is not on the public internet",
        "excluded": "excluded",
        "not-http": "no address that is asked over HTTP",
        "no-files": "this machine has no more files or sockets to give",
        "not-asked": "not asked: the run ended first",
    }
)
"""Every reason that ``judge`` gives, with a few words on it for people."""

CONFIRMED_AFTER: Final = 60.0
"""Seconds after which a name that is still unknown is taken to be gone."""

_FAILURES: Final[Mapping[Failure, Verdict]] = {
    Failure.NAME_UNKNOWN: "dead",
    Failure.NAME_UNRESOLVED: "transient",
    Failure.REFUSED: "transient",
    Failure.UNREACHABLE: "transient",
    Failure.TIMEOUT: "transient",
    Failure.RESET: "transient",
    Failure.PROTOCOL: "transient",
    Failure.TLS_EXPIRED: "broken-tls",
    Failure.TLS_OTHER_NAME: "broken-tls",
    Failure.TLS_UNKNOWN_ISSUER: "broken-tls",
    Failure.TLS: "transient",
    # What a proxy says of itself is nothing that its users' lists could mend.
    Failure.PROXY: "blocked",
    Failure.REDIRECT_LOOP: "blocked",
    Failure.TOO_MANY_REDIRECTS: "blocked",
    Failure.BAD_REDIRECT: "blocked",
    Failure.PRIVATE: "skipped",
    Failure.EXCLUDED: "skipped",
    Failure.NOT_HTTP: "skipped",
    Failure.NO_FILES: "skipped",
    Failure.NOT_ASKED: "skipped",
}
"""The verdict on each failure; its reason is the failure's own word, but for certificates."""

_CERTIFICATES: Final[Mapping[Failure, str]] = {
    Failure.TLS_EXPIRED: "certificate-expired",
    Failure.TLS_OTHER_NAME: "certificate-other-name",
    Failure.TLS_UNKNOWN_ISSUER: "certificate-unknown-issuer",
}


class Judgement(NamedTuple):
    """A verdict, and the word for why: a key of ``REASONS``."""

    verdict: Verdict
    reason: str


_CODES: Final[Mapping[int, Judgement]] = {
    401: Judgement("blocked", "unauthorized"),
    403: Judgement("blocked", "forbidden"),
    404: Judgement("dead", "not-found"),
    405: Judgement("blocked", "method-not-allowed"),
    406: Judgement("blocked", "not-acceptable"),
    408: Judgement("transient", "request-timeout"),
    410: Judgement("dead", "gone"),
    418: Judgement("blocked", "teapot"),
    425: Judgement("transient", "too-early"),
    429: Judgement("blocked", "too-many-requests"),
    451: Judgement("blocked", "legal-reasons"),
    999: Judgement("blocked", "refused-to-programs"),
}
_SERVER_ERROR: Final = Judgement("transient", "server-error")
_UNEXPECTED: Final = Judgement("blocked", "unexpected-code")

_MARKS: Final = (
    (Mark.PARKING, Judgement("suspicious", "parking")),
    (Mark.LOGIN, Judgement("blocked", "login")),
    (Mark.ERROR_PAGE, Judgement("suspicious", "error-page")),
)
_REDIRECTS: Final[Mapping[redirects.Suspicion, Judgement]] = {
    "login": Judgement("blocked", "login"),
    "error-page": Judgement("suspicious", "error-page"),
    "parking": Judgement("suspicious", "parking"),
    "front-page": Judgement("suspicious", "front-page"),
    "other-domain": Judgement("suspicious", "other-domain"),
}


def judge(
    evidence: Evidence, history: History | None = None, accepted: Collection[int] = ()
) -> Judgement:
    """The verdict on ``evidence``; total, pure.

    ``history`` is what earlier runs saw, ``accepted`` are codes that the operator or the list
    takes as alive for this host. What takes precedence: a failure; an accepted code; a
    challenge, for such an answer is not the page's; the code; then, where a page is there,
    what is wrong with it or with the way to it; and at last a move.
    """
    failure, code = evidence.failure, evidence.code
    if failure is not None:
        return _on_failure(evidence, failure, history)
    if code is None:
        return Judgement("skipped", "not-asked")
    if code in accepted:
        return Judgement("alive", "accepted")
    if Mark.CHALLENGE in evidence.marks:
        return Judgement("blocked", "challenge")
    if 200 <= code <= 299:
        return _on_page(evidence)
    if 500 <= code <= 599:
        return _SERVER_ERROR
    found = _CODES.get(code, _UNEXPECTED)
    # Servers err, and many of them lie to HEAD: once is no proof.
    if found.verdict == "dead" and (evidence.seen < 2 or evidence.method == "HEAD"):
        return Judgement("transient", "not-found-once")
    return found


def _on_failure(evidence: Evidence, failure: Failure, history: History | None) -> Judgement:
    if failure is Failure.NAME_UNKNOWN and not _is_confirmed(evidence, history):
        return Judgement("transient", "name-unknown-once")
    return Judgement(_FAILURES[failure], _CERTIFICATES.get(failure, failure.value))


def _is_confirmed(evidence: Evidence, history: History | None) -> bool:
    """Whether a name was unknown for a minute, or in an earlier run."""
    if history is not None and history.outcome == Failure.NAME_UNKNOWN.value:
        return True
    return evidence.seen >= 2 and evidence.asked_at - evidence.first_asked_at >= CONFIRMED_AFTER


def _on_page(evidence: Evidence) -> Judgement:
    """The verdict where a page is there."""
    for mark, found in _MARKS:
        if mark in evidence.marks:
            return found
    if not evidence.hops:
        return Judgement("alive", "ok")
    suspicion = redirects.suspicion(evidence.url, evidence.final_url)
    if suspicion is not None:
        return _REDIRECTS[suspicion]
    if permanent_url(evidence) is not None:
        return Judgement("moved", "moved-permanently")
    return Judgement("alive", "redirected")


def permanent_url(evidence: Evidence) -> str | None:
    """The URL that ought to be written instead: where the permanent redirects at first lead.

    A chain is followed as far as it is permanent (301, 308): what comes after a temporary
    redirect may be elsewhere tomorrow. ``None`` where that is the address itself, where it is
    for one visit only, and behind the lasting addresses of services that exist to redirect.
    The URL has a fragment if the last of these redirects gave one; that of the list is no part
    of an evidence.
    """
    permanent = takewhile(lambda hop: hop.code in {301, 308}, evidence.hops)
    stops = [*(hop.url for hop in evidence.hops), evidence.final_url]
    return redirects.lasting_target(stops[: len(list(permanent)) + 1])
