"""The document's flat links and headings are those that stand in real lists."""

from __future__ import annotations

import pytest

from tests.documents import Document as Case
from tests.documents import cases


@pytest.mark.parametrize("case", cases("corpus"))
def test_links_and_headings(case: Case) -> None:
    truth = case.read_truth()
    document = case.tree()
    source = document.source
    links = [
        {
            "kind": link.kind,
            "url": link.url,
            "text": link.text,
            "line": source.position(link.span.start).line,
            "column": source.position(link.span.start).column,
            "end_line": source.position(link.span.end).line,
            "end_column": source.position(link.span.end).column,
            "section": document.heading_index(link.span.start),
        }
        for link in document.links
    ]
    wanted = [
        {key: value for key, value in link.items() if key != "gfm_differs"}
        for link in truth["links"]
    ]
    assert links == wanted
    headings = [(h.depth, h.text, h.slug) for h in document.headings]
    assert headings == [(h["depth"], h["text"], h["slug"]) for h in truth["headings"]]
    lines = [source.line_at(h.span.start) for h in document.headings]
    assert lines == [h["line"] for h in truth["headings"]]
