"""Raw HTML: tags with their attributes, comments and text, in blocks and inline."""

from __future__ import annotations

import pytest

from curator import nodes
from tests.markdown.sketch import only, sketch


def tags_of(text: str) -> list[tuple[str, bool, dict[str, str]]]:
    """Name, whether closing, and attributes as written; spans are checked on the way."""
    source, tags = only(text, nodes.HtmlTag)
    rows = []
    for tag in tags:
        assert isinstance(tag, nodes.HtmlTag)
        for attribute in tag.attributes.values():
            assert nodes.decode_html(source[attribute.span]) == attribute.value
        rows.append((tag.name, tag.closing, {k: v.value for k, v in tag.attributes.items()}))
    return rows


@pytest.mark.parametrize("before", ["", "x "])
@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("<DIV Align='a'>", ("div", False, {"align": "a"})),
        (
            '<div a="&amp;b" c=d e F="g h">',
            ("div", False, {"a": "&b", "c": "d", "e": "", "f": "g h"}),
        ),
        ("<div a = 'x>y' />", ("div", False, {"a": "x>y"})),
        ("<div a=1 a=2>", ("div", False, {"a": "1"})),
        ("</div >", ("div", True, {})),
    ],
)
def test_tags(before: str, tag: str, expected: tuple[str, bool, dict[str, str]]) -> None:
    assert tags_of(f"{before}{tag}\n") == [expected]


@pytest.mark.parametrize(
    "text",
    ["`<b>`\n", "    <b>\n", "```\n<b>\n```\n", "<!-- <b> -->\n", "x <!-- <b> --> y\n", "\\<b>\n"],
)
def test_no_tags_in_code_comments_and_escapes(text: str) -> None:
    assert tags_of(text) == []


def test_a_block_is_cut_into_tags_comments_and_lines_of_text() -> None:
    assert sketch("<p>a\n  b<!-- c\nd --><br>\n</p>\ne\n") == (
        'html_block(html_tag<p> "a⏎" "  b" html_comment html_tag<br> "⏎" html_tag</p> "⏎" "e")'
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_text_and_comments_hold_no_margin_but_tags_may(newline: str) -> None:
    text = "> <p>a\n> b <i x='1'\n> y='2\n> 3'>\n> </p>".replace("\n", newline)
    source, texts = only(text, nodes.HtmlText)
    assert [source[one.span] for one in texts] == [f"a{newline}", "b ", newline]
    # A value that runs over a margin is nowhere in the source as it is read: left out.
    assert tags_of(text) == [
        ("p", False, {}),
        ("i", False, {"x": "1"}),
        ("p", True, {}),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_value_over_lines_without_a_margin_is_kept(newline: str) -> None:
    text = f"x <i y='2{newline}3'>{newline}"
    source, (tag,) = only(text, nodes.HtmlTag)
    assert isinstance(tag, nodes.HtmlTag)
    assert tag.attributes["y"].value == "2\n3"
    assert source[tag.attributes["y"].span] == f"2{newline}3"


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("<!-- a -->\n", True),
        ("<!-- a\n\nb\n", False),
        ("<?php a\n\nb ?>\n", True),
        ("<![CDATA[ a ]]>\n", True),
        ("<!DOCTYPE html>\n", True),
        ("<!-->\n", True),
    ],
)
def test_comments(text: str, closed: bool) -> None:
    source, comments = only(text, nodes.HtmlComment)
    (comment,) = comments
    assert isinstance(comment, nodes.HtmlComment)
    assert comment.closed is closed
    assert source[comment.span] == text.rstrip("\n")


def test_scripts_and_styles_hold_no_text() -> None:
    assert sketch("<script>\nif (a <b>c) x;\n</script>\n<style>p {}</style>\n") == (
        "html_block(html_tag<script> html_tag</script>) "
        "html_block(html_tag<style> html_tag</style>)"
    )
    assert sketch("<pre>\n*a*\n\nb</pre>\n") == (
        'html_block(html_tag<pre> "⏎" "*a*⏎" "⏎" "b" html_tag</pre>)'
    )


def test_what_is_between_blocks_is_markdown() -> None:
    assert sketch("<details>\n<summary>a</summary>\n\n[b](c)\n\n</details>\n") == (
        'html_block(html_tag<details> "⏎" html_tag<summary> "a" html_tag</summary>) '
        'paragraph(link<c>("b")) html_block(html_tag</details>)'
    )


@pytest.mark.parametrize("text", ["<div>\n<a href='x\n", "<div>\n< a>\n", "<div>\na < b\n"])
def test_what_only_looks_like_a_tag_is_text(text: str) -> None:
    assert [name for name, _, _ in tags_of(text)] == ["div"]
