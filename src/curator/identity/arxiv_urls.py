"""Addresses that denote a paper of arXiv: on arXiv, its mirrors, readers and DOIs."""

from __future__ import annotations

from re import IGNORECASE
from typing import NamedTuple

from curator.identity.address import MAX_HOST, Address, decoded, split, tidy_fragment
from curator.identity.arxiv import ARCHIVES, ArxivId, ArxivProblem, parse_arxiv_id
from curator.identity.shape import Shape
from curator.identity.value import Identity
from curator.source import Span


class ArxivReference(NamedTuple):
    """An address that is meant to be a paper's, be its identifier well formed or not.

    ``text`` is the identifier with escapes resolved, ``span`` where it stands in the address
    (the path's end if it is missing). ``form`` is ``abs``, ``pdf``, ``html``, ``doi``,
    ``huggingface`` … as in ``Identity``; ``outcome`` the identifier, or what is wrong with it.
    """

    text: str
    span: Span
    form: str
    outcome: ArxivId | ArxivProblem


class _Place(NamedTuple):
    """Where a path holds an identifier, and its text."""

    start: int
    end: int
    text: str
    form: str


# Pages of arXiv whose path goes on with an identifier (info.arxiv.org/help), by first segment.
_PAGES = frozenset({"abs", "bibtex", "dvi", "e-print", "format", "html", "pdf", "ps", "src", "tb"})
# Below these a file of the paper may follow the identifier: a figure, an ancillary file.
_FOLDERS = frozenset({"e-print", "html", "src"})
_FILES = (".pdf", ".ps.gz", ".ps", ".dvi.gz", ".dvi", ".tar.gz", ".gz", ".html", ".md")

_ARXIV_HOSTS = frozenset({"arxiv.org", "browse.arxiv.org", "export.arxiv.org", "xxx.lanl.gov"})
# Country mirrors such as de.arxiv.org, and lanl.arxiv.org and aps.arxiv.org.
_MIRROR = Shape(r"(?:[a-z]{2}|lanl|aps)\.arxiv\.org")
# What a university's proxy makes of the host: arxiv.org.ezproxy.…, arxiv-org.libproxy.…
_PROXIED = Shape(r"arxiv[.-]org\.[a-z0-9-]*proxy[a-z0-9-]*\..+")

# Other sites that show papers of arXiv under arXiv's identifiers: first segments, form.
_READERS: dict[str, tuple[frozenset[str], str]] = {
    "alphaxiv.org": (
        frozenset({"abs", "html", "overview", "paper", "pdf", "resources"}),
        "alphaxiv",
    ),
    "ar5iv.labs.arxiv.org": (frozenset({"abs", "html", "papers"}), "ar5iv"),
    "ar5iv.org": (frozenset({"abs", "html", "pdf"}), "ar5iv"),
    "arxiv-vanity.com": (frozenset({"papers"}), "vanity"),
    "catalyzex.com": (frozenset({"paper"}), "catalyzex"),
    "emergentmind.com": (frozenset({"papers"}), "emergentmind"),
    "hf.co": (frozenset({"papers"}), "huggingface"),
    "huggingface.co": (frozenset({"papers"}), "huggingface"),
    "scirate.com": (frozenset({"arxiv"}), "scirate"),
    "semanticscholar.org": (frozenset({"arxiv"}), "semanticscholar"),
    "ui.adsabs.harvard.edu": (frozenset({"abs"}), "ads"),
}

ARXIV_HOSTS = frozenset({*_ARXIV_HOSTS, *_READERS, "api.semanticscholar.org"})
"""Hosts with addresses of arXiv papers, mirrors and proxies aside (``is_arxiv_host``)."""

_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org"})
_DATACITE = Shape(r"10\.48550/arxiv\.", IGNORECASE)
_BIBCODE = Shape(r"[0-9]{4}arXiv([0-9]{4})\.?([0-9]{4,5})[A-Za-z.]")
_SUBJECT = Shape(r"(?<!\s)\s*+\[[A-Za-z.-]{1,20}\]$")


def is_arxiv_host(host: str) -> bool:
    """Whether ``host`` (lower case, without ``www.``) is arXiv, a mirror of it, or a proxy's."""
    if host in _ARXIV_HOSTS:
        return True
    if "arxiv" not in host or len(host) > MAX_HOST:
        return False
    return bool(_MIRROR.fullmatch(host) or _PROXIED.fullmatch(host))


def arxiv_reference(url: str) -> ArxivReference | None:
    """The arXiv paper that ``url`` is meant to denote, or ``None`` if it means another thing.

    Listings, author pages, searches and the help are none; a page of arXiv that takes an
    identifier is one, however malformed. Elsewhere only what looks like an identifier counts.
    Total; offsets are those of ``url`` itself.
    """
    address = split(url)
    found = _find(address)
    if found is None:
        return None
    start, end = (_offset_in(url, address.text, address.path_at + at) for at in found[:2])
    return ArxivReference(found.text, Span(start, end), found.form, parse_arxiv_id(found.text))


