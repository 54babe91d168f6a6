"""What may stand where a shell asks for a word: names of rules, formats, files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Complete = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[str]]"]
"""What click asks with the word so far."""


def _item(value: str, summary: str | None = None, kind: str = "plain") -> CompletionItem[str]:
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only a shell asks

    return CompletionItem(value, type=kind, help=summary)


def complete_files(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """Files and folders, which the shell knows best."""
    return [_item(incomplete, kind="file")]


def complete_rules(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """Names of rules."""
    return _rules("", incomplete, ())


def complete_rule_lists(
    _ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """Names of rules with commas between them, none of them twice."""
    given, comma, last = incomplete.rpartition(",")
    return _rules(given + comma, last.lstrip(), given.split(","))


def _rules(before: str, beginning: str, given: Iterable[str]) -> list[CompletionItem[str]]:
    from curator.rules import INDEX  # noqa: PLC0415 - `curator tree` needs none

    taken = {name.strip() for name in given}
    return [
        _item(before + name, rule.summary)
        for name, rule in INDEX.items()
        if name.startswith(beginning) and name not in taken
    ]


def complete_outputs(formats: Iterable[str]) -> Complete:
    """The beginnings ``FORMAT=`` of reports that go to a file."""
    known = tuple(formats)

    def complete(
        _ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        return [_item(f"{name}=") for name in known if f"{name}=".startswith(incomplete)]

    return complete
