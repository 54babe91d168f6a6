"""Laws of the parser on documents that Hypothesis makes up, and on our own and real ones."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curator import nodes
from curator.markdown import parse_syntax
from curator.nodes import Attribute, Node, Syntax
from curator.source import Source, Span
from tests.documents import Document, cases, spec_examples
from tests.markdown import strategies
from tests.markdown.laws import check
from tests.markdown.skeleton import skeleton

NEW = "https://edited.example/new"


def strict(text: str) -> tuple[Source, Syntax]:
    source = Source("a.md", text)
    return source, parse_syntax(source, strict=True)


def with_newlines(text: str, newline: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines.replace("\n", newline)


# ------------------------------------------------------------------------------ all laws


@given(strategies.texts)
def test_every_text_obeys_the_laws(text: str) -> None:
    check(*strict(text))


@given(strategies.lists)
def test_lists_obey_the_laws(text: str) -> None:
    check(*strict(text))


@given(strategies.texts)
def test_no_text_is_refused(text: str) -> None:
    source = Source("a.md", text)
    syntax = parse_syntax(source)
    assert not [note for note in syntax.notes if note.kind == "position"]


@pytest.mark.parametrize("document", cases("fixtures", "seeds", "corpus"))
def test_documents_obey_the_laws(document: Document) -> None:
    source, syntax = strict(document.text())
    check(source, syntax)
    assert not syntax.notes


@pytest.mark.parametrize(
    ("number", "markdown"), [pytest.param(n, text, id=str(n)) for n, text in spec_examples()]
)
def test_specification_examples_obey_the_laws(number: int, markdown: str) -> None:
    check(*strict(markdown))


@pytest.mark.parametrize(
    "text",
    ["", "\n", "\r", "\r\n", " ", "\t", "\ufeff", "\ufeff\n", "\0", "\\", "\n\n", "\u2028", "---"],
    ids=repr,
)
def test_the_smallest_texts(text: str) -> None:
    check(*strict(text))


# -------------------------------------------------------------------------- newline style


@given(strategies.texts, st.sampled_from(["\r\n", "\r"]))
@example("a\r\n\nb", "\r\n")
@example("- a\n\n\tb\n", "\r")
def test_the_tree_does_not_depend_on_the_newline_style(text: str, newline: str) -> None:
    plain, plain_syntax = strict(with_newlines(text, "\n"))
    other, other_syntax = strict(with_newlines(text, newline))
    assert list(skeleton(other, other_syntax.root.children)) == list(
        skeleton(plain, plain_syntax.root.children)
    )


@given(strategies.texts)
def test_a_byte_order_mark_moves_everything_by_one(text: str) -> None:
    text = text.lstrip("\ufeff")
    _, plain = strict(text)
    _, marked = strict("\ufeff" + text)
    before = [(node.kind, node.start, node.end) for node in plain.root.walk()]
    after = [(node.kind, node.start - 1, node.end - 1) for node in marked.root.walk()]
    assert after[1:] == before[1:]


# --------------------------------------------------------------------- edited destinations


def destinations(source: Source, syntax: Syntax) -> list[Span]:
    """Every place where a URL can be replaced without touching the words around it."""
    spans: list[Span] = []
    for node in syntax.root.walk():
        if isinstance(node, nodes.Definition):
            spans.append(node.destination)
        elif isinstance(node, nodes.Link) and node.form in {"inline", "autolink"}:
            if node.destination is not None and not node.url.startswith("mailto:"):
                spans.append(node.destination)
        elif isinstance(node, nodes.HtmlTag):
            spans += [
                attribute.span
                for name, attribute in node.attributes.items()
                if name in {"href", "src"} and attribute.value and "\n" not in attribute.value
            ]
    return spans


def shifted(syntax: Syntax, edited: Span, shift: int) -> list[tuple[object, ...]]:
    """All nodes with their fields, offsets behind ``edited`` moved, URLs left out."""

    def move(offset: int) -> int:
        return offset + shift if offset >= edited.end else offset

    def value(name: str, inner: object) -> object:
        if name in {"url", "value"}:
            return None
        if inner == edited:
            return "edited"
        if isinstance(inner, Span):
            return move(inner.start), move(inner.end)
        if isinstance(inner, Attribute):
            return value("span", inner.span)
        if isinstance(inner, dict):
            return {key: value(key, below) for key, below in inner.items()}
        return inner

    def row(node: Node) -> tuple[object, ...]:
        names = {field.name for field in fields(node)} - {"start", "end", "children"}
        rest = [(name, value(name, getattr(node, name))) for name in sorted(names)]
        return node.kind, move(node.start), move(node.end), *rest

    # What is inside the edited destination is its own text: an autolink's.
    return [row(node) for node in syntax.root.walk() if not edited.covers(node.span)]


def check_edit(source: Source, syntax: Syntax, span: Span) -> None:
    """Replacing one destination changes this destination and no other node."""
    edited = source.text[: span.start] + NEW + source.text[span.end :]
    source_after, after = strict(edited)
    shift = len(NEW) - (span.end - span.start)
    new_span = Span(span.start, span.start + len(NEW))
    assert source_after[new_span] == NEW
    assert shifted(after, new_span, 0) == shifted(syntax, span, shift)


@given(strategies.lists, st.data())
def test_an_edited_destination_changes_nothing_else(text: str, data: st.DataObject) -> None:
    source, syntax = strict(text)
    spans = destinations(source, syntax)
    if spans:
        check_edit(source, syntax, data.draw(st.sampled_from(spans)))


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("document", cases("fixtures"))
def test_every_destination_of_a_fixture_can_be_edited(document: Document, newline: str) -> None:
    source, syntax = strict(with_newlines(document.text(), newline))
    for span in destinations(source, syntax):
        check_edit(source, syntax, span)


@pytest.mark.nightly
@pytest.mark.parametrize("document", cases("seeds", "corpus"))
@settings(max_examples=60)
@given(data=st.data())
def test_destinations_of_real_lists_can_be_edited(document: Document, data: st.DataObject) -> None:
    source, syntax = strict(document.text())
    check_edit(source, syntax, data.draw(st.sampled_from(destinations(source, syntax))))
