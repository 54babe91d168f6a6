"""How the names of products are written, and where a text writes one of them wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_TEXT = Path(__file__).with_name("names.txt").read_text(encoding="utf-8")
# Read on import, for linting opens no files.

_RUN = re.compile(r"[A-Za-z0-9]+")
_RUN_OR_ADDRESS = re.compile(r"https?://[^\s<>\])]*|[A-Za-z0-9]+")
_WORD_BEFORE = re.compile(r"(?<![^\s(\[\"“*])([A-Za-z']+) $")
_WORD_BEHIND = re.compile(r" ([A-Za-z']+)(?: ([A-Za-z']+))?")
_NAMED_BEFORE = re.compile(r"(?<![^\s(\[\"“*])([A-Za-z][\w+#.\-]*)(?:, |,? (?:and|or|&) )$")
_NAMED_BEHIND = re.compile(r"(?:, |,? (?:and|or|&) )([A-Za-z][\w+#\-]*(?:\.[A-Za-z]+)?)(?!\w)")
_REACH = 24
_STEPS = 8
"""How many names of an enumeration are looked at on each side of one."""
# What touches a part of an address, a path, an identifier, a handle or a hashtag.
_TOUCHING = frozenset("_-/@#~$\\=+")
_LAST_LATIN = "\u024f"


class Form(NamedTuple):
    """A wrong form of a name.

    ``written`` is in lower case where the form is wrong in any case but that of ``right``,
    else (``exact``) as it is wrong. If there are ``before`` or ``behind`` words, one of them
    has to stand directly before or behind the form; one of ``beyond`` may be the second behind
    it. If there are ``kin``, one of these names has to be enumerated with it; ``peers``, which
    may stand between the two, are the forms that need such company themselves.
    """

    right: str
    written: str
    exact: bool
    before: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    beyond: frozenset[str] = frozenset()
    kin: frozenset[str] = frozenset()
    peers: frozenset[str] = frozenset()

    @property
    def unconditional(self) -> bool:
        """Whether the form is wrong wherever it stands."""
        return not (self.before or self.behind or self.kin)


class Misspelling(NamedTuple):
    """A name at ``start`` of a text, ``wrong`` as it is written there, and ``right``."""

    start: int
    wrong: str
    right: str


Names = dict[str, tuple[Form, ...]]
"""Wrong forms by the letters and digits that they begin with, in lower case, longest first."""


def read_names(lines: Iterable[str], ignore: Iterable[str] = ()) -> Names:
    """The wrong forms that ``lines`` tell of, as the head of ``names.txt`` describes them.

    ``ignore`` are names, in any case, that may be written as one likes.
    """
    ignored = {name.lower() for name in ignore}
    forms: dict[str, list[Form]] = {}
    for line in lines:
        if not line or line[0] == "#":
            continue
        for form in _forms(line):
            run = _RUN.search(form.written)
            if run is not None and form.right.lower() not in ignored:
                forms.setdefault(run.group().lower(), []).append(form)
    for group in forms.values():
        group.sort(key=lambda form: -len(form.written))
    return {run: tuple(group) for run, group in forms.items()}


def _forms(line: str) -> Iterator[Form]:
    if line.startswith("* "):
        yield from _company(line[2:])
        return
    before = behind = beyond = frozenset[str]()
    if exact := " ~ " in line:
        name, _, rest = line.partition(" ~ ")
        written, _, words = rest.partition(":")
        before, behind = (frozenset(part.split()) for part in f"{words}|".split("|")[:2])
        beyond = frozenset(word[1:] for word in behind if word[0] == "+")
        behind = frozenset(word.removeprefix("+") for word in behind)
    elif exact := " = " in line:
        name, _, written = line.partition(" = ")
    else:
        name, _, written = line.partition(":")
        written = f"{name},{written}".lower()
    for form in written.split(","):
        if form := form.strip():
            yield Form(name.strip(), form, exact, before, behind, beyond)


def _company(line: str) -> Iterator[Form]:
    """Names that are common words, known for names by those that they are enumerated with."""
    sure, open_ = (part.split() for part in f"{line}:".split(":")[:2])
    small = (name.lower() for name in sure if len(name) > 1)
    kin = frozenset((*sure, *small, *open_))
    peers = frozenset(name.lower() for name in open_)
    for name in open_:
        yield Form(name, name.lower(), exact=True, kin=kin, peers=peers)


@lru_cache(maxsize=8)
def known_names(extra: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Names:
    """The names that curator knows and those of ``extra`` lines, less those to ``ignore``."""
    return read_names((*_TEXT.split("\n"), *extra), ignore)


@lru_cache(maxsize=1)
def lowercase_names() -> frozenset[str]:
    """The names that are written without any capital, such as npm."""
    forms = (form for group in known_names().values() for form in group)
    return frozenset(form.right for form in forms if form.right.islower())


def find_misspellings(text: str, names: Names) -> Iterator[Misspelling]:
    """The wrong forms in ``text``, in no order; the caller knows which places are prose.

    What touches ``_``, ``-``, ``/``, ``@`` and the like, or a full stop that a letter follows,
    is part of an address, a path or an identifier and left out.
    """
    known: dict[str, tuple[Form, ...] | None] = {}  # by the run as it is written
    for match in _RUN_OR_ADDRESS.finditer(text):
        run = match[0]
        if run not in known:
            forms = names.get(run.lower())
            wrong = forms and any(_may_be_wrong(form, run) for form in forms)
            known[run] = forms if wrong else None
        if forms := known[run]:
            found = _match(text, match.start(), forms, names)
            if found is not None:
                yield found


def _may_be_wrong(form: Form, run: str) -> bool:
    """Whether a form may be wrong where it begins with ``run``."""
    if form.exact:
        return form.written.startswith(run, not form.written[0].isalnum())
    return form.right != run


def _match(text: str, at: int, forms: tuple[Form, ...], names: Names) -> Misspelling | None:
    """The longest form whose letters begin at ``at``, unless that is the right name."""
    for form in forms:
        written = form.written
        start = at - (not written[0].isalnum())
        end = start + len(written)
        found = text[start:end]
        if (found if form.exact else found.lower()) != written:
            continue
        if _touches(text, start, end):
            continue
        if found == form.right:
            return None
        if form.kin:
            meant = _in_company(text, start, end, form, names)
        else:
            meant = form.unconditional or _in_context(text, start, end, form)
        if meant:
            return Misspelling(start, found, form.right)
    return None


def _touches(text: str, start: int, end: int) -> bool:
    """Whether what stands at these places is only a part of something longer."""
    before = text[start - 1] if start else " "
    if before in _TOUCHING or before in ".:" or (before.isalnum() and before <= _LAST_LATIN):
        return True
    behind = text[end : end + 2]
    first = behind[:1]
    if first in _TOUCHING or first == "[" or (first.isalnum() and first <= _LAST_LATIN):
        return True
    return first in (".", ":") and behind[1:].isalnum()


def _in_context(text: str, start: int, end: int, form: Form) -> bool:
    before = _WORD_BEFORE.search(text, max(start - _REACH, 0), start)
    if before is not None and before.group(1).lower() in form.before:
        return True
    behind = _WORD_BEHIND.match(text, end, end + 2 * _REACH)
    return behind is not None and (behind[1] in form.behind or behind[2] in form.beyond)


def _in_company(text: str, start: int, end: int, form: Form, names: Names) -> bool:
    """Whether a form is enumerated with one of its kin, or with a peer known by its context."""
    for side in (_named_before(text, start), _named_behind(text, end)):
        for named in side:
            if _is_sure(text, named, form, names):
                return True
            if named[1].lower() not in form.peers:
                break
    return False


def _named_before(text: str, at: int) -> Iterator[re.Match[str]]:
    """What is enumerated before ``at``, the nearest first."""
    for _ in range(_STEPS):
        named = _NAMED_BEFORE.search(text, max(at - 2 * _REACH, 0), at)
        if named is None:
            return
        yield named
        at = named.start(1)


def _named_behind(text: str, at: int) -> Iterator[re.Match[str]]:
    """What is enumerated behind ``at``, the nearest first."""
    for _ in range(_STEPS):
        named = _NAMED_BEHIND.match(text, at, at + 2 * _REACH)
        if named is None:
            return
        yield named
        at = named.end(1)


def _is_sure(text: str, named: re.Match[str], form: Form, names: Names) -> bool:
    """Whether what stands in an enumeration is a name beyond doubt."""
    word = named[1]
    if word in form.kin or word.lower() in form.kin:
        return True
    return any(
        other.written == word and not other.kin and _in_context(text, *named.span(1), other)
        for other in names.get(word, ())
    )
