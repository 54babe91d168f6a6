"""The law of safe fixes: what GitHub shows may not change, however it is written."""

from __future__ import annotations

import pytest

from curator.diagnostic import Edit
from curator.fixer import Rendering, apply_edits, lost_links
from curator.markdown import parse
from curator.source import Source, Span

SAME = {
    "a full stop": ("- [a](u) - One two\n", "- [a](u) - One two.\n"),
    "another separator": ("- [a](u): One\n", "- [a](u) - One\n"),
    "an arrow": ("- [a](u) -> One\n", "- [a](u) - One\n"),
    "a marker": ("* [a](u)\n* [b](v)\n", "- [a](u)\n- [b](v)\n"),
    "another number": ("1. [a](u)\n1. [b](v)\n", "1. [a](u)\n2. [b](v)\n"),
    "blanks": ("[a](u)  b   c \n", "[a](u) b c\n"),
    "an invisible character in a word": ("o\u200bne\n", "one\n"),
    "a soft hyphen": ("hy\u00adphen\n", "hyphen\n"),
    "no-break space": ("one\u00a0two\n", "one two\n"),
    "marks of emphasis": ("*a* and __b__ **c**d\n", "_a_ and **b** *c*d\n"),
    "emphasis within a word": ("**a**b\n", "a*b*\n"),
    "an underlined heading": ("Title\n=====\n", "# Title\n"),
    "a closed heading": ("## Title ##\n", "## Title\n"),
    "indented code": ("x\n\n    code here\n", "x\n\n```\ncode here\n```\n"),
    "another fence": ("~~~ sh\nls\n~~~\n", "```sh\nls\n```\n"),
    "a definition nobody uses": ("a\n\n[x]: https://x.org\n", "a\n"),
    "a reference spelt out": ("[a][a]\n\n[a]: u\n", "[a](u)\n"),
    "outer pipes": ("a|b\n-|-\nc|d\n", "| a | b |\n| - | - |\n| c | d |\n"),
    "a lazy line": ("> a\nb\n", "> a\n> b\n"),
    "a rule": ("a\n\n***\n\nb\n", "a\n\n---\n\nb\n"),
    "a comment": ("a <!-- x --> b\n", "a b\n"),
    "an entity": ("a &amp; b\n", "a & b\n"),
    "newlines": ("- [a](u)\n- b\n", "- [a](u)\r\n- b\r\n"),
    "what markers enclose": (
        "# T\n\n<!-- toc -->\n\n- [A](#a)\n\n<!-- tocstop -->\n\n## A\n",
        "# T\n\n<!-- toc -->\n\n- [B](#b)\n- [C](#c)\n\n<!-- tocstop -->\n\n## A\n",
    ),
    "a printed marker": (
        "# T\n\n[TOC]\n\n## A\n",
        "# T\n\n<!-- toc -->\n\n- [A](#a)\n\n<!-- tocstop -->\n\n## A\n",
    ),
}

