"""What is seen of a repository before anything is proposed for it: its lists and its tools."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final, NamedTuple

from curator.document import Document, Entry
from curator.document.opening import awesome_badges, is_readme, read_opening
from curator.style import ENOUGH, SHARE, Style

MIN_ENTRIES: Final = 5
"""Entries that a list has to have; the engine holds the files of a folder to as many."""
_ENOUGH_ENTRIES: Final = 10
"""Entries of a file that is a list by itself: notes and guidelines have a handful as well."""
_ENOUGH_ALIKE: Final = 3
"""Files of a folder like lists, where the smaller ones among them are lists as well."""
_MOSTLY: Final = 0.5
"""The share of a list that its entries take up, and that of them that lead elsewhere."""
_PARTLY: Final = 0.25
"""The same of the readme of a repository, in which much else may stand beside the list, and of
files among lists."""

_AWESOME = re.compile(r"(?<![^\W_])awesome(?![^\W_])", re.IGNORECASE)
_LONGEST_TITLE: Final = 200
# What is about a project rather than a list of things; words that lists may be about as well
# count only where they are written as the files of a project are.
_ABOUT = re.compile(
    r"(?i:contribut\w*|code[-_. ]?of[-_. ]?conduct|change[-_. ]?logs?|latest[-_. ]changes"
    r"|licen[cs]e|(?:pull[-_. ]request|issue)[-_. ]template|acknowledge?ments?"
    r"|_sidebar|_navbar|_coverpage)(?:[-_. ].*)?"
    r"|(?:AGENTS|AUTHORS|BACKERS|CHANGES|CLAUDE|COPYING|CREDITS|FAQ|GEMINI|GOVERNANCE|HISTORY"
    r"|INSTALL\w*|MAINTAIN\w*|NEWS|NOTICE|RELEASE\w*|ROADMAP|SECURITY|SPONSORS|SUMMARY|SUPPORT"
    r"|TODO|TRANSLATIONS)\..*"
)
_ASIDE: Final = frozenset(
    "archive archived archives build config dist fixtures history old site template templates"
    " test tests third-party third_party vendor".split()
)
"""Folders of what was, of other people's, and of what programs make."""


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A Markdown file: its path from the root of the repository, and what it holds.

    ``covered`` is the share of its text that entries take up, ``outward`` counts entries that
    lead to other sites. ``separators`` counts what parts titles from descriptions, an entry
    without a description aside, ``described`` those that have one, and ``stops`` those that end
    in a full stop. ``badge`` tells of an Awesome badge at the top. ``made_from`` is what the
    file says that it is generated from, empty where it is but does not say, ``None`` elsewhere.
    """

    path: str
    title: str = ""
    entries: int = 0
    rows: int = 0
    sections: int = 0
    papers: int = 0
    outward: int = 0
    covered: float = 0.0
    described: int = 0
    stops: int = 0
    separators: tuple[tuple[str, int], ...] = ()
    badge: bool = False
    made_from: str | None = None

    @property
    def folder(self) -> str:
        """The path of its folder, empty for the root of the repository."""
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        """The name of the file without its folders."""
        return self.path.rpartition("/")[2]

    @property
    def is_front_page(self) -> bool:
        """Whether it is what the repository shows, and no translation of that."""
        return is_readme(self.path) and "/" not in self.path

    @property
    def says_awesome(self) -> bool:
        """Whether its title has the word "Awesome"."""
        return _AWESOME.search(self.title, 0, _LONGEST_TITLE) is not None

    @property
    def is_like_list(self) -> bool:
        """Whether most of it is entries, and most of these lead to other sites.

        An index of pages leads to the repository's own, and in the readme of a program a few
        links stand among much prose.
        """
        if self.entries < MIN_ENTRIES:
            return False
        if self.is_front_page:
            outward = self.outward >= _PARTLY * self.entries
            return outward and (self.badge or self.covered >= _PARTLY)
        return self.is_alike and self.covered >= _MOSTLY

    @property
    def is_alike(self) -> bool:
        """Whether it may be one of the lists among which it stands."""
        folders = self.folder.lower().split("/")
        if _ABOUT.fullmatch(self.name) or any(each.lstrip("_") in _ASIDE for each in folders):
            return False
        outward = self.outward >= _MOSTLY * self.entries
        return self.entries >= MIN_ENTRIES and outward and self.covered >= _PARTLY

    @property
    def is_list(self) -> bool:
        """Whether it is a list by itself, and not only beside others."""
        return self.is_like_list and (self.is_front_page or self.entries >= _ENOUGH_ENTRIES)


def form_of(file: SeenFile) -> str | None:
    """How nearly all entries of a list are written, as a pattern; ``None`` if they differ."""
    if 2 * file.rows > file.entries:
        return "in tables"
    if file.described < max(ENOUGH, file.entries / 2):
        return None
    mark, count = file.separators[0]
    if count < SHARE * file.described:
        return None
    stop = "." * (file.stops >= SHARE * file.described)
    return f"as [name](url){mark}Description{stop}"


class Tool(NamedTuple):
    """Another program that the repository uses for its lists, and the file that says so."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A repository: its Markdown files, and what stands around them.

    ``configured`` names the file that configures curator already, ``checked`` a workflow that
    runs it, each empty where there is none; ``hooked`` tells that a hook of pre-commit does.
    ``branch`` is the default branch.
    """

    files: tuple[SeenFile, ...]
    tools: tuple[Tool, ...] = ()
    branch: str = "main"
    configured: str = ""
    checked: str = ""
    hooked: bool = False

    @property
    def lists(self) -> tuple[SeenFile, ...]:
        """The files that are lists, in the order in which they were found."""
        alike = Counter(file.folder for file in self.files if file.is_like_list)
        return tuple(
            file
            for file in self.files
            if file.is_list or (file.is_like_list and alike[file.folder] >= _ENOUGH_ALIKE)
        )

    def uses(self, name: str) -> bool:
        """Whether a tool is among those of the repository."""
        return any(tool.name == name for tool in self.tools)


def see(document: Document, path: str, made_from: str | None = None) -> SeenFile:
    """What a document at ``path``, from the root of its repository, is made of."""
    entries = document.entries
    style = Style(document)
    separators = Counter(mark for entry in entries if (mark := style.separator(entry)) is not None)
    opening = read_opening(document)
    badges = () if opening is None else awesome_badges(document, opening.span)
    top = (entry for entry in entries if document.parent_of(entry) is None)
    return SeenFile(
        path=path,
        title=document.title,
        entries=len(entries),
        rows=sum(entry.kind == "row" for entry in entries),
        sections=sum(section.kind == "heading" for section in document.sections),
        papers=sum(bool(entry.papers) for entry in entries),
        outward=sum(map(_leads_away, entries)),
        covered=sum(entry.span.end - entry.span.start for entry in top)
        / max(len(document.source.text), 1),
        described=separators.total(),
        stops=sum(style.full_stop(entry) is True for entry in entries),
        separators=tuple(separators.most_common(3)),
        badge=next(iter(badges), None) is not None,
        made_from=made_from,
    )


def _leads_away(entry: Entry) -> bool:
    """Whether an entry leads to another site than the repository's own files."""
    return entry.link is not None and entry.link.identity.scheme not in ("path", "mailto")
