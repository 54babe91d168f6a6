"""Servers that want to be left alone, machines out of files, ways that meet: one case each."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from curator.net.checker import Checker
from curator.net.messages import Request, Response
from curator.net.options import HostRule, NetOptions
from curator.net.results import Wanted
from curator.net.retries import wanted_pause
from curator.net.store import Store
from curator.status import Evidence, Failure, Mark
from tests.net.world import MIDNIGHT, Memory, Name, Step, World, ask

QUIET = NetOptions()
ALIVE = ("alive", "ok")


def links(host: str, count: int) -> list[Wanted]:
    return [Wanted(f"https://{host}/{number}") for number in range(count)]


def told(world: World, *urls: str | Wanted, options: NetOptions = QUIET) -> dict[str, Evidence]:
    wanted = [Wanted(each) if isinstance(each, str) else each for each in urls]
    outcome = ask(wanted, world, options)
    return {url: status.evidence for url, status in outcome.statuses.items()}


# ------------------------------------------------------------------------------------ patience


@pytest.mark.parametrize("code", [200, 301, 404])
def test_an_allowance_that_is_used_up_says_nothing_of_links(code: int) -> None:
    last = Step(code, pause=3_600.0, form="reset", to="/0" if code == 301 else "")
    outcome = ask(links("a.example", 100), World({"a.example": [last]}), QUIET)
    reasons = Counter(each.reason for each in outcome.statuses.values())
    assert reasons["too-many-requests"] >= 95
    assert outcome.requests <= 5


@pytest.mark.parametrize("code", [403, 429, 503])
def test_who_wants_an_hour_is_not_asked_again(code: int) -> None:
    world = World({"a.example": [Step(code, pause=3_600.0)]})
    outcome = ask(links("a.example", 50), world, QUIET)
    assert {each.evidence.code for each in outcome.statuses.values()} == {code}
    assert len(world.log) <= 5
    assert outcome.seconds < 10


@pytest.mark.parametrize("code", [429, 503])
def test_who_has_too_much_to_do_for_long_is_left_alone(code: int) -> None:
    world = World({"a.example": [Step(code)]})
    outcome = ask(links("a.example", 300), world, QUIET)
    assert {each.evidence.code for each in outcome.statuses.values()} == {code}
    assert outcome.seconds < 120
    assert len(world.log) < 50


class Limited(World):
    """A web that has too much to do for its first five seconds."""

    def _step(self, request: Request) -> Step:
        began = asyncio.get_running_loop().time()
        return Step(429 if began < 5.0 else 200, seconds=2.0)


def test_who_answers_but_one_link_in_two_minutes_is_not_asked_all() -> None:
    world = World({"a.example": [Step(pause=119.0, form="delta")]})
    outcome = ask(links("a.example", 100), world, replace(QUIET, concurrency=1))
    assert outcome.seconds < 600
    assert Counter(each.verdict for each in outcome.statuses.values())["blocked"] > 90


def test_who_answers_many_links_between_pauses_is_asked_all() -> None:
    pages = {
        f"a.example/{number}": [Step(pause=60.0, form="delta")] for number in range(0, 400, 40)
    }
    outcome = ask(links("a.example", 400), World(pages), QUIET)
    assert {each.verdict for each in outcome.statuses.values()} == {"alive"}


def test_a_burst_of_429_is_one_call_for_patience() -> None:
    # Slow enough for all that may be in flight to be so when the first answer comes.
    outcome = ask(links("a.example", 50), Limited({}), QUIET)
    assert {each.verdict for each in outcome.statuses.values()} == {"alive"}


def test_heads_that_are_refused_are_no_reason_to_leave_a_host_alone() -> None:
    files = [Wanted(f"https://a.example/{number}.pdf") for number in range(60)]
    lying = {f"HEAD a.example/{number}.pdf": [Step(403, seconds=2.0)] for number in range(60)}
    outcome = ask(files, World({"a.example": [Step(seconds=2.0)], **lying}), QUIET)
    assert {each.verdict for each in outcome.statuses.values()} == {"alive"}


def test_a_code_that_is_taken_as_alive_turns_nobody_away() -> None:
    pages = {"a.example": [Step(403)], "a.example/29": [Step(404)]}
    accepting = replace(QUIET, hosts=(HostRule("a.example", accept=frozenset({403})),))
    outcome = ask(links("a.example", 30), World(pages), accepting)
    assert outcome.statuses["https://a.example/29"].verdict == "dead"
    assert outcome.requests == 31


@pytest.mark.parametrize("first", ["github.com", "gist.github.com"])
def test_hosts_of_a_service_are_asked_as_gently_as_is_chosen_for_each(first: str) -> None:
    chosen = replace(QUIET, hosts=(HostRule("gist.github.com", gap=3.0),))
    second = ({"github.com", "gist.github.com"} - {first}).pop()
    world = World({})
    ask([*links(first, 3), *links(second, 3)], world, chosen)
    sent = sorted(each.sent for each in world.log if each.host == "gist.github.com")
    assert min(after - before for before, after in pairwise(sent)) > 2.9


@pytest.mark.parametrize(
    "date",
    [
        "Tue, 14 Nov 2023 22:13:30 GMT",
        "Tue, 14 Nov 2023 22:13:30 -0000",
        "Tue, 14 Nov 2023 22:13:30",
        "Tuesday, 14-Nov-23 22:13:30 GMT",
    ],
)
def test_dates_are_of_greenwich(date: str) -> None:
    got = Response("", 429, "", (("retry-after", date),), b"", True, True, 0.0)
    assert wanted_pause(got, MIDNIGHT) == 10.0


# --------------------------------------------------------------------------------------- files


def test_a_machine_out_of_files_for_a_while_loses_no_link() -> None:
    hosts = [f"h{number}.example" for number in range(200)]
    out = {host: [Step(failure=Failure.NO_FILES)] * 3 + [Step()] for host in hosts}
    outcome = ask([Wanted(f"https://{host}/") for host in hosts], World(out), QUIET)
    assert {each.verdict for each in outcome.statuses.values()} == {"alive"}


def test_a_name_that_found_no_files_is_looked_up_again() -> None:
    names = {"a.example": Name([Failure.NO_FILES, None])}
    outcome = ask(links("a.example", 3), World({}, names), QUIET)
    assert {each.verdict for each in outcome.statuses.values()} == {"alive"}


# --------------------------------------------------------------------------------------- joins


def test_a_link_keeps_the_fragment_of_its_own_redirect() -> None:
    pages = {"a.example/old": [Step(301, "https://a.example/new#part")]}
    for order in (1, -1):
        urls = ["https://a.example/new", "https://a.example/old"][::order]
        evidence = told(World(pages), *urls)
        assert evidence["https://a.example/old"].final_url == "https://a.example/new#part"
        assert evidence["https://a.example/new"].final_url == "https://a.example/new"


def test_a_page_to_sign_in_is_no_detour_for_a_link_to_it() -> None:
    pages = {
        "a.example/page": [Step(302, "https://a.example/login")],
        "c.example/login": [Step(302, "https://a.example/login")],
    }
    evidence = told(World(pages), "https://a.example/page", "https://c.example/login")
    assert evidence["https://a.example/page"].marks == {Mark.LOGIN}
    assert evidence["https://c.example/login"].marks == frozenset()


def test_the_bound_on_redirects_is_one_for_each_link() -> None:
    pages = {f"a.example/{number}": [Step(302, f"/{number + 1}")] for number in range(15)}
    pages["b.example/x"] = [Step(302, "https://a.example/9")]
    evidence = told(World(pages), "https://a.example/0", "https://b.example/x")
    assert evidence["https://a.example/0"].failure is Failure.TOO_MANY_REDIRECTS
    assert evidence["https://b.example/x"].code == 200
    evidence = told(World(pages), "https://a.example/0", "https://a.example/9")
    assert evidence["https://a.example/0"].failure is Failure.TOO_MANY_REDIRECTS
    assert evidence["https://a.example/9"].code == 200


def test_pages_that_show_one_another_in_turn_are_there() -> None:
    def slide(target: str) -> list[Step]:
        page = f'<html><head><meta http-equiv="refresh" content="5; url={target}"></head></html>'
        return [Step(body=page.encode())]

    pages = {"a.example/1": slide("/2"), "a.example/2": slide("/1")}
    assert told(World(pages), "https://a.example/1")["https://a.example/1"].code == 200


# -------------------------------------------------------------------------- bugs, and the cache


def test_a_bug_costs_one_link(monkeypatch: pytest.MonkeyPatch) -> None:
    add = Store.add

    def odd(self: Store, evidence: Evidence, *rest: object) -> object:
        if evidence.url.endswith("/2") and evidence.failure is None:
            raise ValueError("a bug")
        return add(self, evidence, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "add", odd)
    seen: list[Checker] = []
    made = Checker.__init__

    def init(self: Checker, *args: object, **more: object) -> None:
        made(self, *args, **more)  # type: ignore[arg-type]
        seen.append(self)

    monkeypatch.setattr(Checker, "__init__", init)
    pages = {f"a.example/{number}": [Step(302, "/5")] for number in range(5)}
    with pytest.raises(AssertionError, match="a bug"):
        ask(links("a.example", 6), World(pages), QUIET)
    (checker,) = seen
    assert len(checker.mishaps) == 1
    statuses = checker._store.statuses
    assert {url[-1] for url, each in statuses.items() if each.verdict == "alive"} == set("01345")


def test_a_secure_twin_that_nobody_asked_yet_is_asked() -> None:
    memory = Memory()
    url = "http://a.example/"
    ask([Wanted(url)], World({}), QUIET, cache=memory)
    for requests in (1, 0):
        outcome = ask([Wanted(url, secure=True)], World({}), QUIET, cache=memory)
        assert outcome.requests == requests
        assert outcome.fresh == 1
        assert outcome.secure[url].verdict == "alive"
