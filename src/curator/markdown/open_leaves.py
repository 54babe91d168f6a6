"""The leaf blocks that are open while lines are read, and what becomes of them at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from curator.markdown import starts
from curator.markdown.budget import Budget, BudgetError
from curator.markdown.containers import Box
from curator.markdown.cursor import Cursor
from curator.markdown.definitions import scan_definition
from curator.markdown.leaf import Leaf, without_nul
from curator.markdown.tables import cell_leaf, cell_spans, is_delimiter_row
from curator.nodes import (
    Cell,
    CodeBlock,
    Definition,
    Heading,
    HtmlBlock,
    Item,
    Node,
    Paragraph,
    Quote,
    Row,
    Table,
    decode,
)
from curator.source import Span


@dataclass(slots=True)
class Pending:
    """A block whose children are to be made of ``leaf`` once all definitions are known."""

    node: Heading | Paragraph | Cell | HtmlBlock
    leaf: Leaf


class OpenParagraph:
    """A paragraph; ``lines`` are its lines without indentation."""

    __slots__ = ("last_line", "lines", "no_table", "node")

    def __init__(self, start: int, end: int, line: int) -> None:
        self.node = Paragraph(start, end)
        self.lines = [(start, end)]
        self.last_line = line
        # Once a delimiter row had the wrong number of cells GitHub tries no other in the
        # same paragraph.
        self.no_table = False

    def add(self, start: int, end: int, line: int) -> None:
        """Add the line ``[start, end)``."""
        self.lines.append((start, end))
        self.last_line = line


class OpenFence:
    """Fenced code."""

    __slots__ = ("last_line", "marker", "node")

    def __init__(self, text: str, fence: re.Match[str], cursor: Cursor, line: int) -> None:
        self.marker = fence.group()
        info = decode(without_nul(text[fence.end() : cursor.end].strip(" \t")))
        self.node = CodeBlock(
            cursor.next, cursor.trimmed_end(), fence=self.marker, info=info, closed=False
        )
        self.last_line = line

    def closes(self, cursor: Cursor) -> bool:
        """Whether the line is the closing fence."""
        if cursor.indent > 3 or cursor.character != self.marker[0]:
            return False
        rest = cursor.text[cursor.next : cursor.end].rstrip(" \t")
        return len(rest) >= len(self.marker) and not rest.strip(self.marker[0])

    def add(self, cursor: Cursor, line: int) -> None:
        """Take the line; the node ends at the last line that is not blank."""
        self.last_line = line
        if not cursor.blank:
            self.node.end = cursor.trimmed_end()


class OpenIndented:
    """Indented code."""

    __slots__ = ("last_line", "node")

    def __init__(self, start: int, end: int, line: int) -> None:
        self.node = CodeBlock(start, end)
        self.last_line = line


class OpenHtml:
    """A block of HTML of one of the seven kinds."""

    __slots__ = ("html_kind", "last_line", "lines", "node", "text")

    def __init__(self, text: str, kind: starts.HtmlKind, start: int, line: int) -> None:
        self.text = text
        self.html_kind = kind
        self.node = HtmlBlock(start, start)
        self.lines: list[tuple[int, int]] = []
        self.last_line = line

    def add(self, start: int, end: int, line: int) -> None:
        """Add the line ``[start, end)``."""
        self.lines.append((start, end))
        if end > start:
            self.last_line = line

    def ends_in(self, start: int, end: int) -> bool:
        """Whether the block ends with the line ``[start, end)``."""
        pattern = self.html_kind.end
        return pattern is not None and pattern.search(self.text, start, end) is not None


class OpenTable:
    """A table; rows are made as they come."""

    __slots__ = ("columns", "last_line", "node", "rows")

    def __init__(self, start: int, columns: int, delimiter: Span, line: int) -> None:
        self.rows: list[Node] = []
        self.node = Table(start, delimiter.end, self.rows, columns=columns, delimiter=delimiter)
        self.columns = columns
        self.last_line = line

    def add_row(self, text: str, start: int, end: int, line: int, pending: list[Pending]) -> bool:
        """Add the row ``text[start:end]``; cells beyond the header's are marked ``extra``.

        False for a line that is no row, which ends the table.
        """
        while end > start and text[end - 1] in " \t":
            end -= 1
        spans = cell_spans(text, start, end)
        if not spans:
            return False
        cells: list[Node] = []
        for number, (left, right) in enumerate(spans):
            cell = Cell(left, right, extra=number >= self.columns)
            cells.append(cell)
            if right > left:
                pending.append(Pending(cell, cell_leaf(text, left, right)))
        self.rows.append(Row(start, end, cells, header=not self.rows))
        self.last_line = max(line, self.last_line)
        self.node.end = max(end, self.node.end)
        return True


OpenLeaf = OpenParagraph | OpenFence | OpenIndented | OpenHtml | OpenTable


def heading_of(text: str, atx: re.Match[str], cursor: Cursor, pending: list[Pending]) -> Heading:
    """The ATX heading whose marks ``atx`` matched, without its closing marks."""
    end = cursor.trimmed_end()
    start = atx.end()
    while start < end and text[start] in " \t":
        start += 1
    stop = end
    while stop > start and text[stop - 1] == "#":
        stop -= 1
    if stop == end or (stop > start and text[stop - 1] not in " \t"):
        stop = end
    while stop > start and text[stop - 1] in " \t":
        stop -= 1
    node = Heading(cursor.next, end, depth=len(atx.group(1)), content=Span(start, stop))
    if stop > start:
        pending.append(Pending(node, Leaf.of_span(text, start, stop)))
    return node


@dataclass(slots=True)
class Closing:
    """What is done when a leaf ends: definitions taken off, boxes and alerts recognised."""

    text: str
    pending: list[Pending]
    definitions: dict[str, Definition]
    budget: Budget

    def close(self, leaf: OpenLeaf, box: Box) -> None:
        """Finish ``leaf``, the last child of ``box``."""
        if isinstance(leaf, OpenParagraph):
            self._paragraph(leaf, box)
        elif isinstance(leaf, OpenHtml):
            content = Leaf.of_lines(self.text, leaf.lines)
            content = content.part(0, len(content.text.rstrip(" \t\n")))
            leaf.node.end = content.span(0, len(content.text)).end
            self.pending.append(Pending(leaf.node, content))

    def heading(self, leaf: OpenParagraph, box: Box, underline: Cursor) -> bool:
        """Make the paragraph a setext heading; false if it holds definitions only."""
        rest = self._take_definitions(leaf, box)
        if rest is None:
            return False
        depth: Literal[1, 2] = 1 if underline.character == "=" else 2
        content = rest.span(0, len(rest.text))
        node = Heading(content.start, underline.trimmed_end(), depth=depth, style="setext")
        node.content = content
        box.children[-1] = node
        self.pending.append(Pending(node, rest))
        return True

    def table(self, leaf: OpenParagraph, box: Box, cursor: Cursor, line: int) -> OpenTable | None:
        """The table that begins if the paragraph's last line is a header and this its rule."""
        if leaf.no_table or cursor.indent > 3 or cursor.character not in "|:-":
            return None
        start, end = cursor.next, cursor.trimmed_end()
        if not is_delimiter_row(self.text[start:end]):
            return None
        header = leaf.lines[-1]
        columns = len(cell_spans(self.text, *header))
        if not columns or columns != len(cell_spans(self.text, start, end)):
            leaf.no_table = True
            return None
        leaf.lines.pop()
        table = OpenTable(header[0], columns, Span(start, end), line)
        if leaf.lines:
            self._paragraph(leaf, box)
        else:
            box.children.pop()
        box.children.append(table.node)
        table.add_row(self.text, *header, line, self.pending)
        return table

    def _paragraph(self, leaf: OpenParagraph, box: Box) -> None:
        rest = self._take_definitions(leaf, box)
        if rest is None:
            return
        node = leaf.node
        node.start, node.end = rest.span(0, len(rest.text))
        if len(box.children) == 1 and rest.text[0] == "[":
            rest = self._opening(box, rest)
        self.pending.append(Pending(node, rest))

    def _take_definitions(self, leaf: OpenParagraph, box: Box) -> Leaf | None:
        """Replace the paragraph by its definitions; what is left of it, or nothing."""
        content = Leaf.of_lines(self.text, leaf.lines)
        text = content.text
        size = len(text.rstrip(" \t\n"))
        if text[0] != "[":
            return content if size == len(text) else content.part(0, size)
        start, found = 0, []
        while start < size and text[start] == "[":
            try:
                scanned = scan_definition(content, start, self.budget)
            except BudgetError:
                break
            if scanned is None:
                break
            node, start = scanned
            node.duplicate = node.key in self.definitions
            self.definitions.setdefault(node.key, node)
            found.append(node)
        if found:
            box.children[-1:] = found if start >= size else [*found, leaf.node]
        return content.part(start, size) if start < size else None

    def _opening(self, box: Box, content: Leaf) -> Leaf:
        """Recognise a task box or an alert at the start of a container; the text after it."""
        node = box.node
        if isinstance(node, Item) and (task := starts.TASK.match(content.text)):
            node.checked = task.group(1) != " "
            return content.part(task.end(), len(content.text))
        if isinstance(node, Quote) and (alert := starts.ALERT.match(content.text)):
            node.alert = alert.group(1).lower()
            return content.part(alert.end(), len(content.text))
        return content
