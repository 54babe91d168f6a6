"""What a fragment is read as, what every page accepts, and what a file accepts besides."""

from __future__ import annotations

import pytest

from curator.fragments import (
    Anchors,
    fragment_span,
    heading_fragments,
    is_built_in,
    read_fragment,
    unspaced_anchors,
    with_anchor,
)
from curator.markdown import parse
from curator.source import Source, Span
from tests.documents import Document, cases


@pytest.mark.parametrize(
    ("url", "fragment"),
    [
        ("guide.md", ""),
        ("#tools", "tools"),
        ("guide.md?plain=1#tools", "tools"),
        ("#user-content-tools", "tools"),
        ("#%E8%AE%BA%E6%96%87", "论文"),
        ("#tools:~:text=word", "tools"),
        ("#:~:text=word", ""),
        ("#a\u200cb\u200dc", "abc"),
        ("#\ufe0f-tools", "\ufe0f-tools"),
    ],
)
def test_a_fragment_is_read(url: str, fragment: str) -> None:
    assert read_fragment(url) == fragment


@pytest.mark.parametrize("fragment", ["", "top", "README", "fn1", "fnref:1", "L10-L20", "!"])
def test_places_that_every_page_has(fragment: str) -> None:
    assert is_built_in(fragment)


@pytest.mark.parametrize("fragment", ["tops", "fnord", "L", "line-10"])
def test_other_places_have_to_be_made(fragment: str) -> None:
    assert not is_built_in(fragment)


@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_every_anchor_of_a_file_and_every_form_of_a_heading_leads_there(document: Document) -> None:
    tree = document.tree()
    anchors = Anchors.of(tree)
    assert all(anchors.has(f"#{anchor}") for anchor in tree.anchors)
    for heading in tree.headings:
        forms = list(heading_fragments(heading))
        assert all(anchors.has(f"#{form}") for form in forms)
        assert not any("\u200c" in form or "\u200d" in form for form in forms)


def test_an_anchor_in_another_case_is_none_that_another_program_makes() -> None:
    anchors = Anchors.of(parse(Source("README.md", "## Title {#own}\n\n## Two\n")))
    assert anchors.has("#own")
    assert anchors.in_other_case("#TWO") == "two"
    assert anchors.in_other_case("#Own") is None


def test_the_anchor_named_for_another_case_does_not_depend_on_chance() -> None:
    assert Anchors({"Here", "here", "HERE"}).in_other_case("#hErE") == "here"


@pytest.mark.parametrize(
    ("written", "anchor", "expected"),
    [
        ("#a", "b", "#b"),
        ("#a", "论", "#论"),
        ("#a", "b(c)", "#b%28c%29"),
        ("#%61", "论", "#%E8%AE%BA"),
        ("#a:~:text=b", "b", None),
        ("&#35;a", "b", None),
    ],
)
def test_an_anchor_in_place_of_another(written: str, anchor: str, expected: str | None) -> None:
    assert with_anchor(written, anchor) == expected


@pytest.mark.parametrize(
    ("address", "written"),
    [("a.md#b", "#b"), ("#b", "#b"), ("a.md", "a.md"), ("&#35;b", "&#35;b")],
)
def test_where_a_fragment_is_written(address: str, written: str) -> None:
    source = Source("README.md", f"({address})#c")
    assert source[fragment_span(source, Span(1, 1 + len(address)))] == written


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_that_lack_only_the_space_of_a_heading(newline: str) -> None:
    lines = ["##Two words ##", "#one", "a ##b", "## real", "###Third", "#######seven"]
    assert unspaced_anchors(newline.join(lines)) == {"two-words", "third"}
