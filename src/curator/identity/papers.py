"""Papers outside arXiv: DOIs and the publishers that carry them, and archives with own ids."""

from __future__ import annotations

from collections.abc import Callable
from re import IGNORECASE

from curator.identity.address import (
    Address,
    decoded,
    parameter,
    segments,
    tidy_fragment,
)
from curator.identity.arxiv_urls import arxiv_identity
from curator.identity.shape import Shape
from curator.identity.value import Identity

# ------------------------------------------------------------------------------ DOI

_DOI = Shape(r"10\.[0-9]{4,9}(?:\.[0-9]{1,9})*/[^\s\x00-\x1f]+")
_ACL_DOI = Shape(r"10\.(?:18653|3115)/v1/(.+)")
# What publishers write behind a DOI to choose a view of the paper.
_VIEWS = Shape(
    r"(?:\.pdf|/(?:abstract|epdf|epub|full|fulltext|fulltext\.html|meta|pdf|references"
    r"|full/html|full/pdf))$"
)
# The platform of MIT Press and others goes on with a number of its own and the title.
_SILVERCHAIR = Shape(r".*/(10\.[^/]+/[^/]+)/[0-9]{3,9}(?:/[^/]*)?/?")
_NO_PAPER = frozenset({"citedby", "figure", "media", "metrics", "suppl", "toc"})
_PREPRINT = Shape(r"(10\.(?:1101|64898)/[0-9]++(?:\.[0-9]++)*+)(?:v([0-9]{1,3}))?(?:\.[a-z.-]*+)?")
_NATURE = Shape(r"s4[0-9]{4}-[0-9]{3}-[0-9]{5}-[0-9wxyz]|(?:nature|ncomms|srep)[0-9]{4,5}")
_ACM_CITATION = Shape(r"[0-9]{5,8}\.[0-9]{5,8}")


def doi_identity(text: str, form: str, fragment: str = "") -> Identity | None:
    """The paper behind a DOI (case does not matter in one); ACL's are known by their own ids."""
    doi = text.strip().lower()
    if not _DOI.fullmatch(doi):
        return None
    if match := _ACL_DOI.fullmatch(doi):
        paper = _acl_id(match.group(1))
        if paper is not None:
            return Identity("acl", paper, fragment, None, form)
    return Identity("doi", doi, fragment, None, form)


def doi(address: Address) -> Identity | None:
    """``doi.org/10.…``, ``doi:10.…``."""
    paper = arxiv_identity(address)
    if paper is not None:
        return paper
    text = decoded(address.path).lstrip("/")
    if text[:4].lower() == "doi:":
        text = text[4:]
    fragment = tidy_fragment(address.fragment)
    return doi_identity(text, "name" if address.scheme == "doi" else "doi", fragment)


def _publisher(address: Address) -> Identity | None:
    """A page of a publisher whose path carries the DOI: ``…/doi/abs/10.1145/…``."""
    before, found, rest = decoded(address.path).partition("/10.")
    if not found or not _NO_PAPER.isdisjoint(before.split("/")):
        return None
    text = _VIEWS.sub("", f"10.{rest}".rstrip("/"))
    return doi_identity(text, "publisher", tidy_fragment(address.fragment))


def _silverchair(address: Address) -> Identity | None:
    """``direct.mit.edu/tacl/article/doi/10.1162/tacl_a_00324/96460/How-Can-We-Know``."""
    match = _SILVERCHAIR.fullmatch(decoded(address.path))
    if match is None:
        return _publisher(address)
    return doi_identity(match.group(1), "publisher", tidy_fragment(address.fragment))


def _preprint(address: Address) -> Identity | None:
    """``biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf``; a version is recorded."""
    before, found, rest = address.path.partition("/10.")
    match = _PREPRINT.fullmatch(f"10.{rest}".rstrip("/")) if found else None
    if match is None or not before.startswith("/content"):
        return None
    version = int(match.group(2)) if match.group(2) else None
    fragment = tidy_fragment(address.fragment)
    return Identity("doi", match.group(1), fragment, version, "publisher")


def _nature(address: Address) -> Identity | None:
    parts = segments(address)
    if len(parts) != 2 or parts[0] != "articles":
        return None
    name = parts[1].removesuffix(".pdf")
    if not _NATURE.fullmatch(name):
        return None
    return doi_identity(f"10.1038/{name}", "publisher", tidy_fragment(address.fragment))


