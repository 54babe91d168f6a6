"""Every mistake is told in one line with its key's path, and all of them at once."""

from __future__ import annotations

import tomllib

import pytest

from curator.config.mistakes import key_path
from curator.errors import ConfigError, CuratorError
from tests.config.bad import BEYOND, SCHEMA, SYNTAX
from tests.config.conftest import Repository

BAD = SCHEMA | BEYOND


@pytest.mark.parametrize("name", BAD)
def test_mistakes(repository: Repository, name: str) -> None:
    toml, problems = BAD[name]
    tomllib.loads(toml)
    assert repository.problems(toml) == problems


@pytest.mark.parametrize("name", SYNTAX)
def test_files_that_cannot_be_read(repository: Repository, name: str) -> None:
    text, problems = SYNTAX[name]
    repository.write("curator.toml", text)
    found = repository.failure(lambda: repository.configurations().for_folder(repository.root))
    assert list(found) == [f"curator.toml: {problem}" for problem in problems]


def test_huge_numbers_are_not_written_out(repository: Repository) -> None:
    (problem,) = repository.problems(f"rules.stale-toc.depth = 0x{'f' * 5_000}")
    assert problem == "rules.stale-toc.depth: expected an integer from 1 to 6, not one so large"
    (problem,) = repository.problems(f"x = {'9' * 5_000}")
    assert problem.startswith("not valid TOML: ")


def test_places_in_a_project_file_begin_with_its_table(repository: Repository) -> None:
    repository.write("pyproject.toml", "[tool.curator]\nselect = [3]\n")
    problems = repository.failure(lambda: repository.configurations().for_folder(repository.root))
    assert problems == (
        "pyproject.toml: tool.curator.select[0]: expected a string, not an integer",
    )


def test_the_error_is_one_of_ours_and_has_a_line_for_each_problem() -> None:
    error = ConfigError(["a", "b"])
    assert isinstance(error, CuratorError)
    assert error.problems == ("a", "b")
    assert str(error) == "a\nb"


def test_key_paths_are_short_whatever_the_key() -> None:
    assert key_path(("overrides", 1, "rules", "a b", "c")) == 'overrides[1].rules."a b".c'
    assert len(key_path(("x" * 1_000,))) < 50
