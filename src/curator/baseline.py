"""A baseline: the findings that were there when it was written, which do not count until they go.

The file is JSON, one finding a line and in order, so that changes to it are small and can be
merged. Paths in it are relative to its own folder. It may come from a pull request, and nothing
in it is trusted: it is only compared with what was found.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, Protocol

from curator import line_records
from curator.diagnostic import Diagnostic, shortened
from curator.errors import CuratorError
from curator.line_records import Entry, Form, line_of
from curator.report import FileReport, Notice, Report

FILE_NAME: Final = "curator-baseline.json"
"""How the file is called where nobody says otherwise."""
VERSION: Final = 1
"""The version of the format; a file of a newer one is refused."""
MAX_SIZE: Final = 10_000_000
"""Bytes that a baseline may have, some 40,000 findings."""
FORM: Final = Form(
    what="baseline",
    version=VERSION,
    records="findings",
    record="finding",
    first="path",
    max_size=MAX_SIZE,
    most=MAX_SIZE,
    unmerged="keep the findings of both sides, and 'curator baseline' drops those that no longer "
    "occur",
)
MOST_TOLD: Final = 10
"""Entries that no longer occur which are named, at most; the others are counted."""

_LONGEST_KEY: Final = 400
_KEPT_OF_KEY: Final = 200
_LONGEST_MESSAGE: Final = 200
_FIELDS: Final = ("path", "rule", "key", "message")
_ORDINAL = re.compile(r"#\d{1,9}$")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A finding as a baseline has it: ``path`` from the folder of that file, with ``/``.

    ``message`` is for whoever reads the file, and not compared. ``line`` is the line of the
    file, from 1, and 0 where it is not known.
    """

    path: str
    rule: str
    key: str
    message: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


class Scope(Protocol):
    """What a run says of itself to a baseline."""

    def place(self, path: str) -> str | None:
        """The path that a baseline has for a file of the run; ``None`` for text without one."""

    def judges(self, recorded: Recorded) -> bool:
        """Whether the run would have found ``recorded`` if it still occurred."""


class Matched(NamedTuple):
    """A report less what a baseline has, the entries of it that were found, and the others."""

    report: Report
    found: tuple[Recorded, ...]
    missing: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a file records; messages call the file ``name``."""

    name: str
    recorded: tuple[Recorded, ...] = ()

    def apply(self, report: Report, scope: Scope, picked: Report | None = None) -> Report:
        """``report`` less what is recorded, which is counted.

        Notices say which entries no longer occur, as far as the run can tell. With ``picked``,
        which is ``report`` less the findings that a change is not answerable for, the result is
        made of that, and nothing is said of entries: see ``match``.
        """
        matched = self.match(report, scope, picked)
        if picked is not None:
            return matched.report
        stale = [each for each in matched.missing if scope.judges(each)]
        notices = tuple(self._notices(stale))
        return replace(matched.report, notices=(*matched.report.notices, *notices))

    def match(self, report: Report, scope: Scope, picked: Report | None = None) -> Matched:
        """Find what is recorded among the findings of ``report``, each entry once.

        Where there are more findings that are alike than entries for them, those of ``picked``
        come last: what is one too many is what the change added.
        """
        by_path: defaultdict[str, list[Recorded]] = defaultdict(list)
        for each in self.recorded:
            by_path[each.path].append(each)
        chosen = {file.source.path: file for file in (picked or report).files}
        files: list[FileReport] = []
        found: list[Recorded] = []
        for file in report.files:
            place = scope.place(file.source.path)
            known = by_path.get(place, []) if place is not None else []
            kept = chosen.get(file.source.path, file)
            claimed = _claimed(file.diagnostics, known, _keys(kept) if picked else ())
            found += claimed.values()
            files.append(_less(kept, claimed))
        taken = {id(each) for each in found}
        missing = tuple(each for each in self.recorded if id(each) not in taken)
        return Matched(replace(picked or report, files=tuple(files)), tuple(found), missing)

    def _notices(self, stale: Sequence[Recorded]) -> Iterator[Notice]:
        for each in stale[:MOST_TOLD]:
            what = f"{shortened(each.rule)} in {shortened(each.path)}"
            said = f" ({shortened(each.message)})" if each.message else ""
            yield Notice(self.name, f"no longer occurs: {what}{said}", each.line)
        if not stale:
            return
        more = len(stale) - MOST_TOLD
        rest = f"and {more:,} more; " if more > 0 else ""
        option = "" if self.name == FILE_NAME else f" --output {self.name}"
        them = "it" if len(stale) == 1 else "them"
        yield Notice(self.name, f"{rest}'curator baseline{option}' drops {them}")


def _keys(file: FileReport) -> Collection[str]:
    return {_stored(found.key) for found in file.diagnostics}


def _less(file: FileReport, claimed: Mapping[str, Recorded]) -> FileReport:
    """A file's report without the findings whose keys are ``claimed``."""
    kept = tuple(found for found in file.diagnostics if _stored(found.key) not in claimed)
    # What is neither here nor there stood elsewhere, and is in the baseline.
    away = len(claimed) - (len(file.diagnostics) - len(kept))
    return replace(
        file,
        diagnostics=kept,
        elsewhere=max(file.elsewhere - away, 0),
        baselined=file.baselined + len(claimed),
    )


