"""JUnit's XML: it validates whatever a list holds, and says what was found in words."""

from __future__ import annotations

from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import given

from curator.diagnostic import Diagnostic, Related, Severity
from curator.report import FileReport, Report
from curator.reporters import junit
from curator.reporters.escape import visible, workflow, xml
from curator.source import Source, Span
from tests.documents import DATA, Document, cases
from tests.reporters.samples import HOSTILE, hostile, pull_request, report_of, rule, sample
from tests.reporters.test_sarif import NASTY, reports


@cache
def schema() -> Any:
    return xmlschema.XMLSchema(DATA / "junit-10.xsd")


def render(report: Report, **style: Any) -> str:
    return "".join(junit.render(report, junit.JunitStyle(**style)))


def read(report: Report, **style: Any) -> ET.Element:
    """The root of a document that follows the schema, and whose numbers are right."""
    text = render(report, **style)
    root = ET.fromstring(text.encode("utf-8"))
    schema().validate(root)
    adds_up(root)
    return root


def adds_up(root: ET.Element) -> None:
    every = {"tests": 0, "failures": 0, "errors": 0}
    for suite in root:
        counts = {
            "tests": len(suite.findall("testcase")),
            "failures": len(suite.findall("testcase/failure")),
            "errors": len(suite.findall("testcase/error")),
        }
        assert {name: int(suite.attrib[name]) for name in counts} == counts
        assert int(suite.attrib["skipped"]) == len(suite.findall("testcase/skipped"))
        names = [each.attrib["name"] for each in suite.findall("testcase")]
        if suite.attrib["name"] != "curator":
            assert len(names) == len(set(names)) or suite.findall("testcase/error")
        every = {name: every[name] + counts[name] for name in every}
    assert {name: int(root.attrib[name]) for name in every} == every


EXPECTED = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="curator" tests="3" failures="1" errors="2" time="0">
<testsuite name="lists/a.md" tests="1" failures="1" errors="0" skipped="0" time="0" \
file="lists/a.md">
<testcase classname="lists/a.md" name="some-rule:x" time="0">\
<failure type="some-rule" message="line 3: wrong here">\
lists/a.md:3:1: error: wrong here (some-rule)
    3 | some wörds
      | ^^^^
    1 + z A
      = unsafe fix: Write it so
      = line 1: first
      = b.md: there</failure></testcase>
</testsuite>
<testsuite name="lists/b.md" tests="1" failures="0" errors="1" skipped="0" time="0" \
file="lists/b.md">
<properties><property name="infos not listed" value="1"/></properties>
<testcase classname="lists/b.md" name="third" time="0"><error type="crash" \
message="the rule third failed, what it finds is missing: KeyError: 1"/></testcase>
<system-out>b.md:2: too deep</system-out>
</testsuite>
<testsuite name="curator" tests="1" failures="0" errors="1" skipped="0" time="0">
<testcase classname="curator" name="input 1" time="0"><error type="problem" \
message="c.md: missing"/></testcase>
<system-out>d.md: is odd</system-out>
</testsuite>
</testsuites>
"""


def test_the_sample() -> None:
    read(sample(), rooted=lambda name: f"lists/{name}")
    assert render(sample(), rooted=lambda name: f"lists/{name}") == EXPECTED


def test_infos_are_skipped_tests_where_they_are_shown() -> None:
    root = read(sample(), show_infos=True)
    skipped = root.find("testsuite[2]/testcase/skipped")
    assert skipped is not None
    assert skipped.attrib == {"type": "other", "message": "line 1: by the way"}
    assert skipped.text is not None
    assert skipped.text.startswith("b.md:1:1: info: by the way (other)\n    1 | x\n")
    assert root.find("testsuite[2]/properties") is None


def test_a_file_without_findings_passes() -> None:
    (suite,) = read(Report((FileReport(Source("a.md", ""), ()),), {}))
    (case,) = suite
    assert (case.attrib["classname"], case.attrib["name"], len(case)) == ("a.md", "curator", 0)
    assert suite.attrib["tests"] == "1"


def test_nothing_at_all() -> None:
    assert len(read(Report((), {}))) == 0


def test_a_change_and_a_baseline() -> None:
    root = read(pull_request())
    first = root[0]
    told = {each.attrib["name"]: each.attrib["value"] for each in first.findall("*/property")}
    assert told == {
        "infos not listed": "1",
        "since": "origin/main at 1a2b3c4",
        "elsewhere": "4",
        "baselined": "2",
    }


def test_equal_keys_make_different_names_and_many_places_are_cut() -> None:
    related = tuple(Related(Span(0, 1), f"place {n}") for n in range(9))
    found = Diagnostic("r", Severity.WARNING, "m", Span(0, 1), f"r:{'x' * 300}", related)
    file = FileReport(Source("a.md", "text\n"), (found, found))
    (suite,) = read(Report((file,), {"r": rule("r")}))
    one, two = suite.findall("testcase")
    assert len(one.attrib["name"]) == 200
    assert two.attrib["name"] == f"{one.attrib['name']} (2)"
    assert one[0].text is not None
    assert one[0].text.endswith("place 4\n      = and 4 more places")


@pytest.mark.parametrize("ascii_only", [False, True])
def test_hostile_texts(ascii_only: bool) -> None:
    text = render(hostile(), ascii_only=ascii_only)
    assert text.isascii() or not ascii_only
    assert "]]>" not in text
    for line in text.split("\n"):
        assert visible(line) == line
    for sent in workflow(text).split("\n"):
        assert not sent.lstrip().startswith("::")
        assert "##[" not in sent
    root = read(hostile(), ascii_only=ascii_only)
    assert len(root.findall("testsuite/testcase/failure")) == len(HOSTILE)
    same = ET.tostring(ET.fromstring(workflow(text).encode("utf-8")))
    assert same.count(b"<testcase") == len(root.findall("*/testcase"))


@given(reports())
def test_anything_validates(report: Report) -> None:
    read(report, show_infos=True)
    read(report, ascii_only=True)


@given(NASTY)
def test_xml_means_the_text_again(text: str) -> None:
    element = ET.fromstring(f'<a b="{xml(text)}">{xml(text)}</a>'.encode())
    assert element.attrib["b"] == (element.text or "")
    kept = "".join(c if c in "\t\n\r" or c >= " " else f"\\u{{{ord(c):x}}}" for c in text)
    if all(c < "\ud800" for c in text):
        assert element.attrib["b"] == kept


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("]]>", "]]&gt;"),
        ('"x"\t\r\n', "&quot;x&quot;&#9;&#13;&#10;"),
        ("\x00\x0b\ufffe\uffff\ud800", "\\u{0}\\u{b}\\u{fffe}\\u{ffff}\\u{d800}"),
        ("\x85𝒳\ufffd", "\x85𝒳\ufffd"),
    ],
)
def test_xml(text: str, written: str) -> None:
    assert xml(text) == written


@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_findings_of_real_lists(document: Document) -> None:
    report = report_of(document)
    (suite,) = read(report, show_infos=True)
    assert len(suite.findall("testcase")) == max(len(report.files[0].diagnostics), 1)
