"""Where mistune, or a plugin of it, reads a text otherwise than GitHub: we read as GitHub does.

D1 to D11 concern its block parser, which is the reason for a block phase of our own; D12 is
the one place where curator differs from GitHub on purpose.
"""

from __future__ import annotations

import pytest

from curator import nodes
from tests.markdown.sketch import only, sketch

LAZY = [
    # D1: mistune takes any unindented line for the continuation of an item or quote.
    ("- # h\na\n", 'list(item(heading1("h"))) paragraph("a")'),
    ("- ~~~\n[t](u)\n", 'list(item(code_block)) paragraph(link<u>("t"))'),
    ("> # h\na\n", 'quote(heading1("h")) paragraph("a")'),
    ("1. \na\n", 'list(item) paragraph("a")'),
    ("- a\nlazy\n", 'list(item(paragraph("a" break "lazy")))'),
    ("- - a\nlazy\n", 'list(item(list(item(paragraph("a" break "lazy")))))'),
    # D2: a tag directly followed by ">" does not end its items and quotes.
    (
        "- a\n<details>\n",
        'list(item(paragraph("a"))) html_block(html_tag<details>)',
    ),
    ("- a\n</details>\n", 'list(item(paragraph("a"))) html_block(html_tag</details>)'),
    ("> a\n<div>\n", 'quote(paragraph("a")) html_block(html_tag<div>)'),
]


@pytest.mark.parametrize(("text", "expected"), LAZY)
def test_d1_d2_only_an_open_paragraph_goes_on_without_indentation(text: str, expected: str) -> None:
    assert sketch(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "para\n> q\n2. foo\n",
            'paragraph("para") quote(paragraph("q")) list(item(paragraph("foo")))',
        ),
        (
            "> a\n* a\n> a\n",
            'quote(paragraph("a")) list(item(paragraph("a"))) quote(paragraph("a"))',
        ),
    ],
)
def test_d3_blocks_keep_their_order(text: str, expected: str) -> None:
    # mistune puts what ends a quote into the paragraph before it, or before the quote.
    assert sketch(text) == expected


def test_d4_a_line_of_blanks_separates_paragraphs() -> None:
    # mistune takes five blanks for indented code and joins or splits wrongly.
    assert sketch("p\n     \nq\n") == 'paragraph("p") paragraph("q")'


def test_d5_a_self_closed_tag_alone_is_html() -> None:
    # mistune parses the text after it up to the blank line.
    assert sketch("<br />\n*x*\n") == 'html_block(html_tag<br> "⏎" "*x*")'


@pytest.mark.parametrize("tag", ['<a name="x">', '<a id="x"/>'])
def test_d6_a_link_after_a_raw_anchor_is_a_link(tag: str) -> None:
    # mistune drops all links until "</a>".
    assert sketch(f"p {tag}[t](u)\n") == 'paragraph("p " html_tag<a> link<u>("t"))'


def test_d7_an_unindented_underline_makes_no_heading_in_an_item() -> None:
    assert sketch("- a\n===\n") == 'list(item(paragraph("a" break "===")))'


def test_d8_an_unquoted_heading_is_outside_the_quote() -> None:
    assert sketch("> a\n# h\n") == 'quote(paragraph("a")) heading1("h")'


def test_d9_tabs_count_from_the_column_of_the_line() -> None:
    # mistune counts tab stops from the child's first column.
    assert sketch("- a\n  - \tb\n") == 'list(item(paragraph("a") list(item(code_block))))'
    assert sketch("- a\n  -\tb\n") == 'list(item(paragraph("a") list(item(paragraph("b")))))'


def test_d10_what_cannot_interrupt_a_paragraph_may_follow_a_definition() -> None:
    assert sketch("[r]: /u\n    a\n") == 'definition</u> paragraph("a")'
    assert sketch("[r]: /u\n2. a\n") == 'definition</u> paragraph("2. a")'


def test_d11_an_empty_item_does_not_split_its_list() -> None:
    assert sketch("- a\n-\n\n  - b\n") == ('list(item(paragraph("a")) item item(paragraph("b")))')
    assert sketch("- a\n- b\n\n  - c\n") == (
        'list(item(paragraph("a")) item(paragraph("b") list(item(paragraph("c")))))'
    )


def test_d12_a_bare_url_behind_an_open_bracket_is_a_link() -> None:
    # GitHub links none of these, since a bracket is open; a reader still copies the URL, and
    # a checker that left it out would never see it die.
    source, links = only("[[Paper(https://arxiv.org/abs/2303.16852)] see www.a.org\n", nodes.Link)
    assert [source[link.span] for link in links] == [
        "https://arxiv.org/abs/2303.16852",
        "www.a.org",
    ]


def test_a_bare_url_in_the_text_of_a_link_is_text() -> None:
    assert sketch("[https://a.org](u)\n") == 'paragraph(link<u>("https://a.org"))'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # mistune's table plugin: rows of another length, lists and quotes, rows without a pipe.
        (
            "|a|b|\n|-|-|\n|c|\n|d|e|f|\nno pipe\n",
            (
                'table(row(cell("a") cell("b")) row(cell("c")) '
                'row(cell("d") cell("e") cell("f")) row(cell("no pipe")))'
            ),
        ),
        ("> |a|\n> |-|\n", 'quote(table(row(cell("a"))))'),
        ("- |a|\n  |-|\n  |`x\\|y`|\n", 'list(item(table(row(cell("a")) row(cell(code`x|y`)))))'),
        # its footnote plugin: lazy lines, indented lines, definitions in lists.
        (
            "[^1]: a\nb\n\n    c\n",
            'footnote_definition(paragraph("a" break "b") paragraph("c"))',
        ),
        ("- [^1]: [t](u)\n", 'list(item(footnote_definition(paragraph(link<u>("t")))))'),
        # its URL plugin: a balanced parenthesis, trailing emphasis marks, addresses.
        (
            "https://a.org/Foo_(bar)\n",
            'paragraph(link<https://a.org/Foo_(bar)>("https://a.org/Foo_(bar)"))',
        ),
        (
            "**https://a.org/x**\n",
            'paragraph(strong(link<https://a.org/x>("https://a.org/x")))',
        ),
        ("a@b.org\n", 'paragraph(link<mailto:a@b.org>("a@b.org"))'),
    ],
)
def test_what_the_plugins_lack(text: str, expected: str) -> None:
    assert sketch(text) == expected
