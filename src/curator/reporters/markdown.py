"""Findings as Markdown for GitHub: the summary of a job, or a comment on a pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import quote

from curator.diagnostic import Applicability, Diagnostic, Fix, Related, Severity
from curator.report import FileReport, Report
from curator.reporters import totals
from curator.reporters.escape import exact, markdown, markdown_code, markdown_fence
from curator.reporters.places import repository_path
from curator.reporters.replaced import Fixes, fixes_by_line, replaced, together
from curator.source import Source, Span

MARKER: Final = "<!-- curator report -->"
"""The first line, by which a comment is found again; nobody sees it."""
LIMIT: Final = 60_000
"""Characters of a report. GitHub takes 65,536 for a comment, and 1 MiB for a job summary."""
_MOST_OPEN: Final = 20
"""Findings of a severity that are not folded."""
_MOST_PLACES: Final = 5
_MOST_TROUBLE: Final = 10
_LONGEST: Final = 1_000
"""Characters of a message or of a line that are shown."""
_RESERVE: Final = 1_000
"""Characters kept for headings, for what folds findings, and for what tells of those left out."""

_FIXES = {
    Applicability.SAFE: "fix",
    Applicability.UNSAFE: "unsafe fix",
    Applicability.DISPLAY: "suggestion",
}


@dataclass(frozen=True, slots=True)
class MarkdownStyle:
    """How places are named and linked, and how long the report may be, in characters.

    ``rooted`` gives the path of a file from the root of the repository. ``blob`` is the address
    of the repository's files on GitHub, with ``/`` at its end; without it nothing is linked.
    """

    rooted: Callable[[str], str] = str
    blob: str = ""
    limit: int = LIMIT


def render(report: Report, style: MarkdownStyle) -> str:
    """The report; findings are left out where it would be longer than the style allows."""
    head = "\n".join(_head(report, style.limit // 8))
    parts = [head]
    room = style.limit - len(head) - _RESERVE
    left_out = 0
    files = {file.source.path: file for file in report.files}
    fixes = {path: fixes_by_line(file.source, file.diagnostics) for path, file in files.items()}
    for severity in totals.SERIOUS:
        blocks = (
            _finding(file.source, found, files, fixes[file.source.path], style)
            for file in report.files
            for found in file.diagnostics
            if found.severity == severity
        )
        count = report.count(severity)
        kept, room = _fitting(blocks, room if not left_out else 0)
        left_out += count - len(kept)
        if kept:
            parts.append("\n".join(_group(totals.counted(count, severity.label), kept)))
    if left_out:
        what = totals.counted(left_out, "more finding")
        verb = "is" if left_out == 1 else "are"
        parts.append(f"{what} {verb} not shown here; `curator check` lists all of them.\n")
    return "\n".join(parts)


# ------------------------------------------------------------------------ the head


def _head(report: Report, room: int) -> Iterator[str]:
    """The verdict, what the findings come to, and what went wrong: ``room`` for each kind."""
    found = totals.findings(report)
    yield MARKER
    yield f"### {_verdict(report, found)}"
    yield ""
    yield "\\\n".join(_totals(report, found))
    yield ""
    failed = (
        f"The rule {markdown_code(crash.rule)} failed on {markdown_code(crash.path)}: "
        f"{_said(crash.error)}. This is a bug of curator, please report it."
        for file in report.files
        for crash in file.crashes
    )
    notices = [*report.notices, *(notice for file in report.files for notice in file.notices)]
    remarks = (_placed(each.path, each.line, _said(each.message)) for each in notices)
    yield from _listed("Could not be read", map(_said, report.problems), room)
    yield from _listed("Rules that failed: what they find is missing", failed, room)
    yield from _listed("Remarks", remarks, room)


def _verdict(report: Report, found: totals.Findings | None) -> str:
    if found is not None:
        return f"curator found {found.words.replace(', ', ' and ')}"
    if report.problems:
        return "curator could not read everything"
    return "curator found nothing" if report.worst() is None else "curator found nothing serious"


def _totals(report: Report, found: totals.Findings | None) -> Iterator[str]:
    if found is not None:
        files = totals.counted(len(report.files), "file")
        yield f"{files} checked. {totals.repairs(report, '`')}".rstrip()
    elif report.files:
        clean = not report.problems and report.worst() is None
        thanks = " Thank you for taking care of the list." if clean else ""
        yield totals.nothing(report) + thanks
    infos = report.count(Severity.INFO)
    if infos:
        verb = "is" if infos == 1 else "are"
        yield f"{totals.counted(infos, 'info')} {verb} not listed (`--show info`)."
    yield from map(markdown, totals.unlisted(report))
    if report.links is not None:
        yield totals.asked(report.links)


def _listed(title: str, items: Iterable[str], room: int) -> Iterator[str]:
    lines = [f"- {item}" for item in items]
    if not lines:
        return
    kept, _ = _fitting(lines[:_MOST_TROUBLE], room)
    yield f"**{title}**"
    yield ""
    yield from kept
    if len(kept) < len(lines):
        yield f"- and {len(lines) - len(kept):,} more"
    yield ""


def _placed(path: str, line: int, text: str) -> str:
    place = f"{path}:{line}" if path and line else path
    return f"{markdown_code(place)}: {text}" if place else text


def _said(text: str) -> str:
    """Text of others, of bounded length."""
    return markdown(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


# -------------------------------------------------------------------- the findings


def _fitting(blocks: Iterable[str], room: int) -> tuple[list[str], int]:
    """The first ``blocks`` that fit into ``room`` characters, and what is left of it."""
    kept: list[str] = []
    for block in blocks:
        if len(block) > room:
            break
        room -= len(block) + 1
        kept.append(block)
    return kept, room


def _group(title: str, blocks: Sequence[str]) -> Iterator[str]:
    """The findings of a severity, those past the first ones folded."""
    yield f"#### {title}"
    yield ""
    yield from blocks[:_MOST_OPEN]
    yield ""
    if len(blocks) > _MOST_OPEN:
        yield f"<details><summary>{len(blocks) - _MOST_OPEN:,} more</summary>"
        yield ""
        yield from blocks[_MOST_OPEN:]
        yield ""
        yield "</details>"
        yield ""


def _finding(
    source: Source,
    found: Diagnostic,
    files: dict[str, FileReport],
    fixes: Fixes,
    style: MarkdownStyle,
) -> str:
    """A finding as an item of a list: place, rule and message, then what to write instead."""
    place = _link(source, found.span, style)
    lines = [f"- {place} {markdown_code(found.rule)}: {_said(found.message)}"]
    if found.fix is not None:
        lines += _fix(source, together(source, found.fix, fixes))
    for related in found.related[:_MOST_PLACES]:
        lines.append(f"- {_related(source, related, files, style)}")
    more = len(found.related) - _MOST_PLACES
    if more > 0:
        lines.append(f"- and {totals.counted(more, 'more place')}")
    return "\n  ".join(lines)


class _Address(NamedTuple):
    """A place as it is named, and its address on GitHub."""

    name: str
    url: str


def _link(source: Source, span: Span, style: MarkdownStyle) -> str:
    line = source.line_at(span.start)
    path = repository_path(source.path, style.rooted)
    name = markdown_code(f"{source.path if path is None else path}:{line}")
    if path is None or not style.blob:
        return name
    # Without plain=1 GitHub renders Markdown, and there are no lines to lead to.
    return f"[{name}]({style.blob}{quote(path, errors='replace')}?plain=1#L{line})"


def _related(
    source: Source, related: Related, files: dict[str, FileReport], style: MarkdownStyle
) -> str:
    other = source
    if related.path is not None:
        if related.path not in files:
            return f"{markdown_code(related.path)} {_said(related.message)}"
        other = files[related.path].source
    return f"{_link(other, related.span, style)} {_said(related.message)}"


def _fix(source: Source, fix: Fix) -> Iterator[str]:
    """The lines that a fix takes away and those that it puts there, and what it does in words."""
    made = replaced(source, fix)
    lines: list[str] = []
    for each in made:
        lines += (f"-{exact(line)}" for line in each.removed)
        lines += (f"+{exact(line)}" for line in each.added)
    if lines and max(map(len, lines)) <= _LONGEST:
        fence = markdown_fence(lines)
        yield f"{fence}diff"
        yield from lines
        yield fence
    yield f"- {_FIXES[fix.applicability]}: {_said(fix.title)}"
