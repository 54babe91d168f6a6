"""Of which files missing-title speaks, and how severely, by their names and what is around them."""

from __future__ import annotations

import pytest

from tests.rules.runner import check

ENTRIES = "".join(f"- [a{number}](https://example.org/{number})\n" for number in range(5))
UNTITLED = f"### Index\n\n- [Tools](#tools)\n\n### Tools\n\n{ENTRIES}"


def severities(text: str, path: str, *files: str) -> list[str]:
    _, found = check("missing-title", text, dict.fromkeys(files, ""), path=path)
    return [each.severity.label for each in found]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("README.md", ["warning"]),
        ("readme.markdown", ["warning"]),
        ("Readme-zh.md", ["warning"]),
        ("papers/README.ja.md", ["warning"]),
        (r"papers\readme.md", ["warning"]),
        ("<stdin>", ["warning"]),
        ("reading list.txt", ["warning"]),
        ("books/free-books-de.md", ["info"]),
        ("CONTRIBUTING-it.md", []),
        ("docs/contributing.pt_BR.md", []),
        ("CODE_OF_CONDUCT.md", []),
        ("docs/HOWTO-fr.md", []),
        ("CHANGELOG", []),
        ("pull_request_template.md", []),
        (".github/ISSUE_TEMPLATE/new.md", []),
        ("docs/_sidebar.md", []),
        ("HISTORY.md", []),
        ("history-of-art.md", ["warning"]),
        ("lists/security-tools.md", ["info"]),
    ],
)
def test_the_name_of_the_file(path: str, expected: list[str]) -> None:
    assert severities(UNTITLED, path) == expected


def test_beside_a_readme_another_list_may_be_named_by_it() -> None:
    assert severities(UNTITLED, "talks.md", "README.md") == ["info"]
    assert severities(UNTITLED, "talks.md", "LICENSE") == ["warning"]


@pytest.mark.parametrize("name", ["_config.yml", "../_config.yml", "/mkdocs.yml"])
def test_another_program_gives_the_title(name: str) -> None:
    assert severities(UNTITLED, "README.md", name) == []


def test_a_file_of_few_links_is_no_list() -> None:
    text = "## Rules\n\n- [a](https://example.org/a)\n"
    assert severities(f"Words.\n\n{text}", "docs/notes.md") == []
    assert severities(f"Words.\n\n{text}", "docs/README.md") == ["warning"]


ENTRY = "- [a](https://example.org/a)\n"
SIBLINGS = f"\n\n{ENTRIES}\n## Containers\n\n{ENTRIES}"


@pytest.mark.parametrize(
    ("heading", "path", "expected"),
    [
        ("## Operating Systems", "operating_systems/README.md", "info"),
        ("## Operating Systems", "lists/operating-systems.md", "info"),
        ("## Kernels", "operating_systems/README.md", "warning"),
        ("## Kernels ![Awesome](https://awesome.re/badge.svg)", "README.md", "info"),
    ],
)
def test_the_first_heading_is_the_title_by_its_looks(
    heading: str, path: str, expected: str
) -> None:
    assert severities(heading + SIBLINGS, path) == [expected]


def test_the_first_heading_is_the_title_above_the_contents() -> None:
    contents = "\n\n- [Tools](#tools)\n- [Books](#books)\n\n"
    text = f"### Attention{contents}### Tools\n\n{ENTRIES}\n### Books\n\n{ENTRIES}"
    assert severities(text, "README.md") == ["info"]
