"""Links asked on a fake internet of real servers: what is known of each in the end."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from bench.internet import Internet, gaps, in_flight, internet, open_at_once

from curator.net import NetOptions, Outcome, Snapshot, Wanted, check
from curator.net.cache import Location, open_cache
from tests.net.world import Memory

HOSTS = 120
LOCAL = ("127.0.0.0/8",)
ALIVE = ("alive", "ok")
REDIRECTED = ("alive", "redirected")
MOVED = ("moved", "moved-permanently")
DEAD = ("dead", "not-found")
CHALLENGE = ("blocked", "challenge")

TRUTH = {
    "/ok": ALIVE,
    "/slow/1": ALIVE,
    "/404": DEAD,
    "/404/1": ALIVE,
    "/410": ("dead", "gone"),
    "/403": ("blocked", "forbidden"),
    "/401": ("blocked", "unauthorized"),
    "/405": ("blocked", "method-not-allowed"),
    "/451": ("blocked", "legal-reasons"),
    "/999": ("blocked", "refused-to-programs"),
    "/500": ("transient", "server-error"),
    "/500/1": ALIVE,
    "/301/1": MOVED,
    "/308/3": MOVED,
    "/302/2": REDIRECTED,
    "/307/1": REDIRECTED,
    "/301/1/404": DEAD,
    "/302/1/301/1/ok/x": REDIRECTED,
    "/loop": ("blocked", "redirect-loop"),
    "/loop/3": ("blocked", "redirect-loop"),
    "/301/20": ("blocked", "too-many-redirects"),
    "/to/302": ("blocked", "unexpected-code"),
    "/to/302/mailto:a@b.example": ("blocked", "bad-redirect"),
    "/to/302/javascript:alert(1)": ("blocked", "bad-redirect"),
    "/to/302/file:%2F%2F%2Fetc%2Fpasswd": ("blocked", "bad-redirect"),
    "/elsewhere/h119.example/ok": ("suspicious", "other-domain"),
    "/frontpage": ("suspicious", "front-page"),
    "/private": ("skipped", "private-address"),
    "/private/10.0.0.1": ("skipped", "private-address"),
    "/private/[::ffff:169.254.169.254]": ("skipped", "private-address"),
    "/to/302/%2Flogin%3Freturn_to%3D%252Fx": ("blocked", "login"),
    "/to/302/%2Ferror%2F404.html": ("suspicious", "error-page"),
    "/cookie": REDIRECTED,
    "/refresh/ok/x": REDIRECTED,
    "/head/405": ALIVE,
    "/head/404/x.pdf": ALIVE,
    "/head/403/x.pdf": ALIVE,
    "/head/501/x.pdf": ALIVE,
    "/head/hang/x.pdf": ALIVE,
    "/head/reset/x.pdf": ALIVE,
    "/429/1": ALIVE,
    "/429/2": ALIVE,
    "/503/1": ALIVE,
    "/503/always": ("transient", "server-error"),
    "/reset": ("transient", "reset"),
    "/reset/1": ALIVE,
    "/close": ("transient", "reset"),
    "/silence": ("transient", "timeout"),
    "/silence/1": ALIVE,
    "/garbage": ("transient", "protocol"),
    "/early": ALIVE,
    "/body/slow": ALIVE,
    "/body/late": ALIVE,
    "/body/cut": ALIVE,
    "/body/reset": ALIVE,
    "/body/length": ALIVE,
    "/body/chunked": ALIVE,
    "/body/badchunk": ALIVE,
    "/body/endless": ALIVE,
    "/gzip": ALIVE,
    "/notgzip": ALIVE,
    "/bomb/10": ALIVE,
    "/headers/60": ALIVE,
    "/headers/60/many": ALIVE,
    "/headers/endless": ("transient", "protocol"),
    "/headers/line": ("transient", "protocol"),
    "/challenge/200": CHALLENGE,
    "/challenge/202": CHALLENGE,
    "/challenge/403": CHALLENGE,
    "/challenge/503": CHALLENGE,
    "/parking": ("suspicious", "parking"),
    "/script": ALIVE,
    "/text": ALIVE,
    "/pdf/x.pdf": ALIVE,
    "/hostile/404": DEAD,
}


@pytest.fixture(scope="module")
def web() -> Iterator[Internet]:
    with internet(HOSTS, tls=True) as running:
        yield running


def options(web: Internet, **changes: object) -> NetOptions:
    quick = NetOptions(
        timeout=2.0,
        retry_timeout=2.0,
        networks=LOCAL,
        lookup=web.lookup,
        ca_file=str(web.ca_file),
    )
    return replace(quick, **changes)  # type: ignore[arg-type]


def ask(web: Internet, *urls: str, **changes: object) -> Outcome:
    return check([Wanted(url) for url in urls], options(web, **changes))


@pytest.fixture(scope="module")
def truth(web: Internet) -> dict[str, tuple[str, str]]:
    """What is known of each URL of the table, each on a host of its own."""
    urls = {web.url(number, path): path for number, path in enumerate(TRUTH)}
    outcome = ask(web, *urls)
    assert outcome.ending == "complete"
    assert not outcome.notices
    assert len(outcome.statuses) == len(TRUTH)
    found = ((path, outcome.statuses[url]) for url, path in urls.items())
    return {path: (status.verdict, status.reason) for path, status in found}


@pytest.mark.parametrize("path", TRUTH)
def test_verdict(path: str, truth: dict[str, tuple[str, str]]) -> None:
    assert truth[path] == TRUTH[path]


@pytest.mark.parametrize(
    ("port", "verdict"),
    [
        ("good", ALIVE),
        ("expired", ("broken-tls", "certificate-expired")),
        ("other-name", ("broken-tls", "certificate-other-name")),
        ("unknown-issuer", ("broken-tls", "certificate-unknown-issuer")),
    ],
)
def test_certificates(web: Internet, port: str, verdict: tuple[str, str]) -> None:
    assert port in web.secure, sorted(web.secure)
    url = web.url(3, secure=port)
    status = ask(web, url).statuses[url]
    assert (status.verdict, status.reason) == verdict


def test_politeness(web: Internet) -> None:
    web.forget()
    urls = [web.url(5, f"/ok/{number}?ms=200") for number in range(40)]
    ask(web, *urls)
    visits = web.visits()
    assert len(visits) == 40
    (between,) = gaps(visits).values()
    (most,) = in_flight(visits).values()
    assert min(between) >= 0.04
    assert most <= 10


def test_open_sockets_are_bounded(web: Internet) -> None:
    web.forget()
    urls = [web.url(number, f"/ok/{name}?ms=20") for number in range(100) for name in "abc"]
    outcome = ask(web, *urls, max_connections=12, gap=0.0)
    assert {status.verdict for status in outcome.statuses.values()} == {"alive"}
    connections = web.connections()
    assert open_at_once(connections) <= 12
    assert len(connections) <= 130  # they are kept from link to link of a host


def test_nothing_is_asked_twice(web: Internet) -> None:
    web.forget()
    url = web.url(6, "/ok/same")
    ask(web, url, web.url(6, "/301/1/ok/same"), url)
    assert [visit.path for visit in web.visits()].count("/ok/same") == 1


def test_ctrl_c_ends_with_what_is_known(web: Internet) -> None:
    urls = [web.url(7, "/ok/c"), *(web.url(number, "/silence") for number in range(10, 40))]
    told: list[Snapshot] = []

    class Watcher:
        def update(self, snapshot: Snapshot) -> None:
            told.append(snapshot)
            if snapshot.done and len(told) == 3:
                interrupted.append(time.monotonic())
                os.kill(os.getpid(), signal.SIGINT)

    interrupted: list[float] = []
    before = signal.getsignal(signal.SIGINT)
    outcome = check([Wanted(url) for url in urls], options(web, timeout=30.0), progress=Watcher())
    assert interrupted
    assert outcome.ending == "interrupted"
    assert outcome.statuses[urls[0]].verdict == "alive"
    assert {outcome.statuses[url].reason for url in urls[1:]} == {"not-asked"}
    assert signal.getsignal(signal.SIGINT) is before
    assert told[-1].total == len(urls)


def test_whoever_presses_ctrl_c_is_not_told_of_the_network(web: Internet) -> None:
    urls = [f"http://missing-{number}.example/" for number in range(30)]

    class Watcher:
        def update(self, snapshot: Snapshot) -> None:
            if not interrupted:
                interrupted.append(snapshot.seconds)
                os.kill(os.getpid(), signal.SIGINT)

    interrupted: list[float] = []
    wanted = [Wanted(url) for url in (*urls, web.url(9, "/silence"))]
    outcome = check(wanted, options(web, timeout=30.0), progress=Watcher())
    assert outcome.ending == "interrupted"


def test_the_time_may_be_up(web: Internet) -> None:
    urls = [web.url(7, "/ok/d"), web.url(8, "/silence")]
    outcome = ask(web, *urls, timeout=30.0, total_timeout=0.5)
    assert outcome.ending == "out-of-time"
    assert outcome.statuses[urls[0]].verdict == "alive"
    assert outcome.statuses[urls[1]].reason == "not-asked"


def test_a_network_that_is_down_is_told_as_such(web: Internet) -> None:
    urls = [f"https://missing-{number}.example/" for number in range(200)]
    outcome = ask(web, *urls)
    assert outcome.ending == "network-down"
    assert not outcome.requests


def test_a_list_of_one_host_tells_that_the_network_is_down_as_well(web: Internet) -> None:
    urls = [f"https://missing-video.example/{number}" for number in range(200)]
    assert ask(web, *urls).ending == "network-down"
    assert ask(web, *urls[:3]).ending == "complete"


def test_what_a_proxy_fails_at_is_not_remembered(web: Internet, tmp_path: Path) -> None:
    url = web.url(2, "/ok/behind-a-proxy")
    proxy = f"http://127.0.0.1:{web.refusing}"
    for chosen, verdict in ((proxy, "blocked"), (None, "alive")):
        with closing(open_cache(Location(tmp_path / "cache", "cache"))) as cache:
            outcome = check([Wanted(url)], options(web, proxy=chosen), cache)
        assert outcome.statuses[url].verdict == verdict


def test_unknown_names_do_not_make_the_network_down(web: Internet) -> None:
    urls = [f"https://missing-{number}.example/" for number in range(50)]
    outcome = ask(web, *urls, web.url(9, "/slow/1"))
    assert outcome.ending == "complete"
    assert {outcome.statuses[url].verdict for url in urls} == {"transient"}


def test_a_name_that_takes_its_time_is_waited_for(web: Internet) -> None:
    def lookup(host: str) -> Sequence[str]:
        if not host.startswith("missing-"):
            time.sleep(0.6)
        return web.lookup(host)

    urls = [f"https://missing-{number}.example/" for number in range(25)]
    outcome = ask(web, *urls, web.url(9, "/ok"), lookup=lookup)
    assert outcome.ending == "complete"
    assert outcome.statuses[web.url(9, "/ok")].verdict == "alive"


def test_hosts_that_always_fail_do_not_make_the_network_down(web: Internet) -> None:
    wanted = [Wanted(f"https://missing-{number}.example/") for number in range(6)]
    wanted += [Wanted(web.url(number, "/ok")) for number in range(4)]
    memory = Memory()
    for asked in (4, 0):
        outcome = check(wanted, options(web), memory)
        assert outcome.ending == "complete"
        assert outcome.requests == asked
    dead = outcome.statuses[wanted[0].url]
    assert (dead.verdict, dead.cached) == ("dead", False)


def test_a_store_of_certificates_that_trusts_nobody_is_told_as_such(web: Internet) -> None:
    urls = [web.url(number, secure="unknown-issuer") for number in range(5)]
    assert ask(web, *urls).ending == "no-trust"


def test_a_name_that_changes_its_address_is_not_followed(web: Internet) -> None:
    url = f"http://rebind-h4.example:{web.port}/ok"
    outcome = ask(web, url, url + "/2")
    assert {status.verdict for status in outcome.statuses.values()} == {"alive"}


def test_private_addresses_are_refused(web: Internet) -> None:
    urls = [f"http://private-a.example:{web.port}/", f"http://127.0.1.1:{web.port}/"]
    outcome = ask(web, *urls, networks=())
    assert {status.reason for status in outcome.statuses.values()} == {"private-address"}


def test_it_works_outside_of_the_main_thread(web: Internet) -> None:
    found: list[Outcome] = []
    thread = threading.Thread(target=lambda: found.append(ask(web, web.url(2))))
    thread.start()
    thread.join()
    assert found[0].ending == "complete"


def test_fragments_are_looked_for(web: Internet) -> None:
    url = web.url(1, "/page")
    outcome = check([Wanted(url, frozenset({"id", "name", "none"}))], options(web))
    assert outcome.absent == {f"{url}#none"}
