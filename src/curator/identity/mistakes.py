"""Addresses that were mistyped, glued together or copied with a bracket, and what was meant."""

from __future__ import annotations

import difflib
import re
from enum import Enum, auto
from typing import Final, NamedTuple

from curator.identity.arxiv_urls import arxiv_reference


class MistakeKind(Enum):
    """What can be wrong with an address as text; in brackets what ``Mistake.part`` is then."""

    LINK_INSIDE = auto()
    """The target of a link holds the markup of another one (the whole address)."""
    STRAY_END = auto()
    """A bracket or quote that nothing opened ends it (that character)."""
    SCHEME_TWICE = auto()
    """``https://https://…`` (the schemes as written)."""
    SCHEME_MISTYPED = auto()
    """``htps://…``, ``http:/…``, ``https//…`` (the scheme as written)."""
    SCHEME_MISSING = auto()
    """``www.example.org``, ``github.com/o/r``: a browser takes it for a path (the site).

    Only who knows the files of the repository can tell that it is none.
    """
    MAILTO_MISTYPED = auto()
    """``mailto://…``, ``maito:…`` (what stands before the e-mail address)."""
    JUNK_BEFORE = auto()
    """Something stands before the scheme, as in ``(https://…`` (that text)."""
    NO_SITE = auto()
    """Nothing follows the scheme (the whole address)."""
    IMPOSSIBLE_SITE = auto()
    """No site can have such a name: ``www..example.org`` (the name)."""
    GLUED = auto()
    """Two addresses ran together (the first one; the second is the rest)."""


class Mistake(NamedTuple):
    """What is wrong with an address.

    ``part`` is the text that the kind speaks of, ``meant`` the address that was plainly meant,
    or ``None`` where it cannot be known.
    """

    kind: MistakeKind
    part: str
    meant: str | None = None


# Most addresses: a whole scheme, a name that a site can have, and behind it neither a colon, so
# no second address, nor a bracket or quote. None of the searches below finds anything in one.
_RIGHT = re.compile(
    r"https?://[a-zA-Z0-9_-]+(?:\.[a-zA-Z0-9_-]+)++(?:[/?#][^]\[<>{}\"`:]*+)?|#[^]\[<>{}\"`:]*+"
)


def find_mistake(url: str) -> Mistake | None:
    """The first thing that is wrong with ``url`` as a link's target; ``None`` if nothing is.

    ``url`` is as Markdown decodes it. Total, and linear in its length. Addresses that carry
    another one on purpose (archives, proxies, translators) are right, and so are other schemes.
    An address in the very place of an arXiv identifier or a DOI is none of these mistakes: it
    is the identifier that is wrong there.
    """
    if _RIGHT.fullmatch(url):
        return None
    return (
        find_stray_bracket(url)
        or _mistyped_scheme(url)
        or _impossible_site(url)
        or _missing_scheme(url)
        or _glued(url)
    )


# ----------------------------------------------------------------------------- brackets

_OPENING = {"]": "[", ">": "<", "}": "{", '"': '"', "`": "`"}


def find_stray_bracket(url: str) -> Mistake | None:
    """A ``LINK_INSIDE`` or ``STRAY_END`` in ``url``: where brackets and quotes went wrong."""
    if "](" in url or url.startswith("["):
        return Mistake(MistakeKind.LINK_INSIDE, url)
    last = url[-1:]
    if last not in _OPENING or _OPENING[last] in url[:-1]:
        return None
    return Mistake(MistakeKind.STRAY_END, last, _without_strays(url))


def _without_strays(url: str) -> str | None:
    """``url`` without the unopened brackets and quotes at its end, if what is left is whole."""
    strays = [
        closing
        for closing, opening in _OPENING.items()
        if url.count(opening) == (1 if opening == closing else 0)
    ]
    if url.count(")") > url.count("("):
        strays.append(")")
    left = url.rstrip("".join(strays))
    return left if left and left.count("(") == left.count(")") else None


# ------------------------------------------------------------------------------ schemes

