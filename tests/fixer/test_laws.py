"""Every repair, safe or not and of every preset, keeps the laws on real and made-up lists."""

from __future__ import annotations

import random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.diagnostic import PRESETS, Applicability, Preset
from curator.rules import INDEX
from tests.documents import Document, cases
from tests.fixer.laws import check_repair
from tests.fixer.lists import generated_lists
from tests.markdown.strategies import lists
from tests.markdown.transforms import TRANSFORMS, Transform, lines_of, prepared

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE
MODES = pytest.mark.parametrize("wanted", [SAFE, UNSAFE], ids=["safe", "unsafe"])
LARGE = 200_000
"""Characters beyond which a document is left to the nightly run."""


def some_preset(document: Document) -> Preset:
    """The same preset in every run, each of them somewhere."""
    return random.Random(document.name).choice(PRESETS)


@MODES
@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("document", cases("fixtures"))
def test_fixtures(document: Document, preset: Preset, wanted: Applicability) -> None:
    check_repair(document.text(), preset, wanted)


@MODES
@pytest.mark.parametrize("document", cases("seeds", "corpus"))
def test_real_lists(document: Document, wanted: Applicability) -> None:
    if len(document.text()) > LARGE:
        pytest.skip("large documents are repaired in the nightly run")
    check_repair(document.text(), some_preset(document), wanted)


@pytest.mark.nightly
@MODES
@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("document", cases("seeds", "corpus"))
def test_real_lists_of_every_preset(
    document: Document, preset: Preset, wanted: Applicability
) -> None:
    check_repair(document.text(), preset, wanted)


def check_transform(document: Document, transform: Transform, preset: Preset) -> None:
    text = document.text()
    lines = prepared(text) if transform.wraps else lines_of(text)
    if transform.applies("".join(line + "\n" for line in lines)):
        for wanted in (SAFE, UNSAFE):
            check_repair(transform.rewrite(lines), preset, wanted)


@pytest.mark.parametrize("transform", TRANSFORMS, ids=lambda transform: transform.name)
@pytest.mark.parametrize("document", cases("fixtures"))
def test_fixtures_rewritten(document: Document, transform: Transform) -> None:
    check_transform(document, transform, random.Random(transform.name).choice(PRESETS))


@pytest.mark.parametrize("document", cases("seeds", "corpus"))
def test_real_lists_rewritten(document: Document) -> None:
    if len(document.text()) > LARGE // 2:
        pytest.skip("large documents are transformed in the nightly run")
    transform = random.Random(document.name).choice(TRANSFORMS)
    check_transform(document, transform, some_preset(document))


@pytest.mark.nightly
@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("transform", TRANSFORMS, ids=lambda transform: transform.name)
@pytest.mark.parametrize("document", cases("seeds", "corpus"))
def test_real_lists_rewritten_in_every_way(
    document: Document, transform: Transform, preset: Preset
) -> None:
    check_transform(document, transform, preset)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
@MODES
@pytest.mark.parametrize("document", cases("fixtures", "seeds"))
def test_other_newlines_change_nothing_else(
    document: Document, wanted: Applicability, newline: str
) -> None:
    """Repair and a change of all newlines may be done in either order."""
    plain = "".join(line + "\n" for line in lines_of(document.text()))
    preset = some_preset(document)
    one = check_repair(plain, preset, wanted).source.text.replace("\n", newline)
    assert check_repair(plain.replace("\n", newline), preset, wanted).source.text == one


presets = st.sampled_from(get_args(Preset))
modes = st.sampled_from([SAFE, UNSAFE])


@given(generated_lists, presets, modes)
def test_lists_in_the_manner_of_real_ones(text: str, preset: Preset, wanted: Applicability) -> None:
    check_repair(text, preset, wanted)


@given(lists, presets, modes)
def test_documents_of_every_construct(text: str, preset: Preset, wanted: Applicability) -> None:
    check_repair(text, preset, wanted)


@given(generated_lists, modes)
def test_every_rule_at_once(text: str, wanted: Applicability) -> None:
    check_repair(text, "strict", wanted, *(name for name in INDEX if not INDEX[name].online))
