"""Linting looks at nothing but its arguments: no file, no socket, no process (PEP 578)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from curator.engine import Settings, lint, load_rule
from curator.facts import NoFiles
from curator.markdown import parse
from curator.rules import INDEX
from curator.source import Source
from curator.workspace import Located, gather
from tests.documents import Document, cases, fixtures

_FORBIDDEN = (
    "open",
    "os.",
    "socket.",
    "subprocess.",
    "shutil.",
    "glob.",
    "tempfile.",
    "urllib.",
    "sqlite3.",
    "import",
)

ALL = Settings(rules=tuple(INDEX.values()), known=frozenset(INDEX))

_watched: list[list[str]] = []
"""The lists that want to know what happens; a hook stays for the life of the process."""


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _watched and event.startswith(_FORBIDDEN):
        _watched[-1].append(f"{event} {arguments!r}"[:200])


sys.addaudithook(_hook)


@contextmanager
def watching() -> Iterator[list[str]]:
    """The forbidden events that happen meanwhile."""
    events: list[str] = []
    _watched.append(events)
    try:
        yield events
    finally:
        _watched.remove(events)


def test_the_watch_works(tmp_path: Path) -> None:
    with watching() as events:
        (tmp_path / "a.md").write_bytes(b"")
        list(tmp_path.iterdir())
    assert len(events) >= 2
    with watching() as events:
        sum(range(10))
    assert events == []


@cache
def warm_up() -> None:
    """What a rule imports or reads once (tables, ftfy) is not the fault of any document."""
    for rule in INDEX.values():
        load_rule(rule.module)
    suspect = parse(Source("a.md", "- [a](b#c) - â€™ x. https://arxiv.org/abs/1706.03762\n"))
    for tree in (suspect, *(each.tree() for each in fixtures())):
        lint(tree, ALL, NoFiles(), date(2026, 11, 21))


@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_linting_opens_nothing(document: Document) -> None:
    warm_up()
    tree = document.tree()
    (files,) = gather([Located(tree, document.path)])
    with watching() as events:
        report = lint(tree, ALL, files, date(2026, 11, 21))
    assert events == []
    assert report.crashes == ()
