r"""A relative link or an image leads to a file that the repository does not have.

## Why it matters

The reader gets a page that says "not found", or a picture that does not load. Most of these
files were renamed or moved. Others differ only in upper and lower case, which works on the
author's own disk and not on GitHub.

In these examples the repository holds `docs/guide.md` and `docs/logo.png`.

```markdown bad docs/guide.md docs/logo.png
![Logo](docs/Logo.png)

Read the [guide](docs/giude.md#install) first.
```

```markdown fixed docs/guide.md docs/logo.png
![Logo](docs/logo.png)

Read the [guide](docs/guide.md#install) first.
```

GitHub's own pages, such as `../../issues`, are no files. Templates of issues and pull requests
are left alone, for their links start from another page.

```markdown good docs/guide.md docs/logo.png
See the [guide](docs/guide.md), [what is open](../../issues) and the [demo](/demo/index.html).
```

Where a site generator renders the list, its pages have no ending, or `.html`. Such links are
left alone if the repository has the generator's configuration. In change logs, and in folders named
`history` or `archive`, a finding is only an info: they tell of files that were there once.

## Options

`root` is the folder of the repository that is the root of a site. Targets that begin with a
slash, such as `/static/logo.png`, are judged only where it is set. A dot is the top of the
repository.

## Fix safety

The fix changes where the link leads: to the existing file whose name is nearest. Only you know
whether that file was meant. There is none where the same entry or line links that file already.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import chain
from typing import NamedTuple
from urllib.parse import quote, unquote

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Document
from curator.facts import RENDERERS
from curator.identity.mistakes import find_mistake
from curator.nodes import decode, decode_html
from curator.rule import Context, Rule, option
from curator.source import Source, Span


@dataclass(frozen=True, slots=True)
class Options:
    """What users may change."""

    root: str = option("", "Folder that is the root of a site; judges targets such as `/a.png`.")


RULE = Rule(
    severity=Severity.ERROR,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
    options=Options,
)

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,40}:|//|[?#]|$")
_PATH = re.compile(r"[^?#]*")
_PLACEHOLDER = re.compile(r"\{\{|\{%|\$\{|<%|\[\[")
# Pages that GitHub makes for a repository; a link reaches them by leaving its files.
_PAGES = frozenset(
    "actions blob commits contributors discussions edit fork graphs issues labels milestones"
    " network new packages projects pull pulls pulse raw releases search security settings"
    " stargazers subscription tags tree watchers wiki".split()
)
_TEMPLATE = re.compile(
    r"(?:^|[/\\])(?:issue|pull_request|discussion)_template(?:[/\\.]|$)", re.IGNORECASE
)
# What was true once, and is not written anew: change logs and files that were put aside.
_ARCHIVE = re.compile(
    r"(?:^|[/\\])(?:(?:history|archives?)[/\\]"
    r"|(?:change-?log|changes|history)(?:[-_.]v?\d[\w.]*)?(?:\.\w+)?$)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_ESCAPED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
# A site without its scheme, where malformed-link is not sure of it.
_SITE = re.compile(r"(?:(?:[\w-]+\.){2,6}[a-z]{2,10}|\d{1,3}(?:\.\d{1,3}){3})/[^/]", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S")
_WORD = re.compile(r"[^\W_]+")
_ALIKE = 0.85
_SHORTEST_WORD = 4
_LONGEST_NAME = 120
_MANY = 4
"""Files of one folder and ending, linked in one list, above which each entry has its own."""
# What would end a target, or be read as something else in it.
_SPECIAL = re.compile(r"[\r\n\t<>()\"'\\]")
_SPECIAL_OR_SPACE = re.compile(r"[\s<>()\"'\\]")
# What email-without-mailto takes for an address; `logo@2x.png` is a file.
_MAIL = re.compile(
    r"[^\s/@]+(?:@|%40)(?:[\w-]+\.)+(?!png|jpe?g|gif|svg|webp|md|pdf)[a-z]{2,24}", re.IGNORECASE
)


class _Target(NamedTuple):
    """A relative target: as decoded, its path, and where it is written."""

    url: str
    path: str
    written: Span
    html: bool


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report relative targets that are known not to exist."""
    if _TEMPLATE.search(ctx.source.path):
        return
    root = _root(ctx.options(Options).root)
    rendered: bool | None = None
    beside = _Beside(ctx.document)
    for target in _targets(ctx.document):
        asked = target.path
        if asked.startswith("/"):
            if root is None:
                continue
            asked = root + asked
        if ctx.files.exists(asked) is not False or _meant_otherwise(target):
            continue
        if _may_be_a_page(target.path):
            if rendered is None:
                rendered = any(ctx.files.exists(name) for name in RENDERERS)
            if rendered:
                continue
        nearest = _nearest(ctx, asked, target.path)
        if nearest is not None and (beside.has(target, nearest) or beside.has_like(nearest)):
            nearest = None
        yield _found(ctx, target, nearest)


