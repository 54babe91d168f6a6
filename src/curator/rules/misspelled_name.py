r"""The name of a product is written otherwise than its makers write it.

## Why it matters

Readers of a list know the names in it by heart, and one that is spelled in two ways in one
list looks careless. The awesome guidelines ask for the right one.

```markdown bad
- [Client](https://example.org/client) - A nodejs client for the Github API.
- [Server](https://example.org/server) - Runs Pytorch models from Huggingface on MacOS.
```

```markdown fixed
- [Client](https://example.org/client) - A Node.js client for the GitHub API.
- [Server](https://example.org/server) - Runs PyTorch models from Hugging Face on macOS.
```

curator knows some 600 names of the worlds of software, machine learning and research. A word that
is also a common one, such as `react` or `python`, is reported only where the words around it leave
no doubt, or the names that it is enumerated with, as in `linux, mac and windows`. Not looked at are
code, addresses, file names, e-mail addresses, handles, hashtags and identifiers, titles of papers
and other works, quotations, role links such as `[github]`, and links whose text is the very name of
the repository they lead to. The text of a link is held for the title of a work where it has four
words or more or ends like a file, and where it leads to a shop, a video, a talk or a dated post.

```markdown good
- [awesome nodejs](https://github.com/sindresorhus/awesome-nodejs) - See `github` and node.js.org.
- [Learning to react](https://arxiv.org/abs/1706.03762) - Written to react to github-readme.md.
- [Fixing Pytorch](https://arxiv.org/abs/1706.03763) - A talk, "All about my Github". [[github](u)]
- [The Good Parts of Javascript](https://example.org/parts) - By [Ada](https://example.org/ada).
```

awesome-lint knows fewer names, also reports titles and quotations, and misses a name at the end of
a sentence.

## Options

`extra` adds names, each a string: `"Zerodha: zeroda, zero dha"` reports these two and every
other case of the name itself; `"Kite = KITE, kite"` reports these two exactly as they stand
there. `ignore` holds names of the dictionary that may be written as one likes.

## Fix safety

The fix is unsafe: it changes words. Where it changes a heading, the links to it in the same file
are changed with it. In a link whose text is also its reference it changes nothing but case.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, shortened
from curator.document import Link
from curator.document.mathematics import math_spans
from curator.document.roles import role_of_text
from curator.names import Misspelling, find_misspellings, known_names
from curator.names.works import is_title_of_work, leads_to_work
from curator.nodes import (
    Cell,
    CodeBlock,
    Definition,
    Emphasis,
    FrontMatter,
    Heading,
    HtmlBlock,
    HtmlTag,
    HtmlText,
    Image,
    Node,
    Paragraph,
    Text,
)
from curator.nodes import Link as LinkNode
from curator.renaming import anchor_edits
from curator.rule import Context, Rule, option
from curator.source import Span


@dataclass(frozen=True, slots=True)
class Options:
    """What the dictionary is to hold beside, or not to hold."""

    extra: tuple[str, ...] = option(
        (), "Names to know as well, each with wrong forms, such as 'Right: wrong, wrong'."
    )
    ignore: tuple[str, ...] = option((), "Names that may be written as one likes.")


RULE = Rule(
    severity=Severity.WARNING,
    category="guidelines",
    presets=("awesome", "awesome-lint", "strict"),
    fix=Applicability.UNSAFE,
    options=Options,
    awesome_lint=("awesome-spell-check",),
)

_START = attrgetter("start")
_CODE_TAGS = frozenset({"code", "kbd", "math", "pre", "samp", "script", "style", "tt", "var"})
_CODE_TAG = re.compile(rf"<(?:{'|'.join(sorted(_CODE_TAGS))})\b", re.IGNORECASE)
_QUOTED = re.compile(
    r"[“„]([^“”„]{1,300})[“”]|\"([^\"]{1,300})\"|‘([^‘’]{1,300})’|《([^》]{1,300})》"
)
_PLAIN = re.compile(r"[^\W_]+")
_DOCUMENTS = (".pdf", ".ps", ".epub")
_LABEL = 2
"""Words of a link that may say what it is for rather than name it."""
_TITLE = 4
"""Words in emphasis from which on they are the title of a work."""


def check(ctx: Context) -> Iterator[Diagnostic]:
    """Report each wrong form of a name where it stands in prose."""
    options = ctx.options(Options)
    names = known_names(options.extra, options.ignore)
    places: _Places | None = None
    for found in sorted(find_misspellings(ctx.source.text, names)):
        places = places or _Places(ctx)
        path = places.path(found.start)
        if path and not places.is_meant(found, path):
            yield _diagnostic(ctx, found, path)


class _Places:
    """What stands at an offset of a document; remembers what it has worked out of its blocks."""

    def __init__(self, ctx: Context) -> None:
        self.document = ctx.document
        self.text = ctx.source.text
        self.links = sorted(ctx.document.links, key=lambda link: link.span)
        self.starts = [link.span.start for link in self.links]
        self.code = list(self._code()) if _CODE_TAG.search(self.text) else []
        self.spared: dict[int, list[Span]] = {}

    def _code(self) -> Iterator[Span]:
        """The spans between ``<code>`` and its kin, each ending with its block at the latest."""
        start: int | None = None
        for node in self.document.syntax.root.walk():
            if isinstance(node, HtmlTag) and node.name in _CODE_TAGS:
                if start is not None:
                    yield Span(start, node.start)
                start = None if node.closing else node.end
            elif isinstance(node, (Paragraph, Heading, Cell, HtmlBlock)) and start is not None:
                yield Span(start, node.start)
                start = None
        if start is not None:
            yield Span(start, len(self.text))

    def path(self, offset: int) -> list[Node]:
        """The nodes around the prose at ``offset``, outermost first; none where it is no prose."""
        node: Node = self.document.syntax.root
        path = [node]
        while node.children:
            index = bisect_right(node.children, offset, key=_START) - 1
            if index < 0 or offset >= node.children[index].end:
                return []
            node = node.children[index]
            if _is_hidden(node):
                return []
            path.append(node)
        return path if isinstance(node, (Text, HtmlText)) else []

    def link_at(self, offset: int) -> Link | None:
        """The link in whose text ``offset`` stands."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0:
            return None
        link = self.links[index]
        return link if link.text_span.start <= offset < link.text_span.end else None

    def is_meant(self, found: Misspelling, path: list[Node]) -> bool:
        """Whether a name has to stay as it is written, since others wrote it so."""
        offset, leaf = found.start, path[-1]
        if self.text[leaf.start : leaf.end].isupper() and leaf.end - leaf.start > len(found.wrong):
            return True
        if _covered(self.code, offset) or _covered(self._spared(path), offset):
            return True
        if any(isinstance(node, Emphasis) and self._is_long(node) for node in path):
            return True  # the title of a book or an article
        link = self.link_at(offset)
        if link is not None and (
            is_title_of_work(link) or _is_own_name(link.text, link, found.wrong)
        ):
            return True
        entry = self.document.entry_at(offset)
        title = entry.title_span if entry else None
        if entry is None or title is None or not title.start <= offset < title.end:
            return link is not None and _is_label(link)
        if entry.papers or (entry.link and _is_work(entry.link)):
            return True
        if entry.title.islower() and entry.link and _leads_to_a_name(entry.link):
            return entry.title == found.wrong  # a package by the name that programs import
        return any(_is_own_name(entry.title, each, found.wrong) for each in entry.links)

    def _is_long(self, node: Node) -> bool:
        return len(self.text[node.start : node.end].split()) >= _TITLE

    def _spared(self, path: list[Node]) -> list[Span]:
        """Quotations of several words and mathematics in the block around the prose."""
        block = next((n for n in reversed(path) if isinstance(n, (Paragraph, Cell))), path[-1])
        spans = self.spared.get(block.start)
        if spans is None:
            spans = math_spans(self.text, block.start, block.end)
            for match in _QUOTED.finditer(self.text, block.start, block.end):
                if len(match.group().split()) > 2:
                    spans.append(Span(*match.span()))
            spans.sort()
            self.spared[block.start] = spans
        return spans


