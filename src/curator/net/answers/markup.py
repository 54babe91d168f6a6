"""HTML looked at without building a tree, in time that is linear whatever a server sends.

Parsers of HTML are quadratic in the depth of what they are given: 64 KB of ``<ul><li>`` cost
selectolax a second, 5 MB hours. So a tree is built only of the start of a page, with few tags.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

HEAD: Final = 16_384
"""Bytes of a page in which its head stands."""
_MOST_TAGS: Final = 600
_TYPES: Final = ("text/html", "application/xhtml+xml")
_MARKUP = re.compile(rb"\s*<(?:!doctype html|html|head|body|\?xml|!--|script|title|meta)")
_CHARSET = re.compile(rb"charset\s{0,9}=[\s\"']{0,9}([\w:.-]{1,40})", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^<>]{0,300}?" + _CHARSET.pattern, re.IGNORECASE)
# What pages are really written in; other codecs of Python's are no text, or cost too much.
_CODECS = re.compile(
    r"utf-?(?:8|16)(?:-?[bl]e)?|ascii|iso8859-\d+|cp\d+|gb2312|gbk|gb18030|big5\w*|hz"
    r"|euc_(?:jp|kr|jis_2004|jisx0213)|shift_jis\w*|iso2022_jp\w*|koi8-[rut]|mac-\w+|tis-620"
)
_HIDDEN = re.compile(rb"<(!--|(?:script|style|noscript|template|title|textarea)\b)")
_WHITE: Final = re.compile(rb"\s+")


def is_html(body: bytes, content_type: str) -> bool:
    """Whether a body is a page of HTML, by what it is said to be, else by its start."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind:
        return kind in _TYPES
    start = body[:HEAD].removeprefix(codecs.BOM_UTF8).lower()
    return _MARKUP.match(start) is not None


def charset(body: bytes, content_type: str = "") -> str:
    """The name of the codec in which a page is written, as Python knows it; total.

    By byte order mark, by what the server says, by what the page says; else UTF-8 where the
    start of the page is that, and Windows' Latin letters where it is not.
    """
    if body.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    said = _CHARSET.search(content_type[:300].encode("ascii", "replace"))
    for match in (said, _META_CHARSET.search(body, 0, HEAD)):
        known = _codec(match[1].decode("ascii", "replace")) if match else ""
        if known:
            return known
    # The last characters may be cut off in the middle.
    start = body[:HEAD]
    try:
        start[: max(0, len(start) - 4)].decode("utf-8")
    except UnicodeDecodeError as error:
        return "utf-8" if error.start >= len(start) - 8 else "cp1252"
    return "utf-8"


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""
    if found in {"ascii", "iso8859-1"}:
        return "cp1252"  # as browsers do: the Encoding Standard
    return found if _CODECS.fullmatch(found) else ""


def head_tree(body: bytes, content_type: str = "") -> LexborHTMLParser:
    """The tree of the start of a page: enough for its title, its base and a refresh."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - few pages need it

    start = body[:HEAD]
    end = -1
    for _ in range(_MOST_TAGS):
        end = start.find(b"<", end + 1)
        if end < 0:
            break
    if end >= 0:
        start = start[:end]
    return LexborHTMLParser(start.decode(charset(body, content_type), "replace"))


def visible_text(body: bytes, most: int) -> bytes:
    """The first ``most`` bytes, or somewhat more, of what a reader would see without scripts.

    White space is collapsed. What is in scripts, styles, comments, ``<noscript>`` and the title
    is left out.
    """
    low = body.lower()
    kept: list[bytes] = []
    size, at = -1, 0
    while size < most:
        tag = low.find(b"<", at)
        piece = _WHITE.sub(b" ", body[at : tag if tag >= 0 else len(body)]).strip()
        if piece:
            kept.append(piece)
            size += len(piece) + 1
        if tag < 0:
            break
        hidden = _HIDDEN.match(low, tag)
        if hidden is not None:
            closing = b"-->" if hidden[1] == b"!--" else b"</" + hidden[1]
            tag = low.find(closing, tag)
            if tag < 0:
                break
        at = low.find(b">", tag) + 1
        if not at:
            break
    return b" ".join(kept)
