"""The comparison with lychee: its lists, how it reads answers, and what it calls a fault."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from bench import compare, feed, weblist
from bench.contestants import COMMAND, Contest, Contestant, Result, compete, lay_out, lychee
from bench.internet import Connection, Visit, internet
from bench.internet.names import own_addresses
from bench.judging import faults, judged
from bench.measure import Run
from bench.weblist import Link

from curator.markdown import parse
from curator.source import Source

PORTS = SimpleNamespace(port=80, refusing=1)
shapes = pytest.mark.parametrize("name", weblist.SHAPES)


# ------------------------------------------------------------------- lists of links


@shapes
def test_a_list_depends_on_its_seed_only(name: str) -> None:
    make = weblist.SHAPES[name]
    assert make(1) == make(1)
    assert make(1).links != make(2).links


@shapes
def test_all_urls_of_a_list_differ_and_lead_to_its_hosts(name: str) -> None:
    shape = weblist.SHAPES[name](1)
    urls = [link.url(PORTS, 443, names=True) for link in shape.links]
    assert len(set(urls)) == len(shape.links)
    numbers = [link.host for link in shape.links if isinstance(link.host, int)]
    assert max(numbers) < shape.hosts
    assert all(link.url(PORTS).startswith(("http://", "https://127.0.")) for link in shape.links)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("names", [True, False])
def test_a_realistic_list_has_the_shares_that_it_names(seed: int, *, names: bool) -> None:
    links = weblist.realistic(seed, names=names).links
    hosts = Counter(link.host for link in links if isinstance(link.host, int))
    assert (len(links), hosts[0]) == (2000, 1000)
    assert len(hosts) > 680  # unknown names take the place of some
    assert sorted(hosts.values())[-2] in range(20, 80)
    truths = Counter(link.truth for link in links)
    assert 0.04 < truths["dead"] / len(links) < 0.07
    kinds = Counter(link.kind for link in links)
    assert sum(kinds[kind] for kind in ("301", "301 twice", "302", "307", "308")) == 140
    assert (kinds["slow"], kinds["silent"]) == (40, 20)
    assert sum(n for kind, n in kinds.items() if kind.startswith("HEAD ")) == 60
    assert kinds["unknown name"] == (20 if names else 0)
    slow = [float(link.path.split("/")[2]) for link in links if link.kind == "slow"]
    assert min(slow) >= 2
    assert 7 < max(slow) <= 8


def test_urls_have_names_or_addresses() -> None:
    link = Link(1, "/elsewhere/{other}/ok/a")
    assert link.url(PORTS) == "http://127.0.1.2:80/elsewhere/127.0.1.3/ok/a"
    assert link.url(PORTS, names=True) == "http://h1.example:80/elsewhere/h2.example/ok/a"
    assert Link(1, "/ok", where="refusing").url(PORTS) == "http://127.0.1.2:1/ok"
    assert Link(1, "/ok", where="good").url(PORTS, 443) == "https://127.0.1.2:443/ok"
    assert Link("a.example", "/ok", where="name").url(PORTS) == "http://a.example:80/ok"


def test_a_list_is_written_as_markdown() -> None:
    urls = [f"http://127.0.1.1:80/ok/{number}" for number in range(90)]
    document = parse(Source("list.md", weblist.markdown(urls)))
    assert [entry.links[0].url for entry in document.entries] == urls
    assert [len(part) for part in weblist.split(urls, 4)] == [23, 23, 23, 21]


def test_the_generator_writes_lists_and_the_truth(capsys: pytest.CaptureFixture[str]) -> None:
    assert weblist.main(["realistic", "--seed", "2", "--port", "8000"]) == 0
    written = capsys.readouterr().out
    assert written.count("](http://127.") == 2000
    assert weblist.main(["realistic", "--seed", "2", "--port", "8000", "--truth"]) == 0
    truth = [line.split("\t") for line in capsys.readouterr().out.split("\n") if line]
    assert Counter(row[0] for row in truth)["dead"] > 80
    assert all(row[2] in written for row in truth)


# ------------------------------------------------------------------- verdicts and manners


def result(verdicts: dict[str, str], visits: list[Visit] | None = None) -> Result:
    return Result("x", Run(1, 1, 1, 0), verdicts, visits or [], [])


def test_verdicts_are_judged_by_the_truth() -> None:
    truth = {
        "a": Link(0, "/a", "kind a", "alive"),
        "b": Link(0, "/b", "kind b", "alive"),
        "c": Link(0, "/c", "kind c", "dead"),
        "d": Link(0, "/d", "kind d", "neither"),
        "e": Link(0, "/e", "kind e", "alive"),
    }
    said = {"a": "dead", "b": "transient", "c": "moved", "d": "dead"}
    worth = judged(result(said), truth)
    assert worth.false_dead == [("a", "kind a")]
    assert worth.false_alive == [("c", "kind c")]
    assert worth.unsettled == {("transient", "kind b"): 1}
    assert worth.alarms == {"kind d": 1}
    assert worth.missing == 1
    assert [fault.split(" ", 1)[1] for fault in faults(worth)] == [
        "living links called dead",
        "dead links called alive",
        "said of 1 links",
    ]


def test_nothing_is_wrong_with_a_run_that_gets_it_right() -> None:
    truth = {
        "a": Link(0, "/a"),
        "b": Link(0, "/b", truth="dead"),
        "c": Link(0, "/c", "w", "neither"),
    }
    assert faults(judged(result({"a": "moved", "b": "transient", "c": "blocked"}), truth)) == []


def test_manners_are_judged_by_the_log() -> None:
    def visit(start: float, seconds: float, path: str = "/ok", code: int = 200) -> Visit:
        return Visit("h", path, "GET", start, start + seconds, 1, code)

    one = {"a": Link(0, "/a")}
    silent = [visit(0, 9, "/silence/a", 0), visit(20, 15, "/silence/a", 0)]
    assert faults(judged(result({"a": "alive"}, silent[:1]), one)) == [
        "a server was waited for only 9.0 s"
    ]
    many = [visit(number * 0.045, 20) for number in range(11)]
    missed = faults(judged(result({"a": "alive"}, many), one))
    assert [fault.split(" ", 1)[1] for fault in missed] == [
        "requests per link, more than 1.2",
        "requests in flight to one host, more than 10",
    ]
    hasty = judged(result({"a": "alive"}, [visit(0, 1), visit(0.02, 1)]), one | {"b": one["a"]})
    assert (hasty.hasty, hasty.gap) == (1, 0.02)
    assert any("too soon" in fault for fault in faults(hasty))
    assert not any("too soon" in fault for fault in faults(hasty, busy=True))


# ------------------------------------------------------------------- programs


def contest(folder: Path, *urls: str) -> Contest:
    return Contest(folder, ("list-0.md",), urls, 1, None, by_names=False)


def test_what_lychee_says_is_read(tmp_path: Path) -> None:
    (tmp_path / "lychee").touch(0o755)
    (tmp_path / "lychee.exe").touch(0o755)
    plain, tuned = lychee([tmp_path])
    said = {
        "error_map": {"list-0.md": [{"url": "a"}]},
        "timeout_map": {"list-0.md": [{"url": "b"}]},
        "redirect_map": {"list-0.md": [{"url": "c"}]},
    }
    assert plain.reads(contest(tmp_path, "a", "b", "c", "d"), said) == {
        "a": "dead", "b": "timeout", "c": "alive", "d": "alive",
    }  # fmt: skip
    assert set(tuned.command(contest(tmp_path))) > {"--max-concurrency", "512", "list-0.md"}


def test_what_curator_says_is_read(tmp_path: Path) -> None:
    said = {"statuses": [{"url": "a", "verdict": "dead"}]}
    assert COMMAND.reads(contest(tmp_path, "a"), said) == {"a": "dead"}
    command = COMMAND.command(contest(tmp_path, "a"))
    assert set(command) > {"--online", "--no-cache", "127.0.0.0/8", "list-0.md"}


_VISITOR = """
import json, sys, urllib.request
for url in open("urls.txt").read().split():
    urllib.request.urlopen(url, timeout=5).read()
