"""Where an entry's title stands on its own lines, and which of its links has which role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curator.document.model import Link, Role, TitleKind
from curator.document.pieces import Piece, strip_opening
from curator.document.roles import role_of_text
from curator.source import Source, Span

_LETTER = re.compile(r"[^\W\d_]")
_LABEL = re.compile(r"(?:^|[\s|,.;(\[])([^\W\d_]+(?:[ &/][^\W\d_]+)?)\s*[:：]\s*$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|['’]\d\d\b")
_BRACKETED = re.compile(r"\s*[\[(（【].*[\])）】]\s*")
_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "“", "«": "»", "「": "」", "『": "』", "《": "》"}
_VENUE = re.compile(r"\w?[A-Z][\w&/]*[A-Z][\w&/]*(?:[ '’-]*\d{2,4})?|[a-z][A-Z]\w+")
_MAX_TITLE_WORDS = 30
_TITLE_WORDS = 3
_SHORT_BOLD_WORDS = 2
_LABEL_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Title:
    """A title found among pieces: its words, where it was found, and its link if it is one."""

    text: str
    kind: TitleKind
    span: Span
    link: Link | None
    after: int
    """Index of the first piece behind the title."""
    bracketed: bool = False


def label_links(pieces: Sequence[Piece]) -> set[int]:
    """Give links the role their label names; return the indices of those not opening."""
    labelled: set[int] = set()
    if not any(":" in piece.text or "：" in piece.text for piece in pieces):
        return labelled
    tail, words = "", False  # the last characters, and whether there were words before them
    for index, piece in enumerate(pieces):
        if piece.kind == "link" and piece.link is not None:
            match = _LABEL.search(tail)
            role = role_of_text(match.group(1)) if match else None
            if match and role and role != "edition":
                piece.link.role = piece.link.role or role
                if words or _LETTER.search(tail, 0, match.start()):
                    labelled.add(index)
        elif piece.kind not in ("text", "bold", "italic", "break"):
            continue
        tail += "\n" if piece.kind == "break" else piece.text
        words = words or _LETTER.search(tail[:-_LABEL_LENGTH]) is not None
        tail = tail[-_LABEL_LENGTH:]
    return labelled


def find_title(source: Source, pieces: Sequence[Piece], labelled: set[int]) -> Title | None:
    """The title among the pieces of an entry's own lines, ``None`` where it names nothing.

    A bold, italic or quoted opening, else the first link that names something, else bold
    text that is no venue, else the words before the links; then a link in brackets, and
    last a picture's alternative text. ``labelled`` are links that a label inside the lines
    announces, which name what goes with the resource.
    """
    start = opening(pieces)
    if start is None:
        return _picture_title(pieces)
    first = start
    links = [
        i
        for i, piece in enumerate(pieces)
        if piece.kind == "link" and _names(pieces, i, first, labelled)
    ]
    free = [i for i in links if not pieces[i].bracketed]
    first = _behind_tag(pieces, first)
    first_piece = pieces[first]
    if first_piece.kind == "bold" and not _is_label(pieces, first):
        words = len(first_piece.text.split())
        tag = bool(free) and words <= _SHORT_BOLD_WORDS and _follows(pieces, first, free[0])
        if not tag:
            return _bold_title(pieces, first)
    if first_piece.kind == "italic" and first > start:
        return _bold_title(pieces, first)
    if first_piece.kind in ("text", "italic"):
        quoted = _quoted_title(source, pieces, first)
        if quoted is not None:
            return quoted
    if free:
        for i in range(first, free[0]):
            if pieces[i].kind == "bold" and _is_quoted(pieces, i) and _is_title_inside(pieces, i):
                return _bold_title(pieces, i)
        return _before_venue(pieces, free[0]) or _link_title(source, pieces, free[0])
    for i in range(first, len(pieces)):
        if pieces[i].kind == "bold" and _is_title_inside(pieces, i):
            return _bold_title(pieces, i)
    text = _text_title(pieces, _behind_venue(pieces, first))
    if text is not None:
        return text
    return _link_title(source, pieces, links[0]) if links else _picture_title(pieces)


def opening(pieces: Sequence[Piece]) -> int | None:
    """Index of the first piece that is no badge, image, tag, number or ornament."""
    for index, piece in enumerate(pieces):
        if piece.kind in ("image", "break", "code") or (piece.link and piece.link.badge):
            continue
        text = strip_opening(piece.text)
        if piece.kind == "link" or _LETTER.search(text) or re.search(r"\d", text):
            return index
    return None


def _behind_tag(pieces: Sequence[Piece], first: int) -> int:
    """The piece behind a tag in brackets that an entry opens with: ``[**GPT**] Title``."""
    if pieces[first].kind != "bold" or first + 1 == len(pieces):
        return first
    if _BRACKETED.fullmatch(pieces[first].text):
        words = (i for i in range(first + 1, len(pieces)) if _LETTER.search(pieces[i].text))
        index = next(words, first)
        return index if pieces[index].kind in ("italic", "text", "bold") else first
    if first == 0:
        return first
    before, behind = pieces[first - 1].text.rstrip(), pieces[first + 1].text.strip()
    tag = before.endswith("[") and behind.startswith("]") and len(behind) > 1
    return first + 1 if tag else first


def _behind_venue(pieces: Sequence[Piece], first: int) -> int:
    """The piece behind a venue that links the paper: ``[[CVPR](u)] Title of the paper``."""
    piece = pieces[first]
    if not piece.bracketed or piece.link is None or first + 1 == len(pieces):
        return first
    behind = pieces[first + 1]
    words = behind.text.strip(" ])").split()
    venue = _VENUE.fullmatch(piece.text.strip(" []")) and piece.link.identity.is_paper
    titled = behind.kind == "text" and len(words) >= _TITLE_WORDS and _LETTER.match(words[0])
    return first + 1 if venue and titled else first


def _before_venue(pieces: Sequence[Piece], index: int) -> Title | None:
    """The words before a venue that links the paper: ``Title of the paper | [ICCV](u)``."""
    piece, before = pieces[index], pieces[index - 1] if index else None
    if before is None or before.kind != "text" or piece.link is None:
        return None
    text = before.text.rstrip()
    if text[-1:] != "|" or len(text) > _LONGEST_TEXT:
        return None
    words = text.strip(" |").rpartition("|")[2].strip()
    venue = _VENUE.fullmatch(piece.text.strip()) and piece.link.identity.is_paper
    written = len(before.text) == before.span.end - before.span.start
    if not venue or not written or len(words.split()) <= _TITLE_WORDS:
        return None
    start = before.span.start + before.text.rindex(words)
    return Title(words, "text", Span(start, start + len(words)), None, index)


def _names(pieces: Sequence[Piece], index: int, first: int, labelled: set[int]) -> bool:
    """Whether the link at ``index`` names a resource by its text."""
    piece = pieces[index]
    link = piece.link
    if piece.kind != "link" or link is None or link.badge or link.internal or link.bare:
        return False
    text = piece.text.strip(" []()")
    if index in labelled or link.role == "person" or not re.search(r"\w", text):
        return False
    if _is_address(text):
        return False
    opens = index == first and not piece.bracketed
    role = role_of_text(text, opening=opens)
    if role is None:
        return True
    if not opens or not _is_described(pieces, index):
        return False
    return role != "paper" or link.identity.scheme == "github"


def _is_address(text: str) -> bool:
    """Whether a link's text is an address rather than a name."""
    if any(character.isspace() for character in text):
        return False
    return text.startswith(("http://", "https://", "www.", "mailto:")) or "@" in text[1:-1]


