"""What is asked when, and what is made of it: on a clock of its own, without sockets."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from curator.net.checker import Checker
from curator.net.messages import Request
from curator.net.options import HostRule, NetOptions
from curator.net.results import Outcome, Wanted
from curator.net.store import Store
from curator.status import Failure
from tests.net.clock import run
from tests.net.simulated import Script, Sent, Simulated, Told

OPTIONS = NetOptions()


def check(
    urls: Sequence[str | Wanted],
    script: Script,
    options: NetOptions = OPTIONS,
    names: Mapping[str, tuple[Failure, float]] | None = None,
) -> tuple[Outcome, Simulated]:
    transport = Simulated(script, names or {})

    async def work() -> Outcome:
        loop = asyncio.get_running_loop()

        def now() -> float:
            return 1_000_000 + loop.time()

        store = Store(options, None, now)
        wanted = [Wanted(each) if isinstance(each, str) else each for each in urls]
        checker = Checker(options, transport, store, now=now)
        await checker.run(store.load(wanted))
        assert not checker.mishaps
        outcome = store.outcome()
        return replace(outcome, requests=checker.requests, seconds=loop.time())

    return run(work()), transport


def always(code: int = 200, seconds: float = 0.01, **more: object) -> Script:
    return lambda _request, _count: Told(code, seconds, **more)  # type: ignore[arg-type]


def verdicts(outcome: Outcome) -> dict[str, tuple[str, str]]:
    return {url: (each.verdict, each.reason) for url, each in outcome.statuses.items()}


def gaps(sent: Sequence[Sent]) -> list[float]:
    return [after.began - before.began for before, after in itertools.pairwise(sent)]


def most_in_flight(sent: Sequence[Sent]) -> int:
    edges = sorted([(each.began, 1) for each in sent] + [(each.ended, -1) for each in sent])
    most = count = 0
    for _time, step in edges:
        count += step
        most = max(most, count)
    return most


def links(host: str, count: int) -> list[str]:
    return [f"https://{host}/{number}" for number in range(count)]


def test_a_living_link_is_asked_once() -> None:
    outcome, transport = check(["https://a.example/x"], always())
    assert verdicts(outcome) == {"https://a.example/x": ("alive", "ok")}
    assert [each.method for each in transport.log] == ["GET"]
    assert outcome.requests == 1


def test_a_dead_link_is_seen_twice() -> None:
    outcome, transport = check(["https://a.example/x"], always(404))
    assert verdicts(outcome) == {"https://a.example/x": ("dead", "not-found")}
    assert len(transport.log) == 2
    assert outcome.statuses["https://a.example/x"].evidence.seen == 2


def test_what_is_missing_once_is_not_dead() -> None:
    outcome, _ = check(["https://a.example/x"], lambda _r, count: Told(200 if count else 404))
    assert verdicts(outcome) == {"https://a.example/x": ("alive", "ok")}


def test_a_host_is_asked_within_its_policy() -> None:
    outcome, transport = check(links("a.example", 100), always(seconds=0.8))
    sent = transport.sent("a.example")
    assert len(sent) == 100
    assert min(gaps(sent)) >= 0.045 - 1e-9
    assert most_in_flight(sent) == 10
    assert {each[0] for each in verdicts(outcome).values()} == {"alive"}


def test_a_slow_host_makes_nobody_wait() -> None:
    urls = links("slow.example", 1_000) + [f"https://h{number}.example/" for number in range(100)]
    _outcome, transport = check(
        urls, lambda request, _c: Told(seconds=8.0 if "slow" in request.url else 0.1)
    )
    others = [each for each in transport.log if each.host != "slow.example"]
    assert len(others) == 100
    assert max(each.ended for each in others) < 1.0


def test_names_that_do_not_resolve_make_nobody_wait() -> None:
    names = {f"bad{number}.example": (Failure.NAME_UNKNOWN, 10.0) for number in range(50)}
    urls = [f"https://{name}/" for name in names] + links("a.example", 5)
    outcome, transport = check(urls, always(), names=names)
    assert max(each.ended for each in transport.log) < 1.0
    assert {outcome.statuses[f"https://{name}/"].verdict for name in names} == {"transient"}


def test_a_name_that_stays_unknown_for_a_minute_is_dead() -> None:
    names = {"gone.example": (Failure.NAME_UNKNOWN, 0.1)}
    slow = links("slow.example", 100)
    outcome, _ = check(["https://gone.example/", *slow], always(seconds=8.0), names=names)
    assert outcome.seconds > 60
    assert verdicts(outcome)["https://gone.example/"] == ("dead", "name-unknown")


def test_sockets_are_bounded() -> None:
    urls = [f"https://h{number}.example/{n}" for number in range(60) for n in range(4)]
    outcome, transport = check(urls, always(seconds=0.4), replace(OPTIONS, max_connections=16))
    assert transport.most_open <= 16
    assert {each[0] for each in verdicts(outcome).values()} == {"alive"}
    assert len(transport.log) == len(urls)


@pytest.mark.parametrize("sockets", [1, 2, 3])
def test_few_sockets_are_enough(sockets: int) -> None:
    urls = [f"https://h{number}.example/{n}" for number in range(10) for n in range(3)]
    outcome, transport = check(urls, always(), replace(OPTIONS, max_connections=sockets))
    assert transport.most_open <= sockets
    assert len(transport.log) == len(urls)
    assert {each[0] for each in verdicts(outcome).values()} == {"alive"}


def test_connections_are_let_go_when_a_queue_is_empty() -> None:
    _outcome, transport = check([*links("a.example", 3), *links("b.example", 1)], always())
    assert set(transport.released) == {"a.example", "b.example"}


def redirects(table: Mapping[str, tuple[int, str]]) -> Script:
    def script(request: Request, _count: int) -> Told:
        code, target = table.get(request.url, (200, ""))
        return Told(code, headers=(("location", target),) if target else ())

    return script


def test_a_permanent_redirect_is_followed_hop_by_hop() -> None:
    outcome, transport = check(
        ["https://a.example/1"],
        redirects(
            {
                "https://a.example/1": (301, "/2"),
                "https://a.example/2": (302, "https://www.a.example/3"),
            }
        ),
    )
    assert verdicts(outcome) == {"https://a.example/1": ("moved", "moved-permanently")}
    evidence = outcome.statuses["https://a.example/1"].evidence
    assert evidence.final_url == "https://www.a.example/3"
    assert [tuple(hop) for hop in evidence.hops] == [
        ("https://a.example/1", 301),
        ("https://a.example/2", 302),
    ]
    assert len(transport.log) == 3


def test_a_redirect_to_another_link_of_the_run_is_not_asked_twice() -> None:
    urls = ["http://a.example/1", "https://a.example/1", "http://a.example/2"]
    outcome, transport = check(
        urls,
        redirects(
            {
                "http://a.example/1": (301, "https://a.example/1"),
                "http://a.example/2": (301, "https://a.example/1"),
            }
        ),
    )
    assert [each[0] for each in verdicts(outcome).values()] == ["moved", "alive", "moved"]
    assert len(transport.log) == 3
    assert outcome.statuses[urls[2]].evidence.final_url == "https://a.example/1"


def test_a_link_that_another_one_leads_to_has_not_moved_itself() -> None:
    # The second link waits behind others of its host, and is asked on the way of the first.
    urls = ["http://old.b.example/1", *links("b.example", 40), "https://b.example/new"]
    outcome, transport = check(urls, redirects({urls[0]: (301, urls[-1])}))
    assert verdicts(outcome)[urls[0]][0] == "moved"
    assert verdicts(outcome)[urls[-1]] == ("alive", "ok")
    assert [each.url for each in transport.log].count(urls[-1]) == 1


def test_redirects_to_one_place_are_told_each_by_its_own_way() -> None:
    urls = [f"http://h{number}.example/" for number in range(5)]
    outcome, transport = check(
        urls, redirects(dict.fromkeys(urls, (301, "https://new.example/#top")))
    )
    assert len(transport.log) == 6
    for url in urls:
        evidence = outcome.statuses[url].evidence
        assert evidence.final_url == "https://new.example/#top"
        assert [hop.url for hop in evidence.hops] == [url]


def test_redirects_in_a_circle_end() -> None:
    urls = ["https://a.example/1", "https://a.example/2"]
    outcome, transport = check(
        urls,
        redirects({urls[0]: (301, urls[1]), urls[1]: (301, urls[0])}),
    )
    assert set(verdicts(outcome).values()) == {("blocked", "redirect-loop")}
    assert len(transport.log) <= 4


def test_too_many_redirects_end() -> None:
    def script(request: Request, _count: int) -> Told:
        number = int(request.url.rpartition("/")[2])
        return Told(302, headers=(("location", f"/{number + 1}"),))

    outcome, transport = check(["https://a.example/0"], script)
    assert verdicts(outcome) == {"https://a.example/0": ("blocked", "too-many-redirects")}
    assert len(transport.log) == 11


@pytest.mark.parametrize("times", [1, 2])
def test_a_host_that_is_asked_too_fast_gets_its_pause(times: int) -> None:
    outcome, transport = check(
        ["https://a.example/1"],
        lambda _r, count: Told(429, headers=(("retry-after", "7"),)) if count < times else Told(),
    )
    assert verdicts(outcome) == {"https://a.example/1": ("alive", "ok")}
    assert min(gaps(transport.sent("a.example"))) >= 7.0


def test_a_host_that_says_429_is_asked_more_gently() -> None:
    refused = 0

    def script(_request: Request, _count: int) -> Told:
        nonlocal refused
        refused += 1
        return Told(429) if 20 < refused <= 30 else Told()

    outcome, transport = check(links("a.example", 60), script)
    assert {each[0] for each in verdicts(outcome).values()} == {"alive"}
    before, after = gaps(transport.sent("a.example"))[:19], gaps(transport.sent("a.example"))[32:40]
    assert min(after) > 1.5 * max(before)


def test_pages_that_fail_now_and_then_do_not_slow_their_host() -> None:
    outcome, _transport = check(
        links("a.example", 200), lambda request, _c: Told(503 if request.url[-2:] == "50" else 200)
    )
    assert Counter(each[0] for each in verdicts(outcome).values()) == {"alive": 198, "transient": 2}
    assert outcome.seconds < 200 * 0.05 + 5


def test_a_host_that_wants_an_hour_is_left_alone() -> None:
    outcome, transport = check(
        links("a.example", 50), always(429, headers=(("retry-after", "3600"),))
    )
    assert set(verdicts(outcome).values()) == {("blocked", "too-many-requests")}
    assert len(transport.log) <= 20


def test_a_host_that_turns_everything_away_is_left_alone() -> None:
    outcome, transport = check(links("a.example", 200), always(403))
    assert set(verdicts(outcome).values()) == {("blocked", "forbidden")}
    assert len(transport.log) <= 20


def test_a_host_that_is_silent_is_not_asked_for_every_link() -> None:
    outcome, transport = check(links("a.example", 200), always(seconds=99))
    assert set(verdicts(outcome).values()) == {("transient", "timeout")}
    assert len(transport.log) <= 25
    assert outcome.seconds < 90


def test_a_host_that_comes_back_is_asked_for_all() -> None:
    calls = 0

    def script(_request: Request, _count: int) -> Told:
        nonlocal calls
        calls += 1
        return Told(seconds=99) if calls <= 10 else Told()

    outcome, _transport = check(links("a.example", 50), script)
    assert {each[0] for each in verdicts(outcome).values()} == {"alive"}


@pytest.mark.parametrize(
    ("failure", "requests"),
    [(Failure.RESET, 2), (Failure.TIMEOUT, 2), (Failure.REFUSED, 2), (Failure.TLS_EXPIRED, 1)],
)
def test_a_failure_is_looked_at_again_where_that_helps(failure: Failure, requests: int) -> None:
    outcome, transport = check(["https://a.example/"], always(failure=failure))
    assert len(transport.log) == requests
    assert outcome.statuses["https://a.example/"].evidence.failure is failure


def test_a_failure_that_passes_is_none() -> None:
    outcome, _ = check(
        ["https://a.example/"],
        lambda _r, count: Told() if count else Told(failure=Failure.RESET),
    )
    assert verdicts(outcome) == {"https://a.example/": ("alive", "ok")}


@pytest.mark.parametrize("lie", [404, 405, 403, 500, 501, 503])
def test_a_head_that_lies_is_found_out(lie: int) -> None:
    outcome, transport = check(
        ["https://a.example/x.pdf"],
        lambda request, _c: Told(lie if request.method == "HEAD" else 200),
    )
    assert verdicts(outcome) == {"https://a.example/x.pdf": ("alive", "ok")}
    assert [each.method for each in transport.log] == ["HEAD", "GET"]


def test_a_host_whose_head_lies_is_asked_with_get() -> None:
    _outcome, transport = check(
        [f"https://a.example/{number}.pdf" for number in range(30)],
        lambda request, _c: Told(405 if request.method == "HEAD" else 200),
    )
    assert sum(each.method == "HEAD" for each in transport.log) <= 10


def test_codes_may_be_accepted_by_host() -> None:
    rules = (HostRule("*.a.example", accept=frozenset({403})),)
    outcome, transport = check(
        ["https://www.a.example/", "https://b.example/"], always(403), replace(OPTIONS, hosts=rules)
    )
    assert [each[0] for each in verdicts(outcome).values()] == ["alive", "blocked"]
    assert len(transport.log) == 2


def test_a_cookie_wall_is_passed() -> None:
    def script(request: Request, _count: int) -> Told:
        if dict(request.headers).get("Cookie") == "seen=1":
            return Told()
        return Told(302, headers=(("location", request.url), ("set-cookie", "seen=1")))

    outcome, transport = check(["https://a.example/x"], script)
    assert verdicts(outcome)["https://a.example/x"][0] == "alive"
    assert len(transport.log) == 2


def test_a_refresh_is_a_redirect() -> None:
    page = b'<html><head><meta http-equiv="refresh" content="0; url=/new"></head></html>'
    outcome, _ = check(
        ["https://a.example/old"],
        lambda request, _c: Told(
            body=page if request.url.endswith("old") else b"",
            headers=(("content-type", "text/html"),),
        ),
    )
    evidence = outcome.statuses["https://a.example/old"].evidence
    assert evidence.final_url == "https://a.example/new"
    assert evidence.hops[0].code == 0


def test_https_is_asked_for_living_links_of_plain_http() -> None:
    urls = [
        Wanted("http://a.example/1", secure=True),
        Wanted("http://a.example/2", secure=True),
        Wanted("http://a.example:8080/", secure=True),
    ]
    outcome, _ = check(
        urls, lambda request, _c: Told(404 if request.url.startswith("http://a.example/2") else 200)
    )
    assert set(outcome.secure) == {"http://a.example/1"}
    assert outcome.secure["http://a.example/1"].verdict == "alive"


def test_one_host_has_one_queue_however_it_is_spelled() -> None:
    spellings = ["b%65.example", "BE.example", "be.example.", "be.example:8080", "b\uff45.example"]
    urls = [f"https://{name}/{number}" for name in spellings for number in range(8)]
    _outcome, transport = check(urls, always(seconds=0.4))
    assert min(gaps(sorted(transport.log, key=lambda each: each.began))) >= 0.045 - 1e-9


def test_a_fragment_that_is_far_too_long_is_left_out() -> None:
    outcome, _ = check(
        ["http://a.example/"],
        redirects({"http://a.example/": (301, "https://a.example/#" + "x" * 60_000)}),
    )
    assert outcome.statuses["http://a.example/"].evidence.final_url == "https://a.example/"


def test_links_that_are_none_of_the_web_are_not_asked() -> None:
    outcome, transport = check(["mailto:a@b.example", "https://[", "ftp://a.example/x"], always())
    assert set(verdicts(outcome).values()) == {("skipped", "not-http")}
    assert not transport.log
