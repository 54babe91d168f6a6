"""Targets that the parser did not take for one, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from curator.diagnostic import Edit, shortened
from curator.failed_links.failure import FailedLink, Repair, moved
from curator.failed_links.mask import LINK
from curator.fragments import Anchors
from curator.nodes import Node
from curator.source import Source, Span

_TARGET_START = re.compile(r"[ \t]*<?(?:https?:/|www\.|mailto:|#|\.{0,2}/)", re.IGNORECASE)
_SPACED_FILE = re.compile(
    r"[\w./-]{1,80} [^()\"'\r\n]{0,200}\.(?:md|pdf|html?|ipynb|txt|docx?|pptx?|png|jpe?g|svg)\)",
    re.IGNORECASE,
)
_TARGET_STOP = re.compile(r"[()\r\n]")
_LONGEST_TARGET: Final = 400
_DEEPEST_TARGET: Final = 8
_NEAR: Final = 1_000
"""Characters of a line, on one side, in which a failure is compared with its neighbours."""


def find_left_over(
    source: Source, block: Node, mask: str, anchors: Callable[[], Anchors]
) -> Iterator[FailedLink]:
    """Each ``](`` that the parser did not use: links that failed."""
    at = mask.find("](")
    while at >= 0:
        after = at + 2
        linked = mask.startswith(LINK, after)
        if linked or _TARGET_START.match(mask, after) or _SPACED_FILE.match(mask, after):
            end, closed = _target_end(mask, after)
            start = mask.rfind("[", max(0, at - 300), at)
            if start < 0 or "\n" in mask[start:at]:
                start = at
            span = Span(block.start + start, block.start + end + closed)
            shown = shortened(source[Span(block.start + after, block.start + end)].strip())
            blank = _blank_instead(source.text[block.start + after : block.start + end], anchors)
            problem = _failure(mask[after:end], shown, blank, linked=linked, closed=closed)
            edits: list[Edit] = []
            if not linked:
                text, target = Span(start, at), Span(after, end)
                if closed:
                    edits = _mend_target(mask, text, target, blank)
                elif not _GOES_ON.match(source.text, block.start + end):
                    edits = _mend_end(mask, text, target)
            yield FailedLink(span, problem, source[span], repair=_repair(edits, block.start))
            after = end  # whatever else is wrong up to there follows from it
        at = mask.find("](", after)


def _repair(edits: list[Edit], offset: int) -> Repair | None:
    placed = tuple(Edit(moved(edit.span, offset), edit.text) for edit in edits)
    return Repair("Mend the link", placed) if placed else None


_SPACE = re.compile(r"\s")
# Where lines of a printed page were broken.
_WRAPPED = re.compile(r"[-/_.?=&~]\s|\s(?=[-/_.?=&~])")
_SET_OFF = re.compile(r"\s[-–—:|]\s")
_SPACED_TITLE = re.compile(r"\s[\"'(]")
_CURLY_TITLE = re.compile(r"\s[“”„«]")


def _blank_instead(target: str, anchors: Callable[[], Anchors]) -> str | None:
    """What stands for a blank in a target that holds some; ``None`` where that is not known.

    In a fragment it is what makes it an anchor of the document.
    """
    bare = target.strip()
    if _SPACE.search(bare) is None:
        return None
    if bare.startswith("#"):
        name = bare[1:].lstrip()
        if _SPACE.search(name) is None:
            return "-"
        for instead in ("%20", "-"):
            url = "#" + _SPACE.sub(instead, name)
            if anchors().has(url) or anchors().in_other_case(url):
                return instead
        return None
    if _is_wrapped(bare):
        return ""
    return "%20" if _FILE_OR_QUERY.match(target) else None


def _failure(target: str, shown: str, blank: str | None, *, linked: bool, closed: bool) -> str:
    """Why ``](target)`` ends no link; ``blank`` is to stand for a blank in it."""
    if linked:
        return f"a link stands inside the target '{shown}'"
    if not closed:
        wide = "）" in target.partition(" ")[0]
        return f"{'a full-width' if wide else 'no'} ')' closes the target '{shown}'"
    address = shown.partition(" ")[0]
    if _SPACED_TITLE.search(target):
        return f"the title behind '{address}' is not closed as it was opened"
    if _CURLY_TITLE.search(target):
        return f"the title behind '{address}' needs straight quotes"
    if _SPACE.search(target.strip()):
        problem = f"a space ends the target '{shown}'"
        if blank == "-":
            return f"{problem}: anchors have '-' in its place"
        if blank == "":
            return f"{problem}: take it out"
        if blank is None and target.lstrip().startswith("#"):
            return f"{problem}, and no heading or id makes such an anchor"
        return f"{problem}: write it as %20"
    return f"the square brackets before '({shown})' do not make a link"


def _is_wrapped(target: str) -> bool:
    """Whether the only blanks of a web address are those of a line that was broken in it."""
    web = target.startswith(("http://", "https://"))
    if not web or "?" in target.split(maxsplit=1)[0] or _SET_OFF.search(target):
        return False
    return _SPACE.search(_WRAPPED.sub("", target)) is None


def _target_end(mask: str, start: int) -> tuple[int, bool]:
    """Where a target ends that starts at ``start``, and whether a ``)`` closes it."""
    limit = min(len(mask), start + _LONGEST_TARGET)
    depth = 0
    for match in _TARGET_STOP.finditer(mask, start, limit):
        stop = match.group()
        if stop == "(" and depth < _DEEPEST_TARGET:
            depth += 1
        elif stop == ")" and depth:
            depth -= 1
        else:
            return match.start(), stop == ")"
    return limit, False


# ----------------------------------------------------------------- what the target should be

# No construct of its own, no bracket, no emphasis, which an underscore may have begun.
_TOKEN = re.compile(r"[^\s\[\]<>\x01-\x07]+")
_END = re.compile(r"\]*[ \t]*(?:[-–—|:\n].*)?", re.DOTALL)
_TITLED = re.compile(r"\s*+\S++\s++([\"'])([^\r\n]*?)\s*")
_CURLY = re.compile(r"\s*+\S++\s++([“„”«])[^\r\n“„«\"]*([”“»\"])\s*")
_FILE_OR_QUERY = re.compile(r"\s*[^\s?]*(?:\?|\s.*\.[A-Za-z][A-Za-z0-9]{1,4}\s*\Z)")
# The next line has the end of what was broken off at the end of this one.
_GOES_ON = re.compile(r"\s{0,20}[^\s()\[\]]{1,100}\)")
_TYPES_OF_QUOTES = "\"'”’"


def _mend_end(mask: str, text: Span, target: Span) -> list[Edit]:
    """The missing ``)`` behind the address, where that address is sure."""
    token = _TOKEN.match(mask, target.start, target.end)
    if token is None or not _is_text(mask, text):
        return []
    address = token.group()
    wide = address.find("）")
    if wide >= 0:
        at = target.start + wide
        return [] if "（" in address else [Edit(Span(at, at + 1), ")")]
    end = token.end()
    if address.count("(") != address.count(")") or address[-1] in ".,;:/-=&?" + _TYPES_OF_QUOTES:
        return []
    if _END.fullmatch(mask, end, target.end) is None:
        return []
    # `[text](address]` closed it with the wrong bracket, unless that is the pair's of another.
    swapped = mask.startswith("]", end) and mask[text.start - 1 : text.start] != "["
    return [Edit(Span(end, end + swapped), ")")]


def _mend_target(mask: str, text: Span, target: Span, blank: str | None) -> list[Edit]:
    """A target that is closed, without what keeps it from being one."""
    written = mask[target.start : target.end]
    if _SPACED_TITLE.search(written) or _CURLY_TITLE.search(written):
        return _mend_title(mask, target) if _is_text(mask, text) else []
    if _SPACE.search(written.strip()):
        return _mend_spaces(mask, target, blank) if _is_text(mask, text) else []
    if mask[text.end - 1 : text.end] == "]" and _is_text(mask, Span(text.start, text.end - 1)):
        # `[text]](address)`: as its neighbours have it, with a pair of brackets or without.
        near = mask[max(0, text.start - _NEAR) : text.start]
        line = near.rpartition("\n")[2]
        doubled = "[" + LINK in line or "[[" in line
        place = Span(text.start, text.start) if doubled else Span(text.end - 1, text.end)
        return [Edit(place, "[" * doubled)]
    return []


def _mend_spaces(mask: str, target: Span, instead: str | None) -> list[Edit]:
    """Blanks inside a target written as they have to be, or taken out."""
    if instead is None:
        return []
    written = mask[target.start : target.end]
    first = target.start + len(written) - len(written.lstrip())
    last = target.start + len(written.rstrip())
    blanks = [blank.span() for blank in _SPACE.finditer(mask, first, last)]
    return [Edit(Span(*at), "" if mask[at[0] - 1] == "#" else instead) for at in blanks]


def _mend_title(mask: str, target: Span) -> list[Edit]:
    """Quotes around a title that are two of one kind, and straight."""
    if curly := _CURLY.fullmatch(mask, target.start, target.end):
        return [Edit(Span(*curly.span(1)), '"'), Edit(Span(*curly.span(2)), '"')]
    titled = _TITLED.fullmatch(mask, target.start, target.end)
    if titled is None or re.search(r"[\x01-\x07]", titled.group()):
        return []
    quote, title = titled.groups()
    first, end = titled.start(1), titled.end(2)
    if quote == "'" and title.endswith("'") and '"' not in title:
        return [Edit(Span(first, first + 1), '"'), Edit(Span(end - 1, end), '"')]
    other = title[-1:] in tuple(_TYPES_OF_QUOTES)
    if quote in title or (not other and quote in mask[end : end + _NEAR].partition("\n")[0]):
        return []
    return [Edit(Span(end - other, end), quote)]


def _is_text(mask: str, text: Span) -> bool:
    """Whether ``[`` stands at the start of ``text``, and no bracket, link or mark behind it."""
    inner = mask[text.start + 1 : text.end]
    return mask.startswith("[", text.start) and not re.search(r"[\[\]\x01\x03-\x06]", inner)
