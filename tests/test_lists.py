"""Our own lists: clean under our own rules, of papers that exist, and listed in their index."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from curator.document import Document, Entry
from curator.markdown import parse
from curator.source import Source
from tests.documents import DATA, ROOT, SHARED

LISTS = ROOT / "lists"
INDEX = LISTS / "README.md"
PATHS = sorted(LISTS.glob("[!R]*.md"))
NAMES = [path.stem for path in PATHS]

KNOWN: dict[str, str] = json.loads((DATA / "known-papers.json").read_text(encoding="utf-8"))
"""Exact titles, by arXiv id, of papers that the seeds and corpora do not attest."""

ARXIV = re.compile(r"https://arxiv\.org/abs/(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})")
NOTHING_FOUND = "Nothing found in 5 files.\n"
PRESETS = ("recommended", "papers", "awesome", "awesome-lint", "strict")


@cache
def read(path: Path) -> Document:
    return parse(Source.from_bytes(path.relative_to(ROOT).as_posix(), path.read_bytes()))


def curator(*arguments: str) -> str:
    """What a run of curator says of our lists, which has to end with status 0."""
    done = subprocess.run(
        [sys.executable, "-m", "curator", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def entries(path: Path) -> list[Entry]:
    return [entry for entry in read(path).entries if entry.link is not None]


def papers() -> list[tuple[str, str]]:
    """Id and title of every paper of the lists, as they stand there."""
    found = []
    for path in PATHS:
        for entry in entries(path):
            assert entry.link is not None
            if "arxiv.org" in entry.link.url:
                match = ARXIV.fullmatch(entry.link.url)
                assert match is not None, f"{path.name}: {entry.link.url}"
                found.append((match[1], entry.title))
    return found


def test_the_four_lists_are_there() -> None:
    assert NAMES == ["distillation", "inference-optimization", "optimizers", "transformers"]


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_finds_nothing(preset: str) -> None:
    named = ["lists/README.md", *(f"lists/{name}.md" for name in NAMES)]
    said = curator("check", "--preset", preset, "--fail-on", "info", "--show", "info", *named)
    assert said == NOTHING_FOUND


def test_the_configuration_of_the_lists_finds_nothing() -> None:
    assert curator("check", "--show", "info", "lists") == NOTHING_FOUND


def test_contents_are_right_and_nothing_is_to_be_fixed() -> None:
    curator("toc", "--check", "lists", "lists/README.md")
    assert (
        curator("fix", "--diff", "--unsafe-fixes", "lists", "lists/README.md")
        == "Nothing to fix in 5 files.\n"
    )


@pytest.mark.parametrize("path", [INDEX, *PATHS], ids=lambda path: path.stem)
def test_contents_name_every_section_in_order(path: Path) -> None:
    document = read(path)
    (top,) = document.root.sections
    contents, *sections = [section.title for section in top.sections]
    assert contents == "Contents"
    named = [link.text for link in document.links if document.in_contents(link)]
    assert named == sections


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_a_list_is_long_enough_to_be_useful_and_short_enough_to_be_read(path: Path) -> None:
    assert 15 <= len(entries(path)) <= 40


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_every_entry_is_a_link_and_one_sentence(path: Path) -> None:
    rows = re.findall(r"^[ \t]*[-*+] .*", path.read_text(encoding="utf-8"), re.MULTILINE)
    rows = [row for row in rows if "](#" not in row]
    assert len(rows) == len(entries(path))
    assert [row for row in rows if not re.fullmatch(r"- \[.+\]\(https://\S+\) - \S.+\.", row)] == []


def test_no_entry_stands_in_two_places() -> None:
    links = Counter(entry.link.identity for path in PATHS for entry in entries(path) if entry.link)
    assert [identity for identity, count in links.items() if count > 1] == []
    titles = Counter(entry.title.casefold() for path in PATHS for entry in entries(path))
    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_papers_of_a_section_stand_in_the_order_in_which_they_appeared(path: Path) -> None:
    for section in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
        numbers = [tuple(map(int, paper.split("."))) for paper in ARXIV.findall(section)]
        assert numbers == sorted(numbers), section


def test_known_papers_bear_their_exact_titles() -> None:
    listed = dict(papers())
    assert {paper: listed.get(paper) for paper in KNOWN} == KNOWN


def test_every_other_paper_is_attested_by_a_list_of_others() -> None:
    others = [(paper, title) for paper, title in papers() if paper not in KNOWN]
    assert others
    if not SHARED.exists():
        pytest.skip("titles of papers: ../shared is not beside this checkout")
    lines = _lines_of_others()
    assert [paper for paper in others if not _is_attested(*paper, lines)] == []


def _lines_of_others() -> list[list[str]]:
    """The lines of every seed and every list of the corpus."""
    files = [*SHARED.glob("seeds/*.txt"), *SHARED.glob("corpus/*.md")]
    return [re.split(r"\r\n|\r|\n", path.read_bytes().decode("utf-8")) for path in files]


def _is_attested(paper: str, title: str, lists: list[list[str]]) -> bool:
    """Whether a list has the id, and the title in its line or shortly above it."""
    wanted = _words(title)
    for lines in lists:
        for number, line in enumerate(lines):
            if paper in line and wanted in _words(" ".join(lines[max(number - 4, 0) : number + 1])):
                return True
    return False


def _words(text: str) -> str:
    """The words of a text without addresses, for comparison."""
    return " ".join(re.findall(r"\w+", re.sub(r"https?://\S+", " ", text.casefold())))


def test_the_index_leads_to_every_list_under_its_title() -> None:
    found = {entry.link.url: entry for entry in entries(INDEX) if entry.link}
    assert sorted(found) == [path.name for path in PATHS]
    for path in PATHS:
        assert found[path.name].title == read(path).title
