"""What is remembered of links that fail from run to run: how they fail, since when, how often."""

from __future__ import annotations

from typing import Final

from curator.status import Evidence, Failure, History, Verdict

APART: Final = 6 * 3_600.0
"""Seconds between two runs that both count.

An error "after N runs over M days" must not be reached by running twenty times in a minute.
"""

_FAILING: Final[frozenset[Verdict]] = frozenset({"transient", "dead", "broken-tls"})
_NOT_ITS_FAULT: Final = frozenset({Failure.PROXY, Failure.NO_FILES, Failure.NOT_ASKED})


def failing_as(evidence: Evidence) -> str:
    """The outcome of ``evidence`` in a word: its failure, else its code, such as ``503``."""
    return str(evidence.code if evidence.failure is None else evidence.failure)


def next_history(
    before: History | None, evidence: Evidence, verdict: Verdict, now: float
) -> History | None:
    """What is to be remembered of a link after a run that asked for it; pure.

    ``before`` is what was remembered, ``now`` in seconds since 1970. A failing outcome
    (transient, dead, broken-tls) begins a row or continues it, whichever it is; its run counts
    if it is at least ``APART`` after the last one that did. Any other answer ends the row, and
    what tells nothing of the link (skipped, or a fault of this machine or its proxy) leaves
    all as it was. The result's ``runs`` and ``since`` count this run in.
    """
    if verdict == "skipped" or evidence.failure in _NOT_ITS_FAULT:
        return before
    if verdict not in _FAILING:
        return None
    outcome = failing_as(evidence)
    if before is None:
        return History(outcome, since=now, runs=1, counted_at=now)
    # A clock that was ahead for a while must not keep runs from counting for years.
    last = min(before.counted_at or before.since, now)
    counts = now - last >= APART
    return History(
        outcome,
        since=min(before.since, now),
        runs=before.runs + counts,
        counted_at=now if counts else last,
    )
