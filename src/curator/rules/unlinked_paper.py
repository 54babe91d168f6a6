r"""An entry names a paper of arXiv and does not link it.

## Why it matters

A reader who wants the paper has to copy the identifier and search for it. GitHub makes no link of
`arXiv:1706.03762`, although arXiv itself and many readers of Markdown do.

```markdown bad
- Vaswani et al. Attention Is All You Need. arXiv:1706.03762
- Devlin et al. BERT. arXiv preprint arXiv:1810.04805, [code](https://github.com/o/bert)
```

```markdown fixed
- Vaswani et al. Attention Is All You Need. [arXiv:1706.03762](https://arxiv.org/abs/1706.03762)
- Devlin et al. BERT. arXiv preprint [arXiv:1810.04805](https://arxiv.org/abs/1810.04805), [code](https://github.com/o/bert)
```

Only list items, rows of tables and other entries are looked at. An entry that links its paper
under any address is right as it is, and so is one in which the paper is mentioned twice.

```markdown good
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762), arXiv:1706.03762
- Devlin et al. BERT. arXiv:1810.04805 [[pdf](https://aclanthology.org/N19-1423.pdf)]
```

## Fix safety

The fix is unsafe, because it adds a link. The words stay the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity
from curator.document import Link
from curator.identity import ArxivId, is_future, parse_arxiv_id
from curator.nodes import Cell, Heading, Item, Node, Paragraph, Row, Text
from curator.nodes import Link as LinkNode
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.INFO,
    category="papers",
    presets=("papers", "strict"),
    fix=Applicability.UNSAFE,
)

_NAME = re.compile(
    r"(?<![^\W_])arXiv[ \t]?:[ \t]?"
    r"([0-9]{4}\.[0-9]{4,5}|[a-z]{2,8}(?:-[a-z]{2,7})?(?:\.[A-Z]{2})?/[0-9]{7})(v[0-9]{1,2})?"
    r"(?![^\W_]|\.[0-9])",
    re.IGNORECASE,
)
_HINT = re.compile(r"arxiv[ \t]?:[ \t]?[0-9a-z]")
_FAILED = re.compile(r"\][ \t_:]{0,2}[(\[{（]")
"""What follows a text that was meant to be a link, which ``malformed-link`` tells."""

_OTHER_THINGS = frozenset({"github", "github-user", "gist", "raw", "hf", "youtube", "pypi", "npm"})


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each identifier in the words of an entry that links no paper."""
    if _HINT.search(ctx.source.text.lower()) is None:
        return
    named: dict[Span, list[tuple[Span, ArxivId]]] = {}
    for unit, node in _words(ctx):
        for span, paper in _papers(ctx, node):
            entry = ctx.document.entry_at(span.start)
            named.setdefault(unit if entry is None else entry.span, []).append((span, paper))
    starts = [link.span.start for link in ctx.document.links] if named else []
    known: dict[int, frozenset[str]] = {}
    for unit, papers in named.items():
        inside = slice(bisect_left(starts, unit.start), bisect_left(starts, unit.end))
        if any(_may_be_paper(link) for link in ctx.document.links[inside]):
            continue
        above = list(_linked_above(ctx, papers[0][0].start, known))
        told: set[str] = set()
        for span, paper in papers:
            if paper.id not in told and not any(paper.id in linked for linked in above):
                told.add(paper.id)
                yield _found(ctx, span, paper)


def _words(ctx: Context) -> Iterator[tuple[Span, Text]]:
    """The words of entries outside links, each with the item, row or paragraph around it."""
    stack: list[tuple[Node, Span | None]] = [(ctx.document.syntax.root, None)]
    while stack:
        node, unit = stack.pop()
        if isinstance(node, Text):
            if unit is not None:
                yield unit, node
            continue
        if isinstance(node, (LinkNode, Heading)) or (isinstance(node, Cell) and node.extra):
            continue
        if isinstance(node, (Item, Row)):
            unit = node.span
        elif isinstance(node, Paragraph) and unit is None:
            unit = node.span if ctx.document.entry_at(node.start) else None
        stack.extend((child, unit) for child in reversed(node.children))


def _linked_above(
    ctx: Context, offset: int, known: dict[int, frozenset[str]]
) -> Iterator[frozenset[str]]:
    """The papers of arXiv that each of the entries links which an entry stands below.

    ``known`` keeps them for the next entry below the same one.
    """
    entry = ctx.document.entry_at(offset)
    while entry is not None:
        entry = ctx.document.parent_of(entry)
        if entry is not None:
            if id(entry) not in known:
                identities = (link.identity for link in entry.links)
                papers = (each.value for each in identities if each.scheme == "arxiv")
                known[id(entry)] = frozenset(papers)
            yield known[id(entry)]


def _papers(ctx: Context, node: Text) -> Iterator[tuple[Span, ArxivId]]:
    """The identifiers in a piece of text, with their places."""
    text = ctx.source.text
    for match in _NAME.finditer(text, node.start, node.end):
        paper = parse_arxiv_id(match[1] + (match[2] or ""))
        if not isinstance(paper, ArxivId) or is_future(paper, ctx.today):
            continue
        if _FAILED.match(text, match.end()) is None:
            yield Span(match.start(), match.end()), paper


def _may_be_paper(link: Link) -> bool:
    """Whether a link may lead to the paper that its entry names, on any site."""
    if link.internal or link.badge:
        return False
    if link.role is not None:
        return link.role == "paper" or link.identity.is_paper
    return link.identity.scheme not in _OTHER_THINGS


def _found(ctx: Context, span: Span, paper: ArxivId) -> Diagnostic:
    address = f"https://arxiv.org/abs/{paper}"
    edits = (
        Edit(Span(span.start, span.start), "["),
        Edit(Span(span.end, span.end), f"]({address})"),
    )
    return ctx.found(
        span,
        f"'{ctx.source[span]}' is text: link it to '{address}'",
        key=paper.id,
        fix=Fix("Link the paper", edits, Applicability.UNSAFE),
    )
