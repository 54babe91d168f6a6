"""Which of the findings in a file a change is answerable for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from curator.change import Change
from curator.diagnostic import Diagnostic
from curator.report import FileReport
from curator.source import Source

_ORDINAL = re.compile(r"#\d+$")


def answerable(
    head: FileReport,
    before: FileReport | None,
    changes: Mapping[str, Change],
    own_lines_only: Collection[str] = (),
) -> FileReport:
    """``head`` less the findings that the change is not answerable for, which are counted.

    It is for what stands on a line that it touched, be it only a place related to the finding,
    and for what was not found ``before``; all in a file that is new. ``changes`` are what was
    done to each file of the run, by their paths. Of the rules ``own_lines_only`` the first
    alone counts.
    """
    change = changes[head.source.path]
    touched, others = [], []
    for found in head.diagnostics:
        if _is_touched(found, head.source, changes):
            touched.append(found)
        elif found.rule not in own_lines_only:
            others.append(found)
    new = {id(found) for found in (*touched, *_unknown(head.source, others, before))}
    kept = tuple(found for found in head.diagnostics if id(found) in new)
    return replace(
        head, diagnostics=kept, change=change, elsewhere=len(head.diagnostics) - len(kept)
    )


def _is_touched(found: Diagnostic, source: Source, changes: Mapping[str, Change]) -> bool:
    if changes[source.path].touches(found.span):
        return True
    for each in found.related:
        change = changes.get(source.path if each.path is None else each.path)
        if change is not None and change.touches(each.span):
            return True
    return False


def _unknown(
    source: Source, others: Iterable[Diagnostic], before: FileReport | None
) -> Iterable[Diagnostic]:
    """Those of ``others``, which stand on lines of before, that were not found in them.

    A key that is found several times is the same finding where the line is the same; what then
    remains is new only as far as there is more of it than before: a rule that tells the first
    of many may tell another one as the first.
    """
    if before is None:
        return others
    lines: Counter[tuple[str, str]] = Counter()
    keys: Counter[str] = Counter()
    for each in before.diagnostics:
        key = _key(each)
        keys[key] += 1
        lines[key, _line(before.source, each)] += 1
    rest: list[Diagnostic] = []
    for each in others:
        key = _key(each)
        if lines[key, _line(source, each)]:
            lines[key, _line(source, each)] -= 1
            keys[key] -= 1
        else:
            rest.append(each)
    unknown: list[Diagnostic] = []
    for each in rest:
        if keys[_key(each)] > 0:
            keys[_key(each)] -= 1
        else:
            unknown.append(each)
    return unknown


def _key(found: Diagnostic) -> str:
    """The key without the number that tells it from others like it."""
    return _ORDINAL.sub("", found.key)


def _line(source: Source, found: Diagnostic) -> str:
    return source.line_text(source.line_at(found.span.start))
