"""Documents made to be slow, read as lists and checked: no rule fails, and work grows as size."""

from __future__ import annotations

from datetime import date

import pytest
from bench.shapes import LISTS, SHAPES

from curator.document import Document
from curator.engine import Settings, lint
from curator.facts import NoFiles
from curator.markdown import parse
from curator.report import FileReport
from curator.rules import INDEX
from curator.source import Source
from tests.markdown.test_hostile import calls

TODAY = date(2026, 11, 21)
SIZE = 4_000
GROWTH = 2.5
"""How many times the calls may be of a document twice as long."""
NOISE = 500
"""Calls that say nothing of growth."""


def read(name: str, size: int) -> Document:
    return parse(Source("README.md", SHAPES[name](size)))


def check(document: Document) -> FileReport:
    return lint(
        document, Settings(rules=tuple(INDEX.values()), known=frozenset(INDEX)), NoFiles(), TODAY
    )


def check_shape(name: str, size: int) -> None:
    document = read(name, size)
    report = check(document)
    assert report.crashes == ()
    length = len(document.source.text)
    assert all(0 <= f.span.start <= f.span.end <= length for f in report.diagnostics)
    assert len({f.key for f in report.diagnostics}) == len(report.diagnostics)


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_is_read_and_checked(name: str) -> None:
    check_shape(name, 5_000)


@pytest.mark.nightly
@pytest.mark.parametrize("name", SHAPES)
def test_every_large_shape_is_read_and_checked(name: str) -> None:
    check_shape(name, 20_000)


@pytest.mark.parametrize("name", LISTS)
def test_work_grows_as_the_list_does(name: str) -> None:
    """Of the tree and of the rules; what is cached and imported is so before it is counted."""
    texts = [SHAPES[name](size) for size in (SIZE, 2 * SIZE)]
    for text in texts:
        check(parse(Source("README.md", text)))
    for work in (_reading, _checking):
        few, many = (work(text) for text in texts)
        assert many <= GROWTH * few + NOISE, work.__name__


def _reading(text: str) -> int:
    return calls(lambda: parse(Source("README.md", text)))


def _checking(text: str) -> int:
    document = parse(Source("README.md", text))
    return calls(lambda: check(document))
