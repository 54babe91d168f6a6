"""Code, models, videos and packages: GitHub, Hugging Face, YouTube and the registries."""

from __future__ import annotations

from collections.abc import Callable
from re import IGNORECASE

from curator.identity.address import (
    Address,
    parameter,
    segments,
    tidy,
    tidy_fragment,
    tidy_query,
)
from curator.identity.arxiv_urls import arxiv_identity
from curator.identity.shape import Shape
from curator.identity.value import Identity

# --------------------------------------------------------------------------- GitHub

_OWNER = Shape(r"[a-z0-9](?:[a-z0-9_-]{0,38})")
_NAME = Shape(r"[a-z0-9._-]{1,100}")
# First segments of pages that belong to GitHub itself and never to a user.
_GITHUB_PAGES = frozenset(
    "about account advisories apps blog business categories codespaces collections contact "
    "copilot customer-stories dashboard edu education enterprise enterprises events explore "
    "features git-guides issues join login logout marketplace mobile models new newsroom "
    "nonprofit notifications organizations orgs pages partners premium-support pricing pulls "
    "readme resources search security sessions settings showcases signup site solutions "
    "sponsors stars team teams topics trending users watching why-github".split()
)
_DEFAULT_BRANCHES = (["tree", "main"], ["tree", "master"], ["tree", "HEAD"])
# What the page of a repository scrolls to without being asked.
_GITHUB_TOPS = frozenset({"readme-ov-file", "start-of-content"})


def _github(address: Address) -> Identity | None:
    """``github:owner/name``, deeper pages with their path; names in lower case."""
    parts = segments(address)
    if not parts or parts[0].lower() in _GITHUB_PAGES:
        return None
    owner = parts[0].lower()
    if not _OWNER.fullmatch(owner):
        return None
    if len(parts) == 1:
        query = tidy_query(address.query)
        fragment = tidy_fragment(address.fragment)
        return None if query else Identity("github-user", owner, fragment)
    name = parts[1].lower().removesuffix(".git")
    if not _NAME.fullmatch(name):
        return None
    rest = parts[2:]
    if rest[:1] == ["raw"] and len(rest) > 2:
        return _raw_file(owner, name, rest[1:], address)
    return _repository_page(owner, name, rest, address)


def _repository_page(owner: str, name: str, rest: list[str], address: Address) -> Identity:
    fragment = tidy_fragment(address.fragment)
    if not rest or rest in _DEFAULT_BRANCHES:
        if fragment in _GITHUB_TOPS:
            fragment = ""
        tab = parameter(address.query, "tab")
        shown = f"?tab={tidy(tab)}" if tab not in {"", "readme-ov-file"} else ""
        return Identity("github", f"{owner}/{name}{shown}", fragment)
    query = tidy_query(address.query)
    value = tidy("/".join([owner, name, *rest])) + (f"?{query}" if query else "")
    return Identity("github", value, fragment, None, rest[0])


def _raw_file(owner: str, name: str, rest: list[str], address: Address) -> Identity:
    if rest[:2] in (["refs", "heads"], ["refs", "tags"]):
        rest = rest[2:]
    return Identity("raw", tidy("/".join([owner, name, *rest])), tidy_fragment(address.fragment))


def _raw_github(address: Address) -> Identity | None:
    parts = segments(address)
    if len(parts) < 4:
        return None
    owner, name = parts[0].lower(), parts[1].lower()
    if not (_OWNER.fullmatch(owner) and _NAME.fullmatch(name)):
        return None
    return _raw_file(owner, name, parts[2:], address)


_GIST = Shape(r"[0-9a-f]{20,40}|[0-9]{1,10}")


def _gist(address: Address) -> Identity | None:
    """``gist.github.com/hash`` and ``gist.github.com/owner/hash`` (older hashes are numbers)."""
    parts = segments(address)
    if not 1 <= len(parts) <= 2:
        return None
    name = parts[-1].lower().removesuffix(".git")
    if not _GIST.fullmatch(name):
        return None
    return Identity("gist", name, tidy_fragment(address.fragment))


# --------------------------------------------------------------------- Hugging Face

_HF_NAME = Shape(r"[A-Za-z0-9._-]{1,96}")
_HF_KINDS = frozenset({"datasets", "spaces"})
_HF_PAGES = frozenset(
    "api autotrain blog brand changelog chat collections course datasets docs enterprise "
    "huggingchat inference inference-api inference-endpoints join landing learn login logout "
    "metrics models new notifications organizations papers posts pricing privacy search settings "
    "spaces support tasks terms-of-service transformers welcome".split()
)
_HF_VIEWS = [[name] for name in "blob commits discussions raw resolve tree viewer".split()]
_HF_ROOTS: tuple[list[str], ...] = ([], ["tree", "main"], ["blob", "main", "README.md"])


