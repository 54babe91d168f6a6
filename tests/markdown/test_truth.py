"""Links and headings of real and of our own documents, compared with the truth row by row."""

from __future__ import annotations

from typing import Any

import pytest

from curator.markdown import parse_syntax
from curator.source import Source
from tests.documents import Document, cases
from tests.markdown.links import heading_rows, link_rows

LINK = ("line", "column", "end_line", "end_column", "kind", "url", "text")
HEADING = ("line", "depth", "text", "slug")


def only(rows: list[dict[str, Any]], names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def links_of(document: Document) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Expected and found links, less those of which the truth says that GitHub differs."""
    truth = document.read_truth()["links"]
    aside = set(only([row for row in truth if row.get("gfm_differs")], LINK))
    source = Source(document.name, document.text())
    found = only(link_rows(source, parse_syntax(source, strict=True)), LINK)
    expected = [row for row in only(truth, LINK) if row not in aside]
    return expected, [row for row in found if row not in aside]


@pytest.mark.parametrize("document", cases("fixtures", "corpus"))
def test_links_are_the_true_ones(document: Document) -> None:
    expected, found = links_of(document)
    assert found == expected


@pytest.mark.parametrize("document", cases("fixtures", "corpus"))
def test_headings_are_the_true_ones(document: Document) -> None:
    source = Source(document.name, document.text())
    found = heading_rows(source, parse_syntax(source, strict=True))
    assert only(found, HEADING) == only(document.read_truth()["headings"], HEADING)


@pytest.mark.parametrize("document", cases("fixtures"))
def test_every_fixture_has_a_truth_with_links_and_headings(document: Document) -> None:
    truth = document.read_truth()
    assert truth["links"]
    assert truth["headings"]
