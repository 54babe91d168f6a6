"""What is chosen for one file: the rules it is judged by, how, and what is kept silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from curator.diagnostic import OptionValue, Preset, Severity


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen for one rule: a severity instead of its own, and options by name."""

    severity: Severity | None = None
    options: Mapping[str, OptionValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exemption:
    """Findings that a configuration silences in a file, one ``[[ignore]]`` of it.

    ``rule`` or ``identity`` may be ``None``, which means any; ``identity`` is an
    ``Identity.key``. ``place`` says where it is written, to be told if it silences nothing.
    """

    rule: str | None
    identity: str | None
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The choice of rules: a preset, with rules added, taken away and adjusted by name.

    Rules named in ``select`` replace the preset, those in ``extend_select`` are added to it.
    """

    preset: Preset = "recommended"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    choices: Mapping[str, Choice] = field(default_factory=dict)
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line chooses, which wins over every file.

    ``select`` replaces whatever a file selects, and switches on what a file switches off;
    ``preset`` replaces a file's preset and ``select``; ``ignore`` takes away from all that.
    The severities and options that a file chooses stay.
    """

    preset: Preset | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