def _is_described(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a separator and prose follow: what ``[Docs](u) - Text.`` opens with is a name."""
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    return following is not None and _DESCRIBED.match(following.text) is not None


def _is_label(pieces: Sequence[Piece], index: int) -> bool:
    """Whether bold text is a label (``Paper:``), a number or a role rather than a title."""
    text = pieces[index].text.strip()
    if text.endswith((":", "：")) or not _LETTER.search(text):
        return True
    if role_of_text(text.strip("[]().")) is not None:
        return True
    following = pieces[index + 1].text.lstrip() if index + 1 < len(pieces) else ""
    return following.startswith((":", "：")) and next_word_is_link(pieces, index + 1)


def _is_title_inside(pieces: Sequence[Piece], index: int) -> bool:
    """Whether bold text that does not open its entry is the title, and no venue or tag."""
    text = pieces[index].text
    if _in_brackets(pieces, index) or _is_label(pieces, index):
        return False
    long = len(text.split()) > _SHORT_BOLD_WORDS and not _YEAR.search(text)
    return long or _is_quoted(pieces, index)


def _in_brackets(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a piece stands in brackets of its own: ``(**ICML 2025**)``, ``**[SCAN]**``."""
    if _BRACKETED.fullmatch(pieces[index].text):
        return True
    before = pieces[index - 1].text.rstrip()[-1:] if index else ""
    behind = pieces[index + 1].text.lstrip()[:1] if index + 1 < len(pieces) else ""
    return before + behind in ("()", "[]", "（）", "【】")


def _is_quoted(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a piece is quoted, from outside or inside: ``"**Title**"``, ``**"Title"**``."""
    text = pieces[index].text.strip()
    if len(text) > 2 and _QUOTES.get(text[0]) == text[-1]:
        return True
    return index > 0 and pieces[index - 1].text.rstrip()[-1:] in _QUOTES


def next_word_is_link(pieces: Sequence[Piece], index: int) -> bool:
    """Whether the first words from piece ``index`` on are those of a link."""
    for at in range(index, len(pieces)):
        if pieces[at].kind == "link":
            return True
        if re.search(r"\w", pieces[at].text):
            return False
    return False


def _follows(pieces: Sequence[Piece], first: int, index: int) -> bool:
    """Whether only punctuation stands between the pieces ``first`` and ``index``."""
    return not any(re.search(r"\w", piece.text) for piece in pieces[first + 1 : index])


def _bold_title(pieces: Sequence[Piece], index: int) -> Title:
    piece = pieces[index]
    text = " ".join(piece.text.split()).rstrip(".").strip()
    text = text[1:-1].strip() if len(text) > 2 and _QUOTES.get(text[0]) == text[-1] else text
    return Title(text, "bold", piece.span, None, index + 1)


def _link_title(source: Source, pieces: Sequence[Piece], index: int) -> Title:
    piece = pieces[index]
    link = piece.link
    assert link is not None  # noqa: S101 - chosen among links
    # [owner](u)/**[repo](u)**: the two links are one name, and the second is the resource
    if index + 2 < len(pieces) and pieces[index + 1].text.strip() == "/":
        second = pieces[index + 2]
        if second.link and second.link.url.startswith(link.url.rstrip("/") + "/"):
            text = f"{piece.text}/{second.text}"
            span = Span(piece.span.start, second.span.end)
            return Title(text, "link", span, second.link, index + 3)
    text = piece.text
    if text.startswith("[") and text.endswith("]") and source.text[piece.span.start] == "[":
        text = text[1:-1]
    return Title(text.strip(), "link", link.text_span, link, index + 1, piece.bracketed)


def _picture_title(pieces: Sequence[Piece]) -> Title | None:
    """The alternative text of a picture that links to the resource, where nothing else does."""
    for index, piece in enumerate(pieces):
        link = piece.link
        if piece.kind == "link" and link and link.alt and not link.badge and not link.text:
            return Title(link.alt, "link", link.text_span, link, index + 1)
    return None


def _quoted_title(source: Source, pieces: Sequence[Piece], first: int) -> Title | None:
    """A title in quotation marks at the very start, up to the mark that closes it."""
    piece = pieces[first]
    lead = len(piece.text) - len(strip_opening(piece.text))
    text = piece.text[lead:]
    closing = _QUOTES.get(text[:1])
    if closing is None or piece.kind != "text":
        return None
    start = source.text.find(text[0], piece.span.start, piece.span.end)
    if start < 0:  # written as an entity
        return None
    end = next(
        (p.span.start for p in pieces[first + 1 :] if p.kind in ("link", "break")),
        pieces[-1].span.end,
    )
    body = source.text[start + 1 : end]
    inner = re.search(re.escape(closing) + r"(?=[\s,.;:(\[\]—–-]|$)", body)
    if inner is None or not inner.start():
        return None
    stop = start + 1 + inner.start()
    words = _words_between(pieces, Span(start + 1, stop))
    after = next((i for i, p in enumerate(pieces) if p.span.end > stop + 1), len(pieces))
    return Title(words.strip(" ,."), "quoted", Span(start + 1, stop), None, after)


def _words_between(pieces: Sequence[Piece], span: Span) -> str:
    """The words of the pieces inside ``span``; pieces cut at its ends are cut as well."""
    parts: list[str] = []
    for piece in pieces:
        if not piece.span.overlaps(span):
            continue
        text = piece.text
        if piece.kind == "text" and len(text) == piece.span.end - piece.span.start:
            text = text[max(span.start - piece.span.start, 0) : span.end - piece.span.start]
        elif piece.kind == "text":  # escapes or entities inside: cut at the closing mark
            text = text.strip('"“”„«»「」『』《》 ,.')
        parts.append(text)
    return " ".join("".join(parts).split())


_DESCRIBED = re.compile(r"\s?(?:[-–—:：]|--)\s?[^\W\d_]{2}")
_TAG = re.compile(r"^\[?[^\[\]]{1,40}\]\s*(?=\S)|^\]\s*")
# Where the words of a title end in running text whose blanks are single: a year in brackets,
# a sentence (but not an initial), a dash, a bracket left open at the end.
_TITLE_END = re.compile(
    r" ?[(\[] ?[A-Za-z.']{0,20} ?(?:19|20)\d\d\b|(?<!\b[A-Z])[.。?!] (?=[A-Z\u4e00-\u9fff])"
    r"| [-–—|] | ?[\[(] ?$"
)
_IN_SQUARE_BRACKETS = re.compile(r"\[+[^\[\]]+\]+")
_GAP = re.compile(r"(?<=\S)[ \t]{2,}+(?=\S)")
_LONGEST_TEXT = 1_000


def _text_title(pieces: Sequence[Piece], first: int) -> Title | None:
    """The words before the first link, cut where year, authors or prose begin."""
    parts: list[str] = []
    tagged = False  # behind a venue or tag, such as (**ICML 2025**)
    end = first
    for end in range(first, len(pieces)):
        piece = pieces[end]
        if piece.kind in ("link", "break", "image") or (piece.kind == "italic" and parts):
            break
        tagged = tagged or (piece.kind == "bold" and bool(parts) and _in_brackets(pieces, end))
        if not tagged:
            parts.append(strip_opening(piece.text) if end == first else piece.text)
    else:
        end = len(pieces)
    text = "".join(parts)[:_LONGEST_TEXT].strip()
    gap = _GAP.search(text)
    text = " ".join((text[: gap.start()] if gap else text).split())
    for match in _TITLE_END.finditer(text):
        kept, mark = text[: match.start()], match.group().strip()[:1]
        if kept and (mark not in ".。?!" or len(kept.split()) > 2):
            text = kept + ("?" if mark == "?" else "")
            break
    text = _TAG.sub("", text.strip(" -–—:：|,;.("))
    text = text.rstrip(" [").lstrip("[" if "]" not in text else " ")
    text = text.rstrip("]" if "[" not in text else " ")
    text = text.strip("[] ") if _IN_SQUARE_BRACKETS.fullmatch(text) else text
    words = text.split()
    if (
        not _LETTER.search(text)
        or len(words) > _MAX_TITLE_WORDS
        or role_of_text(text, opening=True)
    ):
        return None
    last = pieces[max(end - 1, first)]
    span = Span(pieces[first].span.start, last.span.end)
    return Title(text, "text", span, None, end)


def opening_role(pieces: Sequence[Piece]) -> Role | None:
    """The role that an entry opens with, as in ``[Abstract](u)`` or ``**Paper:** https://…``."""
    first = opening(pieces)
    if first is None:
        return None
    piece = pieces[first]
    if piece.link is not None:
        return piece.link.role
    text = strip_opening(piece.text).strip()
    if text.endswith((":", "：")) and next_word_is_link(pieces, first + 1):
        return role_of_text(text.rstrip(":： "))
    return None
