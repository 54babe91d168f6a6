"""Markup that was meant to be a link and is none: what the parser left over as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from curator.failed_links.failure import FailedLink, Repair
from curator.failed_links.mask import BRACKET, mask_of
from curator.failed_links.shapes import find_misspelt
from curator.failed_links.strays import find_strays
from curator.failed_links.targets import find_left_over
from curator.fragments import Anchors
from curator.nodes import Node
from curator.source import Source

__all__ = ["FailedLink", "Repair", "find_failed_links"]


def find_failed_links(
    source: Source, block: Node, anchors: Callable[[], Anchors]
) -> Iterator[FailedLink]:
    """What failed to become a link in the text of a paragraph, heading or cell.

    In no order, and one failure may lie in another. Linear in the length of the block.
    ``anchors`` gives those of the document, and is asked only where a fragment failed.
    """
    text, start, end = source.text, block.start, block.end
    if text.find("[", start, end) < 0 and text.find("]", start, end) < 0:
        return
    mask = mask_of(source, block)
    if BRACKET.search(mask) is None:
        return  # all brackets are those of links
    if "http" in mask or "www." in mask:
        yield from find_misspelt(source, block, mask)
    if "](" in mask:
        yield from find_left_over(source, block, mask, anchors)
    yield from find_strays(source, block, mask)
