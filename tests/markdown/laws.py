"""The laws every syntax tree obeys: nesting, order, and spans that slice to what they say."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from curator import nodes
from curator.nodes import Node, Syntax
from curator.source import Source, Span

BLOCKS = (
    nodes.Heading,
    nodes.Paragraph,
    nodes.ListBlock,
    nodes.Item,
    nodes.Quote,
    nodes.CodeBlock,
    nodes.HtmlBlock,
    nodes.ThematicBreak,
    nodes.Table,
    nodes.Row,
    nodes.Definition,
    nodes.FootnoteDefinition,
)

# What may stand directly below what; an inline node never holds a block.
INLINES = (
    nodes.Text,
    nodes.Code,
    nodes.Emphasis,
    nodes.Strong,
    nodes.Break,
    nodes.Link,
    nodes.FootnoteReference,
    nodes.HtmlTag,
    nodes.HtmlComment,
)
FLOW = (
    nodes.Heading,
    nodes.Paragraph,
    nodes.ListBlock,
    nodes.Quote,
    nodes.CodeBlock,
    nodes.HtmlBlock,
    nodes.ThematicBreak,
    nodes.Table,
    nodes.Definition,
    nodes.FootnoteDefinition,
)
CHILDREN: dict[type[Node], tuple[type[Node], ...]] = {
    nodes.Root: (nodes.FrontMatter, *FLOW),
    nodes.Item: FLOW,
    nodes.Quote: FLOW,
    nodes.FootnoteDefinition: FLOW,
    nodes.ListBlock: (nodes.Item,),
    nodes.Table: (nodes.Row,),
    nodes.Row: (nodes.Cell,),
    nodes.Cell: INLINES,
    nodes.Heading: INLINES,
    nodes.Paragraph: INLINES,
    nodes.Emphasis: INLINES,
    nodes.Strong: INLINES,
    nodes.Link: INLINES,
    nodes.Image: INLINES,
    nodes.HtmlBlock: (nodes.HtmlTag, nodes.HtmlComment, nodes.HtmlText),
}


def check(source: Source, syntax: Syntax) -> None:
    """Assert all laws of one tree."""
    positions = [note for note in syntax.notes if note.kind == "position"]
    assert not positions, positions
    for note in syntax.notes:
        assert 0 <= note.span.start <= note.span.end <= len(source.text), note
    check_nesting(source, syntax)
    check_walk(syntax)
    for node, ancestors in with_ancestors(syntax):
        if isinstance(node, BLOCKS):
            check_trimmed(source, node)
        law = LAWS.get(type(node))
        if law is not None:
            law(source, node, ancestors)


def with_ancestors(syntax: Syntax) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Every node in reading order with the nodes above it, the root first."""
    stack: list[tuple[Node, tuple[Node, ...]]] = [(syntax.root, ())]
    while stack:
        node, ancestors = stack.pop()
        yield node, ancestors
        below = (*ancestors, node)
        stack.extend((child, below) for child in reversed(node.children))


def check_nesting(source: Source, syntax: Syntax) -> None:
    """Children stand inside their parent, in order, without overlap, and in their place."""
    assert 0 <= syntax.root.start <= syntax.root.end <= len(source.text)
    for node in syntax.root.walk():
        at = node.start
        allowed = CHILDREN.get(type(node), ())
        for child in node.children:
            where = f"{child.kind} {child.span} in {node.kind} {node.span}"
            assert isinstance(child, allowed), where
            assert at <= child.start <= child.end <= node.end, where
            at = child.end
            if not isinstance(child, nodes.Cell):
                assert child.start < child.end, f"empty {where}"


def check_walk(syntax: Syntax) -> None:
    """``walk`` visits every node once, parents first, in reading order."""
    walked = list(syntax.root.walk())
    assert len({id(node) for node in walked}) == len(walked)
    starts = [node.start for node in walked]
    assert all(before <= after for before, after in itertools.pairwise(starts))


def check_trimmed(source: Source, node: Node) -> None:
    """A block runs from its first character that is no white space to its last."""
    piece = source[node.span]
    assert piece[0] not in " \t\r\n", (node.kind, piece)
    assert piece[-1] not in " \t\r\n", (node.kind, piece)


# ---------------------------------------------------------------------- one law a node


def one_line(piece: str) -> bool:
    """Whether ``piece`` crosses no line end; where it does, a quote's marks may stand in it."""
    return "\n" not in piece and "\r" not in piece


def in_cell(ancestors: tuple[Node, ...]) -> bool:
    """Whether a node stands in a table, where a pipe is written with a backslash."""
    return any(isinstance(node, nodes.Cell) for node in ancestors)


def written(source: Source, span: Span, ancestors: tuple[Node, ...]) -> str:
    """The text of ``span`` with the pipes of a table cell unescaped and no NUL."""
    piece = source[span].replace("\0", "\ufffd")
    return piece.replace("\\|", "|") if in_cell(ancestors) else piece


def key_of(label: str) -> str:
    """A label as CommonMark compares labels."""
    return " ".join(label.split()).casefold()


