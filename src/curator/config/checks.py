"""What no type can say: keys that only the operator may set, and tables that contradict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from curator.config.configuration import OFF
from curator.config.links import GENTLE_CONCURRENCY, GENTLE_GAP, MOST_CONCURRENCY
from curator.config.mistakes import Mistake, Step, quoted
from curator.config.options import option_mistake
from curator.diagnostic import RuleInfo

RESERVED = ("endpoints",)
"""Keys of later versions that decide where curator goes."""
OPERATOR = ("max-file-size", "network", *RESERVED)
"""Keys that a file found in the checked tree, which strangers may have changed, cannot set."""
INSIDE = {
    name: f"network.{name}"
    for name in "cache-dir gap headers networks proxy timeout timeout-total max-connections".split()
} | {"certificates": "network.ca-file", "ca-file": "network.ca-file"}
"""Keys that are looked for at the top, and where they belong."""

SEVERITY = "severity"
_ARRAYS = ("select", "extend-select", "ignore", "files", "lists", "exclude")
NOT_YET = "not known in this version of curator"
_ONLY_NAMED = "may only be set in a file that is named by --config"


def operator_mistakes(table: Mapping[str, Any], *, trusted: bool) -> Iterator[Mistake]:
    """Keys at the top that this file may not set, or that nothing can set there."""
    for key in table:
        if key in OPERATOR and not trusted:
            yield Mistake((key,), _ONLY_NAMED)
        elif key in INSIDE:
            what = "belongs to a table: write" if trusted else f"{_ONLY_NAMED}, as"
            yield Mistake((key,), f"{what} {INSIDE[key]}")
        elif key in RESERVED:
            yield Mistake((key,), NOT_YET)


def raised_limits(table: Mapping[str, Any]) -> Iterator[Mistake]:
    """What a file of the checked tree may not ask of hosts: more, or faster, than is usual.

    Sees only what is of the right type, as ``contradictions``.
    """
    links = table.get("links")
    hosts = _array(links, "hosts") if isinstance(links, dict) else []
    for position, host in enumerate(hosts):
        if not isinstance(host, dict):
            continue
        path = ("links", "hosts", position)
        concurrency: Any = host.get("concurrency")
        gap: Any = host.get("gap")
        if type(concurrency) is int and GENTLE_CONCURRENCY < concurrency <= MOST_CONCURRENCY:
            what = f"more than {GENTLE_CONCURRENCY} {_ONLY_NAMED}"
            yield Mistake((*path, "concurrency"), what)
        if type(gap) in (int, float) and 0 <= gap < GENTLE_GAP:
            yield Mistake((*path, "gap"), f"less than {GENTLE_GAP:g} {_ONLY_NAMED}")


def contradictions(table: Mapping[str, Any], index: Mapping[str, RuleInfo]) -> Iterator[Mistake]:
    """Mistakes between the keys of a table, and in the options of rules.

    Sees only what is of the right type and passes over the rest, which others tell.
    """
    yield from _layer(table, (), index)
    overrides = table.get("overrides")
    if isinstance(overrides, list):
        for position, override in enumerate(overrides):
            if isinstance(override, dict):
                yield from _layer(override, ("overrides", position), index)


def _layer(
    table: Mapping[str, Any], path: tuple[Step, ...], index: Mapping[str, RuleInfo]
) -> Iterator[Mistake]:
    yield from _repeated(table, path)
    yield from _both_ways(table, path, index)
    for name, value in _rules(table).items():
        if isinstance(value, dict) and name in index:
            yield from _options(value, (*path, "rules", name), index[name])
    for position, item in enumerate(_array(table, "ignore")):
        if isinstance(item, dict) and not item.keys() & {"rule", "identity"}:
            what = "names neither rule nor identity: give at least one of them"
            yield Mistake((*path, "ignore", position), what)


def _repeated(table: Mapping[str, Any], path: tuple[Step, ...]) -> Iterator[Mistake]:
    """Strings that stand twice in one array, where the second one means nothing."""
    for key in _ARRAYS:
        seen: set[str] = set()
        for position, item in enumerate(_array(table, key)):
            if isinstance(item, str):
                if item in seen:
                    yield Mistake((*path, key, position), f"{quoted(item)} is there twice")
                seen.add(item)


def _both_ways(
    table: Mapping[str, Any], path: tuple[Step, ...], index: Mapping[str, RuleInfo]
) -> Iterator[Mistake]:
    """Rules that one table selects and switches off, so that nobody knows which is meant."""
    selected = {
        name: key
        for key in ("extend-select", "select")
        for name in _array(table, key)
        if isinstance(name, str) and name in index
    }
    judged: dict[str, str] = {}
    for name, value in _rules(table).items():
        severity = value.get(SEVERITY) if isinstance(value, dict) else value
        if severity == OFF and name in selected:
            what = f"switched off here, and selected by {selected[name]}"
            yield Mistake((*path, "rules", name), what)
        elif isinstance(severity, str) and severity != OFF and name in index:
            judged[name] = "given a severity by rules"
    ways = judged | {name: f"selected by {key}" for name, key in selected.items()}
    for position, name in enumerate(_array(table, "ignore")):
        if isinstance(name, str) and name in ways:
            what = f"{quoted(name)} is switched off here, and {ways[name]}"
            yield Mistake((*path, "ignore", position), what)


def _options(table: Mapping[str, Any], path: tuple[Step, ...], rule: RuleInfo) -> Iterator[Mistake]:
    options = {option.name: option for option in rule.options}
    for key, value in table.items():
        if key in options:
            mistake = option_mistake((*path, key), options[key], value)
            if mistake is not None:
                yield mistake
        elif key != SEVERITY:
            known = (SEVERITY, *options)
            has = f" (known: {', '.join(known)})"
            yield Mistake((*path, key), f"unknown option of {rule.name}", key, known, has)


def _rules(table: Mapping[str, Any]) -> Mapping[str, Any]:
    rules = table.get("rules")
    return rules if isinstance(rules, dict) else {}


def _array(table: Mapping[str, Any], key: str) -> list[Any]:
    value = table.get(key)
    return value if isinstance(value, list) else []
