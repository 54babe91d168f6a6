"""Whether a redirect leads to what was linked, to something else, or to nowhere in particular.

False alarms are what people stop using a link checker for. So a redirect is suspected only where
nothing speaks for it: no common owner, no name or part of a path that both addresses share, no
service that exists to redirect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from curator.identity import identify
from curator.identity.address import split, tidy, tidy_path
from curator.status import detours, sites
from curator.status.places import Place, place, squashed

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

Suspicion = Literal["front-page", "other-domain", "parking", "error-page", "login"]
"""What a redirect leads to instead of what was linked."""

_SHORTEST_NAME: Final = 4
"""Characters that a name must have to tell anything: shorter ones are alike by accident."""
_COMMON: Final = frozenset(
    "about article articles blog code community contact developer developers docs documentation"
    " download downloads files forum free guide help home index info labs learn main media news"
    " page pages paper papers people post posts product products project projects public"
    " publications research resources search service site sites software start static support"
    " team tools tutorial tutorials user users view wiki work".split()
)
"""Parts of addresses that many sites have."""
_WORD = re.compile(r"[^-_~@+ ]+")
# Such an address is made for one visit.
_VISIT = re.compile(
    r";jsessionid=|[?&;](?:jsessionid|phpsessid|aspsessionid\w*|s(?:ession)?_?id|gi"
    r"|cookies_not_supported|cookieset|error=cookies_not_supported)(?:=|&|$)",
    re.IGNORECASE,
)


def suspicion(old: str, new: str) -> Suspicion | None:
    """What is wrong with a redirect from ``old`` that ended at ``new``; ``None`` if nothing is.

    Total, and linear in the length of the addresses. ``new`` may have a fragment.
    """
    if is_trivial(old, new) or identify(old).key == identify(new).key:
        return None
    before, after = place(old), place(new)
    detour = detours.detour(before, after)
    if detour is not None:
        return detour
    if not before.host or not after.host:
        return None
    if before.host != after.host and sites.stands_in(before.host, _REDIRECTING):
        return None
    if _leads_to_front_page(before, after):
        return "front-page"
    return None if _belong_together(before, after) else "other-domain"


_REDIRECTING: Final = sites.LASTING | sites.SHORTENERS


def is_trivial(old: str, new: str) -> bool:
    """Whether two addresses differ in no more than any server takes for one page.

    In the scheme, in ``www.``, in the slash or index page at the end of the path, or in the
    spelling of percent-escapes. A fragment in ``new`` that ``old`` has not is more.
    """
    first, second = split(old), split(new)
    return (
        first.host == second.host
        and (not second.fragment or tidy(first.fragment) == tidy(second.fragment))
        and {first.scheme, second.scheme} <= {"http", "https", ""}
        and tidy(first.query) == tidy(second.query)
        and tidy_path(first.path) == tidy_path(second.path)
    )


def lasting_target(stops: Sequence[str]) -> str | None:
    """The last of ``stops``, a chain of permanent redirects, that may be written for its first.

    The chain ends at a service of lasting addresses, which are the ones to be written, and at
    an address made for one visit, or for another scheme than those of the web. ``None`` where
    nothing is better than the first: where the chain leads back to it, or only away from https.
    """
    found = None
    for source, target in pairwise(stops):
        before, after = split(source), split(target)
        if after.scheme not in {"http", "https"} or not after.host or _VISIT.search(target):
            break
        lasting = sites.stands_in(before.host, sites.LASTING)
        if lasting and not sites.stands_in(after.host, sites.LASTING):
            break
        found = target
    if found is None or found == stops[0]:
        return None
    first, last = split(stops[0]), split(found)
    downgraded = (first.scheme, last.scheme) == ("https", "http") and first.host == last.host
    return None if downgraded else found


# --------------------------------------------------------------------------- front pages


def _leads_to_front_page(old: Place, new: Place) -> bool:
    """Whether what was linked lies inside a site, and the redirect leads to the front of one."""
    if not new.is_front or old.may_be_front or _is_own_front(old):
        return False
    last = squashed(old.segments[-1]).rstrip("s") if old.segments else ""
    labels = {squashed(label).rstrip("s") for label in new.host.split(".")[:-1]}
    if last and last in labels:
        return False  # a part of a site that got a name of its own
    # `/api` sent to `developer.` of the same site: a part that moved, as a whole.
    site = registrable(new.host)
    moved = new.host not in {old.host, site} and site == registrable(old.host)
    return not (moved and len(old.segments) <= 1)


def _is_own_front(page: Place) -> bool:
    """Whether the page is the front of a person's or project's part of a site."""
    if not page.segments:
        return False
    personal = page.segments[0].startswith("~")
    project = sites.is_below(page.host, sites.PROJECT_PLATFORMS)
    return (personal or project) and page.inside(1).may_be_front


# --------------------------------------------------------------------------- other sites


def _belong_together(old: Place, new: Place) -> bool:
    """Whether something says that the two addresses are of one undertaking."""
    if old.host == new.host:
        return True
    first, second = registrable(old.host), registrable(new.host)
    if first == second:
        return True
    owner = sites.owner(old.host)
    if owner is not None and owner == sites.owner(new.host):
        return True
    if sites.is_below(old.host, sites.PLATFORMS):
        return True
    if old.segments and old.segments[0].startswith("~"):
        return True  # somebody's own pages, who has moved
    return _share_name(old, first, new, second) or _share_page(old, new)


def _share_name(old: Place, first: str, new: Place, second: str) -> bool:
    """Whether the name of the one site is that of the other, or stands in its address."""
    old_name, new_name = _name(first), _name(second)
    if len(old_name) >= _SHORTEST_NAME and (
        old_name == new_name or old_name in _names(new, second)
    ):
        return True
    if len(new_name) >= _SHORTEST_NAME and new_name in _names(old, first):
        return True
    shared = _labels(old, first) & _labels(new, second)
    return any(_tells(label) for label in shared)


def _labels(page: Place, site: str) -> set[str]:
    """The labels of a host before those of its site."""
    return set(page.host.removesuffix(site).split("."))


def _tells(name: str) -> bool:
    """Whether a part of an address is a name of its own, which others do not happen to have."""
    return len(name) >= _SHORTEST_NAME and name not in _COMMON


def _name(site: str) -> str:
    """The name of a site: its domain without the public suffix and dashes; none of an address."""
    return "" if _is_address(site) else squashed(site.partition(".")[0])


def _names(page: Place, site: str) -> Iterator[str]:
    """The names in the path of an address and in its host before the site's own.

    Not in its parameters: there the sellers of domains have them, as they have whole domains
    in their paths, which are no names.
    """
    yield from map(squashed, _labels(page, site))
    for segment in page.segments:
        yield squashed(segment)
        yield from _WORD.findall(segment)


def _share_page(old: Place, new: Place) -> bool:
    """Whether the last part of the old path, if it tells anything, is in the new one."""
    last = old.segments[-1] if old.segments else ""
    return _tells(last) and last in new.segments


def registrable(host: str) -> str:
    """The domain that somebody registered, by the public suffix list with its private section.

    So ``a.github.io`` and ``b.github.io`` are two. A host that has none stands for itself.
    """
    if _is_address(host):
        return host
    return _public_suffixes().privatesuffix(host) or host


def _is_address(host: str) -> bool:
    """Whether a host is an address in numbers."""
    return ":" in host or host.rpartition(".")[2].isdigit()


@cache
def _public_suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - 90 ms, where hosts differ

    return PublicSuffixList()
