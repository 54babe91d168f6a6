"""What else has to change in a file when its headings are renamed: the links to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from curator.diagnostic import Edit
from curator.document import Document
from curator.fragments import fragment_span, heading_fragments, read_fragment, with_anchor
from curator.slug import Slugger


def anchor_edits(document: Document, texts: Mapping[int, str]) -> tuple[Edit, ...]:
    """The edits that carry the links of a file along when headings get other words.

    ``texts`` are the new plain texts of headings, by their index in ``document.headings``; the
    blanks at their ends count, as in ``HeadingRecord.anchor_text``. Anchors of other headings
    may change with them, where several share a name and are numbered. The edits of the
    headings themselves are not among the result.
    """
    slugger = Slugger()
    moved: dict[str, str] = {}
    for index, heading in enumerate(document.headings):
        new = slugger.slug(texts.get(index, heading.anchor_text))
        if heading.slug != new:
            moved.update((form, new) for form in heading_fragments(heading))
    if not moved:
        return ()
    return tuple(_edits(document, moved))


def _edits(document: Document, moved: Mapping[str, str]) -> Iterator[Edit]:
    for address in document.addresses(images=True):
        if not address.url.startswith("#"):
            continue
        anchor = moved.get(read_fragment(address.url))
        if not anchor:
            continue
        span = fragment_span(document.source, address.span)
        text = with_anchor(document.source[span], anchor)
        if text is not None:
            yield Edit(span, text)
