"""The tree of a document survives other newlines, margins and wrappers around it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from curator.markdown import parse_syntax
from curator.nodes import Node, Syntax
from curator.source import Source
from tests.documents import Document, cases
from tests.markdown.laws import check
from tests.markdown.skeleton import skeleton
from tests.markdown.transforms import TRANSFORMS, Transform, lines_of, prepared

LARGE = 100_000
"""Characters beyond which a document is left to the nightly run."""


def unwrapped(syntax: Syntax, transform: Transform) -> list[Node]:
    """The nodes of the document itself, below what the transform put around it."""
    children = list(syntax.root.children)[1 if transform.added_lines else 0 :]
    for kind in transform.wrappers:
        assert [node.kind for node in children] == [kind]
        children = list(children[0].children)
    return children


def rows(source: Source, top: list[Node], transform: Transform) -> list[tuple[Any, ...]]:
    first = 1 + transform.added_lines
    hard = not transform.name.startswith("trailing")
    return list(skeleton(source, top, first_line=first, hard=hard))


def check_transform(document: Document, transform: Transform) -> None:
    text = document.text()
    lines = prepared(text) if transform.wraps else lines_of(text)
    plain = Source(document.name, "".join(line + "\n" for line in lines))
    if not transform.applies(plain.text):
        return  # it would change what the document says
    source = Source(document.name, transform.rewrite(lines))
    syntax = parse_syntax(source, strict=True)
    check(source, syntax)
    found = rows(source, unwrapped(syntax, transform), transform)
    hard = not transform.name.startswith("trailing")
    top = parse_syntax(plain, strict=True).root.children
    expected = list(skeleton(plain, top, hard=hard))
    assert found == expected


@pytest.mark.parametrize("transform", TRANSFORMS, ids=lambda transform: transform.name)
@pytest.mark.parametrize("document", cases("fixtures"))
def test_fixtures_survive_every_transform(document: Document, transform: Transform) -> None:
    check_transform(document, transform)


@pytest.mark.parametrize("document", cases("seeds", "corpus"))
def test_real_lists_survive_some_transforms(document: Document) -> None:
    if len(document.text()) > LARGE:
        pytest.skip("large documents are transformed in the nightly run")
    # A seed of the document's name: the same transforms in every run, all of them somewhere.
    chosen = random.Random(document.name).sample(TRANSFORMS, 2)
    for transform in chosen:
        check_transform(document, transform)


@pytest.mark.nightly
@pytest.mark.parametrize("transform", TRANSFORMS, ids=lambda transform: transform.name)
@pytest.mark.parametrize("document", cases("seeds", "corpus"))
def test_real_lists_survive_every_transform(document: Document, transform: Transform) -> None:
    check_transform(document, transform)