def _is_hidden(node: Node) -> bool:
    """Whether what is below ``node`` is no prose, or not shown."""
    if isinstance(node, LinkNode):
        return isinstance(node, Image) or node.form in ("autolink", "bare")
    if isinstance(node, Cell):
        return node.extra
    return isinstance(node, (CodeBlock, Definition, FrontMatter))


def _covered(spans: list[Span], offset: int) -> bool:
    index = bisect_right(spans, offset, key=_START) - 1
    return index >= 0 and offset < spans[index].end


def _is_label(link: Link) -> bool:
    """Whether a link says in a word or two what it is for, all in lower case.

    As in ``[github]``, ``[github reimplementation]`` and ``[facebook page]``.
    """
    words = link.text.split()
    if not link.text.islower():
        return False
    return link.role is not None or len(words) <= _LABEL or role_of_text(words[0]) is not None


def _is_own_name(title: str, link: Link, wrong: str) -> bool:
    """Whether ``title`` is the name of the repository or package that ``link`` leads to.

    Spaces may stand for the hyphens of the name, but ``wrong`` has to be written as in it; one
    word may be a part of the name, as in ``[redis](https://github.com/a/go-redis)``.
    """
    parts = link.url.partition("?")[0].partition("#")[0].split("/")
    if len(parts) < 4 or not _is_home_of_names(parts[2]):
        return False
    plain, bare = _squeezed(title), _squeezed(wrong)
    names = [_squeezed(part.removesuffix(".git")) for part in parts[3:]]
    if plain == bare:
        return any(bare in name for name in names)
    return any(bare in name and name.lower() == plain.lower() for name in names)


