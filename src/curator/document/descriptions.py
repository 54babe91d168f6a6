"""The prose behind a title: its words and place, and what parts it from the title."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from curator.document.pieces import EMOJI, Piece, place_of
from curator.document.titles import Title
from curator.source import Source, Span

_SHORTCODE = r":[a-z0-9_+-]{2,40}:"
_SEPARATOR = re.compile(
    rf"[\s\])\"”»」』]*(?:(?!{_SHORTCODE})(?P<mark>-{{1,3}}|[–—:：|~·•=]|,|\.(?=[\s\"”]|$)))?"
    r"[\"”]?\s*"
)
# What may stand between title and separator: "[a](u) 🔥 - Text.", "[a](u) (2019): Text."
_ASIDES = re.compile(rf"\s*(?:[(\[]|{_SHORTCODE}|{EMOJI})")
_BEHIND_ASIDES = re.compile(
    rf"(?:\s|{EMOJI}|{_SHORTCODE}|\([^()]*+\)|\[[^\[\]]*+\])++"
    r"(?P<mark>(?<=\s)(?:-{1,3}|[–—])(?=\s|$)|[:：](?=\s|$))\s*"
)
_LONGEST_ASIDES = 300
_WORD = re.compile(rf"{_SHORTCODE}|(\w)")
_BRACKETS_ONLY = re.compile(r"[\s\[\](){},|/·•&;-]*")
_EMPTY_BRACKETS = re.compile(r"\[[\s,|/]*\]|\([\s,|/]*\)")
_STOPS = frozenset(".!?…。！？)]")


def find_description(
    source: Source, pieces: Sequence[Piece], title: Title
) -> tuple[Span | None, str, Span | None]:
    """Separator, words and span of the prose behind the title on the entry's own lines."""
    separator, rest = _separate(source, _without_tail(list(pieces[title.after :])), title)
    if not rest:
        return separator, "", None
    words = "".join(["" if _is_tag_link(piece) else piece.text for piece in rest])
    description = " ".join(_EMPTY_BRACKETS.sub(" ", words).split())
    if not _has_words(description):
        return separator, "", None
    start, end = rest[0].span.start, rest[-1].span.end
    while end > start and source.text[end - 1] in " \t\r\n[(|":
        end -= 1
    return separator, description.rstrip(" [(|"), Span(start, end)


def _separate(
    source: Source, pieces: list[Piece], title: Title, separator: Span | None = None
) -> tuple[Span | None, list[Piece]]:
    """The separator, if there is one, and the pieces behind it, from the first words on."""
    looked = False
    for index, piece in enumerate(pieces):
        if piece.kind != "text" and _is_aside(piece):
            continue
        text, start = piece.text, piece.span.start
        if not looked and separator is None and start >= title.span.end and not text.isspace():
            looked = True
            found = _behind_asides(source, pieces[index:]) if _ASIDES.match(text) else None
            if found is not None:
                return _separate(source, found[1], title, found[0])
        if piece.kind != "text":
            if _BRACKETS_ONLY.fullmatch(text):
                continue
            return separator, pieces[index:]
        if start < title.span.end:  # what follows a quoted title
            start = title.span.end + 1
            text = text[len(text) - max(piece.span.end - start, 0) :]
        match = _SEPARATOR.match(text)
        assert match is not None  # noqa: S101 - matches the empty string
        place = Span(start, piece.span.end)
        if separator is None and match.group("mark"):
            separator = place_of(source, place, text, match.span("mark"))
        left = text[match.end() :]
        if left and not _BRACKETS_ONLY.fullmatch(left):
            place = place_of(source, place, text, (match.end(), len(text)))
            return separator, [Piece("text", left, place), *pieces[index + 1 :]]
    return separator, []


def _behind_asides(source: Source, pieces: Sequence[Piece]) -> tuple[Span, list[Piece]] | None:
    """The separator behind emoji and brackets that ``pieces`` open with, and what follows it.

    Without such a separator the emoji and brackets are part of the description.
    """
    starts: list[int] = []
    joined = ""
    for piece in pieces:
        if len(joined) > _LONGEST_ASIDES:
            break
        starts.append(len(joined))
        joined += "" if _is_aside(piece) else piece.text
    match = _BEHIND_ASIDES.match(joined)
    if match is None:
        return None
    index = bisect_right(starts, match.start("mark")) - 1
    piece, before = pieces[index], starts[index]
    if piece.kind != "text":
        return None
    mark = (match.start("mark") - before, match.end("mark") - before)
    end = min(match.end() - before, len(piece.text))
    separator = place_of(source, piece.span, piece.text, mark)
    left = place_of(source, piece.span, piece.text, (end, len(piece.text)))
    return separator, [Piece("text", piece.text[end:], left), *pieces[index + 1 :]]


def _has_words(text: str) -> bool:
    """Whether ``text`` is more than shortcodes, emoji and punctuation."""
    return text[:1].isalnum() or any(match.group(1) for match in _WORD.finditer(text))


def _is_aside(piece: Piece) -> bool:
    """Whether a piece tells nothing that a description could open with."""
    bare = piece.link is not None and piece.link.bare
    return piece.kind in ("image", "code", "break") or bare or _is_tag_link(piece)


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
