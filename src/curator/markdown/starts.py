"""What begins and ends a block on a line: the patterns, on mistune's tables of HTML tags."""

from __future__ import annotations

import re
from typing import NamedTuple

from mistune.helpers import BLOCK_TAGS, PRE_TAGS

ATX = re.compile(r"(#{1,6})(?=[ \t]|\Z)")
FENCE = re.compile(r"(`{3,}+)(?=[^`]*+\Z)|(~{3,}+)")
SETEXT = re.compile(r"(?:=++|-++)[ \t]*+\Z")
THEMATIC = re.compile(r"(?:(?:\*[ \t]*+){3,}+|(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)\Z")
MARKER = re.compile(r"(?:[*+-]|[0-9]{1,9}[.)])(?=[ \t]|\Z)")
FOOTNOTE = re.compile(r"\[\^([^\]\[ \t\r\n]++)\]:[ \t]*+")
TASK = re.compile(r"\[([ xX])\][ \t]++(?=\S)")
ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\][ \t]*+(?:\n|\Z)", re.IGNORECASE)

_NAME = r"[A-Za-z][A-Za-z0-9-]*+"
_HTML_ATTRIBUTES = (
    r"(?:[ \t]++[A-Za-z_:][A-Za-z0-9_.:-]*+"
    r"(?:[ \t]*+=[ \t]*+(?:[^ \t\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+)*+"
)
_COMPLETE_TAG = re.compile(rf"<(?:{_NAME}{_HTML_ATTRIBUTES}[ \t]*+/?|/{_NAME}[ \t]*+)>[ \t]*+\Z")


class HtmlKind(NamedTuple):
    """One of the kinds of HTML block (CommonMark 0.31.2, section 4.6).

    ``end`` is found in the block's last line; a kind without it ends at a blank line.
    """

    start: re.Pattern[str]
    end: re.Pattern[str] | None
    interrupts: bool = True


_HTML_KINDS = (
    HtmlKind(
        re.compile(rf"<(?:{'|'.join(PRE_TAGS)})(?=[ \t>]|\Z)", re.IGNORECASE),
        re.compile(rf"</(?:{'|'.join(PRE_TAGS)})>", re.IGNORECASE),
    ),
    HtmlKind(re.compile(r"<!--"), re.compile(r"-->")),
    HtmlKind(re.compile(r"<\?"), re.compile(r"\?>")),
    HtmlKind(re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    # In CommonMark 0.29, which GitHub follows, a declaration begins with a capital.
    HtmlKind(re.compile(r"<![A-Z]"), re.compile(r">")),
    HtmlKind(re.compile(rf"</?(?:{'|'.join(BLOCK_TAGS)})(?=[ \t]|/?>|\Z)", re.IGNORECASE), None),
    HtmlKind(_COMPLETE_TAG, None, interrupts=False),
)


def html_kind(text: str, start: int, end: int, *, in_paragraph: bool) -> HtmlKind | None:
    """The kind of HTML block that the line ``text[start:end]`` begins, if any."""
    for kind in _HTML_KINDS:
        if (kind.interrupts or not in_paragraph) and kind.start.match(text, start, end):
            return kind
    return None


_KEY_LINE = re.compile(r"[\"']?[A-Za-z_][A-Za-z0-9_ .-]*+[\"']?:(?=[ \t]|\Z)")


def front_matter_end(text: str, lines: list[tuple[int, int]]) -> int:
    """How many lines the front matter takes: YAML between ``---`` lines with a ``key:`` line.

    Without such a line a document that opens with a rule would be misread.
    """
    if not lines or text[slice(*lines[0])].rstrip(" \t") != "---":
        return 0
    key = False
    for number, (start, end) in enumerate(lines[1:], 1):
        line = text[start:end]
        if line.startswith(("---", "...")) and line.rstrip(" \t") in ("---", "..."):
            return number + 1 if key else 0
        key = key or _KEY_LINE.match(line) is not None
    return 0
