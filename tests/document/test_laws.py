"""Laws of the section tree, on whatever text: our fixtures, real lists, generated documents."""

from __future__ import annotations

import pytest
from hypothesis import given

from curator.document import Document, Entry, Section
from curator.markdown import parse
from curator.source import Source
from tests.documents import Document as Case
from tests.documents import cases
from tests.markdown.strategies import texts


def check(document: Document) -> None:
    """All laws on one document."""
    check_sections(document.root)
    check_links(document)
    check_entries(document)
    check_index(document)


def check_sections(section: Section) -> None:
    end = section.span.start
    for child in section.sections:
        assert section.span.covers(child.span), "a subsection lies inside its section"
        assert child.span.start >= end, "subsections follow one another"
        end = child.span.end
        check_sections(child)
    for entry in section.entries:
        assert section.span.covers(entry.span), "an entry lies inside its section"


def check_links(document: Document) -> None:
    known = {id(link) for link in document.links}
    starts = [link.span.start for link in document.links]
    assert starts == sorted(starts), "links stand in reading order"
    taken = [id(link) for entry in document.entries for link in entry.links]
    assert len(taken) == len(set(taken)), "a link belongs to one entry at most"
    assert known.issuperset(taken), "an entry's links are the document's"
    for block in document.contents:
        assert not {id(link) for link in block.links} & set(taken), "contents are no entries"


def check_entries(document: Document) -> None:
    for entry in document.entries:
        check_entry(entry)
        for child in entry.children:
            assert entry.span.covers(child.span), "a child lies inside its entry"


def check_entry(entry: Entry) -> None:
    assert entry.links, "an entry carries links"
    assert entry.link is None or entry.link in entry.links, "the primary link is one of them"
    assert bool(entry.title) == (entry.title_kind is not None)
    for span in (entry.title_span, entry.description_span, entry.separator):
        assert span is None or entry.span.covers(span), "its parts lie inside it"
        assert span is None or span.start <= span.end
    if entry.title_span and entry.separator:
        assert entry.title_span.end <= entry.separator.start, "the separator follows the title"
    if entry.separator and entry.description_span:
        assert entry.separator.end <= entry.description_span.start


def check_index(document: Document) -> None:
    for section in document.root.walk():
        for child in section.sections:
            assert document.section_of(child) is section
        for top in section.entries:
            for entry in top.walk():
                assert document.section_of(entry) is section
                assert entry in document.siblings_of(entry)
                for link in entry.links:
                    assert document.entry_of(link) is entry
    for link in document.links:
        assert document.section_of(link).span.covers(link.span)


@pytest.mark.parametrize("case", cases("fixtures", "seeds", "corpus"))
def test_real_and_own_documents(case: Case) -> None:
    check(case.tree())


@given(texts)
def test_generated_documents(text: str) -> None:
    check(parse(Source("generated.md", text)))


@given(texts)
def test_newline_style_does_not_matter(text: str) -> None:
    text = text.replace("\r", "")
    plain = parse(Source("a.md", text))
    other = parse(Source("a.md", text.replace("\n", "\r\n")))

    def skeleton(document: Document) -> list[object]:
        return [
            [(s.kind, s.title, s.depth, s.slug, len(s.entries)) for s in document.root.walk()],
            [
                (e.kind, e.title, e.description, [link.url for link in e.links])
                for e in document.entries
            ],
        ]

    assert skeleton(plain) == skeleton(other)
