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

## Fix safety

All fixes are unsafe: they change where a link leads, or make one of what was text. A finding
has none where more than one thing may have been meant. The words of a link stay as they are,
and of a bracket without a partner either the partner is added or it is taken away, as its
neighbours on the line have it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.failed_links import FailedLink, find_failed_links
from curator.fragments import Anchors
from curator.identity import identify
from curator.identity.mistakes import Mistake, MistakeKind, find_mistake
from curator.nodes import Cell, Heading, HtmlBlock, HtmlTag, HtmlText, Node, Paragraph
from curator.rule import Context, Rule
from curator.source import Source, Span

RULE = Rule(
    severity=Severity.ERROR,
    category="links",
    presets=("recommended", "papers", "awesome", "strict"),
    fix=Applicability.UNSAFE,
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
    for url, place, link in ctx.document.addresses(images=True):
        mistake = find_mistake(url)
        if mistake is None:
            continue
        if mistake.kind is MistakeKind.GLUED and link is not None and link.image:
            continue  # services that resize or cache pictures carry their addresses
        yield from _judge(ctx, url, mistake, place, bare=link is not None and link.bare)


def _judge(
    ctx: Context, url: str, mistake: Mistake, span: Span, *, bare: bool
) -> Iterator[Diagnostic]:
    if mistake.kind is MistakeKind.SCHEME_MISSING and ctx.files.exists(url):
        return
    meant = mistake.meant or _meant(url, mistake)
    fix = None
    if meant:
        edit = _parted(ctx, url, meant, span) if bare else _replaced(ctx, url, meant, span)
        if edit is not None:
            fix = Fix(f"Replace it by '{shortened(meant)}'", (edit,), Applicability.UNSAFE)
    yield ctx.found(span, _or_meant(_told(mistake, url), meant), key=url, fix=fix)


_CHAT_LINK = re.compile(r"\[([^\[\]\s]+)(?:\]\(([^\s()]+)\))?")
_GLUE = re.compile(r"(?:%5Cn|%20|[\s,;()])+\Z", re.IGNORECASE)
_MOST_GLUED = 8


def _meant(url: str, mistake: Mistake) -> str | None:
    """The address that ``url`` repeats: a link made of it once more, or one glued to itself."""
    if mistake.kind is MistakeKind.LINK_INSIDE:
        match = _CHAT_LINK.fullmatch(url)
        if match is None or match[2] not in (None, match[1]):
            return None
        return match[1] if find_mistake(match[1]) is None and "://" in match[1] else None
    if mistake.kind is not MistakeKind.GLUED:
        return None
    parts = [mistake.part]
    rest = url[len(mistake.part) :]
    while len(parts) < _MOST_GLUED:
        more = find_mistake(rest)
        glued = more is not None and more.kind is MistakeKind.GLUED
        parts.append(more.part if more is not None and glued else rest)
        if not glued:
            break
        rest = rest[len(parts[-1]) :]
    meant = [_GLUE.sub("", part) for part in parts]
    return meant[0] if len({identify(part).key for part in meant}) == 1 else None


def _replaced(ctx: Context, url: str, meant: str, span: Span) -> Edit | None:
    """The part of a target that makes it ``meant``, if it is written as it is read."""
    head = _alike(url, meant)
    tail = _alike(url[head:][::-1], meant[head:][::-1])
    wrong, right = url[head : len(url) - tail], meant[head : len(meant) - tail]
    written = ctx.source[span]
    if written.startswith(url[:head] + wrong):
        at = span.start + head
    elif written.endswith(wrong + url[len(url) - tail :]):
        at = span.end - tail - len(wrong)
    else:
        return None
    angled = ctx.source.text[span.start - 1 : span.start] == "<"
    if not angled and (re.search(r"\s", meant) or meant.count("(") != meant.count(")")):
        return None
    return Edit(Span(at, at + len(wrong)), right)


def _alike(one: str, other: str) -> int:
    """How many characters two strings share at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _parted(ctx: Context, url: str, meant: str, span: Span) -> Edit | None:
    """Angle brackets that part a bare address from what touches its end, which stays."""
    written = ctx.source[span]
    if written != url or not url.startswith(meant) or not meant.startswith("http"):
        return None
    if ctx.source.text[span.start - 1 : span.start] in ("(", "<"):
        return None  # it is the target of a link that failed
    return Edit(span, f"<{meant}>{url[len(meant) :]}")


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
    source = ctx.source
    notes = sorted(note.span for note in ctx.document.syntax.notes)
    anchors = cache(lambda: Anchors.of(ctx.document))
    bare = [link.span for link in ctx.document.links if link.bare]
    stack: list[Node] = [ctx.document.syntax.root]
    while stack:
        node = stack.pop()
        if isinstance(node, HtmlBlock):
            yield from _in_html(ctx, node)
        elif not isinstance(node, (Paragraph, Heading, Cell)):
            stack.extend(node.children)
        elif not (isinstance(node, Cell) and node.extra) and not _unread(notes, node):
            for failed in find_failed_links(source, node, anchors):
                message = _or_meant(failed.problem, failed.meant)
                yield ctx.found(
                    failed.span, message, key=failed.around, fix=_fix(source, failed, bare)
                )


def _fix(source: Source, failed: FailedLink, bare: Sequence[Span]) -> Fix | None:
    """The repair of a failed link.

    GitHub may have linked an address inside of it, which then becomes part of the link that was
    meant: one edit then replaces both, as it is that address that changes.
    """
    repair = failed.repair
    if repair is None:
        return None
    edits = repair.edits
    at = bisect_left(bare, Span(failed.span.start, 0))
    inside = bare[at] if at < len(bare) and failed.span.covers(bare[at]) else None
    if inside and edits and not any(edit.span.overlaps(inside) for edit in edits):
        edits = (_joined(source, edits, inside),)
    return Fix(repair.title, edits, Applicability.UNSAFE)


def _joined(source: Source, edits: Sequence[Edit], span: Span) -> Edit:
    """One edit that does what ``edits`` do, and reaches over ``span``, which they leave alone."""
    start = min(span.start, *(edit.span.start for edit in edits))
    end = max(span.end, *(edit.span.end for edit in edits))
    parts, at = [], start
    for edit in sorted(edits, key=lambda edit: edit.span):
        parts += [source.text[at : edit.span.start], edit.text]
        at = edit.span.end
    return Edit(Span(start, end), "".join([*parts, source.text[at:end]]))


def _unread(notes: list[Span], node: Node) -> bool:
    """Whether the parser left part of ``node`` as text because it would cost too much."""
    index = bisect_left(notes, Span(node.end, 0)) - 1 if notes else -1
    return index >= 0 and notes[index].overlaps(node.span)


# --------------------------------------------------------------------------------- HTML

# What has attributes behind it is for kramdown, which reads Markdown also in HTML.
_RAW_LINK = re.compile(
    r"!?\[[^\[\]\n]{0,300}\]\((?:https?://|www\.|\.{0,2}/|#)[^\s()]*\)(?!\{:)", re.IGNORECASE
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
