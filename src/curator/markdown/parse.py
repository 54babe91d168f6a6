"""A source parsed into its syntax tree: blocks first, then the inline text of each."""

from __future__ import annotations

import re
from functools import cache

from curator.markdown.assembly import Assembly, text_children
from curator.markdown.blocks import BlockPhase
from curator.markdown.budget import Budget, BudgetError
from curator.markdown.html import html_nodes
from curator.markdown.inlines import PositionedInlineParser, WwwInlineParser
from curator.markdown.leaf import PositionError
from curator.markdown.open_leaves import Pending
from curator.markdown.scan import Names, Scan
from curator.nodes import HtmlBlock, Node, ParseNote, Syntax
from curator.source import Source

_MARKUP = re.compile(r"[\\`*_\[\]<@]|://|www\.")


@cache
def _parser(*, www: bool) -> PositionedInlineParser:
    return WwwInlineParser() if www else PositionedInlineParser()


def parse_syntax(source: Source, *, budget: Budget | None = None, strict: bool = False) -> Syntax:
    """The syntax tree of ``source``, every construct with its exact span.

    Never raises on any text. Where ``budget`` (by default in proportion to the text) is used
    up, what is left stays text, with a note; likewise a leaf that cannot be placed has no
    children.

    Raises:
        PositionError: only if ``strict``, instead of that note.
    """
    budget = budget or Budget.for_text(source.text)
    blocks = BlockPhase(source, budget)
    notes: list[ParseNote] = []
    blocks.run()
    names = Names(blocks.definitions, blocks.footnotes)
    for pending in blocks.pending:
        try:
            pending.node.children = _children(pending, names, budget)
        except BudgetError:
            pending.node.children = _as_text(pending)
            message = "left as text: it takes too many steps to parse"
            notes.append(ParseNote("budget", pending.node.span, message))
        except PositionError as error:
            if strict:
                raise
            notes.append(ParseNote("position", pending.node.span, str(error)))
    return Syntax(blocks.root, tuple(notes))


def _children(pending: Pending, names: Names, budget: Budget) -> list[Node]:
    leaf = pending.leaf
    budget.spend(len(leaf.text))
    if isinstance(pending.node, HtmlBlock):
        return html_nodes(leaf, budget)
    text = leaf.text
    if _MARKUP.search(text) is None:
        return text_children(leaf)
    scan = Scan(leaf, names, budget)
    _parser(www="www." in text).parse(scan)
    scan.pair_runs(0)
    return Assembly(scan).children()


def _as_text(pending: Pending) -> list[Node]:
    return [] if isinstance(pending.node, HtmlBlock) else text_children(pending.leaf)
