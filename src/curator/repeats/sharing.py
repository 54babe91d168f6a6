"""What tells two entries that link one page from entries that say one thing twice."""

from __future__ import annotations

import re

from curator.document import Document, Entry
from curator.repeats import Mention
from curator.titles import Likeness, compare_titles, shared_words, title_key, word_count

_WORD = re.compile(r"[^\W\d_]+")
_AROUND = 200
"""Characters before and behind a link that are looked at."""
_MORE = re.compile(
    r"(?:(?:see|view|show) )?(?:all|more|(?:查看)?更多|…)(?: (?:all|more))?", re.IGNORECASE
)
"""The text of a link to the rest of what is shown in part."""
_REPOSITORY = re.compile(
    r"(?:github:[^/]+/|pypi:|npm:(?:@[^/]+/)?"
    r"|url:(?:(?:codeberg\.org|gitlab\.com|gitee\.com|bitbucket\.org|git\.sr\.ht)/[^/]+/"
    r"|crates\.io/crates/|rubygems\.org/gems/|packagist\.org/packages/[^/]+/"
    r"|nuget\.org/packages/|hackage\.haskell\.org/package/|metacpan\.org/pod/|hex\.pm/packages/"
    r"|bioconductor\.org/packages/|cran\.r-project\.org/(?:(?:web/)?packages/|package=)))"
    r"([^/#?]+)"
)
"""Keys of the front pages of repositories and packages, which name what they hold."""
_PROGRAMME = re.compile(
    r"/(?:accepted(?:[-_]?papers)?|program(?:me)?|schedule|proceedings|sessions?|agenda"
    r"|weeks?[-_/]?\d+|papers?|publications?|books?)(?:\.[a-z]{3,5})?/?$",
    re.IGNORECASE,
)
"""Addresses of pages that serve all that an event, a course or a publisher has."""
_COLLECTION = re.compile(
    r"(?:libraries|(?:plugin|theme|script|tool|package|extension|example|lib|module|component|sample"
    r"|recipe|template|project|demo|snippet|widget|dotfile|experiment)s)(?![a-z])"
)
_LEAST_LETTERS = 3
"""Letters of a word that may tell whose repository this is."""
_BEGINNING = 4
"""Letters that the names of siblings have in common at the beginning (``kubectx``, ``kubens``)."""
_WORDS_BEFORE = 2
"""Words from which, before a link in a sentence, the link is context and not the subject."""
_PARALLEL = 2
"""Words with which titles of parallel entries begin alike."""
_LINKS = 32
"""Further links of an entry that are looked at to tell it from another."""
_UNLIKE = 0.5
"""The share of words below which what stands beside two labels names different things."""
_ALIKE = 0.75
"""The share of words from which two descriptions may be copies of one."""


def _before(document: Document, mention: Mention) -> str:
    """What an item or a paragraph says before its link."""
    entry, at = mention.entry, mention.link.span.start
    if entry.kind not in ("item", "paragraph"):
        return ""
    return document.source.text[max(entry.span.start, at - _AROUND) : at]


def _behind(document: Document, mention: Mention) -> str:
    """What an entry says behind its link."""
    at = mention.link.span.end
    return document.source.text[at : min(mention.entry.span.end, at + _AROUND)]


def is_led(document: Document, mention: Mention) -> bool:
    """Whether words stand before the link, which may be what the entry is about."""
    return mention.entry.title_kind == "link" and bool(_WORD.search(_before(document, mention)))


def is_context(document: Document, mention: Mention) -> bool:
    """Whether a link stands amid a sentence: ``PySide: binding of [Qt](…) for Python``."""
    before = _before(document, mention)
    if mention.entry.title_kind != "link" or len(_WORD.findall(before)) < _WORDS_BEFORE:
        return False
    behind = _behind(document, mention)[:_AROUND]
    return before.rstrip(" *_\r\n")[-1:].isalpha() and behind.lstrip(" *_\r\n")[:1].isalpha()


def are_bracketed(document: Document, mention: Mention, other: Mention) -> bool:
    """Whether two links only say where something is from: ``[[ICRA](…)] Faster points``."""
    text = document.source.text
    spans = mention.link.span, other.link.span
    if not all(text[span.start - 1 : span.start] == "[" for span in spans):
        return False
    behind = _behind(document, mention), _behind(document, other)
    return all(map(_WORD.search, behind)) and shared_words(*behind) < _UNLIKE


