"""Comments by which a list silences rules: what they say, what they cover, which are in vain."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from curator.diagnostic import Diagnostic, RuleInfo, shortened
from curator.document import Document
from curator.nodes import Cell, HtmlBlock, HtmlComment, Item, Node
from curator.source import Span

EVERY: Final = "*"
"""What stands for all rules where a comment names none."""

_DIRECTIVE: Final = re.compile(
    r"<!--+\s*(?:(?P<ours>curator\s*:)|lint\s)\s*(?P<action>[\w-]*)(?P<names>[^<>]*?)-->"
)
_WITHOUT_COLON: Final = re.compile(
    r"<!--+\s*curator\s+(?P<action>ignore(?:-start|-end|-file)?)(?![\w:-])[^<>]*?-->"
)
"""What one of our comments looks like whose colon was forgotten."""
_NAME: Final = re.compile(r"[^\s,]+")
_OURS: Final = ("ignore", "ignore-start", "ignore-end", "ignore-file")
_THEIRS: Final = {"ignore": "ignore", "disable": "ignore-start", "enable": "ignore-end"}
_CLOSE: Final = 0.75
"""How alike a misspelt name is to the rule that was meant; `dead-link` is not `malformed-link`."""
_LONGEST: Final = 2_000
"""Characters of a comment that may be a directive; what is longer is prose."""
_MOST_NAMES: Final = 100


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment that silences rules.

    ``names`` are rules of ours; ``(EVERY,)`` if the comment names none. ``ours`` is false for
    awesome-lint's comments, ``node`` the comment, ``place`` the block that it stands in, with
    what follows that block.
    """

    comment: Span
    action: str
    names: tuple[str, ...]
    ours: bool
    block: Node
    following: Node | None
    in_item: bool


class Mistake(NamedTuple):
    """A comment that was meant to silence something and cannot: its place, and why."""

    comment: Span
    message: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """One rule, or ``EVERY`` one, that one comment silences in one part of the text."""

    directive: Directive
    name: str
    covers: Span


