"""What every rule uses to speak of what it found."""

from __future__ import annotations

from curator.diagnostic import Applicability, Severity, shortened


def test_quotes_are_shortened_to_one_line() -> None:
    assert shortened("two\r\n  lines") == "two lines"
    assert shortened("a" * 80) == "a" * 80
    assert shortened("word " * 30, 20) == "word word word word…"


def test_severities_and_applicabilities_are_ordered() -> None:
    assert Severity.INFO < Severity.WARNING < Severity.ERROR
    assert Applicability.DISPLAY < Applicability.UNSAFE < Applicability.SAFE
    assert [severity.label for severity in Severity] == ["info", "warning", "error"]


def test_a_quote_is_read_no_further_than_shown() -> None:
    assert shortened("a" * 1_000_000 + " b") == "a" * 79 + "…"
    assert shortened("x \t\n" * 1_000_000, 10) == "x x x x x…"
