"""The workspace: what is known of the files around a document, and what is never looked at."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from curator.errors import CuratorError, FileTooLargeError
from curator.facts import CommunityFile, CommunityName, Files, NoFiles
from curator.markdown import parse
from curator.source import Source
from curator.workspace import (
    Located,
    Surveyed,
    absolute,
    facts,
    find_inputs,
    find_repository,
    gather,
    gather_facts,
    read_source,
    shelves,
    survey,
)


def write(path: Path, text: str = "# A\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def located(path: Path, *targets: str) -> Located:
    """A document at ``path`` that links ``targets``."""
    text = "# Own Heading\n\n" + "".join(f"- [x](<{target}>)\n" for target in targets)
    return Located(parse(Source(path.name, text)), path)


def files_for(path: Path, *targets: str) -> Files:
    (files,) = gather([located(path, *targets)])
    return files


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a few files."""
    (tmp_path / ".git").mkdir()
    write(tmp_path / "README.md", "# Read Me\n\n<a id='Own'></a>\n")
    write(tmp_path / "docs" / "Guide.md", "# Start Here\n\n## 中文\n")
    write(tmp_path / "docs" / "a b%.md")
    write(tmp_path / "docs" / "naïve.md")
    (tmp_path / "module").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("target", "exists"),
    [
        ("Guide.md", True),
        ("./Guide.md#start-here", True),
        ("Guide.md?raw=true", True),
        ("guide.md", False),
        ("GUIDE.md", False),
        ("missing.md", False),
        ("../README.md", True),
        ("../readme.md", False),
        ("../docs/Guide.md", True),
        ("../Docs/Guide.md", False),
        ("..", True),
        ("../", True),
        (".", True),
        ("", True),
        ("#own-heading", True),
        ("a%20b%25.md", True),
        ("a b%25.md", True),
        ("na%C3%AFve.md", True),
        ("nai\u0308ve.md", True),
        ("Guide.md/deeper", False),
        ("../module", True),
        ("../module/inside.md", None),
        ("../.git", False),
        ("../.git/config", False),
        ("../../issues", None),
        ("../../wiki", None),
        ("../../../other", None),
        ("/docs/Guide.md#start-here", True),
        ("/Guide.md", False),
        ("/docs/../README.md", True),
        ("/", True),
        ("/../other", None),
        ("//example.org/x", None),
        ("https://example.org/Guide.md", None),
        ("mailto:a@example.org", None),
        ("C:\\x", None),
    ],
)
def test_targets_exist_as_git_would_have_it(root: Path, target: str, exists: bool | None) -> None:
    document = root / "docs" / "list.md"
    assert files_for(document, target).exists(target) is exists


def test_what_no_link_names_is_unknown(root: Path) -> None:
    assert files_for(root / "list.md", "README.md").exists("docs") is None


@pytest.mark.parametrize("target", ["_config.yml", "../mkdocs.yml", "/.gitlab-ci.yml"])
def test_what_renders_a_document_is_known_without_a_link(root: Path, target: str) -> None:
    document = root / "docs" / "deep" / "list.md"
    assert files_for(document).exists(target) is False
    write(root / target[1:] if target[0] == "/" else root / "docs" / "deep" / target)
    assert files_for(document).exists(target) is True


def test_anchors_of_a_path_from_the_root_are_read(root: Path) -> None:
    files = files_for(root / "docs" / "list.md", "/README.md#read-me")
    assert "read-me" in (files.anchors("/README.md#read-me") or ())


def test_anchors_are_those_of_the_file(root: Path) -> None:
    targets = ("docs/Guide.md#x", "README.md#y", "docs/guide.md#z", "docs/naïve.md", "#own")
    files = files_for(root / "list.md", *targets)
    assert files.anchors("docs/Guide.md#x") == {"start-here", "中文"}
    assert "read-me" in (files.anchors("README.md") or ())
    assert "own-heading" in (files.anchors("#own") or ())
    assert files.anchors("docs/guide.md") is None
    assert files.anchors("docs/naïve.md") is None  # no link asks for its anchors


def test_documents_of_the_run_are_not_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(shelves, "read_source", refuse)
    one, two = root / "README.md", root / "docs" / "Guide.md"
    first, second = gather([located(one, "docs/Guide.md#x"), located(two, "../README.md#x")])
    assert first.anchors("docs/Guide.md") == second.anchors("../README.md")
    assert first.anchors("docs/Guide.md") is not None


