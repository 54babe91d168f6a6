"""The JSON Schema of a configuration, by which editors complete and check it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curator.config.configuration import OFF
from curator.config.model import ConfigFile
from curator.diagnostic import OptionInfo, RuleInfo, Severity

Schema = dict[str, Any]

_TYPES = {"boolean": "boolean", "integer": "integer", "number": "number", "string": "string"}
_SEVERITY = {
    "type": "string",
    "description": "The severity of all that a rule finds, or off.",
    "enum": [*(severity.label for severity in reversed(Severity)), OFF],
}


def schema(index: Mapping[str, RuleInfo]) -> Schema:
    """The schema (draft 2020-12) of ``curator.toml``, with the rules of ``index``.

    It is of the same types that validate a configuration, and knows the options of each rule.
    What it cannot say is left to curator: that a pattern is for a file, that two keys
    contradict each other, and who may set what.
    """
    whole = _simplified(ConfigFile.model_json_schema(by_alias=True))
    whole["$defs"] |= {"RuleName": _names(index), "Rules": _rules(index), "Severity": _SEVERITY}
    definitions: Schema = whole["$defs"]
    del definitions["RuleOptions"]
    definitions["IgnoreTable"]["properties"]["rule"] |= {"$ref": "#/$defs/RuleName"}
    definitions["IgnoreTable"]["anyOf"] = [{"required": ["rule"]}, {"required": ["identity"]}]
    for table in (whole, definitions["Override"]):
        _narrow(table["properties"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole}


def _narrow(properties: Schema) -> None:
    """Put the names and options of rules where the types have any string and any table."""
    name = {"$ref": "#/$defs/RuleName"}
    for key in ("select", "extend-select"):
        properties[key]["items"] = name
    properties["ignore"]["items"] = {"anyOf": [name, {"$ref": "#/$defs/IgnoreTable"}]}
    rules = properties["rules"]
    for key in ("additionalProperties", "type"):
        rules.pop(key, None)
    rules["$ref"] = "#/$defs/Rules"
    for key in ("select", "extend-select", "files", "lists", "exclude"):
        if key in properties:
            properties[key]["uniqueItems"] = True


def _names(index: Mapping[str, RuleInfo]) -> Schema:
    return {"type": "string", "description": "The name of a rule.", "enum": list(index)}


def _rules(index: Mapping[str, RuleInfo]) -> Schema:
    properties = {name: _rule(rule) for name, rule in index.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _rule(rule: RuleInfo) -> Schema:
    options = {option.name: _option(option) for option in rule.options}
    severity = {"$ref": "#/$defs/Severity"}
    table = {
        "type": "object",
        "properties": {"severity": severity, **options},
        "additionalProperties": False,
    }
    what = f"{rule.summary} ({rule.severity.label} unless chosen otherwise)"
    return {"description": what, "anyOf": [severity, table]}


def _option(option: OptionInfo) -> Schema:
    found: Schema = {"description": option.summary}
    if option.kind == "strings":
        found |= {"type": "array", "items": {"type": "string"}}
    else:
        found["type"] = _TYPES[option.kind]
    if option.choices:
        found["enum"] = list(option.choices)
    if option.least is not None:
        found["minimum"] = option.least
    if option.most is not None:
        found["maximum"] = option.most
    default = option.default
    return found | {"default": list(default) if isinstance(default, tuple) else default}


def _simplified(value: Any) -> Any:
    """A schema without what TOML has not: null, which stands for a key that is left out.

    Titles are left out as well: they repeat the keys in capitals.
    """
    if isinstance(value, list):
        return [_simplified(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _member(key, item) for key, item in value.items() if not _is_noise(key, item)}
    choices = found.get("anyOf")
    if isinstance(choices, list):
        left = [choice for choice in choices if choice != {"type": "null"}]
        if len(left) == 1:
            del found["anyOf"]
            found |= left[0]
        else:
            found["anyOf"] = left
    return found


def _member(key: str, value: Any) -> Any:
    """A part of a schema; what stands below ``properties`` are names and no words of schemas."""
    if key in {"properties", "$defs"}:
        return {name: _simplified(item) for name, item in value.items()}
    return value if key in {"examples", "enum", "required"} else _simplified(value)


def _is_noise(key: str, value: object) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)