def _root(option: str) -> str | None:
    """What stands before a target that begins with a slash; nothing where none is judged."""
    if not option:
        return None
    path = posixpath.normpath(option.replace("\\", "/")).strip("/")
    return "" if path == "." else f"/{path}"


def _targets(document: Document) -> Iterator[_Target]:
    """The relative targets of links and images, each place where one is written once."""
    seen: set[Span] = set()
    for link in chain(document.links, document.images):
        if link.url.startswith("http") or _ELSEWHERE.match(link.url):
            continue
        written = document.address_of(link) or link.span
        if written in seen:
            continue
        seen.add(written)
        match = _PATH.match(link.url)
        if match:
            yield _Target(link.url, match.group(), written, link.kind == "html")


def _meant_otherwise(target: _Target) -> bool:
    """Whether the target is none of a file, or another rule tells what is wrong with it."""
    path = target.path
    return (
        not target.url.isprintable()
        or _PLACEHOLDER.search(path) is not None
        or _MAIL.fullmatch(path) is not None
        or _is_github_page(path)
        or find_mistake(target.url) is not None
    )


def _is_github_page(path: str) -> bool:
    """Whether ``path`` leaves a folder at least twice for a page such as ``issues``."""
    parts = path.split("/")
    climbed = 0
    while climbed < len(parts) and parts[climbed] == "..":
        climbed += 1
    return climbed > 1 and climbed < len(parts) and parts[climbed] in _PAGES


def _may_be_a_page(path: str) -> bool:
    """Whether a site generator may make a page at ``path``."""
    name = path.rstrip("/").rpartition("/")[2]
    return "." not in name or name.lower().endswith((".html", ".htm"))


# ------------------------------------------------------------------------------ findings


def _nearest(ctx: Context, asked: str, path: str) -> str | None:
    """The path that was probably meant, written as ``path`` is, to stand in its place.

    ``asked`` is ``path`` behind the root of the site, if it begins with a slash.
    """
    if "\\" in path and ctx.files.exists(asked.replace("\\", "/")):
        return path.replace("\\", "/")
    nearest = ctx.files.nearest(asked)
    if nearest is None:
        return None
    nearest = re.split(r"[?#]", nearest, maxsplit=1)[0]
    nearest = nearest.removeprefix(asked[: len(asked) - len(path)])
    if "%" not in path:
        nearest = _ESCAPED.sub(lambda found: unquote(found.group()), nearest)
    if not nearest or nearest == path or not _is_alike(_name(nearest), _name(path)):
        return None
    return nearest


