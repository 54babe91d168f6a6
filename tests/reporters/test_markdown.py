"""The Markdown report, as GitHub's own parser renders it: what is said, and nothing more."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.diagnostic import Applicability, Diagnostic, Edit, Fix, Related, Severity
from curator.report import Crash, FileReport, Links, Notice, Report
from curator.reporters import markdown as reporter
from curator.reporters.escape import markdown, markdown_code, message
from curator.reporters.markdown import LIMIT, MARKER, MarkdownStyle, render
from curator.source import Source, Span
from tests.documents import Document, cases
from tests.reporters.samples import HOSTILE, hostile, pull_request, report_of, sample

BLOB = "https://github.com/owner/name/blob/0123abc/"
LINKED = MarkdownStyle(blob=BLOB)

anything = st.text(
    st.characters() | st.sampled_from("`~*_-+#@<>[]()|&;:!'\"\\/.$%1aA \n\r\t\x1b\u202e\ud800"),
    max_size=40,
) | st.sampled_from(HOSTILE)


class Rendered(HTMLParser):
    """What GitHub makes of Markdown: the elements, the text, and the text that is no code."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.comments: list[str] = []
        self.attributes: set[tuple[str, str]] = set()
        self.text = ""
        self.prose = ""
        html = cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE)
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert tag == "br" or self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        self.text += data
        # Where elements meet GitHub sees two texts.
        self.prose += "\0" if {"code", "pre", "a"} & set(self.open) else data


TAGS = {
    "h3", "h4", "p", "br", "ul", "li", "a", "code", "pre", "strong", "details", "summary",
}  # fmt: skip
SPECIAL = re.compile(
    r"""(?ix) @\w | \#\d | \bgh-\d | :[\w+-]+: | \b[0-9a-f]{7,40}\b | \b[A-Z]+-\d | \$ | www\.
    | :// | \w@\w""",
)
"""What GitHub makes a link, a mention or a picture of in rendered text."""


def check(text: str) -> Rendered:
    """The rendered report, which has to be made of our own elements only."""
    shown = Rendered(text)
    assert shown.tags <= TAGS
    assert shown.attributes <= {("a", "href"), ("pre", "lang")}
    assert shown.comments == [MARKER[4:-3]]
    assert all(link.startswith(BLOB) for link in shown.links)
    assert all(re.fullmatch(r"[\w./%~-]*\?plain=1#L\d+", link[len(BLOB) :]) for link in shown.links)
    assert not SPECIAL.search(shown.prose)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    return shown


def words(text: str) -> str:
    return " ".join(text.split())


def one(content: str, *found: Diagnostic, path: str = "list.md") -> Report:
    return Report((FileReport(Source(path, content), found),), {})


# ------------------------------------------------------------------------- what is said


def test_the_report_of_a_change() -> None:
    assert render(pull_request(), LINKED) == (
        f"""\
<!-- curator report -->
### curator found 2 errors and 2 warnings

2 files checked. 1 can be fixed with `curator fix --unsafe-fixes`.\\
1 info is not listed (`--show info`).\\
4 findings elsewhere are not of this change (since `origin/main` at `1a2b3c4`).\\
2 findings are in the baseline.

#### 2 errors

- [`list.md:3`]({BLOB}list.md?plain=1#L3) `duplicate-heading`: 'One' is listed again on line 5
  - [`list.md:5`]({BLOB}list.md?plain=1#L5) listed again here
- [`list.md:5`]({BLOB}list.md?plain=1#L5) `malformed-link`: '`htp://example.org/1`' is no \
address: write 'https'
  ```diff
  -- [One](htp://example.org/1) - a.
  +- [One](https://example.org/1) - a.
  ```
  - unsafe fix: Write https

#### 2 warnings

- [`list.md:5`]({BLOB}list.md?plain=1#L5) `duplicate-link`: 'One' is already listed on line 3
  ```diff
  -- [One](htp://example.org/1) - a.
  ```
  - suggestion: Remove the entry
  - [`list.md:3`]({BLOB}list.md?plain=1#L3) first listed here
- [`new.md:3`]({BLOB}new.md?plain=1#L3) `empty-link-target`: the link 'x' has no target
  - [`list.md:5`]({BLOB}list.md?plain=1#L5) as 'One'
"""
    )
    check(render(pull_request(), LINKED))


