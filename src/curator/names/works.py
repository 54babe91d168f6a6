"""Which links bear the title of a work, given by its author and not by the list."""

from __future__ import annotations

import re
from typing import Final

from curator.document import Link

_WORD: Final = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*+")
_IDEOGRAPH: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORDS_OF_A_TITLE: Final = 4
_IDEOGRAPHS_OF_A_WORD: Final = 2
_FILE: Final = re.compile(
    r"[^\s.]\.(?:md|markdown|rst|txt|pdf|ps|djvu|epub|mobi|azw3|html?|docx?|pptx?|ipynb|zip)",
    re.IGNORECASE,
)
_DATED: Final = re.compile(r"/(?:19|20)\d\d(?:[/\-]|$)")
_SHOWS: Final = frozenset(
    "conference conferences talk talks presentation presentations video videos playlist "
    "playlists".split()
)
"""Parts of paths below which sites show talks and videos."""
_SHOP: Final = re.compile(r"(?:(?:www|smile)\.)?(?:amazon\.[a-z]{2,3}(?:\.[a-z]{2})?|amzn\.\w+)")
_SITES_OF_WORKS: Final = frozenset(
    "oreilly.com shop.oreilly.com learning.oreilly.com manning.com packtpub.com apress.com "
    "leanpub.com nostarch.com pragprog.com informit.com gumroad.com goodreads.com udemy.com "
    "vimeo.com pyvideo.org slideshare.net speakerdeck.com".split()
)


def is_title_of_work(link: Link) -> bool:
    """Whether the text of ``link`` is what an author called a work, as far as can be told.

    So are texts of four words or more, names of documents (``notes.md``), and all that leads to a
    work itself (see ``leads_to_work``). Links within the file name its sections.
    """
    if link.internal or link.url.startswith("#"):
        return False
    return bool(_is_long(link.text) or _ends_as_file(link.text) or leads_to_work(link))


def leads_to_work(link: Link) -> bool:
    """Whether a link leads to a video or playlist, a shop of books, a talk or a dated post."""
    if link.identity.scheme == "youtube":
        return True
    _, found, rest = link.url.partition("://")
    host, slash, path = rest.partition("/")
    host = host.lower()
    if not found or not path:
        return False
    if _SHOP.fullmatch(host) or host.removeprefix("www.") in _SITES_OF_WORKS:
        return True
    path = path.partition("?")[0].partition("#")[0]
    return _DATED.search(slash + path) is not None or not _SHOWS.isdisjoint(path.split("/"))


def _is_long(text: str) -> bool:
    ideographs = len(_IDEOGRAPH.findall(text))
    words = len(_WORD.findall(_IDEOGRAPH.sub(" ", text)))
    return words + ideographs // _IDEOGRAPHS_OF_A_WORD >= _WORDS_OF_A_TITLE


def _ends_as_file(text: str) -> bool:
    end = text.rstrip()
    return _FILE.fullmatch(end, max(end.rfind(".") - 1, 0)) is not None
