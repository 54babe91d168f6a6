"""``--online``: which links are asked, once; what files are told; how a run may end."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from curator import net
from curator.cli import checking
from curator.cli.debug import without_secrets
from curator.net import Ending, HostRule, Wanted
from curator.status import Evidence, Failure
from tests.cli.conftest import BROKEN, CLEAN, Run, finish, start
from tests.cli.test_imports import imported
from tests.cli.web import FakeNet, seen, serving

SELECT = ("--select", "dead-link,moved-link,dead-fragment,unverifiable-link,unused-suppression")
ONLINE = ("--online", "--no-cache")
OUT_OF_TIME = "the time for asking links is up (--timeout-total)"

Plant = Callable[..., FakeNet]


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Put a stand-in where the network is asked."""

    def put(*known: Evidence, ending: Ending = "complete") -> FakeNet:
        fake = FakeNet(*known, ending=ending)
        monkeypatch.setattr(net, "check", fake)
        return fake

    return put


def write(folder: Path, **files: str) -> list[str]:
    names = []
    for name, text in files.items():
        path = folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        names.append(path.name)
    return names


def lines(*urls: str) -> str:
    entries = (f"- [Entry {number}]({url}) - Text.\n" for number, url in enumerate(urls))
    return "# List\n\n" + "".join(entries)


# --------------------------------------------------------------------- whether and what


def test_nothing_is_asked_without_the_option(run: Run, folder: Path, plant: Plant) -> None:
    fake = plant(seen("https://example.org/1", 404))
    write(folder, a=CLEAN)
    for options in ((), ("--timeout", "3"), ("--offline",), ("--online", "--offline")):
        result = run("check", "a.md", *options)
        assert (result.status, fake.asked) == (0, [])
        assert ("--offline: no link is asked" in result.err) == (
            len(options) == 2 and "3" not in options
        )
    result = run("check", "a.md", "--format", "json")
    assert "dead-link" not in json.loads(result.out)["summary"]["rules_run"]


def test_a_rule_that_cannot_find_anything_is_told(run: Run, folder: Path, plant: Plant) -> None:
    plant()
    write(folder, a=CLEAN)
    result = run("check", "a.md", "--select", "dead-link,broken-anchor")
    assert result.err == "hint: dead-link needs --online, and cannot find anything\n"
    result = run("check", "a.md", "--select", "dead-link,moved-link", "--diff")
    assert "hint: dead-link, moved-link need --online" in result.err
    for quiet in (["--offline"], list(ONLINE)):
        assert "hint" not in run("check", "a.md", "--select", "dead-link", *quiet).err
    assert run("check", "a.md").err == ""


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--refresh"], "--refresh"),
        (["--timeout", "3"], "--timeout"),
        (["--exclude-link", "a.org", "--no-cache"], "--exclude-link"),
        (["--allow-network", "10.0.0.0/8"], "--allow-network"),
        (["--header", "a.org", "X", "HOME"], "--header"),
    ],
)
def test_options_that_come_to_nothing_are_told(
    run: Run, folder: Path, options: list[str], named: str
) -> None:
    write(folder, a=CLEAN)
    said = f"hint: no link is asked without --online, whatever {named} says\n"
    assert run("check", "a.md", *options) == (0, "Nothing found in 1 file.\n", said)
    assert run("check", "a.md", *options, "--offline").err == ""