def test_what_is_no_finding_is_said_first() -> None:
    shown = render(replace(sample(), links=Links((), requests=3, seconds=1.0)), MarkdownStyle())
    assert shown.startswith(
        """\
<!-- curator report -->
### curator found 1 error

2 files checked. 1 can be fixed with `curator fix --unsafe-fixes`.\\
1 info is not listed (`--show info`).\\
0 links; 3 requests in 1.0 s.

**Could not be read**

- `c.md`: missing

**Rules that failed: what they find is missing**

- The rule `third` failed on `b.md`: KeyError: 1. This is a bug of curator, please report it.

**Remarks**

- `d.md`: is odd
- `b.md:2`: too deep

#### 1 error

- `a.md:3` `some-rule`: wrong here
"""
    )
    check(shown)


def test_a_clean_run_is_told_in_a_line() -> None:
    clean = Report((FileReport(Source("a.md", ""), ()),), {})
    nothing = (
        "curator found nothing Nothing found in 1 file. Thank you for taking care of the list."
    )
    assert words(check(render(clean, LINKED)).text) == nothing
    beside = replace(clean.files[0], elsewhere=1, baselined=1)
    assert words(check(render(Report((beside,), {}, since="HEAD^1"), LINKED)).text) == (
        f"{nothing} 1 finding elsewhere is not of this change (since HEAD^1). "
        "1 finding is in the baseline."
    )


def test_where_nothing_is_listed_and_all_is_not_well() -> None:
    infos = one("x\n", Diagnostic("r", Severity.INFO, "m", Span(0, 1), "k"))
    assert words(check(render(infos, LINKED)).text) == (
        "curator found nothing serious No errors or warnings in 1 file. "
        "1 info is not listed (--show info)."
    )
    unread = Report((), {}, ("a.md: is missing",))
    assert words(check(render(unread, LINKED)).text) == (
        "curator could not read everything Could not be read a.md: is missing"
    )


def test_paths_are_those_from_the_root_and_safe_in_an_address() -> None:
    found = Diagnostic("r", Severity.ERROR, "m", Span(2, 3), "k")
    report = one("a\nb\n", found, path="a (1)%?#中.md")
    shown = render(report, MarkdownStyle(lambda name: f"docs/{name}", BLOB))
    address = f"{BLOB}docs/a%20%281%29%25%3F%23%E4%B8%AD.md?plain=1#L2"
    assert f"- [`docs/a (1)%?#中.md:2`]({address}) `r`: m" in shown
    outside = render(one("a\nb\n", found, path="../a.md"), LINKED)
    assert "- `../a.md:2` `r`: m" in outside


def test_a_fence_is_longer_than_what_stands_in_it() -> None:
    fix = Fix("Mend", (Edit(Span(0, 1), "````"),), Applicability.SAFE)
    found = Diagnostic("r", Severity.ERROR, "m", Span(0, 1), "k", (), fix)
    shown = render(one("x```\ty\u200b\n", found), LINKED)
    assert "  ````````diff\n  -x```\ty\\u{200b}\n  +```````\ty\\u{200b}\n  ````````\n" in shown
    check(shown)


def test_places_past_the_first_are_counted() -> None:
    related = tuple(Related(Span(n, n), f"here {n}") for n in range(9))
    found = Diagnostic("r", Severity.ERROR, "m", Span(0, 1), "k", related)
    shown = render(one("a\n" * 9, found), LINKED)
    assert shown.count("here") == 5
    assert "\n  - and 4 more places\n" in shown


# --------------------------------------------------------------------------- long reports


def many(count: int, severity: Severity = Severity.WARNING) -> Report:
    found = (Diagnostic("r", severity, f"m {n} is wrong", Span(0, 1), str(n)) for n in range(count))
    return one("x\n", *found)


def test_what_is_past_the_first_is_folded() -> None:
    report = many(50)
    errors = replace(report.files[0].diagnostics[0], severity=Severity.ERROR)
    report = one("x\n", errors, *report.files[0].diagnostics)
    shown = render(report, LINKED)
    check(shown)
    assert shown.count("<details>") == 1
    before, after = shown.split("<details><summary>30 more</summary>\n\n- ")
    assert before.count("\n- ") == 1 + 20
    assert after.count("\n- ") == 29
    assert after.endswith("\n\n</details>\n")
    assert "<details>" not in render(many(20), LINKED)


