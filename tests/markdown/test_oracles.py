"""GitHub's own C parser sees the same links and the same structure as we do."""

from __future__ import annotations

import pytest

from curator import nodes
from curator.markdown import parse_syntax
from curator.nodes import Syntax
from curator.source import Source
from tests.documents import Document, cases, spec_examples
from tests.markdown import oracle

# The oracle is of an older specification (0.29) with GitHub's extensions; these examples of
# 0.31.2 come out otherwise there.
SPEC_LINKS: dict[int, str] = {}
SPEC_STRUCTURE: dict[int, str] = {}


def normal(text: str) -> str:
    """A text as the oracle is given it: one newline style, no byte order mark, no front matter."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return oracle.without_front_matter(text)


def differing(document: Document) -> set[tuple[int, int]]:
    """Line and column of the links of which the truth says that GitHub sees none there."""
    if document.truth is None:
        return set()
    rows = document.read_truth()["links"]
    return {(row["line"], row["column"]) for row in rows if row.get("gfm_differs")}


def parsed(document: Document) -> tuple[Source, Syntax]:
    """The tree of a document without the links that GitHub does not see."""
    source = Source(document.name, document.text())
    syntax = parse_syntax(source, strict=True)
    aside = differing(document)
    for node in list(syntax.root.walk()) if aside else ():
        node.children = [
            child
            for child in node.children
            if not (isinstance(child, nodes.Link) and source.position(child.start) in aside)
        ]
    return source, syntax


@pytest.mark.parametrize("document", cases("fixtures", "seeds", "corpus"))
def test_links_of_documents(document: Document) -> None:
    source, syntax = parsed(document)
    assert oracle.links(syntax) == oracle.rendered_links(normal(source.text))


@pytest.mark.parametrize("document", cases("fixtures", "seeds", "corpus"))
def test_structure_of_documents(document: Document) -> None:
    source, syntax = parsed(document)
    assert oracle.structure(source, syntax) == oracle.rendered_structure(normal(source.text))


@pytest.mark.parametrize(
    ("number", "markdown"), [pytest.param(n, text, id=str(n)) for n, text in spec_examples()]
)
def test_specification_examples(number: int, markdown: str) -> None:
    source = Source(f"example-{number}.md", markdown)
    syntax = parse_syntax(source, strict=True)
    same_links = oracle.links(syntax) == oracle.rendered_links(normal(markdown))
    assert same_links == (number not in SPEC_LINKS), oracle.render(markdown, unsafe=True)
    found, expected = oracle.structure(source, syntax), oracle.rendered_structure(normal(markdown))
    same_structure = found == expected
    assert same_structure == (number not in SPEC_STRUCTURE), (found, expected)


def test_all_specification_examples_are_there() -> None:
    assert [number for number, _ in spec_examples()] == list(range(1, 653))
