"""``curator rule``: lists the rules, and explains those that are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import click

from curator.cli.app import Session
from curator.cli.console import ColourChoice, on_terminal, output_width, use_colour
from curator.cli.options import colour_option, debug_option
from curator.cli.pages import docstring, page
from curator.cli.suggestions import complete_rules
from curator.diagnostic import PRESETS, Preset, RuleInfo
from curator.reporters.colour import Palette
from curator.rules import INDEX

Format = Literal["text", "markdown", "json"]

_READABLE = 100
"""Cells of a line of prose at most, however wide the terminal is."""


@click.command("rule")
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_rules)
@click.option("--preset", type=click.Choice(PRESETS), help="List the rules of this preset only.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "markdown", "json"]),
    help="Print text, Markdown or JSON; pages are Markdown unless a terminal shows them.",
)
@colour_option
@debug_option
@click.pass_obj
def command(
    session: Session,
    names: tuple[str, ...],
    preset: Preset | None,
    output_format: Format | None,
    colour: ColourChoice,
) -> int:
    """List the rules, or explain those that are named.

    NAME is a rule, or what awesome-lint calls it. Its page says what it finds and why that
    matters, which options it has, and how it is silenced.

    The exit status is 2 if there is no such rule or an option is at fault.
    """
    if names and preset is not None:
        raise click.UsageError("--preset lists rules: leave out either it or NAME")
    rules = _named(names) if names else [r for r in INDEX.values() if preset in (None, *r.presets)]
    painted = use_colour(colour)
    console = session.console
    if output_format == "json":
        console.write_json(_json(rules, ascii_only=not console.unicode))
    elif not names:
        console.write(_list(rules, preset, Palette(painted), output_format))
    elif output_format == "text" or (output_format is None and (painted or on_terminal())):
        console.write(_pages(rules, Palette(painted), min(output_width(), _READABLE)))
    else:
        console.write("\n".join(map(page, rules)).rstrip("\n").split("\n"))
    return 0


def _named(names: Sequence[str]) -> list[RuleInfo]:
    """The rules of these names, each once; a name of awesome-lint's may stand for several.

    Raises:
        CuratorError: an unknown rule, with the name that was probably meant.
    """
    found: dict[str, RuleInfo] = {}
    unknown: list[str] = []
    for name in names:
        rules = [rule for rule in INDEX.values() if name in (rule.name, *rule.awesome_lint)]
        found |= {rule.name: rule for rule in rules}
        unknown += [] if rules else [name]
    if unknown:
        from curator.engine import Selection, select_rules  # noqa: PLC0415 - to be told why

        select_rules(INDEX, Selection(select=tuple(unknown)))
    return list(found.values())


def _pages(rules: Sequence[RuleInfo], palette: Palette, width: int) -> Iterator[str]:
    from curator.reporters import prose  # noqa: PLC0415 - the list needs none

    for index, rule in enumerate(rules):
        if index:
            yield from ("", palette.faint("-" * width), "")
        yield from prose.render(page(rule), prose.ProseStyle(palette, width))


def _list(
    rules: Sequence[RuleInfo], preset: Preset | None, palette: Palette, form: Format | None
) -> Iterator[str]:
    from curator.reporters import rule_list  # noqa: PLC0415 - pages need none

    if not rules:
        return iter([f"No rule is in the preset {preset}."])
    if form == "markdown":
        return rule_list.markdown(rules, preset)
    return rule_list.render(rules, rule_list.ListStyle(palette, output_width(), preset))


def _json(rules: Sequence[RuleInfo], *, ascii_only: bool) -> Iterator[str]:
    from curator.reporters import rule_json, wire  # noqa: PLC0415 - most runs print text

    result = rule_json.rules_result((rule, docstring(rule)) for rule in rules)
    return wire.pieces(result, ascii_only=ascii_only)
