"""Signs in an answer that it is not the page that was asked for.

The signs are titles and scripts that only such pages have, and they count on small pages only:
an article about them is longer, and shows them as text. Headers are taken at their word.
"""

from __future__ import annotations

import re
from typing import Final

from curator.net.answers.markup import HEAD, is_html, visible_text
from curator.net.messages import Response
from curator.status import Mark
from curator.status.detours import detour
from curator.status.places import place

_LOOKED_AT: Final = 65_536
_LITTLE: Final = 2_500
"""Bytes of visible text that no page of such a kind exceeds."""
_NEXT_TO_NOTHING: Final = 300
"""Bytes of visible text of a page that consists of a script."""
_NONE: Final[frozenset[Mark]] = frozenset()

_HEADERS: Final = (
    # developers.cloudflare.com/cloudflare-challenges: "challenge" is the only value.
    ("cf-mitigated", frozenset({"challenge"})),
    # docs.aws.amazon.com/waf: CAPTCHA (code 405) and silent challenge (code 202).
    ("x-amzn-waf-action", frozenset({"captcha", "challenge"})),
    ("x-vercel-mitigated", frozenset({"challenge", "deny"})),
    ("sg-captcha", frozenset({"challenge"})),
)

_CHALLENGE_TITLES = re.compile(
    rb"just a moment(?:\.\.\.|\xe2\x80\xa6)?|attention required! \| cloudflare|ddos-guard"
    rb"|making sure you(?:'|\xe2\x80\x99|&#39;|&#x27;)re not a bot!|vercel security checkpoint"
    rb"|client challenge|pardon our interruption\W*|access to this page has been denied\.?"
    rb"|(?:please )?verify(?:ing)? (?:that )?you are (?:a )?human\W*|human verification"
    rb"|(?:are|you are) (?:you )?(?:not )?a robot\W*|robot check|bot verification|security check"
    rb"|radware (?:captcha|bot manager captcha|page)|one moment, please\W*|captcha|anti-?bot check"
    rb"|checking your (?:browser|connection)\W*|verifying your (?:browser|connection)\W*"
    rb"|sucuri website firewall - .{0,60}|you are being redirected\.\.\.|oh no\w\w!"
    rb"|please wait\W* \| cloudflare|security verification|(?:http )?verification required"
    rb"|bunny shield|establishing a secure connection ?\.*|amazon\.com page",
    re.DOTALL,
)
# In lower case. All are parts of tags and scripts, not words; these no other page has,
_CHALLENGE_SIGNS: Final = (
    b"window._cf_chl_opt",  # Cloudflare
    b'id="cf-challenge-running"',
    b'class="cf-browser-verification',
    b'id="challenge-error-text"',
    b'id="anubis_challenge"',
    b"https://geo.captcha-delivery.com/",  # DataDome
    b"https://ct.captcha-delivery.com/",
    b'id="px-captcha"',  # HUMAN, once PerimeterX
    b"id='px-captcha'",
    b'id="sec-if-cpt-container"',  # Akamai
    b"id='sec-if-cpt-container'",
    b"sucuri_cloudproxy_js=",
    b"/.well-known/sgcaptcha/",  # SiteGround
    b'action="/errors/validatecaptcha"',  # Amazon
    b"slowaes.decrypt(",  # free hosts, with a cookie that a script has to set
)
# and these are in pages that passed as well.
_LEAKY_SIGNS: Final = (
    b'src="/_incapsula_resource?',  # Imperva
    b"src='/_incapsula_resource?",
    b"window._pxappid",
    b"https://check.ddos-guard.net/check.js",
    b"/.well-known/ddos-guard/",
    b"window.gokuprops",  # AWS WAF
    b"awswafintegration.",
    b"var arg1='",  # Alibaba Cloud
    b"distil_r_captcha",
    b"/_guard/auto.js",
)