def _claimed(
    found: Sequence[Diagnostic], recorded: Sequence[Recorded], last: Collection[str]
) -> dict[str, Recorded]:
    """The entry for each finding in one file that has one, by its key.

    Keys name the rule, and each of them one finding. Several that are alike are numbered, from
    the top of the file: where one was put in, the numbers are of others than before.
    """
    if not recorded:
        return {}
    keys = {_stored(each.key): None for each in found}
    # An entry of another rule than its key says is of none.
    sound = (each for each in reversed(recorded) if each.key.startswith(f"{each.rule}:"))
    waiting = {each.key: each for each in sound}
    alike: defaultdict[str, list[Recorded]] = defaultdict(list)
    for entry in reversed(waiting.values()):
        alike[_base(entry.key, waiting.keys())].append(entry)
    claimed: dict[str, Recorded] = {}
    open_keys = set(waiting)
    for those in (keys.keys() - last, keys.keys() & last):
        ordered = [key for key in keys if key in those]
        for key in ordered:
            if key in open_keys:
                open_keys.discard(key)
                claimed[key] = waiting[key]
        for key in ordered:
            others = alike.get(_base(key, keys.keys()), []) if key not in claimed else []
            while others and key not in claimed:
                entry = others.pop()
                if entry.key in open_keys:
                    open_keys.discard(entry.key)
                    claimed[key] = entry
    return claimed


def _base(key: str, others: Collection[str]) -> str:
    """``key`` less the number that tells it from ``others`` that are alike."""
    number = _ORDINAL.search(key)
    return key[: number.start()] if number and key[: number.start()] in others else key


def _stored(key: str) -> str:
    """A key as a baseline has it: short, be it made of a line of any length."""
    if len(key) <= _LONGEST_KEY:
        return key
    number = _ORDINAL.search(key)
    whole, ordinal = (key[: number.start()], number.group()) if number else (key, "")
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{whole[:_KEPT_OF_KEY]}…{digest[:32]}{ordinal}"


def to_record(report: Report, scope: Scope) -> Iterator[Recorded]:
    """The findings of a report as a baseline has them.

    Those of online rules are left out, for they come and go with the network, and those in a
    text without a place.
    """
    for source, found in report.diagnostics():
        rule = report.rules.get(found.rule)
        place = scope.place(source.path)
        if place is not None and not (rule is not None and rule.online):
            message = shortened(found.message, _LONGEST_MESSAGE)
            yield Recorded(place, found.rule, _stored(found.key), message)


# ------------------------------------------------------------------------- the file


def written(recorded: Iterable[Recorded]) -> str:
    """The text of a baseline, in order, each finding once."""
    unique = {(each.path, each.rule, each.key): each for each in recorded}
    ordered = (unique[which] for which in sorted(unique))
    lines = [line_of({name: getattr(each, name) for name in _FIELDS}) for each in ordered]
    return line_records.written(FORM, lines)


def read_baseline(data: bytes, name: str) -> Baseline:
    """The baseline that a file holds, which messages call ``name``.

    Fields that are not known are passed over.

    Raises:
        CuratorError: it is none, or of a newer version.
    """
    return Baseline(name, tuple(map(_recorded, line_records.read(FORM, data, name))))


def _recorded(entry: Entry) -> Recorded:
    facts = entry.facts
    for which in _FIELDS:
        # Nobody misses a message that was taken out.
        if not isinstance(facts.get(which, "" if which == "message" else None), str):
            what = "is no text" if which in facts else "is missing"
            raise CuratorError(f"{entry.place}: '{which}' {what}")
    return Recorded(
        facts["path"], facts["rule"], facts["key"], facts.get("message", ""), entry.line
    )
