"""Annotations: what GitHub's runner reads of them is what was meant, and nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.change import Change
from curator.cli.start import run as run_command
from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Related, Severity
from curator.report import Crash, FileReport, Links, Notice, Report
from curator.reporters import github, text
from curator.reporters.escape import command_data, command_property, message
from curator.source import Source, Span
from tests.reporters.samples import HOSTILE, hostile, pull_request, sample

COMMANDS = {
    "error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "add-matcher",
    "remove-matcher", "add-path", "set-env", "set-output", "save-state", "echo", "stop-commands",
}  # fmt: skip


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def parse(line: str) -> Command | None:
    """What the runner takes ``line`` for (actions/runner, ActionCommand.TryParseV2, TryParse)."""
    trimmed = line.lstrip()
    end = trimmed.find("::", 2)
    if trimmed.startswith("::") and end >= 0:
        name, _, rest = trimmed[2:end].partition(" ")
        if name in COMMANDS:
            pairs = [pair.split("=", 1) for pair in rest.strip().split(",") if pair]
            properties = {p[0]: unescaped(p[1], "%3A:", "%2C,") for p in pairs if p[-1] and p[1:]}
            return Command(name, properties, unescaped(trimmed[end + 2 :]))
    _, prefix, rest = line.partition("##[")
    info, bracket, data = rest.partition("]")
    name = info.partition(" ")[0]
    return Command(name, {}, data) if prefix and bracket and name in COMMANDS else None


def unescaped(value: str, *more: str) -> str:
    for mapping in ("%0D\r", "%0A\n", *more, "%25%"):
        value = value.replace(mapping[:3], mapping[3])
    return value


def taken(command: Command) -> dict[str, str]:
    """The lines and columns that the runner leaves (ActionCommandManager)."""
    left = dict(command.properties)
    line, end = left.get("line"), left.get("endLine")
    if "endLine" in left and line != end:
        for name in ("col", "endColumn"):
            left.pop(name, None)
    if "endColumn" in left and int(left["endColumn"]) < int(left["col"]):
        del left["col"], left["endColumn"]
    if line and end and int(end) < int(line):
        del left["line"], left["endLine"]
    return left


def commands(report: Report) -> list[Command]:
    return [c for line in github.render(report) if (c := parse(line)) is not None]


def annotated(report: Report) -> list[Command]:
    return [c for c in commands(report) if c.name in {"error", "warning"}]


def one(content: str, *found: Diagnostic, **more: object) -> Report:
    file = FileReport(Source("list.md", content), found, **more)  # type: ignore[arg-type]
    return Report((file,), {})


def finding(
    span: Span, *edits: Edit, safe: Applicability = Applicability.SAFE, **more: object
) -> Diagnostic:
    fix = Fix("Mend it", edits, safe) if edits else None
    found = Diagnostic("some-rule", Severity.ERROR, "wrong", span, "k", (), fix)
    return replace(found, **more)  # type: ignore[arg-type]


# ------------------------------------------------------------------------- what is said


def test_annotations_of_a_change() -> None:
    assert list(github.render(pull_request())) == [
        (
            "::error file=list.md,line=5,endLine=5,col=1,endColumn=34,title=duplicate-heading::"
            "'One' is listed again on line 5%0A(listed again here; the finding itself is on line 3)"
        ),
        (
            "::error file=list.md,line=5,endLine=5,col=9,endColumn=29,title=malformed-link::"
            "'htp://example.org/1' is no address: write 'https'%0A"
            "write: - [One](https://example.org/1) - a."
        ),
        (
            "::warning file=list.md,line=5,endLine=5,col=1,endColumn=34,title=duplicate-link::"
            "'One' is already listed on line 3%0Asuggestion: Remove the entry (removes line 5)"
        ),
        (
            "::warning file=new.md,line=3,endLine=3,col=3,endColumn=8,title=empty-link-target::"
            "the link 'x' has no target"
        ),
        (
            "2 errors, 2 warnings in 2 of 2 files (duplicate-heading 1, duplicate-link 1, "
            "empty-link-target 1, malformed-link 1)"
        ),
        "1 can be fixed with 'curator fix --unsafe-fixes'.",
        "4 findings elsewhere are not of this change (since origin/main at 1a2b3c4).",
        "2 findings are in the baseline.",
    ]


def test_the_totals_are_those_of_the_text_report() -> None:
    for report in (sample(), pull_request(), replace(sample(), links=Links((), requests=3))):
        totals = list(text.summary(report, text.TextStyle()))
        assert list(github.render(report))[-len(totals) :] == totals


def test_what_could_not_be_read_and_what_failed() -> None:
    first, second, *rest = annotated(sample())
    assert first == Command("error", {"title": "could not be read"}, "c.md: missing")
    assert second.properties == {"title": "curator failed"}
    assert second.data == (
        "the rule third failed on b.md: KeyError: 1 (this is a bug of curator's, please report it)"
    )
    assert [each.properties["title"] for each in rest] == ["some-rule"]
    assert [c for c in commands(sample()) if c.name == "notice"] == [
        Command("notice", {"file": "d.md", "title": "curator"}, "is odd"),
        Command("notice", {"file": "b.md", "line": "2", "title": "curator"}, "too deep"),
    ]


def test_trouble_leaves_room_for_findings() -> None:
    found = tuple(finding(Span(0, 1), key=str(n)) for n in range(20))
    crashes = (Crash("r", "list.md", "KeyError"),) * 20
    notices = (Notice("list.md", "odd"),) * 20
    report = replace(one("x\n", *found, crashes=crashes, notices=notices), problems=("a",) * 20)
    titles = [each.properties["title"] for each in annotated(report)]
    assert titles == ["could not be read"] * 3 + ["some-rule"] * 7
    assert sum(each.name == "notice" for each in commands(report)) == 10


def test_errors_come_first_and_what_is_past_the_cap_is_in_the_log() -> None:
    content = "x\n" * 40
    found = [
        finding(Span(2 * n, 2 * n + 1), severity=Severity(n % 3), key=str(n)) for n in range(40)
    ]
    lines = list(github.render(one(content, *found)))
    kinds = [c.name for c in map(parse, lines) if c is not None]
    assert kinds == ["error"] * 10 + ["warning"] * 10 + ["group", "endgroup"]
    kept = [int(each.properties["line"]) for each in annotated(one(content, *found))]
    assert kept == [*range(3, 31, 3), *range(2, 30, 3)]
    group = lines.index(
        "::group::6 more findings, listed here: GitHub annotates 10 errors and 10 warnings of a "
        "step"
    )
    assert lines[group + 1] == "list.md:33:1  error  some-rule  wrong"
    assert lines[group + 7 :] == [
        "::endgroup::",
        "13 errors, 13 warnings in 1 file (some-rule 26)",
    ]


def test_infos_are_never_annotated() -> None:
    report = one("x\n", finding(Span(0, 1), severity=Severity.INFO))
    assert list(github.render(report)) == ["No errors or warnings in 1 file."]
    listed = list(github.render(report, listed=tuple(Severity)))
    assert listed == ["1 info in 1 file (some-rule 1)"]


# ------------------------------------------------------------------------- the place


@pytest.mark.parametrize(
    ("content", "span", "place"),
    [
        ("abc\n", Span(1, 2), {"line": "1", "endLine": "1", "col": "2", "endColumn": "3"}),
        ("abc\n", Span(1, 1), {"line": "1", "endLine": "1", "col": "2", "endColumn": "2"}),
        ("a\nb\nc\n", Span(0, 3), {"line": "1", "endLine": "2"}),
        ("a\nb\n", Span(0, 2), {"line": "1", "endLine": "1", "col": "1", "endColumn": "2"}),
        ("a\r\nb\r\n", Span(0, 3), {"line": "1", "endLine": "1", "col": "1", "endColumn": "2"}),
        ("a\r\n", Span(1, 3), {"line": "1", "endLine": "1", "col": "2", "endColumn": "2"}),
        ("", Span(0, 0), {"line": "1", "endLine": "1", "col": "1", "endColumn": "1"}),
        ("\ufeffa\n", Span(0, 1), {"line": "1", "endLine": "1", "col": "1", "endColumn": "1"}),
        ("a\n", Span(2, 2), {"line": "2", "endLine": "2", "col": "1", "endColumn": "1"}),
        ("🚀é x\n", Span(3, 4), {"line": "1", "endLine": "1", "col": "4", "endColumn": "5"}),
    ],
)
def test_the_range(content: str, span: Span, place: dict[str, str]) -> None:
    (found,) = annotated(one(content, finding(span)))
    assert found.properties == {"file": "list.md", **place, "title": "some-rule"}
    assert taken(found) == found.properties


@pytest.mark.parametrize(
    "name",
    ["-", "<stdin>", "", "../up.md", "/elsewhere/x.md", "C:/x.md", "a\nb.md", "x##[group]y.md"],
)
def test_what_is_not_in_the_repository_gets_no_file(name: str) -> None:
    report = Report((FileReport(Source(name, "x\n"), (finding(Span(0, 1)),)),), {})
    (found,) = annotated(report)
    assert found.properties == {"title": "some-rule"}
    assert found.data.endswith(":1:1: wrong")


def test_paths_are_those_from_the_root() -> None:
    report = Report((FileReport(Source("list, a.md", "x\n"), (finding(Span(0, 1)),)),), {})
    (line, _) = github.render(report, lambda name: f"docs/100%:{name}")
    found = parse(line)
    assert found is not None
    assert found.properties["file"] == "docs/100%:list, a.md"
    assert line.startswith("::error file=docs/100%25%3Alist%2C a.md,line=1,")


def test_a_finding_over_many_lines_is_shown_on_those_that_the_change_touched() -> None:
    change = Change((Span(0, 2), Span(6, 10)))
    (found,) = annotated(one("a\nb\nc\nd\ne\nf\n", finding(Span(4, 12)), change=change))
    assert (found.properties["line"], found.properties["endLine"]) == ("4", "5")


def test_a_finding_is_shown_on_the_touched_line_of_another_file() -> None:
    there = finding(Span(0, 1), related=(Related(Span(2, 3), "again here", "b.md"),))
    one_file = FileReport(Source("a.md", "x\ny\n"), (there,), change=Change(()))
    other = FileReport(Source("b.md", "x\ny\n"), (), change=Change((Span(2, 5),)))
    (found,) = annotated(Report((one_file, other), {}))
    assert (found.properties["file"], found.properties["line"]) == ("b.md", "2")
    assert found.data == "wrong\n(again here; the finding itself is in a.md on line 1)"


def test_a_finding_that_no_touched_line_belongs_to_stays_where_it_is() -> None:
    related = (Related(Span(0, 1), "x"), Related(Span(0, 1), "y", "unknown.md"))
    found = finding(Span(2, 3), related=related)
    (shown,) = annotated(one("a\nb\nc\n", found, change=Change((Span(4, 7),))))
    assert (shown.properties["line"], shown.data) == ("2", "wrong")


# ------------------------------------------------------------------------- what to write


@pytest.mark.parametrize(
    ("content", "edits", "said"),
    [
        ("abc\n", [(0, 1, "x")], "write: xbc"),
        ("a\tb\u200b\n", [(0, 1, "x")], "write: x\tb\\u{200b}"),
        ("a\nb\n", [(2, 3, "x")], "write on line 2: x"),
        ("a\nb\n", [(2, 4, "")], "fix: Mend it (removes line 2)"),
        ("a\nb\n", [(2, 2, "\n")], "fix: Mend it"),
        ("a\nb\n", [(2, 2, "x\n")], "add on line 2: x"),
        ("a\nb\n", [(1, 2, " ")], "write in place of 2 lines:\na b"),
        ("a b\n", [(1, 2, "\n")], "write:\na\nb"),
        ("a\nb\nc\n", [(0, 1, "x"), (4, 5, "y")], "write: x\nwrite on line 3: y"),
        ("a\nb\nc\n", [(0, 1, "x"), (2, 4, "")], "write: x\nremove line 2"),
        ("a\r\nb\r\n", [(1, 3, "\n")], "fix: Mend it"),
        ("a\n" * 9, [(2 * n, 2 * n + 1, "x") for n in range(9)], "fix: Mend it"),
        ("a" * 3_000, [(0, 1, "x")], "fix: Mend it"),
        ("abc\n", [(0, 2, "x"), (1, 3, "y")], "fix: Mend it"),
    ],
)
def test_what_to_write(content: str, edits: list[tuple[int, int, str]], said: str) -> None:
    made = [Edit(Span(start, end), new) for start, end, new in edits]
    (found,) = annotated(one(content, finding(Span(0, 1), *made)))
    assert found.data == f"wrong\n{said}"


def test_a_suggestion_is_only_named() -> None:
    found = finding(Span(0, 1), Edit(Span(0, 1), "x"), safe=Applicability.DISPLAY)
    assert annotated(one("a\n", found))[0].data == "wrong\nsuggestion: Mend it"


def test_no_message_is_longer_than_the_runner_takes() -> None:
    found = finding(Span(0, 1), message="x " * 10_000)
    assert 3_900 < len(annotated(one("a\n", found))[0].data) <= 4_096


# --------------------------------------------------------------------------- hostile text

anything = st.text(
    st.characters() | st.sampled_from("\x1b\n\r\t\x9b\u202e\u2028\ud800:#[],%=0AD3C \ufeff\u3000"),
    max_size=40,
) | st.sampled_from(HOSTILE)


@given(anything)
def test_the_runner_reads_what_was_escaped(value: str) -> None:
    assert unescaped(command_data(value)) == value
    assert unescaped(command_property(value), "%3A:", "%2C,") == value
    assert not set(command_property(value)) & set("\r\n:,")


def harmless(report: Report) -> Iterator[tuple[str, Command | None]]:
    for line in github.render(report):
        assert "##[" not in line
        acting = {"Cc", "Cs", "Zl", "Zp"}
        assert not any(unicodedata.category(c) in acting and c != "\t" for c in line)
        assert not any(unicodedata.bidirectional(c) in BIDI for c in line)
        command = parse(line)
        assert (command is not None) == line.startswith("::")
        yield line, command


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_a_hostile_list_gets_no_command_of_its_own() -> None:
    found = [command.name for _, command in harmless(hostile()) if command is not None]
    assert set(found) == {"error", "warning", "notice", "group", "endgroup"}
    assert len(found) == 3 + 7 + 10 + 10 + 2


@given(anything, anything, anything)
def test_the_fields_are_those_that_were_meant(path: str, rule: str, said: str) -> None:
    found = Diagnostic(rule, Severity.WARNING, said, Span(0, 1), "k", (Related(Span(0, 1), said),))
    report = Report(
        (FileReport(Source(path, f"{said}\n"), (found,), (), (Notice(path, said),)),), {}, (said,)
    )
    error, notice, warning = [command for _, command in harmless(report) if command is not None]
    defused = [message(each).replace("##[", "##\\u{5b}") for each in (path, rule, said)]
    assert error == Command("error", {"title": "could not be read"}, defused[2])
    assert warning.name == "warning"
    assert warning.properties.get("title", "") == defused[1].rstrip()
    if "file" in warning.properties:
        assert warning.properties["file"] == path
        assert warning.data == defused[2]
        assert notice.properties == {"file": path, "title": "curator"}
    else:
        assert warning.data == f"{defused[0]}:1:1: {defused[2]}"
    assert notice.data.endswith(defused[2])


# ------------------------------------------------------------------------------ the command

LIST = """\
# List

