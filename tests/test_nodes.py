"""Escapes and character references, as CommonMark resolves them."""

from __future__ import annotations

import pytest

from curator.nodes import decode, decode_html


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (r"a\*b\a", r"a*b\a"),
        ("&amp;&copy;&rlm;", "&©\u200f"),
        ("&notit; &amp &nosuch;", "&notit; &amp &nosuch;"),
        ("&#35;&#x22;&#X1F525;", '#"🔥'),
        ("&#0;&#xD800;&#x110000;", "\ufffd" * 3),
        ("&#128;", "\x80"),
        (r"\&amp;", "&amp;"),
    ],
)
def test_decode(raw: str, text: str) -> None:
    assert decode(raw) == text


def test_html_has_no_escapes() -> None:
    assert decode_html(r"\* &lt;") == r"\* <"
