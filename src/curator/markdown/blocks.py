"""The block phase: lines of the source become the blocks of the tree, inline text pending.

mistune cuts the text of a list item or quote out of its parent, rewrites its white space and
parses the copy as a document of its own. That loses positions, takes any unindented line for
the continuation of a paragraph (whole headings and links are swallowed), and reads a line
once for every container it is in. This module reads every line once, with a stack of open
containers, as GitHub's own parser does (CommonMark 0.31.2, "A parsing strategy"); offsets
are those of the source from the start.
"""

from __future__ import annotations

from curator.markdown import starts
from curator.markdown.budget import Budget, BudgetError
from curator.markdown.containers import MAX_NESTING, Box, OpenList, list_kind
from curator.markdown.cursor import Cursor
from curator.markdown.definitions import normal_key
from curator.markdown.leaf import Leaf, without_nul
from curator.markdown.open_leaves import (
    Closing,
    OpenFence,
    OpenHtml,
    OpenIndented,
    OpenLeaf,
    OpenParagraph,
    OpenTable,
    Pending,
    heading_of,
)
from curator.nodes import (
    Definition,
    FootnoteDefinition,
    FrontMatter,
    Heading,
    Item,
    ListBlock,
    Node,
    Paragraph,
    Quote,
    Root,
    ThematicBreak,
)
from curator.source import Source, Span

_STARTS = frozenset("#>`~<-*+_=[0123456789|: \t")


def line_spans(source: Source) -> list[tuple[int, int]]:
    """The spans of all lines without their newlines; a final newline opens no other line."""
    text, first = source.text, source.line_starts
    ends = [at - 1 for at in first[1:]]
    if "\r" in text:
        ends = [at - 1 if text[at - 1 : at + 1] == "\r\n" else at for at in ends]
    spans = list(zip(first, ends, strict=False))
    if first[-1] < len(text):
        spans.append((first[-1], len(text)))
    return spans


