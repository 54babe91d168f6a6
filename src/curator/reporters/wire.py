"""The JSON formats of curator: frozen, versioned, and apart from the types inside.

The types are plain dataclasses, so that writing JSON costs no import of pydantic, which is
needed only to make the JSON Schemas. Lines and columns count from 1, columns in code points;
ends are exclusive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from curator.diagnostic import Applicability, Severity
from curator.reporters.escape import encodable, json_visible

VERSION: Final = 1
"""The version of the formats: raised when a field changes its type or meaning or goes away.

Fields may be added without that, so that programs have to pass over those they do not know.
The copies of the schemas beside the tests hold every change to this.
"""

SeverityWord = Literal["error", "warning", "info"]
ApplicabilityWord = Literal["display", "unsafe", "safe"]
SEVERITIES: Final[Mapping[Severity, SeverityWord]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "info",
}
VerdictWord = Literal[
    "alive", "moved", "dead", "broken-tls", "suspicious", "blocked", "transient", "skipped"
]
APPLICABILITIES: Final[Mapping[Applicability, ApplicabilityWord]] = {
    Applicability.DISPLAY: "display",
    Applicability.UNSAFE: "unsafe",
    Applicability.SAFE: "safe",
}


def _says(description: str) -> dict[str, str]:
    """The metadata that pydantic takes a field's description from."""
    return {"description": description}


_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_BATCH = 4_096  # tokens of JSON

# ----------------------------------------------------------------------------- check


@dataclass(frozen=True, slots=True)
class Place:
    """Another place that belongs to a finding; positions are null if they are not known."""

    path: str
    message: str
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None


@dataclass(frozen=True, slots=True)
class Replacement:
    """Characters of the finding's file to be replaced with `text`."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Repair:
    """Edits that repair a finding together."""

    title: str
    applicability: ApplicabilityWord = field(
        metadata=_says("a safe fix changes no word and no target; display is only a suggestion")
    )
    edits: tuple[Replacement, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one rule; lines and columns count from 1, columns in code points.

    Ends are exclusive.
    """

    path: str = field(metadata=_says("as given on the command line, with / between folders"))
    rule: str
    severity: SeverityWord
    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    key: str = field(
        metadata=_says("names what was found without line numbers, so that it survives edits")
    )
    related: tuple[Place, ...]
    fix: Repair | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that failed on a file because of a mistake in curator."""

    rule: str
    path: str
    error: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a file that is no finding, such as a limit that was met."""

    path: str
    message: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Fixes:
    """How many findings come with a fix, by how far it may be trusted."""

    safe: int
    unsafe: int
    display: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What the findings come to."""

    files: int = field(metadata=_says("how many files were read"))
    errors: int
    warnings: int
    infos: int
    rules: dict[str, int] = field(
        metadata=_says("how many findings each rule has, rules without any left out")
    )
    problems: tuple[str, ...] = field(
        metadata=_says("inputs that could not be read, one line each")
    )
    crashes: tuple[Failure, ...] = field(
        metadata=_says("rules that failed; their findings are missing")
    )
    notices: tuple[Remark, ...]
    fixes: Fixes
    rules_run: tuple[str, ...] = field(
        metadata=_says("the rules that were run, those that found nothing included")
    )
    elsewhere: int = field(
        metadata=_says("how many findings are left out because they are not of the change")
    )
    baselined: int = field(
        metadata=_says("how many findings are left out because a baseline has them already")
    )
    since: str = field(
        metadata=_says("the revision whose change alone is judged, empty where all is")
    )


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address that led to another one."""

    url: str
    code: int = field(metadata=_says("that of the answer, 0 where the page itself redirects"))


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of one URL, whichever lists carry it."""

    url: str = field(metadata=_says("as the list has it, without its fragment"))
    verdict: VerdictWord
    reason: str = field(metadata=_says("a word for why, such as not-found"))
    code: int | None = field(metadata=_says("that of the last answer, null if there was none"))
    final_url: str = field(metadata=_says("where the redirects led, url itself without any"))
    hops: tuple[Redirect, ...] = field(metadata=_says("the addresses that redirected, in order"))
    method: str = field(metadata=_says("of the last request"))
    seconds: float = field(metadata=_says("how long the last answer took"))
    tries: int = field(metadata=_says("how many requests were sent, those of redirects included"))
    source: str = field(metadata=_says("who said it: http, or the name of a service"))
    cached: bool = field(metadata=_says("whether an earlier run asked"))
    asked_at: str | None = field(
        metadata=_says("when the last answer came (ISO 8601, UTC), null if nobody was asked")
    )
    failing_since: str | None = field(
        metadata=_says("since when the link has failed (ISO 8601, UTC), null if it does not")
    )
    failed_runs: int = field(metadata=_says("how many runs in a row it failed, this included"))
    detail: str = field(metadata=_says("what was said in words, as a stranger wrote it"))
    title: str = field(metadata=_says("of a page that may be another one; empty otherwise"))


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What `curator check --format json` prints."""

    version: Literal[1]
    findings: tuple[Finding, ...]
    statuses: tuple[Status, ...] = field(
        metadata=_says(
            "what is known of links, one object for each URL that was asked; empty unless links "
            "were asked"
        )
    )
    summary: Summary


