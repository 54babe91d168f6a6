"""The section tree of a list as text, with counts of entries, links and papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from curator.document import Document, Entry, Section
from curator.reporters.cells import cut, cut_start, pad, width
from curator.reporters.colour import PLAIN, Palette
from curator.reporters.escape import message, visible

_NARROW = 60
"""Below this many cells the counts stand in one column."""
_HEADS = ("entries", "links", "papers")
_MIN_TITLE = 12


@dataclass(frozen=True, slots=True)
class Drawing:
    """The pieces a tree is drawn with."""

    branch: str = "├─ "
    last: str = "└─ "
    bar: str = "│  "
    gap: str = "   "
    arrow: str = "→"
    ellipsis: str = "…"


ASCII = Drawing("|- ", "`- ", "|  ", "   ", "->", "...")


@dataclass(frozen=True, slots=True)
class OutlineStyle:
    """How a tree is laid out: colours, width in cells, and whether entries are listed."""

    palette: Palette = PLAIN
    width: int = 80
    drawing: Drawing = Drawing()
    entries: bool = False


@dataclass(slots=True)
class _Counts:
    """What a section holds, the sections below it included; a paper counts once."""

    entries: int = 0
    links: int = 0
    papers: set[str] = field(default_factory=set)

    def row(self) -> tuple[str, str, str]:
        return (f"{self.entries:,}", f"{self.links:,}", f"{len(self.papers):,}")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the tree: the drawing before it, its text, its light part and its counts."""

    prefix: str
    title: str
    kind: str = ""
    counts: tuple[str, ...] = ()


def render(document: Document, style: OutlineStyle) -> Iterator[str]:
    """The lines of the tree of one document, without newlines."""
    lines = list(_lines(document, style))
    rows = [line.counts for line in lines if line.counts]
    heads: tuple[str, ...] = _HEADS
    if style.width < _NARROW:
        rows = [("/".join(row),) for row in rows]
        heads = ("/".join(_HEADS),)
    columns = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if style.width >= _NARROW:
        columns = [max(size, len(head)) for size, head in zip(columns, heads, strict=True)]
    room = style.width - sum(size + 2 for size in columns)
    name = visible(document.source.path)
    widths = [width(line.prefix + line.title + line.kind) for line in lines if line.counts]
    titles = max(min(max(width(name), *widths), room), _MIN_TITLE)
    head = "".join(f"  {head:>{size}}" for head, size in zip(heads, columns, strict=True))
    if style.width < _NARROW:
        yield style.palette.place(cut_start(name, style.width, style.drawing.ellipsis))
        yield style.palette.faint(f"{heads[0]:>{titles + 2 + columns[0]}}")
    else:
        name = cut_start(name, titles, style.drawing.ellipsis)
        yield style.palette.place(pad(name, titles)) + style.palette.faint(head)
    for line in lines:
        yield _drawn(line, titles, columns, style)


def _drawn(line: _Line, titles: int, columns: list[int], style: OutlineStyle) -> str:
    """A line cut to its place, with its counts below those of the other lines."""
    palette, drawing = style.palette, style.drawing
    most = titles if line.counts else style.width
    prefix = line.prefix
    if width(prefix) > most // 2:
        kept = most // 2 // 3 * 3
        prefix = line.prefix[len(line.prefix) - kept :] if kept else ""
    room = max(most - width(prefix) - width(line.kind), 1)
    title = cut(line.title, room, drawing.ellipsis)
    text = palette.faint(prefix) + title + palette.faint(line.kind)
    if not line.counts:
        return text
    cells = line.counts if len(columns) > 1 else ("/".join(line.counts),)
    blanks = " " * (titles - width(prefix + title + line.kind))
    counts = "".join(f"  {cell:>{size}}" for cell, size in zip(cells, columns, strict=True))
    return text + blanks + counts


def _lines(document: Document, style: OutlineStyle) -> Iterator[_Line]:
    """All lines of the tree below the path: the document's own, then those of its sections."""
    drawing = style.drawing
    counts = _count(document)
    top = _top(document)
    title = message(top.title) or "(no title)"
    yield _Line("", title, counts=counts[id(document.root)].row())
    stack: list[tuple[Section | Entry, str, bool]] = []
    _push(stack, top, "", style)
    while stack:
        piece, bars, last = stack.pop()
        prefix = bars + (drawing.last if last else drawing.branch)
        below = bars + (drawing.gap if last else drawing.bar)
        if isinstance(piece, Entry):
            yield _Line(prefix, _entry(piece, drawing))
        else:
            kind = "" if piece.kind == "heading" else f" ({piece.kind})"
            name = message(piece.title) or "(no title)"
            yield _Line(prefix, name, kind, counts[id(piece)].row())
        _push(stack, piece, below, style)


def _top(document: Document) -> Section:
    """The section the tree starts at: the root, or the one heading that everything is below."""
    root = document.root
    if len(root.sections) == 1 and not root.entries and root.sections[0].title == root.title:
        return root.sections[0]
    return root


def _push(
    stack: list[tuple[Section | Entry, str, bool]],
    piece: Section | Entry,
    bars: str,
    style: OutlineStyle,
) -> None:
    """Put what is below ``piece`` on the stack, the first on top, in reading order."""
    children: list[Section | Entry] = []
    if isinstance(piece, Section):
        children += piece.sections
        if style.entries:
            children += piece.entries
            children.sort(key=lambda child: child.span)
    elif style.entries:
        children += piece.children
    last = len(children) - 1
    stack += [(child, bars, index == last) for index, child in enumerate(children)][::-1]


def _entry(entry: Entry, drawing: Drawing) -> str:
    title = message(entry.title)
    url = message(entry.link.url) if entry.link else ""
    return f"{title} {drawing.arrow} {url}" if title and url else title or url


def _count(document: Document) -> dict[int, _Counts]:
    """The counts of every section, by the ``id`` of the section."""
    links = Counter(id(document.section_of(link)) for link in document.links)
    counts: dict[int, _Counts] = {}
    # Sections in reading order, backwards: those below a section come before it.
    for section in [*reversed(document.sections), document.root]:
        own = _Counts(links=links[id(section)])
        for entry in section.entries:
            for below in entry.walk():
                own.entries += 1
                own.papers.update(paper.identity.key for paper in below.papers)
        for child in section.sections:
            own.entries += counts[id(child)].entries
            own.links += counts[id(child)].links
            own.papers |= counts[id(child)].papers
        counts[id(section)] = own
    return counts
