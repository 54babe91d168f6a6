"""Tables are measured as editors show them, and laid out without a change of their cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.fixer import Rendering, apply_edits
from curator.layout.tables import (
    Layout,
    aligned,
    badly_padded,
    characters,
    columns,
    is_aligned,
    lay_out,
    padded,
    tables_of,
)
from curator.markdown import parse
from curator.source import Source


def layout_of(text: str) -> tuple[Source, Layout]:
    document = parse(Source("list.md", text))
    return document.source, lay_out(document.source, next(tables_of(document.syntax.root)))


@pytest.mark.parametrize(
    ("text", "width", "units"),
    [
        ("plain", 5, 5),
        ("é", 1, 1),
        ("e\u0301", 1, 2),
        ("桤木", 4, 2),
        ("😀", 2, 2),
        ("✅", 2, 1),
        ("❤", 1, 1),
        ("❤\ufe0f", 2, 2),
        ("👍🏽", 2, 4),
        ("👩\u200d💻", 2, 5),
        ("🇩🇪", 2, 4),
        ("zero\u200bwidth", 9, 10),
    ],
)
def test_measures(text: str, width: int, units: int) -> None:
    assert columns(text) == width
    assert characters(text) == units


def test_pipes_and_blanks_are_found() -> None:
    _, layout = layout_of("|a | `b\\|c` |\n| :-: | - |\n d |e\n")
    assert [(row.rule, row.opened, row.closed) for row in layout.rows] == [
        (False, True, True),
        (True, True, True),
        (False, False, False),
    ]
    assert layout.alignments == ["center", "left"]
    assert [cell.left.end - cell.left.start for _, _, cell in layout.cells()] == [0, 1, 1, 1, 0, 0]


def test_one_long_cell_does_not_blow_up_a_table() -> None:
    """What is written is never more than a few times what was read."""
    for cells in (100, 200, 400):
        text = "| a |\n| - |\n" + "| b |\n" * cells + "| " + "c" * cells + " |\n"
        source, layout = layout_of(text)
        edits = aligned(source, layout, 1, columns)
        assert edits is None or len(apply_edits(text, edits)) <= 4 * len(text)


cell = st.sampled_from(["", "a", "bc", "`d\\|e`", "桤木", "\\|", "f  g"])
row = st.builds(
    lambda cells, opened, closed, blanks: (
        "| " * opened + (" " * blanks + "|").join(cells) + " |" * closed
    ),
    st.lists(cell, min_size=1, max_size=4),
    st.booleans(),
    st.booleans(),
    st.integers(0, 3),
)


@given(
    st.lists(row, max_size=4),
    st.sampled_from(["|-|-|", "| :-: | --: |", "|-----|:-|"]),
    st.sampled_from([columns, characters]),
    st.integers(0, 1),
)
def test_aligned_tables_are_aligned_and_hold_the_same(
    rows: list[str], rule: str, measure: object, padding: int
) -> None:
    text = "\n".join(["| x | y |", rule, *rows]) + "\n"
    by = columns if measure is columns else characters
    source, layout = layout_of(text)
    shown = Rendering(parse(source))
    edits = aligned(source, layout, padding, by)
    if edits is not None:
        after, laid = layout_of(apply_edits(text, edits))
        assert is_aligned(after, laid, by)
        assert badly_padded(after, laid, padding) == []
        assert Rendering(parse(after)) == shown
        assert aligned(after, laid, padding, by) == ()
    other, bare = layout_of(
        apply_edits(text, padded(badly_padded(source, layout, padding), padding))
    )
    assert badly_padded(other, bare, padding) == []
    assert Rendering(parse(other)) == shown
