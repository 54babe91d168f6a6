"""What a link is for: role words, badges, and dates that only name an edition."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from curator.document.model import Role

_WORD = re.compile(r"[^\W\d_]+|\d+")
# Words that may stand beside a role word without naming anything: "the official code (v2)".
_FILLERS = frozenset(
    "the a an and or of for official unofficial full short long latest part version v ver "
    "en cn zh jp eng english chinese extended arxiv pdf first second author authors".split()
)
_EDITION = re.compile(
    r"(?:(?:spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|version|ver|volume|vol|part|week|day|lecture|edition|episode|ep|chapter|ch|no)[ .,'\-]{1,3}"
    r"|v|#)?\d{1,4}(?:[./\-]\d{1,4}){0,3}(?:st|nd|rd|th)?[a-z]?(?: edition)?",
    re.IGNORECASE,
)
_BADGE_URL = re.compile(
    r"shields\.io|badgen\.net|badge\.fury\.io|/badges?[./?\-_]|badge\.svg|[-_/]badge[-_.]"
    r"|awesome\.re/|colab-badge|travis-ci\.|circleci\.com|codecov\.io|coveralls\.io"
    r"|app\.netlify|\.svg\?branch|/workflows/[^ ]{1,99}\.svg|star-?history|starchart|hits\.|visitor"
    r"|run\.pstmn\.io|forthebadge|licensebuttons|presskit/buttons|mybinder\.org|deepwiki"
    r"|gradio\.app|ghbtns|flat\.badgen|img\.shields|badges\.|isitmaintained|snyk\.io"
)
_MAX_ROLE_LENGTH = 60


class _Word(NamedTuple):
    """What a role word says, and whether it is also the name of something (``PyTorch``)."""

    role: Role
    name: bool


@cache
def _words() -> dict[str, _Word]:
    """The role words, read once from the data file beside this module."""
    words: dict[str, _Word] = {}
    text = Path(__file__).with_name("role_words.txt").read_text(encoding="utf-8")
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            role, _, rest = line.partition(":")
            for word in rest.split():
                bare = word.rstrip("?")
                words.setdefault(bare, _Word(cast("Role", role), bare != word))
    return words


@lru_cache(maxsize=4096)
def role_of_text(text: str, *, opening: bool = False) -> Role | None:
    """The role that a link's text names, or ``None`` where the text names a resource.

    The whole text has to be made of role words, numbers and words like "official":
    ``[code & model]`` is a role, ``[Code Llama]`` is not. The first role word decides.
    Words that are names as well, such as ``PyTorch``, name the resource where the link
    opens its entry (``opening``) and a role elsewhere.
    """
    if not text or len(text) > _MAX_ROLE_LENGTH:
        return None
    if _EDITION.fullmatch(text.strip(" []()")):
        return "edition"
    known = _words()
    found: Role | None = None
    for word in _WORD.findall(text.lower()):
        entry = known.get(word)
        if entry is not None:
            if opening and entry.name:
                return None
            found = found or entry.role
        elif word not in _FILLERS and not word.isdigit():
            return None
    return found


def is_badge(url: str) -> bool:
    """Whether an image's address is that of a badge rather than of a picture."""
    return _BADGE_URL.search(url.lower()) is not None


_PEOPLE = frozenset(
    "author authors lead leads leader speaker speakers presenter presenters by maintainer "
    "maintainers owner owners who host hosts instructor instructors teacher lecturer creator "
    "creators contributor contributors discussant 作者 讲者 主讲".split()
)
_TITLES = frozenset(
    "title titles name names paper papers project projects topic topics resource resources "
    "tool tools library libraries repository repo model models dataset datasets course courses "
    "book books api article articles talk talks subject package framework item method methods "
    "work works system benchmark 标题 题目 名称 论文 项目 模型 数据集 名字".split()
)


@lru_cache(maxsize=1024)
def is_people_column(header: str) -> bool:
    """Whether a table column of this name holds people, whose pages recur in every list."""
    words = _WORD.findall(header.lower())
    return bool(words) and all(word in _PEOPLE or word in _FILLERS for word in words)


@lru_cache(maxsize=1024)
def is_title_column(header: str) -> bool:
    """Whether a table column of this name holds what its rows are about."""
    words = _WORD.findall(header.lower())
    return bool(words) and any(word in _TITLES for word in words) and len(words) <= 3
