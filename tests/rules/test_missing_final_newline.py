"""The newline that missing-final-newline adds is the one that the file has."""

from __future__ import annotations

import pytest

from curator.source import Position
from tests.rules.runner import check, fix


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        ("a", "\n"),
        ("a\nb", "\n"),
        ("a\r\nb", "\r\n"),
        ("a\rb", "\r"),
        ("a\nb\r\nc", "\r\n"),
        ("a\r\nb\nc", "\n"),
        ("a\nb\rc", "\r"),
        ("\ufeffa", "\n"),
        ("```\na", "\n"),
        ("a\u2028", "\n"),
    ],
)
def test_the_newline_of_the_file_is_added(text: str, newline: str) -> None:
    document, found = check("missing-final-newline", text)
    assert fix(document, found) == text + newline
    assert check("missing-final-newline", text + newline)[1] == []


@pytest.mark.parametrize("text", ["", "\ufeff", "\n", "a\n", "a\r", "a\r\n", "\ufeffa\n"])
def test_what_ends_with_a_newline_or_holds_nothing_is_right(text: str) -> None:
    assert check("missing-final-newline", text)[1] == []


def test_it_is_told_at_the_last_character() -> None:
    document, found = check("missing-final-newline", "a\nbc")
    assert [document.source.position(one.span.start) for one in found] == [Position(2, 2)]
