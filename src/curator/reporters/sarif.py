"""Findings in SARIF 2.1.0 (OASIS, errata 01), as code scanning on GitHub and editors read it.

What GitHub reads of it, and how much, is in "SARIF support for code scanning" of its
documentation.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from curator import __version__
from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Related, RuleInfo, Severity
from curator.report import Report
from curator.reporters.escape import encodable, json_visible, sarif_message
from curator.source import Source, Span

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
"""The schema that the format follows."""

MOST_RESULTS: Final = 5_000
"""GitHub keeps no more results of a run than these, and refuses five times as many."""
MOST_RELATED: Final = 100
"""GitHub shows no more locations of a result than these, and refuses ten times as many."""
MOST_FIX_TEXT: Final = 5_000_000
"""Characters of all fixes: GitHub takes files of up to 10 MB, compressed."""

_EDIT_SIZE: Final = 200
"""Characters that an edit takes beside its text."""
_LINKED: Final = 5
"""Related places that a message links: GitHub shows them only there."""
_DESCRIPTION: Final = 1024
"""Characters that GitHub takes of the description of a rule."""
_ROOT: Final = "%SRCROOT%"

_LEVELS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
_PROBLEMS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "recommendation",
}
"""What GitHub calls the severity of a rule that is not about security."""

_WHY: Final = re.compile(r"^## Why it matters\n+", re.MULTILINE)
_DRIVE: Final = re.compile(r"[A-Za-z]:/")
_NO_BYTE: Final = re.compile("[\ud800-\udc7f\udd00-\udfff]")

_Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SarifStyle:
    """How SARIF is written.

    ``rooted`` gives the path of a file from the root of its repository, by the name that
    messages have for it; ``page`` the page of a rule, as Markdown. Infos are left out unless
    ``show_infos``: each result becomes an alert on GitHub.
    """

    rooted: Callable[[str], str]
    page: Callable[[RuleInfo], str]
    show_infos: bool = False
    ascii_only: bool = False


def render(report: Report, style: SarifStyle) -> Iterator[str]:
    """One run of curator as a SARIF log, in pieces of JSON that cut no string in two.

    Each result stands on a line of its own. There is no newline at the end.
    """
    names = sorted(report.rules)
    driver = {
        "name": "curator",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(report.rules[name], style.page(report.rules[name])) for name in names],
    }
    places = _Places(report, style.rooted)
    head = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "artifacts": [
            {"location": location, "roles": ["analysisTarget"]}
            for location in places.artifacts(report)
        ],
    }
    chosen = _chosen(report, show_infos=style.show_infos)
    indexes = {name: index for index, name in enumerate(names)}
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{'
    for name, value in head.items():
        yield f"\n{_json(name, style)}: {_json(value, style)},"
    yield '\n"results": ['
    for number, result in enumerate(chosen.results):
        yield ("," if number else "") + "\n" + _json(_result(result, places, indexes), style)
    invocation = {
        "executionSuccessful": not report.problems,
        "toolExecutionNotifications": [*_told(report, places, indexes), *chosen.left_out],
    }
    yield f'],\n"invocations": [{_json(invocation, style)}]\n}}]}}'


def _json(value: object, style: SarifStyle) -> str:
    return json_visible(json.dumps(value, ensure_ascii=style.ascii_only))


# -------------------------------------------------------------------------- the rules


def _rule(info: RuleInfo, page: str) -> _Object:
    """What GitHub shows beside the findings of a rule."""
    told = f"{info.summary} {_why(page)}".strip()
    if len(told) > _DESCRIPTION:
        told = f"{told[: _DESCRIPTION - 1].rstrip()}…"
    precise = "recommended" in info.presets
    return {
        "id": info.name,
        "name": info.name,
        "shortDescription": {"text": info.summary},
        "fullDescription": {"text": told},
        "help": {"text": f"{told} 'curator rule {info.name}' tells more.", "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[info.severity]},
        "properties": {
            "category": info.category,
            "presets": list(info.presets),
            "tags": list(dict.fromkeys((info.category, *info.presets))),
            "precision": "high" if precise else "medium",
            "problem.severity": _PROBLEMS[info.severity],
        },
    }


def _why(page: str) -> str:
    """The paragraph of a rule's page that says why it matters; empty if there is none."""
    heading = _WHY.search(page)
    return "" if heading is None else " ".join(page[heading.end() :].partition("\n\n")[0].split())