See [below](#long-input).

- ::error::x ##[error]y [a](b\u202e.md)

## Long Inputs
"""


def test_the_command_prints_annotations_and_writes_markdown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "a.md").write_text(LIST, encoding="utf-8")
    sha = "0123456789abcdef0123456789abcdef01234567"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "owner/name")
    monkeypatch.setenv("GITHUB_SHA", sha)
    monkeypatch.chdir(tmp_path / "lists")
    arguments = ("check", "a.md", "--format", "github", "--output", "markdown=a.out")
    assert run_command((*arguments, "--select", "broken-anchor,deceptive-url")) == 1
    lines = capsys.readouterr().out.split("\n")
    found = [command for line in lines if (command := parse(line)) is not None]
    assert [each.properties["title"] for each in found] == ["broken-anchor", "deceptive-url"]
    assert {each.properties["file"] for each in found} == {"lists/a.md"}
    assert "write: See [below](#long-inputs)." in found[0].data
    shown = (tmp_path / "lists" / "a.out").read_bytes().decode("utf-8")
    assert shown.startswith("<!-- curator report -->\n")
    address = f"https://github.com/owner/name/blob/{sha}/lists/a.md?plain=1#L3"
    assert f"- [`lists/a.md:3`]({address}) `broken-anchor`" in shown
    assert "\r" not in shown
    assert shown.endswith("\n")
