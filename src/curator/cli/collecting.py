"""The addresses of a document that are asked over the network."""

from __future__ import annotations

import re

from curator.change import Change
from curator.document import Document
from curator.source import Span

_WEB = re.compile(r"\s*(?:https?:)?//[^/\\?#\s]", re.IGNORECASE)


def web_addresses(document: Document, change: Change | None = None) -> list[str]:
    """The addresses of links and pictures that are of the web, each once, in reading order.

    Only those that are written on lines that a ``change`` touched, if one is given.

    Without those of badges: they are drawn anew for whoever asks, by few servers that many
    lists have in common. What a badge links to is a link like any other.
    """
    badges = _badge_spans(document)
    written = [each for each in document.addresses(images=True) if each.span not in badges]
    if change is not None:
        written = [each for each in written if change.touches(each.span)]
    written.sort(key=lambda each: each.span.start)
    return list(dict.fromkeys(each.url for each in written if _WEB.match(each.url)))


def _badge_spans(document: Document) -> set[Span]:
    """Where the addresses of badges are written; not of definitions that links share."""
    badges: set[Span] = set()
    for image in document.images:
        place = document.address_of(image)
        if image.badge and place is not None:
            badges.add(place)
    for link in document.links:
        place = document.address_of(link)
        if place is not None:
            badges.discard(place)
    return badges
