"""What rules say of themselves in the JSON format of ``curator rule``."""

from __future__ import annotations

from collections.abc import Iterable

from curator.diagnostic import OptionInfo, RuleInfo
from curator.reporters import wire


def rules_result(rules: Iterable[tuple[RuleInfo, str | None]]) -> wire.RulesResult:
    """The rules with their pages, ``None`` for one that is not there."""
    return wire.RulesResult(wire.VERSION, tuple(_rule(info, page) for info, page in rules))


def _rule(info: RuleInfo, page: str | None) -> wire.RuleDescription:
    own = dict(info.severities)
    return wire.RuleDescription(
        name=info.name,
        summary=info.summary,
        category=info.category,
        severity=wire.SEVERITIES[info.severity],
        presets=info.presets,
        severities={
            preset: wire.SEVERITIES[own.get(preset, info.severity)] for preset in info.presets
        },
        fix=None if info.fix is None else wire.APPLICABILITIES[info.fix],
        online=info.online,
        options=tuple(map(_option, info.options)),
        awesome_lint=info.awesome_lint,
        page=page,
    )


def _option(option: OptionInfo) -> wire.RuleOption:
    return wire.RuleOption(
        name=option.name,
        type=option.kind,
        default=option.default,
        summary=option.summary,
        choices=option.choices,
        least=_number(option.least),
        most=_number(option.most),
    )


def _number(bound: float | None) -> float | None:
    """A bound as the schema has it, where a rule may write 1 for 1.0."""
    return None if bound is None else float(bound)
