"""What a file says of itself near its top: that a program makes it, or not to edit it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from curator.source import Source

HEAD_LINES = 20
"""The first lines of a file, among which such a statement has to stand to be seen as one."""
_HEAD = 20_000
"""Characters of these lines that are read at most."""


class Origin(NamedTuple):
    """A statement that a file is generated or not to be edited: its line, from 1.

    ``made_from`` is the file to change instead, where one is named.
    """

    line: int
    made_from: str | None


class _Passage(NamedTuple):
    """A comment or a paragraph: its text on one line, and its first line, from 1."""

    text: str
    line: int
    comment: bool


_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_LINK_COMMENT = re.compile(r"^\[[^\]\n]*\]:\s*(?:#|<>)\s*[(\"'](.*)[)\"']\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_ENTRY = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|\|).*(?:\]\(|https?://)")
"""A line of a list or a table that speaks of something else than this file."""
_MARKS = re.compile(r"[_`>#\"“”‘]+|(?<!/)\*+|\\(?=_)")

_AUTO = r"(?:auto(?:matically|matic)?[\s-]*|machine[\s-]*|script[\s-]*|programmatically\s+)"
# People build and compile lists as well.
_MADE = rf"(?:{_AUTO}(?:generated?|built|compiled|rendered|created)|generated)"
_THING = r"(?:file|readme|document|list|page|markdown)"
_IS = r"(?:is|was|has\s+been|gets)"
_NOT = r"(?:do\s+not|don'?t|don’t|never|must\s+not(?:\s+be)?|should\s+not(?:\s+be)?|not\s+to\s+be)"
_EDIT = r"(?:edit|modify|change|touch|alter|update)(?:ed|d)?(?:\s+or\s+\w+)?"
_BY_HAND = r"(?:directly|manually|by\s+hand)"
_SUBJECT = rf"(?:this|the\s+present)\s+(?:\w+(?:\.\w+)?\s+)?{_THING}(?:\.\w+)?"

# What a paragraph has to say so plainly that it cannot be about something else.
_PLAIN = re.compile(
    "|".join(
        (
            rf"\b{_SUBJECT}\s+{_IS}\s+(?:\w+\s+)?{_AUTO}(?:generated?|built|created)\b",
            rf"\b{_SUBJECT}\s+{_IS}\s+{_MADE}(?:\s+(?:by|from|with|using|via)\b|\s*(?:$|[^\w\s]))",
            rf"\b{_AUTO}generated\s+{_THING}\b(?!s)(?!\s+of\b)",
            rf"^(?:\W*\w+[:!]\s+)?{_AUTO}generated\s+(?:by|from|with|using|via)\b",
            rf"\b{_NOT}\s+{_EDIT}\s+(?:this\s+(?:\w+(?:\.\w+)?\s+)?{_THING}|it)\b",
            rf"\b{_SUBJECT}\s+{_NOT}\s+{_EDIT}\b",
            rf"\b{_NOT}\s+{_EDIT}\s+(?:[\w.-]+\s+)?{_BY_HAND}\b",
            r"(?:本|此|该)(?:文件|文档|列表|页面?)(?:由|是|为)[^。]{0,60}?自动生成",
            r"(?:请勿|不要|请不要)(?:手动|直接)?(?:编辑|修改)(?:本|此|该)(?:文件|文档)",
        )
    ),
    re.IGNORECASE,
)
# What says as much at the beginning of a comment, where people write to those who edit.
_TERSE = re.compile(
    rf"^(?:\W*(?:note|warning|attention|important|caution|notice)\b)?\W*(?:{_AUTO}generated\b"
    r"(?=\s*(?:$|[^\w\s]|(?:by|from|with|using|via|at|on|file|document|readme|page|do)\b))"
    r"|generated\s+(?:by|from|with|using|via)\b)",
    re.IGNORECASE,
)
_TERSE_NOT = re.compile(
    rf"\b{_NOT}\s+{_EDIT}\s*(?:$|[^\w\s]|(?:{_BY_HAND}|here|this\s+{_THING}|the\s+{_THING})\b)",
    re.IGNORECASE,
)
# A marker of a part, and what is said of that part only.
_OF_A_PART = re.compile(
    r"\b(?:start|begin|end|stop|section|block|part|toc|table|contents?|below|above|between|"
    r"following|badges?|contributors|region|snippet|comment|line|lines)\b|BEGIN_|END_",
    re.IGNORECASE,
)

_PATH = r"[`'\"“‘(\[]*(?P<path>\.?[\w@+-][\w@.+/*-]*\.[A-Za-z]\w{0,9}|[\w@.+-]+/[\w@.+/-]*\w)"
_MADE_FROM = (
    re.compile(
        rf"\b(?:generated|built|compiled|rendered|made)\s+from\s+(?:the\s+)?{_PATH}", re.IGNORECASE
    ),
    re.compile(
        rf"(?<!not )\b(?:edit|change|modify|update|see)\s+(?:the\s+)?(?:file\s+)?{_PATH}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:by|with|using|via)\s+(?:the\s+)?(?:script\s+)?{_PATH}", re.IGNORECASE),
)


def find_origin(source: Source) -> Origin | None:
    """The statement near the top of a text that it is generated or not to be edited.

    What is said of a part only, such as contents that a tool keeps up to date, or of another
    file, is none, and neither is what an entry of the list says.
    """
    name = PurePosixPath(source.path).name
    own = re.compile(
        rf"\b(?:{re.escape(name)}|{re.escape(PurePosixPath(name).stem)})\s+"
        rf"{_IS}\s+{_MADE}\b"
        rf"|\b{_NOT}\s+{_EDIT}\s+(?:the\s+)?{re.escape(name)}(?!\w)",
        re.IGNORECASE,
    )
    for passage in _passages(_head(source.text)):
        if _says_so(passage, own):
            return Origin(passage.line, _made_from(passage.text, name))
    return None


def _says_so(passage: _Passage, own: re.Pattern[str]) -> bool:
    text = passage.text
    if _PLAIN.search(text) or own.search(text):
        return True
    if not passage.comment or _OF_A_PART.search(text):
        return False
    return _TERSE.search(text) is not None or _TERSE_NOT.search(text) is not None


def _made_from(text: str, name: str) -> str | None:
    for pattern in _MADE_FROM:
        for found in pattern.finditer(text):
            if found["path"] != name:
                return found["path"]
    return None


def _head(text: str) -> list[str]:
    """The first lines, as far as they are read."""
    return re.split(r"\r\n|\r|\n", text[:_HEAD].removeprefix("\ufeff"))[:HEAD_LINES]


def _passages(lines: list[str]) -> Iterator[_Passage]:
    """The comments among the first lines, and then what is written outside of them."""
    text = "\n".join(lines)
    for found in _COMMENT.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield _Passage(" ".join(found[1].split()), line, comment=True)
    rest = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text).split("\n")
    yield from _paragraphs(rest)


def _paragraphs(lines: list[str]) -> Iterator[_Passage]:
    """The paragraphs of text without comments; code and entries are left out."""
    begun: list[str] = []
    first = 1
    fenced = False
    matter = lines[0].strip() == "---"
    for number, line in enumerate([*lines, ""], 1):
        hidden = _LINK_COMMENT.match(line)
        if hidden or (matter and line.startswith("#")):
            yield _Passage((hidden[1] if hidden else line).strip("# "), number, comment=True)
            continue
        matter = matter and (number == 1 or line.strip() not in ("---", "..."))
        if _FENCE.match(line):
            fenced = not fenced
        elif line.strip() and not fenced and not matter and not _ENTRY.match(line):
            if not begun:
                first = number
            begun.append(_MARKS.sub("", line).strip())
            continue
        if begun:
            yield _Passage(" ".join(begun), first, comment=False)
            begun = []