@dataclass(slots=True)
class Suppressions:
    """What the comments of a document silence; remembers which of them did."""

    every: tuple[Suppression, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    used: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.every or self.mistakes)

    def kept(self, found: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Those of ``found``, in order of their places, that no comment silences.

        The cost grows with the number of findings and comments, not with their product: of
        the comments around a finding only the one that begins last is asked and noted.
        """
        waiting = sorted(self.every, key=lambda each: each.covers.start, reverse=True)
        active: dict[str, list[Suppression]] = {}
        kept: list[Diagnostic] = []
        for diagnostic in found:
            offset = diagnostic.span.start
            while waiting and waiting[-1].covers.start <= offset:
                suppression = waiting.pop()
                active.setdefault(suppression.name, []).append(suppression)
            by_name = _last_around(active, diagnostic.rule, offset)
            silencing = by_name or _last_around(active, EVERY, offset)
            if silencing is None:
                kept.append(diagnostic)
            else:
                self.used.add(id(silencing))
        return kept

    def unused(self, known: Collection[str]) -> Iterator[tuple[Directive, tuple[str, ...]]]:
        """Comments of ours that silenced nothing, with the names in vain.

        Only names among ``known``, the rules that were run, can be judged; ``EVERY`` is one
        of them where all rules were run.
        """
        in_vain: dict[int, list[str]] = {}
        by_id: dict[int, Directive] = {}
        for each in self.every:
            if each.directive.ours and each.name in known and id(each) not in self.used:
                by_id[id(each.directive)] = each.directive
                in_vain.setdefault(id(each.directive), []).append(each.name)
        for key, directive in by_id.items():
            yield directive, tuple(in_vain[key])


def _last_around(
    active: Mapping[str, list[Suppression]], name: str, offset: int
) -> Suppression | None:
    """The suppression of ``name`` that began last and has not ended before ``offset``."""
    stack = active.get(name, [])
    while stack and stack[-1].covers.end < offset:
        stack.pop()
    return stack[-1] if stack else None


def find_suppressions(
    document: Document, rules: Iterable[RuleInfo], known: Collection[str]
) -> Suppressions:
    """What the comments of ``document`` silence.

    ``rules`` say which of them awesome-lint's names stand for; ``known`` are the names of all
    rules there are.
    """
    text = document.source.text
    if "<!--" not in text or not (_DIRECTIVE.search(text) or _WITHOUT_COLON.search(text)):
        return Suppressions()
    by_alias: dict[str, list[str]] = {}
    for rule in rules:
        for alias in rule.awesome_lint:
            by_alias.setdefault(alias, []).append(rule.name)
    directives: list[Directive] = []
    mistakes: list[Mistake] = []
    for comment, block, following, in_item in _comments(document.syntax.root):
        stop = min(comment.end, comment.start + _LONGEST)
        match = _DIRECTIVE.fullmatch(text, comment.start, stop)
        if match is None:
            lacking = _WITHOUT_COLON.fullmatch(text, comment.start, stop)
            if lacking is not None:
                said = f"the colon is missing: write 'curator: {lacking['action']}'"
                mistakes.append(Mistake(comment.span, said))
            continue
        span, ours = comment.span, match["ours"] is not None
        action = match["action"] if ours else _THEIRS.get(match["action"], "")
        written = _NAME.findall(match["names"])[:_MOST_NAMES]
        if ours:
            mistakes += _mistakes(span, action, written, known)
            names = [name for name in written if name in known]
        else:
            names = [ours for name in written for ours in by_alias.get(name.rpartition(":")[2], ())]
        if action in _OURS and (names or not written):
            unique = tuple(dict.fromkeys(names)) or (EVERY,)
            directives.append(Directive(span, action, unique, ours, block, following, in_item))
    every, strays = _covered(document, directives)
    return Suppressions(tuple(every), (*mistakes, *strays))


def _mistakes(
    comment: Span, action: str, names: Sequence[str], known: Collection[str]
) -> Iterator[Mistake]:
    """What is wrong with a comment of ours by itself."""
    if action not in _OURS:
        yield Mistake(comment, f"'{shortened(action)}' is none of {', '.join(_OURS)}")
        return
    for name in names:
        if name not in known:
            from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

            close = get_close_matches(name[:80], known, n=1, cutoff=_CLOSE)
            hint = f", did you mean '{close[0]}'?" if close else ""
            yield Mistake(comment, f"there is no rule '{shortened(name)}'{hint}")


def _comments(root: Node) -> Iterator[tuple[HtmlComment, Node, Node | None, bool]]:
    """Every comment in reading order.

    With its block, what follows that, and whether it stands in a list item or a cell.
    """
    stack: list[tuple[Node, Node, Node | None, bool]] = [(root, root, None, False)]
    while stack:
        node, block, following, in_item = stack.pop()
        if isinstance(node, HtmlComment):
            if node.closed:
                yield node, block, following, in_item
            continue
        inside = in_item or isinstance(node, (Item, Cell))
        after: Node | None = None
        below: list[tuple[Node, Node, Node | None, bool]] = []
        for child in reversed(node.children):
            if isinstance(child, HtmlBlock):
                below.append((child, child, after, inside))
            else:
                below.append((child, block, following, inside))
            if not _is_remark(child):
                after = child
        stack.extend(below)


def _is_remark(node: Node) -> bool:
    """Whether a block is comments and nothing else, which no reader sees."""
    return isinstance(node, HtmlBlock) and all(
        isinstance(child, HtmlComment) for child in node.children
    )


def _covered(
    document: Document, directives: Sequence[Directive]
) -> tuple[list[Suppression], list[Mistake]]:
    """What each directive covers, and ends of parts that nothing began."""
    every: list[Suppression] = []
    mistakes: list[Mistake] = []
    open_parts: dict[str, list[Directive]] = {}
    whole = Span(0, len(document.source.text))
    for directive in directives:
        match directive.action:
            case "ignore":
                covers = _place(document, directive)
                every += [Suppression(directive, name, covers) for name in directive.names]
            case "ignore-file":
                every += [Suppression(directive, name, whole) for name in directive.names]
            case "ignore-start":
                for name in directive.names:
                    open_parts.setdefault(name, []).append(directive)
            case _:
                names = list(open_parts) if EVERY in directive.names else directive.names
                begun = [(name, start) for name in names for start in open_parts.pop(name, [])]
                for name, start in begun:
                    covers = Span(start.comment.start, directive.comment.end)
                    every.append(Suppression(start, name, covers))
                if not begun and directive.ours:
                    mistakes.append(Mistake(directive.comment, "no 'ignore-start' stands before"))
    for name, starts in open_parts.items():
        for start in starts:
            every.append(Suppression(start, name, Span(start.comment.start, whole.end)))
    return every, mistakes


def _place(document: Document, directive: Directive) -> Span:
    """What an ``ignore`` is for: its entry, else the next block, else its line."""
    source, comment = document.source, directive.comment
    line = source.line_span(source.line_at(comment.start))
    alone = isinstance(directive.block, HtmlBlock) and _is_remark(directive.block)
    if alone and not directive.in_item:
        return (
            Span(comment.start, comment.start)
            if directive.following is None
            else (directive.following.span)
        )
    entry = document.entry_at(comment.start)
    if entry is None or entry.kind == "heading":
        return line
    end = entry.children[0].span.start if entry.children else entry.span.end
    own = Span(entry.span.start, max(end - 1, entry.span.start))
    return Span(min(own.start, line.start), max(own.end, line.end))
