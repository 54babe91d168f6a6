"""Addresses taken apart for the wire."""

from __future__ import annotations

import pytest

from curator.net.http import wire
from curator.net.http.wire import Target, host_name, target
from curator.status import Failure

AS_WRITTEN = {
    "http://h/": "/",
    "http://h": "/",
    "http://h/a/../b/./c": "/a/../b/./c",
    "http://h/A%2fb%2Fc%zz%": "/A%2fb%2Fc%zz%",
    "http://h/%7Euser/~user": "/%7Euser/~user",
    "http://h//a//b": "//a//b",
    "http://h?": "/?",
    "http://h?q": "/?q",
    "http://h/p?": "/p?",
    "http://h/p?a=b&c=d+e;f=[1]!$'()*,:@": "/p?a=b&c=d+e;f=[1]!$'()*,:@",
    "http://h/p?a=http://x/?y#frag?z": "/p?a=http://x/?y",
    "http://h/a b": "/a%20b",
    'http://h/"<>\\^`{|}': "/%22%3C%3E%5C%5E%60%7B%7C%7D",
    "http://h/\x01\x7f\u00e9\u4e2d": "/%01%7F%C3%A9%E4%B8%AD",
    "http://h/\ud800": "/%ED%A0%80",
}


@pytest.mark.parametrize(("url", "path"), AS_WRITTEN.items())
def test_the_path_is_sent_as_written(url: str, path: str) -> None:
    assert target(url) == Target("http", "h", 80, path)


HOSTS = {
    "HTTP://EXAMPLE.org": ("http", "example.org", 80),
    "https://example.org": ("https", "example.org", 443),
    "https://example.org:8443/x": ("https", "example.org", 8443),
    "http://example.org:": ("http", "example.org", 80),
    "http://example.org:0080": ("http", "example.org", 80),
    "http://user:pass@example.org/": ("http", "example.org", 80),
    "http://a@b:c@example.org/": ("http", "example.org", 80),
    "http://good.example\\@evil.example/": ("http", "good.example", 80),
    "http://[2001:DB8::1]:81/": ("http", "2001:db8::1", 81),
    "http://b\u00fccher.example/": ("http", "xn--bcher-kva.example", 80),
    "http://\u2603.example/": ("http", "xn--n3h.example", 80),
    "http://\uff11\uff12\uff17.0.0.1/": ("http", "127.0.0.1", 80),
    "http://ex%61mple.org/": ("http", "example.org", 80),
    "http://under_score.example.org./": ("http", "under_score.example.org.", 80),
}


@pytest.mark.parametrize(("url", "place"), HOSTS.items())
def test_where_it_goes(url: str, place: tuple[str, str, int]) -> None:
    found = target(url)
    assert isinstance(found, Target)
    assert found[:3] == place


@pytest.mark.parametrize(
    "url",
    [
        "", "mailto:a@b", "ftp://h/", "//h/", "/p", "http:/h", "http://", "http:///p", "http://:80/",
        "http://h:99999/", "http://h:0/", "http://h:8a/", "http://h:-1/", "http://[::1", "http://[::1]x/",
        "http://h:\u0661/",
    ],
)  # fmt: skip
def test_what_cannot_be_asked(url: str) -> None:
    assert target(url) is Failure.NOT_HTTP


@pytest.mark.parametrize(
    "url",
    [
        "http://a..b/", "http://.a/", "http://a b/", "http://a%20b/", "http://a%00b/",
        f"http://{'a' * 64}.org/", f"http://{'a.' * 127}org/", "http://a^b/", "http://a|b/",
        "http://\u00ad/", "http://./",
    ],
)  # fmt: skip
def test_names_that_cannot_be(url: str) -> None:
    found = target(url)
    assert found is Failure.NAME_UNKNOWN


@pytest.mark.parametrize("text", ["[::1]", "::1"])
def test_brackets_do_not_matter(text: str) -> None:
    assert host_name(text) == "::1"


@pytest.mark.parametrize(
    "host",
    [
        "".join(chr(0x4E00 + number) for number in range(7_900)),
        "\U0001f600" + "".join(chr(0x4E00 + number) for number in range(7_900)),
        "%E4%B8%80" * 1_000,
    ],
)
def test_a_long_host_is_not_put_into_punycode(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # It takes time with the square of the length, and more: 20 seconds for one of these.
    monkeypatch.setattr(wire, "_punycode", lambda _: pytest.fail("it was"))
    assert target(f"http://{host}/") is Failure.NAME_UNKNOWN


def test_a_long_address_costs_no_more_than_its_length() -> None:
    found = target("http://h/" + "\u00e9 " * 200_000)
    assert isinstance(found, Target)
    assert len(found.path) == 1 + 9 * 200_000