def arxiv_identity(address: Address) -> Identity | None:
    """The identity of a well-formed arXiv address."""
    found = _find(address)
    if found is None:
        return None
    paper = parse_arxiv_id(found.text)
    if not isinstance(paper, ArxivId):
        return None
    return Identity("arxiv", paper.id, tidy_fragment(address.fragment), paper.version, found.form)


def _offset_in(url: str, text: str, at: int) -> int:
    """The offset in ``url`` of offset ``at`` of ``text``, which is ``url`` tidied by ``split``."""
    lead = len(url) - len(url.lstrip())
    if url.startswith(text, lead):
        return lead + at
    kept = [i for i in range(lead, len(url)) if url[i] not in "\t\n\r"]
    return kept[at] if at < len(kept) else len(url)


def _find(address: Address) -> _Place | None:
    host, path = address.host, address.path
    if host in _ARXIV_HOSTS:
        return _on_arxiv(path)
    if address.scheme == "arxiv":
        return _Place(0, len(path), _SUBJECT.sub("", decoded(path)[:400]).strip(), "name")
    if address.scheme == "doi" or host in _DOI_HOSTS:
        return _in_doi(path)
    if is_arxiv_host(host):
        return _on_arxiv(path)
    if host in _READERS:
        return _on_reader(path, *_READERS[host])
    if host == "api.semanticscholar.org" and path[:7].lower() == "/arxiv:":
        return _Place(7, len(path), decoded(path[7:]), "semanticscholar")
    return None


def _in_doi(path: str) -> _Place | None:
    match = _DATACITE.search(path[:40])
    if match is None or path[: match.start()].strip("/") not in {"", "doi:"}:
        return None
    return _Place(match.end(), len(path), decoded(path[match.end() :].rstrip("/")), "doi")


def _on_arxiv(path: str) -> _Place | None:
    start = len(path) - len(path.lstrip("/"))
    first, slash, _ = path[start:].partition("/")
    name = first.lower()
    if name in _PAGES:
        at = start + len(first) + len(slash)
        return _identifier(path, at, name)
    if name in {"ftp", "ps_cache"}:
        return _stored_file(path, start)
    if name[:1].isdigit() and "." in name:
        return _identifier(path, start, "short")
    if slash and name.partition(".")[0] in ARCHIVES:
        place = _identifier(path, start, "short")
        if place and isinstance(parse_arxiv_id(place.text), ArxivId):
            return place
    return None


def _identifier(path: str, start: int, form: str) -> _Place | None:
    """The rest of ``path`` from ``start`` as an identifier, without slashes and file type."""
    end = len(path)
    while start < end and path[start] == "/":
        start += 1
    while end > start and path[end - 1] == "/":
        end -= 1
    if form != "abs":
        lower = path[max(start, end - 8) : end].lower()
        suffix = next((kind for kind in _FILES if lower.endswith(kind)), "")
        end -= min(len(suffix), end - start)
    if form in _FOLDERS:
        own = 0 if path[start : start + 1].isdigit() else 1
        if path.count("/", start, end) > own:
            return None
    return _Place(start, end, decoded(path[start:end]), form)


def _stored_file(path: str, start: int) -> _Place | None:
    """``/ftp/arxiv/papers/1706/1706.03762.pdf``, ``/ftp/hep-th/papers/9901/9901001.pdf``."""
    parts = path[start:].split("/")
    if len(parts) != 5:
        return None
    archive, name = parts[1].lower(), parts[4]
    at = len(path) - len(name)
    place = _identifier(path, at, "ftp")
    if place is None:
        return None
    text = place.text if archive == "arxiv" else f"{archive}/{place.text}"
    if isinstance(parse_arxiv_id(text), ArxivProblem):
        return None
    return place._replace(text=text)


def _on_reader(path: str, pages: frozenset[str], form: str) -> _Place | None:
    first, _, rest = path[1:].partition("/")
    if first not in pages or not rest:
        return None
    start = len(path) - len(rest)
    if form == "ads":
        code = rest.partition("/")[0]
        if match := _BIBCODE.fullmatch(code):
            return _Place(start, start + len(code), ".".join(match.groups()), form)
    place = _identifier(path, start, form)
    if place is None:
        return None
    meant = place.text[:1].isdigit() and "." in place.text and "/" not in place.text
    if meant and form in {"huggingface", "alphaxiv", "ar5iv"}:
        return place
    return place if isinstance(parse_arxiv_id(place.text), ArxivId) else None
