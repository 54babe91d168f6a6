"""Inline nodes put together: marks in reading order, text in between, breaks trimmed."""

from __future__ import annotations

from curator.markdown.containers import MAX_NESTING
from curator.markdown.inlines import literal_node
from curator.markdown.leaf import Leaf, PositionError
from curator.markdown.literals import literals_in
from curator.markdown.scan import Scan
from curator.nodes import Break, Image, Link, Node, Text


class _Frame:
    """A construct whose children are being put together."""

    __slots__ = ("children", "close", "end", "image", "link")

    def __init__(self, children: list[Node], close: int, end: int) -> None:
        self.children = children
        self.close = close
        self.end = end
        self.link = False
        self.image = False

    def inside(self, above: _Frame, node: Node | None = None) -> _Frame:
        """This frame as part of ``above``: whether it is in a link or an image."""
        self.link = above.link or isinstance(node, Link)
        self.image = above.image or isinstance(node, Image)
        return self


class Assembly:
    """The walk over the marks of one leaf."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.leaf = scan.leaf
        self.pos = 0
        size = len(scan.src)
        self.stack = [_Frame([], size, size)]

    def children(self) -> list[Node]:
        """The inline nodes of the leaf.

        Raises:
            PositionError: two constructs overlap without one holding the other.
        """
        for start, negative_end, _, node, inner, inner_end in sorted(self.scan.marks):
            self._leave(start)
            frame = self.stack[-1]
            if start < self.pos or -negative_end > frame.close:
                raise PositionError(f"{node.kind} at {start} overlaps what is before it")
            if inner < 0:
                self._leaf_node(frame, start, -negative_end, node)
            elif frame.image and isinstance(node, Link):
                # The alternative text of an image holds no links, only their words.
                self._text(frame, start)
                self.pos = inner
                below = _Frame(frame.children, inner_end, -negative_end)
                self.stack.append(below.inside(frame))
            elif len(self.stack) <= MAX_NESTING:
                self._text(frame, start)
                frame.children.append(node)
                self.pos = inner
                children: list[Node] = []
                node.children = children
                below = _Frame(children, inner_end, -negative_end)
                self.stack.append(below.inside(frame, node))
        self._leave(len(self.scan.src) + 1)
        return self.stack[0].children

    def _leave(self, start: int) -> None:
        """Finish the constructs that end at or before ``start``."""
        stack = self.stack
        while len(stack) > 1 and stack[-1].end <= start:
            frame = stack.pop()
            self._text(frame, frame.close)
            self.pos = frame.end
        if len(stack) == 1 and start > len(self.scan.src):
            self._text(stack[0], stack[0].close)

    def _leaf_node(self, frame: _Frame, start: int, end: int, node: Node) -> None:
        if isinstance(node, Break):
            text, stop = self.scan.src, start
            while stop > self.pos and text[stop - 1] in " \t":
                stop -= 1
            if stop < start:
                node.start = self.leaf.at(stop)
                start = stop
        elif isinstance(node, Link) and frame.link and (frame.image or node.form == "bare"):
            # A bare URL in a link's text is text, and alternative text holds no links.
            if node.form == "bare":
                return
            self._text(frame, start)
            self._plain(frame, start + 1, end - 1)
            self.pos = end
            return
        self._text(frame, start)
        frame.children.append(node)
        self.pos = end

    def _text(self, frame: _Frame, end: int) -> None:
        start = self.pos
        if start >= end:
            return
        if not frame.link:
            for found in literals_in(self.scan.src, start, end):
                self._plain(frame, start, found.start)
                frame.children.append(literal_node(self.scan, found))
                start = found.end
        self._plain(frame, start, end)
        self.pos = end

    def _plain(self, frame: _Frame, start: int, end: int) -> None:
        if start < end:
            frame.children.append(Text(*self.leaf.span(start, end)))


def text_children(leaf: Leaf) -> list[Node]:
    """The leaf as text only: a ``Text`` for each line, breaks between them."""
    nodes: list[Node] = []
    start, text = 0, leaf.text
    if "\n" not in text:
        return [Text(*leaf.span(0, len(text)))] if text else []
    while start <= len(text):
        newline = text.find("\n", start)
        end = len(text) if newline < 0 else newline
        stop = start + len(text[start:end].rstrip(" \t"))
        if stop > start:
            nodes.append(Text(*leaf.span(start, stop)))
        if newline < 0:
            break
        hard = text.endswith("  ", start, newline)
        nodes.append(Break(*leaf.span(stop, newline + 1), hard=hard))
        start = newline + 1
    return nodes
