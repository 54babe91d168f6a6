"""What the tests of reporters share: a small report, and what is of the type it claims to be."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from curator.change import Change
from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Related, RuleInfo, Severity
from curator.document import Document as Tree
from curator.engine import Selection, lint, settings_for
from curator.facts import NoFiles
from curator.report import Crash, FileReport, Notice, Report
from curator.reporters import wire
from curator.rules import INDEX
from curator.source import Source, Span
from tests.documents import Document

STRICT = settings_for(INDEX, Selection(preset="strict"))


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


def linted(*trees: Tree) -> Report:
    """What the strictest preset finds."""
    files = tuple(lint(each, STRICT, NoFiles(), date(2026, 11, 21)) for each in trees)
    return Report(files, {info.name: info for info in STRICT.rules})


@cache
def report_of(document: Document) -> Report:
    """What the strictest preset finds in a document; shared, because big ones take seconds."""
    return linted(document.tree())


def validate(name: str, result: str) -> dict[str, Any]:
    """The JSON, which has to be of the type that its schema describes, without more fields."""
    kind = TypeAdapter(wire.FORMATS[name])
    again = wire.dumps(kind.validate_json(result, strict=True))
    assert again == result
    document: dict[str, Any] = json.loads(result)
    return document


HOSTILE = (
    "::error::x",
    "x ##[error]y",
    "a\n::set-output name=x::y",
    "100%0A::warning::x%25",
    "a | b || c",
    "`code` ``more`` ```fence```",
    "</details></summary></code></pre>",
    "@octocat and @some/team, cc @octocat.",
    "<script>alert(1)</script><!-- x --><img src=x onerror=y>",
    "\x1b[31mred\x1b]0;title\x07\x9b1m",
    "\u202egnp.exe\u2066\u2069\u200b\ufeff\u2028x",
    "see #1, GH-2, octocat/hello#3 and JIRA-4",
    "https://example.org/ www.example.org mail@example.org ftp://example.org",
    "deadbeefcafe 0123456789abcdef0123456789abcdef01234567",
    "[a](https://example.org) ![b](c) [d]: e <https://example.org>",
    "**bold** _emphasis_ ~~gone~~ $x$ :tada: &lt; &#64;user \\@user",
    "]]> ]]><![CDATA[ \"quoted\" 'quoted' \\",
    "- item\r\n# heading\r> quote\n```",
    "\ud800 lone \udc80",
    "中文，：和 emoji 👩\u200d🔬 e\u0301",
    "",
    " ",
)
"""What a stranger may write into a list so that a report of it does something."""


def pull_request() -> Report:
    """What is judged of a change: one finding on a touched line, others beside it.

    ``list.md`` has a touched line 5: an error on it with an unsafe fix, an error on line 3 of
    which line 5 is only a related place, a warning about line 5 whose fix is a suggestion, and
    an info; four findings are elsewhere, two are in the baseline. ``new.md`` is new.
    """
    text = "# List\n\n- [One](https://example.org/1) - A.\n\n- [One](htp://example.org/1) - a.\n"
    source, new = Source("list.md", text), Source("new.md", "# New\n\n- [x]()\n")
    one, two = source.line_span(3), source.line_span(5)
    address = text.index("htp://")
    fix = Fix("Write https", (Edit(Span(address, address + 3), "https"),), Applicability.UNSAFE)
    remove = Fix(
        "Remove the entry", (Edit(Span(two.start, two.end + 1), ""),), Applicability.DISPLAY
    )
    found = (
        Diagnostic(
            "duplicate-heading", Severity.ERROR, "'One' is listed again on line 5", one,
            "duplicate-heading:One", (Related(two, "listed again here"),),
        ),
        Diagnostic(
            "malformed-link", Severity.ERROR, "'htp://example.org/1' is no address: write 'https'",
            Span(address, address + 20), "malformed-link:htp://example.org/1", (), fix,
        ),
        Diagnostic(
            "duplicate-link", Severity.WARNING, "'One' is already listed on line 3", two,
            "duplicate-link:One", (Related(one, "first listed here"),), remove,
        ),
        Diagnostic("lowercase-description", Severity.INFO, "write 'A'", two, "lowercase:a"),
    )  # fmt: skip
    empty = Diagnostic(
        "empty-link-target", Severity.WARNING, "the link 'x' has no target",
        Span(9, 14), "empty-link-target:x", (Related(two, "as 'One'", "list.md"),),
    )  # fmt: skip
    change = Change((Span(two.start, len(text) + 1),), text[: two.start])
    files = (
        FileReport(source, found, change=change, elsewhere=4, baselined=2),
        FileReport(new, (empty,), change=Change((Span(0, len(new.text) + 1),))),
    )
    names = {each.rule for file in files for each in file.diagnostics}
    rules = {name: rule(name) for name in sorted(names)}
    return Report(files, rules, since="origin/main at 1a2b3c4")


def hostile() -> Report:
    """Each text of ``HOSTILE`` wherever a report has text that is not its own."""
    files = []
    for number, text in enumerate(HOSTILE):
        content = f"# x\n\n- [a](b) {text}\n- [c](d)\n"
        source = Source(f"folder/{text}.md", content)
        span = source.line_span(3)
        fix = Fix(text, (Edit(Span(span.start, span.start + 1), f"* {text}"),), Applicability.SAFE)
        related = (Related(Span(0, 3), text), Related(span, text, f"{text}/unknown.md"))
        severity = Severity.ERROR if number % 2 else Severity.WARNING
        found = Diagnostic("some-rule", severity, text, span, f"some-rule:{text}", related, fix)
        files.append(
            FileReport(
                source, (found,), (Crash("other", source.path, f"KeyError: {text}"),),
                (Notice(source.path, text, 3),), elsewhere=1,
            )
        )  # fmt: skip
    rules = {name: rule(name) for name in ("some-rule", "other")}
    return Report(tuple(files), rules, HOSTILE, (Notice("", HOSTILE[0]),), since=HOSTILE[0])
