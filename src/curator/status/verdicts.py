"""The verdict on an evidence, by one table that knows every code and every failure."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from curator.status.evidence import Evidence, History, Verdict


class Judgement(NamedTuple):
    """A verdict, and the word for why."""

    verdict: Verdict
    reason: str


def judge(
    evidence: Evidence, history: History | None = None, accepted: Collection[int] = ()
) -> Judgement:
    """The verdict on ``evidence``; total, pure.

    ``history`` is what earlier runs saw, ``accepted`` are codes that the operator or the list
    takes as alive for this host.
    """
    raise NotImplementedError
