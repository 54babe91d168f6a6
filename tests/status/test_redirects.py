"""Redirects that lists really meet, and what is to be said of each."""

from __future__ import annotations

import string
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.status.redirects import (
    is_trivial,
    lasting_target,
    registrable,
    suspicion,
)

TABLE = Path(__file__).parents[1] / "data" / "redirects.txt"
ROWS = [
    line.split()
    for line in TABLE.read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("# ")
]


@pytest.mark.parametrize(("wrong", "old", "new"), ROWS)
def test_redirects_of_real_lists(wrong: str, old: str, new: str) -> None:
    assert (suspicion(old, new) or "-") == wrong


def test_the_public_suffixes_are_read_where_hosts_differ_and_not_before() -> None:
    program = (
        "import sys; from curator.status import Evidence, Hop, judge; u = 'https://a.com/x';"
        "judge(Evidence(u, 200, final_url=u + '/y', hops=(Hop(u, 301),)));"
        "print('publicsuffixlist' in sys.modules);"
        "judge(Evidence(u, 200, final_url='https://b.com/y', hops=(Hop(u, 301),)));"
        "print('publicsuffixlist' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]


def test_the_table_is_large_and_of_all_kinds() -> None:
    assert len(ROWS) >= 60
    assert {row[0] for row in ROWS} == {
        "-",
        "front-page",
        "other-domain",
        "parking",
        "error-page",
        "login",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("http://example.com/a", "https://example.com/a"),
        ("http://www.example.com/a", "https://example.com/a"),
        ("https://example.com", "https://www.example.com/"),
        ("https://example.com/a", "https://example.com/a/"),
        ("https://example.com/a/index.html", "https://example.com/a/"),
        ("https://example.com/%7Eada", "https://example.com/~ada"),
        ("https://Example.com:443/a", "https://example.com/a"),
        ("http://example.com:80/a?b=1", "https://example.com/a?b=1"),
        ("https://example.com/ä", "https://example.com/%C3%A4"),
    ],
)
def test_trivial_moves(old: str, new: str) -> None:
    assert is_trivial(old, new)
    assert suspicion(old, new) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://example.com/a", "https://example.com/A"),
        ("https://example.com/a", "https://example.com/b"),
        ("https://example.com/a", "https://blog.example.com/a"),
        ("https://example.com/a?x=1", "https://example.com/a?x=2"),
        ("https://example.com/a?x=1", "https://example.com/a"),
        ("https://example.com/a", "https://example.com/#a"),
        ("https://example.com/a", "https://example.com:8443/a"),
        ("https://twitter.com/ada", "https://x.com/ada"),
        ("https://example.com/a", "ftp://example.com/a"),
    ],
)
def test_moves_that_are_more(old: str, new: str) -> None:
    assert not is_trivial(old, new)


@pytest.mark.parametrize(
    ("stops", "target"),
    [
        (["http://a.com/x"], None),
        (["http://a.com/x", "https://a.com/x"], "https://a.com/x"),
        (["http://a.com/x", "https://a.com/x", "https://b.com/y"], "https://b.com/y"),
        # Back to where it came from, as with a cookie in between.
        (["https://a.com/x", "https://a.com/c", "https://a.com/x"], None),
        # Servers behind a proxy that forget the scheme in between.
        (["https://a.com/x", "http://a.com/x/", "https://a.com/x/"], "https://a.com/x/"),
        (["https://a.com/x", "http://a.com/x/"], None),
        (["https://ada.github.io/x", "http://ada.org/x"], "http://ada.org/x"),
        # An address that is meant to last, and what is behind it today.
        (["http://doi.org/10.1/a", "https://doi.org/10.1/a"], "https://doi.org/10.1/a"),
        (["http://dx.doi.org/10.1/a", "https://doi.org/10.1/a"], "https://doi.org/10.1/a"),
        (["http://doi.org/1", "https://doi.org/1", "https://b.com/y"], "https://doi.org/1"),
        (["https://aka.ms/vscode", "https://code.visualstudio.com/"], None),
        (["https://bit.ly/abc", "https://b.com/y"], "https://b.com/y"),
        # For one visit only.
        (["https://a.com/x", "https://a.com/y;jsessionid=0A1B"], None),
        (["https://a.com/x", "https://a.com/y", "https://a.com/y?sid=0A1B"], "https://a.com/y"),
        (["https://a.com/x", "market://details?id=a"], None),
        (["https://a.com/x", ""], None),
    ],
)
def test_where_permanent_redirects_lead(stops: list[str], target: str | None) -> None:
    assert lasting_target(stops) == target


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("a.b.example.co.uk", "example.co.uk"),
        ("a.github.io", "a.github.io"),
        ("docs.a.github.io", "a.github.io"),
        ("github.io", "github.io"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "[::1]"),
        ("", ""),
    ],
)
def test_registrable_domains(host: str, domain: str) -> None:
    assert registrable(host) == domain


addresses = st.one_of(
    st.text(max_size=40),
    st.text(alphabet=string.printable, max_size=60).map("https://example.com/".__add__),
    st.text(alphabet="ab.:/?#[]@%;=&~-_404", max_size=60).map("http://".__add__),
)


@given(addresses, addresses)
def test_no_address_makes_it_fail(old: str, new: str) -> None:
    suspicion(old, new)
    is_trivial(old, new)
    lasting_target([old, new, old])


@given(addresses)
def test_an_address_is_no_suspicious_redirect_to_itself(url: str) -> None:
    assert suspicion(url, url) is None
    assert lasting_target([url, url]) is None


def test_very_long_addresses_are_only_looked_at_at_their_start() -> None:
    long = "https://example.com/" + "a-b/" * 50_000
    assert suspicion(long, "https://casino-wins.example/" + "x-y/" * 50_000) == "other-domain"
    assert suspicion(long, long + "?" + "a=b&" * 50_000) is None
