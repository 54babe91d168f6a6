"""How long answers are believed, and what is remembered of links that fail."""

from __future__ import annotations

from typing import get_args

import pytest

from curator.status import Evidence, Failure, History, Verdict
from curator.status.histories import APART, failing_as, next_history
from curator.status.lifetimes import LIFETIMES, is_fresh

HOUR = 3_600.0
NOW = 1_800_000_000.0
DOWN = Evidence("https://example.org/", code=503)
GONE = Evidence("https://example.org/", failure=Failure.NAME_UNKNOWN)


def test_every_verdict_has_a_lifetime() -> None:
    assert set(LIFETIMES) == set(get_args(Verdict))


@pytest.mark.parametrize(
    ("verdict", "fresh", "stale"),
    [
        ("alive", 19 * HOUR, 21 * HOUR),
        ("moved", 19 * HOUR, 21 * HOUR),
        ("suspicious", 19 * HOUR, 21 * HOUR),
        ("blocked", 5 * HOUR, 6 * HOUR),
        ("dead", 0.9 * HOUR, HOUR),
        ("broken-tls", 0.9 * HOUR, HOUR),
    ],
)
def test_answers_are_believed_for_a_while(verdict: Verdict, fresh: float, stale: float) -> None:
    assert is_fresh(verdict, 0.0)
    assert is_fresh(verdict, fresh)
    assert not is_fresh(verdict, stale)


@pytest.mark.parametrize("age", [-30.0, 0.0, 1.0])
def test_what_failed_is_always_asked_again(age: float) -> None:
    assert not is_fresh("transient", age)
    assert not is_fresh("skipped", age)


def test_answers_of_the_future_are_not_believed() -> None:
    assert is_fresh("alive", -30.0)  # two clocks that differ
    assert not is_fresh("alive", -HOUR)
    assert not is_fresh("alive", float("nan"))


def test_an_outcome_is_its_failure_or_its_code() -> None:
    assert failing_as(DOWN) == "503"
    assert failing_as(GONE) == "name-unknown"


def test_a_failure_begins_a_row_and_an_answer_ends_it() -> None:
    first = next_history(None, DOWN, "transient", NOW)
    assert first == History("503", since=NOW, runs=1, counted_at=NOW)
    second = next_history(first, GONE, "dead", NOW + APART)
    assert second == History("name-unknown", since=NOW, runs=2, counted_at=NOW + APART)
    for verdict in ("alive", "moved", "suspicious", "blocked"):
        assert next_history(second, DOWN, verdict, NOW + APART) is None


def test_many_runs_in_a_short_time_are_one() -> None:
    history = None
    for minute in range(20):
        history = next_history(history, DOWN, "transient", NOW + 60 * minute)
    assert history == History("503", since=NOW, runs=1, counted_at=NOW)
    # Runs that came too soon do not keep later ones from counting.
    for hour in range(1, 49):
        history = next_history(history, DOWN, "transient", NOW + hour * HOUR)
    assert history is not None
    assert history.runs == 1 + 48 // 6


def test_what_tells_nothing_of_the_link_changes_nothing() -> None:
    before = History("503", since=NOW, runs=3, counted_at=NOW)
    later = NOW + 100 * HOUR
    for failure in (Failure.PROXY, Failure.NO_FILES, Failure.NOT_ASKED):
        evidence = Evidence("https://example.org/", failure=failure)
        assert next_history(before, evidence, "transient", later) == before
        assert next_history(None, evidence, "transient", later) is None
    assert next_history(before, DOWN, "skipped", later) == before


def test_a_clock_that_was_ahead_does_no_lasting_harm() -> None:
    ahead = next_history(None, DOWN, "transient", NOW + 10_000 * HOUR)
    history = next_history(ahead, DOWN, "transient", NOW)
    assert history == History("503", since=NOW, runs=1, counted_at=NOW)
    history = next_history(history, DOWN, "transient", NOW + APART)
    assert history is not None
    assert history.runs == 2