_START = re.compile(r"([A-Za-z]{2,9})([:;.,]*)([/\\]*)(.*)", re.DOTALL)
_LATE_SCHEME = re.compile(r"([^/?#:+=]{1,60}?)(https?://.*)", re.DOTALL | re.IGNORECASE)
_TWICE = re.compile(r"https?:/*(?:https?(?::|/)/*)+(?=[^/])", re.IGNORECASE)
_MAIL = re.compile(
    r"(?!mailto:[^/])((?:e?mail(?:-?to)?|maito|malito|mailt|mailo|mialto)[:;]/*)([^\s/@]+@[^\s/@]+)",
    re.IGNORECASE,
)
_OTHER_SCHEMES = frozenset("ftp ftps sftp ssh ws wss hdfs shttp htsp".split())
_ALIKE: Final = 0.74


def _mistyped_scheme(url: str) -> Mistake | None:
    """What is wrong with ``http://`` or ``mailto:`` at the start of ``url``."""
    if twice := _TWICE.match(url):
        return Mistake(MistakeKind.SCHEME_TWICE, twice[0], "https://" + url[twice.end() :])
    if mail := _MAIL.fullmatch(url):
        return Mistake(MistakeKind.MAILTO_MISTYPED, mail[1], "mailto:" + mail[2])
    match = _START.match(url)
    if match is None:
        return _junk(url)
    name, colon, slashes, rest = match.groups()
    lower = name.lower()
    exact = lower in ("http", "https")
    if exact and colon == ":" and slashes == "//":
        return None if rest else Mistake(MistakeKind.NO_SITE, url)
    meant = ""
    if exact and (":" in colon or ";" in colon or len(slashes) > 1):
        meant = lower
    elif not exact and lower not in _OTHER_SCHEMES and ((colon and slashes) or len(slashes) > 1):
        meant = "".join(difflib.get_close_matches(lower, ("https", "http"), n=1, cutoff=_ALIKE))
    if not meant:
        return _junk(url)
    return Mistake(MistakeKind.SCHEME_MISTYPED, name + colon + slashes, f"{meant}://{rest}")


def _junk(url: str) -> Mistake | None:
    """What stands before a scheme further on, with what closes behind the address."""
    match = _LATE_SCHEME.fullmatch(url)
    if match is None:
        return None
    junk, address = match.groups()
    closing = {"(": ")", "[": "]", "<": ">"}.get(junk, junk)
    return Mistake(MistakeKind.JUNK_BEFORE, junk, address.removesuffix(closing))


_SITE = re.compile(r"https?://([^/?#\\]*)", re.IGNORECASE)


def _impossible_site(url: str) -> Mistake | None:
    match = _SITE.match(url)
    if match and (".." in match[1] or match[1].startswith(".") or re.search(r"[,;\s]", match[1])):
        return Mistake(MistakeKind.IMPOSSIBLE_SITE, match[1])
    return None


# --------------------------------------------------------------------- missing schemes

