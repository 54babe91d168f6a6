"""The help of commands with many options: in groups, what is most wanted first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click

REPAIRS: Final = "Repairs"
OTHERS: Final = "Other options"

_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "What is judged": (
        "since",
        "rev",
        "baseline",
        "exclude",
        "stdin_filename",
        "max_file_size",
    ),
    "Rules": ("preset", "select", "ignore", "config", "no_config"),
    "Report": ("output_format", "outputs", "fail_on", "show", "colour"),
    REPAIRS: ("diff", "unsafe_fixes", "force"),
    "Links": (
        "online",
        "offline",
        "exclude_links",
        "timeout",
        "timeout_total",
        "refresh",
        "no_cache",
        "cache_dir",
        "history",
        "max_connections",
        "host_concurrency",
        "host_gap",
        "proxy",
        "ca_file",
        "networks",
        "headers",
    ),
    OTHERS: ("jobs", "debug_log", "help"),
}
"""Parameters by the title they are shown under, in the order in which they are."""

_GROUP_OF: Final = {name: title for title, names in _GROUPS.items() for name in names}
_WIDEST: Final = 30
"""Columns of an option, from which on its description begins on the next line (click's own)."""


class GroupedCommand(click.Command):
    """A command whose help has its options in groups.

    Options that no group has are the command's own, and come first; then the group called
    ``first``, and the others in the order above.
    """

    def __init__(self, *arguments: Any, first: str = "", **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._first = first

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, group by group."""
        titles = ("Options", self._first, *_GROUPS)
        shown: dict[str, list[tuple[str, str]]] = {title: [] for title in titles if title}
        order = {name: place for place, name in enumerate(_GROUP_OF)}
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        for option in sorted(options, key=lambda each: order.get(_name(each), -1)):
            record = option.get_help_record(ctx)
            if record is not None:
                shown[_GROUP_OF.get(_name(option), "Options")].append(record)
        widest = max(len(flag) for records in shown.values() for flag, _ in records)
        for title, records in shown.items():
            if records:
                with formatter.section(title):
                    # The same columns in every group.
                    width = min(widest, _WIDEST)
                    formatter.write_dl([(flag.ljust(width), said) for flag, said in records])


def _name(option: click.Option) -> str:
    """The parameter of an option; click's own names for ``--help`` are not kept to."""
    return "help" if "--help" in option.opts else option.name or ""
