"""How links are asked: what the command line, the environment and the files come to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from curator import net
from curator.cli.network import LinkOptions, net_options
from curator.config.links import HeaderChoice, HostChoice, LinkChoices, NetworkChoices
from curator.errors import CuratorError
from curator.net import HostHeader, HostRule, NetOptions
from curator.net import files as net_files
from curator.net.policy import policy_for
from tests.cli.conftest import CLEAN, Run
from tests.cli.web import FakeNet

SECRET = "sEcReT-value"
CONFIG = """\
[network]
timeout = 20
timeout-total = 600
max-connections = 5
max-redirects = 3
concurrency = 4
gap = 0.2
proxy = "http://proxy.example.org:3128"
networks = ["10.1.0.0/16"]
headers = [{ host = "a.org", name = "X-Token", env = "A_TOKEN" }]
[[links.hosts]]
host = "a.org"
concurrency = 50
"""


@pytest.fixture
def asked(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> FakeNet:
    """What is asked instead of the network; a list is there to be checked."""
    (folder / "a.md").write_text(CLEAN, encoding="utf-8")
    for name in ("CURATOR_PROXY", "CURATOR_CA_FILE", "CURATOR_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    fake = FakeNet()
    monkeypatch.setattr(net, "check", fake)
    return fake


def check(run: Run, *options: str) -> None:
    result = run("check", "a.md", "--online", "--no-cache", *options)
    assert (result.status, result.err) == (0, "")


def made(
    given: LinkOptions = LinkOptions(),  # noqa: B008 - it cannot change
    chosen: NetworkChoices = NetworkChoices(),  # noqa: B008 - likewise
    choices: Sequence[LinkChoices] = (),
    **environment: str,
) -> NetOptions:
    return net_options(given, chosen, choices, environment)


def test_the_defaults(asked: FakeNet, run: Run) -> None:
    check(run)
    assert asked.options == [NetOptions(max_connections=asked.options[0].max_connections)]


def test_the_command_line(
    asked: FakeNet, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "ca.pem").write_text("x\n-----BEGIN CERTIFICATE-----\n", encoding="ascii")
    monkeypatch.setenv("A_TOKEN", SECRET)
    check(
        run,
        *("--timeout", "4", "--timeout-total", "60", "--max-connections", "7"),
        *("--host-concurrency", "2", "--host-gap", "0", "--proxy", "http://u:p@proxy:3128"),
        *("--ca-file", "ca.pem", "--allow-network", "10.0.0.0/8", "--allow-network", "::1"),
        *("--header", "A.org", "Authorization", "A_TOKEN", "--refresh"),
    )
    assert asked.options == [
        NetOptions(
            timeout=4,
            retry_timeout=6,
            total_timeout=60,
            max_connections=7,
            concurrency=2,
            gap=0,
            proxy="http://u:p@proxy:3128",
            ca_file=str(folder / "ca.pem"),
            networks=("10.0.0.0/8", "::1"),
            headers=(HostHeader("a.org", "Authorization", SECRET),),
            refresh=True,
        )
    ]


def test_the_environment(
    asked: FakeNet, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "ca.pem").write_text("-----BEGIN CERTIFICATE-----\n", encoding="ascii")
    monkeypatch.setenv("CURATOR_PROXY", "http://one:1")
    monkeypatch.setenv("CURATOR_CA_FILE", "ca.pem")
    for name in ("http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://nobody:9")
    check(run)
    check(run, "--proxy", "http://two:2")
    assert [each.proxy for each in asked.options] == ["http://one:1", "http://two:2"]
    assert asked.options[0].ca_file == str(folder / "ca.pem")
    monkeypatch.setenv("CURATOR_PROXY", "")
    check(run)
    assert asked.options[-1].proxy is None


def test_a_file_that_is_named(
    asked: FakeNet, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_TOKEN", SECRET)
    (folder / "my.toml").write_text(CONFIG, encoding="utf-8")
    check(run, "--config", "my.toml")
    options = NetOptions(
        timeout=20,
        retry_timeout=30,
        total_timeout=600,
        max_connections=5,
        max_redirects=3,
        concurrency=4,
        gap=0.2,
        hosts=(HostRule("a.org", 50),),
        proxy="http://proxy.example.org:3128",
        networks=("10.1.0.0/16",),
        headers=(HostHeader("a.org", "X-Token", SECRET),),
    )
    assert asked.options == [options]
    check(run, "--config", "my.toml", "--timeout", "2", "--host-gap", "1", "--allow-network", "::1")
    assert asked.options[1].timeout == 2
    assert asked.options[1].gap == 1
    assert asked.options[1].networks == ("10.1.0.0/16", "::1")


def test_a_file_of_the_tree_decides_nothing_of_this(asked: FakeNet, run: Run, folder: Path) -> None:
    (folder / "curator.toml").write_text(CONFIG, encoding="utf-8")
    result = run("check", "a.md", "--online")
    assert (result.status, asked.asked) == (2, [])
    assert result.err == (
        "error: curator.toml: network: may only be set in a file that is named by --config\n"
        "error: curator.toml: links.hosts[0].concurrency: more than 10 may only be set in a file "
        "that is named by --config\n"
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--timeout", "soon"], "'soon' is no number of seconds"),
        (["--timeout", "-1"], "-1 is not from 0 to 600 seconds"),
        (["--timeout", "nan"], "nan is not from 0 to 600 seconds"),
        (["--timeout-total", "0"], "has to be more than 0 seconds"),
        (["--host-gap", "1e9"], "1e9 is not from 0 to 3600 seconds"),
        (["--host-concurrency", "0"], "0 is not in the range 1<=x<=1000"),
        (["--max-connections", "x"], "'x' is not a valid integer"),
        (["--allow-network", "10.0.0.1/8"], "did you mean '10.0.0.0/8'?"),
        (["--allow-network", "everything"], "'everything' is no block of addresses"),
        (["--exclude-link", "/path"], "'/path' names no host"),
        (["--exclude-link", "mailto://x"], "only http and https are asked"),
        (["--proxy", f"ftp://u:{SECRET}@a"], "has to be the address of a proxy"),
        (["--proxy", f"http://u:{SECRET}@a:0"], "has a port that is none"),
        (
            ["--ca-file", "gone.pem"],
            "--ca-file or CURATOR_CA_FILE: gone.pem: cannot be read",
        ),
        (["--ca-file", "a.md"], "--ca-file or CURATOR_CA_FILE: a.md: holds no certificate (PEM)"),
        (["--ca-file", "."], "--ca-file or CURATOR_CA_FILE: .: cannot be read"),
        (["--header", "a.org", "X", f"Bearer {SECRET}"], "the value itself must not stand here"),
        (["--header", "a.org", "X", SECRET.replace("-", "_")], "environment variable is not set"),
        (["--header", "a.org", "X", "A_EMPTY"], "environment variable is empty"),
        (["--header", "a.org", "X", "A_BAD"], "holds characters that no header can have"),
        (["--header", "*.a.org", "X", "A_TOKEN"], "HOST is one host, not all of a domain"),
        (["--header", "a.org/b", "X", "A_TOKEN"], "HOST is no host name"),
        (["--header", "a.org", "X:", "A_TOKEN"], "NAME is no name of a header"),
        (["--header", "a.org", "Host", "A_TOKEN"], "NAME 'host' is a header that curator sets"),
        (["--header", "a.org", "X"], "requires 3 arguments"),
        (["--header", "a.org", f"X: {SECRET}", "A_TOKEN"], "NAME is no name of a header"),
        (["--header", f"X: {SECRET}", "X", "A_TOKEN"], "HOST is no host name"),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(
    asked: FakeNet, run: Run, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    monkeypatch.setenv("A_TOKEN", SECRET)
    monkeypatch.setenv("A_EMPTY", " ")
    monkeypatch.setenv("A_BAD", f"{SECRET}\r\nX: y")
    result = run("check", "a.md", "--online", *options)
    assert (result.status, result.out, asked.asked) == (2, "", [])
    first, *rest = result.err.rstrip("\n").split("\n")
    assert first.startswith("error: ")
    assert said in first
    assert all(line.startswith("hint: ") for line in rest)
    assert SECRET not in result.err
    assert SECRET.replace("-", "_") not in result.err


def test_a_bad_proxy_in_the_environment_only_matters_online(
    asked: FakeNet, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURATOR_PROXY", f"socks5://u:{SECRET}@a")
    assert run("check", "a.md").status == 0
    result = run("check", "a.md", "--online")
    assert result.err.startswith(
        "error: --proxy or CURATOR_PROXY: has to be the address of a proxy"
    )
    assert (result.status, SECRET in result.err) == (2, False)


def test_what_a_header_holds_is_told_nowhere(
    asked: FakeNet, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_TOKEN", SECRET)
    header = ("--header", "example.org", "X-Token", "A_TOKEN", "--debug-log", "log")
    result = run("check", "a.md", "--online", "--no-cache", *header, "--format", "json")
    assert asked.options[0].headers == (HostHeader("example.org", "X-Token", SECRET),)
    assert SECRET not in result.out + result.err
    assert SECRET not in (folder / "log").read_text(encoding="utf-8")


def test_the_last_header_of_a_name_counts() -> None:
    chosen = NetworkChoices(headers=(HeaderChoice("a.org", "X-Token", "ONE"),))
    given = LinkOptions(headers=(HeaderChoice("a.org", "x-token", "TWO"),))
    assert made(given, chosen, ONE="1", TWO="2").headers == (HostHeader("a.org", "x-token", "2"),)
    with pytest.raises(CuratorError, match=r"the header for a\.org: its"):
        made(given, chosen, TWO="2")


def test_lists_only_make_asking_gentler() -> None:
    one = LinkChoices(hosts=(HostChoice("*.a.org", 2, 0.05), HostChoice("b.org", gap=3.0)))
    two = LinkChoices(hosts=(HostChoice("x.a.org", 9, 1.0), HostChoice("b.org", 1, 0.1)))
    for choices in ([one, two], [two, one]):
        options = made(LinkOptions(host_gap=0.2, host_concurrency=5), choices=choices)
        assert policy_for("x.a.org", options)[:2] == (2, 1.0)
        assert policy_for("y.a.org", options)[:2] == (2, 0.2)
        assert policy_for("b.org", options)[:2] == (1, 3.0)
        assert policy_for("c.org", options)[:2] == (5, 0.2)
    # What a service wants for itself is no more for a list to change.
    arxiv = LinkChoices(hosts=(HostChoice("arxiv.org", 10, 0.05),))
    assert policy_for("arxiv.org", made(choices=[arxiv])) == policy_for("arxiv.org", made())
    fast = LinkChoices(hosts=(HostChoice("arxiv.org", 10, 0.0),), trusted=True)
    assert policy_for("arxiv.org", made(choices=[fast]))[:2] == (10, 0.0)


def test_codes_are_accepted_where_all_lists_accept_them() -> None:
    one = LinkChoices(hosts=(HostChoice("a.org", accept=frozenset({403, 404})),))
    two = LinkChoices(hosts=(HostChoice("a.org", accept=frozenset({404, 410})),))
    accepted = [rule.accept for rule in made(choices=[one, two]).hosts]
    assert accepted == [{404}, {404}]
    assert [rule.accept for rule in made(choices=[one]).hosts] == [{403, 404}]
    assert not any(rule.accept for rule in made(choices=[one, LinkChoices()]).hosts)


@pytest.mark.parametrize(
    ("files", "wanted", "connections"),
    [(1_024, None, 256), (256, None, 192), (256, 50, 50), (256, 5_000, 192), (64, None, 4)],
)
def test_connections_follow_the_limit_on_open_files(
    monkeypatch: pytest.MonkeyPatch, files: int, wanted: int | None, connections: int
) -> None:
    monkeypatch.setattr(net_files, "open_files", lambda: files)
    assert made(LinkOptions(max_connections=wanted)).max_connections == connections


def test_the_limit_on_open_files_is_known() -> None:
    assert net_files.open_files() > 0