# -------------------------------------------------------------------- which are told


class _Result(NamedTuple):
    """A finding that is told, with its fix if that can be told as well."""

    source: Source
    found: Diagnostic
    edits: tuple[Edit, ...]


class _Chosen(NamedTuple):
    """What is told of the findings, and notifications of what is not."""

    results: list[_Result]
    left_out: list[_Object]


def _chosen(report: Report, *, show_infos: bool) -> _Chosen:
    """The most severe findings, in reading order, and as many of their fixes as fit."""
    every = list(report.diagnostics())
    told = [each for each in every if show_infos or each[1].severity > Severity.INFO]
    left_out: list[_Object] = []
    infos = len(every) - len(told)
    if infos:
        left_out.append(_note(f"{_count(infos, 'info')} left out (--show info)", "note"))
    more = len(told) - MOST_RESULTS
    if more > 0:
        by_severity = sorted(range(len(told)), key=lambda at: -told[at][1].severity)
        told = [told[at] for at in sorted(by_severity[:MOST_RESULTS])]
        words = f"{_count(more, 'finding')} left out, the least severe: there are too many"
        left_out.append(_note(words, "warning"))
    results: list[_Result] = []
    room, fixes = MOST_FIX_TEXT, 0
    for source, found in told:
        edits = () if found.fix is None else _edits(source, found.fix)
        size = sum(_EDIT_SIZE + len(edit.text) for edit in edits)
        if size > room:
            edits, size, fixes = (), 0, fixes + 1
        room -= size
        results.append(_Result(source, found, edits))
    if fixes:
        words = f"{_count(fixes, 'fix', 'fixes')} left out: they are too long"
        left_out.append(_note(words, "warning"))
    return _Chosen(results, left_out)


def _edits(source: Source, fix: Fix) -> tuple[Edit, ...]:
    """The edits of a fix in order; none if it is only shown, or if SARIF has no words for it.

    Lines and columns begin behind a byte order mark, which cannot be edited by them.
    """
    edits = sorted(set(fix.edits), key=lambda edit: (edit.span, edit.text))
    if fix.applicability is Applicability.DISPLAY or not edits:
        return ()
    if edits[0].span.start < int(source.bom):
        return ()
    if any(one.span == two.span or one.span.end > two.span.start for one, two in pairwise(edits)):
        return ()
    return tuple(edits)


# ------------------------------------------------------------------------- the places


class _Places:
    """Where the findings are: the files by their names, and what is known of each of them."""

    def __init__(self, report: Report, rooted: Callable[[str], str]) -> None:
        self._sources = {file.source.path: file.source for file in report.files}
        self._rooted = rooted
        self._paths: dict[str, str] = {}

    def path(self, name: str) -> str:
        """The path from the root of the repository."""
        if name not in self._paths:
            self._paths[name] = self._rooted(name)
        return self._paths[name]

    def artifact(self, name: str) -> _Object:
        """The file, by its path from the root unless it is elsewhere."""
        path = self.path(name)
        if path.startswith("/"):
            return {"uri": f"file://{_encoded(path)}"}
        if _DRIVE.match(path):
            return {"uri": f"file:///{path[:2]}{_encoded(path[2:])}"}
        return {"uri": _encoded(path), "uriBaseId": _ROOT}

    def artifacts(self, report: Report) -> list[_Object]:
        """The files of a report, each once."""
        every = (self.artifact(file.source.path) for file in report.files)
        return list({each["uri"]: each for each in every}.values())

    def physical(self, name: str, span: Span) -> _Object:
        """A span of a file, or the file alone where its text is not known."""
        source = self._sources.get(name)
        location: _Object = {"artifactLocation": self.artifact(name)}
        if source is not None:
            location["region"] = _region(source, span)
        return location


def _region(source: Source, span: Span) -> _Object:
    """Lines and columns of a span, its end exclusive, columns in UTF-16 code units."""
    return {
        "startLine": source.line_at(span.start),
        "startColumn": source.utf16_column(span.start),
        "endLine": source.line_at(span.end),
        "endColumn": source.utf16_column(span.end),
    }