def test_what_the_environment_sets_for_all_runs_is_no_wish(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CURATOR_PROXY", "CURATOR_CA_FILE", "CURATOR_CACHE_DIR"):
        monkeypatch.setenv(name, "x")
    write(folder, a=CLEAN)
    assert run("check", "a.md").err == ""


def test_each_address_is_asked_once_in_order(run: Run, folder: Path, plant: Plant) -> None:
    fake = plant()
    badge = "https://img.shields.io/badge/x-y-z.svg"
    first = (
        lines("https://example.org/1", "//example.org/2", "mailto:a@example.org", "b.md", "#list")
        + f"\n[![Badge]({badge})](https://example.org/3) ![Picture](https://example.org/p.png)\n"
        + "\n[ref] ![b][badge] <https://example.org/1#here> http://example.org/1\n"
        + f"\n[ref]: https://example.org/ref\n[badge]: {badge}\n"
    )
    names = write(folder, a=first, b=lines("https://example.org/1", "https://example.org/4"))
    run("check", *names, *ONLINE, *SELECT)
    assert fake.urls == [
        "https://example.org/1",
        "//example.org/2",
        "https://example.org/3",
        "https://example.org/p.png",
        "http://example.org/1",
        "https://example.org/ref",
        "https://example.org/4",
    ]


def test_more_is_asked_only_for_who_wants_it(run: Run, folder: Path, plant: Plant) -> None:
    write(folder, a=lines("http://example.org/#a", "http://example.org/#b%20c", "https://b.org/#"))
    for rules, fragments, secure in (
        ("dead-link", set(), False),
        ("dead-fragment", {"a", "b%20c"}, False),
        ("https-available", set(), True),
    ):
        fake = plant()
        run("check", "a.md", *ONLINE, "--select", rules)
        ((plain, other),) = fake.asked
        assert plain == Wanted("http://example.org/", frozenset(fragments), secure)
        assert other == Wanted("https://b.org/")
    fake = plant()
    run("check", "a.md", *ONLINE, "--select", "broken-anchor")
    assert fake.asked == []


def test_only_files_with_such_rules_are_asked_about(run: Run, folder: Path, plant: Plant) -> None:
    fake = plant()
    (folder / "curator.toml").write_text(
        '[[overrides]]\nfiles = ["b.md"]\nselect = ["broken-anchor"]\n', encoding="utf-8"
    )
    write(folder, a=lines("https://a.org/"), b=lines("https://b.org/"))
    run("check", "a.md", "b.md", *ONLINE)
    assert fake.urls == ["https://a.org/"]


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_workers_change_nothing(run: Run, folder: Path, plant: Plant, jobs: str) -> None:
    fake = plant(seen("https://example.org/1", 404), seen("https://example.org/b", 404))
    names = write(
        folder,
        a=lines("https://example.org/1", "https://example.org/2"),
        b=lines("https://example.org/b", "https://example.org/1"),
        c=lines("https://example.org/c#x"),
    )
    result = run("check", *names, *ONLINE, *SELECT, "--jobs", jobs, "--format", "json")
    assert fake.urls == [f"https://example.org/{name}" for name in "12bc"]
    found = json.loads(result.out)
    assert [(each["path"], each["key"]) for each in found["findings"]] == [
        ("a.md", "dead-link:https://example.org/1"),
        ("b.md", "dead-link:https://example.org/b"),
        ("b.md", "dead-link:https://example.org/1"),
    ]
    assert [each["url"] for each in found["statuses"]] == fake.urls
    assert (result.status, result.err) == (1, "")


def test_links_are_asked_once_also_where_a_run_is_begun_anew(
    run: Run, folder: Path, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = plant()
    gather, calls = checking.gather, []

    def failing(*arguments: object) -> object:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("a bug")
        return gather(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "gather", failing)
    names = write(folder, a=CLEAN, b=lines("https://b.org/"))
    assert run("check", *names, *ONLINE, "--jobs", "2").status == 0
    assert (len(calls), len(fake.asked)) == (2, 1)


# ------------------------------------------------------------------------ what is left out


def test_excluded_links_are_not_asked(run: Run, folder: Path, plant: Plant) -> None:
    fake = plant()
    write(folder, a=lines("https://a.org/x", "https://b.org/y/z", "https://b.org/w"))
    given = ("--exclude-link", "a.org", "--exclude-link", "b.org/y/*")
    result = run("check", "a.md", *ONLINE, *SELECT, *given, "--format", "json")
    assert fake.urls == ["https://b.org/w"]
    assert [
        (each["url"], each["verdict"], each["reason"])
        for each in json.loads(result.out)["statuses"]
    ] == [
        ("https://a.org/x", "skipped", "excluded"),
        ("https://b.org/y/z", "skipped", "excluded"),
        ("https://b.org/w", "alive", "ok"),
    ]


def test_a_configuration_excludes_for_its_own_files(run: Run, folder: Path, plant: Plant) -> None:
    fake = plant(seen("https://a.org/x", 404))
    for name in ("one", "two"):
        (folder / name).mkdir()
        write(folder / name, a=lines("https://a.org/x", f"https://{name}.org/"))
    (folder / "one" / "curator.toml").write_text('links.exclude = ["a.org"]', encoding="utf-8")
    result = run("check", "one", "two", "one/a.md", *ONLINE, *SELECT, "--format", "json")
    assert fake.urls == ["https://one.org/", "https://a.org/x", "https://two.org/"]
    found = json.loads(result.out)
    assert [each["path"] for each in found["findings"]] == ["two/a.md"]
    assert [each["verdict"] for each in found["statuses"]] == ["dead", "alive", "alive"]


def test_a_list_accepts_codes_for_itself(run: Run, folder: Path, plant: Plant) -> None:
    dead = seen("https://old.org/x", 404, to="https://a.org/x", permanent=False)
    fake = plant(seen("https://a.org/x", 404), dead, seen("https://b.a.org/", 403))
    for name in ("one", "two"):
        (folder / name).mkdir()
        write(folder / name, a=lines("https://a.org/x", "https://old.org/x", "https://b.a.org/"))
    hosts = (
        'links.hosts = [{ host = "a.org", accept = [404] }, { host = "*.a.org", accept = [403] }]'
    )
    (folder / "one" / "curator.toml").write_text(hosts, encoding="utf-8")
    lists = ("one/a.md", "two/a.md")
    result = run("check", *lists, *ONLINE, *SELECT, "--format", "json")
    paths = [each["path"] for each in json.loads(result.out)["findings"]]
    assert paths == ["two/a.md"] * 3
    # Whoever looks at the run sees that dead links are none because the list says so.
    assert "2 links answer 404 or 410, which links.hosts accepts" in result.err
    assert all(not rule.accept for rule in fake.options[0].hosts)
    # Where nobody thinks otherwise it is known already while links are asked.
    fake = plant()
    run("check", "one/a.md", *ONLINE)
    assert fake.options[0].hosts == (
        HostRule("a.org", accept=frozenset({404}), gentler=True),
        HostRule("*.a.org", accept=frozenset({403}), gentler=True),
    )


def test_suppressions_of_online_rules_are_never_in_vain(
    run: Run, folder: Path, plant: Plant
) -> None:
    text = lines("https://a.org/").replace("Text.", "Text. <!-- curator: ignore dead-link -->")
    write(folder, a=f"{text}\n<!-- curator: ignore -->\nSee [this](https://b.org/).\n")
    every = ("--format", "json", "--preset", "recommended")
    for options, unused in ((ONLINE, 1), ((), 0)):
        plant()
        found = json.loads(run("check", "a.md", *options, *every).out)["findings"]
        assert [each["rule"] for each in found].count("unused-suppression") == unused
    plant(seen("https://a.org/", 404), seen("https://b.org/", 404))
    assert json.loads(run("check", "a.md", *ONLINE, *every).out)["findings"] == []
    for ending in ("interrupted", "out-of-time", "network-down", "no-trust"):
        plant(ending=ending)
        assert json.loads(run("check", "a.md", *ONLINE, *every).out)["findings"] == []


def test_exemptions_of_online_rules_are_never_idle(run: Run, folder: Path, plant: Plant) -> None:
    plant()
    write(folder, README=CLEAN)
    (folder / "curator.toml").write_text(
        '[[ignore]]\nrule = "dead-link"\nreason = "x"\n'
        '[[ignore]]\nrule = "broken-anchor"\nreason = "x"\n',
        encoding="utf-8",
    )
    assert (
        run("check", *ONLINE).err
        == "notice: curator.toml: ignore[1]: silences nothing, and can go\n"
    )


# --------------------------------------------------------------------------- how it ends


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ("interrupted", "error: interrupted: 1 of 2 links were not asked\n"),
        ("out-of-time", f"error: {OUT_OF_TIME}: 1 of 2 links were not asked\n"),
    ],
)
def test_a_run_that_ends_early_tells_what_it_knows(
    run: Run, folder: Path, plant: Plant, ending: Ending, said: str
) -> None:
    known = (seen("https://a.org/", 404), seen("https://b.org/", Failure.NOT_ASKED))
    plant(*known, ending=ending)
    write(folder, a=lines("https://a.org/", "https://b.org/"))
    result = run("check", "a.md", *ONLINE, *SELECT)
    assert (result.status, result.err) == (2, said)
    assert "dead-link" in result.out
    result = run("check", "a.md", *ONLINE, *SELECT, "--format", "json")
    found = json.loads(result.out)
    assert found["summary"]["problems"] == [said.removeprefix("error: ").rstrip("\n")]
    assert [each["verdict"] for each in found["statuses"]] == ["dead", "skipped"]


