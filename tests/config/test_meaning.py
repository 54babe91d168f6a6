"""What a configuration and a command line come to for one file."""

from __future__ import annotations

import pytest

from curator.config import Choice, Exemption, Given, Selection
from curator.config.identities import identity_key
from curator.diagnostic import Severity
from tests.config.conftest import Repository
from tests.config.good import GOOD


def selected(
    repository: Repository, toml: str, path: str | None = "README.md", given: Given | None = None
) -> Selection:
    place = None if path is None else repository.root / path
    return repository.configured(toml).selection(place, given or Given())


@pytest.mark.parametrize("name", GOOD)
def test_what_makes_sense_is_accepted(repository: Repository, name: str) -> None:
    assert repository.configured(GOOD[name]).name == "curator.toml"


def test_nothing_is_the_default(repository: Repository) -> None:
    assert selected(repository, "") == Selection()


def test_all_of_it(repository: Repository) -> None:
    found = repository.configured(GOOD["everything"])
    assert found.folder == repository.root
    assert found.lists == ("README.md", "lists/**/*.md", "./lists", ".")
    assert found.selection(repository.root / "lists/a.md") == Selection(
        preset="papers",
        select=("duplicate-link", "stale-toc"),
        ignore=("duplicate-paper",),
        extend_select=("mojibake",),
        choices={
            "duplicate-link": Choice(Severity.ERROR),
            "stale-toc": Choice(
                Severity.INFO, {"depth": 2, "share": 1, "bullet": "star", "hosts": ("a", "a")}
            ),
        },
    )
    chinese = found.selection(repository.root / "lists/zh/a.md")
    assert chinese.preset == "strict"
    assert chinese.select == ()  # the override starts from a preset again
    assert chinese.extend_select == ("mojibake",)
    assert chinese.ignore == ("duplicate-paper", "mojibake")
    assert chinese.choices["stale-toc"] == Choice(
        Severity.INFO,
        {
            "depth": 2,
            "share": 1,
            "bullet": "star",
            "hosts": ("a", "a"),
            "title": "x",
            "nested": False,
            "below": 0.25,
        },
    )
    place = "curator.toml: overrides[0].ignore[1]"
    assert chinese.exemptions == (Exemption("duplicate-link", "url:a.org/b", "x", place),)


def test_exemptions_are_for_their_files(repository: Repository) -> None:
    configuration = repository.configured(GOOD["exemptions"])
    everywhere = Exemption(None, "github:owner/name", "so", "curator.toml: ignore[1]")
    there = Exemption(
        "duplicate-paper",
        "arxiv:1706.03762",
        "listed twice on purpose",
        "curator.toml: ignore[0]",
    )
    for path, exemptions in (
        ("lists/a.md", (there, everywhere)),
        ("README.md", (everywhere,)),
        ("lists/zh/a.md", (everywhere,)),
    ):
        assert configuration.selection(repository.root / path).exemptions == exemptions
    assert configuration.selection(None).exemptions == (everywhere,)
    assert configuration.selection(repository.root.parent / "a.md").exemptions == (everywhere,)


def test_later_overrides_win(repository: Repository) -> None:
    toml = """\
rules.mojibake = "off"
ignore = ["stale-toc"]
[[overrides]]
files = ["lists/"]
preset = "strict"
rules = { mojibake = "info", stale-toc.depth = 1 }
[[overrides]]
files = ["zh/"]
extend-select = ["stale-toc"]
rules.mojibake.severity = "error"
[[overrides]]
files = ["b.md"]
select = ["duplicate-link"]
rules.mojibake = "off"
"""
    assert selected(repository, toml).ignore == ("mojibake", "stale-toc")
    lists = selected(repository, toml, "lists/a.md")
    assert (lists.preset, lists.ignore) == ("strict", ("stale-toc",))
    assert lists.choices["stale-toc"] == Choice(None, {"depth": 1})
    chinese = selected(repository, toml, "lists/zh/a.md")
    assert (chinese.extend_select, chinese.ignore) == (("stale-toc",), ())
    assert chinese.choices["mojibake"] == Choice(Severity.ERROR)
    last = selected(repository, toml, "lists/zh/b.md")
    assert (last.select, last.extend_select) == (("duplicate-link",), ())
    assert last.ignore == ("mojibake",)


def test_text_without_a_place_has_no_overrides(repository: Repository) -> None:
    toml = 'preset = "papers"\n[[overrides]]\nfiles = ["**"]\npreset = "strict"\n'
    assert selected(repository, toml, None).preset == "papers"
    assert selected(repository, toml).preset == "strict"


CONFIGURED = """\
preset = "papers"
select = ["duplicate-link"]
extend-select = ["stale-toc"]
rules = { mojibake = "off", stale-toc = { severity = "error", depth = 2 } }
"""


def test_the_command_line_wins(repository: Repository) -> None:
    stale = {"stale-toc": Choice(Severity.ERROR, {"depth": 2})}
    preset = selected(repository, CONFIGURED, given=Given(preset="strict"))
    assert preset == Selection("strict", (), ("mojibake",), ("stale-toc",), stale)
    select = selected(repository, CONFIGURED, given=Given(select=("mojibake",)))
    assert select == Selection("papers", ("mojibake",), (), (), stale)
    ignore = selected(repository, CONFIGURED, given=Given(ignore=("stale-toc",)))
    assert ignore == Selection(
        "papers", ("duplicate-link",), ("mojibake", "stale-toc"), ("stale-toc",), stale
    )


def test_a_severity_without_off_can_be_chosen_in_either_form(repository: Repository) -> None:
    for form in ('"warning"', '{ severity = "warning" }'):
        found = selected(repository, f"rules.mojibake = {form}")
        assert found.choices == {"mojibake": Choice(Severity.WARNING)}
        assert found.ignore == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("arxiv:1706.03762", "arxiv:1706.03762"),
        ("arXiv:1706.03762v5", "arxiv:1706.03762"),
        ("https://arxiv.org/pdf/1706.03762v5", "arxiv:1706.03762"),
        ("doi:10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("github:Owner/Name", "github:owner/name"),
        ("https://github.com/Owner/Name/", "github:owner/name"),
        ("github-user:owner", "github-user:owner"),
        ("url:example.org/a", "url:example.org/a"),
        ("https://www.example.org/a/?utm_source=x", "url:example.org/a"),
        ("youtube:dQw4w9WgXcQ", "youtube:dQw4w9WgXcQ"),
        ("path:lists/a.md", "path:lists/a.md"),
        ("mailto:a@Example.org", "mailto:a@example.org"),
        ("ftp://example.org/a", "url:ftp://example.org/a"),
        ("arxiv:17", None),
        ("doi:x", None),
        ("http://", None),
        ("lists/a.md", None),
        ("example.org", None),
        ("", None),
    ],
)
def test_identities(text: str, key: str | None) -> None:
    assert identity_key(text) == key


def test_identities_are_stable() -> None:
    for text in ("https://github.com/a/b/issues/3#x", "https://a.org/?b#c", "https://hf.co/a/b"):
        key = identity_key(text)
        assert key is not None
        assert identity_key(key) == key
