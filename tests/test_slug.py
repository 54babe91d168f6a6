"""Anchors of headings agree with github-slugger 2.0.0, character by character."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.slug import Slugger, anchor_variants, slug
from curator.slug.unicode13 import removed_ranges
from tests.documents import DATA

GOLDEN: dict[str, Any] = json.loads((DATA / "github_slugs.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", GOLDEN["documents"], ids=lambda pairs: ascii(pairs[0][0]))
def test_a_document_has_the_anchors_of_github_slugger(document: list[list[str]]) -> None:
    slugger = Slugger()
    assert [[text, slugger.slug(text)] for text, _ in document] == document


def test_the_table_is_ordered_disjoint_and_complete() -> None:
    ranges = removed_ranges()
    assert len(ranges) == 735
    flat = [point for pair in ranges for point in pair]
    assert flat == sorted(flat)
    assert all(end + 1 < start for (_, end), (start, _) in pairwise(ranges))
    assert flat[0] == 0
    assert flat[-1] == 0x10FFFF


def test_the_table_keeps_what_the_rule_keeps_in_unicode_3_2() -> None:
    """Python ships the properties of one old version for ever: compare where they have settled.

    A character's category may change between versions; the few that did are left out.
    """
    old = unicodedata.ucd_3_2_0
    removed = {point for start, end in removed_ranges() for point in range(start, end + 1)}
    letter_like = {*range(0x24B6, 0x24EA), *range(0x1F130, 0x1F18A)}
    for point in range(0x10000):
        character = chr(point)
        category = old.category(character)
        if category != unicodedata.category(character) or category in {"Cn", "Cs"}:
            continue
        kept = category[0] in "LM" or category in {"Nd", "Nl", "Pc"} or character in " -"
        assert (point not in removed) == (kept or point in letter_like), hex(point)


@given(st.text())
def test_an_anchor_has_no_space_and_is_a_fixed_point(text: str) -> None:
    anchor = slug(text)
    assert " " not in anchor
    assert slug(anchor) == anchor


@given(st.lists(st.sampled_from(["a", "a-1", "a-1-1", "A", "b", "", "-1", "a 1", "a-2"])))
def test_no_two_headings_share_an_anchor(headings: list[str]) -> None:
    slugger = Slugger()
    anchors = [slugger.slug(heading) for heading in headings]
    assert len(set(anchors)) == len(anchors)
    assert all(
        anchor.startswith(slug(heading)) for anchor, heading in zip(anchors, headings, strict=True)
    )


@given(st.lists(st.text(max_size=3)))
def test_a_heading_seen_once_has_its_plain_anchor_first(headings: list[str]) -> None:
    slugger = Slugger()
    seen: set[str] = set()
    for heading in headings:
        anchor = slugger.slug(heading)
        if slug(heading) not in seen:
            assert anchor == slug(heading)
        seen.add(anchor)


def test_many_equal_headings_cost_one_step_each() -> None:
    slugger = Slugger()
    anchors = [slugger.slug("News") for _ in range(50_000)]
    assert anchors[0] == "news"
    assert anchors[-1] == "news-49999"


def test_both_forms_of_an_emoji_heading_are_right() -> None:
    assert anchor_variants(slug("❤️ Heart")) == ("️-heart", "-heart")
    assert anchor_variants("heart") == ("heart",)