class _Beside:
    """The paths that the links of one entry, or else of one line, lead to."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def has(self, target: _Target, path: str) -> bool:
        """Whether ``path`` is linked beside a target, which then means another file."""
        return _plain(path) in self._paths[self._scope(target.written.start)]

    def has_like(self, path: str) -> bool:
        """Whether ``path`` is one of many in its folder that are linked, each entry to its own.

        What an entry lacks there is a file of its own, however alike the name of another is.
        """
        linked = _plain(path)
        shelf = posixpath.dirname(linked), posixpath.splitext(linked)[1]
        return linked in self._shelves[shelf] and len(self._shelves[shelf]) > _MANY

    @cached_property
    def _shelves(self) -> dict[tuple[str, str], set[str]]:
        """The linked paths by their folder and ending."""
        shelves: dict[tuple[str, str], set[str]] = defaultdict(set)
        for path in chain.from_iterable(self._paths.values()):
            shelves[posixpath.dirname(path), posixpath.splitext(path)[1]].add(path)
        return shelves

    @cached_property
    def _paths(self) -> dict[int, set[str]]:
        paths: dict[int, set[str]] = defaultdict(set)
        for other in _targets(self._document):
            paths[self._scope(other.written.start)].add(_plain(other.path))
        return paths

    def _scope(self, offset: int) -> int:
        """Where the entry around ``offset`` begins, or else the line."""
        entry = self._document.entry_at(offset)
        if entry is not None:
            return entry.span.start
        source = self._document.source
        return source.line_span(source.line_at(offset)).start


def _plain(path: str) -> str:
    return posixpath.normpath(unquote(path))


def _name(path: str) -> str:
    """The last part of a path, in lower case and without escapes."""
    return unquote(path).rstrip("/").rpartition("/")[2].casefold()


def _found(ctx: Context, target: _Target, nearest: str | None) -> Diagnostic:
    wrong = shortened(unquote(target.path))
    message = f"the repository has no '{wrong}'"
    fix = None
    if nearest is not None:
        right = shortened(unquote(nearest))
        if unquote(nearest).casefold() == unquote(target.path).casefold():
            message = f"the file is named '{right}': GitHub tells upper from lower case"
        else:
            message = f"{message}, did you mean '{right}'?"
        fix = _fix(ctx.source, target, nearest)
    elif _SITE.match(target.path):
        message = f"{message}, did you mean 'https://{wrong}'?"
    elif _DOI.match(target.path):
        message = f"{message}, did you mean 'https://doi.org/{wrong}'?"
    severity = Severity.INFO if _ARCHIVE.search(ctx.source.path) else None
    return ctx.found(target.written, message, key=target.url, severity=severity, fix=fix)


def _is_alike(one: str, other: str) -> bool:
    """Whether the names of two files differ by a slip of the pen, or only in their endings.

    Another number is another file, and so is another short word: ``README-fr.md`` is not
    ``README-fa.md``.
    """
    if max(len(one), len(other)) > _LONGEST_NAME or _DIGITS.findall(one) != _DIGITS.findall(other):
        return one == other
    if posixpath.splitext(one)[0] == posixpath.splitext(other)[0]:
        return True
    words = [
        pair
        for pair in zip(_WORD.findall(one), _WORD.findall(other), strict=False)
        if pair[0] != pair[1]
    ]
    if len(words) == 1 and max(map(len, words[0])) < _SHORTEST_WORD:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _fix(source: Source, target: _Target, nearest: str) -> Fix | None:
    """Another path before the same query and fragment; none where escapes hide the path."""
    raw = source[target.written]
    start = len(raw) - len(raw.lstrip())
    match = _PATH.match(raw, start)
    path = match.group().rstrip() if match else ""
    read = decode_html if target.html else decode
    if read(path) != target.path:
        return None
    # In angle brackets and in HTML a space stands for itself.
    spaced = target.html or source.text[target.written.start - 1] == "<"
    special = _SPECIAL if spaced else _SPECIAL_OR_SPACE
    new = special.sub(lambda found: quote(found.group(), safe=""), nearest)
    if read(new) != new:
        return None
    at = target.written.start + start
    title = f"Link to '{shortened(unquote(nearest))}'"
    return Fix(title, (Edit(Span(at, at + len(path)), new),), Applicability.UNSAFE)
