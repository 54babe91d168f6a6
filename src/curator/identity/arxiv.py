"""Identifiers of arXiv: which are right, and what is wrong with the others.

The scheme is documented at https://info.arxiv.org/help/arxiv_identifier.html: ``YYMM.number``
since April 2007, with four digits until December 2014 and five since January 2015; before that
``archive/YYMMNNN`` from July 1991 to March 2007. A version ``v1``, ``v2`` … may follow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from curator.identity.shape import Shape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_NEW_SINCE: Final = (2007, 4)
_FIVE_DIGITS_SINCE: Final = (2015, 1)
_OLD_SINCE: Final = (1991, 7)

ARCHIVES = frozenset(
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg "
    "comp-gas cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph "
    "mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int "
    "supr-con".split()
)
"""Archives whose papers have old identifiers; retired ones keep their names."""

LATE_ARCHIVES = frozenset({"econ", "eess", "q-fin", "stat"})
"""Archives opened after March 2007, which have no old identifiers."""

_UNHYPHENATED = {name.replace("-", ""): name for name in ARCHIVES if "-" in name}

_NEW = Shape(r"([0-9]{4})\.([0-9]{4,5})(?:[vV]([1-9][0-9]{0,3}))?")
_OLD = Shape(
    r"([A-Za-z]+(?:-[A-Za-z]+)?)(?:\.[A-Za-z-]{2,12})?"
    r"/([0-9]{2})([0-9]{2})([0-9]{3})(?:[vV]([1-9][0-9]{0,3}))?"
)
_NEW_LIKE = Shape(r"([0-9]{1,12})[.,_-]([0-9]{1,12})(?:[vV]([0-9]{0,9}))?")
_OLD_LIKE = Shape(
    r"([A-Za-z][A-Za-z-]{0,20})(?:\.[A-Za-z-]{1,12})?/([0-9]{1,12})(?:[vV]([0-9]{0,9}))?"
)

_NEW_ANYWHERE = Shape(r"(?<![0-9.])[0-9]{4}\.[0-9]{4,5}(?:v[0-9]{1,3})?(?![0-9])")

_LETTERS_FOR_DIGITS = str.maketrans("OoQlI|", "000111")
_LETTERED = Shape(r"[0-9OoQlI|]{4}\.[0-9OoQlI|]{4,5}(?:[vV][0-9]{1,4})?")
_STRAY = " \t\u00a0()[]{}<>.,;:!'\"`*_\\|/-–—’”。，、）】"
_FILE_TYPES = (".pdf", ".ps.gz", ".ps", ".gz", ".html", ".txt")
_LONGEST = 300
_ADDRESS = "an address stands where the identifier should"


class ArxivId(NamedTuple):
    """A well-formed identifier: ``id`` is canonical, without version and subject class."""

    id: str
    version: int | None = None

    @property
    def month(self) -> tuple[int, int]:
        """Year and month in which the paper was submitted, as the identifier says."""
        archive, slash, number = self.id.partition("/")
        digits = number if slash else archive
        return _year(int(digits[:2]), old=bool(slash)), int(digits[2:4])

    def __str__(self) -> str:
        return self.id if self.version is None else f"{self.id}v{self.version}"


class ArxivProblem(NamedTuple):
    """Why a text is no arXiv identifier.

    ``reason`` is a clause for a message; ``suggestion`` is the identifier that was plainly
    meant, version included, or ``None``.
    """

    reason: str
    suggestion: str | None = None


def _year(two_digits: int, *, old: bool) -> int:
    return 1900 + two_digits if old and two_digits >= 91 else 2000 + two_digits


def is_future(arxiv_id: ArxivId, today: date) -> bool:
    """Whether the identifier belongs to a month after that of ``today``."""
    return arxiv_id.month > (today.year, today.month)


def parse_arxiv_id(text: str) -> ArxivId | ArxivProblem:
    """The identifier written as ``text``, or what is wrong with it; total, needs no clock.

    A leading ``arXiv:`` is allowed, as arXiv itself allows it; so is a subject class in an old
    identifier (``math.GT/0309136`` is ``math/0309136``). An identifier of a month to come is
    well formed: see ``is_future``.
    """
    bare = text[6:] if text[:6].lower() == "arxiv:" else text
    if match := _NEW.fullmatch(bare):
        yymm, number, version = match.groups()
        if _new_problem(yymm, number) is None:
            return ArxivId(f"{yymm}.{number}", int(version) if version else None)
    elif match := _OLD.fullmatch(bare):
        archive, yy, mm, number, version = match.groups()
        archive = archive.lower()
        if _old_problem(archive, yy + mm + number) is None:
            return ArxivId(f"{archive}/{yy}{mm}{number}", int(version) if version else None)
    return _diagnose(bare)


def _month_problem(mm: str) -> str | None:
    return None if "01" <= mm <= "12" else f"there is no month {mm}"


def _new_problem(yymm: str, number: str) -> str | None:
    """What is wrong with ``yymm.number``, both of digits only."""
    if len(yymm) != 4:
        return f"{yymm} should be four digits, the year and the month (YYMM)"
    if problem := _month_problem(yymm[2:]):
        return problem
    month = (2000 + int(yymm[:2]), int(yymm[2:]))
    if month < _NEW_SINCE:
        return "identifiers of this kind begin in April 2007 (0704)"
    digits = 5 if month >= _FIVE_DIGITS_SINCE else 4
    if len(number) != digits:
        era = "since 2015" if digits == 5 else "until 2014"
        return f"{number} should have {digits} digits, as all numbers {era}"
    return None if number.strip("0") else "numbers begin with 1"


def _old_problem(archive: str, number: str) -> str | None:
    """What is wrong with ``archive/number``, the archive in lower case, the number of digits."""
    if archive in LATE_ARCHIVES:
        return f"{archive} was opened after identifiers of this kind ended in March 2007"
    if archive not in ARCHIVES:
        return f"arXiv has no archive {archive}"
    if len(number) != 7:
        return f"{number} should have 7 digits (YYMMNNN)"
    if problem := _month_problem(number[2:4]):
        return problem
    month = (_year(int(number[:2]), old=True), int(number[2:4]))
    if not _OLD_SINCE <= month < _NEW_SINCE:
        return "identifiers of this kind run from July 1991 to March 2007"
    return None if number[4:].strip("0") else "numbers begin with 1"


def _diagnose(text: str) -> ArxivProblem:
    """The best explanation of why ``text`` is no identifier."""
    if not text:
        return ArxivProblem("the identifier is missing")
    if len(text) > _LONGEST:
        return ArxivProblem("it is far too long")
    if match := _NEW_LIKE.fullmatch(text):
        return _diagnose_new(match, text)
    if match := _OLD_LIKE.fullmatch(text):
        return _diagnose_old(match)
    for reason, candidate in _repairs(text):
        if meant := _meant(candidate):
            return ArxivProblem(reason, meant)
    if "://" in text or "arxiv.org/" in text:
        inner = {found for piece in _NEW_ANYWHERE.findall(text) if (found := _meant(piece))}
        return ArxivProblem(_ADDRESS, inner.pop() if len(inner) == 1 else None)
    return ArxivProblem("identifiers are written YYMM.NNNNN, or archive/YYMMNNN until March 2007")


def _repairs(text: str) -> Iterator[tuple[str, str]]:
    """What may be wrong with ``text``, each with the identifier it would then be."""
    lower = text.lower()
    for extension in _FILE_TYPES:
        if lower.endswith(extension):
            yield f"{extension} does not belong to it", text[: -len(extension)]
    for page in ("abs/", "pdf/"):
        before, found, rest = text.rpartition(page)
        if found:
            yield (_ADDRESS if before else f"{page} does not belong to it"), rest
    if lower.startswith("arxiv"):
        yield f"{text[:6]} does not belong to it", text[6:]
    if _LETTERED.fullmatch(text):
        yield "it has letters in place of digits", text.translate(_LETTERS_FOR_DIGITS)
    stripped = text.strip(_STRAY)
    if stripped != text:
        stray = text[len(text.rstrip(_STRAY)) :] or text[: len(text) - len(text.lstrip(_STRAY))]
        yield f"{stray.strip() or 'white space'} does not belong to it", stripped


def _diagnose_new(match: re.Match[str], text: str) -> ArxivProblem:
    yymm, number, version = match.groups()
    problem = _new_problem(yymm, number)
    if problem is None:
        if text[len(yymm)] == ".":
            return _version_problem(version, f"{yymm}.{number}")
        meant = f"{yymm}.{number}{_suffix(version)}"
        return ArxivProblem("year and number are joined by a point", meant)
    # arXiv itself reads 1706.3762 as 1706.03762; one zero too many is as plain.
    for candidate in (f"0{number}", number[1:] if number[0] == "0" else ""):
        if _new_problem(yymm, candidate) is None:
            return ArxivProblem(problem, f"{yymm}.{candidate}{_suffix(version)}")
    return ArxivProblem(problem)


def _diagnose_old(match: re.Match[str]) -> ArxivProblem:
    archive, number, version = match.group(1).lower(), match.group(2), match.group(3)
    name = _UNHYPHENATED.get(archive, archive)
    problem = _old_problem(archive, number)
    if problem is None:
        return _version_problem(version, f"{archive}/{number}")
    meant = name != archive and _old_problem(name, number) is None
    return ArxivProblem(problem, f"{name}/{number}{_suffix(version)}" if meant else None)


def _suffix(version: str | None) -> str:
    """The version to carry over into a suggestion, where it can be one."""
    number = (version or "").lstrip("0")
    return f"v{number}" if 0 < len(number) <= 4 else ""


def _version_problem(version: str | None, meant: str) -> ArxivProblem:
    if version is not None and not version.strip("0"):
        reason = "versions begin with v1" if version else "the version has no number"
        return ArxivProblem(reason, meant)
    return ArxivProblem(f"v{version} is no version", meant)


def _meant(text: str) -> str | None:
    """``text`` in canonical form if it is a well-formed identifier."""
    bare = text[6:] if text[:6].lower() == "arxiv:" else text
    if not (_NEW.fullmatch(bare) or _OLD.fullmatch(bare)):
        return None
    found = parse_arxiv_id(bare)
    return str(found) if isinstance(found, ArxivId) else None
