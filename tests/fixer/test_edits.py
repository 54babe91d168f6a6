"""Edits of a text: what goes together, what comes of it, and where the rest is then."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.diagnostic import Edit
from curator.fixer.edits import EditSet, Moves, apply_edits
from curator.source import Span

TEXT = "abcdefghij"


def edit(start: int, end: int, text: str = "") -> Edit:
    return Edit(Span(start, end), text)


def taken(*groups: tuple[Edit, ...]) -> list[bool]:
    edits = EditSet()
    return [edits.add(group) for group in groups]


@pytest.mark.parametrize(
    ("one", "two", "both"),
    [
        (edit(0, 2, "x"), edit(2, 4, "y"), True),
        (edit(0, 2, "x"), edit(1, 4, "y"), False),
        (edit(2, 4, "x"), edit(2, 4, "x"), True),
        (edit(2, 4, "x"), edit(2, 4, "y"), False),
        (edit(2, 2, "x"), edit(2, 2, "y"), False),
        (edit(2, 2, "x"), edit(2, 4, "y"), True),
        (edit(2, 2, "x"), edit(0, 2, "y"), True),
        (edit(3, 3, "x"), edit(2, 4, "y"), False),
        (edit(0, 9, "x"), edit(4, 5, "y"), False),
    ],
)
def test_which_edits_go_together(one: Edit, two: Edit, *, both: bool) -> None:
    assert taken((one,), (two,)) == [True, both]
    assert taken((two,), (one,)) == [True, both]


def test_a_group_is_taken_whole_or_not_at_all() -> None:
    edits = EditSet()
    assert edits.add((edit(4, 5, "x"),))
    assert not edits.add((edit(0, 1, "y"), edit(4, 6, "z")))
    assert edits.edits == (edit(4, 5, "x"),)


def test_a_group_that_is_in_its_own_way_is_not_taken() -> None:
    assert taken((edit(0, 3), edit(2, 4))) == [False]


def test_an_edit_that_two_groups_share_is_made_once() -> None:
    edits = EditSet()
    assert edits.add((edit(0, 1, "X"), edit(5, 6, "Y")))
    assert edits.add((edit(5, 6, "Y"), edit(8, 8, "!")))
    assert apply_edits(TEXT, edits.edits) == "XbcdeYgh!ij"


places = st.integers(0, len(TEXT))
some_edits = st.lists(
    st.builds(
        lambda a, b, text: edit(min(a, b), max(a, b), text),
        places,
        places,
        st.text("XYZ", max_size=3),
    ),
    max_size=8,
)


@given(some_edits)
def test_edits_do_what_they_say_in_any_order(given_edits: list[Edit]) -> None:
    edits = EditSet()
    kept = [each for each in given_edits if edits.add((each,))]
    assert set(edits.edits) == set(kept)
    made = TEXT
    for each in reversed(edits.edits):  # from the end: places before it stay
        made = made[: each.span.start] + each.text + made[each.span.end :]
    assert apply_edits(TEXT, edits.edits) == made


@given(some_edits)
def test_what_no_edit_touches_is_where_it_was_moved_to(given_edits: list[Edit]) -> None:
    edits = EditSet()
    for each in given_edits:
        edits.add((each,))
    moves = Moves(edits.edits)
    made = apply_edits(TEXT, edits.edits)
    for at, character in enumerate(TEXT):
        replaced = any(each.span.start <= at < each.span.end for each in edits.edits)
        assert moves.touches(at, at + 1) == replaced
        if not replaced:
            assert made[moves.moved(at)] == character


def test_an_insertion_within_touches() -> None:
    moves = Moves((edit(3, 3, "x"),))
    assert moves.touches(2, 5)
    assert not moves.touches(3, 5)
    assert not moves.touches(0, 3)


@given(some_edits, some_edits)
def test_edits_carried_over_others_do_what_they_would_have_done(
    first: list[Edit], second: list[Edit]
) -> None:
    """Made one after the other, edits come to the same as made together."""
    together, one, two = EditSet(), EditSet(), EditSet()
    for each in first:
        if together.add((each,)):
            one.add((each,))
    for each in second:
        if each not in one.edits and together.add((each,)):
            two.add((each,))
    between = apply_edits(TEXT, one.edits)
    made = apply_edits(between, Moves(one.edits).carried(two.edits))
    assert made == apply_edits(TEXT, together.edits)
