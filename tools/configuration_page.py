"""The reference of the configuration, written from its JSON Schema and the index of rules."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from curator.diagnostic import OptionInfo, RuleInfo

Schema = Mapping[str, Any]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")

_RULE_NAME = "#/$defs/RuleName"

_INTRODUCTION = """\
# Configuration

Every key that may stand at the top of `curator.toml`, or in `[tool.curator]` of
`pyproject.toml`. How the file is found, and how keys work together, is told in
[the guide](guide/configuration.md). Editors complete and check it by
[its JSON Schema](schemas/config.json)."""

_TABLES = (
    ("## Keys", ""),
    ("## `[[overrides]]`", "Override"),
    ("## `[[ignore]]`", "IgnoreTable"),
    ("## `[links]`", "LinksTable"),
    ("## `[[links.hosts]]`", "HostTable"),
    ("## `[network]`", "NetworkTable"),
    ("## `[[network.headers]]`", "HeaderTable"),
)


def page(schema: Schema, index: Mapping[str, RuleInfo]) -> str:
    """The text of docs/configuration.md."""
    parts = [_INTRODUCTION]
    for heading, name in _TABLES:
        table = schema["$defs"][name] if name else schema
        parts += [heading, *([table["description"]] if name else []), _keys(table)]
    parts += ["## Options of rules", *_options(index.values())]
    return "\n\n".join(parts) + "\n"


def _keys(table: Schema) -> str:
    rows = ["| key | type | default | meaning | example |", "| --- | --- | --- | --- | --- |"]
    needed = table.get("required", ())
    for key, value in table["properties"].items():
        default = "required" if key in needed else _default(value)
        example = f"`{key} = {toml(value['examples'][0])}`"
        cells = (f"`{key}`", _type(key, value), default, value["description"], example)
        rows.append(_row(cells))
    return "\n".join(rows)


def _type(key: str, value: Schema) -> str:
    """The type of a key in words."""
    if key == "rules" or _is_table(value):
        return "table"
    if key == "ignore":
        return "array of names and tables"
    if "enum" in value:
        return "one of " + ", ".join(f"`{word}`" for word in value["enum"])
    if value.get("type") == "array":
        items = value["items"]
        return "array of tables" if _is_table(items) else f"array of {items.get('type', 'string')}s"
    return "integer or string" if "anyOf" in value else str(value["type"])


def _is_table(value: Schema) -> bool:
    """Whether a value refers to a table; the names of rules are defined apart as well."""
    return bool(value.get("$ref", _RULE_NAME) != _RULE_NAME)


def _default(value: Schema) -> str:
    return f"`{toml(value['default'])}`" if "default" in value else "–"


def _options(rules: Iterable[RuleInfo]) -> Iterator[str]:
    """A table for each rule that has options."""
    yield (
        "Options stand beside `severity` in the table of a rule, as in "
        '`stale-toc = { severity = "warning", … }` below `[rules]`.'
    )
    some = False
    for rule in rules:
        if rule.options:
            some = True
            rows = ["| option | type | default | meaning |", "| --- | --- | --- | --- |"]
            rows += [_row(_option(option)) for option in rule.options]
            yield f"### [{rule.name}](rules/{rule.name}.md)"
            yield "\n".join(rows)
    if not some:
        yield "No rule has any yet."


def _option(option: OptionInfo) -> tuple[str, ...]:
    sort: str = "array of strings" if option.kind == "strings" else option.kind
    if option.choices:
        sort = "one of " + ", ".join(f"`{choice}`" for choice in option.choices)
    if option.least is not None:
        sort += f", at least {option.least:g}"
    if option.most is not None:
        sort += f", at most {option.most:g}"
    return f"`{option.name}`", sort, f"`{toml(option.default)}`", option.summary


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def toml(value: object) -> str:
    """A value as TOML on one line."""
    if isinstance(value, dict):
        pairs = (f"{_key(key)} = {toml(item)}" for key, item in value.items())
        return f"{{ {', '.join(pairs)} }}" if value else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else json.dumps(key)
