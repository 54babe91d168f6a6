"""Addresses that show what they are: where to sign in, error pages, domains for sale."""

from __future__ import annotations

import re
from typing import Final, Literal

from curator.status import sites
from curator.status.places import Place, squashed

Detour = Literal["parking", "error-page", "login"]

# Where unused domains are sent for their advertisements: `ww25.example.com`.
_PARKED_HOST = re.compile(r"ww\d{1,2}\.")

# ------------------------------------------------------------------------- error pages

_ERROR = re.compile(
    r"(?:error|http|page)?(?:404|410)(?:error|page|notfound)*"
    r"|(?:page|file|error|url|content|resource)?notfound(?:404|error|page)?"
    r"|error(?:page|docs?|document)|errors?404"
)
# Words that are also those of a page about errors: taken near the root only.
_PERHAPS_ERROR: Final = frozenset({"error", "errors", "oops", "error500", "genericerror"})
_ERROR_PARAMETERS: Final = frozenset("error err e errorcode error_code status code".split())

# ----------------------------------------------------------------------------- sign-in

_LOGIN: Final = frozenset(
    "login signin logon authwall servicelogin wplogin accountlogin userlogin userslogin"
    " loginform accountchooser interactivelogin loginsignup signinup".split()
)
# Parts of other pages as well: taken with a parameter that says where to come back to.
_PERHAPS_LOGIN: Final = frozenset(
    "auth authorize authenticate authentication oauth oauth2 sso saml saml2 cas consent account"
    " accounts session sessions signup register checkpoint idp identity privacy gdpr cmp"
    " collectconsent cookiewall gateway challenge".split()
)
_LOGIN_HOSTS: Final = frozenset(
    "accounts.google.com login.microsoftonline.com login.live.com login.yahoo.com"
    " consent.youtube.com consent.google.com consent.yahoo.com guce.yahoo.com guce.oath.com"
    " id.atlassian.com idp.springer.com idp.nature.com".split()
)
# Services of which each customer has a name below.
_LOGIN_SERVICES: Final = frozenset({"auth0.com", "okta.com", "onelogin.com"})
_LOGIN_LABELS: Final = frozenset("login signin logon sso consent".split())
_PERHAPS_LOGIN_LABELS: Final = frozenset("accounts account auth id idp oauth passport".split())
_RETURN: Final = re.compile(
    r"(?:redirect|return|continue|callback|goto|go_to|back|came_?from|origin|session_?redirect)"
    r".{0,24}|next|service|target|destination|dest|rurl|ru|wreply|wctx|state|followup|to|from|done"
    r"|relaystate|samlrequest|client_id|refer\w{2,3}"
)


def detour(old: Place, new: Place) -> Detour | None:
    """What the address ``new`` shows it is, unless ``old`` was such an address itself."""
    if _is_parked(new) and not _is_parked(old):
        return "parking"
    if _is_error(new) and not _is_error(old):
        return "error-page"
    if _is_login(new) and not _is_login(old):
        return "login"
    return None


def _is_parked(page: Place) -> bool:
    return sites.stands_in(page.host, sites.PARKING) or _PARKED_HOST.match(page.host) is not None


def _is_error(page: Place) -> bool:
    names = [squashed(part) for part in page.segments[-4:]]
    if any(_ERROR.fullmatch(name) for name in names):
        return True
    if len(names) in {1, 2} and names[-1] in _PERHAPS_ERROR:
        return True
    return any(
        name in {"404", "aspxerrorpath", "notfound", "not_found"}
        or (name in _ERROR_PARAMETERS and value in {"404", "410", "notfound", "not_found"})
        for name, value in page.parameters
    )


def _is_login(page: Place) -> bool:
    label = page.host.partition(".")[0]
    if label in _LOGIN_LABELS or sites.stands_in(page.host, _LOGIN_HOSTS):
        return True
    names = [squashed(part) for part in page.segments[:6]]
    if sites.is_below(page.host, _LOGIN_SERVICES) or any(name in _LOGIN for name in names):
        return True
    perhaps = label in _PERHAPS_LOGIN_LABELS or any(name in _PERHAPS_LOGIN for name in names)
    return perhaps and any(_RETURN.fullmatch(name) for name, _ in page.parameters)