OTHER = {
    "a word": ("one two\n", "one three\n"),
    "case": ("One\n", "one\n"),
    "a blank in a word": ("notebook\n", "note book\n"),
    "words joined": ("note book\n", "notebook\n"),
    "a sign of a name": ("C#\n", "C\n"),
    "plusses": ("C++\n", "C\n"),
    "an emoji": ("🚀 one\n", "one\n"),
    "an accent": ("e\u0301\n", "e\n"),
    "a target": ("[a](u)\n", "[a](v)\n"),
    "a link lost": ("[a](u)\n", "a\n"),
    "the target of a definition": ("[a]\n\n[a]: u\n", "[a]\n\n[a]: v\n"),
    "order of entries": ("- [a](u)\n- [b](v)\n", "- [b](v)\n- [a](u)\n"),
    "an entry lost": ("- [a](u)\n- [a](u)\n", "- [a](u)\n"),
    "a paragraph that becomes code": ("a\n\n   b\n", "a\n\n    b\n"),
    "a heading lost": ("# a\n", "a\n"),
    "a depth": ("# a\n", "## a\n"),
    "an item lost": ("- a\n- b\n", "- a\n  b\n"),
    "an image": ("![a](u)\n", "![a](v)\n"),
    "alternative text": ("![a](u)\n", "![b](u)\n"),
    "an HTML target": ('<a href="u">a</a>\n', '<a href="v">a</a>\n'),
    "an HTML picture": ('<img src="u" alt="x">\n', '<img src="v" alt="x">\n'),
    "an anchor of its own": ('<a name="u"></a>a\n', '<a name="v"></a>a\n'),
    "a cell dropped": ("|a|b|\n|-|-|\n|c|d|\n", "|a|b|\n|-|-|\n|c|d|e|\n\nd\n"),
    "a word of code": ("`a b`\n", "`a c`\n"),
    "a line of code": ("```\na\nb\n```\n", "```\na b\n```\n"),
    "a checked box": ("- [ ] a\n", "- [x] a\n"),
    "front matter": ("---\ntitle: a\n---\n", "---\ntitle: b\n---\n"),
    "hidden by a comment": ("a b\n", "a <!-- b -->\n"),
    "a footnote": ("a[^1]\n\n[^1]: b\n", "a\n\n[^1]: b\n"),
    "beside marked contents": (
        "<!-- toc -->\n- [A](#a)\n<!-- tocstop -->\n\none\n",
        "<!-- toc -->\n- [A](#a)\n<!-- tocstop -->\n\ntwo\n",
    ),
}


def rendering(text: str) -> Rendering:
    return Rendering(parse(Source("README.md", text)))


@pytest.mark.parametrize("name", SAME)
def test_what_may_change(name: str) -> None:
    before, after = SAME[name]
    assert rendering(before).shown == rendering(after).shown


@pytest.mark.parametrize("name", OTHER)
def test_what_may_not_change(name: str) -> None:
    before, after = OTHER[name]
    assert rendering(before) != rendering(after)


def lost(text: str, *edits: Edit, removed: int = 0) -> bool:
    before = parse(Source("README.md", text))
    after = parse(Source("README.md", apply_edits(text, edits)))
    return lost_links(before, after, edits, removed=removed)


def change(text: str, old: str, new: str) -> Edit:
    at = text.index(old)
    return Edit(Span(at, at + len(old)), new)


LIST = "- [a](https://a.org) - One.\n- [b](https://b.org) - Two.\n"


def test_another_target_loses_no_link() -> None:
    assert not lost(LIST, change(LIST, "https://a.org", "https://c.org"))


def test_a_link_taken_out_is_lost_unless_that_was_said() -> None:
    edit = change(LIST, "- [b](https://b.org) - Two.\n", "")
    assert lost(LIST, edit)
    assert not lost(LIST, edit, removed=1)


def test_a_link_that_was_not_meant_may_not_go() -> None:
    """An edit that takes out one link, as it says, and hides the next one in code."""
    edit = change(LIST, "- [a](https://a.org) - One.\n", "```\n")
    assert lost(LIST, edit, removed=1)
    assert not lost(LIST, change(LIST, "One.", "`One.`"))


def test_a_moved_link_is_no_loss() -> None:
    one, two = (line + "\n" for line in LIST.rstrip("\n").split("\n"))
    assert not lost(LIST, Edit(Span(0, len(LIST)), two + one))


def test_a_bare_address_may_become_the_target_of_a_link() -> None:
    text = "- [a] (https://a.org) - One.\n"
    assert not lost(text, change(text, "] (", "]("))
    bare = "https://a.org\n"
    linked = (Edit(Span(0, 0), "["), Edit(Span(13, 13), "](https://a.org)"))
    astray = (Edit(Span(0, 0), "["), Edit(Span(13, 13), "](https://b.org)"))
    assert not lost(bare, *linked)
    assert lost(bare, *astray)
