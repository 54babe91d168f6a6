"""A broken anchor is told once: by stale-toc in contents, by broken-anchor elsewhere."""

from __future__ import annotations

import pytest

from curator.diagnostic import Applicability
from curator.source import Span
from tests.documents import Document, cases
from tests.rules.runner import check, fix

MANY = 2_000


def anchors_told(name: str, text: str) -> set[Span]:
    """Where a rule speaks of the anchor of a link."""
    return {found.span for found in check(name, text)[1] if "anchor" in found.message}


@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_no_anchor_is_told_by_both_rules(document: Document) -> None:
    text = document.text()
    assert not anchors_told("stale-toc", text) & anchors_told("broken-anchor", text)


@pytest.mark.parametrize("fragment", ["gone", "Books", "bookz", "./#gone", "README.md#gone"])
def test_each_rule_tells_of_the_anchors_that_are_its_own(fragment: str) -> None:
    """Whether or not the other one is selected: neither knows."""
    url = fragment if "#" in fragment else f"#{fragment}"
    text = f"## Contents\n\n- [Books](#books)\n- [x]({url})\n\n## Books\n\nSee [x]({url}).\n"
    ours = check("stale-toc", text)[1]
    theirs = check("broken-anchor", text)[1]
    lines = [[text.count("\n", 0, f.span.start) + 1 for f in found] for found in (ours, theirs)]
    assert lines == [[4], [8]]
    assert [f.severity for f in ours] == [f.severity for f in theirs]


@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_the_rule_has_nothing_more_to_fix_after_its_fixes(document: Document) -> None:
    tree, found = check("stale-toc", document.text())
    again = check("stale-toc", fix(tree, found))[1]
    assert not [f for f in again if f.fix and f.fix.applicability > Applicability.DISPLAY]


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n- [A](#a)\n- [A](#x)\n\n" * MANY,
        "- [a](#b)\n- [c](#d)\n\n" + "## Title\n\n" * MANY,
        "".join(f"- [a{n}](#title-{n}x)\n" for n in range(MANY))
        + "".join(f"\n## Title {n}\n" for n in range(MANY)),
        "## C\n\n- [a](#z)\n- [b](#z)\n\n" * MANY + "## Z\n",
        "- [a](#a)\n- [b](#b)\n\n" + '<a id="x"></a>\n\n' * MANY + "## A\n",
    ],
    ids=["namesakes", "repeated", "alike", "far", "ids"],
)
def test_long_contents_are_read(text: str) -> None:
    """Shapes that would take minutes if each entry were compared with each heading."""
    check("stale-toc", text)