def _leads_to_a_name(link: Link) -> bool:
    parts = link.url.split("/")
    return len(parts) > 3 and _is_home_of_names(parts[2])


def _squeezed(name: str) -> str:
    return "".join(_PLAIN.findall(name))


def _is_home_of_names(host: str) -> bool:
    """Whether the addresses of a site hold the names of repositories, packages or models."""
    host = host.lower().removeprefix("www.")
    return host in _HOMES or tuple(host.rsplit(".", 1)) in _REGISTRIES


_HOMES = frozenset(
    "github.com gitlab.com bitbucket.org codeberg.org sourceforge.net huggingface.co hf.co "
    "gitee.com gist.github.com marketplace.visualstudio.com".split()
)
_REGISTRIES = frozenset(
    [
        ("pypi", "org"),
        ("pypi.python", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("docs", "rs"),
        ("rubygems", "org"),
        ("packagist", "org"),
        ("nuget", "org"),
        ("hackage.haskell", "org"),
        ("hex", "pm"),
        ("pkg.go", "dev"),
        ("cran.r-project", "org"),
        ("metacpan", "org"),
        ("anaconda", "org"),
        ("hub.docker", "com"),
    ]
)


def _is_work(link: Link) -> bool:
    return link.role == "paper" or link.url.lower().endswith(_DOCUMENTS) or leads_to_work(link)


# ------------------------------------------------------------------------- the finding


def _diagnostic(ctx: Context, found: Misspelling, path: list[Node]) -> Diagnostic:
    span = Span(found.start, found.start + len(found.wrong))
    right, wrong = shortened(found.right, 60), shortened(found.wrong, 60)
    edits = _edits(ctx, found, span, path)
    fix = Fix(f"Write '{right}'", edits, Applicability.UNSAFE) if edits else None
    return ctx.found(span, f"'{wrong}' is written '{right}'", key=found.wrong, fix=fix)


def _edits(
    ctx: Context, found: Misspelling, span: Span, path: list[Node]
) -> tuple[Edit, ...] | None:
    """What writes the right name; ``None`` where more would have to change than can be told."""
    if _is_reference(path) and found.wrong.lower() != found.right.lower():
        return None
    edit = Edit(span, found.right)
    index = ctx.document.heading_index(found.start)
    if index is None or not ctx.document.headings[index].span.covers(span):
        return (edit,)
    heading = ctx.document.headings[index]
    before = ctx.source.text.count(found.wrong, heading.span.start, found.start)
    pieces = heading.text.split(found.wrong)
    if before + 1 >= len(pieces):
        return None
    head, tail = (found.wrong.join(part) for part in (pieces[: before + 1], pieces[before + 1 :]))
    return (edit, *anchor_edits(ctx.document, {index: head + found.right + tail}))


def _is_reference(path: list[Node]) -> bool:
    """Whether the words are also the label by which a reference link finds its definition."""
    return any(
        isinstance(n, LinkNode) and n.form == "reference" and n.label == n.text for n in path
    )