class BlockPhase:
    """The state of reading one source line by line."""

    def __init__(self, source: Source, budget: Budget) -> None:
        self.source = source
        self.budget = budget
        self.text = source.text
        self.root = Root(int(source.bom), len(source.text), children=[])
        self.pending: list[Pending] = []
        self.definitions: dict[str, Definition] = {}
        self.footnotes: dict[str, FootnoteDefinition] = {}
        self._stack: list[Box] = [Box(self.root, [], 0, 0)]
        self.root.children = self._stack[0].children
        self._leaf: OpenLeaf | None = None
        self._line = 0
        self._empty_line = -2
        self._cursor = Cursor(source.text)
        self._closing = Closing(source.text, self.pending, self.definitions, budget)

    def run(self) -> None:
        """Read all lines; past the budget what is left becomes one paragraph."""
        lines = line_spans(self.source)
        taken = starts.front_matter_end(self.text, lines)
        if taken:
            start, end = lines[taken - 1]
            end = start + len(self.text[start:end].rstrip(" \t"))
            self._stack[0].children.append(FrontMatter(lines[0][0], end))
        for number in range(taken, len(lines)):
            self._line = number
            try:
                self._read(*lines[number])
            except BudgetError:
                self._leave_rest(lines[number:])
                return
        self._close_leaf()
        self._close_to(1)

    def _leave_rest(self, lines: list[tuple[int, int]]) -> None:
        """Make one paragraph of the lines that are left."""
        self._close_leaf()
        self._close_to(1)
        kept = [line for line in lines if self.text[slice(*line)].strip(" \t")]
        if not kept:
            return
        leaf = Leaf.of_lines(self.text, kept)
        leaf = leaf.part(0, len(leaf.text.rstrip(" \t")))
        node = Paragraph(*leaf.span(0, len(leaf.text)))
        self._stack[0].children.append(node)
        self.pending.append(Pending(node, leaf))
        self.budget.spent = self.budget.limit

    def _read(self, start: int, end: int) -> None:
        stack, leaf = self._stack, self._leaf
        if len(stack) == 1 and start < end and self.text[start] not in _STARTS:
            # Most lines of prose: no container, no marker, no indentation.
            if leaf is None:
                self._open_paragraph(start, end)
                return
            if isinstance(leaf, OpenParagraph):
                leaf.add(start, end, self._line)
                return
        if start == end and leaf is None:
            # A second empty line closes nothing that the first one left open.
            repeated = self._empty_line == self._line - 1
            self._empty_line = self._line
            if repeated:
                return
        self.budget.spend(len(stack))
        cursor = self._cursor
        cursor.begin(start, end)
        matched = self._match_containers()
        inside = matched == len(stack)
        if inside and leaf is not None and self._continue_leaf(leaf):
            return
        opened = self._open_blocks(matched)
        if opened < 0:
            return
        leaf = self._leaf
        if cursor.blank:
            if matched < len(stack) and not opened:
                self._close_to(matched)
            elif isinstance(leaf, (OpenParagraph, OpenTable)):
                self._close_leaf()
            return
        if isinstance(leaf, OpenParagraph) and not opened and not inside:
            leaf.add(cursor.next, end, self._line)  # lazy continuation
            return
        if not opened:
            self._close_to(matched)
            leaf = self._leaf
        self._add_text(leaf, end)

    # ------------------------------------------------------------------ what goes on

    def _match_containers(self) -> int:
        """How many of the open containers go on in this line; the cursor stands behind them."""
        cursor, stack = self._cursor, self._stack
        matched = 1
        while matched < len(stack):
            box = stack[matched]
            node = box.node
            if isinstance(node, Quote):
                if cursor.indent > 3 or cursor.character != ">":
                    break
                node.end = cursor.next + 1
                box.last_line = self._line
                cursor.pass_quote_marker()
            elif cursor.indent >= box.width:
                cursor.advance(box.width)
            elif not cursor.blank or (not box.children and isinstance(node, Item)):
                # An item may begin with one blank line at most.
                break
            matched += 1
        return matched

    def _continue_leaf(self, leaf: OpenLeaf) -> bool:
        """Give the line to the leaf if it takes lines of any kind; whether it did."""
        cursor = self._cursor
        if isinstance(leaf, OpenFence):
            if leaf.closes(cursor):
                leaf.node.end = cursor.trimmed_end()
                leaf.node.closed = True
                leaf.last_line = self._line
                self._close_leaf()
            else:
                leaf.add(cursor, self._line)
            return True
        if isinstance(leaf, OpenHtml):
            if cursor.blank and leaf.html_kind.end is None:
                self._close_leaf()
                return True
            leaf.add(cursor.pos, cursor.end, self._line)
            if leaf.ends_in(cursor.pos, cursor.end):
                self._close_leaf()
            return True
        if isinstance(leaf, OpenIndented):
            if cursor.blank:
                return True
            if cursor.indent >= 4:
                leaf.node.end = cursor.trimmed_end()
                leaf.last_line = self._line
                return True
            self._close_leaf()
        return False

    # -------------------------------------------------------------------- what begins

    def _open_blocks(self, matched: int) -> int:
        """Open what begins on this line, containers first.

        Returns how many containers were opened, or -1 if a leaf took the line.
        """
        cursor, opened = self._cursor, 0
        while not cursor.blank:
            inside = opened > 0 or matched == len(self._stack)
            paragraph = self._leaf if inside and isinstance(self._leaf, OpenParagraph) else None
            if cursor.indent >= 4:
                if not opened and isinstance(self._leaf, OpenParagraph):
                    break
                self._settle(matched, opened)
                self._open_indented()
                return -1
            if cursor.character not in _STARTS:
                break
            if self._open_leaf(matched, opened, paragraph):
                return -1
            if len(self._stack) > MAX_NESTING or not self._open_container(
                matched, opened, paragraph
            ):
                break
            opened += 1
        return opened

    def _settle(self, matched: int, opened: int) -> None:
        """Close what did not go on, before the first new block of the line."""
        if not opened:
            self._close_to(matched)
            self._close_leaf()

    def _open_leaf(self, matched: int, opened: int, paragraph: OpenParagraph | None) -> bool:
        cursor = self._cursor
        text, at, end = self.text, cursor.next, cursor.end
        character = cursor.character
        if character == "#" and (atx := starts.ATX.match(text, at, end)):
            self._settle(matched, opened)
            node = heading_of(text, atx, cursor, self.pending)
            self._add(node)
            return True
        if character in "`~" and (fence := starts.FENCE.match(text, at, end)):
            self._settle(matched, opened)
            self._leaf = OpenFence(text, fence, cursor, self._line)
            self._stack[-1].add(self._leaf.node, self._line)
            return True
        if character == "<" and (
            kind := starts.html_kind(text, at, end, in_paragraph=paragraph is not None)
        ):
            self._settle(matched, opened)
            html = OpenHtml(text, kind, at, self._line)
            html.add(at, end, self._line)
            self._leaf = html
            self._stack[-1].add(html.node, self._line)
            if html.ends_in(at, end):
                self._close_leaf()
            return True
        if paragraph and character in "=-" and starts.SETEXT.match(text, at, end):
            return self._setext(paragraph)
        if character in "-*_" and starts.THEMATIC.match(text, at, end):
            self._settle(matched, opened)
            self._add(ThematicBreak(at, cursor.trimmed_end()))
            return True
        return False

    def _setext(self, paragraph: OpenParagraph) -> bool:
        cursor = self._cursor
        box = self._stack[-1]
        if self._closing.heading(paragraph, box, cursor):
            box.last_line = self._line
            self._leaf = None
            return True
        # Nothing but definitions above: the line is the text of a paragraph.
        self._leaf = None
        box.last_line = paragraph.last_line
        self._open_paragraph(cursor.next, cursor.end)
        return True

    def _open_container(self, matched: int, opened: int, paragraph: OpenParagraph | None) -> bool:
        cursor = self._cursor
        if cursor.character == ">":
            self._settle(matched, opened)
            self._push(Quote(cursor.next, cursor.next + 1), 0)
            cursor.pass_quote_marker()
            return True
        if cursor.character == "[":
            note = starts.FOOTNOTE.match(self.text, cursor.next, cursor.end)
            if note is None:
                return False
            self._settle(matched, opened)
            key = normal_key(without_nul(note.group(1)))
            end = note.end(1) + 2
            footnote = FootnoteDefinition(cursor.next, end, key=key, label=Span(*note.span(1)))
            self.footnotes.setdefault(key, footnote)
            self._push(footnote, 4)
            cursor.jump(note.end())
            return True
        return self._open_item(matched, opened, paragraph)

    def _open_item(self, matched: int, opened: int, paragraph: OpenParagraph | None) -> bool:
        cursor = self._cursor
        marker = starts.MARKER.match(self.text, cursor.next, cursor.end)
        if marker is None:
            return False
        ordered, bullet = list_kind(marker.group())
        if paragraph and (
            not self.text[marker.end() : cursor.end].strip(" \t")
            or (ordered and int(marker.group()[:-1]) != 1)
        ):
            return False
        self._settle(matched, opened)
        box, line = self._stack[-1], self._line
        going = box.list
        if going is None or (going.node.ordered, going.node.bullet) != (ordered, bullet):
            items: list[Node] = []
            node = ListBlock(*marker.span(), items, ordered=ordered, bullet=bullet)
            box.add(node, line)
            box.list = going = OpenList(node, items, line)
        elif line > going.last_line + 1:
            going.node.tight = False
        item = Item(*marker.span(), marker=Span(*marker.span()))
        going.items.append(item)
        width = cursor.pass_item_marker(marker.end())
        self._push_box(item, width, going)
        return True

    # --------------------------------------------------------------- adding and closing

    def _push(self, node: Quote | FootnoteDefinition, width: int) -> None:
        self._stack[-1].add(node, self._line)
        self._push_box(node, width, None)

    def _push_box(
        self, node: Quote | FootnoteDefinition | Item, width: int, holder: OpenList | None
    ) -> None:
        box = Box(node, [], width, self._line, holder=holder)
        node.children = box.children
        self._stack.append(box)

    def _add(self, node: Heading | ThematicBreak) -> None:
        box = self._stack[-1]
        box.add(node, self._line)
        box.last_line = self._line

    def _open_paragraph(self, start: int, end: int) -> None:
        self._leaf = leaf = OpenParagraph(start, end, self._line)
        self._stack[-1].add(leaf.node, self._line)

    def _open_indented(self) -> None:
        cursor = self._cursor
        self._leaf = leaf = OpenIndented(cursor.next, cursor.trimmed_end(), self._line)
        self._stack[-1].add(leaf.node, self._line)

    def _add_text(self, leaf: OpenLeaf | None, end: int) -> None:
        cursor = self._cursor
        if isinstance(leaf, OpenParagraph):
            table = self._closing.table(leaf, self._stack[-1], cursor, self._line)
            if table is None:
                leaf.add(cursor.next, end, self._line)
            else:
                self._leaf = table
        elif isinstance(leaf, OpenTable):
            if not leaf.add_row(self.text, cursor.next, end, self._line, self.pending):
                self._close_leaf()
                self._open_paragraph(cursor.next, end)
        else:
            self._open_paragraph(cursor.next, end)

    def _close_leaf(self) -> None:
        leaf = self._leaf
        if leaf is None:
            return
        self._leaf = None
        box = self._stack[-1]
        box.last_line = max(box.last_line, leaf.last_line)
        self._closing.close(leaf, box)

    def _close_to(self, depth: int) -> None:
        """Close all containers beyond the first ``depth``, with the leaf inside them."""
        stack = self._stack
        if len(stack) > depth:
            self._close_leaf()
        while len(stack) > depth:
            box = stack.pop()
            box.close(stack[-1])