def test_a_network_that_is_down_is_told_once(run: Run, folder: Path, plant: Plant) -> None:
    urls = [f"https://{number}.org/" for number in range(9)]
    plant(*(seen(url, Failure.NAME_UNKNOWN) for url in urls), ending="network-down")
    write(folder, a=BROKEN + lines(*urls))
    result = run("check", "a.md", *ONLINE)
    assert result.status == 2
    assert result.err.startswith("error: the network is down: ")
    assert result.err.count("\n") == 1
    assert "dead-link" not in result.out
    assert "broken-anchor" in result.out
    found = json.loads(run("check", "a.md", *ONLINE, "--format", "json").out)
    assert not any(name in found["summary"]["rules_run"] for name in ("dead-link", "flaky-link"))


def test_what_is_remembered_is_told_where_the_network_is_down(
    run: Run, folder: Path, plant: Plant
) -> None:
    urls = [f"https://{number}.org/" for number in range(9)]
    fake = plant(*(seen(url, Failure.TIMEOUT) for url in urls), ending="network-down")
    fake.remembered = [seen("https://gone.org/", 404), seen("https://there.org/")]
    write(folder, a=lines(*urls, "https://gone.org/", "https://there.org/#gone"))
    fake.absent = {"https://there.org/#gone"}
    result = run("check", "a.md", *ONLINE)
    assert result.status == 2
    assert result.err == (
        "error: the network is down: no link could be reached, and only what is remembered "
        "is told\n"
    )
    assert "1 error, 1 warning in 1 file (dead-fragment 1, dead-link 1)" in result.out
    assert "2 from the cache" in result.out


