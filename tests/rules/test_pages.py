"""The page of every rule is true: its bad examples are found, its good and fixed ones are not."""

from __future__ import annotations

from itertools import pairwise

import pytest

from curator.diagnostic import Diagnostic
from curator.document import Document
from curator.source import Span
from tests.rules.runner import (
    Block,
    as_lines,
    check,
    examples,
    expand,
    fix,
    page_web,
    rule_module,
    rule_names,
)

EXAMPLES = [
    pytest.param(name, kind, block, id=f"{name}:{block.line}-{kind}")
    for name in rule_names()
    for kind, block in examples(name)
]


def beside(block: Block) -> dict[str, str] | None:
    """The files that stand beside an example, empty ones, named after its kind."""
    return dict.fromkeys((word for word in block.info[2:] if "=" not in word), "") or None


def found_in(name: str, block: Block) -> tuple[Document, list[Diagnostic]]:
    """What the rule finds in an example of its page, with what the page says of the web."""
    return check(
        name,
        expand(block.text),
        beside(block),
        options=options(block),
        web=page_web(name),
        before=None if block.before is None else expand(block.before),
    )


def options(block: Block) -> dict[str, str]:
    """What an example says of itself after its kind, such as ``path=readme.txt``."""
    return dict(word.split("=", 1) for word in block.info[2:] if "=" in word)


@pytest.mark.parametrize(("name", "kind", "block"), EXAMPLES)
def test_examples(name: str, kind: str, block: Block) -> None:
    document, found = found_in(name, block)
    if kind == "bad":
        assert found, "the rule finds nothing in its bad example"
    else:
        assert as_lines(document, found) == "none\n"


@pytest.mark.parametrize("name", rule_names())
def test_fixes_turn_the_bad_example_into_the_fixed_one(name: str) -> None:
    """Where a fix may be applied, what it makes of each bad example is the one shown after it."""
    pieces = [*examples(name), ("", None)]
    for (kind, block), (after, fixed) in pairwise(pieces):
        if kind != "bad" or block is None or after != "fixed" or fixed is None:
            continue
        document, found = found_in(name, block)
        if fix(document, found) != document.source.text:
            assert fix(document, found) == expand(fixed.text)


@pytest.mark.parametrize("name", rule_names())
def test_page_has_its_parts(name: str) -> None:
    page = rule_module(name).__doc__ or ""
    first, _, rest = page.partition("\n")
    assert first.endswith("."), "the page opens with one sentence on one line"
    assert rest.startswith("\n## Why it matters\n\n"), "then it says why, on every page alike"
    kinds = {kind for kind, _ in examples(name)}
    assert "bad" in kinds
    assert kinds & {"fixed", "good"}
    assert kinds <= {"bad", "fixed", "good"}
    fixes = rule_module(name).RULE.fix is not None
    assert fixes == ("\n## Fix safety" in page)


@pytest.mark.parametrize("name", rule_names())
def test_findings_lie_in_the_text_and_say_one_line(name: str) -> None:
    for kind, block in examples(name):
        document, found = found_in(name, block)
        whole = Span(0, len(document.source.text))
        for diagnostic in found:
            assert whole.covers(diagnostic.span), kind
            assert diagnostic.message
            assert "\n" not in diagnostic.message
            assert not diagnostic.message.endswith(".")
            assert diagnostic.key.startswith(f"{name}:")


@pytest.mark.parametrize("name", rule_names())
def test_nothing_is_found_in_code_comments_math_and_front_matter(name: str) -> None:
    """What a list only shows holds no finding: every bad example, put where it is not rendered."""
    for kind, block in examples(name):
        text = expand(block.text)
        if kind != "bad" or "~~~" in text or "-->" in text:
            continue
        for before, after in (("~~~~~~\n", "~~~~~~\n"), ("<!--\n", "-->\n")):
            document, found = check(name, before + text + after, beside(block), web=page_web(name))
            assert as_lines(document, found) == "none\n", before.strip()
