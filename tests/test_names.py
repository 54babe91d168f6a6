"""The dictionary of names: what is in it, and where a text is found to write one wrong."""

from __future__ import annotations

import pytest

from curator.names import Misspelling, find_misspellings, known_names, lowercase_names, read_names

FORMS = [form for group in known_names().values() for form in group]
RIGHT = sorted({form.right for form in FORMS})


def wrong(text: str, *lines: str) -> list[tuple[str, str]]:
    names = read_names(lines) if lines else known_names()
    return [(found.wrong, found.right) for found in sorted(find_misspellings(text, names))]


def test_the_dictionary_is_large() -> None:
    assert len(RIGHT) >= 500


def test_a_right_name_is_right() -> None:
    """No name is the wrong form of another one, be it in a sentence or at its end."""
    for name in RIGHT:
        assert wrong(f"See {name}, or use {name}.") == [], name


def test_every_form_is_found_where_it_stands() -> None:
    for form in FORMS:
        before = f"{min(form.before)} " if form.before else "see "
        if form.kin:
            before = f"{min(form.kin)}, "
        behind = f" {min(form.behind)}" if form.behind and not form.before else ""
        written = form.written
        if written == form.right:
            continue
        text = f"{before}{written}{behind} there"
        found = list(find_misspellings(text, known_names()))
        places = {each.start for each in found}
        assert len(before) in places, text


def test_no_form_has_two_right_names() -> None:
    told: dict[str, str] = {}
    for form in FORMS:
        if form.exact and not form.before and not form.behind and not form.kin:
            assert told.setdefault(form.written, form.right) == form.right, form.written


def test_the_five_kinds_of_lines() -> None:
    lines = (
        *("# a remark", "", "Oak Tree: oaktree", "Elm = ELM", "Fir ~ fir: in | wood +boards"),
        "* Alder Beech: Ash Box",
    )
    assert wrong("oak tree OAKTREE Oak Tree", *lines) == [
        ("oak tree", "Oak Tree"),
        ("OAKTREE", "Oak Tree"),
    ]
    assert wrong("ELM elm Elm", *lines) == [("ELM", "Elm")]
    assert wrong("fir; in fir, fir wood; for firs", *lines) == [("fir", "Fir"), ("fir", "Fir")]
    assert wrong("fir thin boards, fir thin wood", *lines) == [("fir", "Fir")]
    assert wrong("ash; box; beech, box and ash", *lines) == [("box", "Box"), ("ash", "Ash")]
    assert wrong("ash, box; Ash and box; ash or box", *lines) == [("box", "Box")]


def test_a_long_enumeration_is_read_in_part() -> None:
    """The way to a sure name is walked for a few steps only, so that the cost stays linear."""
    line = "* Alder: Ash"
    assert wrong("Alder, ash, ash", line) == [("ash", "Ash"), ("ash", "Ash")]
    assert len(wrong("Alder, " + "ash, " * 1000, line)) < 20


def test_lines_that_say_nothing_are_harmless() -> None:
    for line in (":", "=", " = ", " ~ ", " ~ : | ", "* ", "* : ", ",", "Oak ~ oak", "…"):
        assert wrong("oak : = ~ ,", line) in ([], [("oak", "Oak")])


def test_the_longest_form_is_meant() -> None:
    names = ("Oak", "Oak Tree", "Oakwood: oak wood")
    assert wrong("an oak tree of oak wood", *names) == [
        ("oak tree", "Oak Tree"),
        ("oak wood", "Oakwood"),
    ]
    assert wrong("an Oak Tree", *names) == []


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/github and github.com",
        "github_token, my-github, github-based, src/github, github/x",
        "@github #github ~github $github \\github :github: github:owner x=github github=x",
        "mygithub, githubs, Ägithub and github2",
        "php[architect] github\u00e9",
    ],
)
def test_parts_of_longer_things_are_no_names(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    "text", ["github", "github.", "(github)", "“github”", "见github。", "github's"]
)
def test_names_at_the_edges_of_words(text: str) -> None:
    assert wrong(text) == [("github", "GitHub")]


def test_places_are_offsets_of_the_text() -> None:
    text = "é github and .Net"
    assert sorted(find_misspellings(text, known_names())) == [
        Misspelling(2, "github", "GitHub"),
        Misspelling(13, ".Net", ".NET"),
    ]


def test_names_of_ones_own_and_names_to_ignore() -> None:
    names = known_names(("Zerodha: zeroda",), ("GITHUB",))
    found = [each.right for each in sorted(find_misspellings("zeroda github pytorch", names))]
    assert found == ["Zerodha", "PyTorch"]


def test_names_in_small_letters() -> None:
    assert {"npm", "pnpm"} <= lowercase_names()
    assert "GitHub" not in lowercase_names()