@pytest.mark.parametrize("limit", [LIMIT, 5_000, 2_000])
def test_a_long_report_ends_at_a_finding(limit: int) -> None:
    report = many(4_000)
    shown = render(report, replace(LINKED, limit=limit))
    assert limit * 0.4 < len(shown) <= limit
    check(shown)
    told = re.search(r"\n([\d,]+) more findings are not shown here; `curator check` lists", shown)
    assert told is not None
    listed = shown.count(" is wrong\n")
    assert int(told[1].replace(",", "")) + listed == 4_000
    assert "#### 4,000 warnings" in shown


def test_warnings_do_not_follow_errors_that_were_left_out() -> None:
    found = many(3_000, Severity.ERROR).files[0].diagnostics
    report = one("x\n", *found, *many(1).files[0].diagnostics)
    shown = render(report, LINKED)
    assert "### curator found 3,000 errors and 1 warning" in shown
    assert "#### 1 warning" not in shown


def test_findings_that_are_left_out_cost_nothing() -> None:
    class Line(Source):
        asked = 0

        def line_at(self, offset: int) -> int:
            Line.asked += 1
            return super().line_at(offset)

    report = many(20_000)
    source = Line("list.md", "x\n")
    render(Report((replace(report.files[0], source=source),), {}), LINKED)
    assert 0 < Line.asked < 1_000


@settings(max_examples=25)
@given(st.lists(anything, min_size=1, max_size=4), st.integers(1, 300))
def test_no_report_is_longer_than_the_limit(texts: list[str], times: int) -> None:
    long = [text * 200 for text in texts]
    found = [Diagnostic(t, Severity.ERROR, t, Span(0, 1), t) for t in long * (times // 10 + 1)]
    crashes = tuple(Crash(text, text, text) for text in long)
    notices = tuple(Notice(text, text, 1) for text in long)
    file = FileReport(Source(long[0], "x\n"), tuple(found), crashes * 9, notices * 9)
    shown = render(Report((file,), {}, tuple(long) * 9), LINKED)
    assert len(shown) <= LIMIT


# --------------------------------------------------------------------------- hostile text


def test_a_hostile_list_adds_nothing_to_the_report() -> None:
    text = render(hostile(), LINKED)
    shown = check(text)
    for said in HOSTILE:
        assert words(message(said)) in words(shown.text)


@given(anything, anything)
def test_every_text_is_shown_as_it_is(said: str, path: str) -> None:
    fix = Fix(said, (Edit(Span(0, 1), said),), Applicability.SAFE)
    related = (Related(Span(0, 1), said), Related(Span(0, 1), said, path))
    found = Diagnostic("some-rule", Severity.ERROR, said, Span(0, 1), "k", related, fix)
    file = FileReport(
        Source(path, f"x{said}\n"), (found,), (Crash("r", path, said),), (Notice(path, said),)
    )
    shown = check(render(Report((file,), {}, (said,), since=said), LINKED))
    # Once as the problem, the crash, the notice, the message, the fix, and the related places.
    if words(said):
        assert words(shown.text).count(words(message(said))) >= 6


@given(anything)
def test_inline_text(text: str) -> None:
    shown = Rendered(markdown(text))
    assert shown.tags <= {"p", "code"}
    assert words(shown.text) == words(message(text))
    assert not SPECIAL.search(shown.prose)


@given(anything)
def test_inline_code(text: str) -> None:
    shown = Rendered(f"x {markdown_code(text)} y")
    assert shown.tags == {"p", "code"}
    assert words(shown.text) == words(f"x {message(text)} y")


def test_the_marker_is_the_first_line() -> None:
    assert render(Report((), {}), LINKED).split("\n")[0] == reporter.MARKER == MARKER


@pytest.mark.parametrize("document", cases("fixtures"))
def test_the_findings_of_real_lists(document: Document) -> None:
    report = report_of(document)
    text = render(report, LINKED)
    assert len(text) <= LIMIT
    shown = words(check(text).text)
    for _, each in list(report.diagnostics())[:10]:
        if each.severity == Severity.ERROR:
            assert words(message(each.message)) in shown
