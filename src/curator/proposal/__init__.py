"""What 'curator init' proposes for a repository, worked out from what is seen of it."""

from curator.proposal.automation import HOOKS, WORKFLOW, hook_entry, hooks, workflow
from curator.proposal.choosing import (
    Chosen,
    Misfit,
    Tally,
    by_severity,
    choose_preset,
    find_misfits,
    selection,
    tally,
)
from curator.proposal.configuration import NAME, configuration
from curator.proposal.paths import Paths, choose_paths, literal_pattern
from curator.proposal.seen import Seen, SeenFile, Tool, form_of, see

__all__ = [
    "HOOKS",
    "NAME",
    "WORKFLOW",
    "Chosen",
    "Misfit",
    "Paths",
    "Seen",
    "SeenFile",
    "Tally",
    "Tool",
    "by_severity",
    "choose_paths",
    "choose_preset",
    "configuration",
    "find_misfits",
    "form_of",
    "hook_entry",
    "hooks",
    "literal_pattern",
    "see",
    "selection",
    "tally",
    "workflow",
]
