"""Role words, editions and badges."""

from __future__ import annotations

import pytest

from curator.document.roles import is_badge, is_people_column, is_title_column, role_of_text


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("paper", "paper"),
        ("[PDF]", "paper"),
        ("arXiv:1706.03762", "paper"),
        ("Code & Model", "code"),
        ("official code (v2)", "code"),
        ("项目地址", "project"),
        ("论文", "paper"),
        ("Website-Part 1", "project"),
        ("Spring 2016", "edition"),
        ("2018", "edition"),
        ("v1.2", "edition"),
        ("Code Llama", None),
        ("Papers With Code", None),
        ("The Illustrated Transformer", None),
        ("", None),
        ("x" * 1000, None),
    ],
)
def test_roles(text: str, role: str | None) -> None:
    assert role_of_text(text) == role


def test_names_are_roles_only_where_they_do_not_open_an_entry() -> None:
    assert role_of_text("PyTorch") == "code"
    assert role_of_text("PyTorch", opening=True) is None
    assert role_of_text("paper", opening=True) == "paper"


@pytest.mark.parametrize(
    ("url", "badge"),
    [
        ("https://img.shields.io/github/stars/o/r", True),
        ("https://awesome.re/badge.svg", True),
        ("https://github.com/o/r/workflows/ci.yml/badge.svg", True),
        ("https://colab.research.google.com/assets/colab-badge.svg", True),
        ("https://example.org/screenshot.png", False),
        ("logo.svg", False),
    ],
)
def test_badges(url: str, badge: bool) -> None:
    assert is_badge(url) is badge


def test_columns() -> None:
    assert is_people_column("Lead")
    assert is_people_column("Authors")
    assert not is_people_column("Leaderboard")
    assert is_title_column("Paper")
    assert not is_title_column("Stars")
