"""Patterns mean what the same line means in a ``.gitignore`` file, and cost no more than that."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from curator.config.globs import Glob, Places, exclusion, is_excluded

NAMES = st.sampled_from(["a", "b", "ab", "a.md", "é.md", ".a", "-"])
PATHS = st.lists(NAMES, min_size=1, max_size=5).map("/".join)
PARTS = st.sampled_from(
    ["a", "b", "*", "?", "*.md", "a*", "**", "[ab]", "[!a]", "[^a]", "??", "é*"]
)
PATTERNS = st.builds(
    lambda start, parts, end: start + "/".join(parts) + end,
    st.sampled_from(["", "", "/"]),
    st.lists(PARTS, min_size=1, max_size=5),
    st.sampled_from(["", "", "/"]),
)


@given(PATTERNS, PATHS)
@example("a/**", "a")
@example("**/a", "a")
@example("a/**/b", "a/b")
@example("a/", "b/a")
def test_patterns_agree_with_gitignore(pattern: str, path: str) -> None:
    # There pathspec differs from git itself, which wants something below the last folder.
    assume("**" not in pattern or not pattern.endswith(("**", "**/")))
    assert Glob(pattern).matches(path) == GitIgnoreSpec.from_lines([pattern]).match_file(path)


@given(st.lists(st.tuples(st.booleans(), PATTERNS), max_size=4), PATHS)
def test_lines_of_exclude_agree_with_gitignore(lines: list[tuple[bool, str]], path: str) -> None:
    assume(not any("**" in pattern for _, pattern in lines))
    # What lies in a folder that is left out cannot be taken back by git.
    assume("/" not in path)
    written = ["!" * back + pattern for back, pattern in lines]
    ours = is_excluded(map(exclusion, written), path)
    assert ours == GitIgnoreSpec.from_lines(written).match_file(path)


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("a.md", ["a.md", "x/a.md"], ["a.mdx", "xa.md", "A.md"]),
        ("./a.md", ["a.md"], ["x/a.md"]),
        ("/a.md", ["a.md"], ["x/a.md"]),
        ("lists/", ["lists/a.md", "x/lists/y/a.md"], ["lists"]),
        ("lists", ["lists", "lists/a.md", "x/lists/a.md"], ["lists.md"]),
        ("x/lists", ["x/lists/a.md", "x/lists"], ["y/x/lists", "x/lists2"]),
        ("lists/**", ["lists/a.md", "lists/x/a.md"], ["lists", "x/lists/a.md"]),
        ("lists/**/", ["lists/x/a.md"], ["lists"]),
        ("lists/**/*.md", ["lists/a.md", "lists/x/y/a.md"], ["lists/a.txt", "a.md"]),
        ("**", ["a", "a/b"], []),
        ("**/zh/*.md", ["zh/a.md", "x/y/zh/a.md"], ["zh/a.txt", "a.md", "x/zhi/a.md"]),
        ("a**b", ["axxb", "x/ab"], ["a/b"]),
        ("[z-a]", [], ["z", "a", "-"]),
        ("[a.md", ["[a.md"], ["a.md"]),
        ("#a.md", ["#a.md"], ["a.md"]),
        ("e\u0301.md", ["\u00e9.md", "e\u0301.md"], ["e.md"]),
    ],
)
def test_patterns(pattern: str, matching: list[str], others: list[str]) -> None:
    assert [path for path in [*matching, *others] if Glob(pattern).matches(path)] == matching


@given(PATTERNS, st.booleans(), st.lists(PATHS, max_size=4))
def test_places_find_what_patterns_match(pattern: str, anchored: bool, paths: list[str]) -> None:
    files = [path for path in paths if not any(each.startswith(f"{path}/") for each in paths)]
    glob = Glob(pattern, anchored)
    assert Places(files).any_for(glob) == any(map(glob.matches, files))


def test_time_is_pattern_times_path() -> None:
    # As one regular expression each of these would run for ages.
    assert not Glob("/".join(["**", "a"] * 200) + "/b").matches("a/" * 2_000 + "c")
    assert not Glob("*a" * 400 + "b").matches("a" * 4_000 + "c")
