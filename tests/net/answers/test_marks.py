"""Pages that stand in front of a page, or where one was; and articles about them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.net.answers.marks import marks_of
from curator.net.messages import Response
from curator.status import Mark

URL = "https://example.com/page"
CHALLENGE = frozenset({Mark.CHALLENGE})
PARKING = frozenset({Mark.PARKING})
NOTHING: frozenset[Mark] = frozenset()

PROSE = "<p>Visitors were asked to prove that they are human, and left.</p>\n" * 60


def answer(
    body: str | bytes = "",
    code: int = 200,
    *,
    url: str = URL,
    complete: bool = True,
    kind: str = "text/html; charset=utf-8",
    **headers: str,
) -> Response:
    """An answer with a body; names of headers with underscores for dashes."""
    sent = [("content-type", kind)] if kind else []
    sent += [(name.replace("_", "-"), value) for name, value in headers.items()]
    data = body.encode() if isinstance(body, str) else body
    return Response(url, code, "", tuple(sent), data, complete, True, 0.0)


def page(title: str = "", head: str = "", body: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


@pytest.mark.parametrize("code", [200, 202, 403, 404, 405, 429, 503])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cf-mitigated", "challenge"),
        ("x-amzn-waf-action", "captcha"),
        ("x-amzn-waf-action", "Challenge"),
        ("x-vercel-mitigated", "challenge"),
        ("sg-captcha", "challenge"),
    ],
)
def test_headers_that_say_so(code: int, name: str, value: str) -> None:
    response = replace(answer(code=code), headers=((name, value),))
    assert marks_of(response, URL) == CHALLENGE


def test_headers_that_say_something_else() -> None:
    assert marks_of(answer(cf_mitigated="", server="cloudflare", cf_ray="1"), URL) == NOTHING


CHALLENGES = {
    "cloudflare": page("Just a moment...", "<script>window._cf_chl_opt={cvId:'3'};</script>"),
    "cloudflare, by its title": page("Just a moment...", "", "<noscript>Enable it</noscript>"),
    "cloudflare, refused": page("Attention Required! | Cloudflare", "", "<h1>Sorry</h1>"),
    "anubis": page(
        "Making sure you&#39;re not a bot!",
        '<script id="anubis_challenge" type="application/json">{"rules":{}}</script>',
        "<p>Loading...</p>",
    ),
    "datadome": page(
        "example.com",
        "",
        "<script>var dd={'rt':'c'}</script>"
        "<script src=\"https://ct.captcha-delivery.com/c.js\"></script>",
    ),
    "human": page("Access to this page has been denied", "", '<div id="px-captcha"></div>'),
    "imperva": '<html><head><META NAME="robots" CONTENT="noindex,nofollow">'
    '<script src="/_Incapsula_Resource?SWJIYLWA=5074"></script></head><body></body></html>',
    "imperva, refused": page("", "", '<iframe src="/_Incapsula_Resource?CWUDNSAI=1">Request'
    " unsuccessful. Incapsula incident ID: 1-2</iframe>"),
    "akamai": page("", "", '<div id="sec-if-cpt-container"></div><p>Powered and protected by</p>'),
    "sucuri": "<html><title>You are being redirected...</title><noscript>Javascript is required."
    "</noscript><script>var s={},sucuri_cloudproxy_js='',S='YT0';</script></html>",
    "ddos-guard": page("DDoS-Guard", "", "Checking your browser before accessing example.com"),
    "vercel": page("Vercel Security Checkpoint", "", "<p>We're verifying your browser</p>"),
    "siteground": '<html><head><meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=x">'
    "</head></html>",
    "aws": page("", "<script>window.gokuProps = {};</script>", '<div id="challenge-container">'),
    "fastly": page("Client Challenge", "", "<noscript>JavaScript is disabled</noscript>"),
    "imunify": page("One moment, please...", "", "Please wait while your request is verified"),
    "free host": "<html><body><script src=/aes.js></script><script>document.cookie='__test='+"
    "toHex(slowAES.decrypt(c,2,a,b))</script></body></html>",
    "amazon": page("Amazon.com", "", '<form method="get" action="/errors/validateCaptcha">'),
    "alibaba": "<html><script>var arg1='0A1B'; setCookie('acw_sc__v2', x)</script></html>",
}  # fmt: skip


@pytest.mark.parametrize("name", CHALLENGES)
@pytest.mark.parametrize("code", [200, 202, 403, 429, 503])
def test_challenge_pages(name: str, code: int) -> None:
    assert marks_of(answer(CHALLENGES[name], code), URL) == CHALLENGE


PARKED = {
    "bodis": '<!doctype html><html data-adblockkey="MFww_abc" lang="en"><body></body></html>',
    "godaddy": '<!DOCTYPE html><html><head><script>window.onload=function(){window.location.href="'
    '/lander"}</script></head></html>',
    "godaddy, its page": page(
        "", '<script src="https://img1.wsimg.com/parking-lander/static/js/main.js"></script>'
    ),
    "sedo": page("example.com", '<script src="https://img.sedoparking.com/x.js"></script>'),
    "advertisements": page("", '<script src="//www.google.com/adsense/domains/caf.js"></script>'),
    "for sale": page("example.com is for sale", "", "<p>Make an offer</p>"),
    "for sale, on another seller": page("The domain name example.com is for sale | Seller"),
    "this website": page("example.com - This website is for sale! - example Resources"),
    "this domain": page("This domain may be for sale!"),
    "expired": page("This domain has expired"),
    "parked": page("Parked Domain"),
}


@pytest.mark.parametrize("name", PARKED)
def test_parking_pages(name: str) -> None:
    assert marks_of(answer(PARKED[name]), URL) == PARKING
    assert marks_of(answer(PARKED[name], 404), URL) == NOTHING


# What a real page may be like, though words of it are those of such pages.
REAL = {
    "an article on a challenge": page(
        "How the just a moment page works",
        "",
        PROSE + "<pre>window._cf_chl_opt = {}; sucuri_cloudproxy_js=''</pre>",
    ),
    "a short note with code": page(
        "Note", "", '<pre>&lt;script id="anubis_challenge"&gt; window._cf_chl_opt</pre>'
    ),
    "a long page with such a title": page("Security check", "", PROSE),
    "a long page with such a script": page("A", "<script>window._cf_chl_opt={}</script>", PROSE),
    "a page that passed": page(
        "Shop",
        '<script src="/_Incapsula_Resource?x"></script><script>window._pxAppId="1"</script>',
        "<p>Tools for all trades, and a word on each of them.</p>" * 9,
    ),
    "a page with Cloudflare's beacon": page(
        "A", "", "<p>Hi</p><script src='/cdn-cgi/challenge-platform/h/g/scripts/jsd/x.js'></script>"
    ),
    "a form with a captcha": page("Contact", "", '<div class="g-recaptcha"></div><p>Write</p>'),
    "a library for captchas": page("captcha-solver: solve a captcha", "", "<p>pip install</p>"),
    "an article on parking": page(
        "How I sold a domain", "", PROSE + '<a href="https://sedo.com/">Sedo</a>'
    ),
    "links to a seller": page("Names", "", '<a href="https://dan.com/buy-domain/x.com">x.com</a>'),
    "boats": page("Boats for sale | example.com", "", "<p>Ahoy</p>"),
    "its own name": page("example.com: forms for sale of goods", "", "<p>Forms</p>"),
    "moments": page("Just a moment in time", "", "<p>A poem</p>"),
    "nothing": "",
    "no title": "<html><body><p>Hello</p></body></html>",
}


@pytest.mark.parametrize("name", REAL)
def test_real_pages_have_no_mark(name: str) -> None:
    assert marks_of(answer(REAL[name]), URL) == NOTHING


def test_a_title_counts_only_where_the_page_is_there_in_full() -> None:
    started = page("Security check", "", "<p>Chapter one</p>")
    assert marks_of(answer(started), URL) == CHALLENGE
    assert marks_of(answer(started, complete=False), URL) == NOTHING
    assert marks_of(answer(started, 403, complete=False), URL) == CHALLENGE


def test_only_html_is_looked_at() -> None:
    body = CHALLENGES["cloudflare"]
    assert marks_of(answer(body, kind=""), URL) == CHALLENGE
    for kind in ("text/plain", "application/json", "application/pdf", "image/svg+xml"):
        assert marks_of(answer(body, kind=kind), URL) == NOTHING


@pytest.mark.parametrize(
    ("address", "mark"),
    [
        ("https://example.com/login?next=/page", Mark.LOGIN),
        ("https://accounts.google.com/v3/signin/identifier?continue=x", Mark.LOGIN),
        ("https://example.com/404.html", Mark.ERROR_PAGE),
        ("https://www.hugedomains.com/domain_profile.cfm?d=example.com", Mark.PARKING),
        ("https://example.com/other", None),
    ],
)
def test_where_redirects_led(address: str, mark: Mark | None) -> None:
    assert marks_of(answer(url=address), URL) == (NOTHING if mark is None else {mark})
    assert marks_of(answer(url=address), address) == NOTHING
    # An error is one, whatever the address: it must not be taken for the last word.
    assert marks_of(answer(code=404, url=address), URL) == NOTHING


@given(st.binary(max_size=300), st.sampled_from(["", "text/html", "text/html; charset=x-mad"]))
def test_no_body_makes_it_fail(body: bytes, kind: str) -> None:
    marks_of(answer(b"<html><title>" + body, kind=kind), URL)


@pytest.mark.parametrize(
    "piece",
    [b"<script>", b"<title>", b"<!--", b"<html ", b"<", b"<p ", b" ", b"charset=", b"<meta "],
)
def test_hostile_bodies_are_bounded(piece: bytes) -> None:
    body = b"<html>window._cf_chl_opt data-adblockkey" + piece * (2_000_000 // len(piece))
    assert marks_of(answer(body, complete=False), URL) == NOTHING
