"""Blocks: which there are, where they begin and end, and what they say of themselves."""

from __future__ import annotations

import pytest

from curator import nodes
from curator.markdown import Budget, parse_syntax
from curator.source import Source
from tests.markdown.sketch import only, parsed, sketch


def test_headings() -> None:
    source, headings = only("# a #\n##\n###### *b*  ##  \nc\n d\n===\n####### no\n", nodes.Heading)
    assert [
        (heading.depth, heading.style, source[heading.span], source[heading.content])
        for heading in headings
        if isinstance(heading, nodes.Heading)
    ] == [
        (1, "atx", "# a #", "a"),
        (2, "atx", "##", ""),
        (6, "atx", "###### *b*  ##", "*b*"),
        (1, "setext", "c\n d\n===", "c\n d"),
    ]


def test_items_know_marker_and_box() -> None:
    source, items = only("- [ ] a\n* [x] b\n12) [X]\tc\n- [y] d\n- [ ]\n", nodes.Item)
    assert [
        (source[item.marker], item.checked) for item in items if isinstance(item, nodes.Item)
    ] == [("-", False), ("*", True), ("12)", True), ("-", None), ("-", None)]


def test_the_text_of_a_task_starts_behind_its_box() -> None:
    assert sketch("- [x] [a](u)\n") == 'list(item(paragraph(link<u>("a"))))'


@pytest.mark.parametrize(
    ("text", "tight"),
    [
        ("- a\n- b\n", True),
        ("- a\n\n- b\n", False),
        ("- a\n\n  b\n- c\n", False),
        ("- a\n  - b\n\n    c\n- d\n", True),
        ("- a\n  > b\n  >\n- c\n", True),
        ("- a\n- ```\n  b\n\n\n  ```\n- c\n", True),
        ("- a\n- b\n\n  [r]: /u\n- d\n", False),
        ("- a\n\n", True),
    ],
)
def test_a_list_is_loose_where_blank_lines_separate_its_parts(text: str, tight: bool) -> None:
    _, lists = only(text, nodes.ListBlock)
    assert isinstance(lists[0], nodes.ListBlock)
    assert lists[0].tight is tight


def test_another_marker_begins_another_list() -> None:
    _, lists = only("- a\n+ b\n1. c\n2. d\n3) e\n", nodes.ListBlock)
    assert [(one.ordered, one.bullet, len(one.children)) for one in lists] == [  # type: ignore[attr-defined]
        (False, "-", 1),
        (False, "+", 1),
        (True, ".", 2),
        (True, ")", 1),
    ]


@pytest.mark.parametrize("word", ["NOTE", "tip", "Important", "WARNING", "CAUTION"])
def test_alerts(word: str) -> None:
    _, quotes = only(f"> [!{word}]\n> text\n", nodes.Quote)
    assert isinstance(quotes[0], nodes.Quote)
    assert quotes[0].alert == word.lower()
    assert sketch(f"> [!{word}]\n> text\n") == 'quote(paragraph("text"))'


@pytest.mark.parametrize("text", ["> [!NOTE] x\n", "> [!OTHER]\n> x\n", "> a\n> [!NOTE]\n"])
def test_no_alert(text: str) -> None:
    _, quotes = only(text, nodes.Quote)
    assert isinstance(quotes[0], nodes.Quote)
    assert quotes[0].alert is None


def test_code_blocks() -> None:
    source, blocks = only(
        "```py title=x\na\n```\n\n    b\n\n    c\n\n> ~~~\n> d\n\n````\ne\n```\n", nodes.CodeBlock
    )
    assert [
        (block.fence, block.info, block.closed, source[block.span])
        for block in blocks
        if isinstance(block, nodes.CodeBlock)
    ] == [
        ("```", "py title=x", True, "```py title=x\na\n```"),
        (None, "", True, "b\n\n    c"),
        ("~~~", "", False, "~~~\n> d"),
        ("````", "", False, "````\ne\n```"),
    ]


def test_front_matter_needs_a_key() -> None:
    assert sketch("---\ntitle: x\n---\na\n") == 'front_matter paragraph("a")'
    assert sketch("\ufeff---\r\ntitle: x\r\n...\r\na\r\n") == 'front_matter paragraph("a")'
    assert sketch("---\nFoo\n---\na\n") == 'thematic_break heading2("Foo") paragraph("a")'
    assert sketch("---\ntitle: x\n") == 'thematic_break paragraph("title: x")'
    assert sketch("a\n\n---\nb: c\n---\n") == 'paragraph("a") thematic_break heading2("b: c")'


def test_tables() -> None:
    source, tables = only("p\na | b\n:-|-:\nc\n| d | e | f |\n\n", nodes.Table)
    (table,) = tables
    assert isinstance(table, nodes.Table)
    assert (table.columns, source[table.delimiter]) == (2, ":-|-:")
    assert source[table.span].startswith("a | b")
    rows = [row for row in table.children if isinstance(row, nodes.Row)]
    assert [row.header for row in rows] == [True, False, False]
    assert [
        [(source[cell.span], cell.extra) for cell in row.children if isinstance(cell, nodes.Cell)]
        for row in rows
    ] == [
        [("a", False), ("b", False)],
        [("c", False)],
        [("d", False), ("e", False), ("f", True)],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|a|\n|-|-|\n", 'paragraph("|a|" break "|-|-|")'),
        ("a\n-|-\n", 'paragraph("a" break "-|-")'),
        ("a\n    -|\n", 'paragraph("a" break "-|")'),
        ("|a|\n|-|\n> q\n", 'table(row(cell("a"))) quote(paragraph("q"))'),
        ("|a|\n|-|\n- i\n", 'table(row(cell("a"))) list(item(paragraph("i")))'),
        ("|a|\n|-|\n    c\n", 'table(row(cell("a"))) code_block'),
        ("|a|\n|-|\n|\n", 'table(row(cell("a"))) paragraph("|")'),
        ("| a | |\n|-|-|\n||b|\n", 'table(row(cell("a") cell) row(cell cell("b")))'),
        ("> |a|\n> |-|\nb\n", 'quote(table(row(cell("a")))) paragraph("b")'),
    ],
)
def test_where_tables_begin_and_end(text: str, expected: str) -> None:
    assert sketch(text) == expected


