"""The cheap test of mojibake misses nothing that ftfy would repair, and spares its import."""

from __future__ import annotations

import sys

import pytest
from ftfy import fix_encoding
from hypothesis import given
from hypothesis import strategies as st

from curator.rules import mojibake
from tests.rules.runner import check

LETTERS = st.characters(min_codepoint=0xA0, max_codepoint=0x1F9FF, exclude_categories=["Cs"])


def test_ftfy_is_not_loaded_without_a_suspect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ftfy", None)  # importing it would fail
    text = "- [Über Größe](https://example.org/Ã©) - „Café“, 中文, Привет, ‘naïve’ – 20 °C…\n"
    assert check("mojibake", text)[1] == []
    with pytest.raises(ImportError):
        check("mojibake", "- [PokÃ©mon](https://example.org)\n")


@given(
    st.text(LETTERS, min_size=1, max_size=12),
    st.sampled_from(["latin-1", "cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp437"]),
)
def test_nothing_that_ftfy_repairs_is_overlooked(word: str, encoding: str) -> None:
    garbled = word.encode("utf-8").decode(encoding, errors="replace")
    if fix_encoding(garbled) != garbled and "\ufffd" not in garbled:
        assert mojibake._may_be_garbled(garbled)


@pytest.mark.parametrize(
    ("garbled", "narrow", "meant"),
    [
        ("donâ€™t", "â€™", "don’t"),
        ("Ä°stanbul", "Ä°", "İstanbul"),
        ("ä¸\xadæ–‡", "ä¸\xadæ–‡", "中文"),
        ("Î•Î»Î»Î¬Î´Î±", "Î•Î»Î»Î¬Î´Î±", "Ελλάδα"),
        ("ðŸ˜€", "ðŸ˜€", "😀"),
    ],
)
def test_the_span_is_narrow_and_the_message_shows_the_word(
    garbled: str, narrow: str, meant: str
) -> None:
    document, found = check("mojibake", f"- [x](https://example.org) - A {garbled} here.\n")
    assert [document.source[finding.span] for finding in found] == [narrow]
    assert f"did you mean '{meant}'?" in found[0].message
