"""Addresses as redirects are judged by them: host, parts of the path, what parameters say."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from curator.identity import is_tracking_parameter
from curator.identity.address import decoded, parameters, split

_LONGEST: Final = 4_096
"""Characters of an address beyond which nothing is looked at."""
_LANGUAGES: Final = frozenset(
    "ar bg br ca cn cs da de el en es et fa fi fr gb he hi hr hu id it ja jp ko kr lt lv nb nl no"
    " pl pt ro ru sk sl sr sv th tr tw uk us vi zh".split()
)
_REGION = re.compile(r"([a-z]{2})[-_][a-z]{2,4}")
_FRONT: Final = frozenset(
    "index default home homepage main welcome start accueil startseite inicio top intl global"
    " english".split()
)
_VERSION = re.compile(r"v?\d+(?:\.[\dx]+)*|latest|stable|current|master|devel?")
_ENDING = re.compile(r"(.+)\.(?:html?|xhtml|shtml|php\d?|aspx?|jsp|cgi|cfm)", re.DOTALL)
_SEPARATORS: Final = str.maketrans("", "", "-_.~@+ ")
# Parameters that name one of many pages, and those that a front page may have as well.
_PAGE_PARAMETERS: Final = frozenset(
    "p id page page_id pageid post post_id article articleid story doc docid v pid option q url u"
    " file path title topic t name".split()
)
_IDLE_PARAMETERS: Final = frozenset(
    "lang language locale hl ref from source src redirected redirect r gi".split()
)


class Place(NamedTuple):
    """One address: ``host`` bare of ``www.`` and port, ``segments`` of the path in lower case.

    The segments are decoded, and without the ending of a page; ``parameters`` have names in
    lower case and decoded values, and leave out those that only say where a click came from.
    """

    host: str
    segments: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...]
    fragment: str

    @property
    def may_be_front(self) -> bool:
        """Whether this may be the front page of a site, of one language or version."""
        return not any(name in _PAGE_PARAMETERS for name, _ in self.parameters) and (
            len(self.segments) <= 3
            and all(_is_front(part) or _VERSION.fullmatch(part) for part in self.segments)
        )

    @property
    def is_front(self) -> bool:
        """Whether this is surely the front page of a site, and no more."""
        return (
            not self.fragment
            and all(name in _IDLE_PARAMETERS for name, _ in self.parameters)
            and len(self.segments) <= 3
            and all(map(_is_front, self.segments))
        )

    def inside(self, depth: int) -> Place:
        """The same without the first ``depth`` segments."""
        return self._replace(segments=self.segments[depth:])


def place(url: str) -> Place:
    """The parts of ``url``; total. Of a very long one only the start is looked at."""
    address = split(url[:_LONGEST])
    segments = (_plain(part) for part in address.path.split("/"))
    pairs = (
        (name.lower(), decoded(value))
        for name, value in parameters(address.query)
        if not is_tracking_parameter(name)
    )
    host = address.host if address.host.startswith("[") else address.host.partition(":")[0]
    return Place(host, tuple(filter(None, segments)), tuple(pairs), address.fragment)


def squashed(text: str) -> str:
    """``text`` without the signs by which the words of a name are kept apart."""
    return text.translate(_SEPARATORS)


def _plain(segment: str) -> str:
    segment = decoded(segment.partition(";")[0]).lower()
    match = _ENDING.fullmatch(segment)
    return match[1] if match else segment


def _is_front(segment: str) -> bool:
    if segment in _FRONT or segment in _LANGUAGES:
        return True
    region = _REGION.fullmatch(segment)
    return region is not None and region[1] in _LANGUAGES
