"""The five documents the project was born from, read as their maintainers would.

Each finding that the rules must report is written down with its line; everything else on
these pages is right as it is, and a finding there would be a false alarm. Named below are
the lines that look wrong to a careless checker and are not.
"""

from __future__ import annotations

from datetime import date

import pytest

from curator.engine import Selection, lint, settings_for
from curator.facts import NoFiles
from curator.markdown import parse
from curator.rules import INDEX
from curator.source import Source
from tests.documents import SHARED

# (seed, rule, line): the session dates without a heading, an address without mailto:, and
# one paper under two titles; a list without a title; two mojibake apostrophes; a marker GitHub
# prints as text; two texts that say arXiv and lead to a shortener; a line anchor with two Ls; a
# heading with nothing under it; an id with five digits before the point.
WANTED = {
    ("000", "broken-anchor", 22),
    ("000", "broken-anchor", 24),
    ("000", "broken-anchor", 26),
    ("000", "broken-anchor", 27),
    ("000", "broken-anchor", 28),
    ("000", "broken-anchor", 29),
    ("000", "broken-anchor", 30),
    ("000", "broken-anchor", 31),
    ("000", "broken-anchor", 32),
    ("000", "email-without-mailto", 13),
    ("000", "conflicting-paper-titles", 51),
    ("001", "missing-title", 1),
    ("001", "mojibake", 74),
    ("002", "unrendered-toc-marker", 3),
    ("002", "mojibake", 28),
    ("002", "mismatched-link-text", 91),
    ("002", "malformed-line-anchor", 135),
    ("003", "empty-section", 96),
    ("003", "missing-final-newline", 479),
    ("004", "malformed-arxiv-id", 72),
}
# What only the preset for papers asks for: one address of a PDF among those of abstracts.
WANTED_OF_PAPERS = {("000", "inconsistent-arxiv-form", 44)}

# Rules of awesome lists, which the preset for papers leaves out.
OF_AWESOME_LISTS = {"missing-title", "missing-final-newline"}

# (seed, line, what is right there)
INNOCENT = [
    ("000", 15, "?both is a view of HackMD, not a tracking parameter"),
    ("000", 21, "[07/10/24](#071024) has a heading below"),
    ("000", 23, "[16/10/24](#161024) has a heading below"),
    ("000", 25, "[28/10/24](#281024) has a heading below; two people stand side by side"),
    ("001", 56, "a link over two lines"),
    ("001", 75, "a double slash inside a path"),
    ("002", 42, "[owner](u)/**[repo](u)** are two links side by side"),
    ("002", 52, "a quote with its author"),
    ("002", 89, "two accounts side by side in a quote"),
    ("002", 139, "the second of three line anchors"),
    ("003", 3, "a bare address in angle brackets"),
    ("004", 11, "[Abstract] names four different papers"),
    ("004", 45, "a picture below /static is the site's business"),
]


def _seeds() -> list[str]:
    return ["000", "001", "002", "003", "004"]


def _findings(seed: str, selection: Selection) -> set[tuple[str, str, int]]:
    paths = sorted((SHARED / "seeds").glob(f"{seed}_*.txt")) if SHARED.exists() else []
    if not paths:
        pytest.skip("5 seeds: ../shared is not beside this checkout")
    source = Source.from_bytes(paths[0].name, paths[0].read_bytes())
    chosen = settings_for(INDEX, selection)
    report = lint(parse(source), chosen, NoFiles(), date(2026, 11, 21))
    assert not report.crashes
    return {(seed, found.rule, source.line_at(found.span.start)) for found in report.diagnostics}


@pytest.mark.parametrize("seed", _seeds())
def test_reports_exactly_what_is_wrong(seed: str) -> None:
    assert _findings(seed, Selection()) == {wanted for wanted in WANTED if wanted[0] == seed}


@pytest.mark.parametrize("seed", _seeds())
def test_the_preset_for_papers_reports_exactly_what_is_wrong(seed: str) -> None:
    kept = {wanted for wanted in WANTED if wanted[1] not in OF_AWESOME_LISTS}
    wanted = {each for each in kept | WANTED_OF_PAPERS if each[0] == seed}
    assert _findings(seed, Selection("papers")) == wanted


@pytest.mark.parametrize(("seed", "line", "why"), INNOCENT)
def test_leaves_alone_what_is_right(seed: str, line: int, why: str) -> None:
    lines = {at for _, _, at in _findings(seed, Selection())}
    assert line not in lines, why


def test_both_shortened_links_of_one_line_are_reported() -> None:
    paths = sorted((SHARED / "seeds").glob("002_*.txt")) if SHARED.exists() else []
    if not paths:
        pytest.skip("5 seeds: ../shared is not beside this checkout")
    source = Source.from_bytes(paths[0].name, paths[0].read_bytes())
    chosen = settings_for(INDEX, Selection(select=("mismatched-link-text",)))
    report = lint(parse(source), chosen, NoFiles(), date(2026, 11, 21))
    assert len(report.diagnostics) == 2
