"""What a configuration says of links and of the network, and the patterns for addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.config.addresses import (
    AddressPatterns,
    is_floating,
    is_host_of,
    parts_of,
    pattern_mistake,
)
from curator.config.links import (
    GENTLE_CONCURRENCY,
    GENTLE_GAP,
    HeaderChoice,
    HostChoice,
    LinkChoices,
    NetworkChoices,
)
from curator.net import options
from tests.config.conftest import Repository
from tests.config.good import GOOD

NETWORK = """\
[network]
timeout = 20
timeout-total = 600.5
max-connections = 64
max-redirects = 0
concurrency = 50
gap = 0
proxy = "http://user:secret@proxy.example.org:3128"
ca-file = "certificates.pem"
cache-dir = "/var/cache/curator"
networks = ["10.1.0.0/16", "127.0.0.1", "fd00::/8"]
headers = [{ host = "API.example.org", name = "Authorization", env = "EXAMPLE_TOKEN" }]

[[links.hosts]]
host = "example.org"
concurrency = 50
gap = 0
"""


def test_nothing_is_chosen_by_default(repository: Repository) -> None:
    found = repository.configured("")
    assert found.links == LinkChoices()
    assert found.network == NetworkChoices()


def test_what_is_chosen_of_links(repository: Repository) -> None:
    found = repository.configured(GOOD["links"]).links
    assert found.exclude[:2] == ("example.org", "*.example.net")
    assert found.hosts == (HostChoice("a.org", 10, 0.05, frozenset({403, 999})),)
    assert not found.trusted
    assert repository.configured(GOOD["tables of hosts"]).links.hosts == (
        HostChoice("example.org", 1),
        HostChoice("*.example.org", gap=3, accept=frozenset({404})),
    )


def test_what_the_operator_chooses(repository: Repository) -> None:
    repository.write("my.toml", NETWORK)
    found = repository.configurations(named="my.toml").for_folder(repository.root)
    assert found.network == NetworkChoices(
        timeout=20,
        timeout_total=600.5,
        max_connections=64,
        max_redirects=0,
        concurrency=50,
        gap=0,
        proxy="http://user:secret@proxy.example.org:3128",
        ca_file="certificates.pem",
        cache_dir="/var/cache/curator",
        networks=("10.1.0.0/16", "127.0.0.1", "fd00::/8"),
        headers=(HeaderChoice("api.example.org", "Authorization", "EXAMPLE_TOKEN"),),
    )
    assert found.links == LinkChoices(hosts=(HostChoice("example.org", 50, 0),), trusted=True)


def test_a_list_may_not_ask_for_more_than_is_usual() -> None:
    assert options.DEFAULT_CONCURRENCY == GENTLE_CONCURRENCY
    assert options.DEFAULT_GAP == GENTLE_GAP


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        (
            "example.org",
            [
                "https://example.org",
                "http://EXAMPLE.org:8080/a?b",
                "//example.org/",
                "https://user:word@example.org/",
                "https://example.org./a",
                "https://example.org#a",
            ],
            [
                "https://a.example.org/",
                "https://example.org.evil.com/",
                "https://x.org/example.org",
            ],
        ),
        (
            "*.example.org",
            ["https://a.b.example.org/x", "https://example.org/x"],
            ["https://badexample.org/x", "https://example.org.x/"],
        ),
        (
            "example.org/a/*",
            ["https://Example.org/a/", "http://example.org/a/b/c?d", "https://example.org:81/a/b"],
            ["https://example.org/a", "https://example.org/A/b", "https://example.org/"],
        ),
        (
            "example.org/a",
            ["//example.org/a", "https://example.org/a#b"],
            ["https://example.org/a/", "https://example.org/a?b"],
        ),
        ("example.org/", ["https://example.org", "http://example.org/"], ["https://example.org/a"]),
        ("https://example.org", ["HTTPS://example.org/a"], ["http://example.org/"]),
        ("http://*", ["http://example.org/a"], ["https://example.org/a"]),
        ("*/login*", ["https://a.org/login", "https://a.org/b/login?c"], ["https://a.org/log"]),
        ("*/*.pdf", ["https://a.org/b/c.pdf"], ["https://a.org/b.pdf?c", "https://a.org/pdf"]),
        ("*.example.org/a*", ["https://b.example.org/ab"], ["https://example.org/ab"]),
        ("exa*.org", ["https://example.org/a", "http://exa.org"], ["https://hexa.org/"]),
        ("example.org:81", ["http://example.org:81/a"], ["http://example.org/a"]),
        ("localhost", ["http://localhost:3000/"], ["http://127.0.0.1/"]),
        ("*", ["http://example.org/a"], []),
        ("a.org/(x|y)+[z]?", ["https://a.org/(x|y)+[z]?"], ["https://a.org/x"]),
        # As it is asked, not as a stranger has spelled it.
        (
            "example.org",
            ["http://exam\tple.org/", "http://ex%61mple.org/", "http://\uff45xample.org/a"],
            ["http://example%2eorg.evil.com/"],
        ),
        (
            "xn--bcher-kva.example",
            ["http://b\u00fccher.example/", "http://B%C3%BCcher.example"],
            [],
        ),
        ("b\u00fccher.example", ["http://xn--bcher-kva.example/a"], []),
        ("a.org/*b*b*c", ["https://a.org/bbc", "https://a.org/xbxbxc"], ["https://a.org/bc"]),
    ],
)
def test_patterns(pattern: str, yes: list[str], no: list[str]) -> None:
    assert pattern_mistake(pattern) is None
    patterns = AddressPatterns([pattern])
    others = AddressPatterns(["other.example", "*.other.example", "*/other", pattern])
    for url in yes:
        assert patterns.matches(url), url
        assert others.matches(url), url
    for url in no:
        assert not patterns.matches(url), url


def test_no_pattern_is_for_nothing() -> None:
    assert not AddressPatterns([])
    assert not AddressPatterns([]).matches("https://example.org")


def test_hosts_of_a_domain() -> None:
    assert is_host_of("*.a.org", "a.org")
    assert is_host_of("*.a.org", "b.a.org")
    assert not is_host_of("*.a.org", "ba.org")
    assert is_host_of("a.org", "a.org")
    assert not is_host_of("a.org", "b.a.org")


def test_patterns_that_are_for_any_host() -> None:
    assert [
        text for text in ("a.org", "*.a.org", "*.a.org/*", "a.org/*") if is_floating(text)
    ] == []
    assert all(map(is_floating, ("*", "*/a", "*.a.org/b", "a*.org")))


ADDRESSES = st.text(st.sampled_from("a*.:/?#@[]\\ \n\u00fcHhtps"), max_size=40) | st.text()


@given(ADDRESSES, ADDRESSES)
def test_any_pattern_and_any_address(pattern: str, url: str) -> None:
    parts_of(url)
    if pattern_mistake(pattern) is None:
        AddressPatterns([pattern]).matches(url)
        assert AddressPatterns([pattern, "*"]).matches(url) or not AddressPatterns(["*"]).matches(
            url
        )


def test_long_addresses_cost_little() -> None:
    url = f"https://example.org/{'a' * 1_000_000}"
    patterns = AddressPatterns([f"*/{'a*' * 400}b", f"{'*a' * 400}*b", "*" * 1_000])
    assert patterns.matches(url)
