"""What other files of a run list: which are compared, in which order, and at what cost."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest

from curator.engine import Settings, lint
from curator.facts import Files, NoFiles
from curator.markdown import parse
from curator.rules import INDEX
from curator.source import Source
from curator.workspace import Located, elsewhere, gather
from curator.workspace.elsewhere import Comparison, Listed
from curator.workspace.translations import originals
from tests.rules.runner import TODAY

PAGE = "https://example.org/page"
KEY = "url:example.org/page"
ENTRY = f"- [Tool]({PAGE}) - A tool.\n"


def files_of(tmp_path: Path, *lists: tuple[str, str]) -> list[Files]:
    located = [Located(parse(Source(name, text)), tmp_path / name) for name, text in lists]
    return gather(located)


def places(files: Files, key: str = KEY) -> list[tuple[str, int, str]]:
    return [(found.path, found.line, found.entry.title) for found in files.elsewhere(key)]


def test_only_earlier_files_are_told_in_their_order(tmp_path: Path) -> None:
    names = ("b.md", "a.md", "c.md")
    known = files_of(tmp_path, *((name, f"# A\n\n{ENTRY}") for name in names))
    assert [places(files) for files in known] == [
        [],
        [("b.md", 3, "Tool")],
        [("b.md", 3, "Tool"), ("a.md", 3, "Tool")],
    ]
    assert places(known[2], "url:example.org/other") == []


def test_papers_are_known_by_every_address(tmp_path: Path) -> None:
    first = "- [Attention Is All You Need](https://arxiv.org/pdf/1706.03762v5.pdf)\n"
    second = "- **Attention** [[paper](https://doi.org/10.48550/arXiv.1706.03762)]\n"
    *_, last = files_of(tmp_path, ("a.md", first), ("b.md", second), ("c.md", first))
    titles = [title for _, _, title in places(last, "arxiv:1706.03762")]
    assert titles == ["Attention Is All You Need", "Attention"]


@pytest.mark.parametrize(
    "name", ["README.zh-CN.md", "readme_ja.md", "docs/README-fr.md", "zh/README.md", "README.md"]
)
def test_translations_of_a_list_are_not_told(tmp_path: Path, name: str) -> None:
    _, readme, other = files_of(tmp_path, (name, ENTRY), ("README.md", ENTRY), ("x.md", ENTRY))
    assert places(readme) == []
    assert [path for path, *_ in places(other)] == [name, "README.md"]


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "docs/CONTRIBUTING-de.md", "Changelog.md"])
def test_files_about_the_repository_are_no_lists(tmp_path: Path, name: str) -> None:
    about, readme, again = files_of(tmp_path, (name, ENTRY), ("a.md", ENTRY), (name, ENTRY))
    assert [places(files) for files in (about, readme, again)] == [[], [], []]


def test_nothing_is_told_of_what_is_no_list_or_lies_nowhere(tmp_path: Path) -> None:
    tree = parse(Source("a.md", ENTRY))
    none = Located(tree, None)
    short = Located(tree, tmp_path / "short.md", is_list=False)
    known = gather([none, short, Located(tree, tmp_path / "b.md"), none])
    assert [places(files) for files in known] == [[], [], [], []]
    assert NoFiles().elsewhere(KEY) == ()


def test_what_is_told_of_one_thing_is_bounded(tmp_path: Path) -> None:
    """However often lists and their translations have a thing, few are looked at."""
    tags = ("de", "fr", "ja", "ko", "ru", "zh", "es", "pt", "uk", "fi")
    many = [(f"list-{tag}.md", ENTRY * 30) for tag in tags]
    known = files_of(tmp_path, *many, ("other.md", ENTRY), ("list.md", ENTRY))
    assert places(known[-1]) == [("other.md", 1, "Tool")]
    assert len(places(known[-2])) == elsewhere.MAX_OCCURRENCES
    alone = elsewhere.earlier_entries(
        [Located(parse(Source(name, text)), tmp_path / name) for name, text in many]
    )
    assert alone == [{} for _ in many]


def test_files_are_asked_for_no_more_than_is_told() -> None:
    """Of a thing that very many lists have, the first few lists are asked."""
    lists = [Listed(Path(f"/lists/{number}.md"), True, ["x"]) for number in range(100)]
    tags = ("de", "fr", "ja", "ko", "ru", "zh", "es", "pt", "uk", "fi")
    translated = [Listed(Path(f"/lists/a-{tag}.md"), True, ["x"]) for tag in tags * 3]
    told = 2 * elsewhere.MAX_OCCURRENCES
    assert sum(map(bool, Comparison(lists).wanted())) == told
    assert sum(map(bool, Comparison([*translated, *lists]).wanted())) == told
    assert not any(Comparison(translated).wanted())
    one = Listed(Path("/lists/one.md"), True, ["x", "z"])
    other = Listed(Path("/lists/other.md"), True, ["z", "y"])
    assert Comparison([one, other]).wanted() == [frozenset("z"), frozenset()]


def test_single_documents_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere, "Entries", None)
    (files,) = files_of(tmp_path, ("a.md", ENTRY))
    assert places(files) == []


def test_what_is_told_is_small(tmp_path: Path) -> None:
    """However deep and long the entry is that is told of, and whatever stands around it."""
    nested = "".join(
        f"{'  ' * depth}- [Tool {depth}](https://example.org/{depth}) - {'word ' * 400}\n"
        for depth in range(60)
    )
    top = parse(Source("a.md", f"# A\n\n{nested}\n## B\n\n{ENTRY * 400}"))
    one = Located(top, tmp_path / "a.md")
    again = "- [Again](https://example.org/0)\n"
    other = Located(parse(Source("b.md", again)), tmp_path / "b.md")
    _, told = elsewhere.earlier_entries([one, other])
    assert list(told) == ["url:example.org/0"]
    assert len(pickle.dumps(told)) < 2_000
    ((found,),) = pickle.loads(pickle.dumps(told)).values()
    assert (found.entry.title, found.section.title, found.line) == ("Tool 0", "A", 3)
    assert found.entry.link is found.link is found.entry.links[0]
    assert found.link.identity.key == "url:example.org/0"


def test_each_pair_is_reported_once_and_at_the_later_file(tmp_path: Path) -> None:
    lists = [(f"{name}.md", ENTRY + f"- [{name}](https://example.org/{name})\n") for name in "abc"]
    located = [Located(parse(Source(name, text)), tmp_path / name) for name, text in lists]
    settings = Settings(rules=(INDEX["duplicate-link"],))
    found = [
        [
            (d.message, d.key, [r.path for r in d.related])
            for d in lint(item.document, settings, files, TODAY).diagnostics
        ]
        for item, files in zip(located, gather(located), strict=True)
    ]
    message = "'Tool' is also listed in 'a.md' on line 1 (example.org/page)"
    one = [(message, f"duplicate-link:{KEY} elsewhere", ["a.md"])]
    assert found == [[], one, one]


# ---------------------------------------------------------------------- translations


def are_one(*names: str) -> bool:
    return len(set(originals([PurePosixPath("/r", name) for name in names]))) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("README.md", "README-zh.md", "README.zh-CN.md", "README_zh_Hans.md", "README-CN.md"),
        ("readme.md", "README_JA.md", "readme-jp.markdown", "README.日本語.md", "README-中文.md"),
        ("README.md", "docs/README_pt-BR.md", "i18n/pt_BR/README.md", "translations/es/readme.md"),
        ("README.md", "README-Chinese.md", "README_EN.md", "en.md", "zh-Hant-TW/README.md"),
        ("README.md", "README-ml.md", "README.cs.md", "README_AR.md", "README.vi.md"),
        ("lists/en/x.md", "lists/de/x.md", "lists/x.md", "lists/zh_TW/x.md"),
        ("books-de.md", "books-fa_IR.md", "books-ml.md", "books-cs.md", "books.md"),
        ("docs/cs/list.md", "docs/de/list.md", "docs/ar/list.md"),
        ("README.md", "docs/index.md"),
    ],
)
def test_names_of_translations(names: Sequence[str]) -> None:
    assert are_one(*names)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("README.md", "papers.md"),
        ("papers.md", "papers-ml.md"),
        ("papers-cv.md", "papers-ml.md"),
        ("ml/README.md", "cs/README.md"),
        ("cs/README.md", "README.md"),
        ("papers-2023.md", "papers-2024.md"),
        ("vision/README.md", "audio/README.md"),
        ("zh-papers.md", "zh-books.md"),
        ("books-de.md", "courses-de.md"),
        ("no-code.md", "code.md"),
        ("de/a.md", "de/b.md"),
        ("in-us.md", "in.md"),
    ],
)
def test_names_of_different_lists(one: str, other: str) -> None:
    assert not are_one(one, other)
