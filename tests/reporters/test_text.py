"""The text report: on wide and narrow terminals, in a pipe, with colours, and when it is long."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

import pytest
from wcwidth import wcswidth

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Related, Severity
from curator.engine import Selection, lint, settings_for
from curator.facts import NoFiles, Web
from curator.markdown import parse
from curator.report import FileReport, Links, Report
from curator.reporters import check_json, text, wire
from curator.reporters.colour import Palette
from curator.rules import INDEX
from curator.source import Source, Span
from curator.status import Evidence, Failure, Hop, LinkStatus, judge
from tests.reporters.samples import pull_request, rule, sample
from tests.rules.runner import check, examples, expand, page_web, read_web, rule_names


def lines(report: Report, **style: object) -> list[str]:
    return list(text.render(report, text.TextStyle(**style)))  # type: ignore[arg-type]


def one(content: str, found: Diagnostic) -> Report:
    return Report((FileReport(Source("list.md", content), (found,)),), {})


ONLINE = {name for name, rule in INDEX.items() if rule.online}

EXPLAINED = (
    "'curator rule some-rule' explains the rule; --select RULE shows the findings of one rule, "
    "--ignore RULE hides them."
)


def test_text() -> None:
    assert lines(sample()) == [
        "a.md:3:1  error  some-rule  wrong here",
        "    3 | some wörds",
        "      | ^^^^",
        "    1 + z A",
        "      = unsafe fix: Write it so",
        "      = a.md:1:1  first",
        "    1 | # A",
        "      = b.md:2:1  there",
        "    2 | y",
        "",
        "info  other  1 not listed (--show info)",
        "",
        "1 error in 1 of 2 files (some-rule 1)",
        "1 can be fixed with 'curator fix --unsafe-fixes'.",
        EXPLAINED,
        "A comment at the end of a line silences a rule there: <!-- curator: ignore some-rule -->",
    ]
    shown = lines(sample(), show_infos=True)
    assert shown[10:14] == [
        "b.md:1:1  info  other  by the way",
        "    1 | x",
        "      | ^",
        "      = unknown.md  lost",
    ]
    assert shown[-4] == "1 error, 1 info in 2 of 2 files (other 1, some-rule 1)"


def test_colours_change_nothing_else() -> None:
    for wrap in (False, True):
        style = {"show_infos": True, "wrap": wrap, "width": 50}
        painted = "\n".join(lines(sample(), palette=Palette(enabled=True), **style))
        plain = "\n".join(lines(sample(), **style))
        assert re.sub("\x1b\\[[0-9;]+m", "", painted) == plain != painted
    assert "\x1b[32mz\x1b[0m A" in painted


LONG = (
    "no heading makes the anchor '#这是一个很长的标题这是一个很长的标题这是一个很长的标题', did "
    "you mean https://example.org/an/address/that/has/no/place/to/be/broken/at/all?"
)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
def test_a_narrow_terminal_gets_lines_that_fit(width: int) -> None:
    content = "- 🚀 " + "中文 " * 30 + "[x](#y) e\u0301" + "\n\n- [x](#z)\n"
    start = content.index("[x]")
    edit = Edit(Span(start + 5, start + 6), "这是一个" * 4)
    found = Diagnostic(
        "some-very-long-rule-name", Severity.ERROR, LONG, Span(start, start + 7), "k",
        (Related(Span(len(content) - 8, len(content) - 1), "and here it is once more again"),),
        Fix("Lead to where it is that it should lead", (edit,), Applicability.SAFE),
    )  # fmt: skip
    shown = lines(one(content, found), width=width, wrap=True)
    whole = {"<!--", "https://example.org/an", "'curator"}  # what is to be copied stays whole
    for line in shown:
        assert line == line.rstrip()
        if not any(piece in line for piece in whole):
            assert wcswidth(line) <= max(width, 29), line
    # Nothing of the message is lost but the spaces it was broken at.
    assert LONG.replace(" ", "") in "".join(shown).replace(" ", "")
    assert any("<!-- curator: ignore some-very-long-rule-name -->" in line for line in shown)


def test_where_programs_read_a_finding_begins_with_one_line() -> None:
    found = Diagnostic("r", Severity.WARNING, LONG, Span(0, 1), "k")
    assert lines(one("x\n", found), width=40)[0] == f"list.md:1:1  warning  r  {LONG}"


@pytest.mark.parametrize(
    ("applicability", "word"),
    [
        (Applicability.SAFE, "fix"),
        (Applicability.UNSAFE, "unsafe fix"),
        (Applicability.DISPLAY, "suggestion"),
    ],
)
def test_a_fix_says_how_far_it_may_be_trusted(applicability: Applicability, word: str) -> None:
    fix = Fix("Take out the line", (Edit(Span(2, 4), ""),), applicability)
    found = Diagnostic("r", Severity.WARNING, "m", Span(0, 1), "k", (), fix)
    assert f"      = {word}: Take out the line (removes line 2)" in lines(one("a\nb\n", found))


def test_an_empty_line_that_a_fix_makes_has_no_space_at_its_end() -> None:
    fix = Fix("Part them", (Edit(Span(2, 2), "\n"),), Applicability.SAFE)
    found = Diagnostic("r", Severity.WARNING, "m", Span(0, 1), "k", (), fix)
    assert "    2 +" in lines(one("a\nb\n", found))


def test_many_related_places_are_counted() -> None:
    related = tuple(Related(Span(2 * n, 2 * n + 1), "here") for n in range(9))
    found = Diagnostic("r", Severity.WARNING, "m", Span(0, 1), "k", related)
    shown = lines(one("a\n" * 9, found))
    assert sum(line.endswith("  here") for line in shown) == 5
    assert "      = and 4 more places" in shown
    assert shown[3:5] == ["      = list.md:1:1  here", "      = list.md:2:1  here"]


def test_the_ellipsis_is_one_that_the_terminal_has() -> None:
    found = Diagnostic("r", Severity.WARNING, "m", Span(200, 203), "k")
    shown = lines(one("a" * 400 + "\n", found), width=48, ellipsis="...")
    assert shown[1].startswith("    1 | ...a")
    assert shown[1].endswith("a...")
    assert len(shown[1]) == 48


COMMENT = re.compile(r"<!-- curator: ignore [\w-]+ -->$")


def silenced(content: str, found: Diagnostic) -> str | None:
    """``content`` with the comment that the report advises, where it advises to put it."""
    advice = lines(one(content, found), show_infos=True)[-1]
    comment = COMMENT.search(advice)
    if comment is None:
        return None
    source = Source("list.md", content)
    at = source.line_span(source.line_at(found.span.start)).end
    if "in the last cell of a row" in advice:
        at = content.rindex("|", 0, at)
    return f"{content[:at]} {comment[0]}{content[at:]}"


WEB = """\
https://example.org/a  200
https://example.org/b  301 https://example.org/new/b 200
https://example.org/c  404 twice
https://example.org/d  tls-expired
https://example.org/e  200 parking
https://example.org/f  403
https://example.org/g  timeout
https://example.org/h  excluded
https://example.org/i  200
"""


def asked(**numbers: Any) -> Report:
    statuses = tuple(read_web(WEB).statuses.values())
    return replace(sample(), links=Links(statuses, **numbers))


def test_one_line_says_what_became_of_links() -> None:
    report = asked(hosts=1, requests=1_300, fresh=800, seconds=52.3)
    shown = lines(report)
    (line,) = set(shown) - set(lines(sample()))
    assert line == (
        "9 links on 1 host: 2 alive, 1 moved, 1 dead, 1 with an untrusted certificate, "
        "1 suspicious, 1 unverifiable, 1 failing, 1 not asked; 1,300 requests in 52 s, "
        "800 from the cache."
    )
    assert shown[shown.index(line) - 1] == "1 can be fixed with 'curator fix --unsafe-fixes'."
    wrapped = lines(report, width=40, wrap=True)
    assert (
        max(map(len, wrapped[wrapped.index("9 links on 1 host: 2 alive, 1 moved, 1") :][:3])) <= 40
    )


def test_what_online_rules_would_mend_is_mended_online() -> None:
    report = sample()
    rules = {**report.rules, "some-rule": rule("some-rule", online=True)}
    shown = lines(replace(report, rules=rules))
    assert "1 can be fixed with 'curator fix --online --unsafe-fixes'." in shown


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.04, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.7, "1 min 0 s"),
        (187, "3 min 7 s"),
        (90_000, "1,500 min 0 s"),
    ],
)
def test_a_time_is_told_as_people_do(seconds: float, said: str) -> None:
    report = replace(sample(), links=Links((), requests=1, seconds=seconds))
    assert f"0 links; 1 request in {said}." in lines(report)


def test_what_is_not_of_a_change_is_counted_in_a_line() -> None:
    report = pull_request()
    assert list(text.summary(report, text.TextStyle()))[-2:] == [
        "4 findings elsewhere are not of this change (since origin/main at 1a2b3c4).",
        "2 findings are in the baseline.",
    ]
    alone = replace(report.files[0], diagnostics=(), elsewhere=1, baselined=1)
    assert lines(replace(report, files=(alone,), since="\x1b[1m")) == [
        "Nothing found in 1 file.",
        "1 finding elsewhere is not of this change (since \\u{1b}[1m).",
        "1 finding is in the baseline.",
    ]
    repaired = text.Repair((), 0, unsafe=False)
    said = list(text.summary(replace(report, files=(alone,)), text.TextStyle(), repaired))
    assert said[0].startswith("1 finding elsewhere")


def test_what_a_stranger_wrote_never_reaches_the_terminal_raw() -> None:
    """A reason phrase, a detail of TLS and a target full of what acts on a terminal."""
    hostile = "\x1b]0;title\x07\x1b[31m\u202e\u2066::error::x\n\r##[group]"
    content = "".join(f"- [{n}](https://example.org/{n})\n" for n in range(6))
    urls = [f"https://example.org/{n}" for n in range(6)]
    seen = [
        Evidence(urls[0], 404, seen=2, detail=hostile),
        Evidence(urls[1], failure=Failure.TLS_OTHER_NAME, detail=hostile),
        Evidence(urls[2], failure=Failure.PROTOCOL, detail=hostile),
        Evidence(
            urls[3], 200, hops=(Hop(urls[3], 301),), final_url=f"https://example.org/{hostile}"
        ),
        Evidence(
            urls[4], 200, hops=(Hop(urls[4], 302),), final_url=f"https://casino.example/{hostile}"
        ),
        Evidence(urls[5], 403, detail=hostile),
    ]
    web = Web({each.url: LinkStatus(each, *judge(each)) for each in seen})
    settings = settings_for(INDEX, Selection())
    found = lint(parse(Source("list.md", content)), settings, NoFiles(), date(2026, 11, 21), web)
    told = [each for each in found.diagnostics if each.rule in ONLINE]
    assert len(told) == len(seen)
    report = Report((found,), dict(INDEX), links=Links(tuple(web.statuses.values())))
    shown = "\n".join(lines(report, show_infos=True))
    assert not set(shown) & set("\x1b\x07\r\u202e\u2066")
    assert "\\u{1b}[31m" in shown
    written = wire.dumps(check_json.check_result(report))
    assert not set(written) & set("\x1b\x07\r\u202e\u2066")
    assert [each["detail"] for each in json.loads(written)["statuses"]].count(hostile) == 4


def test_a_row_is_silenced_in_its_last_cell() -> None:
    content = "| a | b |\n| - | - |\n| x | [y](#z) |\n"
    found = Diagnostic("r", Severity.ERROR, "m", Span(26, 33), "k")
    after = silenced(content, found)
    assert after is not None
    assert after.endswith("| x | [y](#z)  <!-- curator: ignore r -->|\n")
    assert text.silencing_place("a | b") == "at the end of a line"


@pytest.mark.parametrize(
    "line", ["~~~sh", "```", "  > 1. ```md", "$$", "- [a](b) <!-- curator: ignore mojibak -->"]
)
def test_no_comment_is_advised_where_it_would_be_none(line: str) -> None:
    assert text.silencing_place(line) is None
    shown = lines(one(line, Diagnostic("r", Severity.ERROR, "m", Span(0, 1), "k")))
    assert shown[-1].startswith("'curator rule r' explains")


@pytest.mark.parametrize("name", rule_names())
def test_the_advice_silences_what_it_is_about(name: str) -> None:
    """Followed to the letter on the page's bad examples, the first finding is no more."""
    if name not in INDEX:
        pytest.skip("a rule that the index does not have yet")
    tried = 0
    for kind, block in examples(name):
        content = expand(block.text)
        found = check(name, content, web=page_web(name))[1] if kind == "bad" else []
        after = silenced(content, found[0]) if found else None
        if after is None:
            continue
        settings = settings_for(INDEX, Selection(select=(name,)))
        document = parse(Source("list.md", after))
        left = lint(document, settings, NoFiles(), date(2026, 11, 21), page_web(name))
        tried += 1
        assert len(left.diagnostics) < len(found), after
    if not tried:
        pytest.skip("no example that a comment could be put into")