_PARKING_TITLES = re.compile(
    rb"(?:this |the )?domain(?: name)? (?:is |may be )?(?:for sale|parked|expired)\W*"
    rb"|(?:buy|purchase) this domain\W*|domain parking(?: page)?|parked domain(?: name)?\W*"
    rb"|this (?:domain|web ?site) (?:name )?(?:is|may be) for sale\W*"
    rb"|this domain (?:has expired|is parked)\W*|(?:website|domain) (?:has )?expired",
)
# Behind the name of the domain itself: others sell boats.
_FOR_SALE = re.compile(
    rb"\W{0,4}(?:(?:is|may be) (?:now )?(?:for sale|available for purchase|parked)"
    rb"|(?:this )?(?:web ?site|domain)(?: name)? (?:is )?for sale|(?:domain )?steht zum verkauf)\b",
)
_PARKING_SIGNS: Final = (
    b"window.lander_system",  # GoDaddy
    b"/parking-lander/",
    b'window.location.href="/lander"',
    b"sedoparking.com/",
    b"//img.sedoparking.com",
    b"parkingcrew.net/",
    b"d38psrni17bvxu.cloudfront.net",  # ParkingCrew
    b"parking.bodiscdn.com",
    b"bodis.com/",
    b"parklogic.com/",
    b"/adsense/domains/",  # advertisements for domains without a site
    b"domainmarket.com/",
    b"hugedomains.com/domain_profile.cfm",
    b"www.afternic.com/forsale/",
    b"dan.com/buy-domain/",
    b"-compressed/parking-page-",  # Squarespace
)
_PARKED_ROOT = re.compile(rb"<html[^<>]{0,400}\sdata-adblockkey\s*=")
# Scripts, and the tags other than links: where a sign is one, and no word of an article.
_TAGS_AND_SCRIPTS = re.compile(
    rb"<script\b[^<>]*>(?:[^<]+|<(?!/script))*+|<(?!a\b)[a-z][^<>]*", re.DOTALL
)
_TITLE = re.compile(rb"<title[^<>]{0,200}>([^<]{0,300})")
_WHITE = re.compile(rb"\s+")


def marks_of(response: Response, asked_url: str) -> frozenset[Mark]:
    """What an answer to ``asked_url``, by way of redirects, shows that it is; total, linear.

    Of the body the first 64 KB are looked at, and of HTML alone. Where redirects led, and
    parking pages, count with a code 2xx only.
    """
    if _is_challenge_by_header(response):
        return frozenset({Mark.CHALLENGE})
    found = set()
    is_page = 200 <= response.code <= 299
    if is_page and response.url != asked_url:
        mark = _mark_of_address(asked_url, response.url)
        if mark is not None:
            found.add(mark)
    if response.body and is_html(response.body, response.header("content-type")):
        mark = _mark_of_page(response, is_page=is_page)
        if mark is not None:
            found.add(mark)
    return frozenset(found) if found else _NONE


def _is_challenge_by_header(response: Response) -> bool:
    for name, value in response.headers:
        for header, values in _HEADERS:
            if name == header and value.strip().lower() in values:
                return True
    return False


def _mark_of_address(asked: str, got: str) -> Mark | None:
    kind = detour(place(asked), place(got))
    if kind is None:
        return None
    return {"parking": Mark.PARKING, "error-page": Mark.ERROR_PAGE, "login": Mark.LOGIN}[kind]


def _mark_of_page(response: Response, *, is_page: bool) -> Mark | None:
    body = response.body[:_LOOKED_AT]
    low = body.lower()
    match = _TITLE.search(low, 0, HEAD)
    title = _WHITE.sub(b" ", match[1]).strip() if match else b""
    # A title alone says little of a page of which more is to come.
    titled = bool(title) and (response.complete or not is_page)
    limit, mark = 0, Mark.CHALLENGE
    if (titled and _CHALLENGE_TITLES.fullmatch(title)) or _shows(low, _CHALLENGE_SIGNS):
        limit = _LITTLE
    elif _shows(low, _LEAKY_SIGNS):
        limit = _NEXT_TO_NOTHING
    elif is_page and _seems_parked(low, title if titled else b"", response.url):
        limit, mark = _LITTLE, Mark.PARKING
    if not limit or len(response.body) > _LOOKED_AT:
        return None
    return mark if len(visible_text(body, limit)) < limit else None


def _shows(low: bytes, signs: tuple[bytes, ...]) -> bool:
    """Whether a sign stands in a tag or a script of the page, and not in what is read."""
    seen = [sign for sign in signs if sign in low]
    return bool(seen) and any(
        any(sign in match[0] for sign in seen) for match in _TAGS_AND_SCRIPTS.finditer(low)
    )


def _seems_parked(low: bytes, title: bytes, url: str) -> bool:
    if _PARKED_ROOT.search(low, 0, HEAD) or _shows(low, _PARKING_SIGNS):
        return True
    if _PARKING_TITLES.fullmatch(title):
        return True
    if _FOR_SALE.search(title) is None:
        return False
    host = place(url).host.encode("utf-8", "replace")
    at = title.find(host) if len(host) > 3 else -1
    return at >= 0 and _FOR_SALE.match(title, at + len(host)) is not None
