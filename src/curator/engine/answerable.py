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
    lines: Counter[tuple[str, int]] = Counter()
    keys: Counter[str] = Counter()
    numbers: dict[str, int] = {}
    then, now = _Lines(before.source, numbers), _Lines(source, numbers)
    for each in before.diagnostics:
        key = _key(each)
        keys[key] += 1
        lines[key, then.of(each)] += 1
    rest: list[Diagnostic] = []
    for each in others:
        key = _key(each)
        if lines[key, now.of(each)]:
            lines[key, now.of(each)] -= 1
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


class _Lines:
    """The lines of a text by ``numbers``, which those of the same text share.

    A whole file may be one line with thousands of findings: it is read once, not for each.
    """

    def __init__(self, source: Source, numbers: dict[str, int]) -> None:
        self._source = source
        self._numbers = numbers
        self._known: dict[int, int] = {}

    def of(self, found: Diagnostic) -> int:
        """The number of the line that a finding begins on."""
        line = self._source.line_at(found.span.start)
        if line not in self._known:
            text = self._source.line_text(line)
            self._known[line] = self._numbers.setdefault(text, len(self._numbers))
        return self._known[line]