def _encoded(path: str) -> str:
    """A path as a URI has it; bytes that are no UTF-8 stay what they are."""
    return quote(_NO_BYTE.sub("\ufffd", path), safe="/", errors="surrogateescape")


# ------------------------------------------------------------------------ the results


def _result(result: _Result, places: _Places, indexes: Mapping[str, int]) -> _Object:
    source, found, edits = result
    related = found.related[:MOST_RELATED]
    links = "".join(f" {_linked(each, id_)}" for id_, each in enumerate(related[:_LINKED], 1))
    written: _Object = {
        **_rule_reference("ruleId", found.rule, indexes),
        "level": _LEVELS[found.severity],
        "message": {"text": f"{_message(found.message)}{links}"},
        "locations": [{"physicalLocation": places.physical(source.path, found.span)}],
        # Not as primaryLocationLineHash, which alone GitHub goes by: its action for uploads
        # computes that from the line, and warns of every other value.
        "partialFingerprints": {"curator/v1": _fingerprint(places.path(source.path), found.key)},
    }
    if related:
        written["relatedLocations"] = [
            {
                "id": id_,
                "physicalLocation": places.physical(each.path or source.path, each.span),
                "message": {"text": _message(each.message)},
            }
            for id_, each in enumerate(related, 1)
        ]
    if edits and found.fix is not None:
        written["fixes"] = [_fix(result, found.fix, places)]
    return written


def _rule_reference(word: str, name: str, indexes: Mapping[str, int]) -> _Object:
    known = {"ruleIndex": indexes[name]} if name in indexes else {}
    return {word: name, **known}


def _linked(related: Related, id_: int) -> str:
    """A related place as a link in a message, the text of which has brackets escaped."""
    text = re.sub(r"([\\\[\]])", r"\\\1", _message(related.message))
    return f"([{text}]({id_}))"


def _fingerprint(path: str, key: str) -> str:
    """What a finding is known by, wherever in its file it stands."""
    named = f"{path}\0{key}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(named).hexdigest()[:32]


def _fix(result: _Result, fix: Fix, places: _Places) -> _Object:
    source = result.source
    return {
        "description": {"text": _message(fix.title)},
        "artifactChanges": [
            {
                "artifactLocation": places.artifact(source.path),
                "replacements": [_replacement(source, edit) for edit in result.edits],
            }
        ],
        "properties": {"applicability": fix.applicability.name.lower()},
    }


def _replacement(source: Source, edit: Edit) -> _Object:
    region = {"deletedRegion": _region(source, edit.span)}
    return region | ({"insertedContent": {"text": encodable(edit.text)}} if edit.text else {})


# ------------------------------------------------------------------ what is no finding


def _told(report: Report, places: _Places, indexes: Mapping[str, int]) -> Iterator[_Object]:
    """Inputs that could not be read, rules that failed, limits that were met."""
    for problem in report.problems:
        yield _note(problem, "error")
    for file in report.files:
        for crash in file.crashes:
            words = f"the rule {crash.rule} failed, what it finds is missing: {crash.error}"
            rule = {"id": crash.rule}
            index = {"index": indexes[crash.rule]} if crash.rule in indexes else {}
            location = {"physicalLocation": {"artifactLocation": places.artifact(crash.path)}}
            yield {
                **_note(words, "error"),
                "locations": [location],
                "associatedRule": rule | index,
            }
    for notice in [*report.notices, *(each for file in report.files for each in file.notices)]:
        note = _note(notice.message, "note")
        if notice.path:
            physical: _Object = {"artifactLocation": places.artifact(notice.path)}
            if notice.line:
                physical["region"] = {"startLine": notice.line}
            note["locations"] = [{"physicalLocation": physical}]
        yield note
    if report.elsewhere:
        words = f"{_count(report.elsewhere, 'finding')} elsewhere, not of the change"
        yield _note(f"{words} since {report.since}" if report.since else words, "note")
    if report.baselined:
        yield _note(f"{_count(report.baselined, 'finding')} in the baseline", "note")


def _note(words: str, level: str) -> _Object:
    return {"level": level, "message": {"text": _message(words)}}


def _message(text: str) -> str:
    # GitHub shows nothing at all where a message is empty.
    return sarif_message(text) or "(no message)"


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
