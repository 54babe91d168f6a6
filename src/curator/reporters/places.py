"""Where a finding stands for GitHub: a path of the repository, and lines that the change shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from curator.diagnostic import Diagnostic
from curator.report import FileReport
from curator.reporters.escape import defused, visible
from curator.source import Source, Span

_DRIVE = re.compile(r"[A-Za-z]:")


class Shown(NamedTuple):
    """The place that a finding is shown at, and what that place is to it if it is another."""

    source: Source
    span: Span
    remark: str = ""


def repository_path(name: str, rooted: Callable[[str], str]) -> str | None:
    """The path of a file from the root of the repository, by the name that messages have for it.

    ``None`` for standard input, for what is not in the repository, and for a path that no line
    for GitHub's runner can have as it is.
    """
    if not name or name in {"-", "<stdin>"}:
        return None
    path = rooted(name)
    outside = path.startswith("/") or ".." in path.split("/") or _DRIVE.match(path) is not None
    return None if outside or not path or defused(visible(path)) != path else path


def shown_place(file: FileReport, found: Diagnostic, files: Mapping[str, FileReport]) -> Shown:
    """Where the change shows a finding: where it stands, or else a place related to it.

    GitHub shows only lines that a change touched, and those around them. What stands on none,
    nor has a related place on one, is where it is. ``files`` are those of the run, by path.
    """
    if file.change is None or file.change.touches(found.span):
        return Shown(file.source, _touched(file, found.span))
    for related in found.related:
        other = file if related.path is None else files.get(related.path)
        if other is None or other.change is None or not other.change.touches(related.span):
            continue
        line = file.source.line_at(found.span.start)
        where = f"on line {line}" if other is file else f"in {file.source.path} on line {line}"
        remark = f"{related.message}; the finding itself is {where}"
        return Shown(other.source, _touched(other, related.span), remark)
    return Shown(file.source, found.span)


def _touched(file: FileReport, span: Span) -> Span:
    """The first part of ``span`` that stands on touched lines."""
    if file.change is None:
        return span
    for each in file.change.touched:
        if each.end > span.start:
            start = max(span.start, each.start)
            return Span(start, max(min(span.end, each.end), start))
    return span