# ------------------------------------------------------------------------------ tree


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One resource of the list, with the entries below it."""

    kind: str = field(metadata=_says("item, row, heading, paragraph or quote"))
    title: str = field(metadata=_says("empty where the entry names none"))
    url: str | None = field(metadata=_says("the target of the primary link"))
    identity: str | None = field(
        metadata=_says("what the primary link denotes, such as arxiv:1706.03762")
    )
    description: str
    papers: tuple[str, ...] = field(
        metadata=_says("the identities of the papers the entry is about")
    )
    line: int
    column: int
    end_line: int
    end_column: int
    entries: tuple[TreeEntry, ...]


@dataclass(frozen=True, slots=True)
class TreeSection:
    """A part of the list with a name."""

    kind: str = field(metadata=_says("heading, label, group or details"))
    title: str
    depth: int = field(metadata=_says("the level of a heading, 0 for the other kinds"))
    line: int
    end_line: int = field(metadata=_says("the last line of the section"))
    slug: str | None = field(metadata=_says("the anchor of a heading"))
    entries: tuple[TreeEntry, ...]
    sections: tuple[TreeSection, ...]


@dataclass(frozen=True, slots=True)
class TreeLink:
    """A link; images are none."""

    kind: str = field(metadata=_says("inline, reference, autolink, bare or html"))
    url: str
    text: str
    line: int
    column: int
    end_line: int
    end_column: int
    section: int | None = field(
        metadata=_says("index in headings of the last heading before the link")
    )
    identity: str = field(metadata=_says("what the link denotes, whatever its spelling"))


@dataclass(frozen=True, slots=True)
class TreeHeading:
    """A heading with its anchor."""

    line: int
    depth: int
    text: str
    slug: str


@dataclass(frozen=True, slots=True)
class TreeDocument:
    """One list as its author has it in mind."""

    path: str
    title: str
    entries: tuple[TreeEntry, ...] = field(
        metadata=_says("entries that stand before the first section")
    )
    sections: tuple[TreeSection, ...]
    links: tuple[TreeLink, ...]
    headings: tuple[TreeHeading, ...]


@dataclass(frozen=True, slots=True)
class TreeResult:
    """What `curator tree --format json` prints."""

    version: Literal[1]
    documents: tuple[TreeDocument, ...]


# ------------------------------------------------------------------------------ rule


@dataclass(frozen=True, slots=True)
class RuleOption:
    """An option of a rule, as a configuration sets it."""

    name: str
    type: Literal["boolean", "integer", "number", "string", "strings"]
    default: bool | int | float | str | tuple[str, ...]
    summary: str
    choices: tuple[str, ...] = field(metadata=_says("the only values, empty if any will do"))
    least: float | None = field(metadata=_says("the least number, itself included"))
    most: float | None = field(metadata=_says("the greatest number, itself included"))


@dataclass(frozen=True, slots=True)
class RuleDescription:
    """A rule as it tells of itself."""

    name: str
    summary: str
    category: str = field(
        metadata=_says("links, duplicates, papers, structure, entries, guidelines, text or layout")
    )
    severity: SeverityWord
    presets: tuple[str, ...]
    severities: dict[str, SeverityWord] = field(
        metadata=_says("the severity in each preset that has the rule")
    )
    fix: ApplicabilityWord | None = field(
        metadata=_says("how far its fixes may be trusted at best, null if it has none")
    )
    online: bool = field(metadata=_says("whether it needs the network"))
    options: tuple[RuleOption, ...]
    awesome_lint: tuple[str, ...] = field(metadata=_says("the names that awesome-lint has for it"))
    page: str | None = field(
        metadata=_says("what it is about, as Markdown; null if Python was told to leave it out")
    )


@dataclass(frozen=True, slots=True)
class RulesResult:
    """What `curator rule --format json` prints."""

    version: Literal[1]
    rules: tuple[RuleDescription, ...]


# --------------------------------------------------------------------------- the text

Result = CheckResult | TreeResult | RulesResult
FORMATS: Mapping[str, type[Any]] = {
    "check": CheckResult,
    "tree": TreeResult,
    "rule": RulesResult,
}


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema (draft 2020-12) of every format, by the command that prints it."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - only to write the documentation

    return {
        name: {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **TypeAdapter(kind).json_schema(mode="serialization"),
        }
        for name, kind in FORMATS.items()
    }


def pieces(result: Result, *, ascii_only: bool = False) -> Iterator[str]:
    """The JSON text of ``result``, indented by two, without a final newline, piece by piece.

    No string is cut in two. What would act on a terminal is written as an escape, which
    means the same.
    """
    encoder = json.JSONEncoder(default=_fields, ensure_ascii=False, indent=2)
    batch: list[str] = []
    # One text of the whole would need several times the memory of the tree it is made of.
    for part in encoder.iterencode(result):
        batch.append(part)
        if len(batch) == _BATCH:
            yield _written("".join(batch), ascii_only=ascii_only)
            batch = []
    yield _written("".join(batch), ascii_only=ascii_only)


def _written(text: str, *, ascii_only: bool) -> str:
    text = json_visible(encodable(text))
    # What is not ASCII stands in strings, where an escape means the same.
    return _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text) if ascii_only else text


def dumps(result: Result, *, ascii_only: bool = False) -> str:
    """The JSON text of ``result`` as one string."""
    return "".join(pieces(result, ascii_only=ascii_only))


def _fields(value: Any) -> dict[str, Any]:
    """The fields of a wire type in the order in which they are declared."""
    return {name: getattr(value, name) for name in value.__slots__}
