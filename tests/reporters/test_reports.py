"""The reporters: text, tree and JSON of one run, and the schemas of the JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from pydantic import TypeAdapter

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Related, Severity
from curator.markdown import parse
from curator.report import Crash, FileReport, Report
from curator.reporters import check_json, outline, text, tree_json, wire
from curator.reporters.colour import Palette
from curator.source import Source, Span
from tests.documents import Document, cases

LIST = """\
Intro with a [link](https://example.org/).

- [Before](https://example.org/before)

# Papers

**Surveys**

- [Attention](https://arxiv.org/abs/1706.03762) - All you need.
  - [Again](https://arxiv.org/pdf/1706.03762)
- Groups
  - [In group](https://example.org/g)
  - [In group 2](https://example.org/g2)

<details><summary>More</summary>

- [BERT](https://arxiv.org/abs/1810.04805)

</details>

## Empty 中文
"""


def report() -> Report:
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
    return Report(
        (FileReport(one, (found,)), FileReport(two, (info,), (crash,))), {}, ("c.md: missing",)
    )


def test_text() -> None:
    assert list(text.render(report(), text.TextStyle())) == [
        "a.md:3:1  error  some-rule  wrong here",
        "    3 | some wörds",
        "      | ^^^^",
        "      = a.md:1:1  first",
        "      = b.md:2:1  there",
        "",
        "info  other  1 not listed (--show info)",
        "",
        "1 error in 1 of 2 files (some-rule 1)",
        "--select RULE shows the findings of one rule, --ignore RULE hides them.",
    ]
    shown = list(text.render(report(), text.TextStyle(show_infos=True)))
    assert shown[6:10] == [
        "b.md:1:1  info  other  by the way",
        "    1 | x",
        "      | ^",
        "      = unknown.md  lost",
    ]
    assert shown[-2] == "1 error, 1 info in 2 of 2 files (other 1, some-rule 1)"


def test_colours_change_nothing_else() -> None:
    style = text.TextStyle(Palette(enabled=True), show_infos=True)
    painted = "\n".join(text.render(report(), style))
    plain = "\n".join(text.render(report(), text.TextStyle(show_infos=True)))
    assert re.sub("\x1b\\[[0-9;]+m", "", painted) == plain != painted


def test_check_json() -> None:
    result = json.loads(wire.dumps(check_json.check_result(report())))
    error, info = result["findings"]
    assert [error[name] for name in ("line", "column", "end_line", "end_column")] == [3, 1, 3, 5]
    assert error["message"] == "wrong\nhere"
    assert error["fix"] == {
        "title": "Write it so",
        "applicability": "unsafe",
        "edits": [{"line": 1, "column": 1, "end_line": 1, "end_column": 2, "text": "z"}],
    }
    assert [(p["path"], p["line"]) for p in error["related"]] == [("a.md", 1), ("b.md", 2)]
    assert info["related"][0]["line"] is None
    assert result["summary"] == {
        "files": 2,
        "errors": 1,
        "warnings": 0,
        "infos": 1,
        "rules": {"other": 1, "some-rule": 1},
        "problems": ["c.md: missing"],
        "crashes": [{"rule": "third", "path": "b.md", "error": "KeyError: 1"}],
    }


def validate(name: str, result: str) -> dict[str, Any]:
    """The JSON, which has to be of the type that its schema describes, without more fields."""
    kind = TypeAdapter(wire.FORMATS[name])
    again = wire.dumps(kind.validate_json(result, strict=True))
    assert again == result
    document: dict[str, Any] = json.loads(result)
    return document


def test_the_schemas_describe_every_field() -> None:
    schemas = wire.schemas()
    assert list(schemas) == ["check", "tree"]
    for name, schema in schemas.items():
        kind = wire.FORMATS[name]
        assert schema["$schema"].startswith("https://json-schema.org/")
        assert schema.get("description", kind.__doc__) == kind.__doc__  # pydantic 2.8 has none
        assert list(schema["properties"]) == list(kind.__slots__)
        for inner, described in schema["$defs"].items():
            assert list(described["properties"]) == list(getattr(wire, inner).__slots__)
            assert described["required"] == list(described["properties"])


def test_check_json_follows_its_schema() -> None:
    validate("check", wire.dumps(check_json.check_result(report())))


@pytest.mark.parametrize("document", cases("fixtures", "seeds"))
def test_tree_json_follows_its_schema_and_names_every_link(document: Document) -> None:
    tree = parse(Source(document.name, document.text()))
    result = validate("tree", wire.dumps(tree_json.tree_result([tree])))
    (written,) = result["documents"]
    assert len(written["links"]) == len(tree.links)
    assert len(written["headings"]) == len(tree.headings)
    if document.truth is not None:
        truth = document.read_truth()
        fields = ("kind", "url", "line", "column", "end_line", "end_column")
        assert [[link[name] for name in fields] for link in written["links"]] == [
            [link[name] for name in fields] for link in truth["links"]
        ]
        markdown = [  # the truth leaves out headings written as HTML
            list(heading.values())
            for heading, record in zip(written["headings"], tree.headings, strict=True)
            if not record.html
        ]
        names = ("line", "depth", "text", "slug")
        assert markdown == [[row[name] for name in names] for row in truth["headings"]]
    stack = [written]
    entries = 0
    while stack:
        piece = stack.pop()
        entries += len(piece["entries"]) if "sections" in piece else 0
        stack += piece.get("sections", [])
    assert entries == len([e for s in tree.root.walk() for e in s.entries])


def test_tree_json() -> None:
    tree = parse(Source("a.md", LIST))
    (written,) = json.loads(wire.dumps(tree_json.tree_result([tree])))["documents"]
    assert written["path"] == "a.md"
    assert written["title"] == "Papers"
    assert [entry["title"] for entry in written["entries"]] == ["Before"]
    (papers,) = written["sections"]
    assert (papers["kind"], papers["depth"], papers["slug"]) == ("heading", 1, "papers")
    assert (papers["line"], papers["end_line"]) == (5, 21)
    assert [s["kind"] for s in papers["sections"]] == ["label", "details", "heading"]
    (attention,) = papers["sections"][0]["entries"]
    assert attention["identity"] == "arxiv:1706.03762"
    assert attention["papers"] == ["arxiv:1706.03762"]
    assert attention["entries"][0]["title"] == "Again"
    assert [link["section"] for link in written["links"]][:3] == [None, None, 0]


def test_surrogates_and_ascii() -> None:
    finding = check_json.check_result(Report((), {}, ("caf\udce9: 中",)))
    assert json.loads(wire.dumps(finding))["summary"]["problems"] == ["caf\ufffd: 中"]
    assert wire.dumps(finding, ascii_only=True).isascii()
    assert json.loads(wire.dumps(finding, ascii_only=True)) == json.loads(wire.dumps(finding))


def test_outline() -> None:
    tree = parse(Source("a.md", LIST))
    style = outline.OutlineStyle(width=60, entries=True)
    assert list(outline.render(tree, style)) == [
        "a.md                     entries  links  papers",
        "Papers                         6      7       2",
        "├─ Before → https://example.org/before",
        "└─ Papers                      5      5       2",
        "   ├─ Surveys (label)          4      4       1",
        "   │  ├─ Attention → https://arxiv.org/abs/1706.03762",
        "   │  │  └─ Again → https://arxiv.org/pdf/1706.03762",
        "   │  └─ Groups (group)        2      2       0",
        "   │     ├─ In group → https://example.org/g",
        "   │     └─ In group 2 → https://example.org/g2",
        "   ├─ More (details)           1      1       1",
        "   │  └─ BERT → https://arxiv.org/abs/1810.04805",
        "   └─ Empty 中文               0      0       0",
    ]


def test_outline_in_ascii_and_narrow() -> None:
    tree = parse(Source("some/folder/with/a.md", LIST.replace("Surveys", "Surveys of everything")))
    lines = list(outline.render(tree, outline.OutlineStyle(width=30, drawing=outline.ASCII)))
    assert lines == [
        "some/folder/with/a.md",
        "          entries/links/papers",
        "Papers                   6/7/2",
        "`- Papers                5/5/2",
        "   |- Survey... (label)  4/4/1",
        "   |  `- Groups (group)  2/2/0",
        "   |- More (details)     1/1/1",
        "   `- Empty 中文         0/0/0",
    ]


def test_a_document_without_title_or_sections() -> None:
    lines = list(outline.render(parse(Source("a.md", "")), outline.OutlineStyle()))
    assert lines[1].split() == ["(no", "title)", "0", "0", "0"]
