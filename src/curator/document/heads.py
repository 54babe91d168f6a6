"""An entry's own lines read: its title, its primary link, its separator and description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curator.document.descriptions import find_description
from curator.document.model import Link, TitleKind
from curator.document.pieces import Piece
from curator.document.titles import Title, find_title, label_links
from curator.source import Source, Span


@dataclass(frozen=True, slots=True)
class Head:
    """What an entry's own lines say; the fields are those of ``Entry``.

    ``bracketed`` tells that the title is a link in brackets of its own, ``[[Name](u)]``.
    """

    title: str = ""
    title_kind: TitleKind | None = None
    title_span: Span | None = None
    link: Link | None = None
    separator: Span | None = None
    description: str = ""
    description_span: Span | None = None
    bracketed: bool = False


def read_head(source: Source, pieces: Sequence[Piece]) -> Head:
    """Find title, primary link and description in the pieces of an entry's own lines.

    Also settles the role of links that a label names: in ``Paper: [x](u)`` the link is
    the paper whatever its text says.
    """
    labelled = label_links(pieces)
    title = find_title(source, pieces, labelled)
    link = primary_link([p.link for p in pieces if p.kind == "link" and p.link], title)
    if title is None:
        return Head(link=link)
    separator, description, span = find_description(source, pieces, title)
    return Head(
        title=title.text,
        title_kind=title.kind,
        title_span=title.span,
        link=link,
        separator=separator,
        description=description,
        description_span=span,
        bracketed=title.bracketed,
    )


def primary_link(links: Sequence[Link], title: Title | None = None) -> Link | None:
    """The title's link, else the paper's, else the first that is no badge or anchor."""
    if title is not None and title.link is not None:
        return title.link
    ranked = [link for link in links if not link.badge and link.role != "person"]
    for link in ranked:
        if link.role == "paper" and not link.internal:
            return link
    outside = [link for link in ranked if not link.internal]
    return next(iter(outside or ranked or links), None)
