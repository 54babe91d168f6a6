"""Tags, comments and text of raw HTML, with their spans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.markdown.budget import Budget
from curator.markdown.leaf import Leaf
from curator.nodes import Attribute, HtmlComment, HtmlTag, HtmlText, Node, decode_html

# A tag up to its closing ">", which is looked for afterwards so that the length of a vain
# look-ahead is known. Atomic throughout: no text is scanned twice by one match.
_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9:-]*+)(?:(?=[\s/>])(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)?+"
)
_ATTRIBUTE = re.compile(
    r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++)))?+"
)
_RAW_TEXT_END = {
    "script": re.compile(r"</script", re.IGNORECASE),
    "style": re.compile(r"</style", re.IGNORECASE),
}
_OPENERS = (("<!--", "-->", 2), ("<![CDATA[", "]]>", 9), ("<?", "?>", 2), ("<!", ">", 2))


def tag_node(leaf: Leaf, start: int, end: int) -> HtmlTag | None:
    """The node of the tag ``leaf.text[start:end]``; nothing if it is no tag."""
    match = _TAG.match(leaf.text, start, end)
    if match is None:
        return None
    node = HtmlTag(*leaf.span(start, end), name=match.group(2).lower())
    node.closing = match.group(1) == "/"
    if match.end() > match.end(2) and not node.closing:
        node.attributes = _attributes(leaf, match.end(2), match.end())
    return node


def _attributes(leaf: Leaf, start: int, end: int) -> dict[str, Attribute]:
    """The attributes in ``leaf.text[start:end]`` by lower-case name.

    Of two of one name the first counts, as in browsers. An attribute without a value has an
    empty one at the end of its name. A value that runs over lines with a margin (in a quote
    or an item) is left out: nothing in the source is this value, so nobody may edit it.
    """
    found: dict[str, Attribute] = {}
    for match in _ATTRIBUTE.finditer(leaf.text, start, end):
        group = match.lastindex or 1
        first, last = match.span(group) if group > 1 else (match.end(1), match.end(1))
        value, span = leaf.text[first:last], leaf.span(first, last)
        if "\n" in value and _unified(leaf.source_text[span.start : span.end]) != value:
            continue
        found.setdefault(match.group(1).lower(), Attribute(decode_html(value), span))
    return found


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def comment_node(leaf: Leaf, start: int, end: int, *, closed: bool = True) -> HtmlComment:
    """The node of a comment, instruction, declaration or CDATA section."""
    return HtmlComment(*leaf.span(start, end), closed=closed)


def html_nodes(leaf: Leaf, budget: Budget) -> list[Node]:
    """The tags, comments and text of an HTML block, in order.

    Text is cut at line ends, each piece with its newline, so that no piece holds the prefix
    of a quote. The content of ``script`` and ``style`` is no text and is left out.

    Raises:
        BudgetError: the file's budget is used up.
    """
    nodes: list[Node] = []
    text, at, pos = leaf.text, 0, 0
    while (pos := text.find("<", pos)) >= 0:
        markup = _markup(leaf, pos, budget)
        if markup is None:
            pos += 1
            continue
        node, end = markup
        nodes.extend(_pieces(leaf, at, pos))
        nodes.append(node)
        pos = at = end
        if isinstance(node, HtmlTag) and not node.closing and node.name in _RAW_TEXT_END:
            closing = _RAW_TEXT_END[node.name].search(text, pos)
            pos = at = closing.start() if closing else len(text)
    nodes.extend(_pieces(leaf, at, len(text)))
    return nodes


def _markup(leaf: Leaf, start: int, budget: Budget) -> tuple[Node, int] | None:
    text = leaf.text
    for opener, closer, skip in _OPENERS:
        if text.startswith(opener, start):
            close = text.find(closer, start + skip)
            end = len(text) if close < 0 else close + len(closer)
            return comment_node(leaf, start, end, closed=close >= 0), end
    match = _TAG.match(text, start)
    if match is None:
        return None
    end = match.end()
    if not text.startswith(">", end):
        budget.spend(end - start)
        return None
    node = tag_node(leaf, start, end + 1)
    return (node, end + 1) if node else None


def _pieces(leaf: Leaf, start: int, end: int) -> Iterator[HtmlText]:
    while start < end:
        newline = leaf.text.find("\n", start, end)
        stop = end if newline < 0 else newline + 1
        yield HtmlText(*leaf.span(start, stop))
        start = stop
