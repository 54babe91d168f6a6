"""The table of verdicts: every code, every failure, every mark, and what takes precedence."""

from __future__ import annotations

import itertools
import re
from typing import get_args

import pytest

from curator.status import Evidence, Failure, History, Hop, Mark, Verdict, judge
from curator.status.verdicts import REASONS, permanent_url

URL = "https://example.com/page"
VERDICTS = set(get_args(Verdict))
ABSURD = (-1, 0, 1, 99, 1000, 10**9)

BLOCKED = {401, 403, 405, 406, 418, 429, 451, 999}
TRANSIENT = {408, 425}
DEAD = {404, 410}


def seen(
    code: int | None = 200, *, to: str = "", via: tuple[int, ...] = (), **more: object
) -> Evidence:
    """An evidence for URL; ``via`` are the codes of redirects, the last of which led to ``to``."""
    stops = [URL, *(f"https://example.com/stop{number}" for number in range(1, len(via)))]
    hops = tuple(Hop(stop, hop) for stop, hop in zip(stops, via, strict=False))
    facts: dict[str, object] = {"seen": 2, **more}
    return Evidence(URL, code, final_url=to or URL, hops=hops, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", [*range(100, 1000), *ABSURD])
def test_every_code_has_its_verdict(code: int) -> None:
    verdict, reason = judge(seen(code))
    if code in DEAD:
        assert verdict == "dead"
    elif 200 <= code <= 299:
        assert (verdict, reason) == ("alive", "ok")
    elif 500 <= code <= 599:
        assert (verdict, reason) == ("transient", "server-error")
    elif code in TRANSIENT:
        assert verdict == "transient"
    else:
        assert verdict == "blocked"
        assert (reason == "unexpected-code") == (code not in BLOCKED)


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure_has_its_verdict(failure: Failure) -> None:
    expected = {
        **dict.fromkeys(("name-unknown", "name-unresolved", "refused", "unreachable"), "transient"),
        **dict.fromkeys(("timeout", "reset", "protocol", "tls"), "transient"),
        **dict.fromkeys(("tls-expired", "tls-other-name", "tls-unknown-issuer"), "broken-tls"),
        **dict.fromkeys(("redirect-loop", "too-many-redirects", "bad-redirect"), "blocked"),
        "proxy": "blocked",
        **dict.fromkeys(("private-address", "excluded", "not-http", "no-files"), "skipped"),
        "not-asked": "skipped",
    }
    assert judge(seen(None, failure=failure)).verdict == expected[failure.value]


def test_every_combination_has_a_verdict_and_a_known_reason() -> None:
    marks = [frozenset(some) for n in range(5) for some in itertools.combinations(Mark, n)]
    given: set[str] = set()
    for code, mark, via, method, count in itertools.product(
        (*range(100, 1000, 7), *BLOCKED, *TRANSIENT, *DEAD, *ABSURD, None),
        marks,
        ((), (301,), (302,), (0, 301)),
        ("GET", "HEAD"),
        (0, 1, 2),
    ):
        evidence = seen(code, via=via, to=f"{URL}/new", marks=mark, method=method, seen=count)
        verdict, reason = judge(evidence)
        assert verdict in VERDICTS
        given.add(reason)
    for failure, count in itertools.product(Failure, (1, 2)):
        given.add(judge(seen(None, failure=failure, seen=count, asked_at=99.0)).reason)
    given.add(judge(seen(599), accepted={599}).reason)
    for target in ("/", "//elsewhere.example/x"):
        given.add(judge(seen(via=(302,), to=f"https://example.com{target}")).reason)
    given.add(judge(seen(via=(302,), to="https://elsewhere.example/x")).reason)
    assert given == set(REASONS)


def test_reasons_are_words_for_programs_and_for_people() -> None:
    for reason, words in REASONS.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", reason)
        assert words
        assert not words.endswith(".")


@pytest.mark.parametrize("code", [404, 410])
def test_once_or_by_head_alone_is_no_proof_of_death(code: int) -> None:
    assert judge(seen(code, seen=1)) == ("transient", "not-found-once")
    assert judge(seen(code, method="HEAD")) == ("transient", "not-found-once")
    assert judge(seen(code, via=(301, 302), to="https://example.com/")).verdict == "dead"
    assert judge(seen(code, via=(302,), to="https://elsewhere.example/")).verdict == "dead"


def test_an_unknown_name_is_dead_after_a_minute_or_in_another_run() -> None:
    unknown = Failure.NAME_UNKNOWN
    soon = seen(None, failure=unknown, first_asked_at=1000.0, asked_at=1059.0)
    late = seen(None, failure=unknown, first_asked_at=1000.0, asked_at=1060.0)
    once = seen(None, failure=unknown, first_asked_at=1000.0, asked_at=1060.0, seen=1)
    assert judge(soon) == ("transient", "name-unknown-once")
    assert judge(once) == ("transient", "name-unknown-once")
    assert judge(late) == ("dead", "name-unknown")
    assert judge(soon, History("name-unknown", 1.0, 1)) == ("dead", "name-unknown")
    assert judge(soon, History("timeout", 1.0, 5)) == ("transient", "name-unknown-once")


def test_certificates_have_reasons_of_their_own() -> None:
    reasons = {
        Failure.TLS_EXPIRED: "certificate-expired",
        Failure.TLS_OTHER_NAME: "certificate-other-name",
        Failure.TLS_UNKNOWN_ISSUER: "certificate-unknown-issuer",
    }
    for failure, reason in reasons.items():
        assert judge(seen(None, failure=failure)) == ("broken-tls", reason)


def test_accepted_codes_are_alive() -> None:
    assert judge(seen(403), accepted={403}) == ("alive", "accepted")
    assert judge(seen(404), accepted=frozenset({403})).verdict == "dead"
    challenged = seen(403, marks=frozenset({Mark.CHALLENGE}))
    assert judge(challenged, accepted={403}) == ("alive", "accepted")
    assert judge(seen(None, failure=Failure.TIMEOUT), accepted={200}).verdict == "transient"


def test_a_challenge_is_an_answer_of_something_else() -> None:
    marks = frozenset({Mark.CHALLENGE, Mark.PARKING})
    for code in (200, 202, 403, 404, 429, 503):
        assert judge(seen(code, marks=marks)) == ("blocked", "challenge")


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (Mark.PARKING, ("suspicious", "parking")),
        (Mark.LOGIN, ("blocked", "login")),
        (Mark.ERROR_PAGE, ("suspicious", "error-page")),
    ],
)
def test_marks_of_a_page_that_is_there(mark: Mark, expected: tuple[str, str]) -> None:
    marks = frozenset({mark})
    assert judge(seen(200, marks=marks)) == expected
    assert judge(seen(200, marks=marks, via=(301,), to=f"{URL}/new")) == expected
    assert judge(seen(404, marks=marks)).verdict == "dead"
    assert judge(seen(500, marks=marks)).verdict == "transient"


