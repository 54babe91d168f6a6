"""Whatever a file holds, there is a configuration or a ``ConfigError``, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.config import ConfigError, Configuration
from curator.config.patterns import Known
from curator.config.reading import Table, read_table
from curator.config.validation import Origin, validate
from tests.config.conftest import INDEX

KEYS = st.sampled_from(
    "preset select extend-select rules ignore lists exclude overrides files rule identity file "
    "reason severity max-file-size proxy stale-toc mojibake depth share bullet hosts tool".split()
) | st.text(max_size=5)
WORDS = st.sampled_from(
    "papers recommended mojibake stale-toc error off *.md lists/** ! / . .. a\\b [z-a] [[a] {} "
    "{text} %s arxiv:1706.03762 arxiv:1 https://a.org/ 5MB".split()
) | st.text(max_size=8)
SCALARS = (
    st.booleans()
    | st.integers()
    | st.integers(min_value=10**30)
    | st.floats()
    | WORDS
    | st.dates()
    | st.times()
    | st.datetimes()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
)
TABLES = st.dictionaries(KEYS, VALUES, max_size=5)


def outcome(table: Mapping[str, object], *, trusted: bool) -> None:
    """Validate a table; what comes of it is a configuration that can be used, or mistakes."""
    known = Known(INDEX, Path("nowhere").absolute(), lambda _: ("README.md", "lists/a.md"))
    found: Configuration | None = None
    problems: tuple[str, ...] = ("curator.toml: none",)
    try:
        found = validate(table, Origin("curator.toml", trusted=trusted), known)
    except ConfigError as error:
        problems = error.problems
    assert problems
    assert all(problem.startswith("curator.toml: ") for problem in problems)
    assert all(len(problem) < 600 for problem in problems)
    if found is not None:
        assert found.selection(known.folder / "lists/a.md").preset
        found.excludes(known.folder / "lists/a.md")


@given(TABLES, st.booleans())
def test_any_table(table: Mapping[str, object], trusted: bool) -> None:
    outcome(table, trusted=trusted)


@pytest.mark.parametrize("key", ["preset", "select", "rules", "ignore", "lists", "exclude"])
@given(value=VALUES)
def test_any_value_under_any_key(key: str, value: object) -> None:
    outcome({key: value}, trusted=False)
    outcome({"overrides": [{"files": ["*.md"], key: value}]}, trusted=False)


@given(KEYS, VALUES)
def test_any_option(key: str, value: object) -> None:
    outcome({"rules": {"stale-toc": {key: value}}}, trusted=False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["[", "]", "{", "}", "=", ".", '"', "'", "\n", "\r", ",", "#", "\\", "a"])
        | WORDS.map(json.dumps)
    ).map("".join)
    | st.text()
)
def test_any_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "curator.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    table: Table | None = None
    problems: tuple[str, ...] = ("curator.toml: none",)
    try:
        table = read_table(path, "curator.toml")
    except ConfigError as error:
        problems = error.problems
    (problem,) = problems
    assert problem.startswith("curator.toml: ")
    if table is not None:
        outcome(table, trusted=True)
