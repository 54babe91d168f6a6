"""From the TOML of a configuration to what it means, or to all that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from curator.config.addresses import MOST_FLOATING, is_floating
from curator.config.checks import (
    NOT_YET,
    OPERATOR,
    RESERVED,
    SEVERITY,
    contradictions,
    operator_mistakes,
    raised_limits,
)
from curator.config.choices import Exemption
from curator.config.configuration import OFF, Configuration, Ignored, Layer, RuleTable
from curator.config.globs import Glob, exclusion
from curator.config.link_tables import HeaderTable, HostTable, LinksTable, NetworkTable
from curator.config.links import HeaderChoice, HostChoice, LinkChoices, NetworkChoices
from curator.config.mistakes import Mistake, Step, any_of, key_path, kind, quoted, told
from curator.config.model import (
    NAME_TAG,
    TABLE_TAG,
    Choices,
    ConfigFile,
    IgnoreTable,
    Override,
    RuleOptions,
)
from curator.config.options import option_value
from curator.config.patterns import Known
from curator.config.reading import TABLE
from curator.diagnostic import PRESETS, Severity
from curator.errors import ConfigError

SEVERITIES = {severity.label: severity for severity in reversed(Severity)}

MAX_PATTERNS = 2_000
"""Patterns for files and tables of ``ignore`` in one file: every list is compared with each."""

_WORDS = {"preset": PRESETS, SEVERITY: (*SEVERITIES, OFF)}
"""The keys whose values are words, with those words."""
_MISSING = {
    "files": "say which files the table is for",
    "reason": "say why this is to be silent",
    "host": "say which host the table is for",
    "name": "say which header it is",
    "env": "say which environment variable holds its value",
}
"""What to do about a key that has to be there."""
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "greater_than": ("more than", "gt"),
    "less_than_equal": ("at most", "le"),
}
"""How the bounds of numbers are told, with the names that pydantic has for them."""
_TABLES: dict[str, type[BaseModel]] = {
    "ignore": IgnoreTable,
    "links": LinksTable,
    "hosts": HostTable,
    "network": NetworkTable,
    "headers": HeaderTable,
    "overrides": Override,
}
"""The tables below the top, by the key that holds them."""
_EXPECTED = {
    "string_type": "a string",
    "int_type": "an integer",
    "float_type": "a number",
    "list_type": "an array",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a configuration stands: its file as messages call it, and the keys above it.

    ``trusted`` is a file that the user named, which strangers cannot have slipped in.
    """

    name: str
    above: tuple[str, ...] = ()
    trusted: bool = False


def validate(table: Mapping[str, Any], origin: Origin, known: Known) -> Configuration:
    """What ``table`` means.

    Raises:
        ConfigError: something is wrong; has a line for each mistake in it.
    """
    mistakes = list(operator_mistakes(table, trusted=origin.trusted))
    refused = {mistake.path[0] for mistake in mistakes}
    left = {key: value for key, value in table.items() if key not in refused}
    model = None
    try:
        model = ConfigFile.model_validate(left, context=known)
    except ValidationError as error:
        mistakes += _translated(error, trusted=origin.trusted)
    mistakes += contradictions(left, known.index)
    if not origin.trusted:
        mistakes += raised_limits(left)
    if model is None or mistakes:
        order = {key: position for position, key in enumerate(table)}
        mistakes.sort(key=lambda mistake: _position(mistake.path, order))
        whole = [mistake._replace(path=(*origin.above, *mistake.path)) for mistake in mistakes]
        raise ConfigError(told(origin.name, whole))
    configuration = _built(model, origin, known)
    problem = _too_much(configuration)
    if problem:
        raise ConfigError([f"{origin.name}: {problem}"])
    return configuration


def _too_much(configuration: Configuration) -> str:
    """What there is too much of to compare every file and every link with it; empty if nothing."""
    layers, links = configuration.layers, configuration.links
    count = len(configuration.exclude)
    count += sum(len(each.files) + len(each.ignored) for each in layers)
    if count > MAX_PATTERNS:
        return f"{count:,} patterns and tables of ignore, more than the limit of {MAX_PATTERNS:,}"
    count = len(links.exclude) + len(links.hosts)
    if count > MAX_PATTERNS:
        return f"{count:,} patterns and hosts in links, more than the limit of {MAX_PATTERNS:,}"
    count = sum(map(is_floating, links.exclude))
    if count > MOST_FLOATING:
        return f"{count:,} patterns in links have '*' in their host, more than {MOST_FLOATING:,}"
    return ""


# ------------------------------------------------------------------------- the mistakes


def _position(path: tuple[Step, ...], order: Mapping[str, int]) -> tuple[int, int]:
    """Where a mistake is told: in the order of the keys at the top, and of array elements."""
    second = path[1] if len(path) > 1 else 0
    return order.get(str(path[0]), len(order)), second if isinstance(second, int) else 0


def _translated(error: ValidationError, *, trusted: bool) -> list[Mistake]:
    """Pydantic's errors in our words."""
    return [_mistake(found, trusted=trusted) for found in error.errors(include_url=False)]


