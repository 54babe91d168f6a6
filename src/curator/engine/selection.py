"""The rules a file is judged by, and how: what a command line and a configuration choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from curator.config.choices import Exemption, Selection
from curator.diagnostic import OptionValue, Preset, RuleInfo, Severity
from curator.document import Document
from curator.errors import CuratorError

MIN_LIST_ENTRIES = 5
"""A file found in a folder that has fewer entries is no list: only link rules are for it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one file is judged by: the rules, and how each of them is to judge.

    ``severities`` are chosen for all findings of a rule. ``known`` are the names of all rules
    there are, ``asked`` of those that were selected by name or whose options were set.
    ``narrowed`` says that rules of the preset are left out, so that nobody can know what a
    suppression without names is for.
    """

    preset: Preset = "recommended"
    rules: tuple[RuleInfo, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, OptionValue]] = field(default_factory=dict)
    exemptions: tuple[Exemption, ...] = ()
    known: frozenset[str] = frozenset()
    narrowed: bool = False
    asked: frozenset[str] = frozenset()

    @property
    def own_lines_only(self) -> frozenset[str]:
        """The rules of which a change is answerable only for what stands on touched lines."""
        return frozenset(rule.name for rule in self.rules if rule.own_lines_only)

    @property
    def site(self) -> str:
        """The folder that is the root of a site, where a rule's option ``root`` names one."""
        roots = (options["root"] for options in self.options.values() if "root" in options)
        return str(next(roots, ""))

    def judged(self, rule: RuleInfo) -> RuleInfo:
        """``rule`` with the severity that the preset gives it."""
        severity = dict(rule.severities).get(self.preset, rule.severity)
        return rule if severity is rule.severity else rule._replace(severity=severity)

    @property
    def asks(self) -> bool:
        """Whether a rule needs the network."""
        return any(rule.online for rule in self.rules)

    def offline(self) -> Settings:
        """These settings less the rules that need the network."""
        if not self.asks:
            return self
        rules = tuple(rule for rule in self.rules if not rule.online)
        return replace(self, rules=rules, narrowed=True)

    def for_document(self, document: Document, *, named: bool) -> Settings:
        """These settings for a file: with all rules for a list, those of links for another.

        ``named`` says that the user named this very file rather than a folder around it.
        """
        if is_list(document, named=named):
            return self
        links = tuple(rule for rule in self.rules if rule.category == "links")
        return replace(self, rules=links, narrowed=True)


def settings_for(index: Mapping[str, RuleInfo], selection: Selection) -> Settings:
    """The settings that ``selection`` makes of the rules of ``index``.

    Raises:
        CuratorError: an unknown rule, with the name that was probably meant.
    """
    rules = select_rules(index, selection)
    usual = {name for name, rule in index.items() if selection.preset in rule.presets}
    choices = selection.choices.items()
    return Settings(
        preset=selection.preset,
        rules=rules,
        severities={name: c.severity for name, c in choices if c.severity is not None},
        options={name: c.options for name, c in choices if c.options},
        exemptions=selection.exemptions,
        known=frozenset(index),
        narrowed=not usual.issubset(rule.name for rule in rules),
        asked=frozenset(
            (*selection.select, *selection.extend_select, *(n for n, c in choices if c.options))
        ),
    )


def select_rules(index: Mapping[str, RuleInfo], selection: Selection) -> tuple[RuleInfo, ...]:
    """The rules of ``selection`` among those of ``index``, in order of name.

    Raises:
        CuratorError: an unknown rule, with the name that was probably meant.
    """
    named = (*selection.select, *selection.extend_select, *selection.ignore, *selection.choices)
    unknown = [name for name in named if name not in index]
    if unknown:
        raise CuratorError("; ".join(_unknown(name, index) for name in unknown))
    if selection.select:
        names: Iterable[str] = selection.select
    else:
        names = (name for name, rule in index.items() if selection.preset in rule.presets)
    chosen = {*names, *selection.extend_select} - set(selection.ignore)
    return tuple(index[name] for name in sorted(chosen))


def _unknown(name: str, known: Iterable[str]) -> str:
    import difflib  # noqa: PLC0415 - only a mistake needs it

    close = difflib.get_close_matches(name, list(known), n=1)
    hint = f", did you mean '{close[0]}'?" if close else ""
    return f"unknown rule '{name}'{hint}"


def is_list(document: Document, *, named: bool) -> bool:
    """Whether a file is a list, as one that the user ``named`` is however few its entries."""
    return named or len(document.entries) >= MIN_LIST_ENTRIES