def are_labels(document: Document, mention: Mention, other: Mention) -> bool:
    """Whether two links only say of what kind something is: ``[overview](…) by Ada``."""
    title = mention.entry.title
    plain = title.isascii() and title.isalpha() and title.islower()
    if not plain or title != other.entry.title:
        return False
    if title_key(title) in title_key(mention.link.identity.key):
        return False
    behind = _behind(document, mention), _behind(document, other)
    return all(map(_WORD.search, behind)) and title_key(behind[0]) != title_key(behind[1])


def are_sources(document: Document, mention: Mention, other: Mention) -> bool:
    """Whether two rows tell of different things before they link one source of them."""
    if not mention.entry.kind == other.entry.kind == "row":
        return False
    text = document.source.text
    before = [
        text[each.entry.span.start : each.link.span.start][:_AROUND] for each in (mention, other)
    ]
    return all(map(_WORD.search, before)) and shared_words(*before) < _UNLIKE


# ------------------------------------------------------------------------ two names, one page


def may_share(document: Document, mention: Mention, other: Mention) -> bool:
    """Whether entries with different titles may well have one page in common."""
    titles = mention.entry.title, other.entry.title
    return (
        any(_MORE.fullmatch(title[:_AROUND].strip(" .…>→»*") or "…") for title in titles)
        or _PROGRAMME.search(mention.link.identity.key) is not None
        or is_led(document, mention)
        or is_led(document, other)
        or _are_siblings(*titles)
        or _are_parts(mention, other)
        or _differ_beside(mention.entry, other.entry)
        or _are_parallel(mention.entry, other.entry)
    )


def _are_siblings(one: str, other: str) -> bool:
    """Whether two names of one word begin alike: ``kubectx`` and ``kubens``."""
    if not word_count(one) == word_count(other) == 1:
        return False
    names = title_key(one), title_key(other)
    alike = min(map(len, names)) > _BEGINNING and names[0][:_BEGINNING] == names[1][:_BEGINNING]
    return alike and compare_titles(one, other) is Likeness.DIFFERENT


def _are_parts(mention: Mention, other: Mention) -> bool:
    """Whether a repository or a package may hold two things, as neither bears its name.

    Names of one word may stand so for parts of any page, such as formats. Where one has it and
    the other has not, the other's address was probably copied, unless the other says itself
    that it belongs to the first.
    """
    entries = mention.entry, other.entry
    key = mention.link.identity.key
    match = _REPOSITORY.fullmatch(key)
    if match is None:
        names = all(word_count(entry.title) == 1 for entry in entries)
        return names and not any(_bears(entry.title, key) for entry in entries)
    repository = match[1].lower()
    if _COLLECTION.search(repository):
        return True
    if not any(_bears(entry.title, repository) for entry in entries):
        return True
    return any(_names(one, two) for one, two in (entries, entries[::-1]))


def _bears(title: str, repository: str) -> bool:
    """Whether ``title`` has a word of the name of a repository."""
    name, squeezed = title_key(repository), title_key(title)
    if squeezed in name or name in squeezed:
        return True
    return any(
        len(word) >= _LEAST_LETTERS and word in squeezed
        for word in (part.lower() for part in _WORD.findall(repository))
    )


def _names(one: Entry, other: Entry) -> bool:
    """Whether the description of ``one`` names ``other``."""
    words = {word.lower() for word in _WORD.findall(one.description[: 2 * _AROUND])}
    return word_count(other.title) == 1 and other.title.lower() in words


def _differ_beside(one: Entry, other: Entry) -> bool:
    """Whether two entries have links of the same text (``Source Code``) to different things."""
    linked = {
        link.text.casefold(): link.identity.key
        for link in one.links[:_LINKS]
        if link.text and link is not one.link and not link.badge and link.role != "person"
    }
    return any(
        linked.get(link.text.casefold(), link.identity.key) != link.identity.key
        for link in other.links[:_LINKS]
        if link.text and link is not other.link and not link.badge
    )


def _are_parallel(one: Entry, other: Entry) -> bool:
    """Whether titles begin with the same two words, and descriptions tell of different things.

    ``Using Seurat for clustering``, ``Using Seurat for spatial inference``.
    """
    first, second = (entry.title.casefold().split()[:_PARALLEL] for entry in (one, other))
    if len(first) < _PARALLEL or first != second:
        return False
    return bool(one.description and other.description) and (
        shared_words(one.description, other.description) < _ALIKE
    )
