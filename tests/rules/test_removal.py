"""Duplicates are shown taken out, whole lines of theirs and nothing else, and never applied."""

from __future__ import annotations

import pytest

from curator.diagnostic import Applicability
from tests.rules.runner import check, fix

PAPER = "https://arxiv.org/abs/1706.03762"
PAGE = "https://example.org/alder"


def shown(rule: str, text: str) -> list[str]:
    """What each finding's suggestion would make of ``text``."""
    document, found = check(rule, text)
    assert fix(document, found) == text
    results = []
    for diagnostic in found:
        if diagnostic.fix is None:
            continue
        assert diagnostic.fix.applicability is Applicability.DISPLAY
        (edit,) = diagnostic.fix.edits
        results.append(text[: edit.span.start] + edit.text + text[edit.span.end :])
    return results


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("rule", "url"), [("duplicate-paper", PAPER), ("duplicate-link", PAGE)])
@pytest.mark.parametrize(
    ("before", "again", "after"),
    [
        (
            "- [Tall Alders]({0})\n",
            "- [Tall Alders]({0}) - Words\n  over two lines.\n",
            "- [B](https://b.org)\n",
        ),
        ("- [Tall Alders]({0})\n", "- [Tall Alders]({0})\n", ""),
        ("- [Tall Alders]({0})\n", "- [Tall Alders]({0})", ""),
        (
            "- [Tall Alders]({0})\n\n",
            "- [Tall Alders]({0})\n",
            "\nText.\n",
        ),
        (
            "| Name | By |\n|--|--|\n| [Tall Alders]({0}) | b |\n",
            "| [Tall Alders]({0}) | c |\n",
            "| d | e |\n",
        ),
    ],
)
def test_the_lines_of_the_later_entry_are_taken_out(
    rule: str, url: str, before: str, again: str, after: str, newline: str
) -> None:
    before, again, after = (
        part.format(url).replace("\n", newline) for part in (before, again, after)
    )
    assert shown(rule, before + again + after) == [before + after]


@pytest.mark.parametrize(
    "text",
    [
        "- [Tall Alders]({0})\n- [Tall Alders]({0})\n  - [B](https://b.org)\n",
        "> - [Tall Alders]({0})\n> - [Tall Alders]({0})\n",
        "## A\n\n- [Tall Alders]({0})\n\n## B\n\n- [Tall Alders]({0})\n",
        "- [Tall Alders]({0})\n- [Quite another name]({0})\n",
    ],
)
@pytest.mark.parametrize(("rule", "url"), [("duplicate-paper", PAPER), ("duplicate-link", PAGE)])
def test_nothing_is_shown_where_it_may_be_wrong(rule: str, url: str, text: str) -> None:
    assert shown(rule, text.format(url)) == []
