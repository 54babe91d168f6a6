"""The JSON formats are frozen: real output follows its schema, and the schema may only grow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from curator.diagnostic import OptionInfo, Severity
from curator.reporters import check_json, rule_json, tree_json, wire
from curator.rules import INDEX
from tests.documents import ROOT, Document, cases
from tests.reporters.samples import hostile, pull_request, report_of, rule, sample, validate

HERE = Path(__file__).resolve().parent
SPOKEN = {"title", "description", "$schema"}
"""What a schema says to people only."""


def golden(name: str) -> dict[str, Any]:
    """The schema as it was when this version of the formats was made."""
    path = HERE / f"golden-{name}-v{wire.VERSION}.json"
    assert path.exists(), f"there is no {path.name}: copy docs/schemas/{name}.json to it"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def resolved(schema: Any, root: dict[str, Any]) -> dict[str, Any]:
    """A schema without what is for people, the one that it refers to in its place."""
    plain: dict[str, Any] = {k: value for k, value in schema.items() if k not in SPOKEN}
    while "$ref" in plain:
        name = plain["$ref"].removeprefix("#/$defs/")
        plain = {k: value for k, value in root["$defs"][name].items() if k not in SPOKEN}
    if "const" in plain:  # older versions of pydantic write both
        plain.pop("enum", None)
    return plain


def broken_promises(
    old: Any, new: Any, old_root: dict[str, Any], new_root: dict[str, Any], at: str = "$"
) -> Iterator[str]:
    """What a program that was written for ``old`` may not find in output that follows ``new``.

    New fields are nothing to it, and an object that was free may get a form.
    """
    if at.count(".entries[]") > 1 or at.count(".sections[]") > 1:
        return  # types that hold themselves
    old, new = resolved(old, old_root), resolved(new, new_root)
    if old.get("type") == "object":
        yield from _object(old, new, old_root, new_root, at)
    elif old.get("type") == "array" and new.get("type") == "array":
        for part in ("items", "prefixItems"):
            if part in old or part in new:
                inner = (old.get(part, {}), new.get(part, {}))
                yield from broken_promises(*inner, old_root, new_root, f"{at}[]")
    elif "anyOf" in old and "anyOf" in new and len(old["anyOf"]) == len(new["anyOf"]):
        for index, inner in enumerate(zip(old["anyOf"], new["anyOf"], strict=True)):
            yield from broken_promises(*inner, old_root, new_root, f"{at}|{index}")
    elif old != new:
        yield f"{at}: {old} became {new}"


def _object(
    old: Any, new: Any, old_root: dict[str, Any], new_root: dict[str, Any], at: str
) -> Iterator[str]:
    if new.get("type") != "object":
        yield f"{at}: an object became {new}"
        return
    for name, inner in old.get("properties", {}).items():
        if name not in new.get("properties", {}):
            yield f"{at}.{name}: is gone"
            continue
        if name in old["required"] and name not in new["required"]:
            yield f"{at}.{name}: may be absent now"
        both = (inner, new["properties"][name])
        yield from broken_promises(*both, old_root, new_root, f"{at}.{name}")
    free = old.get("additionalProperties", True)
    if isinstance(free, dict):
        both = (free, new.get("additionalProperties", {}))
        yield from broken_promises(*both, old_root, new_root, f"{at}.*")


@pytest.mark.parametrize("name", wire.FORMATS)
def test_the_format_only_grows(name: str) -> None:
    old, new = golden(name), wire.schemas()[name]
    wrong = list(broken_promises(old, new, old, new))
    assert wrong == [], (
        f"this breaks programs that read version {wire.VERSION} of the format of 'curator "
        f"{name}': take it back, or raise VERSION in curator/reporters/wire.py and copy "
        f"docs/schemas/{name}.json to golden-{name}-v{wire.VERSION + 1}.json"
    )


def test_what_would_break_a_program_is_noticed() -> None:
    old = golden("check")

    def changed(*path: str, **to: Any) -> list[str]:
        new = json.loads(json.dumps(old))
        place = new["$defs"]
        for step in path:
            place = place[step]
        place.update(to)
        for key in [key for key, value in place.items() if value is None]:
            del place[key]
        return list(broken_promises(old, new, old, new))

    finding = ("Finding", "properties")
    assert changed(*finding, line=None) == ["$.findings[].line: is gone"]
    assert changed(*finding, "line", type="string")
    assert changed(*finding, "severity", enum=["error", "warning", "info", "fatal"])
    assert changed("Finding", required=["path"])
    assert changed(*finding, "fix", anyOf=[{"$ref": "#/$defs/Repair"}])
    assert changed("Summary", "properties", "rules", additionalProperties={"type": "string"})
    assert not changed(*finding, "line", description="other words")
    assert not changed(*finding, age={"type": "integer"})


def test_what_had_no_form_may_get_one_without_a_new_version() -> None:
    """Before links were asked a status was any object: no more was promised."""
    new = golden("check")
    old = json.loads(json.dumps(new))
    old["properties"]["statuses"]["items"] = {"type": "object", "additionalProperties": True}
    assert list(broken_promises(old, new, old, new)) == []
    new["properties"]["statuses"]["items"] = {"type": "string"}
    assert list(broken_promises(old, new, old, new))


def test_the_schemas_that_are_published_are_these() -> None:
    for name, schema in wire.schemas().items():
        path = ROOT / "docs" / "schemas" / f"{name}.json"
        published = json.loads(path.read_text(encoding="utf-8"))
        # Older versions of pydantic write other titles and descriptions.
        assert list(broken_promises(published, schema, published, schema)) == []
        assert list(broken_promises(schema, published, schema, published)) == []


def test_the_schemas_describe_every_field() -> None:
    schemas = wire.schemas()
    assert list(schemas) == ["check", "tree", "rule"]
    for name, schema in schemas.items():
        kind = wire.FORMATS[name]
        assert schema["$schema"].startswith("https://json-schema.org/")
        assert schema.get("description", kind.__doc__) == kind.__doc__  # pydantic 2.8 has none
        assert list(schema["properties"]) == list(kind.__slots__)
        for inner, described in schema["$defs"].items():
            assert list(described["properties"]) == list(getattr(wire, inner).__slots__)
            assert described["required"] == list(described["properties"])


def follows(name: str, result: str) -> dict[str, Any]:
    """The JSON, which has to follow the frozen schema too, where a validator is installed."""
    document = validate(name, result)
    jsonschema.Draft202012Validator(golden(name)).validate(document)
    return document


def test_a_report_with_everything_follows_its_schema() -> None:
    for report in (sample(), pull_request(), hostile()):
        follows("check", wire.dumps(check_json.check_result(report)))


@pytest.mark.parametrize("document", cases("fixtures", "corpus"))
def test_findings_follow_their_schema(document: Document) -> None:
    report = report_of(document)
    result = validate("check", wire.dumps(check_json.check_result(report)))
    assert len(result["findings"]) == len(report.files[0].diagnostics)
    lines = report.files[0].source.line_count + 1
    for finding in result["findings"]:
        assert 1 <= finding["line"] <= finding["end_line"] <= lines
    # The validator takes milliseconds for each finding: three of each rule have all its forms.
    of_rule: dict[str, list[Any]] = {}
    for finding in result["findings"]:
        of_rule.setdefault(finding["rule"], []).append(finding)
    result["findings"] = [each for found in of_rule.values() for each in found[:3]]
    jsonschema.Draft202012Validator(golden("check")).validate(result)


@pytest.mark.parametrize("document", cases("fixtures"))
def test_trees_follow_their_schema(document: Document) -> None:
    tree = document.tree()
    follows("tree", wire.dumps(tree_json.tree_result([tree])))


def test_rules_follow_their_schema() -> None:
    follows("rule", wire.dumps(rule_json.rules_result((info, None) for info in INDEX.values())))


def test_a_rule_with_everything_in_json() -> None:
    options = (
        OptionInfo("share", "number", 0.8, "How much.", least=0.0, most=1.0),
        OptionInfo("form", "string", "abs", "Which.", choices=("abs", "pdf")),
        OptionInfo("allow", "strings", ("a", "b"), "What."),
        OptionInfo("deep", "boolean", default=True, summary="Whether."),
        OptionInfo("most", "integer", 3, "How many."),
    )
    info = rule("x", severities=(("strict", Severity.ERROR),), options=options, online=True)
    result = follows("rule", wire.dumps(rule_json.rules_result([(info, "X.\n\nBecause.")])))
    (written,) = result["rules"]
    assert written["severities"] == {"recommended": "warning", "strict": "error"}
    assert [option["default"] for option in written["options"]] == [0.8, "abs", ["a", "b"], True, 3]
    assert [option["type"] for option in written["options"]][:2] == ["number", "string"]
    assert written["options"][0]["least"] == 0.0
    assert (written["page"], written["fix"], written["online"]) == ("X.\n\nBecause.", None, True)