answer = {"statuses": [{"url": url, "verdict": "alive", "cached": True}]}
json.dump(answer, open("answer.json", "w"))
"""


def visitor(script: str) -> Contestant:
    return Contestant("visitor", lambda _: (sys.executable, "-c", script), COMMAND.reads)


@pytest.mark.skipif(not own_addresses(), reason="this machine has 127.0.0.1 alone")
def test_a_program_is_run_on_a_list_and_seen_by_the_internet(tmp_path: Path) -> None:
    shape = weblist.Shape([Link(1, "/ok/a"), Link(0, "/301/1/ok/b")], 2, files=2)
    with internet(2) as net:
        laid = lay_out(shape, net, tmp_path)
        found = compete(visitor(_VISITOR), laid, net, 30)
        assert laid.files == ("list-0.md", "list-1.md")
        assert [visit.path for visit in found.visits] == ["/ok/a", "/301/1/ok/b", "/ok/b"]
        assert found.verdicts == {laid.urls[1]: "alive"}
        assert found.cached == {laid.urls[1]}
        assert all(isinstance(one, Connection) and one.closed for one in found.connections)
        assert found.run.status == 0
        with pytest.raises(RuntimeError, match="left no answer, status 3"):
            compete(visitor("raise SystemExit(3)"), laid, net, 30)
        with pytest.raises(RuntimeError, match="more than"):
            compete(visitor("import time; time.sleep(60)"), laid, net, 0.2)


def test_an_unknown_shape_is_a_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        compare.main(["nonsense"])
    assert "no such shape: nonsense" in capsys.readouterr().err


def test_requirements_are_told_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    arena = compare.Arena([1], 1, 1.0, (), ())
    arena.require("this", 1.0, 1.5)
    arena.require("that", 2.0, 1.5, " s")
    assert arena.missed == ["that"]
    assert capsys.readouterr().out.split("\n")[:2] == [
        "required: this: 1.00, at most 1.5: reached",
        "required: that: 2.00 s, at most 1.5 s: NOT reached",
    ]


def test_the_answer_of_a_feed_is_json(tmp_path: Path) -> None:
    with internet(1) as net:
        (tmp_path / "urls.txt").write_text(f"{net.url(0)}\n{net.url(0, '/404/a')}\n")
        answer = tmp_path / "answer.json"
        assert feed.main([str(tmp_path / "urls.txt"), str(answer), "--hosts", "1"]) == 0
    said = json.loads(answer.read_text())
    assert [urlsplit(each["url"]).path for each in said["statuses"]] == ["/ok", "/404/a"]
