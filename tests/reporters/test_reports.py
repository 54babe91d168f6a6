"""The reporters of trees and of findings as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from curator.markdown import parse
from curator.report import Links, Report
from curator.reporters import check_json, outline, tree_json, wire
from curator.source import Source
from curator.status import Evidence, LinkStatus
from tests.documents import Document, cases
from tests.reporters.samples import pull_request, sample, validate
from tests.rules.runner import read_web

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


def test_check_json() -> None:
    result = json.loads(wire.dumps(check_json.check_result(sample())))
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
        "notices": [
            {"path": "d.md", "message": "is odd", "line": None},
            {"path": "b.md", "message": "too deep", "line": 2},
        ],
        "fixes": {"safe": 0, "unsafe": 1, "display": 0},
        "rules_run": ["other", "some-rule", "third"],
        "elsewhere": 0,
        "baselined": 0,
        "since": "",
    }


def test_what_is_judged_of_a_change_in_json() -> None:
    summary = json.loads(wire.dumps(check_json.check_result(pull_request())))["summary"]
    assert (summary["elsewhere"], summary["baselined"]) == (4, 2)
    assert summary["since"] == "origin/main at 1a2b3c4"


def test_statuses_in_json() -> None:
    web = read_web(
        "https://example.org/a  301 https://example.org/b 0 https://example.org/c 404 twice"
        " 'detail=So {U+1B}sorry'\n"
        "https://example.org/d  timeout runs=4 since=2026-11-01\n"
    )
    (moved, down) = web.statuses.values()
    down = replace(down, cached=True, evidence=replace(down.evidence, final_url="", asked_at=0))
    far = LinkStatus(Evidence("https://example.org/e", 200, asked_at=1e30), "alive", "ok")
    report = replace(sample(), links=Links((moved, down, far), hosts=1, requests=4))
    one, two, three = validate("check", wire.dumps(check_json.check_result(report)))["statuses"]
    assert one == {
        "url": "https://example.org/a",
        "verdict": "dead",
        "reason": "not-found",
        "code": 404,
        "final_url": "https://example.org/c",
        "hops": [
            {"url": "https://example.org/a", "code": 301},
            {"url": "https://example.org/b", "code": 0},
        ],
        "method": "GET",
        "seconds": 0.0,
        "tries": 2,
        "source": "http",
        "cached": False,
        "asked_at": "2026-11-21T12:00:00Z",
        "failing_since": None,
        "failed_runs": 0,
        "detail": "So {U+1B}sorry",
        "title": "",
    }
    assert (two["verdict"], two["reason"], two["code"]) == ("transient", "timeout", None)
    assert (two["final_url"], two["cached"], two["asked_at"]) == (two["url"], True, None)
    assert (two["failing_since"], two["failed_runs"]) == ("2026-11-01T00:00:00Z", 4)
    assert three["asked_at"] is None


@pytest.mark.parametrize("document", cases("fixtures", "seeds"))
def test_tree_json_follows_its_schema_and_names_every_link(document: Document) -> None:
    tree = document.tree()
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
