"""What is known of links: evidence of what a server or a service said, and the verdict on it."""

from curator.status.evidence import (
    Evidence,
    Failure,
    History,
    Hop,
    LinkStatus,
    Mark,
    Verdict,
)
from curator.status.verdicts import Judgement, judge

__all__ = [
    "Evidence",
    "Failure",
    "History",
    "Hop",
    "Judgement",
    "LinkStatus",
    "Mark",
    "Verdict",
    "judge",
]
