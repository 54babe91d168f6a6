"""One mistake is told once: no two rules about addresses speak of the same place."""

from __future__ import annotations

import pytest

from curator.document import Document as Tree
from curator.markdown import parse
from curator.source import Source, Span
from tests.documents import Document, cases
from tests.rules.runner import check

RULES = ("malformed-link", "malformed-arxiv-id", "email-without-mailto", "mismatched-link-text")

PAPER = "https://arxiv.org/abs/1706.03762"

# One mistake each, in every way that more than one rule could have something to say.
ONE_MISTAKE = [
    (f"[a]({PAPER}])", "malformed-link"),
    (f"[a]({PAPER}>)", "malformed-link"),
    (f"[a]({PAPER}`)", "malformed-link"),
    (f"[a]({PAPER}\\])", "malformed-link"),
    (f"[a]{{{PAPER}}}", "malformed-link"),
    (f"[a][{PAPER}]", "malformed-link"),
    (f"[a({PAPER})]", "malformed-link"),
    (f"(a)[{PAPER}]", "malformed-link"),
    (f"[a]{PAPER})", "malformed-link"),
    (f"[a]({PAPER}", "malformed-link"),
    (f"[a]({PAPER} b)", "malformed-link"),
    (f"[a](({PAPER}))", "malformed-link"),
    (f"[a]({PAPER}]({PAPER})", "malformed-link"),
    (f"[a][b]\n\n[b]: {PAPER}]", "malformed-link"),
    (f"{PAPER}]", "malformed-link"),
    (f"[a]({PAPER}%5Cn{PAPER})", "malformed-link"),
    (f"[a]({PAPER},{PAPER})", "malformed-link"),
    (f"[a]({PAPER}{PAPER})", "malformed-link"),
    (f"{PAPER}{PAPER}", "malformed-link"),
    (f"[a]({PAPER}/{PAPER})", "malformed-link"),
    (f"[a](https://arxiv.org/{PAPER})", "malformed-link"),
    (f"[a](https://{PAPER})", "malformed-link"),
    ("[a](arxiv.org/abs/1706.03762)", "malformed-link"),
    ("[a](https://arxiv.org/abs/[1706.03762](https://example.org))", "malformed-link"),
    ("[a](https://huggingface.co/papers/1706.03762])", "malformed-link"),
    ("[https://example.org/a](https://https://example.org/a)", "malformed-link"),
    (f"[https://t.co/x]({PAPER}%5Cn{PAPER})", "malformed-link"),
    (f"[{PAPER}](htps://arxiv.org/abs/1706.03762)", "malformed-link"),
    ("[a](ada@example.org?subject=b])", "malformed-link"),
    ("[a](maito:ada@example.org)", "malformed-link"),
    (f"[a](https://arxiv.org/abs/{PAPER})", "malformed-arxiv-id"),
    (f"[a](https://doi.org/10.48550/arXiv.{PAPER})", "malformed-arxiv-id"),
    ("[a](https://arxiv.org/abs/1706.03762.pdf)", "malformed-arxiv-id"),
    ("[a](https://arxiv.org/abs/[1706.03762])", "malformed-arxiv-id"),
    (f"“{PAPER}”", "malformed-arxiv-id"),
    (f"[{PAPER}](https://arxiv.org/abs/1706.3762)", "malformed-arxiv-id"),
    (f"[{PAPER}](https://arxiv.org/abs/2706.03762)", "malformed-arxiv-id"),
    (f"[https://arxiv.org/abs/1706.3762]({PAPER})", "mismatched-link-text"),
    (f"[{PAPER}](ada@example.org)", "email-without-mailto"),
    ("[ada@example.org](bob@example.org)", "email-without-mailto"),
]


def findings(tree: Tree) -> list[tuple[Span, str]]:
    return sorted((found.span, rule) for rule in RULES for found in check(rule, tree)[1])


@pytest.mark.parametrize(("text", "rule"), ONE_MISTAKE)
def test_one_mistake_is_told_by_the_rule_that_knows_best(text: str, rule: str) -> None:
    assert [name for _, name in findings(parse(Source("README.md", text + "\n")))] == [rule]


@pytest.mark.parametrize("document", cases("fixtures", "corpus", "seeds"))
def test_no_two_rules_speak_of_one_place(document: Document) -> None:
    ends: dict[str, int] = {}
    for span, rule in findings(document.tree()):
        others = [name for name, end in ends.items() if name != rule and end > span.start]
        assert not others, (rule, others, span)
        ends[rule] = max(ends.get(rule, 0), span.end)
