"""What the tests of reporters share: a small report, and what is of the type it claims to be."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Related, RuleInfo, Severity
from curator.report import Crash, FileReport, Notice, Report
from curator.reporters import wire
from curator.source import Source, Span


def rule(name: str, severity: Severity = Severity.WARNING, **more: Any) -> RuleInfo:
    """A rule that is nowhere but in its metadata."""
    facts: dict[str, Any] = {
        "summary": f"Something is {name}.",
        "category": "links",
        "presets": ("recommended", "strict"),
        "fix": None,
        "online": False,
    }
    return RuleInfo(name=name, severity=severity, **{**facts, **more})


def sample() -> Report:
    """Two files, an error with a fix and related places, an info, a crash and two notices."""
    one, two = Source("a.md", "# A\n\nsome wörds\n"), Source("b.md", "x\ny\n")
    fix = Fix("Write it so", (Edit(Span(0, 1), "z"),), Applicability.UNSAFE)
    found = Diagnostic(
        "some-rule",
        Severity.ERROR,
        "wrong\nhere",
        Span(5, 9),
        "some-rule:x",
        (Related(Span(0, 3), "first"), Related(Span(2, 3), "there", "b.md")),
        fix,
    )
    lost = Related(Span(0, 1), "lost", "unknown.md")
    info = Diagnostic("other", Severity.INFO, "by the way", Span(0, 1), "other:y", (lost,))
    crash = Crash("third", "b.md", "KeyError: 1")
    files = (
        FileReport(one, (found,)),
        FileReport(two, (info,), (crash,), (Notice("b.md", "too deep", 2),)),
    )
    rules = {name: rule(name) for name in ("some-rule", "other", "third")}
    return Report(files, rules, ("c.md: missing",), (Notice("d.md", "is odd"),))


def validate(name: str, result: str) -> dict[str, Any]:
    """The JSON, which has to be of the type that its schema describes, without more fields."""
    kind = TypeAdapter(wire.FORMATS[name])
    again = wire.dumps(kind.validate_json(result, strict=True))
    assert again == result
    document: dict[str, Any] = json.loads(result)
    return document
