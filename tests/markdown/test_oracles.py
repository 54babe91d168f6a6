"""GitHub's own C parser sees the same links and the same structure as we do."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import assume, given

from curator import nodes
from curator.markdown import parse_syntax
from curator.nodes import Syntax
from curator.source import Source
from tests.documents import Document, cases, spec_examples
from tests.markdown import oracle, strategies


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
    # The oracle speaks CommonMark 0.29 with GitHub's extensions, and what GitHub shows is right
    # for us: in 354 £ and € are no punctuation, in 606 the address is linked. Links in the
    # alternative text of an image, as in 520, 574 and 575, are rendered as words by both.
    assert oracle.links(syntax) == oracle.rendered_links(normal(markdown))
    assert oracle.structure(source, syntax) == oracle.rendered_structure(normal(markdown))


def test_all_specification_examples_are_there() -> None:
    assert [number for number, _ in spec_examples()] == list(range(1, 653))


# ------------------------------------------------------------------------- made-up lists


def definition_above_table(text: str) -> bool:
    """Whether GitHub's parser may forget to take a definition out of a table's paragraph."""
    defined = False
    for line in text.split("\n"):
        if defined and line.lstrip(" >|").startswith(("-", ":-")):
            return True
        defined = bool(line.strip(" >")) and (defined or "]:" in line)
    return False


def bare_in_brackets(source: Source, syntax: Syntax) -> Counter[oracle.Link]:
    """Bare URLs behind an open bracket: links for us, text for GitHub."""
    found: Counter[oracle.Link] = Counter()
    for leaf in syntax.root.walk():
        if isinstance(leaf, (nodes.Paragraph, nodes.Heading, nodes.Cell)):
            found.update(
                ("href", oracle.encoded(node.url))
                for node in leaf.walk()
                if isinstance(node, nodes.Link)
                and node.form == "bare"
                and "[" in source.text[leaf.start : node.start]
            )
    return found


@given(strategies.lists)
def test_made_up_lists(text: str) -> None:
    assume(not definition_above_table(text))
    source = Source("a.md", text)
    syntax = parse_syntax(source, strict=True)
    found = oracle.links(syntax, html=False)
    expected = oracle.rendered_links(normal(text), html=False)
    assert not expected - found
    assert not (found - expected) - bare_in_brackets(source, syntax)
    # Paragraphs are left out: GitHub's parser takes a list for tight after a rule or heading.
    leave_out = {"a", "p"}
    ours = [name for _, name in oracle.structure(source, syntax) if name not in leave_out]
    theirs = [name for _, name in oracle.rendered_structure(normal(text)) if name not in leave_out]
    assert ours == theirs
