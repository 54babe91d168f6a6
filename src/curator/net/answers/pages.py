"""Pages of HTML, read where a link needs it: title, refresh, and the places that fragments name.

Of a place it is said that it is not there only where that is sure: pages drawn by script, cut
short, or with fragments that mean something else are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape
from itertools import islice
from typing import Final
from urllib.parse import urljoin

from curator.net.answers.anchors import PREFIX, has_places, is_github, names_of, shows_author_places
from curator.net.answers.markup import HEAD, charset, head_tree, is_html, visible_text

MAX_TITLE: Final = 300
"""Characters of a title that are kept."""
MAX_REFRESH: Final = 10.0
"""Seconds after which a page that sends its readers elsewhere still counts as a redirect."""
_OVERLAP: Final = 1_100
"""Bytes that the longest name may take with what is around it."""
_STEP: Final = 8_192
"""Bytes that are waited for before they are looked at, so that few are looked at twice."""

# --------------------------------------------------------------------------- title, refresh

_WHITE = re.compile(r"\s+")
_REFRESH = re.compile(
    r"\s*(\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})[\d.]*\s*(?:[;,]\s*|\s)(?:url\s*=\s*)?+(.+)",
    re.IGNORECASE | re.DOTALL,
)


def title(body: bytes, content_type: str = "") -> str:
    """The title of a page, as a stranger wrote it: white space collapsed, at most 300 characters.

    Empty where there is none in the first 16 KB.
    """
    if b"<title" not in body[:HEAD].lower():
        return ""
    found = head_tree(body, content_type).css_first("title")
    text = found.text() if found is not None else ""
    return _WHITE.sub(" ", text).strip()[:MAX_TITLE]


def refresh_target(body: bytes, base: str) -> str | None:
    """Where ``<meta http-equiv=refresh>`` leads at most ten seconds later, as an absolute URL.

    ``base`` is the address of the page; ``<base href>`` is honoured. ``None`` where there is no
    such thing in the first 16 KB, where it only loads the page again or is for readers without
    scripts, and where it leads to what is no address of the web.
    """
    start = body[:HEAD].lower()
    if b"http-equiv" not in start or b"refresh" not in start:
        return None
    tree = head_tree(body)
    for meta in tree.css("meta[http-equiv]"):
        attributes = meta.attributes
        if (attributes.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        above = meta.parent
        while above is not None and above.tag != "noscript":
            above = above.parent
        match = _REFRESH.fullmatch((attributes.get("content") or "")[:4_096])
        if above is not None or match is None or float(match[1]) > MAX_REFRESH:
            continue
        written = tree.css_first("base[href]")
        place = (written.attributes.get("href") or "") if written is not None else ""
        return _joined(_joined(base, place) or base, _unquoted(match[2]))
    return None


def _unquoted(url: str) -> str:
    """The address behind ``url=``, up to the quote that closes it."""
    url = url.strip()
    quote = url[:1]
    return url[1:].partition(quote)[0].strip() if quote and quote in "\"'" else url


def _joined(base: str, url: str) -> str | None:
    try:
        found = urljoin(base, url)
    except ValueError:
        return None
    return found if url and found.lower().startswith(("http://", "https://")) else None


# ----------------------------------------------------------------------------------- places

# Also in the escaped HTML that scripts draw a page from.
_NAMED = re.compile(
    rb"[\s\"'/](?:id|name)\s{0,9}=\s{0,9}"
    rb"(?:\\?\"([^\"\\<>]{1,1000})\\?\"|\\?'([^'\\<>]{1,1000})\\?'|([^\s\"'\\<>=`]{1,1000}))",
    re.IGNORECASE,
)
# Names in a script's data, and links to them within the page.
_MENTIONED = re.compile(rb"[\"'#]([^\"'#\\<>\s]{1,300})(?=[\"'\\])")
_ANCHOR = re.compile(
    rb"<(?:h[1-6]|section|dt|a)\b[^<>]{0,300}?\s(?:id|name)\s{0,9}=", re.IGNORECASE
)
_DRAWN_PAGE = re.compile(rb"<frameset\b|location\.hash|hashchange|\$docsify", re.IGNORECASE)
_NOSCRIPT = re.compile(rb"<noscript\b(?:(?!</noscript)[\s\S]){0,600}", re.IGNORECASE)
_SCRIPT = re.compile(rb"<script\b(?![^<>]{0,300}\bld\+json)", re.IGNORECASE)
_ENOUGH_ANCHORS: Final = 2
_ENOUGH_TEXT: Final = 600
_STATIC: Final = 200
_MOST_ESCAPES: Final = 20
_MOST_NAMES: Final = 100_000
"""Escapes in a name, names in a page: one with more is made to cost time."""


class PlaceFinder:
    """Tells when all places that are wanted have been read: an ``Enough`` for one answer.

    It remembers how far it has looked, so that a long page is looked at once.
    """

    def __init__(self, fragments: Collection[str]) -> None:
        self._wanted = [names for names in map(names_of, fragments) if names]
        self._looked = 0
        self._left = _MOST_NAMES

    def __call__(self, body: bytes) -> bool:
        """Whether the part of the page that has been read has all places, and a whole head."""
        if len(body) < HEAD:
            return False
        if self._wanted and len(body) - self._looked >= _STEP:
            found = list(islice(_names(body, self._looked, "utf-8"), self._left))
            self._left -= len(found)
            self._wanted = [names for names in self._wanted if names.isdisjoint(found)]
            # A name that was cut off at the end is looked at again.
            self._looked = len(body) - _OVERLAP
        return not self._wanted or self._left <= 0


def places(
    body: bytes,
    url: str,
    fragments: Collection[str],
    content_type: str,
    complete: bool,  # noqa: FBT001 - a fact of the answer, as the others
) -> dict[str, bool]:
    """Whether the page at ``url`` has the places that ``fragments``, as written, name.

    ``True`` where it has, ``False`` where the whole page was read and has none by that name;
    what cannot be told is left out. ``complete`` says that ``body`` is the whole page.
    """
    told: dict[str, bool] = {}
    wanted = {fragment: names for fragment in fragments if (names := names_of(fragment))}
    if not wanted or not is_html(body, content_type):
        return told
    encoding = charset(body, content_type)
    found, all_names = _taken(_names(body, 0, encoding))
    missing: dict[str, frozenset[str]] = {}
    for fragment, names in wanted.items():
        if names.isdisjoint(found):
            missing[fragment] = names
        else:
            told[fragment] = True
    whole = complete and all_names
    if missing and whole and has_places(url) and _is_written_out(body, url, found):
        mentioned, all_mentions = _taken(
            _text(match[1], encoding) for match in _MENTIONED.finditer(body)
        )
        if not all_mentions:
            return told
        for fragment, names in missing.items():
            if names.isdisjoint(mentioned):
                told[fragment] = False
    return told


def _taken(names: Iterator[str]) -> tuple[set[str], bool]:
    """The first of ``names``, as many as are looked at, and whether these are all."""
    found = set(islice(names, _MOST_NAMES))
    return found, next(names, None) is None


def _names(body: bytes, start: int, encoding: str) -> Iterator[str]:
    """The values of ``id`` and ``name`` from ``start`` on, folded.

    Those in comments and scripts as well: that a script may put a place there is no less than
    that it is there.
    """
    for match in _NAMED.finditer(body, start):
        yield _text(match[1] or match[2] or match[3], encoding)


def _text(value: bytes, encoding: str) -> str:
    text = value.decode(encoding, "replace")
    if 0 < text.count("&") <= _MOST_ESCAPES:
        text = unescape(text)
    return text.strip().casefold()


def _is_written_out(body: bytes, url: str, names: Collection[str]) -> bool:
    """Whether a page has its places in its HTML, so that what is not there is nowhere."""
    if is_github(url):
        return shows_author_places(url) and any(name.startswith(PREFIX) for name in names)
    if _DRAWN_PAGE.search(body) or _asks_for_scripts(body):
        return False
    scripted = _SCRIPT.search(body) is not None
    if len(visible_text(body, _ENOUGH_TEXT)) < (_ENOUGH_TEXT if scripted else _STATIC):
        return False
    if not scripted:
        return True
    # Scripts may name the headings of a page: not where its author did.
    return len(list(islice(_ANCHOR.finditer(body), _ENOUGH_ANCHORS))) == _ENOUGH_ANCHORS


def _asks_for_scripts(body: bytes) -> bool:
    """Whether a page tells readers without scripts that it needs them."""
    return any(b"javascript" in match[0].lower() for match in _NOSCRIPT.finditer(body))