def heading(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert isinstance(node, nodes.Heading)
    assert node.span.covers(node.content)
    piece = source[node.span]
    if node.style == "atx":
        assert re.match(r"#+", piece, re.ASCII), piece
        assert len(piece) - len(piece.lstrip("#")) == node.depth <= 6, piece
        assert one_line(source[node.content])
    else:
        underline = re.split(r"\r\n|\r|\n", piece)[-1].lstrip("> \t").rstrip(" \t")
        assert set(underline) == ({"="} if node.depth == 1 else {"-"}), piece
    content = source[node.content]
    assert content == content.strip(" \t\r\n"), content
    for child in node.children:
        assert node.content.covers(child.span), (node.content, child.span)


def item(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert isinstance(node, nodes.Item)
    parent = ancestors[-1]
    assert isinstance(parent, nodes.ListBlock)
    assert node.marker.start == node.start
    assert node.span.covers(node.marker)
    marker = source[node.marker]
    assert re.fullmatch(r"[-*+]|[0-9]{1,9}[.)]", marker), marker
    assert marker[-1] == parent.bullet
    assert parent.ordered == (marker[-1] in ".)")
    if node.checked is not None:
        box = re.compile(r"[\s>]+\[([ xX])\]").match(source.text, node.marker.end)
        assert box is not None
        assert node.checked == (box.group(1) != " ")


def quote(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert isinstance(node, nodes.Quote)
    assert source.text[node.start] == ">"
    if node.alert is not None:
        assert node.alert in {"note", "tip", "important", "warning", "caution"}
        assert f"[!{node.alert}]" in source[node.span].lower()


def code_block(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert isinstance(node, nodes.CodeBlock)
    piece = source[node.span]
    if node.fence is None:
        return
    assert len(node.fence) >= 3
    assert set(node.fence) in ({"`"}, {"~"})
    assert piece.startswith(node.fence)
    assert not piece.startswith(node.fence + node.fence[0])
    first, *rest = re.split(r"\r\n|\r|\n", piece)
    raw = first.removeprefix(node.fence).strip(" \t").replace("\0", "\ufffd")
    assert nodes.decode(raw) == node.info, (raw, node.info)
    if node.closed:
        assert rest
        assert rest[-1].rstrip(" \t").endswith(node.fence)


def html_block(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert source.text[node.start] == "<"


def thematic_break(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert re.fullmatch(r"([-*_])(?:[ \t]*\1){2,}", source[node.span]), source[node.span]


def table(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert isinstance(node, nodes.Table)
    assert node.span.covers(node.delimiter)
    assert re.fullmatch(r"[|: \t-]*-[|: \t-]*", source[node.delimiter]), source[node.delimiter]
    rows = [row for row in node.children if isinstance(row, nodes.Row)]
    assert [row.header for row in rows] == [True] + [False] * (len(rows) - 1)
    assert rows[0].end <= node.delimiter.start
    assert len(rows[0].children) == node.columns
    for row in rows[1:]:
        assert row.start >= node.delimiter.end
    for row in rows:
        assert one_line(source[row.span])
        extra = [cell.extra for cell in row.children if isinstance(cell, nodes.Cell)]
        assert extra == [number >= node.columns for number in range(len(extra))]


def cell(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    piece = source[node.span]
    assert piece == piece.strip(" \t"), piece
    assert "|" not in re.sub(r"\\.", "", piece), piece


def definition(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert isinstance(node, nodes.Definition)
    assert source.text[node.start] == "["
    assert source.text[node.label.start - 1] == "["
    assert source[Span(node.label.end, node.label.end + 2)] == "]:"
    assert node.start < node.label.start < node.label.end < node.destination.start
    assert node.destination.end <= node.end
    if one_line(source[node.label]):
        assert key_of(written(source, node.label, ())) == key_of(node.key)
    assert nodes.decode(written(source, node.destination, ())) == node.url
    assert one_line(source[node.destination])
    check_title(source, node.title, node.span, node.destination.end)


def footnote_definition(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert isinstance(node, nodes.FootnoteDefinition)
    assert source[node.span].startswith(f"[^{source[node.label]}]:")
    assert node.label.start == node.start + 2
    assert key_of(written(source, node.label, ())) == key_of(node.key)


def check_title(source: Source, title: Span | None, around: Span, after: int) -> None:
    """A title stands between its quotes, behind the destination."""
    if title is None:
        return
    assert after < title.start <= title.end < around.end
    quotes = source.text[title.start - 1] + source.text[title.end]
    assert quotes in {'""', "''", "()"}, quotes


def text(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert one_line(source[node.span]), source[node.span]


def code(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert isinstance(node, nodes.Code)
    piece = source[node.span]
    run = len(piece) - len(piece.lstrip("`"))
    assert run == len(piece) - len(piece.rstrip("`"))
    assert 2 * run < len(piece)
    if not one_line(piece):
        return
    value = written(source, Span(node.start + run, node.end - run), ancestors)
    if value.strip(" ") and value[0] == value[-1] == " ":
        value = value[1:-1]
    assert value == node.value


def emphasis(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    size = 2 if isinstance(node, nodes.Strong) else 1
    piece = source[node.span]
    assert piece[:size] == piece[-size:]
    assert piece[:size] in {"*" * size, "_" * size}
    assert len(piece) > 2 * size
    for child in node.children:
        assert node.start + size <= child.start
        assert child.end <= node.end - size


def line_break(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    piece = source[node.span]
    assert not one_line(piece), piece
    assert re.fullmatch(r"[ \t]*\\?[\s>]+", piece), piece


def link(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert isinstance(node, nodes.Link)
    LINKS[node.form](source, node, ancestors)
    assert node.span.covers(node.text)
    for child in node.children:
        assert node.text.covers(child.span), (node.text, child.span)
    if node.destination is not None:
        assert node.span.covers(node.destination)
        check_title(source, node.title, node.span, node.destination.end)
    if type(node) is nodes.Link:
        assert not any(type(above) is nodes.Link for above in ancestors), "a link in a link"


def bracketed(source: Source, node: nodes.Link) -> None:
    """A link or image opens with its brackets, around its text."""
    opening = "![" if isinstance(node, nodes.Image) else "["
    assert source[Span(node.start, node.text.start)] == opening
    assert source.text[node.text.end] == "]"


def inline_link(source: Source, node: nodes.Link, ancestors: tuple[Node, ...]) -> None:
    bracketed(source, node)
    assert source.text[node.text.end + 1] == "("
    assert source.text[node.end - 1] == ")"
    assert node.destination is not None
    assert node.key is None
    assert node.label is None
    assert one_line(source[node.destination])
    assert nodes.decode(written(source, node.destination, ancestors)) == node.url


def reference_link(source: Source, node: nodes.Link, ancestors: tuple[Node, ...]) -> None:
    bracketed(source, node)
    assert node.destination is None
    assert node.title is None
    assert node.key
    assert node.label is not None
    assert node.span.covers(node.label)
    assert source.text[node.end - 1] == "]"
    if one_line(source[node.label]):
        assert key_of(written(source, node.label, ancestors)) == key_of(node.key)


def autolink(source: Source, node: nodes.Link, ancestors: tuple[Node, ...]) -> None:
    assert type(node) is nodes.Link
    piece = source[node.span]
    assert (piece[0], piece[-1]) == ("<", ">")
    assert node.destination == node.text == Span(node.start + 1, node.end - 1)
    raw = written(source, node.text, ancestors)
    assert node.url in {raw, f"mailto:{raw}", nodes.decode_html(raw)}


def bare_link(source: Source, node: nodes.Link, ancestors: tuple[Node, ...]) -> None:
    assert type(node) is nodes.Link
    assert node.destination == node.text == node.span
    raw = written(source, node.span, ancestors)
    # GitHub looks for addresses in the decoded text: foo\\+@example.org is foo+@example.org.
    assert node.url in {raw, f"http://{raw}", f"mailto:{nodes.decode(raw)}"}, (raw, node.url)


LINKS: dict[str, Callable[[Source, nodes.Link, tuple[Node, ...]], None]] = {
    "inline": inline_link,
    "reference": reference_link,
    "autolink": autolink,
    "bare": bare_link,
}


def footnote_reference(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert isinstance(node, nodes.FootnoteReference)
    piece = written(source, node.span, ancestors)
    assert piece.startswith("[^")
    assert piece.endswith("]")
    assert key_of(piece[2:-1]) == key_of(node.key)


def html_tag(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert isinstance(node, nodes.HtmlTag)
    piece = source[node.span]
    opening = "</" if node.closing else "<"
    assert piece.startswith(opening)
    assert piece.endswith(">")
    assert piece[len(opening) :].lower().startswith(node.name)
    assert re.fullmatch(r"[a-z][^\s/>]*", node.name), node.name
    for name, attribute in node.attributes.items():
        assert name == name.lower()
        assert node.span.covers(attribute.span)
        value = written(source, attribute.span, ancestors)
        if one_line(value):
            assert nodes.decode_html(value) == attribute.value


def html_comment(source: Source, node: Node, ancestors: tuple[Node, ...]) -> None:
    assert isinstance(node, nodes.HtmlComment)
    piece = source[node.span]
    assert piece.startswith(("<!", "<?"))
    if node.closed:
        assert piece.endswith(">")


LAWS: dict[type[Node], Callable[[Source, Node, tuple[Node, ...]], None]] = {
    nodes.Heading: heading,
    nodes.Item: item,
    nodes.Quote: quote,
    nodes.CodeBlock: code_block,
    nodes.HtmlBlock: html_block,
    nodes.ThematicBreak: thematic_break,
    nodes.Table: table,
    nodes.Cell: cell,
    nodes.Definition: definition,
    nodes.FootnoteDefinition: footnote_definition,
    nodes.Text: text,
    nodes.Code: code,
    nodes.Emphasis: emphasis,
    nodes.Strong: emphasis,
    nodes.Break: line_break,
    nodes.Link: link,
    nodes.Image: link,
    nodes.FootnoteReference: footnote_reference,
    nodes.HtmlTag: html_tag,
    nodes.HtmlComment: html_comment,
}
