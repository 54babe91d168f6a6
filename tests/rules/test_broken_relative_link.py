"""What broken-relative-link says on its page is true of the files that the page names."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from curator.document import Document
from curator.markdown import parse
from curator.rule import Context
from curator.source import Source
from curator.style import Style
from curator.workspace import Located, gather
from tests.rules.runner import TODAY, as_lines, check, examples, expand, fix, rule_info, rule_module

NAME = "broken-relative-link"
EXAMPLES = [(kind, block) for kind, block in examples(NAME)]


def test_each_example_is_what_it_is_called() -> None:
    for kind, block in EXAMPLES:
        files = dict.fromkeys(block.info[2:], "")
        document, found = check(NAME, expand(block.text), files)
        assert bool(found) == (kind == "bad"), as_lines(document, found)


def test_its_fixes_make_the_fixed_example_of_the_bad_one() -> None:
    for (kind, bad), (after, fixed) in pairwise(EXAMPLES):
        if (kind, after) == ("bad", "fixed"):
            files = dict.fromkeys(bad.info[2:], "")
            assert fix(*check(NAME, expand(bad.text), files)) == expand(fixed.text)


def _check_at(path: Path, name: str) -> tuple[Document, str]:
    document = parse(Source(name, path.read_text(encoding="utf-8")))
    files = gather([Located(document, path)])[0]
    context = Context(document, Style(document), files, TODAY, rule_info(NAME))
    return document, as_lines(document, list(rule_module(NAME).check(context)))


def test_files_of_a_real_folder(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "图 1.png").write_bytes(b"")
    readme = tmp_path / "README.md"
    readme.write_text(
        "![a](docs/图%201.png) [b](docs/) [c](docs/none.md) [d](../none.md)\n", encoding="utf-8"
    )
    _, lines = _check_at(readme, "README.md")
    assert lines == "1:37-1:49 error the repository has no 'docs/none.md'\n"


@pytest.mark.parametrize(
    "name",
    [
        ".github/PULL_REQUEST_TEMPLATE.md",
        ".github/ISSUE_TEMPLATE/new.md",
        "pull_request_template.md",
        "docs/issue_template/a.md",
    ],
)
def test_templates_are_left_alone(tmp_path: Path, name: str) -> None:
    """Their links start from the page of an issue or a pull request."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[a](../blob/main/none.md) [b](none.md)\n", encoding="utf-8")
    _, lines = _check_at(path, name)
    assert lines == "none\n"


def test_a_list_about_templates_is_none(tmp_path: Path) -> None:
    path = tmp_path / "issue-templates.md"
    path.write_text("[b](none.md)\n", encoding="utf-8")
    _, lines = _check_at(path, path.name)
    assert lines != "none\n"


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("README.md", "error"),
        ("history-of-art.md", "error"),
        ("CHANGELOG.md", "info"),
        ("docs/HISTORY", "info"),
        ("docs/changes-1.2.md", "info"),
        ("history/2023-04-20_news.md", "info"),
        (r"docs\archive\talks.md", "info"),
    ],
)
def test_what_tells_of_the_past_is_not_written_anew(name: str, severity: str) -> None:
    _, found = check(NAME, "[a](gone.md)\n", {"other.md": ""}, path=name)
    assert [each.severity.label for each in found] == [severity]
