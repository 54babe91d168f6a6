"""Lists that get other markers stay the same lists, and nobody else's lines move."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curator.fixer import Rendering, apply_edits
from curator.layout.margins import Changes, OuterList, items_within, outer_lists, relaid
from curator.layout.rereading import is_same_list
from curator.markdown import parse
from curator.source import Source

MARKERS = ("-", "*", "1.", "10.", "999)")
BLOCKS = (
    "goes on",
    "",
    "> quoted",
    "```",
    "<b>x</b>",
    "| a |",
    "| - |",
    "===",
    "    code",
    "2. two",
)


def outer_of(text: str) -> tuple[Source, OuterList]:
    document = parse(Source("list.md", text))
    return document.source, next(iter(outer_lists(document.syntax.root)))


def relaid_text(text: str, *, marker: str | None = None, gap: str | None = None) -> str | None:
    """``text`` with other markers and gaps in its first list, if it stays the same list."""
    source, outer = outer_of(text)
    items = list(items_within(outer))
    changes = Changes(
        {id(item): marker for item in items} if marker else {},
        {id(item): gap for item in items} if gap else {},
    )
    edits = relaid(source, outer, changes)
    if edits is None or not is_same_list(source, outer, edits):
        return None
    return apply_edits(text, edits)


def test_what_is_in_an_item_moves_along() -> None:
    text = "-   a\n\n    b\n    - c\n\n      > d\nlazy\n"
    assert relaid_text(text, gap=" ") == "- a\n\n  b\n  - c\n\n    > d\nlazy\n"


def test_wider_markers_push_it_out() -> None:
    assert relaid_text("1. a\n   b\n\n   1. c\n", marker="01.") == "01. a\n    b\n\n    01. c\n"


def test_nothing_changes_where_nothing_is_to_change() -> None:
    source, outer = outer_of("\t- a\n  b\n"[1:])
    assert relaid(source, outer, Changes()) == ()


def test_a_list_that_would_swallow_what_follows_is_left_alone() -> None:
    assert relaid_text("-   a\n\n  b\n", gap=" ") is None
    assert relaid_text("-   a\n  - b\n", gap=" ") is None


def test_a_list_that_would_become_a_rule_is_another_one() -> None:
    source, outer = outer_of("* - -\n")
    assert relaid_text("* - -\n", marker="-") is None
    assert relaid(source, outer, Changes()) == ()


def test_a_list_in_a_footnote_is_left_alone() -> None:
    assert relaid_text("a[^1]\n\n[^1]: b\n\n    -   c\n", gap=" ") is None


line = st.builds(
    lambda indent, marker, gap, text: " " * indent + marker + " " * gap + text,
    st.integers(0, 9),
    st.sampled_from(MARKERS),
    st.integers(1, 6),
    st.sampled_from(("a", "[b](c)", "[ ] d", "")),
)
other = st.builds(
    lambda indent, text: " " * indent + text, st.integers(0, 9), st.sampled_from(BLOCKS)
)


@given(
    st.lists(st.one_of(line, line, other), max_size=9),
    st.sampled_from((None, *MARKERS)),
    st.sampled_from((None, " ", "   ")),
    st.sampled_from(("", "> ")),
    st.sampled_from(("\n", "\r\n")),
)
def test_whatever_is_relaid_shows_the_same_page(
    lines: list[str], marker: str | None, gap: str | None, prefix: str, newline: str
) -> None:
    text = "".join(prefix + each + newline for each in ["-   a", *lines, "", "end"])
    after = relaid_text(text, marker=marker, gap=gap)
    if after is not None:
        before = parse(Source("list.md", text))
        assert Rendering(parse(Source("list.md", after))) == Rendering(before)
        assert after.count(newline) == text.count(newline)
