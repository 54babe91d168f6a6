"""Documents made to be slow: they parse, obey the laws, and cost what their size allows."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from bench.shapes import SHAPES

from curator.markdown import parse_syntax
from curator.markdown.budget import Budget
from curator.source import Source
from tests.markdown.laws import check

STEPS_PER_CHARACTER = 64
STEPS_AT_LEAST = 10_000
"""What a file may cost however short it is."""

shapes = pytest.mark.parametrize("name", SHAPES)


def check_shape(name: str, size: int) -> None:
    text = SHAPES[name](size)
    source = Source("a.md", text)
    budget = Budget.for_text(text)
    check(source, parse_syntax(source, budget=budget, strict=True))
    assert budget.spent <= STEPS_PER_CHARACTER * len(text) + STEPS_AT_LEAST


def calls(work: Callable[[], object]) -> int:
    """How many functions ``work`` calls, C functions included."""
    count = 0

    def tally(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@shapes
def test_shape_at_10_kb(name: str) -> None:
    check_shape(name, 10_000)


@shapes
def test_work_grows_as_the_size_does(name: str) -> None:
    small, large = Source("a.md", SHAPES[name](1_000)), Source("a.md", SHAPES[name](4_000))
    ratio = len(large.text) / len(small.text)
    few, many = calls(lambda: parse_syntax(small)), calls(lambda: parse_syntax(large))
    assert many <= 1.5 * ratio * few + 2_000


@pytest.mark.nightly
@shapes
def test_shape_at_80_kb(name: str) -> None:
    check_shape(name, 80_000)


@pytest.mark.nightly
@shapes
def test_shape_at_320_kb(name: str) -> None:
    check_shape(name, 320_000)
