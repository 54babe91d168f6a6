"""Link destinations, titles and labels, and the reference definitions made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mistune.util import unikey

from curator.markdown.budget import Budget
from curator.markdown.leaf import Leaf
from curator.nodes import Definition, decode

MAX_LABEL = 999
"""Characters a link label may have (CommonMark 0.31.2, section 4.7)."""

MAX_PARENTHESES = 32
"""How deep parentheses may nest in a destination, as in GitHub's parser."""

_SPACE = re.compile(r"[ \t\n\v\f\r]*+")
_SPACE_IN_LINE = re.compile(r"[ \t]*+")
_ANGLE = re.compile(r"<((?:[^<>\\\n]++|\\.)*+)>")
_BARE_RUN = re.compile(r"[^\\()\x00-\x20\x7f]++")
# A backslash hides the parenthesis after it; before white space it is itself.
_BARE_STOP = re.compile(r"\\[()\\]?|[()\x00-\x20\x7f]")
_TITLE = re.compile(
    r"\"(?:[^\"\\]++|\\.)*+\"|'(?:[^'\\]++|\\.)*+'|\((?:[^()\\]++|\\.)*+\)", re.DOTALL
)
_LABEL = re.compile(r"\[((?:[^\\\[\]]++|\\.)*+)\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a link's text: offsets of destination and title, and where it ends.

    ``title`` is without its quotes.
    """

    destination: tuple[int, int]
    title: tuple[int, int] | None
    end: int


def normal_key(label: str) -> str:
    """The form in which labels are compared: white space collapsed, case folded."""
    return unikey(label)


def scan_label(text: str, start: int) -> tuple[str, int] | None:
    """The label in the brackets that open at ``start``, and the offset behind them."""
    match = _LABEL.match(text, start, start + MAX_LABEL + 2)
    return (match.group(1), match.end()) if match else None


def scan_destination(text: str, start: int, budget: Budget) -> tuple[int, int, int] | None:
    """Start and end of the destination at ``start`` without ``<>``, and the end with them.

    Parentheses need not balance where white space ends the destination: GitHub's parser
    links ``[a](b(c "title")``, which CommonMark does not.

    Raises:
        BudgetError: the file's budget is used up.
    """
    if text.startswith("<", start):
        match = _ANGLE.match(text, start)
        return (*match.span(1), match.end()) if match else None
    run = _BARE_RUN.match(text, start)
    end = run.end() if run else start
    depth = 0
    for stop in _BARE_STOP.finditer(text, end):
        end = stop.start()
        character = stop.group()
        if character == "(":
            depth += 1
            if depth > MAX_PARENTHESES:
                budget.spend(end - start)
                return None
        elif character == ")":
            if not depth:
                break
            depth -= 1
        elif character[0] != "\\":
            break
    else:
        end = len(text)
    budget.spend(end - start)
    return start, end, end


def scan_title(text: str, start: int) -> tuple[int, int] | None:
    """Start and end of the title at ``start``, quotes included."""
    match = _TITLE.match(text, start)
    return match.span() if match else None


def scan_tail(text: str, start: int, budget: Budget) -> Tail | None:
    """Destination and title up to the closing parenthesis; ``start`` is behind the opening.

    Raises:
        BudgetError: the file's budget is used up.
    """
    pos = _end(_SPACE, text, start)
    destination = scan_destination(text, pos, budget)
    if destination is None:
        return None
    pos = _end(_SPACE, text, destination[2])
    title = None
    if pos > destination[2] and (quoted := scan_title(text, pos)):
        title = quoted[0] + 1, quoted[1] - 1
        pos = _end(_SPACE, text, quoted[1])
    if not text.startswith(")", pos):
        budget.spend(pos - destination[2])
        return None
    return Tail(destination[:2], title, pos + 1)


def scan_definition(leaf: Leaf, start: int, budget: Budget) -> tuple[Definition, int] | None:
    """The reference definition at ``start`` of a paragraph, and where the next line begins.

    Raises:
        BudgetError: the file's budget is used up.
    """
    text = leaf.text
    label = _LABEL.match(text, start)
    if label is None or not text.startswith(":", label.end()) or not label.group(1).strip():
        return None
    if len(label.group(1)) > MAX_LABEL:
        return None
    pos = _end(_SPACE, text, label.end() + 1)
    destination = scan_destination(text, pos, budget)
    if destination is None or destination[2] == pos:
        return None
    end = _line_end(text, destination[2])
    title = None
    pos = _end(_SPACE, text, destination[2])
    if pos > destination[2] and (quoted := scan_title(text, pos)):
        title_end = _line_end(text, quoted[1])
        if title_end is not None:
            title, end = (quoted[0] + 1, quoted[1] - 1), title_end
    if end is None:
        return None
    last = title[1] + 1 if title else destination[2]
    node = Definition(*leaf.span(start, last), key=normal_key(label.group(1)))
    node.url = decode(text[destination[0] : destination[1]])
    node.label = leaf.span(*label.span(1))
    node.destination = leaf.span(*destination[:2])
    node.title = leaf.span(*title) if title else None
    return node, end


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def _line_end(text: str, start: int) -> int | None:
    """Where the next line begins, if nothing but blanks is left on this one."""
    pos = _end(_SPACE_IN_LINE, text, start)
    if pos == len(text):
        return pos
    return pos + 1 if text[pos] == "\n" else None