class Counted(str):
    """A text that counts the characters that are taken from it."""

    __slots__ = ("taken",)
    taken: int

    def __getitem__(self, key: object) -> str:
        piece = super().__getitem__(key)  # type: ignore[index]
        self.taken += len(piece)
        return piece


def test_a_finding_costs_no_more_than_its_window() -> None:
    content = Counted("[x](#y) " * 100_000)
    content.taken = 0
    found = tuple(
        Diagnostic(
            "r", Severity.ERROR, "m", Span(at, at + 7), f"k{at}", (Related(Span(0, 3), "there"),),
            Fix("f", (Edit(Span(at + 5, at + 6), "z"),), Applicability.SAFE),
        )
        for at in range(0, 80_000, 80)
    )  # fmt: skip
    report = Report((FileReport(Source("list.md", content), found),), {})
    assert len(lines(report)) > 1_000
    # The line once for the hint; a few windows for each finding.
    assert content.taken < len(content) + len(found) * 20 * 100


def test_a_long_report_begins_before_all_of_it_is_known() -> None:
    class Once(Report):
        read = 0

        def diagnostics(self) -> Iterator[tuple[Source, Diagnostic]]:
            for pair in super().diagnostics():
                Once.read += 1
                yield pair

    found = Diagnostic("r", Severity.ERROR, "m", Span(0, 1), "k")
    report = Once((FileReport(Source("list.md", "x\n"), (found,) * 10_000),), {})
    assert len(list(islice(text.render(report, text.TextStyle()), 8))) == 8
    assert Once.read <= 3