def _acm(address: Address) -> Identity | None:
    if address.path in {"/citation.cfm", "/ft_gateway.cfm"}:
        number = parameter(address.query, "id")
        return (
            doi_identity(f"10.1145/{number}", "publisher")
            if (_ACM_CITATION.fullmatch(number))
            else None
        )
    return _publisher(address)


def _plos(address: Address) -> Identity | None:
    if not address.path.endswith(("/article", "/article/file")):
        return None
    kind = parameter(address.query, "type")
    if kind not in {"", "printable"}:
        return None
    fragment = tidy_fragment(address.fragment)
    return doi_identity(parameter(address.query, "id"), "publisher", fragment)


# ----------------------------------------------------------- archives with ids of their own

_ACL_OLD = Shape(r"[A-Za-z][0-9]{2}-[0-9]{4}")
_ACL_NEW = Shape(r"[0-9]{4}\.[A-Za-z0-9_]+-[A-Za-z0-9_]+\.[0-9]{1,5}")
_ACL_FILE = Shape(r"(.+?)(?:v[0-9]{1,2})?(?:\.pdf|\.bib|\.xml|\.mods|\.endf)?")


def _acl_id(text: str) -> str | None:
    """``P16-1001`` (upper case) or ``2022.acl-long.1`` (lower case)."""
    if _ACL_OLD.fullmatch(text):
        return text.upper()
    return text.lower() if _ACL_NEW.fullmatch(text) else None


def _acl(address: Address) -> Identity | None:
    """``aclanthology.org/P16-1001.pdf``, ``aclweb.org/anthology/P/P16/P16-1001``."""
    parts = segments(address)
    if not parts or parts[0] in {"attachments", "events", "people", "sigs", "venues", "volumes"}:
        return None
    match = _ACL_FILE.fullmatch(parts[-1])
    paper = _acl_id(match.group(1)) if match else None
    if paper is None:
        return None
    form = "pdf" if parts[-1].endswith(".pdf") else "page"
    return Identity("acl", paper, tidy_fragment(address.fragment), None, form)


_OPENREVIEW_ID = Shape(r"[A-Za-z0-9_-]{6,20}")


def _openreview(address: Address) -> Identity | None:
    form = address.path.strip("/")
    if form not in {"attachment", "forum", "pdf"}:
        return None
    paper = parameter(address.query, "id")
    if not _OPENREVIEW_ID.fullmatch(paper):
        return None
    return Identity("openreview", paper, tidy_fragment(address.fragment), None, form)


_NEURIPS = Shape(
    r"/(?:paper_files/)?paper/([0-9]{4})/(?:hash|file)/([0-9a-f]{32})"
    r"-(?:Abstract|Paper)((?:-[A-Za-z0-9_]+)?)\.(?:html|pdf)"
)
_NEURIPS_OLD = Shape(r"/paper/([0-9]{1,5})(?:-[^/.]*)?(?:\.pdf)?/?")


def _neurips(address: Address) -> Identity | None:
    path = address.path
    fragment = tidy_fragment(address.fragment)
    form = "pdf" if path.endswith(".pdf") else "page"
    if match := _NEURIPS.fullmatch(path):
        year, digest, _track = match.groups()
        return Identity("neurips", f"{year}/{digest}", fragment, None, form)
    if match := _NEURIPS_OLD.fullmatch(path):
        return Identity("neurips", match.group(1), fragment, None, form)
    return None


_PMLR = Shape(r"/(?:proceedings/papers/)?(v[0-9]{1,4})/([a-z0-9-]+)(?:/([a-z0-9-]+))?\.(html|pdf)")
_JMLR = Shape(
    r"/papers/(?:v|volume)([0-9]{1,3})/([A-Za-z0-9_-]+)(?:/(?:source/)?([A-Za-z0-9_-]+))?(?:\.(?:html|pdf))?"
)


def _pmlr(address: Address) -> Identity | None:
    """``proceedings.mlr.press/v162/dong22a.html`` and ``…/v162/dong22a/dong22a.pdf``."""
    match = _PMLR.fullmatch(address.path)
    if match is None:
        return None
    volume, name, again, form = match.groups()
    if again not in {None, name}:
        return None
    fragment = tidy_fragment(address.fragment)
    return Identity("pmlr", f"{volume}/{name}", fragment, None, form)


