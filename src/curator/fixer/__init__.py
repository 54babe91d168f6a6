"""Repair of a document: fixes applied in rounds, each held to the law of safe fixes."""

from curator.fixer.edits import apply_edits
from curator.fixer.law import Rendering, lost_links
from curator.fixer.rounds import MAX_ROUNDS, Applied, Dropped, Repaired, repair

__all__ = [
    "MAX_ROUNDS",
    "Applied",
    "Dropped",
    "Rendering",
    "Repaired",
    "apply_edits",
    "lost_links",
    "repair",
]