def test_definitions() -> None:
    text = "[A b]: <x y> 'two\nlines'\n[a  B]: z\nrest\n\n- [c]: d\n"
    source, found = only(text, nodes.Definition)
    assert [
        (
            source[one.label],
            one.url,
            source[one.destination],
            one.title and source[one.title],
            one.duplicate,
        )
        for one in found
        if isinstance(one, nodes.Definition)
    ] == [
        ("A b", "x y", "x y", "two\nlines", False),
        ("a  B", "z", "z", None, True),
        ("c", "d", "d", None, False),
    ]
    assert sketch(text).endswith('paragraph("rest") list(item(definition<d>))')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a]: /u\n===\n", 'definition</u> paragraph("===")'),
        ("[a]: /u\nb\n===\n", 'definition</u> heading1("b")'),
        ('[a]: /u "t" x\n', 'paragraph("[a]: /u "t" x")'),
        ('[a]: /u\n"t" x\n', 'definition</u> paragraph(""t" x")'),
        ("b\n[a]: /u\n", 'paragraph("b" break "[a]: /u")'),
        ("[]: /u\n", 'paragraph("[]: /u")'),
    ],
)
def test_where_definitions_stand(text: str, expected: str) -> None:
    assert sketch(text) == expected


def test_footnotes() -> None:
    text = "x[^N]y[^m]\n\n[^n]: a\n\n    b\n- c\n"
    source, syntax = parsed(text)
    assert sketch(text) == (
        'paragraph("x" footnote_reference "y[^m]") '
        'footnote_definition(paragraph("a") paragraph("b")) list(item(paragraph("c")))'
    )
    (note,) = [node for node in syntax.root.walk() if isinstance(node, nodes.FootnoteDefinition)]
    (use,) = [node for node in syntax.root.walk() if isinstance(node, nodes.FootnoteReference)]
    assert (source[note.label], source[note.span], note.key) == ("n", "[^n]: a\n\n    b", use.key)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_spans_are_of_the_original_text(newline: str, mark: str) -> None:
    text = mark + "> - [a\n>   b](u\n>   'v\n> w')  \n>\n> # h".replace("\n", newline)
    source, syntax = parsed(text)
    found = {node.kind: node for node in syntax.root.walk()}
    link = found["link"]
    assert isinstance(link, nodes.Link)
    assert link.title is not None
    assert link.destination is not None
    assert source[link.destination] == "u"
    assert source[link.title] == f"v{newline}> w"
    assert source[link.text] == f"a{newline}>   b"
    assert source[link.span].endswith("w')")
    assert source[found["heading"].span] == "# h"
    assert source[found["quote"].span] == text[len(mark) :]


def test_lines_end_nowhere_else() -> None:
    text = "a\u2028b\x0bc\x0cd\x85e\n"
    assert sketch(text) == f'paragraph("{text[:-1]}")'


def test_nul_reads_as_the_replacement_character() -> None:
    _, syntax = parsed("[^\0]\n\n[^\0]: a\n\n``` b\0\n```\n`\0`\n")
    found = {node.kind: node for node in syntax.root.walk()}
    use, code = found["footnote_reference"], found["code_block"]
    assert isinstance(use, nodes.FootnoteReference)
    assert isinstance(code, nodes.CodeBlock)
    assert (use.key, code.info) == ("\ufffd", "b\ufffd")


def test_nesting_has_a_limit() -> None:
    for marker in ("> ", "- ", "1. ", "> - "):
        _, syntax = parsed(marker * 200 + "a\nb\n")
        depth, node = 0, syntax.root.children[0]
        while node.children:
            node = node.children[0]
            depth += not isinstance(node, nodes.ListBlock)
        assert depth < 40


def test_the_budget_is_far_away() -> None:
    text = "- [a](https://example.org/b) - *c* `d` <e>\n" * 50
    budget = Budget.for_text(text)
    assert parse_syntax(Source("a.md", text), budget=budget).notes == ()
    assert budget.spent < 3 * len(text)


@pytest.mark.parametrize("limit", [0, 3, 20, 30])
def test_past_the_budget_everything_is_text(limit: int) -> None:
    text = "- [a](b)\n- *c*\n\n[r]: d\n\n> # e\n\n<b>\n  f  \ng\n"
    source = Source("a.md", text)
    syntax = parse_syntax(source, budget=Budget(limit))
    assert {note.kind for note in syntax.notes} == {"budget"}
    assert all(0 <= note.span.start < note.span.end <= len(text) for note in syntax.notes)
    assert len(syntax.notes) <= 8


def test_after_the_budget_a_paragraph_holds_the_lines_that_are_left() -> None:
    source = Source("a.md", "a\n\n- b\n\n  c  \n")
    syntax = parse_syntax(source, budget=Budget(0))
    assert [source[child.span] for child in syntax.root.children] == ["a", "- b\n\n  c"]
    texts = [node for node in syntax.root.walk() if isinstance(node, nodes.Text)]
    assert [source[node.span] for node in texts] == ["a", "- b", "  c"]