def test_reading_for_anchors_is_bounded(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"n{number}.md" for number in range(6)]
    for name in names:
        write(root / name, "# Same\n" + "x" * 100)
    targets = [f"{name}#same" for name in names]

    def known() -> int:
        files = files_for(root / "list.md", *targets)
        return sum(files.anchors(name) is not None for name in names)

    assert known() == 6
    monkeypatch.setattr(facts, "MAX_READ_FILES", 4)
    assert known() == 4
    monkeypatch.setattr(facts, "MAX_READ_BYTES", 250)
    assert known() == 2


def test_files_that_cannot_be_read_have_no_known_anchors(root: Path) -> None:
    (root / "binary.md").write_bytes(b"\0")
    (root / "latin.md").write_bytes(b"\xff")
    files = files_for(root / "list.md", "binary.md#a", "latin.md#a")
    assert files.exists("binary.md")
    assert files.anchors("binary.md") is None
    assert files.anchors("latin.md") is None


def test_outside_a_repository_only_the_folder_of_the_file_is_known(tmp_path: Path) -> None:
    if find_repository(tmp_path) is not None:
        pytest.skip("the folder for temporary files lies in a repository")
    write(tmp_path / "other.md")
    write(tmp_path / "in" / "deep" / "x.md")
    targets = ("../other.md", "deep/x.md", "deep/y.md", "/deep/x.md", "/other.md")
    files = files_for(tmp_path / "in" / "list.md", *targets)
    assert files.exists("../other.md") is None
    assert files.exists("/deep/x.md") is None
    assert files.exists("/other.md") is None
    assert files.exists("deep/x.md") is True
    assert files.exists("deep/y.md") is False


def test_links_are_not_followed_out(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    write(outside / "secret.md", "# Secret\n")
    try:
        (root / "away").symlink_to(outside)
        (root / "secret.md").symlink_to(outside / "secret.md")
    except OSError:
        pytest.skip("links cannot be made here")
    files = files_for(root / "list.md", "away/secret.md#secret", "secret.md#secret", "away")
    assert files.exists("away") is True
    assert files.exists("away/secret.md") is None
    assert files.anchors("away/secret.md") is None
    assert files.exists("secret.md") is True
    assert files.anchors("secret.md") is None


def test_nothing_is_known_of_standard_input(root: Path) -> None:
    (files,) = gather([Located(parse(Source("-", "[x](README.md)\n")), None)])
    assert isinstance(files, NoFiles)
    assert files.exists("README.md") is None


def test_repositories_are_found_upwards(root: Path) -> None:
    assert find_repository(root / "docs") == root
    write(root / "work" / ".git", "gitdir: elsewhere\n")  # a worktree
    assert find_repository(root / "work") == root / "work"


def test_reading_reports_what_went_wrong(root: Path) -> None:
    with pytest.raises(FileTooLargeError):
        read_source(root / "README.md", "README.md", max_size=3)
    with pytest.raises(CuratorError, match=r"gone.md: cannot be read: "):
        read_source(root / "gone.md", "gone.md")
    with pytest.raises(CuratorError, match="not a regular file"):
        read_source(root, "root")


def test_names_are_shown_with_slashes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "docs")
    given = [os.path.join("..", "README.md"), str(root / "docs" / "Guide.md")]  # noqa: PTH118
    found = find_inputs(given)
    assert [file.name for file in found.files] == ["../README.md", "Guide.md"]
    assert [file.path for file in found.files] == [root / "README.md", root / "docs" / "Guide.md"]


@pytest.mark.skipif(os.name == "nt", reason="Windows takes .. away before it follows links")
def test_the_way_up_leads_where_the_system_goes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "real" / "sub").mkdir(parents=True)
    (root / "link").symlink_to(root / "real" / "sub")
    (root / "loop").symlink_to(root / "loop")
    monkeypatch.chdir(root)
    assert absolute("link/../a.md") == root / "real" / "a.md"
    assert absolute("link/..") == root / "real"
    assert absolute("link/./a.md") == root / "link" / "a.md"
    assert absolute("docs/../link/a.md") == root / "link" / "a.md"
    assert absolute(root / "link" / ".." / "sub" / "a.md") == root / "real" / "sub" / "a.md"
    assert absolute("/../a.md") == Path("/a.md")
    assert ".." not in absolute("loop/../a.md").parts