def _jmlr(address: Address) -> Identity | None:
    """``jmlr.org/papers/v21/20-074.html`` and ``…/volume21/20-074/20-074.pdf``."""
    match = _JMLR.fullmatch(address.path)
    if match is None:
        return _pmlr(address) if address.path.startswith("/proceedings/") else None
    volume, name, again = match.groups()
    if again not in {None, name}:
        return None
    fragment = tidy_fragment(address.fragment)
    form = "pdf" if address.path.endswith(".pdf") else "page"
    return Identity("jmlr", f"v{volume}/{name}", fragment, None, form)


_CVF = Shape(r"(.+)/(?:html|papers)/(?:w[0-9]{1,3}/)?([^/]+_paper)\.(html|pdf)", IGNORECASE)


def _cvf(address: Address) -> Identity | None:
    """``openaccess.thecvf.com/content/CVPR2022/html/…_paper.html`` and ``…/papers/…_paper.pdf``."""
    match = _CVF.fullmatch(decoded(address.path))
    if match is None:
        return None
    fragment = tidy_fragment(address.fragment)
    return Identity("cvf", match.group(2).lower(), fragment, None, match.group(3).lower())


_IEEE = Shape(r"/(?:abstract/)?document/([0-9]{4,12})(?:/[a-z]*)?/?")
_IEEE_PAGES = frozenset(
    {
        "/stamp/stamp.jsp",
        "/stamppdf/getpdf.jsp",
        "/xpl/articledetails.jsp",
        "/xpls/abs_all.jsp",
        "/xpl/freeabs_all.jsp",
    }
)


def _ieee(address: Address) -> Identity | None:
    fragment = tidy_fragment(address.fragment)
    if match := _IEEE.fullmatch(address.path):
        return Identity("ieee", match.group(1).lstrip("0"), fragment, None, "page")
    if address.path.lower() in _IEEE_PAGES:
        number = parameter(address.query, "arnumber") or parameter(address.query, "arNumber")
        if number.isascii() and number.isdigit():
            return Identity("ieee", number.lstrip("0"), fragment, None, "pdf")
    return None


_PUBLISHERS = (
    "annualreviews.org",
    "epubs.siam.org",
    "frontiersin.org",
    "iopscience.iop.org",
    "journals.aps.org",
    "journals.sagepub.com",
    "link.springer.com",
    "mitpressjournals.org",
    "morganclaypool.com",
    "onlinelibrary.wiley.com",
    "pnas.org",
    "pubs.acs.org",
    "pubsonline.informs.org",
    "royalsocietypublishing.org",
    "science.org",
    "tandfonline.com",
    "thelancet.com",
    "worldscientific.com",
)

SITES: dict[str, Callable[[Address], Identity | None]] = {
    **dict.fromkeys(_PUBLISHERS, _publisher),
    "doi.org": doi,
    "dx.doi.org": doi,
    "asmedigitalcollection.asme.org": _silverchair,
    "direct.mit.edu": _silverchair,
    "pubs.aip.org": _silverchair,
    "biorxiv.org": _preprint,
    "medrxiv.org": _preprint,
    "nature.com": _nature,
    "dl.acm.org": _acm,
    "portal.acm.org": _acm,
    "journals.plos.org": _plos,
    "aclanthology.org": _acl,
    "aclanthology.info": _acl,
    "aclanthology.coli.uni-saarland.de": _acl,
    "aclweb.org": _acl,
    "anthology.aclweb.org": _acl,
    "openreview.net": _openreview,
    "papers.nips.cc": _neurips,
    "papers.neurips.cc": _neurips,
    "proceedings.neurips.cc": _neurips,
    "proceedings.mlr.press": _pmlr,
    "jmlr.org": _jmlr,
    "jmlr.csail.mit.edu": _jmlr,
    "openaccess.thecvf.com": _cvf,
    "cv-foundation.org": _cvf,
    "ieeexplore.ieee.org": _ieee,
}
"""Handlers by host in lower case without ``www.``; each gives ``None`` for other pages."""
