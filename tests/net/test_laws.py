"""What holds of a run over any links and any web, be it as odd as it may: on a virtual clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from curator.net.options import HostRule, NetOptions
from curator.net.policy import policy_for, queue_of
from curator.net.results import Outcome, Wanted
from curator.status import Evidence, Failure
from tests.net.world import MIDNIGHT, Asking, Behaviour, Name, Step, World, ask

# -------------------------------------------------------------------------------- strategies

HOSTS = ("a.example", "b.example", "www.b.example", "c.example", "github.com", "gist.github.com")
PLACES = tuple(f"{host}/{name}" for host in HOSTS for name in ("1", "2", "3", "x.pdf", "login"))
CHAOS = tuple(f"{host}/{name}" for host in ("bad.example", "github.com") for name in range(30))

schemes = st.sampled_from(["http://", "https://"])


def urls(places: Sequence[str]) -> st.SearchStrategy[str]:
    return st.builds(str.__add__, schemes, st.sampled_from(places))


def redirects(places: Sequence[str]) -> st.SearchStrategy[Step]:
    target = st.builds(str.__add__, urls(places), st.sampled_from(["", "", "#top"]))
    return st.tuples(st.sampled_from([301, 302, 303, 307, 308]), target).map(lambda it: Step(*it))


steady = st.sampled_from([Step(), Step(), Step(404), Step(410), Step(seconds=3.0)])
failing = st.sampled_from(
    [
        *(Step(failure=each) for each in Failure if each is not Failure.NOT_ASKED),
        Step(seconds=99.0),
    ]
)
coded = st.sampled_from(
    "100 200 202 206 300 304 400 401 403 405 418 425 451 500 502 503 504 520 600 999".split()
).map(lambda code: Step(int(code)))
pausing = st.tuples(
    st.sampled_from([200, 403, 404, 429, 429, 503]),
    st.sampled_from([None, 0.0, 3.0, 60.0, 119.0, 3_600.0]),
    st.sampled_from(["seconds", "date", "reset", "delta", "garbage"]),
).map(lambda it: Step(it[0], pause=it[1], form=it[2]))
cookies = st.just(Step(cookie=True))


def anything(places: Sequence[str]) -> st.SearchStrategy[Behaviour]:
    step = st.one_of(steady, redirects(places), failing, coded, pausing, cookies)
    return st.lists(step, min_size=1, max_size=3)


def wanted_of(places: Sequence[str], size: int = 25) -> st.SearchStrategy[list[Wanted]]:
    fragments = st.sampled_from([frozenset[str](), frozenset[str](), frozenset({"here"})])
    return st.lists(
        st.builds(Wanted, urls(places), fragments, st.booleans()),
        min_size=1,
        max_size=size,
        unique_by=lambda each: each.url,
    )


names = st.dictionaries(
    st.sampled_from(HOSTS),
    st.builds(
        Name,
        st.lists(
            st.sampled_from([None, Failure.NAME_UNKNOWN, Failure.NAME_UNRESOLVED, Failure.PRIVATE]),
            min_size=1,
            max_size=3,
        ),
        st.sampled_from([0.0, 0.1, 9.0]),
    ),
    max_size=2,
)
rules = st.lists(
    st.builds(
        HostRule,
        st.sampled_from(["*.example", *HOSTS]),
        st.sampled_from([None, 1, 3]),
        st.sampled_from([None, 0.0, 0.5]),
        st.sampled_from([frozenset[int](), frozenset({403})]),
        st.booleans(),
    ),
    max_size=2,
)
options = st.builds(
    NetOptions,
    concurrency=st.sampled_from([1, 2, 10, 40]),
    gap=st.sampled_from([0.0, 0.05, 0.3]),
    max_connections=st.integers(1, 64),
    hosts=st.builds(tuple, rules),
)
QUIET = NetOptions()

# --------------------------------------------------------------------------------------- laws


def most_at_once(log: Sequence[Asking]) -> int:
    edges = [(each.begun, 1) for each in log] + [(each.ended, -1) for each in log]
    return max(accumulate(step for _, step in sorted(edges)), default=0)


def polite(world: World, chosen: NetOptions) -> None:
    """Assert that no host was asked faster than it may be, nor while it wanted a pause."""
    # A connection that is kept for one scheme, port or name of a queue is of no use to another.
    origins = {each.url.partition("://")[0] + each.host for each in world.log}
    if len(origins) == len({queue_of(each.host) for each in world.log}):
        assert world.most_open <= chosen.max_connections
    assert most_at_once(world.log) <= chosen.max_connections
    by_host: dict[str, list[Asking]] = defaultdict(list)
    for each in world.log:
        by_host[each.host].append(each)
    for host, asked_there in by_host.items():
        policy = policy_for(host, chosen)
        sent = sorted(each.sent for each in asked_there)
        assert all(b - a >= policy.gap - 0.005 - 1e-9 for a, b in pairwise(sent)), host
        assert most_at_once(asked_there) <= policy.concurrency, host
        for queue, since, until in world.wishes:
            if queue == queue_of(host):
                assert not any(since < MIDNIGHT + each.begun < until for each in asked_there), host


def check_all_told(outcome: Outcome, wanted: Sequence[Wanted]) -> None:
    """Assert that every link has a status, got in a bounded way."""
    assert set(outcome.statuses) == {each.url for each in wanted}
    assert "not-asked" not in {each.reason for each in outcome.statuses.values()}
    for each in wanted:
        evidence = outcome.statuses[each.url].evidence
        assert (evidence.code is None) != (evidence.failure is None)
        assert len(evidence.hops) <= 10
        assert evidence.tries <= 4 * 12 + 50
    assert outcome.requests <= 2 * 4 * 12 * len(wanted) + 50
    assert outcome.seconds <= 600 + len(wanted) * 125


@given(
    wanted_of(PLACES),
    st.dictionaries(st.sampled_from([*PLACES, *HOSTS]), anything(PLACES)),
    names,
    options,
)
def test_whatever_servers_do(
    wanted: list[Wanted], pages: dict[str, Behaviour], odd: dict[str, Name], chosen: NetOptions
) -> None:
    world = World(pages, odd)
    check_all_told(ask(wanted, world, chosen), wanted)
    polite(world, chosen)


@given(
    st.integers(5, 60),
    st.lists(st.one_of(failing, coded, pausing), min_size=1, max_size=4),
    options,
)
def test_whatever_one_host_does(count: int, behaviour: Behaviour, chosen: NetOptions) -> None:
    wanted = [Wanted(f"https://bad.example/{number}") for number in range(count)]
    wanted += [Wanted(f"https://a.example/{number}") for number in range(3)]
    world = World({"bad.example": behaviour})
    outcome = ask(wanted, world, chosen)
    check_all_told(outcome, wanted)
    polite(world, chosen)
    assert {outcome.statuses[each.url].verdict for each in wanted[-3:]} == {"alive"}


STABLE = st.one_of(steady, redirects(PLACES))
LYING = st.sampled_from([Step(code) for code in (403, 404, 405, 429, 500, 501)])


def walk(url: str, pages: Mapping[str, Behaviour]) -> tuple[str, int | Failure]:
    """Where ``url`` leads in a web that does not change, and what is there."""
    been = [url]
    while True:
        step = pages.get(been[-1].partition("://")[2], [Step()])[0]
        if not step.to:
            return been[-1], step.code
        target = step.to.partition("#")[0]
        if len(been) > NetOptions().max_redirects:
            return been[-1], Failure.TOO_MANY_REDIRECTS
        if target in been:
            return been[-1], Failure.REDIRECT_LOOP
        been.append(target)


@given(
    st.permutations(
        [Wanted(f"{scheme}://{place}") for place in PLACES for scheme in ("http", "https")]
    ),
    st.integers(1, 40),
    st.dictionaries(st.sampled_from(PLACES), st.tuples(STABLE)),
    st.dictionaries(st.sampled_from([f"HEAD {place}" for place in PLACES]), st.tuples(LYING)),
    st.dictionaries(st.sampled_from(CHAOS), anything(PLACES)),
    options,
)
def test_what_a_server_always_says_is_what_is_told(
    links: list[Wanted],
    count: int,
    pages: dict[str, Behaviour],
    heads: dict[str, Behaviour],
    chaos: dict[str, Behaviour],
    chosen: NetOptions,
) -> None:
    chosen = replace(chosen, hosts=())
    wanted = [*links[:count], *(Wanted(f"https://bad.example/{number}") for number in range(30))]
    chaos = {place: each for place, each in chaos.items() if "github" not in place}
    outcome = ask(wanted, World({**chaos, **heads, **pages}), chosen)
    for each in links[:count]:
        evidence = outcome.statuses[each.url].evidence
        end, told = walk(each.url, pages)
        assert evidence.failure == told if isinstance(told, Failure) else evidence.code == told
        assert evidence.final_url.partition("#")[0] == end
        if told in {404, 410}:
            assert outcome.statuses[each.url].verdict == "dead"


def of_the_way(evidence: Evidence) -> tuple[object, ...]:
    return (
        evidence.url,
        evidence.code,
        evidence.failure,
        evidence.final_url,
        evidence.hops,
        evidence.marks,
        evidence.seen,
    )


NEAR = ("a.example/1", "a.example/login", "b.example/1", "b.example/login", "b.example/x.pdf")
calm = st.sampled_from([200, 204, 300, 304, 400, 404, 405, 410, 500, 502]).map(Step)
broken = st.sampled_from([Failure.TLS_EXPIRED, Failure.PROXY]).map(lambda it: Step(failure=it))


@given(
    wanted_of(NEAR, 10),
    st.dictionaries(
        st.sampled_from(NEAR),
        st.tuples(st.one_of(redirects(NEAR), redirects(NEAR), calm, broken, cookies)),
    ),
    st.randoms(use_true_random=False),
)
def test_links_are_told_together_what_they_are_told_alone(
    wanted: list[Wanted], pages: dict[str, Behaviour], random: Random
) -> None:
    together = ask(wanted, World(pages), QUIET)
    random.shuffle(wanted)
    other_way = ask(wanted, World(pages), QUIET)
    assert together.absent == other_way.absent
    for each in wanted:
        alone = ask([each], World(pages), QUIET)
        seen = of_the_way(alone.statuses[each.url].evidence)
        assert of_the_way(together.statuses[each.url].evidence) == seen
        assert of_the_way(other_way.statuses[each.url].evidence) == seen
        for url, twin in alone.secure.items():
            assert together.secure[url].verdict == twin.verdict


@given(
    wanted_of(PLACES),
    st.dictionaries(st.sampled_from([*PLACES, *HOSTS]), anything(PLACES)),
    names,
    st.floats(0.0, 60.0),
)
def test_a_run_that_is_stopped_ends_soon_and_loses_nothing(
    wanted: list[Wanted], pages: dict[str, Behaviour], odd: dict[str, Name], stop_at: float
) -> None:
    outcome = ask(wanted, World(pages, odd), QUIET, stop_at)
    assert outcome.seconds <= stop_at + 1.0
    assert set(outcome.statuses) == {each.url for each in wanted}
