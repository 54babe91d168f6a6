"""The picture of a terminal in README.md: whole, light, and fit for any viewer and font."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from tools import picture

from tests.documents import ROOT

SVG = "{http://www.w3.org/2000/svg}"


def drawn(printed: str) -> list[ET.Element]:
    """The pieces of text below the bar of the window, as a viewer reads them."""
    root = ET.fromstring(picture.svg(printed, "title", "description", 40))
    return root.findall(f"{SVG}text")[1:]


def test_text_stands_in_its_columns_whatever_is_painted() -> None:
    found = list(
        picture.pieces("a \x1b[1;31mbad\x1b[0m  word\n\n    \x1b[2mfaint\n still\x1b[0m end")
    )
    assert found == [
        (0, 0, "a", ""),
        (0, 2, "bad", "1;31"),
        (0, 7, "word", ""),
        (2, 4, "faint", "2"),
        (3, 1, "still", "2"),
        (3, 7, "end", ""),
    ]


def test_wide_characters_take_two_columns() -> None:
    (text,) = drawn("论文  x")[:1]
    assert text.get("textLength") == f"{4 * picture.COLUMN:g}"
    assert list(picture.pieces("论文  x"))[1].column == 6


def test_markup_in_the_text_is_text() -> None:
    (text,) = drawn("<script>alert(1)</script>&amp;<!--")
    assert text.text == "<script>alert(1)</script>&amp;<!--"


def test_a_colour_without_a_look_is_refused() -> None:
    with pytest.raises(KeyError, match="38;5;9"):
        picture.svg("\x1b[38;5;9mx\x1b[0m", "title", "description", 40)


def test_the_picture_of_the_readme_shows_what_stands_there_as_text() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (name,) = re.findall(r"!\[[^\]]{40,}\]\((\S+\.svg)\)", readme)
    (printed,) = re.findall(r"```console\n(.*?)```", readme, re.DOTALL)
    svg = (ROOT / name).read_text(encoding="utf-8")
    seen = [text.text or "" for text in ET.fromstring(svg).findall(f"{SVG}text")[1:]]
    assert "".join("".join(seen).split()) == "".join(printed.split())


def test_the_picture_of_the_readme_is_light_and_fetches_nothing() -> None:
    svg = (ROOT / "docs" / "terminal.svg").read_text(encoding="utf-8")
    assert len(svg) < 60_000
    assert re.search(r"<script|<image|href|@import|@font-face|url\(|\x1b", svg) is None