@pytest.mark.parametrize("number", [1, 9])
@pytest.mark.parametrize("ending", ["complete", "network-down"])
def test_a_proxy_that_lets_nothing_through_is_told_once(
    run: Run, folder: Path, plant: Plant, number: int, ending: Ending
) -> None:
    urls = [f"https://{each}.org/" for each in range(number)]
    known = [seen(url, Failure.PROXY) for url in urls]
    plant(*known, seen("https://x.org/", Failure.NAME_UNKNOWN), ending=ending)
    write(folder, a=lines(*urls, "https://x.org/", "#nowhere"))
    result = run("check", "a.md", *ONLINE, "--show", "info", "--proxy", "http://p.org:1")
    assert result.status == 2
    assert result.err == (
        "error: the proxy cannot be reached or refuses: no link could be reached, and nothing "
        "is said of any\n"
    )
    assert "broken-anchor" in result.out
    assert "unverifiable-link" not in result.out


def test_a_proxy_that_refuses_some_links_is_no_fault(run: Run, folder: Path, plant: Plant) -> None:
    fake = plant(seen("https://a.org/", Failure.PROXY))
    write(folder, a=lines("https://a.org/", "https://b.org/"))
    assert run("check", "a.md", *ONLINE).status == 0
    # What was let through may be known already.
    fake = plant(seen("https://a.org/", Failure.PROXY))
    fake.remembered = [seen("https://b.org/")]
    assert run("check", "a.md", *ONLINE).status == 0


