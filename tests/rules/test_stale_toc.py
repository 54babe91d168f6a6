"""A broken anchor is told once, by stale-toc in contents and by broken-anchor elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from itertools import combinations

import pytest

from curator.diagnostic import Applicability, Diagnostic
from curator.document import Document as Tree
from curator.engine import Selection, lint, settings_for
from curator.facts import NoFiles
from curator.markdown import parse
from curator.rule import Brief, Context
from curator.rules import INDEX
from curator.source import Source, Span
from curator.style import Style
from tests.documents import Document, cases
from tests.rules.runner import TODAY, check, fix, rule_module

MANY = 2_000
RULES = ("broken-anchor", "missing-heading-space", "stale-toc")


def anchors_told(name: str, document: Tree, beside: Set[str] = frozenset(RULES)) -> set[Span]:
    """Where a rule speaks of the anchor of a link."""
    brief = Brief(beside=beside)
    ctx = Context(document, Style(document), NoFiles(), TODAY, INDEX[name], brief)
    found = rule_module(name).check(ctx)
    return {each.span for each in found if "anchor" in each.message}


def _line(text: str, found: Diagnostic) -> int:
    return text.count("\n", 0, found.span.start) + 1


@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_no_anchor_is_told_by_both_rules(document: Document) -> None:
    tree = document.tree()
    assert not anchors_told("stale-toc", tree) & anchors_told("broken-anchor", tree)


@pytest.mark.parametrize("fragment", ["gone", "Books", "bookz", "./#gone", "README.md#gone"])
def test_each_rule_tells_of_the_anchors_that_are_its_own(fragment: str) -> None:
    url = fragment if "#" in fragment else f"#{fragment}"
    text = f"## Contents\n\n- [Books](#books)\n- [x]({url})\n\n## Books\n\nSee [x]({url}).\n"
    ours = check("stale-toc", text)[1]
    theirs = check("broken-anchor", text)[1]
    assert [_line(text, found) for found in (*ours, *theirs)] == [4, 8]
    assert [f.severity for f in ours] == [f.severity for f in theirs]


TOGETHER = [chosen for n in (1, 2, 3) for chosen in combinations(RULES, n)]


@pytest.mark.parametrize("chosen", TOGETHER, ids=" ".join)
def test_one_mistake_is_told_once_whichever_rules_are_chosen(chosen: tuple[str, ...]) -> None:
    text = (
        "## Contents\n\n"
        "- [Books](#books)\n- [Gone](#gone)\n- [Shared][s]\n- [Talks](#talks)\n"
        "- [Own](./README.md#lost)\n- [Blog](other.md#away)\n- [Case](#Books)\n\n"
        "## Books\n\nSee [gone](#lost), [shared][s] and [talks](#talks).\n\n"
        "##Talks\n\n[s]: #nowhere\n"
    )
    broken = "broken-anchor" in chosen
    unspaced = "missing-heading-space" in chosen  # is why no '#talks' is there
    expected = Counter({"##": int(unspaced)})
    if broken or "stale-toc" in chosen:
        expected.update(["#gone", "#Books", "#nowhere", *["#talks"] * (not unspaced)])
    if broken:
        expected.update(["#lost", "#lost", "#away", *["#talks"] * (not unspaced)])
    document = parse(Source("README.md", text))
    found = lint(document, settings_for(INDEX, Selection(select=chosen)), _Other(), TODAY)
    assert Counter(document.source[each.span] for each in found.diagnostics) == expected


class _Other(NoFiles):
    """A file beside this one, without the anchor that is looked for."""

    def anchors(self, target: str) -> Set[str] | None:
        return {"blog"} if target.startswith("other.md") else None


def test_a_file_that_is_no_list_has_its_rows_told_all_the_same() -> None:
    """Only rules of links judge such a file, and stale-toc is none."""
    document = parse(Source("notes.md", "## Contents\n\n- [A](#a)\n- [B](#b)\n\n## A\n"))
    settings = settings_for(INDEX, Selection()).for_document(document, named=False)
    found = lint(document, settings, NoFiles(), TODAY).diagnostics
    assert [each.rule for each in found] == ["broken-anchor"]


@pytest.mark.parametrize("other", [(), ("stale-toc",)], ids=["alone", "both"])
@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_broken_anchor_alone_tells_what_both_tell(
    document: Document, other: tuple[str, ...]
) -> None:
    """Every row that stale-toc finds broken, unless it tells a whole table of them as one."""
    tree = document.tree()
    chosen = Selection(select=("broken-anchor", *other))
    found = lint(tree, settings_for(INDEX, chosen), NoFiles(), TODAY).diagnostics
    alone = anchors_told("broken-anchor", tree, frozenset())
    told = {each.span for each in found if "anchor" in each.message}
    many = any("entries of these contents" in each.message for each in found)
    assert told == alone or (many and told < alone)


@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_the_rule_has_nothing_more_to_fix_after_its_fixes(document: Document) -> None:
    tree, found = check("stale-toc", document.tree())
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
