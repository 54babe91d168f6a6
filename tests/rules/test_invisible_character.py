"""Safe fixes of invisible-character change no construct, no word and no target."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.diagnostic import Applicability
from curator.document import Document
from curator.markdown import parse
from curator.nodes import Break, Text, plain_text
from curator.rules import invisible_character
from curator.source import Source
from tests.rules.runner import check, fix

HIDDEN = "\u200b \u00ad \u2060 \ufeff \u00a0 \u202e \u202c \x0c \x08 \U000e0069".split(" ")
PIECES = st.sampled_from(
    [
        *HIDDEN,
        *HIDDEN,
        *"a Bc 1 . * ** _ - # [ ] ( ) : / | > ` \\ www. http s://e.org @ é 中 ， { } & ~ +".split(),
        *[
            "[t](https://e.org)",
            " ",
            "  ",
            "    ",
            "\n",
            "\n\n",
            "\n- ",
            "\n| a | b |\n| - | - |\n",
        ],
    ]
)


def _shape(document: Document) -> tuple[list[str], str, list[str]]:
    """The constructs of a document, its visible words, and its targets."""
    root = document.syntax.root
    kinds = [node.kind for node in root.walk() if not isinstance(node, (Text, Break))]
    kinds += ["hard" for node in root.walk() if isinstance(node, Break) and node.hard]
    shown = plain_text(document.source, root)
    words = "".join(c for c in shown if unicodedata.category(c)[0] in "LMN")
    return kinds, words, [link.url for link in document.links]


@given(st.lists(PIECES, max_size=16).map("".join))
def test_safe_fixes_change_nothing_that_is_seen(text: str) -> None:
    document, found = check("invisible-character", text)
    safe = [one for one in found if one.fix and one.fix.applicability is Applicability.SAFE]
    assert _shape(parse(Source("README.md", fix(document, safe)))) == _shape(document)


@given(st.lists(PIECES, max_size=16).map("".join))
def test_one_finding_a_line_and_quiet_once_it_is_fixed(text: str) -> None:
    document, found = check("invisible-character", text)
    lines = [document.source.line_at(one.span.start) for one in found]
    assert len(lines) == len(set(lines))
    for one in found:
        assert one.fix is None or all(edit.span.start < edit.span.end for edit in one.fix.edits)


@given(st.characters(exclude_categories=["Cs"]))
def test_the_cheap_test_overlooks_nothing(character: str) -> None:
    if invisible_character._RUN.match(character) and not character >= "\U000e0000":
        assert invisible_character._may_hold_some(f"é{character}")
        assert invisible_character._may_hold_some(character)


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xB0), *range(0x2000, 0x2070)])
def test_the_cheap_test_and_the_search_agree(code: int) -> None:
    text = f"a{chr(code)}b"
    found = re.search(invisible_character._RUN, text) is not None
    assert invisible_character._may_hold_some(text) or not found
