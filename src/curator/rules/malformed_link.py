r"""Markup or an address that was meant to be a link is not one.

## Why it matters

Markdown reports no errors: what it cannot read as a link, it prints. The reader then sees
brackets and half an address, or a link that leads nowhere because a scheme is mistyped or
two addresses ran together.

```markdown bad
- [Attention is all you need] (https://arxiv.org/abs/1706.03762)
- [BERT(https://arxiv.org/abs/1810.04805)]
- [GPT-3][https://arxiv.org/abs/2005.14165]
- [T5](htps://arxiv.org/abs/1910.10683)
- [PaLM](arxiv.org/abs/2204.02311)
- [LLaMA](https://https://arxiv.org/abs/2302.13971)
- [Notes](https://example.org/my notes.html)
- [[pdf](https://example.org/paper.pdf)
```

```markdown fixed
- [Attention is all you need](https://arxiv.org/abs/1706.03762)
- [BERT](https://arxiv.org/abs/1810.04805)
- [GPT-3](https://arxiv.org/abs/2005.14165)
- [T5](https://arxiv.org/abs/1910.10683)
- [PaLM](https://arxiv.org/abs/2204.02311)
- [LLaMA](https://arxiv.org/abs/2302.13971)
- [Notes](https://example.org/my%20notes.html)
- [[pdf](https://example.org/paper.pdf)]
```

Archives, proxies and translators carry one address inside another; brackets around links,
numbers of references and words in brackets are prose.

```markdown good
- [A page](https://web.archive.org/web/2020/https://example.org/a), [another](https://example.org/view?url=https://example.org/b)
- A paper ([pdf](https://example.org/paper.pdf)) [1] (https://example.org), `[x] (https://example.org)`
- [Guide](docs/guide.md), [a folder](example.d/), [[code](https://github.com/o/r), [pdf](https://example.org/p)]
```
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.document import Link
from curator.failed_links import find_failed_links
from curator.identity.mistakes import Mistake, MistakeKind, find_mistake
from curator.nodes import Cell, Heading, HtmlBlock, HtmlTag, HtmlText, Node, Paragraph
from curator.rule import Context, Rule
from curator.source import Span

RULE = Rule(
    severity=Severity.ERROR,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
)


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report what is wrong with targets, then what in the text should have been a link.

    Of findings that overlap, the first one in reading order is reported.
    """
    found = [*_targets(ctx), *_texts(ctx)]
    found.sort(key=lambda diagnostic: (diagnostic.span.start, -diagnostic.span.end))
    end = -1
    for diagnostic in found:
        if diagnostic.span.start >= end:
            end = diagnostic.span.end
            yield diagnostic


def _or_meant(problem: str, meant: str | None) -> str:
    return f"{problem}: did you mean '{shortened(meant)}'?" if meant else problem


# ------------------------------------------------------------------------------ targets


def _targets(ctx: Context) -> Iterator[Diagnostic]:
    document = ctx.document
    for link in chain(document.links, document.images):
        if link.kind != "reference":
            yield from _judge(ctx, link.url, _destination(link), image=link.image)
    for definition in document.definitions.values():
        yield from _judge(ctx, definition.url, definition.destination, image=False)


def _destination(link: Link) -> Span:
    return link.span if link.destination is None else link.destination


def _judge(ctx: Context, url: str, span: Span, *, image: bool) -> Iterator[Diagnostic]:
    mistake = find_mistake(url)
    if mistake is None:
        return
    if mistake.kind is MistakeKind.GLUED and image:
        return  # services that resize or cache pictures carry their addresses
    if mistake.kind is MistakeKind.SCHEME_MISSING and ctx.files.exists(url):
        return
    yield ctx.found(span, _or_meant(_told(mistake, url), mistake.meant), key=url)


def _told(mistake: Mistake, url: str) -> str:
    """What is wrong with the target ``url``, in words."""
    part, shown = shortened(mistake.part), shortened(url)
    match mistake.kind:
        case MistakeKind.LINK_INSIDE:
            return f"a link stands inside the target '{shown}'"
        case MistakeKind.STRAY_END:
            return f"a stray '{part}' ends the target '{shown}'"
        case MistakeKind.SCHEME_TWICE:
            return "the scheme stands there twice"
        case MistakeKind.SCHEME_MISTYPED:
            return f"the scheme of '{shown}' is mistyped"
        case MistakeKind.SCHEME_MISSING:
            return f"GitHub takes '{shown}' for a file"
        case MistakeKind.MAILTO_MISTYPED:
            return f"'{shown}' is no e-mail link"
        case MistakeKind.JUNK_BEFORE:
            return f"'{part}' stands before the address"
        case MistakeKind.NO_SITE:
            return f"the target '{shown}' names no site"
        case MistakeKind.IMPOSSIBLE_SITE:
            return f"there can be no site '{part}'"
        case MistakeKind.GLUED:
            second = shortened(url[len(mistake.part) :])
            return f"two addresses ran together: '{part}' and '{second}'"


# --------------------------------------------------------------------------------- text


def _texts(ctx: Context) -> Iterator[Diagnostic]:
    notes = sorted(note.span for note in ctx.document.syntax.notes)
    stack: list[Node] = [ctx.document.syntax.root]
    while stack:
        node = stack.pop()
        if isinstance(node, HtmlBlock):
            yield from _in_html(ctx, node)
        elif isinstance(node, (Paragraph, Heading, Cell)):
            dropped = isinstance(node, Cell) and node.extra
            if not dropped and not _unread(notes, node.span):
                for failed in find_failed_links(ctx.source, node):
                    message = _or_meant(failed.problem, failed.meant)
                    yield ctx.found(failed.span, message, key=failed.around)
        else:
            stack.extend(node.children)


def _unread(notes: list[Span], span: Span) -> bool:
    """Whether the parser left part of ``span`` as text because it would cost too much."""
    index = bisect_left(notes, Span(span.end, 0)) - 1
    return index >= 0 and notes[index].overlaps(span)


# --------------------------------------------------------------------------------- HTML

_RAW_LINK = re.compile(
    r"!?\[[^\[\]\n]{0,300}\]\((?:https?://|www\.|\.{0,2}/|#)[^\s()]*\)", re.IGNORECASE
)
_VERBATIM = frozenset("pre code script style textarea kbd samp xmp".split())


def _in_html(ctx: Context, block: HtmlBlock) -> Iterator[Diagnostic]:
    """The first link of a block of HTML that is written as Markdown, which is not read there."""
    inside = 0
    for node in block.children:
        if isinstance(node, HtmlTag) and node.name in _VERBATIM:
            inside = max(0, inside + (-1 if node.closing else 1))
        elif isinstance(node, HtmlText) and not inside:
            match = _RAW_LINK.search(ctx.source.text, node.start, node.end)
            if match:
                yield ctx.found(
                    Span(match.start(), match.end()),
                    f"Markdown is not read inside HTML: leave a line blank before"
                    f" '{shortened(match.group())}'",
                    key=match.group(),
                )
                return
