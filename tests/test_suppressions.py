"""Comments that silence rules: what each form covers, and that the cost stays linear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.diagnostic import Diagnostic
from curator.engine import Exemption, Selection, lint, settings_for
from curator.facts import NoFiles
from curator.markdown import parse
from curator.report import FileReport
from curator.rules import INDEX
from curator.source import Source
from curator.suppressions import find_suppressions

TODAY = date(2026, 11, 21)
RULES = ("malformed-link", "broken-anchor", "email-without-mailto")


def run(text: str, *exemptions: Exemption) -> FileReport:
    more = ("duplicate-link",) if "https:" in text else ()
    selection = Selection(select=(*RULES, *more, "unused-suppression"), exemptions=exemptions)
    settings = settings_for(INDEX, selection)
    return lint(parse(Source("README.md", text)), settings, NoFiles(), TODAY)


def lines(text: str, *exemptions: Exemption) -> list[tuple[int, str]]:
    """The findings that are left, by line and rule."""
    report = run(text, *exemptions)
    assert report.crashes == ()
    return [(report.source.line_at(found.span.start), found.rule) for found in report.diagnostics]


BAD = "[a](htps://example.org/a)"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        # An entry, from any of its lines, but not the entries around it or below it.
        (f"- {BAD} x <!-- curator: ignore malformed-link -->\n- {BAD}\n", [2]),
        (f"- {BAD} x\n  y <!-- curator: ignore malformed-link -->\n- {BAD}\n", [3]),
        (f"- {BAD} <!-- curator: ignore malformed-link -->\n  - {BAD}\n", [2]),
        (f"- {BAD}\n\n  more\n\n  <!-- curator: ignore malformed-link -->\n- {BAD}\n", [6]),
        # A row of a table.
        (
            (
                f"| a | b |\n| - | - |\n| {BAD} | x <!-- curator: ignore malformed-link --> |\n"
                f"| {BAD} | y |\n"
            ),
            [4],
        ),
        # A line of a paragraph, and a heading.
        (f"Text {BAD} <!-- curator: ignore malformed-link -->\nmore {BAD}\n", [2]),
        (f"## {BAD} <!-- curator: ignore malformed-link -->\n\n{BAD}\n", [3]),
        # The next block: a paragraph, a whole list, a table, also past another comment.
        (f"<!-- curator: ignore malformed-link -->\n{BAD}\n{BAD}\n\n{BAD}\n", [5]),
        (f"<!-- curator: ignore malformed-link -->\n\n- {BAD}\n- {BAD}\n\nx\n\n{BAD}\n", [8]),
        (f"<!-- curator: ignore malformed-link -->\n<!-- x -->\n\n{BAD}\n\n{BAD}\n", [6]),
        (
            (
                "<!-- curator: ignore malformed-link -->\n\n"
                f"<!-- curator: ignore broken-anchor -->\n- {BAD} [b](#x)\n"
            ),
            [],
        ),
        (f"> <!-- curator: ignore malformed-link -->\n> {BAD}\n\n{BAD}\n", [4]),
        # A part, up to its end, to the end of the file, and of one of two rules.
        (
            (
                f"<!-- curator: ignore-start malformed-link -->\n\n- {BAD}\n\n"
                f"<!-- curator: ignore-end -->\n\n- {BAD}\n"
            ),
            [7],
        ),
        (f"<!-- curator: ignore-start malformed-link -->\n\n- {BAD}\n\n# B\n\n{BAD}\n", []),
        (
            (
                "<!-- curator: ignore-start malformed-link, broken-anchor -->\n\n"
                f"- {BAD} [b](#x)\n\n<!-- curator: ignore-end malformed-link -->\n\n"
                f"- {BAD} [b](#x)\n"
            ),
            [7],
        ),
        # The whole file, from any place in it; and every rule.
        (f"{BAD}\n\n<!-- curator: ignore-file malformed-link -->\n", []),
        (f"- {BAD} [b](#x) <!-- curator: ignore -->\n- {BAD}\n", [2]),
        # awesome-lint's comments.
        (
            ("- [a](htps://e.org/x)\n\n<!--lint ignore double-link-->\n\n- [b](htps://e.org/x)\n"),
            [1, 5],
        ),
        # Another rule, code, a comment that is not closed, one that only looks like it.
        (f"- {BAD} <!-- curator: ignore broken-anchor, malformed-link -->\n", [1]),
        (f"- {BAD} `<!-- curator: ignore malformed-link -->`\n", [1]),
        (f"- {BAD} <!-- curator ignore malformed-link -->\n", [1]),
    ],
)
def test_what_a_comment_covers(text: str, left: list[int]) -> None:
    assert sorted({line for line, _ in lines(text)}) == left


def test_the_comments_of_awesome_lint_silence_what_they_name() -> None:
    two = "- [a](https://e.org/x)\n- [b](https://e.org/x)\n"
    assert lines(two) == [(2, "duplicate-link")]
    assert lines("<!--lint disable double-link-->\n\n" + two) == []
    assert lines("<!--lint disable remark-lint:double-link-->\n\n" + two) == []
    assert lines("<!--lint disable-->\n\n" + two) == []
    assert lines("<!--lint ignore double-link -->\n\n" + two) == []
    ended = "<!--lint disable double-link-->\n\nx\n\n<!--lint enable double-link-->\n\n" + two
    assert lines(ended) == [(8, "duplicate-link")]
    assert lines("<!--lint disable other-->\n\n" + two) == [(4, "duplicate-link")]


def test_every_form_is_reported_when_it_is_in_vain() -> None:
    for action in ("ignore", "ignore-start", "ignore-file"):
        text = f"<!-- curator: {action} malformed-link -->\n\n- [a](https://e.org)\n"
        assert lines(text) == [(1, "unused-suppression")], action
    row = "| a |\n| - |\n| [a](https://e.org) <!-- curator: ignore malformed-link --> |\n"
    assert lines(row) == [(3, "unused-suppression")]


def test_a_rule_that_was_not_run_may_be_needed() -> None:
    assert lines("- [a](https://e.org) <!-- curator: ignore mojibake -->\n") == []
    assert lines("- [a](https://e.org) <!-- curator: ignore -->\n") == []  # the run is narrowed


def test_the_innermost_comment_is_the_one_that_is_used() -> None:
    text = (
        "<!-- curator: ignore-file malformed-link -->\n\n"
        f"- {BAD} <!-- curator: ignore malformed-link -->\n"
    )
    assert lines(text) == [(1, "unused-suppression")]


def test_findings_are_exempted_by_rule_and_identity() -> None:
    text = f"- {BAD} [x](#x)\n- [b](htps://arxiv.org/abs/1706.03762) [y](#y)\n"
    whole = Exemption("broken-anchor", None, "drafts", "curator.toml: ignore[0]")
    assert lines(text, whole) == [(1, "malformed-link"), (2, "malformed-link")]
    page = "- [a](https://e.org/x)\n- [b](https://e.org/x)\n- [c](https://e.org/x/y)\n" * 2
    listed = Exemption("duplicate-link", "url:e.org/x", "on purpose", "curator.toml: ignore[1]")
    assert [line for line, _ in lines(page)] == [2, 4, 5, 6]
    assert [line for line, _ in lines(page, listed)] == [6]
    assert run(page, listed).exempted == {"curator.toml: ignore[1]"}
    assert run(text, listed).exempted == frozenset()


COMMENTS = st.sampled_from(
    [
        "<!-- curator: ignore malformed-link -->",
        "<!-- curator: ignore-start broken-anchor -->",
        "<!-- curator: ignore-end -->",
        "<!-- curator: ignore-file email-without-mailto -->",
        "<!-- curator: ignore-start -->",
        "<!--lint disable double-link-->",
        "<!-- curator: ignore-end malformed-link -->",
        BAD,
        "[b](#x)",
        "[c](ada@example.org)",
        "\n\n",
        "\n- ",
        "\n\n## ",
    ]
)


@given(st.lists(COMMENTS, max_size=14))
def test_comments_only_ever_silence(pieces: list[str]) -> None:
    """What is left is found without the comments too, and every comment in vain is named."""
    text = "- " + " ".join(pieces) + "\n"
    with_comments = parse(Source("README.md", text))
    silent = find_suppressions(with_comments, tuple(INDEX.values()), frozenset(INDEX))
    found: list[Diagnostic] = []
    for name in RULES:
        info = INDEX[name]
        settings = settings_for(INDEX, Selection(select=(name,)))
        blinded = replace(settings, known=frozenset(), rules=(info._replace(awesome_lint=()),))
        found += lint(with_comments, blinded, NoFiles(), TODAY).diagnostics
    found.sort(key=lambda each: (each.span, each.rule))
    kept = silent.kept(found)
    assert [each for each in found if each in kept] == kept
    covered = [each.covers for each in silent.every]
    for each in found:
        around = any(c.start <= each.span.start <= c.end for c in covered)
        assert around or each in kept
