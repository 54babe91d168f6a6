"""The search for the anchor that was meant finds what differs least, and costs a bounded sum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.fragments import Anchors
from curator.rules import broken_anchor
from curator.rules.broken_anchor import Candidates
from tests.rules.runner import check

WORDS = st.text(st.sampled_from("abcdefgh-"), min_size=8, max_size=40)


@pytest.mark.parametrize(
    ("fragment", "meant"),
    [
        ("training-tool", "training-tools"),
        ("trainig-tools", "training-tools"),
        ("trainnig-tools", "training-tools"),
        ("traning-tols", "training-tools"),
        ("rtaining-tools", "training-tools"),
        ("Training_Tools", "training-tools"),
        ("data-sets-2023", "data-sets-of-2023"),
        ("data-set-of-2024", None),
        ("traces-and-pools", None),
        ("t", None),
        ("x" * 200, None),
    ],
)
def test_the_nearest_anchor_is_named(fragment: str, meant: str | None) -> None:
    anchors = {"training-tools", "training", "data-sets-of-2023", "tools"}
    assert Candidates(anchors).nearest(fragment, "") == meant


@given(WORDS, st.data())
def test_one_letter_more_less_or_other_is_always_found(anchor: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(anchor) - 1))
    wrong = data.draw(st.sampled_from([anchor[:at], anchor[:at] + "z", anchor[: at + 1] + "z"]))
    fragment = wrong + anchor[at + 1 :]
    assert Candidates({anchor, "another", "contents"}).nearest(fragment, "") == anchor


def _page(headings: int, links: int) -> str:
    titles = "".join(f"## {'ab' * 20}{_letters(n)}{'ba' * 20}\n\n" for n in range(headings))
    wanted = (f"See [x](#{'ab' * 18}{_letters(n)}{'ba' * 20}) for more.\n\n" for n in range(links))
    return titles + "".join(wanted)


def _letters(number: int) -> str:
    return "".join(chr(ord("c") + int(digit)) for digit in f"{number:05}")


@pytest.mark.parametrize("links", [200, 800])
def test_many_broken_links_compare_a_bounded_number_of_characters(
    links: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0
    matching = broken_anchor._matching

    def counted(one: str, other: str) -> object:
        nonlocal compared
        compared += len(one) * len(other)
        return matching(one, other)

    monkeypatch.setattr(broken_anchor, "_matching", counted)
    monkeypatch.setattr(broken_anchor, "_MOST_STEPS", 100_000)
    found = check("broken-anchor", _page(60, links))[1]
    hinted = ["did you mean" in finding.message for finding in found]
    assert len(found) == links
    assert hinted[0]
    assert not hinted[-1]
    assert compared < 200_000


def test_a_fragment_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    most_alike = Candidates._most_alike

    def counted(self: Candidates, folded: str) -> str | None:
        asked.append(folded)
        return most_alike(self, folded)

    monkeypatch.setattr(Candidates, "_most_alike", counted)
    text = "## Training tools\n\n" + "See [x](#trainin-tols) for more.\n\n" * 50
    found = check("broken-anchor", text)[1]
    assert len(found) == 50
    assert all("did you mean '#training-tools'?" in finding.message for finding in found)
    assert asked == ["trainin-tols"]


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Title {#own}", "own"),
        ("Title {: #own .class}", "own"),
        ("Title { #own key=value }", "own"),
        ("{a} Title {#own}", "own"),
        ("Title {{#own}", "own"),
        ("Title {#own} {.class}", None),
        ("Title {#own}x}", None),
        ("Title #own}", None),
        ("Title {.class #own}", None),
        ("Title {# own}", None),
    ],
)
def test_an_anchor_written_behind_a_heading(heading: str, anchor: str | None) -> None:
    _, found = check("broken-anchor", f"# {heading}\n\n[a](#own)\n")
    assert len(found) == (anchor is None)


def test_a_definition_that_fails_is_one_finding_at_its_place() -> None:
    document, found = check("broken-anchor", "[a]: #nowhere\n\n[a] [b][a] [c][a]\n")
    assert [document.source[one.span] for one in found] == ["#nowhere"]


@pytest.mark.parametrize("kind", [Anchors, Candidates])
def test_the_anchors_of_another_file_are_prepared_once(
    kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = 0
    prepare = kind.__init__  # type: ignore[misc]

    def counted(self: object, *given: object) -> None:
        nonlocal made
        made += 1
        prepare(self, *given)

    monkeypatch.setattr(kind, "__init__", counted)
    links = "".join(f"[a](guide.md#part-{number})\n" for number in range(50))
    _, found = check("broken-anchor", links, {"guide.md": "# Part 7\n"})
    assert len(found) == 49
    assert made == 1  # nothing is asked of this file
