"""The JSON Schema accepts and refuses what the loader does, as far as a schema can say it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from curator.config.schema import schema
from curator.rules import INDEX as RULES
from tests.config.bad import BEYOND, SCHEMA
from tests.config.conftest import INDEX
from tests.config.good import GOOD

ROOT = Path(__file__).resolve().parent.parent.parent


def accepts(toml: str) -> bool:
    validator = jsonschema.Draft202012Validator(schema(INDEX))
    return bool(validator.is_valid(tomllib.loads(toml)))


def test_it_is_a_schema() -> None:
    for index in (INDEX, RULES, {}):
        jsonschema.Draft202012Validator.check_schema(schema(index))
        assert "null" not in json.dumps(schema(index))


@pytest.mark.parametrize("name", GOOD)
def test_it_accepts_what_makes_sense(name: str) -> None:
    assert accepts(GOOD[name])


@pytest.mark.parametrize("name", SCHEMA)
def test_it_refuses_what_it_can(name: str) -> None:
    assert not accepts(SCHEMA[name][0])


@pytest.mark.parametrize("name", BEYOND)
def test_what_is_beyond_it(name: str) -> None:
    # If a schema could say one of these, it belongs to those that ours refuses.
    assert accepts(BEYOND[name][0]) or name.startswith("all at once")


def test_every_key_has_a_meaning_and_an_example() -> None:
    whole = schema(INDEX)
    names = ("Override", "IgnoreTable", "LinksTable", "HostTable", "NetworkTable", "HeaderTable")
    for table in (whole, *(whole["$defs"][name] for name in names)):
        assert table["additionalProperties"] is False
        for key, value in table["properties"].items():
            assert value["description"].endswith("."), key
            assert value["examples"], key


def test_options_have_types_bounds_choices_and_defaults() -> None:
    rule = schema(INDEX)["$defs"]["Rules"]["properties"]["stale-toc"]
    options = rule["anyOf"][1]["properties"]
    assert options["depth"] == {
        "description": "How many levels.",
        "type": "integer",
        "minimum": 1,
        "maximum": 6,
        "default": 3,
    }
    assert options["bullet"]["enum"] == ["dash", "star"]
    assert options["hosts"] == {
        "description": "Hosts.",
        "type": "array",
        "items": {"type": "string"},
        "default": [],
    }
    assert rule["anyOf"][1]["additionalProperties"] is False


def test_the_published_one_accepts_a_file() -> None:
    published = json.loads((ROOT / "docs/schemas/config.json").read_text(encoding="utf-8"))
    config = tomllib.loads('preset = "papers"\n[rules]\nduplicate-link = "error"\n')
    jsonschema.Draft202012Validator(published).validate(config)
    wrong = tomllib.loads('preset = "paper"\n')
    assert not jsonschema.Draft202012Validator(published).is_valid(wrong)
