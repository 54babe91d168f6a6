"""A finding, its repair, and what is known of the rule it is of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, NamedTuple

from curator.source import Span


class Severity(IntEnum):
    """How bad a finding is; compared with ``--fail-on``."""

    INFO = 0
    WARNING = 1
    ERROR = 2

    @property
    def label(self) -> str:
        """The lower-case word used in every output format."""
        return self.name.lower()


class Applicability(IntEnum):
    """How far a fix may be trusted: ``DISPLAY`` is only shown, ``UNSAFE`` needs an option."""

    DISPLAY = 0
    UNSAFE = 1
    SAFE = 2


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters of ``span`` with ``text``."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that repair one finding together, with a title in the imperative.

    ``removed_links`` is how many links (images aside) an unsafe fix takes out of the text:
    every other link that went missing would be a loss that nobody asked for.
    """

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability
    removed_links: int = 0


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a finding; ``path`` is set where it is in another file."""

    span: Span
    message: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding of one rule.

    ``key`` names what was found in words that survive moved lines (no line numbers, no
    offsets), so that baselines and pull-request mode can tell old findings from new ones.
    """

    rule: str
    severity: Severity
    message: str
    span: Span
    key: str
    related: tuple[Related, ...] = ()
    fix: Fix | None = None


Preset = Literal["recommended", "papers", "awesome", "awesome-lint", "strict"]
PRESETS: tuple[Preset, ...] = ("recommended", "papers", "awesome", "awesome-lint", "strict")

Category = Literal[
    "links", "duplicates", "papers", "structure", "entries", "guidelines", "text", "layout"
]


OptionValue = bool | int | float | str | tuple[str, ...]
OptionKind = Literal["boolean", "integer", "number", "string", "strings"]


class OptionInfo(NamedTuple):
    """An option of a rule: its name in a configuration, its type, default and meaning.

    ``choices`` are the only values of a string that has such; ``least`` and ``most`` bound a
    number, both included.
    """

    name: str
    kind: OptionKind
    default: OptionValue
    summary: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


class RuleInfo(NamedTuple):
    """A line of the generated index of rules, known without importing the rule.

    ``severities`` are those of presets that judge otherwise than ``severity``.
    ``awesome_lint`` are the names under which awesome-lint's comments know the rule.
    ``by_majority`` says that what is right follows from what most of the list does.
    """

    name: str
    summary: str
    severity: Severity
    category: Category
    presets: tuple[Preset, ...]
    fix: Applicability | None
    online: bool
    severities: tuple[tuple[Preset, Severity], ...] = ()
    options: tuple[OptionInfo, ...] = ()
    awesome_lint: tuple[str, ...] = ()
    by_majority: bool = False

    @property
    def own_lines_only(self) -> bool:
        """Whether a change is answerable only for what it finds on lines that were touched.

        What the network says of other lines, or what most of them do, may change by itself.
        """
        return self.online or self.by_majority

    @property
    def module(self) -> str:
        """The name of the module that implements the rule."""
        return "curator.rules." + self.name.replace("-", "_")


_PIECE = re.compile(r"\S{1,256}")


def shortened(text: str, limit: int = 80) -> str:
    """``text`` on one line and of at most ``limit`` characters (256 at most), to be quoted.

    Reads no further than it has to: a message about each of many links may quote one text
    that is as long as the file.
    """
    line = ""
    for match in _PIECE.finditer(text):
        line += " " * bool(line) + match.group()
        if len(line) > limit:
            return f"{line[: limit - 1].rstrip()}…"
    return line
