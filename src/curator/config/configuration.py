"""A configuration that makes sense, and what it comes to for one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from curator.config.choices import Choice, Exemption, Given, Selection
from curator.config.links import LinkChoices, NetworkChoices
from curator.diagnostic import OptionValue, Preset, Severity

if TYPE_CHECKING:
    from curator.config.globs import Exclusion, Glob

OFF = "off"
"""The word that stands in a configuration where a rule is to have no severity at all."""


@dataclass(frozen=True, slots=True)
class RuleTable:
    """What one table says of one rule; ``off`` switches it off whatever its severity."""

    severity: Severity | None = None
    off: bool = False
    options: Mapping[str, OptionValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ignored:
    """One table of ``ignore``: the exemption, and the files it is for; ``None`` is all."""

    exemption: Exemption
    file: Glob | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """The choices of one table: the configuration itself, or one of its ``overrides``.

    ``files`` are those that an override is for, none for the configuration itself. What a
    layer does not mention stays as the layers before it leave it.
    """

    files: tuple[Glob, ...] = ()
    preset: Preset | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    rules: Mapping[str, RuleTable] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one file of configuration says; the one without arguments says nothing.

    ``name`` is the file as messages call it. ``folder`` is absolute: globs are relative to it.
    ``lists`` are paths, folders and patterns below it. ``max_file_size`` is in bytes.
    ``links`` is for the files that the configuration holds for, ``network`` for the whole run.
    """

    name: str = ""
    folder: Path | None = None
    layers: tuple[Layer, ...] = ()
    lists: tuple[str, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    max_file_size: int | None = None
    links: LinkChoices = field(default_factory=LinkChoices)
    network: NetworkChoices = field(default_factory=NetworkChoices)

    def selection(self, path: Path | None, given: Given = Given()) -> Selection:  # noqa: B008
        """The rules for the file at ``path``, the command line's choice having the last word.

        ``path`` is absolute; ``None`` is text without a place, which no pattern is for.
        """
        inner = self._inner(path)
        merged = _Merged()
        for layer in self.layers:
            if not layer.files or _any(layer.files, inner):
                merged.add(layer, inner)
        merged.override(given)
        return merged.selection()

    def excludes(self, path: Path) -> bool:
        """Whether ``exclude`` leaves out the file at ``path``, which is absolute."""
        inner = self._inner(path)
        if inner is None or not self.exclude:
            return False
        from curator.config.globs import is_excluded  # noqa: PLC0415 - there are patterns

        return is_excluded(self.exclude, inner)

    def _inner(self, path: Path | None) -> str | None:
        """``path`` relative to the folder of the configuration, if it lies below it."""
        if path is None or self.folder is None or not path.is_relative_to(self.folder):
            return None
        return path.relative_to(self.folder).as_posix()


class _Merged:
    """Layers put on top of one another: the last one that mentions something decides it."""

    def __init__(self) -> None:
        self._preset: Preset = "recommended"
        self._select: tuple[str, ...] = ()
        self._extend: tuple[str, ...] = ()
        self._off: dict[str, None] = {}
        self._choices: dict[str, Choice] = {}
        self._exemptions: list[Exemption] = []

    def add(self, layer: Layer, inner: str | None) -> None:
        """Put a layer for the file at ``inner`` on top."""
        self._choose(layer.preset, layer.select)
        self._extend += tuple(name for name in layer.extend_select if name not in self._extend)
        self._switch_on(layer.extend_select)
        for name, table in layer.rules.items():
            self._adjust(name, table)
        self._off |= dict.fromkeys(layer.ignore)
        self._exemptions += [
            ignored.exemption
            for ignored in layer.ignored
            if ignored.file is None or _any((ignored.file,), inner)
        ]

    def override(self, given: Given) -> None:
        """Put the command line on top."""
        self._choose(given.preset, given.select)
        self._off |= dict.fromkeys(given.ignore)

    def selection(self) -> Selection:
        """What all layers together come to."""
        return Selection(
            preset=self._preset,
            select=self._select,
            ignore=tuple(self._off),
            extend_select=self._extend,
            choices=dict(self._choices),
            exemptions=tuple(self._exemptions),
        )

    def _choose(self, preset: Preset | None, select: tuple[str, ...]) -> None:
        if preset is not None:
            self._preset, self._select = preset, ()
        if select:
            self._select, self._extend = select, ()
            self._switch_on(select)

    def _adjust(self, name: str, table: RuleTable) -> None:
        before = self._choices.get(name, Choice())
        if table.off:
            self._off[name] = None
        elif table.severity is not None:
            self._switch_on((name,))
        severity = before.severity if table.severity is None else table.severity
        if severity is not None or table.options or before.options:
            self._choices[name] = Choice(severity, {**before.options, **table.options})

    def _switch_on(self, names: tuple[str, ...]) -> None:
        for name in names:
            self._off.pop(name, None)


def _any(globs: tuple[Glob, ...], inner: str | None) -> bool:
    return inner is not None and any(glob.matches(inner) for glob in globs)
