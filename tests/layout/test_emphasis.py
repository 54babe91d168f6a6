"""Laws of marks of emphasis: another mark changes no word, and nothing of what is emphasised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.fixer.edits import EditSet, apply_edits
from curator.layout.emphasis import Mismatch, mismatched_marks
from curator.markdown import parse
from curator.nodes import Emphasis, Node, Strong
from curator.source import Source

Kinds = tuple[type[Emphasis | Strong], ...]
KINDS: list[Kinds] = [(Emphasis,), (Strong,), (Emphasis, Strong)]

PIECES = st.sampled_from(
    [*"* _ ** __ *** ___ a b . ( ) 三 、 ~~ ` [ ](u) *a* _b_ **c** __d__ \\ |".split(), " ", "\n"]
)
OTHERS = st.sampled_from(["", "*x* *y* *z* **v** **w**\n", "_x_ _y_ _z_ __v__ __w__\n"])


def emphasised(text: str) -> list[tuple[str, frozenset[str]]]:
    """Each visible character of ``text``, and the kinds of emphasis around it."""
    source = Source("README.md", text)
    shown: list[tuple[str, frozenset[str]]] = []
    stack: list[tuple[Node, frozenset[str]]] = [(parse(source).syntax.root, frozenset())]
    while stack:
        node, kinds = stack.pop()
        if isinstance(node, (Emphasis, Strong)):
            kinds |= {node.kind}
        elif not node.children:
            shown += [(character, kinds) for character in source[node.span].split()]
        stack.extend((child, kinds) for child in reversed(node.children))
    return shown


def mismatches(text: str, kinds: Kinds) -> list[Mismatch]:
    document = parse(Source("README.md", text))
    return [each for kind in kinds for each in mismatched_marks(document, kind) if each.edits]


def replaced(text: str, found: list[Mismatch]) -> str:
    edits = EditSet()
    for each in found:
        edits.add(each.edits)
    return apply_edits(text, edits.edits)


@pytest.mark.parametrize("kinds", KINDS)
@given(pieces=st.lists(PIECES, max_size=16), other=OTHERS)
def test_what_is_emphasised_stays_the_same(kinds: Kinds, pieces: list[str], other: str) -> None:
    text = "".join(pieces).strip() + "\n\n" + other
    found = mismatches(text, kinds)
    after = replaced(text, found)
    assert emphasised(after) == emphasised(text)
    if found and len(kinds) == 1:
        assert not mismatches(after, kinds)


@pytest.mark.parametrize(
    "text",
    [
        "*****c**)***)](u))三)(__d__\n\n_x_ _y_ _z_\n",
        ".___a ___**c**___\n\n*x* *y* *z*\n",
        "` ___*a***c***a*___\\_b_\n",
        "__. *a***c***a*[__\n",
        "三b\n__、.***|***\\___\\\n",
        "_(*)~~_a*~~.[a三_\n",
        "\\ __d__\\_.***~~`b***三.\n___\n",
        "|_____. [|三 *a*(__)、___\n\n_x_\n",
    ],
)
def test_runs_of_many_marks(text: str) -> None:
    """What generated texts have shown to go wrong once."""
    for kinds in KINDS:
        assert emphasised(replaced(text, mismatches(text, kinds))) == emphasised(text)
