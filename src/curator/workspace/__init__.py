"""The files of a run: which ones are meant, their text, and what lies around them."""

from curator.workspace.elsewhere import Located
from curator.workspace.facts import Survey, Surveyed, gather, gather_facts, survey
from curator.workspace.inputs import (
    STDIN,
    Input,
    Inputs,
    display_name,
    find_inputs,
    place_of,
)
from curator.workspace.reading import read_limited, read_source, reason
from curator.workspace.repository import absolute, find_repository
from curator.workspace.walk import files_below

__all__ = [
    "STDIN",
    "Input",
    "Inputs",
    "Located",
    "Survey",
    "Surveyed",
    "absolute",
    "display_name",
    "files_below",
    "find_inputs",
    "find_repository",
    "gather",
    "gather_facts",
    "place_of",
    "read_limited",
    "read_source",
    "reason",
    "survey",
]