def _hugging_face(address: Address) -> Identity | None:
    """``hf:model/owner/name``, ``hf:datasets/…``, ``hf:spaces/…``; a paper is arXiv's."""
    paper = arxiv_identity(address)
    if paper is not None:
        return paper
    parts = segments(address)
    kind = "model"
    if parts and parts[0] in _HF_KINDS:
        kind, parts = parts[0], parts[1:]
    elif parts and parts[0] in _HF_PAGES:
        return None
    # The first datasets have no owner; a lone name that is no dataset may be a person.
    ownerless = kind == "datasets" and (len(parts) == 1 or parts[1:2] in _HF_VIEWS)
    named = 1 if ownerless else 2
    if len(parts) < named or not all(_HF_NAME.fullmatch(part) for part in parts[:named]):
        return None
    rest = parts[named:]
    fragment = tidy_fragment(address.fragment)
    if rest in _HF_ROOTS:
        return Identity("hf", "/".join([kind, *parts[:named]]), fragment)
    query = tidy_query(address.query)
    value = tidy("/".join([kind, *parts])) + (f"?{query}" if query else "")
    return Identity("hf", value, fragment, None, rest[0])


# -------------------------------------------------------------------------- YouTube

_VIDEO = Shape(r"[A-Za-z0-9_-]{11}")
_PLAYLIST = Shape(r"[A-Za-z0-9_-]{2,64}")
_VIDEO_PAGES = frozenset({"e", "embed", "live", "shorts", "v"})
_TIME = Shape(r"(?:([0-9]{1,4})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,7})s?)?")
_STILL_THE_BEGINNING = 30


def _youtube(address: Address) -> Identity | None:
    """A video by its id, wherever it is played; a playlist where no video is named."""
    parts = segments(address)
    form = parts[0] if parts else ""
    if address.host == "youtu.be":
        video, form = form, "short"
    elif form == "watch":
        video = parameter(address.query, "v")
        if not video and len(parts) == 2:
            video = parts[1]
    elif form in _VIDEO_PAGES and len(parts) > 1:
        video = parts[1]
    else:
        video = ""
    if _VIDEO.fullmatch(video) and video != "videoseries":
        return Identity("youtube", video, _moment(address), None, form)
    playlist = parameter(address.query, "list")
    if form in {"embed", "playlist", "watch"} and _PLAYLIST.fullmatch(playlist):
        return Identity("youtube", f"playlist/{playlist}", "", None, "playlist")
    return None


def _moment(address: Address) -> str:
    """``t=95`` for a link into a video; the first half minute is its beginning.

    People copy ``t=2s`` from a player without meaning it, but chapters of a long recording are
    entries of their own.
    """
    query = address.query
    written = parameter(query, "t") or parameter(query, "start") or parameter(address.fragment, "t")
    match = _TIME.fullmatch(written)
    if match is None:
        return ""
    hours, minutes, seconds = (int(group or 0) for group in match.groups())
    total = hours * 3600 + minutes * 60 + seconds
    return f"t={total}" if total > _STILL_THE_BEGINNING else ""


# ----------------------------------------------------------------------- registries

_SEPARATORS = Shape(r"[-_.]+")
_PYTHON_NAME = Shape(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
_NODE_NAME = Shape(r"(?:@[a-z0-9._~-]{1,100}/)?[a-z0-9._~-]{1,214}", IGNORECASE)


def _python_package(address: Address) -> Identity | None:
    """``/project/Name/[version/]`` and the older ``/pypi/Name``, by normalised name (PEP 503)."""
    parts = segments(address)
    if not 2 <= len(parts) <= 3 or parts[0] not in {"p", "project", "pypi"}:
        return None
    if not _PYTHON_NAME.fullmatch(parts[1]) or parts[2:] == ["json"]:
        return None
    return Identity("pypi", _SEPARATORS.sub("-", parts[1]).lower())


def _node_package(address: Address) -> Identity | None:
    """``/package/name``, ``/package/@scope/name``, each also with ``/v/1.0.0``."""
    parts = segments(address)
    if len(parts) < 2 or parts[0] != "package":
        return None
    size = 2 if parts[1].startswith("@") else 1
    name, rest = "/".join(parts[1 : 1 + size]), parts[1 + size :]
    if not _NODE_NAME.fullmatch(name) or (rest and (rest[0] != "v" or len(rest) != 2)):
        return None
    return Identity("npm", name)


_REGISTRIES: dict[tuple[str, str], Callable[[Address], Identity | None]] = {
    ("pypi", "org"): _python_package,
    ("npmjs", "com"): _node_package,
    ("npmjs", "org"): _node_package,
}

SITES: dict[str, Callable[[Address], Identity | None]] = {
    "github.com": _github,
    "raw.githubusercontent.com": _raw_github,
    "raw.github.com": _raw_github,
    "gist.github.com": _gist,
    "huggingface.co": _hugging_face,
    "hf.co": _hugging_face,
    "youtube.com": _youtube,
    "m.youtube.com": _youtube,
    "music.youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _youtube,
    **{".".join(labels): handler for labels, handler in _REGISTRIES.items()},
}
"""Handlers by host in lower case without ``www.``; each gives ``None`` for other pages."""