def test_what_may_be_the_reason_is_said_where_the_network_is_down(
    run: Run, folder: Path, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    write(folder, a=lines("https://a.org/"))
    plant(seen("https://a.org/", Failure.NAME_UNKNOWN), ending="network-down")
    assert "notice" not in run("check", "a.md", *ONLINE).err
    given = ("--proxy", "http://p.org:1")
    assert (
        "notice: names are looked up on this machine" in run("check", "a.md", *ONLINE, *given).err
    )
    monkeypatch.setenv("https_proxy", "http://user:word@p.org:1")
    (_, notice, _) = run("check", "a.md", *ONLINE).err.split("\n")
    assert notice == (
        "notice: https_proxy is set, but only a proxy that --proxy or CURATOR_PROXY names is used"
    )
    plant()
    assert run("check", "a.md", *ONLINE).err == ""


def test_a_missing_trust_store_is_told_once(run: Run, folder: Path, plant: Plant) -> None:
    urls = [f"https://{number}.org/" for number in range(9)]
    gone = seen("http://gone.org/", 404)
    plant(gone, *(seen(url, Failure.TLS_UNKNOWN_ISSUER) for url in urls), ending="no-trust")
    write(folder, a=lines(*urls, "http://gone.org/"))
    result = run("check", "a.md", *ONLINE, "--show", "info")
    assert result.status == 2
    assert "no certificate was trusted" in result.err
    assert "--ca-file" in result.err
    assert "unverifiable-link" not in result.out
    assert "dead-link" in result.out


def test_notices_are_told_and_kept(run: Run, folder: Path, plant: Plant) -> None:
    fake = plant()
    fake.notices = ["the cache is \x1b[31mred"]
    write(folder, a=CLEAN)
    result = run("check", "a.md", *ONLINE)
    assert (result.status, result.err) == (0, "notice: the cache is \\u{1b}[31mred\n")
    summary = json.loads(run("check", "a.md", *ONLINE, "--format", "json").out)["summary"]
    assert [each["message"] for each in summary["notices"]] == fake.notices


# ------------------------------------------------------------------------------ repairing


def test_fix_knows_the_links_as_well(run: Run, folder: Path, plant: Plant) -> None:
    fake = plant(seen("https://a.org/old", to="https://a.org/new"), seen("https://b.org/", 404))
    write(folder, a=lines("https://a.org/old", "https://b.org/"))
    result = run("fix", "a.md", *ONLINE, *SELECT, "--unsafe-fixes", "--diff")
    assert "+- [Entry 0](https://a.org/new) - Text." in result.out
    result = run("fix", "a.md", *ONLINE, *SELECT, "--unsafe-fixes")
    assert "(https://a.org/new)" in (folder / "a.md").read_text(encoding="utf-8")
    assert "dead-link" in result.out
    assert (result.status, len(fake.asked)) == (1, 2)


def test_an_interrupted_fix_changes_nothing(run: Run, folder: Path, plant: Plant) -> None:
    plant(seen("https://a.org/old", to="https://a.org/new"), ending="interrupted")
    write(folder, a=lines("https://a.org/old"))
    before = (folder / "a.md").read_bytes()
    for options in ((), ("--diff",)):
        result = run("fix", "a.md", *ONLINE, *SELECT, "--unsafe-fixes", *options)
        assert result == (2, "", "error: interrupted: nothing was changed\n")
    assert (folder / "a.md").read_bytes() == before


def test_a_fix_that_ran_out_of_time_says_so(run: Run, folder: Path, plant: Plant) -> None:
    plant(seen("https://a.org/old", to="https://a.org/new"), ending="out-of-time")
    write(folder, a=lines("https://a.org/old"))
    assert run("fix", "a.md", *ONLINE, *SELECT, "--unsafe-fixes").status == 2
    assert "(https://a.org/new)" in (folder / "a.md").read_text(encoding="utf-8")


# ------------------------------------------------------------------------- the real thing


def test_a_real_server(run: Run, folder: Path) -> None:
    with serving() as server:
        urls = [f"{server.url}{path}" for path in ("/a#here", "/a#gone", "/to/b", "/404/x", "/a")]
        write(folder, a=lines(*urls), b=lines(*urls))
        result = run(
            *("check", "a.md", "b.md", *ONLINE, *SELECT, "--allow-network", "127.0.0.0/8"),
            *("--host-gap", "0", "--format", "json"),
        )
    assert (result.status, result.err) == (1, "")
    found = json.loads(result.out)
    assert [(each["path"], each["rule"]) for each in found["findings"]] == [
        (path, rule)
        for path in ("a.md", "b.md")
        for rule in ("dead-fragment", "moved-link", "dead-link")
    ]
    assert sorted(server.requests) == ["/404/x", "/404/x", "/a", "/b", "/to/b"]


def test_this_machine_is_not_asked_without_leave(run: Run, folder: Path) -> None:
    with serving() as server:
        write(folder, a=lines(f"{server.url}/404"))
        result = run("check", "a.md", *ONLINE, *SELECT)
    assert (result.status, server.requests) == (0, [])


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_ctrl_c_ends_a_run_with_what_is_known(folder: Path) -> None:
    with serving() as server:
        write(folder, a=lines(*(f"{server.url}/{number}" for number in range(300, 400))))
        asking = ("--allow-network", "127.0.0.0/8", "--host-gap", "3", *ONLINE, *SELECT)
        process = start("check", "a.md", *asking)
        for _ in range(600):
            if server.requests:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        done = finish(process)
    assert done.status == 2
    assert done.err.startswith("error: interrupted: ")
    assert done.err.count("\n") == 1
    assert "100 links on 1 host" in done.out


def test_what_is_imported(folder: Path) -> None:
    write(folder, a=CLEAN)
    heavy = {"aiohttp", "asyncio", "rich", "sqlite3", "selectolax", "publicsuffixlist", "socket"}
    for options in ((), ("--online", "--offline")):
        modules = imported("check", "a.md", *options)
        assert not modules & heavy
        assert not any(name.startswith("curator.net") for name in modules)
        assert "curator.rules.dead_link" not in modules
    modules = imported("check", "a.md", "--online", "--no-cache", "--exclude-link", "*")
    assert not modules & (heavy - {"socket"})


def test_no_secret_is_in_a_debug_log() -> None:
    given = [
        "check",
        "--proxy",
        "http://user:word@a.org:1/",
        "--header",
        "a.org",
        "X",
        "word",
        "a.md",
    ]
    shown = ["check", "--proxy", "http://…@a.org:1/", "--header", "a.org", "X", "…", "a.md"]
    assert without_secrets(given) == shown
    assert without_secrets(["--header=a.org", "Cookie", "word"]) == [
        "--header=a.org",
        "Cookie",
        "…",
    ]
    assert without_secrets(["--proxy=https://word@a", "--header", "a"]) == [
        "--proxy=https://…@a",
        "--header",
        "a",
    ]
