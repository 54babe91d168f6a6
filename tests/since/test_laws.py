"""Laws of what a change is answerable for, over random edits of lists."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from curator.change import Change, change_of
from curator.diagnostic import Diagnostic
from curator.engine import Settings, answerable, lint
from curator.facts import Files
from curator.markdown import parse
from curator.report import FileReport
from curator.rules import INDEX
from curator.source import Source
from curator.workspace import Located, gather

_RULES = tuple(rule for rule in INDEX.values() if "recommended" in rule.presets)
_SETTINGS = Settings(rules=_RULES, known=frozenset(INDEX))
_TODAY = date(2026, 11, 21)
_MAIN = Path(__file__).with_name("main")
_LINES = tuple(
    line
    for name in ("README.md", "lists/second.md")
    for line in (_MAIN / name).read_text(encoding="utf-8").split("\n")
)
_ORDINAL = re.compile(r"#\d+$")

lines = st.sampled_from(_LINES)
lists = st.lists(lines, max_size=25)


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """A list, and what some edits of its lines made of it: put in, taken out, moved, changed."""
    before = draw(lists)
    after = list(before)
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(after)))
        kind = draw(st.sampled_from(["add", "drop", "move", "change"]))
        if kind == "add":
            after.insert(at, draw(lines))
        elif at < len(after):
            line = after.pop(at)
            if kind == "move":
                after.insert(draw(st.integers(0, len(after))), line)
            elif kind == "change":
                after.insert(at, line.replace("](", draw(st.sampled_from(["] (", "](x", "]("]))))
    return before, after


def found_in(source: Source, change: Change | None = None) -> FileReport:
    document = parse(source)
    files: Files
    (files,) = gather([Located(document, None)])
    return lint(document, _SETTINGS, files, _TODAY, change=change)


def judged(before: str | None, after: str) -> tuple[FileReport, FileReport, FileReport | None]:
    """What the change is answerable for, all that was found in it, and what was before."""
    source = Source("README.md", after)
    base = None if before is None else found_in(Source("README.md", before))
    change = change_of(None if base is None else base.source, source)
    head = found_in(source, change)
    return answerable(head, base, {"README.md": change}), head, base


def key(found: Diagnostic) -> str:
    return _ORDINAL.sub("", found.key)


@given(edits(), st.sampled_from(["\n", "\r\n"]))
def test_findings_are_of_the_change_or_elsewhere(
    edit: tuple[list[str], list[str]], newline: str
) -> None:
    before, after = ("\n".join(edit[0]), newline.join(edit[1]))
    kept, head, base = judged(before, after)
    assert base is not None
    assert kept.elsewhere + len(kept.diagnostics) == len(head.diagnostics)
    remaining = iter(head.diagnostics)
    assert all(any(found is other for other in remaining) for found in kept.diagnostics)
    # What has a name that was not there, or stands on a line that was not there, is the change's.
    known = {key(found) for found in base.diagnostics}
    old_lines = set(edit[0])
    for found in head.diagnostics:
        line = head.source.line_text(head.source.line_at(found.span.start))
        if key(found) not in known or line not in old_lines:
            assert found in kept.diagnostics
    # A change is not answerable for more of a name than it touched or than there is more of it.
    more = Counter(map(key, head.diagnostics)) - Counter(map(key, base.diagnostics))
    change = kept.change
    assert change is not None
    untouched = Counter(
        key(found)
        for found in kept.diagnostics
        if not change.touches(found.span)
        and not any(change.touches(other.span) for other in found.related)
    )
    assert untouched <= more


@given(lists, st.sampled_from(["\n", "\r\n", "\r"]))
def test_without_a_change_nothing_is_new(chosen: list[str], newline: str) -> None:
    text = "\n".join(chosen)
    kept, head, _ = judged(text, text.replace("\n", newline))
    assert kept.diagnostics == ()
    assert kept.elsewhere == len(head.diagnostics)


@given(lists)
def test_in_a_new_file_all_is_new(chosen: list[str]) -> None:
    for before in (None, ""):
        kept, head, _ = judged(before, "\n".join(chosen))
        assert kept.diagnostics == head.diagnostics
        assert kept.elsewhere == 0
