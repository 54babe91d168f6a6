"""An HTML table read tag by tag: its header and rows, with the inline nodes of each cell."""

from __future__ import annotations

from curator.nodes import Heading, HtmlTag, Node, Paragraph, plain_text
from curator.source import Source


class HtmlTable:
    """The table that is open while blocks are read.

    ``rows`` are given as a node that spans the row and the inline nodes of its cells;
    ``header`` are the words of the first row made of ``<th>`` alone. Cells may hold Markdown
    between blank lines: whatever block comes while a row is open is added to its last cell.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.header: list[str] = []
        self.rows: list[tuple[Node, list[list[Node]]]] = []
        self._row: HtmlTag | None = None
        self._cells: list[list[Node]] = []
        self._end = 0
        self._heads = True

    @property
    def in_row(self) -> bool:
        """Whether a row is open."""
        return self._row is not None

    def tag(self, tag: HtmlTag) -> None:
        """Take ``<tr>``, ``<td>``, ``<th>`` or the end of one."""
        if tag.name == "tr":
            if tag.closing and self._row is not None:
                self._end = tag.end
            self.end_row()
            if not tag.closing:
                self._row, self._cells, self._end, self._heads = tag, [], tag.end, True
        elif self._row is not None:
            self._end = tag.end
            if not tag.closing:
                self._cells.append([])
                self._heads = self._heads and tag.name == "th"

    def add(self, node: Node) -> None:
        """Put ``node`` into the last cell of the open row, if there is one."""
        if self._row is None or not self._cells:
            return
        self._end = max(self._end, node.end)
        inline = isinstance(node, (Paragraph, Heading))
        self._cells[-1].extend(node.children if inline else [node])

    def end_row(self) -> None:
        """Close the open row, if there is one."""
        if self._row is None or not self._cells:
            self._row = None
            return
        if self._heads and not self.header:
            self.header = [plain_text(self.source, cell).strip() for cell in self._cells]
        else:
            inner = [node for cell in self._cells for node in cell]
            self.rows.append((Node(self._row.start, self._end, inner), self._cells))
        self._row = None
