"""The rules as a table: what each finds, how severe it is, and which presets have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from curator.diagnostic import Preset, RuleInfo, Severity
from curator.reporters import cells
from curator.reporters.colour import PLAIN, Palette
from curator.reporters.table import Column, Group, table

LETTERS: dict[Preset, str] = {
    "recommended": "R",
    "papers": "P",
    "awesome": "A",
    "awesome-lint": "L",
    "strict": "S",
}
"""The presets as the table shows them."""


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How the rules are laid out: colours, the width in cells, and for which preset."""

    palette: Palette = PLAIN
    width: int = 100
    preset: Preset | None = None


def render(rules: Iterable[RuleInfo], style: ListStyle) -> Iterator[str]:
    """The lines of the table, those of a category together, without newlines.

    Severities are those of the preset, if one is given.
    """
    palette = style.palette
    groups = [
        Group(category, [_row(rule, style) for rule in members])
        for category, members in groupby(_ordered(rules), key=lambda rule: rule.category)
    ]
    columns = [
        Column("rule", palette.rule),
        Column("severity"),
        Column("presets"),
        Column("fix"),
        Column("finds"),
    ]
    yield from table(columns, groups, style.width, palette.place)
    yield ""
    yield from map(palette.faint, _legend(style))


def markdown(
    rules: Iterable[RuleInfo], preset: Preset | None = None, pages: str = ""
) -> Iterator[str]:
    """The lines of the table as Markdown; names lead to the folder ``pages``, if it is given."""
    yield "| rule | finds | severity | presets | fix |"
    yield "| --- | --- | --- | --- | --- |"
    for rule in _ordered(rules):
        name = f"[{rule.name}]({pages}/{rule.name}.md)" if pages else rule.name
        finds = rule.summary.replace("|", "\\|") + " (needs `--online`)" * rule.online
        fix = "none" if rule.fix is None else rule.fix.name.lower()
        presets = ", ".join(rule.presets) or "none"
        yield f"| {name} | {finds} | {_severity(rule, preset).label} | {presets} | {fix} |"


def _ordered(rules: Iterable[RuleInfo]) -> list[RuleInfo]:
    return sorted(rules, key=lambda rule: (rule.category, rule.name))


def _severity(rule: RuleInfo, preset: Preset | None) -> Severity:
    """The severity of a rule in a preset, its own if none is given."""
    own = dict[Preset | None, Severity](rule.severities)
    return own.get(preset, rule.severity)


def _row(rule: RuleInfo, style: ListStyle) -> tuple[str, ...]:
    presets = "".join(
        letter if preset in rule.presets else "-" for preset, letter in LETTERS.items()
    )
    fix = "-" if rule.fix is None else rule.fix.name.lower()
    finds = f"{rule.summary} (needs --online)" if rule.online else rule.summary
    return rule.name, _severity(rule, style.preset).label, presets, fix, finds


def _legend(style: ListStyle) -> Iterator[str]:
    names = ", ".join(f"{letter} {preset}" for preset, letter in LETTERS.items())
    for text in (f"presets: {names}", "'curator rule NAME' explains a rule."):
        first, *rest = cells.wrap(text, style.width, style.width - 2)
        yield first
        yield from (f"  {line}" for line in rest)