def _mistake(found: ErrorDetails, *, trusted: bool) -> Mistake:
    sort, value, context = found["type"], found["input"], found.get("ctx", {})
    path = tuple(step for step in found["loc"] if step not in {NAME_TAG, TABLE_TAG, "[key]"})
    if sort == "wrong":
        return Mistake(path, context["text"], context["meant"], context["known"])
    if sort == "extra_forbidden":
        return _unknown_key(path, trusted=trusted)
    if sort == "missing":
        return Mistake(path, f"is missing: {_MISSING[str(path[-1])]}")
    if sort == "too_short":
        return Mistake(path, "is empty: name at least one, or leave the key out")
    if sort == "finite_number":
        return Mistake(path, "has to be finite")
    if sort in _BOUNDS:
        words, name = _BOUNDS[sort]
        return Mistake(path, f"has to be {words} {context[name]:g}")
    if sort == "literal_error":
        return _no_such_word(path, value)
    if sort == "union_tag_not_found":
        either = "the name of a rule" if "ignore" in path else "a severity"
        return Mistake(path, f"expected {either} or a table, not {kind(value)}")
    if sort in _EXPECTED:
        return Mistake(path, f"expected {_EXPECTED[sort]}, not {kind(value)}")
    message = found["msg"]
    return Mistake(path, message[:1].lower() + message[1:])


def _unknown_key(path: tuple[Step, ...], *, trusted: bool) -> Mistake:
    key = str(path[-1])
    if path == (TABLE[0],):
        return Mistake(path, f"unknown key: without [{'.'.join(TABLE)}], keys stand at the top")
    above = next((step for step in reversed(path[:-1]) if isinstance(step, str)), "")
    model = _TABLES.get(above, ConfigFile)
    if model is NetworkTable and key in RESERVED:
        return Mistake(path, NOT_YET)
    if model is Override and key in _keys(ConfigFile):
        return Mistake(path, "belongs to the top of the configuration")
    known = tuple(name for name in _keys(model) if trusted or name not in OPERATOR)
    return Mistake(path, "unknown key", key, known, f" (known: {', '.join(known)})")


def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _no_such_word(path: tuple[Step, ...], value: object) -> Mistake:
    word = "preset" if path[-1] == "preset" else SEVERITY
    words = _WORDS[word]
    if not isinstance(value, str):
        return Mistake(path, f"expected {any_of(words)}, not {kind(value)}")
    return Mistake(path, f"{quoted(value)} is no {word} ({any_of(words)})", value, words)


# --------------------------------------------------------------------------- the meaning


def _built(model: ConfigFile, origin: Origin, known: Known) -> Configuration:
    overrides = [
        _layer(override, origin, ("overrides", position), override.files)
        for position, override in enumerate(model.overrides)
    ]
    return Configuration(
        name=origin.name,
        folder=known.folder,
        layers=(_layer(model, origin, ()), *overrides),
        lists=tuple(model.lists or ()),
        exclude=tuple(map(exclusion, model.exclude)),
        max_file_size=model.max_file_size,
        links=_links(model.links or LinksTable(), trusted=origin.trusted),
        network=_network(model.network or NetworkTable()),
    )


def _links(table: LinksTable, *, trusted: bool) -> LinkChoices:
    hosts = (
        HostChoice(each.host, each.concurrency, each.gap, frozenset(each.accept))
        for each in table.hosts
    )
    return LinkChoices(tuple(table.exclude), tuple(hosts), trusted)


def _network(table: NetworkTable) -> NetworkChoices:
    chosen = table.model_dump(exclude={"networks", "headers"})
    headers = (HeaderChoice(each.host, each.name, each.env) for each in table.headers)
    return NetworkChoices(**chosen, networks=tuple(table.networks), headers=tuple(headers))


def _layer(
    model: Choices, origin: Origin, path: tuple[Step, ...], files: Sequence[str] = ()
) -> Layer:
    return Layer(
        files=tuple(map(Glob, files)),
        preset=model.preset,
        select=tuple(model.select or ()),
        extend_select=tuple(model.extend_select),
        rules={name: _rule(value) for name, value in model.rules.items()},
        ignore=tuple(item for item in model.ignore if isinstance(item, str)),
        ignored=tuple(
            _ignored(item, origin, (*path, "ignore", position))
            for position, item in enumerate(model.ignore)
            if isinstance(item, IgnoreTable)
        ),
    )


def _rule(value: str | RuleOptions) -> RuleTable:
    if isinstance(value, str):
        return RuleTable(SEVERITIES.get(value), value == OFF)
    options = {name: option_value(given) for name, given in (value.model_extra or {}).items()}
    return RuleTable(SEVERITIES.get(value.severity or ""), value.severity == OFF, options)


def _ignored(item: IgnoreTable, origin: Origin, path: tuple[Step, ...]) -> Ignored:
    place = f"{origin.name}: {key_path((*origin.above, *path))}"
    exemption = Exemption(item.rule, item.identity, item.reason, place)
    return Ignored(exemption, None if item.file is None else Glob(item.file))
