"""SARIF: it validates whatever a list holds, and its fixes do what curator's own edits do."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.cli.start import run as run_command
from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Related, RuleInfo, Severity
from curator.fixer.edits import EditSet, apply_edits
from curator.markdown import parse
from curator.report import Crash, FileReport, Notice, Report
from curator.reporters import sarif
from curator.reporters.escape import encodable, sarif_message, visible, workflow_json
from curator.rules import INDEX
from curator.source import Source, Span
from tests.documents import DATA, Document, cases
from tests.reporters.samples import (
    HOSTILE,
    hostile,
    linted,
    pull_request,
    report_of,
    rule,
    sample,
)

Json = dict[str, Any]

LIST = """\
# Awesome Things

- [One](https://example.org/1) - The first.
- [Two](https://example.org/2?utm_source=x) - The second.
- [Three](#nowhere) - The third.
- [Four](https://arxiv.org/abs/1706.03762v5) - The fourth.
- [Four again](http://arxiv.org/pdf/1706.03762) -  The fourth.
"""


@cache
def schema() -> jsonschema.Draft4Validator:
    text = (DATA / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")
    return jsonschema.Draft4Validator(json.loads(text))


def page(info: RuleInfo) -> str:
    return f"# {info.name}\n\n{info.summary}\n\n## Why it matters\n\nBecause\nit does.\n\nMore."


def render(report: Report, **style: Any) -> str:
    return "".join(sarif.render(report, sarif.SarifStyle(**{"rooted": str, "page": page, **style})))


def read(report: Report, **style: Any) -> Json:
    """The one run of a log that follows the schema."""
    log = json.loads(render(report, **style))
    schema().validate(log)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    holds_together(run)
    return dict(run)


def holds_together(run: Json) -> None:
    """What the standard asks beyond its schema, as far as it concerns us."""
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    for result in run["results"]:
        if "ruleIndex" in result:
            assert rules[result["ruleIndex"]] == result["ruleId"]
        ids = [each["id"] for each in result.get("relatedLocations", [])]
        assert ids == sorted(set(ids))
        links = LINK.findall(result["message"]["text"])
        assert links == [str(id_) for id_ in ids[: len(links)]]
        assert "](" not in LINK.sub("", result["message"]["text"])
        assert result["message"]["text"]
    for uri in strings(run, "uri"):
        assert re.fullmatch(r"(file://(/[A-Z]:)?)?[\w.~/%-]*", uri, re.ASCII), uri


LINK = re.compile(r" \(\[(?:[^\\\[\]]|\\.)*\]\((\d+)\)\)")
"""A link in a plain message, as the standard has it and as we write it."""


def strings(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == name:
                yield inner
            else:
                yield from strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, name)


def notes(run: Json) -> list[tuple[str, str]]:
    (invocation,) = run["invocations"]
    told = invocation["toolExecutionNotifications"]
    return [(each["level"], each["message"]["text"]) for each in told]


# ------------------------------------------------------------------------- the sample


def test_results() -> None:
    run = read(sample(), show_infos=True)
    error, info = run["results"]
    region = {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 5}
    artifact = {"uri": "a.md", "uriBaseId": "%SRCROOT%"}
    other = {"uri": "b.md", "uriBaseId": "%SRCROOT%"}
    first = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 4}
    there = {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 2}
    assert error == {
        "ruleId": "some-rule",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": "wrong here ([first](1)) ([there](2))"},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"curator/v1": "6641680fa874600dc3cfec510a1d5fcd"},
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {"artifactLocation": artifact, "region": first},
                "message": {"text": "first"},
            },
            {
                "id": 2,
                "physicalLocation": {"artifactLocation": other, "region": there},
                "message": {"text": "there"},
            },
        ],
        "fixes": [
            {
                "description": {"text": "Write it so"},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [
                            {
                                "deletedRegion": first | {"endColumn": 2},
                                "insertedContent": {"text": "z"},
                            }
                        ],
                    }
                ],
                "properties": {"applicability": "unsafe"},
            }
        ],
    }
    assert (info["level"], info["ruleIndex"]) == ("note", 0)
    (lost,) = info["relatedLocations"]
    assert lost["physicalLocation"] == {
        "artifactLocation": {"uri": "unknown.md", "uriBaseId": "%SRCROOT%"}
    }


def test_the_rest_of_a_run() -> None:
    run = read(sample())
    assert [each["ruleId"] for each in run["results"]] == ["some-rule"]
    assert run["columnKind"] == "utf16CodeUnits"
    assert [each["location"]["uri"] for each in run["artifacts"]] == ["a.md", "b.md"]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert notes(run) == [
        ("error", "c.md: missing"),
        ("error", "the rule third failed, what it finds is missing: KeyError: 1"),
        ("note", "is odd"),
        ("note", "too deep"),
        ("note", "1 info left out (--show info)"),
    ]
    _, crash, _, notice, _ = run["invocations"][0]["toolExecutionNotifications"]
    assert crash["associatedRule"] == {"id": "third", "index": 2}
    assert notice["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}


def test_a_rule() -> None:
    other, *_ = read(sample())["tool"]["driver"]["rules"]
    assert other == {
        "id": "other",
        "name": "other",
        "shortDescription": {"text": "Something is other."},
        "fullDescription": {"text": "Something is other. Because it does."},
        "help": {
            "text": "Something is other. Because it does. 'curator rule other' tells more.",
            "markdown": page(rule("other")),
        },
        "defaultConfiguration": {"level": "warning"},
        "properties": {
            "category": "links",
            "presets": ["recommended", "strict"],
            "tags": ["links", "recommended", "strict"],
            "precision": "high",
            "problem.severity": "warning",
        },
    }


def test_every_rule_fits_what_github_takes() -> None:
    from curator.cli.pages import page  # noqa: PLC0415 - what the command gives

    report = Report((), INDEX)
    run = read(report, page=page)
    for each in run["tool"]["driver"]["rules"]:
        assert len(each["fullDescription"]["text"]) <= 1024
        assert len(each["fullDescription"]["text"]) > len(each["shortDescription"]["text"])
        assert len(each["properties"]["tags"]) <= 10
        assert each["help"]["markdown"].startswith(f"# {each['id']}\n")


def test_a_change_and_a_baseline() -> None:
    run = read(pull_request())
    told = [words for _, words in notes(run)]
    assert "4 findings elsewhere, not of the change since origin/main at 1a2b3c4" in told
    assert "2 findings in the baseline" in told
    assert run["invocations"][0]["executionSuccessful"] is True
    # A suggestion is no fix.
    fixed = [each["ruleId"] for each in run["results"] if "fixes" in each]
    assert fixed == ["malformed-link"]


def test_nothing_found() -> None:
    run = read(Report((FileReport(Source("a.md", ""), ()),), {}))
    assert (run["results"], notes(run)) == ([], [])


# ------------------------------------------------------------------------- the limits


def many(count: int, text: str = "x") -> Report:
    source = Source("a.md", "text\n")
    fix = Fix("f", (Edit(Span(0, 1), text),), Applicability.SAFE)
    severities = (Severity.INFO, Severity.WARNING, Severity.ERROR)
    found = tuple(
        Diagnostic("r", severities[n % 3], f"m{n}", Span(0, 1), f"r:{n}", (), fix)
        for n in range(count)
    )
    return Report((FileReport(source, found),), {"r": rule("r")})


def test_too_many_results_lose_the_least_severe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 4)
    run = read(many(9), show_infos=True)
    assert [each["message"]["text"] for each in run["results"]] == ["m1", "m2", "m5", "m8"]
    assert notes(run) == [("warning", "5 findings left out, the least severe: there are too many")]


def test_too_long_fixes_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_FIX_TEXT", 2_500)
    run = read(many(6, "x" * 800))
    assert ["fixes" in each for each in run["results"]] == [True, True, False, False]
    assert ("warning", "2 fixes left out: they are too long") in notes(run)


def test_related_places_are_limited() -> None:
    source = Source("a.md", "text\n")
    related = tuple(Related(Span(0, 1), f"r{n}") for n in range(200))
    found = Diagnostic("r", Severity.ERROR, "m", Span(0, 1), "r:1", related)
    (result,) = read(Report((FileReport(source, (found,)),), {}))["results"]
    assert len(result["relatedLocations"]) == sarif.MOST_RELATED
    assert result["message"]["text"].count("](") == 5
    assert "ruleIndex" not in result


# -------------------------------------------------------------------------- the paths


@pytest.mark.parametrize(
    ("path", "uri", "based"),
    [
        ("docs/a b.md", "docs/a%20b.md", True),
        ("a:b#c?d%41.md", "a%3Ab%23c%3Fd%2541.md", True),
        ("中.md", "%E4%B8%AD.md", True),
        ("caf\udce9.md", "caf%E9.md", True),
        ("\ud800.md", "%EF%BF%BD.md", True),
        ("a\\b\n.md", "a%5Cb%0A.md", True),
        ("/elsewhere/a b.md", "file:///elsewhere/a%20b.md", False),
        ("C:/lists/ä.md", "file:///C:/lists/%C3%A4.md", False),
    ],
)
def test_paths_are_uris(path: str, uri: str, based: bool) -> None:
    run = read(Report((FileReport(Source("x.md", ""), ()),), {}), rooted=lambda _: path)
    (artifact,) = run["artifacts"]
    assert artifact["location"] == {"uri": uri} | ({"uriBaseId": "%SRCROOT%"} if based else {})
    if "\ud800" not in path:
        assert unquote_to_bytes(uri.removeprefix("file://").removeprefix("/C:")) == os.fsencode(
            path.removeprefix("C:")
        )


# ---------------------------------------------------------------- whatever a list holds


@pytest.mark.parametrize("ascii_only", [False, True])
def test_hostile_texts(ascii_only: bool) -> None:
    text = render(hostile(), ascii_only=ascii_only)
    assert text.isascii() or not ascii_only
    text.encode("utf-8")
    sent = workflow_json(text)
    for line in sent.split("\n"):
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert visible(line) == line
    assert json.loads(sent) == json.loads(text)
    run = read(hostile(), ascii_only=ascii_only)
    assert len(run["results"]) == len(HOSTILE)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("write '[RegEx](#regex)'", "write '[RegEx] (#regex)'"),
        ("a[0] and (1) ] (2)", "a[0] and (1) ] (2)"),
        ("{0} {name} {{1}}", "{{0}} {name} {{{1}}}"),
        ("a\r\n\x1b", "a \\u{1b}"),
    ],
)
def test_messages_hold_no_links_or_arguments_of_a_list(text: str, written: str) -> None:
    assert sarif_message(text) == written


NASTY = st.text(
    st.characters()
    | st.sampled_from("\x1b\x00\n\r\x9b\u202e\u2066\u2028\ud800:#[](){}0\\\ufeff𝒳🚀"),
    max_size=20,
)
CONTENT = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n\r𝒳🚀\u0301"), max_size=40
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A file of any text with findings and fixes anywhere in it, in any words."""
    content = draw(st.sampled_from(["", "\ufeff"])) + draw(CONTENT)
    offsets = st.integers(0, len(content))

    def span() -> Span:
        return Span(*sorted((draw(offsets), draw(offsets))))

    source = Source(draw(NASTY), content)
    found = []
    for _ in range(draw(st.integers(0, 3))):
        edits = tuple(Edit(span(), draw(NASTY)) for _ in range(draw(st.integers(0, 3))))
        fix = Fix(draw(NASTY), edits, draw(st.sampled_from(Applicability)))
        related = (Related(span(), draw(NASTY)), Related(span(), draw(NASTY), draw(NASTY)))
        severity = draw(st.sampled_from(Severity))
        found.append(Diagnostic("r", severity, draw(NASTY), span(), draw(NASTY), related, fix))
    notice = Notice(draw(NASTY), draw(NASTY), draw(st.integers(0, 3)))
    crash = Crash("r", draw(NASTY), draw(NASTY))
    file = FileReport(source, tuple(found), (crash,), (notice,))
    return Report((file,), {"r": rule("r")}, (draw(NASTY),), (notice,), since=draw(NASTY))


@given(reports(), st.booleans())
def test_anything_validates_and_means_what_it_should(report: Report, ascii_only: bool) -> None:
    run = read(report, show_infos=True, ascii_only=ascii_only)
    (file,) = report.files
    for result, found in zip(run["results"], file.diagnostics, strict=True):
        region = location(result)["region"]
        assert at(file.source.text, region) == place(file.source, found.span)
    fixes_agree(file.source, run["results"], report)


# --------------------------------------------------------------------------- the fixes


@cache
def starts(text: str) -> tuple[int, ...]:
    """Where the lines of a text begin, a byte order mark aside, in UTF-16 code units."""
    parts = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text.removeprefix("\ufeff"))
    return (0, *accumulate(len(part.encode("utf-16-le")) // 2 for part in parts))


def at(text: str, region: Mapping[str, int]) -> tuple[int, int]:
    """Where a region begins and ends, in code units of the text."""
    lines = starts(text)
    start = lines[region["startLine"] - 1] + region["startColumn"] - 1
    return start, lines[region["endLine"] - 1] + region["endColumn"] - 1


def place(source: Source, span: Span) -> tuple[int, int]:
    """The same, by a span of characters."""
    mark = int(source.bom)
    first, last = (
        len(source.text[mark : max(offset, mark)].encode("utf-16-le")) // 2 for offset in span
    )
    return first, last


def applied(text: str, replacements: Sequence[Json]) -> str:
    """What an editor makes of a text by the replacements of a fix: an applier of our own."""
    whole = text.removeprefix("\ufeff").encode("utf-16-le")
    pieces, done = [], 0
    for each in replacements:
        start, end = at(text, each["deletedRegion"])
        inserted = each.get("insertedContent", {}).get("text", "")
        pieces += [whole[2 * done : 2 * start], inserted.encode("utf-16-le")]
        done = end
    result = b"".join([*pieces, whole[2 * done :]]).decode("utf-16-le")
    return "\ufeff" * text.startswith("\ufeff") + result


def replacements(result: Json) -> list[Json]:
    """Those of the fix of a result; none if it has no fix."""
    if "fixes" not in result:
        return []
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"] == location(result)["artifactLocation"]
    made: list[Json] = change["replacements"]
    assert made
    return made


def location(result: Json) -> Json:
    (only,) = result["locations"]
    return dict(only["physicalLocation"])


def agrees(source: Source, edits: Iterable[Edit], made: Sequence[Json]) -> None:
    """Replacements make of the file what the edits make of it."""
    in_order = sorted(set(edits), key=lambda edit: (edit.span, edit.text))
    safe = [Edit(edit.span, encodable(edit.text)) for edit in in_order]
    assert applied(source.text, made) == apply_edits(source.text, safe)


def fixes_agree(source: Source, results: Sequence[Json], report: Report) -> int:
    """Fixes in SARIF, each and all that go together, do what those of the findings do.

    Returns how many there are.
    """
    together = EditSet()
    taken: set[Edit] = set()
    everything: list[Json] = []
    count = 0
    for result, (_, found) in zip(results, report.diagnostics(), strict=True):
        made = replacements(result)
        if not made:
            continue
        assert found.fix is not None
        assert found.fix.applicability > Applicability.DISPLAY
        count += 1
        if len(source.text) < 20_000:
            agrees(source, found.fix.edits, made)
        if taken.isdisjoint(found.fix.edits) and together.add(found.fix.edits):
            taken.update(found.fix.edits)
            everything += made
    everything.sort(key=lambda each: at(source.text, each["deletedRegion"]))
    agrees(source, together.edits, everything)
    return count


def fixable(report: Report) -> Iterator[Diagnostic]:
    for _, found in report.diagnostics():
        if found.fix is not None and found.fix.applicability > Applicability.DISPLAY:
            yield found


@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_findings_of_real_lists(document: Document) -> None:
    report = report_of(document)
    (file,) = report.files
    run = json.loads(render(report, show_infos=True))["runs"][0]
    holds_together(run)
    fixed = fixes_agree(file.source, run["results"], report)
    bom = sum(
        found.fix is not None and min(edit.span.start for edit in found.fix.edits) < 1
        for found in fixable(report)
        if file.source.bom
    )
    assert fixed == len(list(fixable(report))) - bom
    # The validator takes milliseconds for each result: three of each rule have all its forms.
    seen: dict[str, int] = {}
    for result in run["results"]:
        seen[result["ruleId"]] = seen.get(result["ruleId"], 0) + 1
        result["seen"] = seen[result["ruleId"]]
    run["results"] = [each for each in run["results"] if each.pop("seen") <= 3]
    schema().validate({"version": "2.1.0", "runs": [run]})


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_fixes_of_awkward_files(newline: str, mark: str) -> None:
    text = LIST.replace("The ", "🚀 𝒳 ").replace("\n", newline)
    report = linted(parse(Source("a.md", mark + text)))
    (file,) = report.files
    run = read(report, show_infos=True)
    assert fixes_agree(file.source, run["results"], report) >= 2


def test_a_byte_order_mark_cannot_be_edited_by_columns() -> None:
    source = Source("a.md", "\ufefftext\n")
    for span, expected in ((Span(0, 1), False), (Span(0, 0), False), (Span(1, 2), True)):
        fix = Fix("f", (Edit(span, "x"),), Applicability.SAFE)
        found = Diagnostic("r", Severity.ERROR, "m", Span(0, 1), "r:1", (), fix)
        (result,) = read(Report((FileReport(source, (found,)),), {}))["results"]
        assert ("fixes" in result) is expected


# -------------------------------------------------------------------- the fingerprints


def fingerprints(run: Json) -> list[str]:
    return [each["partialFingerprints"]["curator/v1"] for each in run["results"]]


def test_fingerprints_survive_lines_added_above() -> None:
    before = read(linted(parse(Source("a.md", LIST))), show_infos=True)
    title, _, rest = LIST.partition("\n")
    moved = linted(parse(Source("a.md", f"{title}\n\nAbout things, and\nmore things.\n{rest}")))
    after = read(moved, show_infos=True)
    assert len(before["results"]) >= 4
    assert set(fingerprints(before)) <= set(fingerprints(after))
    assert before["results"][0]["locations"] != after["results"][0]["locations"]


def test_fingerprints_tell_files_and_findings_apart() -> None:
    (file,) = linted(parse(Source("a.md", LIST))).files
    two = replace(file, source=Source("b.md", LIST))
    made = fingerprints(read(Report((file, two), {}), show_infos=True))
    assert len(made) == len(set(made))


# ------------------------------------------------------------------------- the command


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "a list.md").write_text(LIST, encoding="utf-8")
    for name in ("GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Json:
    capsys.readouterr()
    assert run_command(("check", "--format", "sarif", *arguments)) == 1
    log = json.loads(capsys.readouterr().out)
    schema().validate(log)
    return dict(log["runs"][0])


def test_paths_are_from_the_root(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    above = printed(capsys, "lists/a list.md")
    monkeypatch.chdir(repository / "lists")
    below = printed(capsys, "a list.md")
    assert set(strings(below["results"], "uri")) == {"lists/a%20list.md"}
    assert above["results"] == below["results"]


def test_a_file_outside_a_repository(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / ".git").rmdir()
    path = repository / "lists" / "a list.md"
    here = printed(capsys, "lists/a list.md")
    assert set(strings(here["results"], "uri")) == {"lists/a%20list.md"}
    (repository / "elsewhere").mkdir()
    monkeypatch.chdir(repository / "elsewhere")
    beside = printed(capsys, str(path))
    assert set(strings(beside["results"], "uri")) == {path.as_uri()}


def test_several_outputs_beside_text(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    arguments = ("lists", "--output", "sarif=a.sarif", "--output", "junit=a.xml")
    assert run_command(("check", *arguments)) == 1
    assert "broken-anchor" in capsys.readouterr().out
    text = (repository / "a.sarif").read_bytes()
    assert text.endswith(b"}\n")
    assert json.loads(text)["runs"][0]["results"] == printed(capsys, "lists")["results"]
    assert (repository / "a.xml").read_bytes().endswith(b"</testsuites>\n")