def test_a_file_that_grows_while_it_is_read_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(root / "long.md", "x" * 100)
    small = write(root / "small.md", "x").stat()
    monkeypatch.setattr(Path, "stat", lambda *_, **__: small)
    with pytest.raises(CuratorError, match=r"long.md: more than the limit of 10 bytes \(raise"):
        read_source(path, "long.md", max_size=10)


def test_patterns_that_cost_too_much_are_told_once_for_each_file(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    write(root / ".gitignore", "# *a*a*a*a*\n*a*a*a*a*\n/x/b*b*b*b*b*.md\n*.tmp\n")
    write(root / "docs" / ".gitignore", "*.tmp\n*/*/*/*/*/*\n")
    write(root / "docs" / "in" / ".gitignore", "*a*a*a*a*\n")
    write(root / "docs" / "in" / "a.md")
    found = find_inputs(["docs", ".", "docs/in", "README.md"])
    assert found.problems == []
    assert found.notices == [
        ".gitignore: 2 patterns are not used: too many stars, or no sense",
        "docs/in/.gitignore: 1 pattern is not used: too many stars, or no sense",
    ]


def test_patterns_that_make_no_sense_or_multiply_are_not_used(tmp_path: Path) -> None:
    deep = tmp_path / "/".join(["a"] * 40)
    deep.mkdir(parents=True)
    (deep / "c.md").write_text("x\n", encoding="utf-8")
    patterns = "[z-a]\n" + "**/a/" * 7 + "b\n[[q]\n"
    (tmp_path / ".gitignore").write_text(patterns, encoding="utf-8")
    found = find_inputs([str(tmp_path)])
    assert [each.name.endswith("c.md") for each in found.files] == [True]
    assert found.problems == []
    (notice,) = found.notices
    assert notice.endswith("2 patterns are not used: too many stars, or no sense")


def community(path: Path, name: CommunityName) -> list[str] | None:
    known = files_for(path).community(name)
    return None if known is None else [file.path for file in known]


def test_files_about_taking_part_are_found_in_any_case_at_their_three_places(root: Path) -> None:
    readme = root / "README.md"
    assert community(readme, "contributing") == []
    write(root / "docs" / "Contributing.rst", "x")
    write(root / "CONTRIBUTING", "x")
    write(root / ".github" / "contributing.md", " \n")
    write(root / ".github" / "contributing-guide.md", "x")
    write(root / "deep" / "contributing.md", "x")
    write(root / "code_of_conduct.md", "\ufeffBe kind")
    (root / "docs" / "CODE-OF-CONDUCT.md").mkdir()
    assert community(readme, "contributing") == [
        ".github/contributing.md",
        "CONTRIBUTING",
        "docs/Contributing.rst",
    ]
    files = files_for(readme)
    assert files.community("contributing")[0].text == " \n"  # type: ignore[index]
    assert files.community("code-of-conduct") == (CommunityFile("code_of_conduct.md", "Be kind"),)
    assert pickle.loads(pickle.dumps(files)).community("contributing") is not None


def test_files_about_taking_part_are_known_to_the_readme_alone(root: Path) -> None:
    write(root / "contributing.md", "x")
    for other in ("list.md", "docs/README.md", "docs/deep/README.md", "README-de.md"):
        assert community(root / other, "contributing") is None
    (root / "README.md").unlink()
    assert community(root / "docs" / "readme.markdown", "contributing") == ["contributing.md"]


def test_files_about_taking_part_are_those_of_the_repository(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    write(outside / "contributing.md", "secret")
    write(root / "CONTRIBUTING.md", "x" * 300_000)
    try:
        (root / "code-of-conduct.md").symlink_to(outside / "contributing.md")
    except OSError:
        pytest.skip("links cannot be made here")
    files = files_for(root / "README.md")
    assert files.community("code-of-conduct") == (CommunityFile("code-of-conduct.md", None),)
    (guidelines,) = files.community("contributing") or ()
    assert len(guidelines.text or "") == 100_000


def test_outside_a_repository_nobody_knows_where_to_look(tmp_path: Path) -> None:
    if find_repository(tmp_path) is not None:
        pytest.skip("the folder for temporary files lies in a repository")
    write(tmp_path / "contributing.md", "x")
    assert community(tmp_path / "README.md", "contributing") is None


def test_nobody_looks_for_files_about_taking_part_that_no_rule_asks_for(root: Path) -> None:
    write(root / "contributing.md", "x")
    document = parse(Source("README.md", "# A\n"))
    asked = Surveyed(survey(document, community=False), root / "README.md")
    (files,) = gather_facts([asked], [{}])
    assert files.community("contributing") is None