@pytest.mark.parametrize(
    ("via", "verdict"),
    [
        ((301,), "moved"),
        ((308,), "moved"),
        ((301, 301, 308), "moved"),
        ((301, 302), "moved"),
        ((302,), "alive"),
        ((303,), "alive"),
        ((307,), "alive"),
        ((0,), "alive"),
        ((302, 301), "alive"),
        ((0, 301), "alive"),
    ],
)
def test_only_what_is_permanent_from_the_start_is_a_move(
    via: tuple[int, ...], verdict: Verdict
) -> None:
    assert judge(seen(via=via, to="https://example.com/new")).verdict == verdict


def test_suspicion_beats_a_move() -> None:
    assert judge(seen(via=(301,), to="https://example.com/")) == ("suspicious", "front-page")
    other = judge(seen(via=(301,), to="https://elsewhere.example/thing"))
    assert other == ("suspicious", "other-domain")


def test_the_permanent_url_is_where_the_permanent_redirects_at_first_lead() -> None:
    new = "https://example.com/new"
    assert permanent_url(seen()) is None
    assert permanent_url(seen(via=(301,), to=new)) == new
    assert permanent_url(seen(via=(301, 308), to=new)) == new
    assert permanent_url(seen(via=(301, 302), to=new)) == "https://example.com/stop1"
    assert permanent_url(seen(via=(301, 0, 301), to=new)) == "https://example.com/stop1"
    assert permanent_url(seen(via=(302, 301), to=new)) is None
    assert permanent_url(seen(via=(301, 301), to=URL)) is None
    assert judge(seen(via=(301, 301), to=URL)) == ("alive", "redirected")


def test_a_service_that_tells_of_a_new_name_tells_it_as_a_hop() -> None:
    old, new = "https://github.com/ada/engine", "https://github.com/babbage/engine"
    evidence = Evidence(old, 200, final_url=new, hops=(Hop(old, 301),), source="github")
    assert judge(evidence) == ("moved", "moved-permanently")
    assert permanent_url(evidence) == new
