"""Where marked contents begin and end."""

from __future__ import annotations

import pytest

from curator.markdown import parse
from curator.source import Source
from curator.toc import marked_blocks, printed_markers


def marked(text: str) -> list[str]:
    document = parse(Source("README.md", text))
    return [text[span.start : span.end] for span in marked_blocks(document)]


PAIRS = [
    ("<!-- toc -->", "<!-- tocstop -->"),
    ("<!-- TOC depthFrom:2 -->", "<!-- /TOC -->"),
    ("<!-- TOC start (generated with a tool) -->", "<!-- TOC end -->"),
    ("<!--toc:start-->", "<!--toc:end-->"),
    ("<!-- START_TOC -->", "<!-- END_TOC -->"),
    ("<!-- START doctoc generated TOC -->\n<!-- DON'T EDIT -->", "<!-- END doctoc generated -->"),
    ("<!--ts-->", "<!--te-->"),
    ("<!-- MarkdownTOC depth=4 -->", "<!-- /MarkdownTOC -->"),
    ("<!-- vscode-markdown-toc -->", "<!-- /vscode-markdown-toc -->"),
    ("<!-- vim-markdown-toc GFM -->", "<!-- vim-markdown-toc -->"),
    ("<!-- mdformat-toc start --slug=github -->", "<!-- mdformat-toc end -->"),
    ('<!-- BEGIN mktoc {"min_depth": 2} -->', "<!-- END mktoc -->"),
]


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_programs_mark_their_contents(start: str, end: str) -> None:
    block = f"{start}\n\n- [A](#a)\n\n{end}"
    assert marked(f"Words.\n\n{block}\n\n## A\n") == [block]


@pytest.mark.parametrize("inside", ["## Contents\n\n- [A](#a)\n", "Table of Contents\n=====\n", ""])
def test_a_title_may_stand_between_the_marks(inside: str) -> None:
    block = f"<!--ts-->\n{inside}\n<!--te-->"
    assert marked(f"{block}\n\n# A\n") == [block]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- toc -->\n\n- [A](#a)\n",
        "<!-- toc -->\n\n## A\n\n<!-- tocstop -->\n",
        "<!-- toc -->\n\n- [A](#a)\n\n<!--te-->\n",
        "<!-- tocstop -->\n\n<!-- toc -->\n",
        "`<!-- toc -->`\n\n- [A](#a)\n\n`<!-- tocstop -->`\n",
        "Write <!-- toc --> and <!-- tocstop -->.\n",
        "    <!-- toc -->\n\n    <!-- tocstop -->\n",
        "Write [TOC] for contents.\n",
        "[TOC]\n\n[toc]: #contents\n",
    ],
)
def test_what_marks_nothing(text: str) -> None:
    assert marked(text) == []


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("# A\n\n[TOC]\n\n## B\n", "[TOC]"),
        ("[[_TOC_]]\n", "[[_TOC_]]"),
        ("* TOC\n{:toc}\n\n## B\n", "* TOC\n{:toc}"),
        ("1. Contents\n{:toc .wide}\n", "1. Contents\n{:toc .wide}"),
    ],
)
def test_markers_that_are_printed(text: str, block: str) -> None:
    assert marked(text) == [block]


def test_a_marker_among_other_lines_stands_for_nothing_else() -> None:
    document = parse(Source("README.md", "Contents\n[TOC]\nfollow\n"))
    assert [marker.block for marker in printed_markers(document)] == [None]
    assert marked_blocks(document) == ()


def test_many_marks_cost_no_more_than_their_number() -> None:
    text = "<!-- toc -->\n" * 2_000 + "<!-- tocstop -->\n" * 2_000
    assert len(marked(text)) == 1