_HOST = re.compile(
    r"(?P<host>(?:[a-z0-9-]{1,63}\.){1,6}(?P<top>[a-z]{2,10}))(?::\d+)?(?P<rest>[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_WWW = re.compile(r"www\.[^.]+\.")
# Sites that lists link to all the time: no folder of a list is called like that.
_SITES = frozenset(
    "github.com github.io gitlab.com bitbucket.org youtube.com youtu.be arxiv.org doi.org "
    "openreview.net huggingface.co hf.co google.com wikipedia.org twitter.com x.com medium.com "
    "reddit.com linkedin.com facebook.com stackoverflow.com kaggle.com "
    "coursera.org udemy.com acm.org ieee.org springer.com nature.com sciencedirect.com "
    "aclweb.org aclanthology.org semanticscholar.org researchgate.net bit.ly goo.gl t.co "
    "slideshare.net sourceforge.net amazon.com microsoft.com apple.com mit.edu stanford.edu "
    "berkeley.edu cmu.edu".split()
)
_SURE_TOPS = frozenset("com org edu gov".split())
# Endings of files that may be read as that of a site; `.md` is Moldova's as well.
_FILE_TOPS = frozenset(
    "md markdown mdx rst txt pdf html htm ipynb png jpg jpeg gif svg webp doc docx ppt pptx tex "
    "bib csv json yaml yml zip".split()
)
_FILE_ENDING = re.compile(r"\.(?:md|markdown|mdx|rst|txt|png|jpe?g|gif|svg|ipynb)\Z", re.IGNORECASE)


def _missing_scheme(url: str) -> Mistake | None:
    """Whether ``url`` is a site and a path rather than the path of a file."""
    match = _HOST.fullmatch(url)
    if match is None:
        return None
    host, top, rest = match["host"].lower(), match["top"].lower(), match["rest"] or ""
    if top in _FILE_TOPS and not rest.startswith("/"):
        return None
    known = _WWW.match(host) is not None or ".".join(host.split(".")[-2:]) in _SITES
    likely = (
        top in _SURE_TOPS
        and (len(rest) > 1 or top in ("com", "edu", "gov"))
        and not _FILE_ENDING.search(rest.partition("#")[0])
    )
    if not (known or likely):
        return None
    return Mistake(MistakeKind.SCHEME_MISSING, match["host"], f"https://{url}")


# ---------------------------------------------------------------------- glued addresses

# Services that carry another address in their path, by a word of their host or path.
_CARRIERS = re.compile(
    r"archive|wayback|translat|proxy|validator|jina\.ai|12ft|webcache|nbviewer|htmlpreview|githack"
    r"|rawgit|cors|//via\.|weserv|wsrv|camo|badge|shields|memento|perma|webcitation|timetravel"
    r"|readability|outline\.com|screenshot|thum\.io|mshots|/url/|hypothes|gitpod|redirect|/http"
    r"|pdf\.js|viewer|sci-hub|freedium|scribe|wayforward|megalodon|ghost|safelinks|urldefense",
    re.IGNORECASE,
)
# Sites below whose paths no address of another site makes sense.
_CARRYING_NONE = re.compile(
    r"https?://(?:[a-z0-9-]+\.)*"
    r"(?:github\.com|youtube\.com|youtu\.be|huggingface\.co|openreview\.net|aclanthology\.org"
    r"|medium\.com|twitter\.com|gitlab\.com|wikipedia\.org|stackoverflow\.com|reddit\.com"
    r"|arxiv\.org)/",
    re.IGNORECASE,
)
_INNER = re.compile(r"https?://", re.IGNORECASE)
_SITE_OF = re.compile(r"https?://(?:www\.)?([^/?#]+)", re.IGNORECASE)
_DOI_START = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/+", re.IGNORECASE)


def _glued(url: str) -> Mistake | None:
    """Whether two addresses ran together, as in ``https://a.org/xhttps://b.org/y``."""
    inner = _INNER.search(url, 8)
    outer = _SITE_OF.match(url)
    if inner is None or outer is None or _CARRIERS.search(url[: inner.start() - 1]):
        return None
    at = inner.start()
    before = url[at - 1]
    in_path = not re.search(r"[?#]", url[:at])
    if before == "/":
        site = _SITE_OF.match(url, at)
        same = site is not None and site[1].lower() == outer[1].lower()
        wrong = in_path and (same or _CARRYING_NONE.match(url) is not None)
    else:
        wrong = before.isalnum() or (in_path and before in ",;.()[]*_-~'\"|")
    if not wrong or _in_place_of_identifier(url, at):
        return None
    return Mistake(MistakeKind.GLUED, url[:at])


def _in_place_of_identifier(url: str, at: int) -> bool:
    """Whether an arXiv identifier or a DOI should stand at ``at`` instead of an address."""
    doi = _DOI_START.match(url)
    if doi is not None and doi.end() == at:
        return True
    reference = arxiv_reference(url)
    return reference is not None and reference.span.start == at
