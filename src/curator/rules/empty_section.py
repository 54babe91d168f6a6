r"""A heading has nothing under it.

## Why it matters

Readers who come from the table of contents find a title and no resource. It is a section that
was planned and never filled, one whose last entry was removed, or a heading whose subsections
have its own level and so do not belong to it.

```markdown bad
## Books

## Videos

- [A video](https://example.org/video)
```

Give the heading a first entry, remove it, or make the headings that belong to it deeper.
Comments, rules, anchors and links back to the top are nothing; deeper headings are something.

```markdown good
## Books

### For beginners

- [A book](https://example.org/book)

## [Videos](videos.md)
```

The title of the file is left alone, and so are headings that are links, pictures or whole
sentences: they are entries, banners and notices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curator.diagnostic import Diagnostic, Severity, shortened
from curator.nodes import (
    Definition,
    FrontMatter,
    Heading,
    HtmlBlock,
    HtmlComment,
    HtmlTag,
    HtmlText,
    Image,
    Link,
    Node,
    Paragraph,
    Text,
    ThematicBreak,
    plain_text,
)
from curator.rule import Context, Rule
from curator.source import Source

RULE = Rule(
    severity=Severity.WARNING,
    category="structure",
    presets=("recommended", "papers", "awesome", "strict"),
)

# Tags that show nothing by themselves.
_INVISIBLE = frozenset("a br hr p div span center b i em strong sub sup details".split())
# Comments between which another program writes.
_GENERATED = re.compile(r"\b(?:start|begin|toc|auto-?generated|insert)\b", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:top|back|contents?|toc|index|up|menu|home)\b|[⬆↑🔝🔼⤴▲]|顶部|頂部|返回|回到|目录|目錄|トップ",
    re.IGNORECASE,
)
_TOP = re.compile(r"#(?:top|readme|contents?|table-of-contents|toc|index)?", re.IGNORECASE)
_SENTENCE_ENDS: Final = (".", "!", "。", "！", "…")
_MOST_WORDS: Final = 8
_LONGEST_BACK: Final = 300


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report Markdown headings behind which nothing comes before one of their level or above."""
    source = ctx.source
    pending: Heading | None = None
    started = titled = False  # anything was met; nothing but the title was
    for block in ctx.document.syntax.root.children:
        if not isinstance(block, Heading):
            if not _is_nothing(source, block):
                pending, started, titled = None, True, False
            continue
        if not source[block.content].strip():
            continue  # `##` alone is a line across the page
        if pending is not None and block.depth <= pending.depth and not _holds_link(block):
            yield _found(ctx, pending)
        is_title = block.depth == 1 and not started
        pending = None if is_title or titled or not _is_section(source, block) else block
        started, titled = True, is_title
    if pending is not None:
        yield _found(ctx, pending)


def _found(ctx: Context, heading: Heading) -> Diagnostic:
    name = " ".join(plain_text(ctx.source, heading.children).split())
    return ctx.found(heading.span, f"nothing stands under '{shortened(name)}'", key=name)


def _is_section(source: Source, heading: Heading) -> bool:
    """Whether a heading names a section, rather than being an entry, a banner or a notice."""
    shown = (Link, Image, HtmlTag)
    if any(isinstance(node, shown) and not _is_anchor(node) for node in heading.walk()):
        return False
    text = plain_text(source, heading.children).strip()
    return not text.endswith(_SENTENCE_ENDS) and len(text.split()) <= _MOST_WORDS


def _is_anchor(node: Node) -> bool:
    return isinstance(node, HtmlTag) and node.name == "a" and "href" not in node.attributes


def _holds_link(heading: Heading) -> bool:
    return any(isinstance(node, Link) for node in heading.walk())


# ----------------------------------------------------------------------------- nothing


def _is_nothing(source: Source, block: Node) -> bool:
    """Whether a block shows nothing that a section could be made of."""
    if isinstance(block, (ThematicBreak, Definition, FrontMatter)):
        return True
    if not isinstance(block, (HtmlBlock, Paragraph)):
        return False
    return all(_is_invisible(source, node) for node in block.children) or _is_way_back(
        source, block
    )


def _is_invisible(source: Source, node: Node) -> bool:
    if isinstance(node, HtmlComment):
        return _GENERATED.search(source.text, node.start, node.end) is None
    if isinstance(node, HtmlTag):
        return node.name in _INVISIBLE and "href" not in node.attributes
    if isinstance(node, (Text, HtmlText)):
        text = source[node.span].strip()
        return not text or text == "&nbsp;"
    return False


def _is_way_back(source: Source, block: Node) -> bool:
    """Whether all that a block shows is one link to a place in this file, such as its top."""
    if block.end - block.start > _LONGEST_BACK:
        return False
    targets = []
    linked = ""
    for node in block.walk():
        if isinstance(node, Link):
            targets.append(node.url)
            linked = plain_text(source, node.children)
        elif isinstance(node, HtmlTag) and "href" in node.attributes:
            targets.append(node.attributes["href"].value)
            linked = plain_text(source, block.children)
        elif isinstance(node, HtmlTag) and node.name not in _INVISIBLE | {"img"}:
            return False
    if len(targets) != 1 or not targets[0].startswith("#"):
        return False
    around = plain_text(source, block).replace(linked, "", 1)
    if any(map(str.isalnum, around)):
        return False
    return _TOP.fullmatch(targets[0]) is not None or _BACK.search(linked) is not None
