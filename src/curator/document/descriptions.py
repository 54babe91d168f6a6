"""The prose behind a title: its words and place, and what parts it from the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curator.document.pieces import Piece
from curator.document.titles import Title
from curator.source import Source, Span

_SEPARATOR = re.compile(
    r"[\s\])\"”»」』]*(?P<mark>-{1,3}|[–—:：|~·•=]|,|\.(?=[\s\"”]|$))?[\"”]?\s*"
)
_BRACKETS_ONLY = re.compile(r"[\s\[\](){},|/·•&;-]*")
_EMPTY_BRACKETS = re.compile(r"\[[\s,|/]*\]|\([\s,|/]*\)")
_STOPS = frozenset(".!?…。！？)]")


def find_description(
    source: Source, pieces: Sequence[Piece], title: Title
) -> tuple[Span | None, str, Span | None]:
    """Separator, words and span of the prose behind the title on the entry's own lines."""
    rest = list(pieces[title.after :])
    rest = _without_tail(rest)
    separator: Span | None = None
    start: int | None = None
    words: list[str] = []
    for piece in rest:
        text = piece.text
        if start is None:
            bare = piece.link is not None and piece.link.bare
            if piece.kind in ("image", "code", "break") or bare or _is_tag_link(piece):
                continue
            begin = piece.span.start
            if piece.kind == "text":
                if piece.span.start < title.span.end:  # what follows a quoted title
                    begin = title.span.end + 1
                    text = text[len(text) - max(piece.span.end - begin, 0) :]
                match = _SEPARATOR.match(text)
                assert match is not None  # noqa: S101 - matches the empty string
                if match.group("mark") and separator is None:
                    separator = Span(begin + match.start("mark"), begin + match.end("mark"))
                text = text[match.end() :]
                begin += match.end()
            if not text.strip() or _BRACKETS_ONLY.fullmatch(text):
                continue
            start = begin
        words.append("" if _is_tag_link(piece) else text)
    if start is None:
        return separator, "", None
    description = " ".join(_EMPTY_BRACKETS.sub(" ", "".join(words)).split())
    end = rest[-1].span.end
    while end > start and source.text[end - 1] in " \t\r\n[(|":
        end -= 1
    return separator, description.rstrip(" [(|"), Span(start, end)


def _is_tag_link(piece: Piece) -> bool:
    link = piece.link
    return link is not None and (link.badge or piece.bracketed or link.role is not None)


def _without_tail(pieces: list[Piece]) -> list[Piece]:
    """``pieces`` without the badges, tags, role links and bracketed links at their end.

    Code is a tag (`` `MIT` ``) where a sentence or a bracket ends before it; elsewhere it
    belongs to the sentence.
    """
    end = len(pieces)
    while end:
        opened = _opening_bracket(pieces, end)
        if opened is not None:
            end = opened
        elif _is_tail(pieces[end - 1]):
            end -= 1
        else:
            break
    before = pieces[end - 1].text.rstrip() if end else ""
    if before and not _ends_sentence(before) and not before.endswith(("(", "[")):
        while end < len(pieces) and pieces[end].kind in ("code", "text"):
            if pieces[end].kind == "text" and pieces[end].text.strip():
                break
            end += 1
    return pieces[:end]


def _ends_sentence(text: str) -> bool:
    """Whether ``text`` ends with a stop or a bracket, perhaps inside quotation marks."""
    return text[-1:] in _STOPS or text.rstrip("'\"”’")[-1:] in _STOPS


def _is_tail(piece: Piece) -> bool:
    blank = piece.kind == "text" and _BRACKETS_ONLY.fullmatch(piece.text) is not None
    return piece.kind in ("image", "break", "code") or blank or _is_tag_link(piece)


def _opening_bracket(pieces: list[Piece], end: int) -> int | None:
    """Where a bracketed tag that ends the line begins: ``[**`PTQ`**]``."""
    if end < 3 or pieces[end - 1].text.strip() != "]" or pieces[end - 1].kind != "text":
        return None
    inner, before = pieces[end - 2], pieces[end - 3]
    if inner.kind in ("bold", "code", "italic", "link") and before.text.rstrip().endswith("["):
        return end - 3 if before.text.strip() == "[" else end - 2
    return None
