"""Links, images and footnote references: what a closing bracket makes of the opening one."""

from __future__ import annotations

from curator.markdown.definitions import (
    MAX_LABEL,
    Tail,
    normal_key,
    scan_label,
    scan_tail,
)
from curator.markdown.scan import Bracket, Scan
from curator.nodes import FootnoteReference, Image, Link, decode
from curator.source import Span


def open_bracket(scan: Scan, start: int, *, image: bool) -> None:
    """Note an opening bracket whose content begins at ``start``."""
    if scan.open:
        scan.open[-1].nested = True
    scan.open.append(Bracket(start, image, len(scan.runs), len(scan.marks)))


def close_bracket(scan: Scan, close: int) -> int:
    """Read what the bracket at ``close`` ends; the offset to go on at."""
    if not scan.open:
        return close + 1
    opener = scan.open.pop()
    height = len(scan.open)
    dead = not opener.image and height < scan.dead
    scan.dead = min(scan.dead, height)
    if dead:
        return close + 1
    text = scan.src
    tail = None
    if text.startswith("(", close + 1):
        tail = scan_tail(text, close + 2, scan.budget)
    node, end = (_inline(scan, opener, tail), tail.end) if tail else _reference(scan, opener, close)
    if node is None:
        return _footnote(scan, opener, close)
    start = opener.start - 1 - opener.image
    node.start, node.end = scan.leaf.span(start, end)
    node.text = Span(scan.leaf.at(opener.start), scan.leaf.at(close))
    scan.pair_runs(opener.runs)
    scan.wrap(start, end, node, (opener.start, close))
    if not opener.image:
        scan.dead = height
    return end


def _inline(scan: Scan, opener: Bracket, tail: Tail) -> Link:
    node = (Image if opener.image else Link)(0, 0, form="inline")
    node.url = decode(scan.src[tail.destination[0] : tail.destination[1]])
    node.destination = scan.leaf.span(*tail.destination)
    node.title = scan.leaf.span(*tail.title) if tail.title else None
    return node


def _reference(scan: Scan, opener: Bracket, close: int) -> tuple[Link | None, int]:
    definitions = scan.names.definitions
    if not definitions:
        return None, close + 1
    text, end = scan.src, close + 1
    span = opener.start, close
    label = None
    if text.startswith("[", end) and (second := scan_label(text, end)):
        scan.budget.spend(second[1] - end)
        if second[0]:
            label, span = second[0], (end + 1, second[1] - 1)
        end = second[1]
    if label is None:
        if opener.nested or close - opener.start > MAX_LABEL:
            return None, end
        label = text[opener.start : close]
    key = normal_key(label)
    found = definitions.get(key)
    if found is None:
        return None, end
    node = (Image if opener.image else Link)(0, 0, form="reference", url=found.url, key=key)
    node.label = scan.leaf.span(*span)
    return node, end


def _footnote(scan: Scan, opener: Bracket, close: int) -> int:
    text = scan.src
    if opener.nested or not scan.names.footnotes or not text.startswith("^", opener.start):
        return close + 1
    key = normal_key(text[opener.start + 1 : close][: MAX_LABEL + 1])
    if key not in scan.names.footnotes:
        return close + 1
    # "![^a]" is an exclamation mark and a reference.
    start = opener.start - 1
    del scan.runs[opener.runs :]
    del scan.marks[opener.marks :]
    return scan.put(start, close + 1, FootnoteReference(*scan.leaf.span(start, close + 1), key=key))
