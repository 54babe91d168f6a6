"""Cookies of one chain of redirects."""

from __future__ import annotations

import pytest

from curator.net.http.cookies import MAX_COOKIES, MAX_HEADER, Cookies

SET_AT = "https://www.example.org/dir/page?q"

SENT = [
    ("a=b", "https://www.example.org/dir/other", "a=b"),
    ("a=b", "https://www.example.org/dir", "a=b"),
    ("a=b", "https://www.example.org/directory", ""),
    ("a=b", "https://www.example.org/", ""),
    ("a=b; Path=/", "https://www.example.org/", "a=b"),
    ("a=b; path=/x", "https://www.example.org/x/y?z", "a=b"),
    ("a=b; path=/x", "https://www.example.org/xy", ""),
    ("a=b; path=relative", "https://www.example.org/dir/x", "a=b"),
    ("a=b; Path=/", "https://example.org/", ""),
    ("a=b; Path=/", "https://sub.www.example.org/", ""),
    ("a=b; Path=/; Domain=example.org", "https://example.org/", "a=b"),
    ("a=b; Path=/; Domain=.Example.ORG", "https://other.example.org/", "a=b"),
    ("a=b; Path=/; Domain=example.org", "https://badexample.org/", ""),
    ("a=b; Path=/; Domain=org", "https://example.org/", ""),
    ("a=b; Path=/; Domain=other.org", "https://other.org/", ""),
    ("a=b; Path=/; Domain=sub.www.example.org", "https://sub.www.example.org/", ""),
    ("a=b; Path=/; Secure", "http://www.example.org/", ""),
    ("a=b; Path=/; Secure", "https://www.example.org/", "a=b"),
    ("a=b; Path=/", "http://www.example.org/", "a=b"),
    ("a=b; Path=/", "https://www.example.org:8443/", "a=b"),
    ("a=b; Path=/; Max-Age=0", "https://www.example.org/", ""),
    ("a=b; Path=/; Max-Age=-1", "https://www.example.org/", ""),
    ("a=b; Path=/; Max-Age=60", "https://www.example.org/", "a=b"),
    ("a=b; Path=/; Max-Age=soon", "https://www.example.org/", "a=b"),
    ("a=b; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://www.example.org/", ""),
    ("a=b; Path=/; Expires=Thu, 01-Jan-1970 00:00:01 GMT", "https://www.example.org/", ""),
    ("a=b; Path=/; Expires=Fri, 01 Jan 2100 00:00:00 GMT", "https://www.example.org/", "a=b"),
    ("a=b; Path=/; Expires=nonsense", "https://www.example.org/", "a=b"),
    ("a=b; Path=/; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", SET_AT, "a=b"),
    ('a="b c=d"; Path=/', SET_AT, 'a="b c=d"'),
    ("a=; Path=/", SET_AT, "a="),
    ("=b; Path=/", SET_AT, ""),
    ("nothing; Path=/", SET_AT, ""),
    ("", SET_AT, ""),
    ("a=b\x07; Path=/", SET_AT, ""),
    ("a=" + "b" * 5000 + "; Path=/", SET_AT, ""),
    ("a=b; Path=/", "mailto:x", ""),
]


@pytest.mark.parametrize(("value", "url", "header"), SENT)
def test_what_is_sent_back(value: str, url: str, header: str) -> None:
    cookies = Cookies()
    cookies.take(SET_AT, [value])
    assert cookies.header_for(url) == header


def test_nothing_set_nothing_sent() -> None:
    cookies = Cookies()
    cookies.take(SET_AT, [])
    assert cookies.header_for(SET_AT) == ""


def test_later_ones_replace_and_end_earlier_ones() -> None:
    cookies = Cookies()
    cookies.take(SET_AT, ["a=1; Path=/", "b=2; Path=/", "a=3; Path=/"])
    assert cookies.header_for(SET_AT) == "b=2; a=3"
    cookies.take(SET_AT, ["a=; Path=/; Max-Age=0"])
    assert cookies.header_for(SET_AT) == "b=2"


def test_longer_paths_first() -> None:
    cookies = Cookies()
    cookies.take(SET_AT, ["a=1; Path=/", "a=2; Path=/dir"])
    assert cookies.header_for(SET_AT) == "a=2; a=1"


def test_an_address_shares_with_no_other() -> None:
    cookies = Cookies()
    cookies.take("http://10.0.0.1/", ["a=b; Domain=0.0.1", "c=d; Domain=10.0.0.1"])
    assert cookies.header_for("http://10.0.0.1/") == "c=d"
    assert cookies.header_for("http://9.10.0.0.1/") == ""


def test_plain_http_cannot_set_secure_ones() -> None:
    cookies = Cookies()
    cookies.take("http://h.example/", ["a=b; Secure"])
    assert cookies.header_for("https://h.example/") == ""


def test_number_and_size_are_bounded() -> None:
    cookies = Cookies()
    cookies.take(SET_AT, [f"c{number}=" + "x" * 1000 for number in range(500)])
    header = cookies.header_for(SET_AT)
    assert len(header) <= MAX_HEADER
    cookies.take(SET_AT, [f"d{number}=" for number in range(500)])
    assert cookies.header_for(SET_AT).count("=") == MAX_COOKIES
    assert "c499" not in cookies.header_for(SET_AT)
