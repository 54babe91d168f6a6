"""The section tree of a document, grown from its blocks in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from curator.document.headings import leads_out, read_heading
from curator.document.heads import primary_link
from curator.document.html_tables import HtmlTable
from curator.document.items import Group, read_list, read_titled_list
from curator.document.labels import is_wholly, label_of, names_contents
from curator.document.model import (
    Contents,
    Entry,
    HeadingRecord,
    Link,
    Section,
    SectionKind,
)
from curator.document.prose import read_paragraph, read_quote
from curator.document.reader import Reader
from curator.document.rows import read_rows, read_table
from curator.nodes import (
    CodeBlock,
    Definition,
    FrontMatter,
    Heading,
    HtmlBlock,
    HtmlComment,
    HtmlTag,
    HtmlText,
    ListBlock,
    Node,
    Paragraph,
    Quote,
    Root,
    Strong,
    Table,
    plain_text,
)
from curator.source import Source, Span

_CONTENTS_SHARE = 0.75
_LONGEST_SUMMARY = 2_000
# Sections are walked by recursion; nobody nests more of these on purpose.
_MAX_DETAILS = 16


@dataclass
class _Open:
    """A section that is still growing."""

    kind: SectionKind
    title: str
    start: int
    title_span: Span | None = None
    depth: int = 0
    slug: str | None = None
    record: HeadingRecord | None = None
    entries: list[Entry] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    contents: bool = False  # whether it is named "Contents" or the like

    def close(self, end: int) -> Section:
        return Section(
            kind=self.kind,
            title=self.title,
            span=Span(self.start, max(end, self.start)),
            title_span=self.title_span,
            depth=self.depth,
            slug=self.slug,
            entries=tuple(self.entries),
            sections=tuple(self.sections),
        )


class SectionBuilder:
    """Grows the tree: a stack of open sections, and the HTML containers open at this point."""

    def __init__(
        self,
        source: Source,
        links: Sequence[Link],
        by_node: Mapping[int, Link],
        headings: Mapping[int, HeadingRecord],
    ) -> None:
        self.source = source
        self.headings = headings
        self.reader = Reader(source, links, by_node)
        self.stack: list[_Open] = [_Open("root", "", 0)]
        self.contents: list[Contents] = []
        self.table: HtmlTable | None = None
        self.nested = 0  # <details> that are open
        self.taken: Node | None = None  # a list that is part of the entry above it
        self.summary: list[Node] | None = None
        self.open_summary = False  # whether it goes on in the next block

    def build(self, root: Root) -> Section:
        """The root section with everything in it."""
        self._flow(root.children)
        self._end_table()
        end = len(self.source.text)
        self._close_until(1, end)
        return self.stack[0].close(end)

    # -------------------------------------------------------------------------- blocks

    def _flow(self, blocks: Sequence[Node]) -> None:
        blocks = [b for b in blocks if not isinstance(b, (FrontMatter, Definition))]
        skip = 0
        for index, block in enumerate(blocks):
            if index < skip:
                continue
            if isinstance(block, Heading):
                self._end_table()
                self._end_summary()
                skip = index + 1 + self._heading(block, blocks, index)
            elif self.table is not None and self.table.in_row and not isinstance(block, HtmlBlock):
                self.table.add(block)
            elif isinstance(block, (ListBlock, Table)):
                if block is not self.taken:
                    self._resources(block)
            elif isinstance(block, Paragraph):
                self._paragraph(block, blocks, index)
            elif isinstance(block, HtmlBlock):
                self._html(block)
            elif isinstance(block, Quote):
                self._quote(block)
            self._end_label(blocks, index)

    def _heading(self, node: Heading, blocks: Sequence[Node], index: int) -> int:
        """Open the heading's section, or add its entry; how many blocks below were used."""
        if node.depth > 1:
            body = self._body(blocks, index)
            end = index + 1 + len(body)
            following = blocks[end] if end < len(blocks) else None
            divided = isinstance(following, Heading) and following.depth > node.depth
            entry = read_heading(self.reader, node, body, divided=divided)
            if entry is not None:
                self._close_headings(node.depth, node.start)
                self.stack[-1].entries.append(entry)
                return len(body)
        self._open_heading(self.headings[id(node)])
        return 0

    def _body(self, blocks: Sequence[Node], index: int) -> list[Node]:
        """The blocks between the heading at ``index`` and the next heading."""
        body: list[Node] = []
        for at in range(index + 1, len(blocks)):
            if not isinstance(blocks[at], (Paragraph, Quote, ListBlock, CodeBlock, Table)):
                break
            body.append(blocks[at])
        return body

    def _open_heading(self, record: HeadingRecord) -> None:
        self._close_headings(record.depth, record.span.start)
        self.stack.append(
            _Open(
                "heading",
                record.text,
                record.span.start,
                record.span,
                record.depth,
                record.slug,
                record,
                contents=names_contents(record.text),
            )
        )

    def _close_headings(self, depth: int, end: int) -> None:
        """Close what a heading of ``depth`` ends; an open ``<details>`` holds it inside."""
        keep = len(self.stack)
        for index in range(len(self.stack) - 1, 0, -1):
            section = self.stack[index]
            if section.kind == "details":
                break
            if section.kind == "label" or section.depth >= depth:
                keep = index
        self._close_until(keep, end)

    def _close_until(self, keep: int, end: int) -> None:
        while len(self.stack) > keep:
            section = self.stack.pop()
            if section.kind in ("heading", "details") or section.entries or section.sections:
                self.stack[-1].sections.append(section.close(end))

    def _resources(self, block: ListBlock | Table) -> None:
        if isinstance(block, Table):
            self.stack[-1].entries.extend(read_table(self.reader, block))
        elif (contents := self._contents_of(block)) is not None:
            self.contents.append(contents)
        else:
            for member in read_list(self.reader, block):
                self._add(member, self.stack[-1])
        self._details_within(block)

    def _details_within(self, block: Node) -> None:
        """A ``</details>`` indented into the last item ends the element all the same."""
        if "</details" not in self.source.text[block.start : block.end].lower():
            return
        opened = 0
        for node in block.walk():
            if isinstance(node, HtmlTag) and node.name == "details":
                opened += -1 if node.closing else 1
                if opened < 0:
                    self._details(node)
                    opened = 0

    def _add(self, member: Entry | Group, section: _Open) -> None:
        if isinstance(member, Entry):
            section.entries.append(member)
            return
        group = _Open("group", member.title, member.span.start, member.title_span)
        for inner in member.members:
            self._add(inner, group)
        section.sections.append(group.close(member.span.end))

    # ------------------------------------------------------------------------ contents

    def _contents_of(self, block: ListBlock) -> Contents | None:
        """The table of contents that a list is, if it is one.

        Three quarters of its items, two at least, lead to anchors of this file; below a
        heading such as "Contents" one is enough.
        """
        links = self.reader.links_in(block)
        internal = sum(link.internal for link in links)
        named = self._under_contents_heading()
        share = 0.5 if named else _CONTENTS_SHARE
        if internal < (1 if named else 2) or internal < share * len(links):
            return None
        heading = next((s.record for s in reversed(self.stack) if s.kind == "heading"), None)
        return Contents(block.span, tuple(links), heading if named else None)

    def _under_contents_heading(self) -> bool:
        section = next((s for s in reversed(self.stack) if s.kind != "label"), None)
        return section is not None and section.contents

    # -------------------------------------------------------------------------- labels

    def _paragraph(self, block: Paragraph, blocks: Sequence[Node], index: int) -> None:
        if self.summary is not None:
            self.summary.extend(block.children)
            return
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if isinstance(following, (ListBlock, Table)) and leads_out(self.reader, following):
            if isinstance(following, ListBlock) and is_wholly(self.source, block, Strong):
                entry = read_titled_list(self.reader, block, following)
                if entry is not None:
                    self._close_label(block.start)
                    self.stack[-1].entries.append(entry)
                    self.taken = following
                    return
            label = label_of(self.source, block)
            if label and not (isinstance(following, ListBlock) and self._contents_of(following)):
                self._close_label(block.start)
                self.stack.append(_Open("label", label, block.start, block.span))
                return
        heading = self.stack[-1].title if self.stack[-1].kind == "heading" else None
        entry = read_paragraph(self.reader, block, heading)
        if entry is None:
            self._inline_tags(block)
        elif not self._merged(entry):
            self.stack[-1].entries.append(entry)

    def _merged(self, entry: Entry) -> bool:
        """Join a further paragraph of role links to the entry that the heading names."""
        section = self.stack[-1]
        last = section.entries[-1] if section.entries else None
        if last is None or section.sections or entry.title_kind != "heading":
            return False
        if (last.kind, last.title_kind) != ("paragraph", "heading"):
            return False
        last.links += entry.links
        last.link = primary_link(last.links)
        last.span = Span(last.span.start, entry.span.end)
        return True

    def _end_label(self, blocks: Sequence[Node], index: int) -> None:
        """A label holds the lists and tables directly below it, and nothing else."""
        if self.stack[-1].kind != "label":
            return
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        comment = isinstance(following, HtmlBlock) and all(
            isinstance(part, HtmlComment) for part in following.children
        )
        if not comment and not isinstance(following, (ListBlock, Table)):
            self._close_label(blocks[index].end)

    def _close_label(self, end: int) -> None:
        if self.stack[-1].kind == "label":
            self._close_until(len(self.stack) - 1, end)

    def _quote(self, block: Quote) -> None:
        entry = read_quote(self.reader, block)
        if entry is not None:
            self.stack[-1].entries.append(entry)
            return
        for child in block.children:
            if isinstance(child, (ListBlock, Table)):
                self._resources(child)

    # ---------------------------------------------------------------------------- HTML

    def _html(self, block: HtmlBlock) -> None:
        for node in block.children:
            if isinstance(node, HtmlTag):
                self._tag(node)
            elif self.summary is not None and isinstance(node, HtmlText):
                self.summary.append(node)
            if self.table is not None:
                self.table.add(node)
        if self.summary is not None and not self.open_summary:
            self._end_summary()

    def _inline_tags(self, block: Node) -> None:
        """``</details>`` and its kin where they stand inside a paragraph."""
        for node in block.children:
            if isinstance(node, HtmlTag) and node.name in ("details", "summary"):
                self._tag(node)

    def _tag(self, tag: HtmlTag) -> None:
        name = tag.name
        if name == "table":
            self._end_table()
            self.table = None if tag.closing else HtmlTable(self.source)
        elif self.table is not None and name in ("tr", "td", "th"):
            self.table.tag(tag)
        elif self.table is not None and self.table.in_row:
            return  # what a cell holds is the row's
        elif name == "details":
            self._details(tag)
        elif name == "summary":
            self._summary(tag)
        elif not tag.closing and id(tag) in self.headings and self.summary is None:
            self._open_heading(self.headings[id(tag)])

    def _is_closed(self, tag: HtmlTag) -> bool:
        """Whether a summary ends before its details do; one that does not ends with its block."""
        text = self.source.text[tag.end : tag.end + _LONGEST_SUMMARY].lower()
        summary, details = text.find("</summary"), text.find("</details")
        return summary >= 0 and (details < 0 or summary < details)

    def _end_summary(self) -> None:
        if self.summary is not None and self.stack[-1].kind == "details":
            section = self.stack[-1]
            section.title = " ".join(plain_text(self.source, self.summary).split())
            section.contents = names_contents(section.title)
            if self.summary:
                section.title_span = Span(self.summary[0].start, self.summary[-1].end)
        self.summary = None

    def _end_table(self) -> None:
        """Add the rows of the HTML table that is open; a heading ends one that is not closed."""
        if self.table is not None:
            self.table.end_row()
            rows = read_rows(self.reader, self.table.header, self.table.rows)
            self.stack[-1].entries.extend(rows)
            self.table = None

    def _details(self, tag: HtmlTag) -> None:
        if not tag.closing:
            self._close_label(tag.start)
            if self.nested < _MAX_DETAILS:
                self.stack.append(_Open("details", "", tag.start, tag.span))
            self.nested += 1
            return
        self.nested = max(self.nested - 1, 0)
        if self.nested >= _MAX_DETAILS:
            return
        for index in range(len(self.stack) - 1, 0, -1):
            if self.stack[index].kind == "details":
                self._close_until(index, tag.end)
                return

    def _summary(self, tag: HtmlTag) -> None:
        if not tag.closing:
            if self.stack[-1].kind == "details":
                self.summary = []
                self.open_summary = self._is_closed(tag)
            return
        self._end_summary()
