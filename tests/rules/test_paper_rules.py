"""Rules on the addresses of papers: one mistake is told once, and their fixes go together."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from curator.diagnostic import Diagnostic
from curator.document import Document as Tree
from curator.facts import NoFiles
from curator.markdown import parse
from curator.rule import Context
from curator.source import Source
from curator.style import Style
from tests.documents import Document, cases
from tests.rules.runner import TODAY, fix, rule_info, rule_module

MISTAKES = (
    "malformed-link",
    "malformed-arxiv-id",
    "malformed-doi",
    "mismatched-link-text",
    "arxiv-old-address",
    "inconsistent-arxiv-form",
    "pinned-arxiv-version",
    "unlinked-paper",
)
FIXING = (
    "malformed-doi",
    "arxiv-old-address",
    "inconsistent-arxiv-form",
    "pinned-arxiv-version",
    "unlinked-paper",
)

DOI = "https://doi.org/10.1145/3292500.3330701"

# One mistake each, in every way that more than one rule could have something to say.
ONE_MISTAKE = [
    (f"[a](https://doi.org/{DOI})", "malformed-doi"),
    (f"[{DOI}](https://doi.org/{DOI})", "malformed-doi"),
    (f"[https://doi.org/{DOI}](https://doi.org/{DOI})", "malformed-doi"),
    (f"https://doi.org/{DOI}", "malformed-doi"),
    (f"[a][b]\n\n[b]: https://doi.org/{DOI}", "malformed-doi"),
    ("[a](https://doi.org/https://example.org/a)", "malformed-doi"),
    ("[a](https://doi.org/https://arxiv.org/abs/1706.03762)", "malformed-doi"),
    ("[a](https://doi.org/https://arxiv.org/abs/1706.3762v2)", "malformed-doi"),
    ("[a](https://doi.org/http://arxiv.org/abs/1706.03762)", "malformed-doi"),
    ("[a](https://doi.org/https://doi.org/10.48550/arXiv.1706.03762)", "malformed-doi"),
    ("[a](https://doi.org/arXiv:1706.03762v2)", "malformed-doi"),
    ("[10.1145/3292500](https://doi.org/)", "malformed-doi"),
    ("[a](https://doi.org/10.48550/arXiv.1706.3762)", "malformed-arxiv-id"),
    ("[a](https://doi.org/10.48550/arXiv.https://arxiv.org/abs/1706.03762)", "malformed-arxiv-id"),
    ("[a](http://arxiv.org/abs/1706.3762)", "malformed-arxiv-id"),
    ("[a](http://arxiv.org/pdf/1706.3762v2)", "malformed-arxiv-id"),
    ("[a](http://arxiv.org/abs/2706.03762v2)", "malformed-arxiv-id"),
    (f"[a]({DOI}])", "malformed-link"),
    (f"[a](https://{DOI})", "malformed-link"),
    (f"[a]({DOI}{DOI})", "malformed-link"),
    ("[a](doi.org/10.1145/3292500)", "malformed-link"),
    (f"[a] ({DOI})", "malformed-link"),
    ("[a](http://arxiv.org/abs/1706.03762v2])", "malformed-link"),
    ("[a](http://http://arxiv.org/abs/1706.03762v2)", "malformed-link"),
    ("- [arXiv:1706.03762] (https://arxiv.org/abs/1706.03762)", "malformed-link"),
    ("[a](http://arxiv.org/abs/1706.03762)", "arxiv-old-address"),
    ("[https://arxiv.org/abs/1706.03762](http://arxiv.org/abs/1706.03762)", "arxiv-old-address"),
    ("- BERT, arXiv:1810.04805v2", "unlinked-paper"),
]


def read(text: str) -> Tree:
    return parse(Source("README.md", text))


def told(document: Tree, rules: Sequence[str]) -> list[Diagnostic]:
    """What ``rules`` find, in reading order."""
    found: list[Diagnostic] = []
    for name in rules:
        context = Context(document, Style(document), NoFiles(), TODAY, rule_info(name))
        found += rule_module(name).check(context)
    return sorted(found, key=lambda diagnostic: diagnostic.span)


@pytest.mark.parametrize(("text", "rule"), ONE_MISTAKE)
def test_one_mistake_is_told_by_the_rule_that_knows_best(text: str, rule: str) -> None:
    assert [found.rule for found in told(read(text + "\n"), MISTAKES)] == [rule]


@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_no_two_rules_speak_of_one_place_and_fixes_go_together(document: Document) -> None:
    tree = document.tree()
    found = told(tree, MISTAKES)
    end, last = 0, ""
    for each in found:
        assert each.span.start >= end or each.rule == last, (last, each)
        end, last = max(end, each.span.end), each.rule
    fixed = fix(tree, [each for each in found if each.rule in FIXING])
    assert [each for each in told(read(fixed), FIXING) if each.fix is not None] == []


def test_what_is_wrong_with_one_address_is_mended_at_once() -> None:
    """Host, form and version stand in three places of an address."""
    other = "- [b](https://arxiv.org/abs/1706.03762)\n"
    tree = read("- [a](http://arxiv.org/pdf/1810.04805v2.pdf)\n" + other)
    assert fix(tree, told(tree, FIXING)) == "- [a](https://arxiv.org/abs/1810.04805)\n" + other
