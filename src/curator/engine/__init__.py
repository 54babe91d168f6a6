"""Selecting rules and running them over a document."""

from curator.config.choices import Choice, Exemption, Selection
from curator.engine.answerable import answerable
from curator.engine.linting import lint, load_rule
from curator.engine.selection import (
    MIN_LIST_ENTRIES,
    Settings,
    is_list,
    select_rules,
    settings_for,
)

__all__ = [
    "MIN_LIST_ENTRIES",
    "Choice",
    "Exemption",
    "Selection",
    "Settings",
    "answerable",
    "is_list",
    "lint",
    "load_rule",
    "select_rules",
    "settings_for",
]
